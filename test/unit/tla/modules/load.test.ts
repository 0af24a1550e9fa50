import { describe, expect, it } from "vitest";
import { resolveModules } from "../../../../src/tla/modules/resolve.ts";
import { body, complaints, definition, library, moduleText } from "./support.ts";

function resolveFiles(files: Readonly<Record<string, string>>, root: string, path: readonly string[] = []) {
  const list = (folder: string): string[] =>
    Object.keys(files)
      .filter((file) => file.startsWith(folder) && !file.slice(folder.length).includes("/"))
      .map((file) => file.slice(folder.length));
  return resolveModules({ root, path, files: { read: (file) => files[file], list }, library });
}

describe("finding modules", () => {
  it("looks beside the root module, then along the path, then in the library", () => {
    const resolved = resolveFiles(
      {
        "specs/Root.tla": moduleText("Root", "EXTENDS Near, Far, Naturals\nA == N + F"),
        "specs/Near.tla": moduleText("Near", "N == 1"),
        "shared/Near.tla": moduleText("Near", "N == 2"),
        "shared/Far.tla": moduleText("Far", "F == 3"),
      },
      "specs/Root.tla",
      ["empty", "shared/"],
    );
    expect(body(resolved, "N")).toBe("1");
    expect(definition(resolved, "F").at.file.path).toBe("shared/Far.tla");
    expect(definition(resolved, "+").at.file.path).toBe("<library>/Naturals.tla");
  });

  it("prefers a local file to a library module of the same name", () => {
    const files = {
      "Root.tla": moduleText("Root", "EXTENDS Folds\nA == Mine"),
      "Folds.tla": moduleText("Folds", "Mine == 1"),
    };
    expect(body(resolveFiles(files, "Root.tla"), "A")).toBe("Mine");
  });

  it("finds further modules of a file that was read", () => {
    const text = `${moduleText("Root", "EXTENDS Other\nA == B")}\nSome text.\n${moduleText("Other", "B == 1")}`;
    expect(body(resolveFiles({ "Root.tla": text }, "Root.tla"), "A")).toBe("B");
  });

  it("says where it looked, and which names are near", () => {
    const files = { "a/Root.tla": moduleText("Root", "EXTENDS Comon"), "lib/Common.tla": moduleText("Common", "") };
    expect(complaints(() => resolveFiles(files, "a/Root.tla", ["lib"]))).toEqual([
      "LS2001 a/Root.tla:2:9 module Comon is neither beside a/Root.tla, nor in lib/, nor in the library (did you mean Common?)",
    ]);
    expect(complaints(() => resolveFiles({}, "a/Root.tla"))).toEqual([
      "LS2001 cannot read a/Root.tla (check the path of the specification)",
    ]);
  });

  it("wants the module's name to be the file's", () => {
    const files = { "Root.tla": moduleText("Rooot", "EXTENDS Part"), "Part.tla": moduleText("Parts", "") };
    expect(complaints(() => resolveFiles(files, "Root.tla"))).toEqual([
      "LS2002 Root.tla:1:13 the file Root.tla contains module Rooot, not Root (rename the file to Rooot.tla, or the module to Root)",
      "LS2002 Part.tla:1:13 the file Part.tla contains module Parts, not Part (rename the file to Parts.tla, or the module to Part)",
    ]);
  });

  it("reports syntax errors of several modules together, and no names that they would have defined", () => {
    const files = {
      "Root.tla": moduleText("Root", "EXTENDS One, Two\nA == FromOne + FromTwo"),
      "One.tla": moduleText("One", "FromOne == ("),
      "Two.tla": moduleText("Two", "FromTwo == 1 +"),
    };
    const found = complaints(() => resolveFiles(files, "Root.tla"));
    expect(found.every((message) => message.startsWith("LS1"))).toBe(true);
    expect(new Set(found.map((message) => message.slice(7, 10)))).toEqual(new Set(["One", "Two"]));
  });
});
