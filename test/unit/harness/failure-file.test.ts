import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../src/search/types.ts";
import { DiagnosticError, type Diagnostic } from "../../../src/tla/diagnostics.ts";
import { positionAt } from "../../../src/tla/syntax/source.ts";
import { readFailure, systemOf, writeFailure } from "../../../harness/workers/failure-file.ts";
import { folderWith } from "../../support/folder.ts";

const failure: Failure = {
  setting: {
    seed: "17",
    variant: "decides-early",
    constants: { RM: "5" },
    faults: { profile: "lossy", healAtMicros: Infinity, network: { loss: [1, 10] } },
    useProbes: true,
  },
  signature: { kind: "step", property: "Next", action: "TMCommit", conjuncts: ["tmPrepared = RM"] },
  draws: [{ stream: "network", kind: "delay", ordinal: 3, bound: 10, value: 2 }],
  hash: "00ff00ff00ff00ff",
  events: 12,
  steps: 5,
  original: { events: 120, draws: 37, hash: "abcdef" },
  shrinkRuns: 99,
  explanation: undefined,
  story: [{ event: 1, time: 1_000, process: "tm", description: "starts", actions: [] }],
  isCalm: false,
};

describe("failure files", () => {
  let folder: ReturnType<typeof folderWith>;
  beforeEach(() => {
    folder = folderWith({ "system.ts": "export default {};\n" });
  });
  afterEach(() => folder.remove());

  const write = (changed: Partial<Failure> = {}): string =>
    writeFailure(
      { ...failure, ...changed },
      { version: "0.1.0", systemFile: join(folder.path, "system.ts"), programHash: "cafe", folder: folder.path },
    );

  function diagnosticOf(path: string): Diagnostic {
    try {
      readFailure(path);
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics[0]!;
      throw error;
    }
    throw new Error("the file was read");
  }

  it("are named by what the run is, and read back as they were", () => {
    const path = write();
    expect(path).toMatch(/^\.lockstep\/failures\/step-[0-9a-f]{12}\.json$/);
    const read = readFailure(join(folder.path, path));
    expect(read.setting).toEqual(failure.setting);
    expect(read.draws).toEqual(failure.draws);
    expect(read.signature).toEqual(failure.signature);
    expect(read.hash).toBe(failure.hash);
    expect(read.system).toBe("system.ts");
    expect(systemOf(read, path, folder.path)).toBe(join(folder.path, "system.ts"));
  });

  it("collapse when the same bug is found again, and leave nothing half written behind", () => {
    const first = write();
    expect(write({ shrinkRuns: 7 })).toBe(first);
    expect(write({ draws: [] })).not.toBe(first);
    expect(readdirSync(join(folder.path, ".lockstep", "failures"))).toHaveLength(2);
  });

  it("say where a truncated file ends", () => {
    const path = join(folder.path, write());
    const whole = readFileSync(path, "utf8");
    for (const length of [0, 1, 40, whole.length >> 1, whole.length - 3]) {
      writeFileSync(path, whole.slice(0, length));
      const { code, at, message } = diagnosticOf(path);
      expect(code).toBe("LS7004");
      expect(message).toContain("not a complete failure file");
      expect(at).toBeDefined();
    }
  });

  it("name the field that is wrong, with its line", () => {
    const path = join(folder.path, write());
    writeFileSync(path, readFileSync(path, "utf8").replace('"useProbes": true', '"useProbes": "yes"'));
    const { message, at } = diagnosticOf(path);
    expect(message).toContain("setting.useProbes");
    expect(readFileSync(path, "utf8").split("\n")[positionAt(at!.file, at!.start).line - 1]).toContain("useProbes");
  });

  it("refuse another version, aliases, and what is no failure at all", () => {
    const path = join(folder.path, write());
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.replace('"format": 1', '"format": 2'));
    expect(diagnosticOf(path).message).toContain("another version");
    writeFileSync(path, "a: &a [1]\nb: *a\n");
    expect(diagnosticOf(path).code).toBe("LS7004");
    writeFileSync(path, "[]");
    expect(diagnosticOf(path).code).toBe("LS7004");
    expect(diagnosticOf(join(folder.path, "missing.json")).code).toBe("LS7003");
  });

  it("follow no path out of the project, not even through a link", () => {
    const outside = folderWith({ "system.ts": "" });
    try {
      const read = readFailure(join(folder.path, write()));
      const thrown = (system: string): string => {
        try {
          systemOf({ ...read, system }, "failure.json", folder.path);
        } catch (error) {
          return error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error);
        }
        return "followed";
      };
      expect(thrown("../system.ts")).toBe("LS7005");
      expect(thrown(join(outside.path, "system.ts"))).toBe("LS7005");
      mkdirSync(join(folder.path, "inner"));
      symlinkSync(outside.path, join(folder.path, "inner", "link"));
      expect(thrown("inner/link/system.ts")).toBe("LS7005");
      expect(thrown("inner/../system.ts")).toBe("followed");
    } finally {
      outside.remove();
    }
  });
});
