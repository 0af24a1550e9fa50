/**
 * Deliberate mistakes, and what `lockstep check` says about each: a page per mistake in test/golden/mistakes/ with the
 * specification, its config, and the text that is printed. `vitest -u` writes the texts anew; read them before you
 * commit them, as somebody who has just made that mistake.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { checkCommand } from "../../../harness/cli/check.ts";
import { bufferTerminal } from "../../../harness/cli/terminal.ts";
import { diagnosticsText } from "../../../harness/report/diagnostics.ts";
import { DiagnosticError } from "../../../src/tla/diagnostics.ts";
import { folderWith } from "../../support/folder.ts";

const pages = new URL("../../golden/mistakes/", import.meta.url);
const slugs = readdirSync(pages)
  .map((file) => file.replace(/\.md$/, ""))
  .sort();

interface Page {
  readonly title: string;
  readonly spec: string;
  readonly config: string;
}

function pageOf(text: string): Page {
  const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(text)?.[1] ?? "";
  return { title: /^# (.*)$/m.exec(text)?.[1] ?? "", spec: block("tla"), config: block("cfg") };
}

function pageText({ title, spec, config }: Page, printed: string): string {
  const blocks = [
    ["tla", spec],
    ["cfg", config],
    ["text", printed],
  ];
  return `# ${title}\n${blocks.map(([language, text]) => `\n\`\`\`${language}\n${text}\`\`\`\n`).join("")}`;
}

/** What a person sees who checks the page's specification, without what this machine decides: paths, times, the depth of
 * its stack. */
async function printedFor({ spec, config }: Page): Promise<string> {
  const folder = folderWith({ "Ferry.tla": spec, "Ferry.cfg": config });
  const terminal = bufferTerminal();
  try {
    await checkCommand(`${folder.path}/Ferry.tla`, { deadlock: true, format: "text" }, terminal);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    terminal.err.write(diagnosticsText(error.diagnostics, terminal.err.colors));
  }
  folder.remove();
  const printed = `${terminal.text.err}${terminal.text.out}`;
  return printed
    .replaceAll(`${folder.path}/`, "")
    .replace(/, \d+(\.\d+)? m?s$/m, ", 0.1 s")
    .replace(/Sum\((…|-\d+)\)/g, "Sum(-n)");
}

describe("a mistake", () => {
  const seen = new Map<string, string>();

  it.each(slugs)("%s", async (slug) => {
    const page = pageOf(readFileSync(new URL(`${slug}.md`, pages), "utf8"));
    const printed = await printedFor(page);
    seen.set(slug, printed);
    await expect(pageText(page, printed)).toMatchFileSnapshot(`../../golden/mistakes/${slug}.md`);
  });

  afterAll(() => {
    // What no message may contain, whatever the mistake is.
    for (const [slug, printed] of seen) {
      expect(printed, slug).not.toMatch(/undefined|\[object|LS4299|TypeError|RangeError|\.js:\d+/);
      expect(printed, slug).toMatch(/Ferry\.(tla|cfg):\d+:\d+/);
    }
  });
});
