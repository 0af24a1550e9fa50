/**
 * Whatever is done to the text of an algorithm, translating it gives a translation or clear diagnostics: never another
 * exception. And a translation translates again to the same file.
 */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { translatedModule } from "../../src/tla/pluscal/module-translation.ts";
import { defaultOptions } from "../../src/tla/pluscal/options.ts";
import { translateFile } from "../../src/tla/pluscal/translate-file.ts";

const folder = new URL("../golden/pluscal/", import.meta.url);
const specifications = readdirSync(folder)
  .filter((name) => name.endsWith(".tla"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

const words = (
  "( ) { } [ ] << >> ; , : := || = \\in . ' \" \\* (* *) | L: A:+ Done : x self pc if then else elsif end while do either " +
  "or with await when print assert skip call return goto macro procedure process fair variables begin define " +
  "algorithm --algorithm --fair \\A \\E /\\ \\/ TRUE [self EXCEPT ![ LET IN ==== ---- \\n"
).split(" ");

type Edit = readonly ["remove" | "insert" | "swap" | "double", at: number, more: number];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom("remove", "insert", "swap", "double" as const),
  fc.nat(),
  fc.nat(),
);

/** Edits the algorithm by tokens, and leaves the translation behind it to be stale. */
function edited(text: string, edits: readonly Edit[]): string {
  const start = text.indexOf("--");
  const algorithmStart = text.indexOf("(*", start);
  const end = text.indexOf("*)", algorithmStart) + 2;
  const tokens = text.slice(algorithmStart, end).split(/(?<=\s)|(?=\s)|\b/);
  for (const [kind, at, more] of edits) {
    const index = at % tokens.length;
    const length = 1 + (more % 4);
    if (kind === "remove") tokens.splice(index, length);
    else if (kind === "insert") tokens.splice(index, 0, ` ${words[more % words.length]!} `);
    else if (kind === "double") tokens.splice(index, 0, ...tokens.slice(index, index + length));
    else tokens.push(...tokens.splice(index, length));
    if (tokens.length === 0) tokens.push(" ");
  }
  return text.slice(0, algorithmStart) + tokens.join("") + text.slice(end);
}

function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DiagnosticError) {
      expect(error.diagnostics.length).toBeGreaterThan(0);
      for (const diagnostic of error.diagnostics) expect(diagnostic.at).toBeDefined();
      return undefined;
    }
    throw error;
  }
}

describe("a random edit of an algorithm", () => {
  it("gives a translation that stays, or a clear mistake", () => {
    let translations = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...specifications),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (specification, edits, addLabels) => {
          const text = edited(specification, edits);
          const options = { ...defaultOptions, addLabels };
          orUndefined(() => translatedModule({ path: "M.tla", text }));
          const once = orUndefined(() => translateFile({ path: "M.tla", text }, options));
          if (once === undefined) return;
          translations++;
          const twice = translateFile({ path: "M.tla", text: once.text }, options);
          expect(twice.text).toBe(once.text);
        },
      ),
      { numRuns: 2_000 },
    );
    // Both ends are reached: edits that break the algorithm, and edits that leave one.
    expect(translations).toBeGreaterThan(100);
    expect(translations).toBeLessThan(1_900);
  });
});
