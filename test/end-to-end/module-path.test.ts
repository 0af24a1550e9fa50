/**
 * Where modules are looked for: beside the root module, then in the folders of `--path`, then in those of LOCKSTEP_PATH,
 * then in the library. The first that is found is used.
 */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const root = `
---- MODULE Root ----
EXTENDS Limits
VARIABLE x
Init == x = Limit
Next == UNCHANGED x
Seen == x = "nowhere"
====
`;
const limits = (value: string): string => `---- MODULE Limits ----\nLimit == "${value}"\n====\n`;
const files = { "spec/Root.tla": root, "spec/Root.cfg": "INIT Init NEXT Next INVARIANT Seen" };
const everywhere = {
  ...files,
  "spec/Limits.tla": limits("beside"),
  "one/Limits.tla": limits("path 1"),
  "two/Limits.tla": limits("path 2"),
  "three/Limits.tla": limits("environment"),
};

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

/** Which Limits a check in a folder with these files finds. */
async function found(given: Record<string, string>, args: readonly string[], path?: string): Promise<string> {
  const made = folderWith(given);
  folders.push(made);
  const environment = path === undefined ? {} : { LOCKSTEP_PATH: path };
  const { out, err } = await lockstep(["check", "spec/Root.tla", ...args], { folder: made.path, environment });
  return /\/\\ x = "(.*)"/.exec(out)?.[1] ?? err;
}

describe("a module that the specification extends", () => {
  it("is the one beside it, whatever else there is", async () => {
    expect(await found(everywhere, ["--path", "one"], "three")).toBe("beside");
  });

  it("else the one in the first folder given with --path, then in LOCKSTEP_PATH", async () => {
    const { "spec/Limits.tla": _, ...elsewhere } = everywhere;
    expect(await found(elsewhere, ["--path", "one", "--path", "two"], "three")).toBe("path 1");
    expect(await found(elsewhere, ["--path", "two"], "three")).toBe("path 2");
    expect(await found(elsewhere, [], "nowhere::three:two")).toBe("environment");
  });

  it("wins over the library's", async () => {
    const own = { "lib/Naturals.tla": '---- MODULE Naturals ----\nLimit == "own"\n====\n' };
    const text = root.replace("EXTENDS Limits", "EXTENDS Naturals");
    expect(await found({ ...files, "spec/Root.tla": text, ...own }, ["--path", "lib"])).toBe("own");
  });

  it("is an error with every place that was looked at when there is none", async () => {
    const message = await found({ ...files, "one/Other.tla": limits("other") }, ["--path", "one"], "two");
    expect(message).toContain("error LS2001: module Limits is neither beside spec/Root.tla, nor in one/, nor in two/,");
    expect(message).toContain("at spec/Root.tla:3:9");
  });

  it("is not looked for in a folder that does not exist: that is a mistake of its own", async () => {
    expect(await found(files, ["--path", "nowhere"])).toContain("error LS7002: there is no folder nowhere");
  });
});
