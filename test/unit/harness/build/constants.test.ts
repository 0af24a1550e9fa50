import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { afterAll, expect, test } from "vitest";

const { inlinedConstants } = (await import(
  new URL("../../../../harness/build/constants.mjs", import.meta.url).href
)) as {
  inlinedConstants: (root: string) => Plugin;
};

const root = mkdtempSync(join(tmpdir(), "constants-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** What the build makes of `main.ts`, beside the other modules. */
async function built(modules: Readonly<Record<string, string>>): Promise<string> {
  mkdirSync(join(root, "src"), { recursive: true });
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(root, "src", name), text);
  const entry = join(root, "src/main.ts");
  const options = { bundle: true, format: "esm", write: false, logLevel: "silent", treeShaking: true } as const;
  const result = await build({ ...options, entryPoints: [entry], plugins: [inlinedConstants(root)] });
  return result.outputFiles[0]!.text;
}

test("a constant of another module stands as a number where it is used", async () => {
  const text = await built({
    "heap.ts": "export const HEAD = 2;\nexport const Kind = { Set: 5, Tuple: 6 } as const;",
    "main.ts":
      'import { HEAD, Kind } from "./heap.ts";\n' +
      "const TUPLE: number = Kind.Tuple;\nconst ROWS = (1 << 4) - HEAD;\n" +
      "export const f = (o: number) => [o + HEAD, Kind.Set, TUPLE, ROWS, -HEAD];",
  });
  expect(text).toContain("[o + 2, 5, 6, 14, -2]");
});

test("names of properties and what is not a number stay", async () => {
  const text = await built({
    "heap.ts": "export const HEAD = 2;\nexport const NAME = String(HEAD);",
    "main.ts":
      'import { HEAD, NAME } from "./heap.ts";\nexport const f = (x: { HEAD: number }) => [x.HEAD, { HEAD: 1 }, { HEAD }, NAME];',
  });
  expect(text).toContain("[x.HEAD, { HEAD: 1 }, { HEAD }, NAME]");
});

test("a local that hides a constant is refused, since names are not looked up by scope", async () => {
  const modules = { "main.ts": "const HEAD = 2;\nexport const f = (HEAD: number) => HEAD;" };
  await expect(built(modules)).rejects.toThrow("HEAD hides a constant");
});
