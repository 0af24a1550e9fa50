/**
 * Translations as pcal.trans 1.12 wrote them, checksums included. The files in test/golden/pluscal/ are algorithms of
 * ours, one for each corner of the language, which that translator was run on.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultOptions } from "../../../../src/tla/pluscal/options.ts";
import { translateFile } from "../../../../src/tla/pluscal/translate-file.ts";

const folder = new URL("../../../golden/pluscal/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".tla"))
  .sort();

function withoutTranslation(text: string): string {
  return text.replace(/^\\\* BEGIN TRANSLATION[^]*?^\\\* END TRANSLATION.*\n/m, "");
}

describe("a translation is the reference translator's, byte for byte", () => {
  it.each(files)("%s", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const bare = withoutTranslation(text);
    expect(bare).not.toContain("TRANSLATION");
    expect(translateFile({ path: name, text: bare }, defaultOptions).text).toBe(text);
  });

  it.each(files)("%s is left alone by another run", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const { text: again, state } = translateFile({ path: name, text }, defaultOptions);
    expect(again).toBe(text);
    expect(state.kind).toBe("identical");
  });
});
