/**
 * One thread against several, on small specifications made at random with every kind of stop, for random interleavings
 * of the threads: the whole report must be the same.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckOptions } from "../../src/check/types.ts";
import { aloneCheck, dividedCheck } from "../support/divided.ts";
import { moduleText, specOf } from "../support/specs.ts";

const small = fc.integer({ min: 1, max: 5 });

/** Guards and effects over two counters, a set, a sequence and a function of model values. */
const guard = fc.oneof(
  small.map((n) => `x < ${n + 1}`),
  small.map((n) => `Cardinality(s) # ${n % 4}`),
  small.map((n) => `y % ${n} = 0`),
  fc.constantFrom(
    "Len(q) < 2",
    "q # <<>>",
    "m \\in s",
    "m \\notin s",
    "f[m] < 2",
    "\\E k \\in s : f[k] = f[m]",
    "TRUE",
  ),
);
const effects: Readonly<Record<string, fc.Arbitrary<string>>> = {
  x: small.map((n) => `x' = (x + ${n}) % 7`),
  y: fc.constantFrom("y' \\in {0, 1, y}", "y' = IF m \\in s THEN y + 1 ELSE 0", "y' = x"),
  s: fc.constantFrom("s' = s \\cup {m}", "s' = s \\ {m}", "s' = {k \\in Node : f[k] > 0}"),
  q: fc.constantFrom("q' = Append(q, m)", "q' = Tail(q)", "q' = <<m, x>>", "q' = <<>>"),
  f: fc.constantFrom("f' = [f EXCEPT ![m] = (@ + 1) % 3]", "f' = [k \\in Node |-> IF k = m THEN 0 ELSE f[k]]"),
};
const variables = Object.keys(effects);

const action = fc
  .record({
    guards: fc.array(guard, { minLength: 1, maxLength: 2 }),
    written: fc.uniqueArray(fc.constantFrom(...variables), { minLength: 1, maxLength: 3 }),
    effects: fc.record(effects),
  })
  .map(({ guards, written, effects: chosen }) => {
    const kept = variables.filter((name) => !written.includes(name));
    const changed = written.map((name) => chosen[name]!);
    return [...guards, ...changed, `UNCHANGED <<${kept.join(", ")}>>`].map((part) => `(${part})`).join(" /\\ ");
  });

const predicates = [
  "Positive == x >= 0",
  "NotSix == x # 6",
  "FewMembers == Cardinality(s) < 3",
  "Short == Len(q) < 3",
  "Head1 == q = <<>> \\/ Head(q) # x",
  'Fails == x < 5 \\/ y < 3 \\/ x + "a" > 0',
  'Asserts == Assert(y < 4, "y is large")',
  "Unequal == \\E k \\in Node : f[k] # 2",
];
const nameOf = (definition: string): string => definition.split(" ")[0]!;

const model = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  initial: fc.constantFrom("x = 0", "x \\in 0..2", "x \\in {0, 5}"),
  invariants: fc.uniqueArray(fc.constantFrom(...predicates.map(nameOf)), { maxLength: 2 }),
  extra: fc.uniqueArray(
    fc.constantFrom("CONSTRAINT Bounded", "ACTION_CONSTRAINT Calm", "VIEW Shown", "SYMMETRY Perms", "PROPERTY Grows"),
    { maxLength: 2 },
  ),
  checkDeadlock: fc.boolean(),
});

const bounds = fc.record(
  {
    statesMax: fc.integer({ min: 1, max: 200 }),
    depthMax: fc.integer({ min: 1, max: 12 }),
    countTransitions: fc.boolean(),
  },
  { requiredKeys: [] },
);

const division = fc.record({
  followers: fc.integer({ min: 1, max: 3 }),
  aloneStates: fc.integer({ min: 0, max: 20 }),
  seed: fc.string({ maxLength: 3 }),
  gatherStates: fc.constantFrom(0, 3, 8),
  roundStates: fc.constantFrom(1, 7, 1_000),
  claimSlots: fc.constantFrom(16, 64, 1_024),
  statesTaken: fc.constantFrom(1, 2, 5),
  collects: fc.constantFrom("when due" as const, "always" as const),
});

function textOf({ actions, initial }: { readonly actions: readonly string[]; readonly initial: string }): string {
  const definitions = actions.map((body, i) => `A${i}(m) == ${body}`);
  const next = actions.map((_, i) => `(\\E m \\in Node : A${i}(m))`).join(" \\/ ");
  return moduleText(`
CONSTANT Node
VARIABLES x, y, s, q, f
Init == ${initial} /\\ y = 0 /\\ s = {} /\\ q = <<>> /\\ f = [k \\in Node |-> 0]
${definitions.join("\n")}
Next == ${next}
Bounded == y < 4 /\\ Len(q) < 3
Calm == Cardinality(s') <= Cardinality(s) + 1 /\\ y' # 3
Shown == <<x, s, f>>
Perms == Permutations(Node)
Grows == [][x' >= x \\/ x' = 0 \\/ y' # 1]_<<x, y, s, q, f>>
${predicates.join("\n")}`);
}

describe("explorations divided between threads at random", () => {
  it("report what one thread reports", { timeout: 60_000 }, () => {
    const verdicts = new Set<unknown>();
    let helped = 0;
    fc.assert(
      fc.property(model, bounds, division, (made, limits, how) => {
        const deadlock = made.checkDeadlock ? "" : "CHECK_DEADLOCK FALSE";
        const invariants = made.invariants.map((name) => `INVARIANT ${name}`);
        // Without a bound of its own the number of states may be infinite.
        const cfg = ["INIT Init NEXT Next CONSTANT Node = {a, b}", deadlock, ...invariants, ...made.extra].join("\n");
        const spec = specOf(textOf(made), cfg);
        const options: CheckOptions = { statesMax: 300, ...limits };
        const alone = aloneCheck(spec, options);
        const divided = dividedCheck(spec, options, how);
        expect(divided.report).toEqual(alone);
        verdicts.add(alone["verdict"]);
        helped += divided.helped;
      }),
      { numRuns: 60, seed: 20261126 },
    );
    // The cases must not be trivial: others help, and searches end in different ways.
    expect(helped).toBeGreaterThan(60);
    expect([...verdicts]).toEqual(expect.arrayContaining(["ok", "invariant", "unknown", "deadlock", "error"]));
  });
});
