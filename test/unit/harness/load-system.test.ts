import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DiagnosticError, type Diagnostic } from "../../../src/tla/diagnostics.ts";
import { positionAt } from "../../../src/tla/syntax/source.ts";
import { bundleSystem, discardBundle, findSystemFile } from "../../../harness/workers/load-system.ts";
import {
  innermostPlace,
  originalPlace,
  userStack,
  withOriginalPlaces,
} from "../../../harness/workers/source-places.ts";
import { folderWith } from "../../support/folder.ts";

const program = `/** A comment, so that lines move. */
export interface Message {
  readonly type: string;
}

export function fail(message: Message): never {
  throw new Error(message.type);
}
`;
const system = `import { defineSystem } from "lockstep";
import { fail } from "./program.ts";
export default defineSystem({ spec: String(fail) } as never);
`;

describe("loading a system file", () => {
  let folder: ReturnType<typeof folderWith>;
  let cache: string;
  beforeEach(() => {
    folder = folderWith({ "system.ts": system, "program.ts": program, "package.json": '{"type":"module"}' });
    cache = join(folder.path, ".lockstep", "cache");
  });
  afterEach(() => folder.remove());

  async function diagnosticOf(work: () => unknown): Promise<Diagnostic> {
    try {
      await work();
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics[0]!;
      throw error;
    }
    throw new Error("nothing was wrong");
  }

  it("bundles the file with its program into a cache named by content, once", async () => {
    const first = await bundleSystem(folder.path, cache);
    expect(first.file).toBe(join(folder.path, "system.ts"));
    expect(first.bundlePath).toMatch(/\.lockstep\/cache\/[0-9a-f]{16}\.mjs$/);
    expect(first.isNew).toBe(true);
    const second = await bundleSystem(join(folder.path, "system.ts"), cache);
    expect({ ...second, isNew: true }).toEqual(first);
    expect(second.isNew).toBe(false);
  });

  it("resolves lockstep to this very package, whatever is installed beside the system", async () => {
    const { bundlePath } = await bundleSystem(folder.path, cache);
    expect(readFileSync(bundlePath, "utf8")).toMatch(/from "file:\/\/[^"]*\/src\/system\/index\.ts"/);
  });

  it("knows the same program in another folder by its hash", async () => {
    const other = folderWith({ "system.ts": system, "program.ts": program, "package.json": '{"type":"module"}' });
    try {
      const here = await bundleSystem(folder.path, cache);
      const there = await bundleSystem(other.path, join(other.path, ".lockstep", "cache"));
      expect(there.hash).toBe(here.hash);
    } finally {
      other.remove();
    }
  });

  it("takes places in the bundle back to the user's lines", async () => {
    const { bundlePath } = await bundleSystem(folder.path, cache);
    const lines = readFileSync(bundlePath, "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("throw new Error"));
    const column = lines[line]!.indexOf("throw");
    expect(originalPlace(bundlePath, line + 1, column + 1)).toEqual({
      path: join(folder.path, "program.ts"),
      line: 7,
      column: 3,
    });
    const frame = `    at fail (file://${bundlePath}:${line + 1}:${column + 1})`;
    const stack = `Error: x\n${frame}\n    at run (node:internal/process:1:1)`;
    expect(withOriginalPlaces(frame)).toBe(`    at fail (${join(folder.path, "program.ts")}:7:3)`);
    expect(innermostPlace(stack)?.line).toBe(7);
    expect(userStack(stack).split("\n")).toHaveLength(2);
  });

  it("leaves alone what is in no bundle", () => {
    const text = "at fail (/somewhere/else.js:3:4) and /x/.lockstep/cache/absent.mjs:1:1";
    expect(withOriginalPlaces(text)).toBe(text);
    expect(innermostPlace("Error\n    at f (/somewhere/else.js:3:4)")).toBeUndefined();
  });

  it("takes a new bundle away again, and only a new one", async () => {
    const first = await bundleSystem(folder.path, cache);
    discardBundle({ ...first, isNew: false });
    expect(existsSync(first.bundlePath)).toBe(true);
    discardBundle(first);
    expect(folder.list()).toEqual(["package.json", "program.ts", "system.ts"]);
  });

  it("points at what cannot be bundled", async () => {
    const broken = folderWith({ "system.ts": 'import { x } from "./absent.ts";\nexport default x;\n' });
    try {
      const { code, at, message } = await diagnosticOf(() => bundleSystem(broken.path, join(broken.path, "cache")));
      expect(code).toBe("LS6002");
      expect(message).toContain("./absent.ts");
      expect(positionAt(at!.file, at!.start)).toEqual({ line: 1, column: 19 });
      expect(broken.list()).toEqual(["system.ts"]);
    } finally {
      broken.remove();
    }
  });

  it("says what is missing when there is no system file", async () => {
    const missing = await diagnosticOf(() => findSystemFile(join(folder.path, "nowhere.ts")));
    expect(missing.code).toBe("LS6001");
    const empty = folderWith({ "readme.md": "" });
    try {
      expect((await diagnosticOf(() => findSystemFile(empty.path))).hint).toContain("system.ts");
    } finally {
      empty.remove();
    }
  });
});
