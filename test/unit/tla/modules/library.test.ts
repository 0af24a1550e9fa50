import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { libraryModules, natives, proofModules } from "../../../../src/tla/library/natives.ts";
import type { Definition } from "../../../../src/tla/modules/core.ts";
import { complaints, definition, library, resolve } from "./support.ts";

const folder = new URL("../../../../src/tla/library/", import.meta.url);
const modules = readdirSync(folder)
  .filter((file) => file.endsWith(".tla"))
  .map((file) => file.slice(0, -4));

/** Definitions that a library module makes itself. */
function ownDefinitions(module: string): Definition[] {
  const { root, modules: all } = resolve({ Root: `EXTENDS ${module}` });
  const resolved = all.get(module) ?? root;
  return [...resolved.names.values()].flatMap(({ target }) =>
    target.kind === "definition" && target.module === module ? [target] : [],
  );
}

describe("the library", () => {
  it("gives its definitions natively where the table says so", () => {
    const resolved = resolve({ Root: "EXTENDS Integers, Sequences, TLC\nA == Len(<<1>>) + 1" });
    expect(definition(resolved, "Len")).toMatchObject({ native: "Sequences!Len", body: { kind: "native" } });
    expect(definition(resolved, ":>")).toMatchObject({ native: "TLC!:>", body: { kind: "function" } });
    expect(definition(resolved, "A").native).toBeUndefined();
  });

  it("gives them natively also when a copy of a standard module lies beside the specification", () => {
    const resolved = resolve({ Root: "EXTENDS Sequences", Sequences: "Len(s) == CHOOSE n : DOMAIN s = n" });
    expect(definition(resolved, "Len").native).toBe("Sequences!Len");
    expect(definition(resolved, "Len").at.file.path).toBe("Sequences.tla");
  });

  it("lists the modules that exist", () => {
    expect([...new Set([...libraryModules, ...proofModules])].sort()).toEqual([...modules].sort());
  });

  it.each(modules)("%s resolves; what has no TLA+ meaning is in the table, and the other way round", (module) => {
    expect(library(module)).toContain(`MODULE ${module} `);
    const definitions = ownDefinitions(module);
    for (const each of definitions) {
      if (each.body.kind === "native") expect([each.name, each.native]).toEqual([each.name, `${module}!${each.name}`]);
      if (module !== "RealTime") expect([each.name, each.level]).toEqual([each.name, 0]);
    }
    const names = new Set(definitions.map((each) => each.name));
    const listed = [...natives]
      .filter((name) => name.startsWith(`${module}!`))
      .map((name) => name.slice(module.length + 1));
    expect(listed.filter((name) => !names.has(name))).toEqual([]);
  });

  it("goes together: all modules extended at once have no two meanings for a name", () => {
    const together = modules.filter(
      (module) => !["UndirectedGraphs", "Toolbox", "ShiViz", "SVG", "DyadicRationals"].includes(module),
    );
    const resolved = resolve({ Root: `EXTENDS ${together.join(", ")}` });
    expect(resolved.problems.warnings.map((warning) => warning.message)).toEqual([]);
  });

  it("exports no more than the names that people know: helpers and LOCAL instances stay inside", () => {
    const exported = (module: string): string[] => [...resolve({ Root: `EXTENDS ${module}` }).root.names.keys()].sort();
    expect(exported("Sequences")).toEqual(["Append", "Head", "Len", "SelectSeq", "Seq", "SubSeq", "Tail", "\\o"]);
    expect(exported("FiniteSets")).toEqual(["Cardinality", "IsFiniteSet"]);
    expect(exported("Bitwise")).toEqual(["&", "Not", "^^", "shiftR", "|"]);
    expect(exported("DyadicRationals")).toEqual(["Add", "Half", "IsDyadicRational", "One", "PrettyPrint", "Zero"]);
  });

  it("lets a specification define a name of the proof modules again, but not one of the others", () => {
    const resolved = resolve({ Root: "EXTENDS TLAPS, FiniteSetTheorems\nForce == 1\nRange(f) == f" });
    expect(definition(resolved, "Force").module).toBe("Root");
    expect(complaints(() => resolve({ Root: "EXTENDS Sequences\nLen == 1" }))).toHaveLength(1);
  });

  it("keeps NATIVE to itself", () => {
    expect(complaints(() => resolve({ Root: "A == NATIVE" }))).toEqual(["LS2010 Root.tla:2:6 NATIVE is not defined"]);
  });
});
