import { describe, expect, it } from "vitest";
import type { CheckOptions } from "../../../../src/check/types.ts";
import { aloneCheck, dividedCheck, type Division } from "../../../support/divided.ts";
import { moduleText, specOf } from "../../../support/specs.ts";

/** Threads take turns all the time, and many states are found twice. */
const LIVELY: Division = {
  followers: 2,
  aloneStates: 3,
  seed: "1",
  gatherStates: 0,
  roundStates: 1_000,
  claimSlots: 1 << 12,
  statesTaken: 1,
  collects: "when due",
};

const COUNTERS = moduleText(`
VARIABLES x, y, log
Init == x \\in 0..3 /\\ y = 0 /\\ log = {}
Up == x < 9 /\\ x' = x + 1 /\\ log' = log \\cup {<<"up", y>>} /\\ UNCHANGED y
Over == x > 2 /\\ x' = 0 /\\ y' = (y + 1) % 5 /\\ log' = log \\ {<<"up", y + 1>>}
Next == Up \\/ Over
Positive == x >= 0
Small == x + y < 12
NotEdge == x + y # 8
FewLogged == Cardinality(log) < 2
NotFar == ~(x = 7 /\\ y = 3)
Steady == [][y' >= y \\/ y = 4]_<<x, y, log>>
NeverBack == [][y' >= y]_<<x, y, log>>
Typed == x + Cardinality(log) + (IF x = 8 /\\ y = 2 THEN "a" ELSE 0) > -1
Asserted == Assert(x # 6 \\/ y # 4, "six and four")
Few == x + y < 8
Forward == y' # 3
View == <<x, y>>`);

/** The result, which is the same alone and divided. */
function bothWays(cfg: string, options: CheckOptions = {}, text = COUNTERS, division = LIVELY): unknown {
  const spec = specOf(text, `INIT Init NEXT Next ${cfg}`);
  const alone = aloneCheck(spec, options);
  expect(dividedCheck(spec, options, division).report).toEqual(alone);
  return alone;
}

describe("an exploration divided between threads", () => {
  it("finds what one thread finds, with the same counts, and others did part of it", () => {
    const spec = specOf(COUNTERS, "INIT Init NEXT Next INVARIANT Positive PROPERTY Steady");
    const options = { countTransitions: true };
    const { report, helped } = dividedCheck(spec, options, LIVELY);
    expect(report).toMatchObject({ verdict: "ok", initial: 4, queue: 0 });
    expect(helped).toBeGreaterThan(40);
    expect(report).toEqual(aloneCheck(spec, options));
  });

  it.each([
    ["INVARIANT Small", "invariant"],
    ["INVARIANT NotFar", "invariant"],
    ["PROPERTY NeverBack", "action-property"],
    ["INVARIANT Typed", "error"],
    ["INVARIANT Asserted", "assert"],
    ["CONSTRAINT Few", "ok"],
    ["CONSTRAINT Few INVARIANT NotFar", "ok"],
    ["CONSTRAINT Few INVARIANT Positive NotEdge", "invariant"],
    ["ACTION_CONSTRAINT Forward", "ok"],
    ["VIEW View", "ok"],
    ["VIEW View INVARIANT Asserted", "assert"],
    ["VIEW View INVARIANT FewLogged", "invariant"],
  ])("ends with %s where one thread ends", (cfg, verdict) => {
    expect(bothWays(cfg)).toMatchObject({ verdict });
  });

  it("finds the same deadlock", () => {
    const ends = COUNTERS.replace("x > 2 /\\ x' = 0", "x > 2 /\\ y < 4 /\\ x' = 0");
    expect(bothWays("", {}, ends)).toMatchObject({ verdict: "deadlock" });
    expect(bothWays("", { checkDeadlock: false }, ends)).toMatchObject({ verdict: "ok" });
  });

  it("counts the states of an orbit once", () => {
    const symmetric = moduleText(`
CONSTANT Node
VARIABLES owner, asked
Init == owner = [n \\in Node |-> 0] /\\ asked = {}
Ask(n) == n \\notin asked /\\ asked' = asked \\cup {n} /\\ UNCHANGED owner
Take(n) == n \\in asked /\\ owner' = [owner EXCEPT ![n] = (@ + 1) % 4] /\\ asked' = asked \\ {n}
Next == \\E n \\in Node : Ask(n) \\/ Take(n)
Perms == Permutations(Node)
Low == \\E n \\in Node : owner[n] < 3`);
    const cfg = "CONSTANT Node = {a, b, c} SYMMETRY Perms";
    expect(bothWays(cfg, {}, symmetric)).toMatchObject({ verdict: "ok" });
    expect(bothWays(`${cfg} INVARIANT Low`, {}, symmetric)).toMatchObject({ verdict: "invariant" });
  });

  it("stops at the same bound with the same numbers", () => {
    expect(bothWays("", { statesMax: 60 })).toMatchObject({ verdict: "unknown", bound: "states" });
    expect(bothWays("", { depthMax: 9 })).toMatchObject({ verdict: "unknown", bound: "depth" });
  });

  it("explores a state again that looked wrong to a thread and is not", () => {
    // The view hides z, so what is found first counts: the thread that meets the other z later sees a violation.
    const hidden = moduleText(`
VARIABLES x, z
Init == x = 0 /\\ z = 0
Next == x < 60 /\\ \\E d \\in {1, 2} : x' = x + d /\\ z' = IF d = 2 /\\ x % 2 = 0 THEN 1 ELSE 0
View == x
Fine == z = 0 \\/ x < 20`);
    for (let seed = 0; seed < 10; seed++) {
      const division = { ...LIVELY, aloneStates: 0, seed: String(seed) };
      bothWays("VIEW View INVARIANT Fine CHECK_DEADLOCK FALSE", {}, hidden, division);
    }
  });

  it("does not depend on who does how much", () => {
    for (const division of [
      { ...LIVELY, followers: 1 },
      { ...LIVELY, followers: 4 },
      { ...LIVELY, aloneStates: 0 },
      { ...LIVELY, gatherStates: 5 },
      { ...LIVELY, roundStates: 3 },
      { ...LIVELY, claimSlots: 16 },
      { ...LIVELY, statesTaken: 5 },
      { ...LIVELY, seed: "other" },
    ])
      bothWays("INVARIANT NotFar", { countTransitions: true }, COUNTERS, division);
  });

  it("holds on to the values that it needs while values are given back", () => {
    for (const collects of ["always", "always, never reusing handles"] as const) {
      bothWays("INVARIANT NotFar", {}, COUNTERS, { ...LIVELY, collects });
      bothWays("VIEW View INVARIANT FewLogged", {}, COUNTERS, { ...LIVELY, collects });
    }
  });

  it("leaves everything to the exploration when few states wait", () => {
    const spec = specOf(COUNTERS, "INIT Init NEXT Next");
    expect(dividedCheck(spec, {}, { ...LIVELY, gatherStates: 100_000 }).helped).toBe(0);
  });
});
