/** The files that a specification may touch: reads anywhere, writes plain files below the working folder. */
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { specFiles } from "../../../harness/cli/spec-files.ts";
import { folderWith } from "../../support/folder.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));
const folder = (files: Record<string, string> = {}): string => {
  const made = folderWith(files);
  folders.push(made);
  return made.path;
};

describe("specFiles", () => {
  it("writes below the folder, making folders on the way, and reads it back", () => {
    const here = folder();
    const files = specFiles(here);
    files.write("out/a.txt", "one", { append: false });
    files.write("out/a.txt", " two", { append: true });
    expect(files.read("out/a.txt")).toBe("one two");
    files.write("out/a.txt", "three", { append: false });
    expect(files.read("out/a.txt")).toBe("three");
    files.write(join(here, "absolute.txt"), "inside", { append: false });
    expect(readFileSync(join(here, "absolute.txt"), "utf8")).toBe("inside");
    files.write("out/../dots..txt", "a name with dots", { append: false });
    expect(files.read("dots..txt")).toBe("a name with dots");
  });

  it("gives nothing for a file that is not there", () => {
    const files = specFiles(folder({ "plain.txt": "" }));
    expect(files.read("missing.txt")).toBeUndefined();
    expect(files.read("missing/file.txt")).toBeUndefined();
    expect(files.read("plain.txt/inside.txt")).toBeUndefined();
  });

  it("reads regular files only, without a byte order mark", () => {
    const files = specFiles(folder({ "sub/there.txt": "\uFEFFtext" }));
    expect(files.read("sub/there.txt")).toBe("text");
    expect(() => files.read("sub")).toThrow("sub is not a regular file.");
    expect(() => files.read("/dev/zero")).toThrow("not a regular file");
  });

  it.each([
    ["../out.json", "lies outside"],
    ["sub/../../out.json", "lies outside"],
    ["..", "lies outside"],
    ["/tmp/lockstep-outside.json", "lies outside"],
    ["link/out.json", "lies outside"],
    ["link/new/out.json", "lies outside"],
    ["dangling", /lies outside|cannot be written/],
    ["toFile", "lies outside"],
    [".git/hooks/pre-commit", "hidden files or node_modules"],
    ["sub/.npmrc", "hidden files or node_modules"],
    ["hidden/there", "hidden files or node_modules"],
    ["node_modules/x/index.js", "hidden files or node_modules"],
    ["", "names no file"],
    ["a\0b", "names no file"],
    [".", "lies outside"],
    ["sub", "not a regular file"],
    ["sub/there/below", "cannot be written"],
  ])("does not write %j", (path, reason) => {
    const outside = folder({ "there.json": "as it was" });
    const here = folder({ "sub/there": "", ".config/there": "as it was" });
    symlinkSync(outside, join(here, "link"));
    symlinkSync(join(outside, "new.json"), join(here, "dangling"));
    symlinkSync(join(outside, "there.json"), join(here, "toFile"));
    symlinkSync(join(here, ".config"), join(here, "hidden"));
    expect(() => specFiles(here).write(path, "no", { append: false })).toThrow(reason);
    expect(readFileSync(join(outside, "there.json"), "utf8")).toBe("as it was");
    expect(readFileSync(join(here, ".config/there"), "utf8")).toBe("as it was");
    for (const made of ["new.json", "out.json", "new"]) expect(existsSync(join(outside, made))).toBe(false);
  });
});
