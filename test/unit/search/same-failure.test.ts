/** Shrinking keeps to one failure: a smaller run may lack reasons of the larger one, and have no others. */
import { describe, expect, it } from "vitest";
import system from "../../../sample-systems/snapshot-store/system.ts";
import { buildFailure } from "../../../src/search/failure.ts";
import { failsLike } from "../../../src/search/replay.ts";
import type { Signature } from "../../../src/search/types.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import { subjectOf } from "../../support/sample-runs.ts";

const commit = (...conjuncts: string[]): Signature => ({ kind: "step", property: "Next", action: "Commit", conjuncts });

describe("a smaller run fails like a larger one", () => {
  it("when all that is false in it was false before", () => {
    expect(failsLike(commit("~Conflicts(t)"), commit("~Conflicts(t)"))).toBe(true);
    expect(failsLike(commit("~Conflicts(t)"), commit('status[t] = "open"', "~Conflicts(t)"))).toBe(true);
  });

  it("but not when something else is false too, though the same is false as well", () => {
    // A store that forgets a commit in a crash: what is wrong is the log, and not that somebody commits twice.
    const lost = commit("log' = Append(log, updates[t])");
    expect(failsLike(commit('status[t] = "open"', "log' = Append(log, updates[t])"), lost)).toBe(false);
  });

  it("nor when another action comes nearest, or a property is broken", () => {
    expect(failsLike({ ...commit("A"), action: "Abort" }, commit("A"))).toBe(false);
    expect(failsLike({ ...commit("A"), kind: "invariant" }, commit("A"))).toBe(false);
  });
});

describe("failures that shrinking comes across", () => {
  it("are not taken for the one that is made small, and handed over beside it", async () => {
    const subject = subjectOf(system, "snapshot-store", "takes-silence-for-no");
    const setting = { seed: "1", variant: undefined, constants: {}, faults: subject.faults, useProbes: true };
    const { failure, others } = await inMacrotask(() => buildFailure(subject, setting, false));
    expect(failure.signature).toEqual({
      kind: "step",
      property: "Next",
      action: "Abort",
      conjuncts: ['status[t] = "open"'],
    });
    expect(failure.events).toBeLessThan(failure.original.events / 2);
    // The client gives up before the primary commits: the same mistake, seen from the other side.
    expect(others.map(({ signature }) => [signature.action, signature.conjuncts[0]])).toEqual([
      ["Commit", 'status[t] = "open"'],
    ]);
    expect(others[0]?.explanation?.nearest[0]?.name).toBe("Commit");
  });
});
