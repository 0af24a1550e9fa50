/**
 * The tutorial on two-phase commit: its commands print what it says, and what it quotes of the specification stands there.
 *
 * A block of console begins with a command; each further line has to be a part of what that prints, in this order. Lines in
 * between and durations are left out of the page.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { root } from "../support/import-graph.ts";
import { lockstep } from "../support/run-cli.ts";

const page = readFileSync(join(root, "docs/tutorial-two-phase-commit.md"), "utf8");
const specification = readFileSync(join(root, "specs/TwoPhaseCommit.tla"), "utf8");
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, text]) => text!);

describe("the tutorial on two-phase commit", () => {
  it.each(blocks("tla"))("quotes the specification: %j", (quoted) => {
    expect(specification).toContain(quoted);
  });

  it.each(blocks("console"))("prints what it says: %j", async (block) => {
    const [command, ...expected] = block.trimEnd().split("\n");
    const words = /^\$ npx lockstep (.*)$/.exec(command!)![1]!.split(" ");
    const { code, out } = await lockstep(words);
    expect(code).toBe(expected[0]!.startsWith("FAIL") ? 1 : 0);
    let at = 0;
    for (const line of expected) {
      const found = out.indexOf(line.trimStart(), at);
      expect(found, `${line} in\n${out.slice(at)}`).toBeGreaterThanOrEqual(0);
      at = found + line.length;
    }
  });

  it("has commands and quotations", () => {
    expect(blocks("console").length).toBe(6);
    expect(blocks("tla").length).toBe(7);
  });

  it("is right that one changed sign makes two-phase commit unsafe", async () => {
    const changed = specification.replace("AllPrepared == \\A rm", "AllPrepared == \\E rm");
    expect(changed).not.toBe(specification);
    const config = readFileSync(join(root, "specs/TwoPhaseCommit.cfg"), "utf8");
    const folder = folderWith({ "TwoPhaseCommit.tla": changed, "TwoPhaseCommit.cfg": config });
    const { code, out, err } = await lockstep(["check", "TwoPhaseCommit.tla"], { folder: folder.path });
    folder.remove();
    expect(err).toContain("LS1161");
    expect(out).toContain("invariant Consistent is violated");
    expect(code).toBe(1);
  });
});
