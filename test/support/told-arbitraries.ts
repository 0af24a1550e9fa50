/** Told specifications at random. */
import fc from "fast-check";
import type { Action, Predicate, State, Subscript, Temporal, ToldSpec } from "./told.ts";
import {
  box,
  conjunction,
  diamond,
  disjunction,
  enabled,
  fair,
  forBoth,
  holds,
  implication,
  leadsTo,
  negation,
  recurs,
  settles,
} from "./told.ts";

type Term = { readonly text: string; readonly means: (state: State, p: number) => number };

const constants = [0, 1, 2].map((value): Term => ({ text: String(value), means: () => value }));
const x: Term = { text: "x", means: (s) => s.x };
const y: Term = { text: "y", means: (s) => s.y };
const p: Term = { text: "p", means: (_, process) => process };
/** Bound by an action's own quantifier, which hides p. */
const q: Term = { text: "q", means: (_, process) => process };
const plusOne = ({ text, means }: Term): Term => ({
  text: `((${text} + 1) % 3)`,
  means: (s, process) => (means(s, process) + 1) % 3,
});

/** `hasProcess`: the name p is bound where the piece stands. */
const terms = (hasProcess: boolean): readonly Term[] => [...constants, x, y, ...(hasProcess ? [p] : [])];

function comparison(left: Term, isEqual: boolean, right: Term): Predicate {
  return {
    text: `${left.text} ${isEqual ? "=" : "#"} ${right.text}`,
    means: (s, process) => (left.means(s, process) === right.means(s, process)) === isEqual,
  };
}

const comparisons = (hasProcess: boolean): fc.Arbitrary<Predicate> =>
  fc
    .tuple(fc.constantFrom(x, y), fc.boolean(), fc.constantFrom(...terms(hasProcess)))
    .map(([left, isEqual, right]) => comparison(left, isEqual, right));

/** What an action says of one variable's next value. */
function effects(name: "x" | "y"): fc.Arbitrary<Action> {
  const own = name === "x" ? x : y;
  const value = [...terms(true), plusOne(own), plusOne(own)].map((term): Action => ({
    text: `${name}' = ${term.text}`,
    means: (s, t, process) => t[name] === term.means(s, process),
  }));
  const kept: Action = { text: `UNCHANGED ${name}`, means: (s, t) => t[name] === s[name] };
  const any: Action = { text: `${name}' \\in 0..1`, means: (_, t) => t[name] <= 1 };
  return fc.constantFrom(...value, kept, kept, any);
}

/** `/\ guard /\ x' = ... /\ y' = ...` with p. */
const bodies: fc.Arbitrary<Action> = fc
  .tuple(comparisons(true), effects("x"), effects("y"))
  .map(([guard, forX, forY]) => ({
    text: `${guard.text} /\\ ${forX.text} /\\ ${forY.text}`,
    means: (s, t, process) => guard.means(s, process) && forX.means(s, t, process) && forY.means(s, t, process),
  }));

/** A(p), B(p), C(p), as they are called. */
interface Named {
  readonly definitions: readonly string[];
  readonly calls: readonly ((argument: Term) => Action)[];
}

function named(actions: readonly Action[]): Named {
  const names = actions.map((_, i) => "ABC"[i]!);
  return {
    definitions: actions.map(({ text }, i) => `${names[i]!}(p) == ${text}`),
    calls: actions.map(({ means }, i) => (argument) => ({
      text: `${names[i]!}(${argument.text})`,
      means: (s, t, process) => means(s, t, argument.means(s, process)),
    })),
  };
}

const either = (one: Action, other: Action): Action => ({
  text: `(${one.text} \\/ ${other.text})`,
  means: (s, t, process) => one.means(s, t, process) || other.means(s, t, process),
});

/** Bound by `\E q \in low..high`, whose bounds may depend on the state. */
const some = (low: Term, high: Term, body: Action): Action => ({
  text: `(\\E q \\in ${low.text}..${high.text} : ${body.text})`,
  means: (s, t, process) =>
    [0, 1, 2].some((e) => e >= low.means(s, process) && e <= high.means(s, process) && body.means(s, t, e)),
});

/** Calls of the actions: of one process, of the process p, of some process, of a process that depends on the state. */
function uses({ calls }: Named, hasProcess: boolean): fc.Arbitrary<Action> {
  const call = fc.constantFrom(...calls);
  const plain = fc.tuple(call, fc.constantFrom(...terms(hasProcess))).map(([one, argument]) => one(argument));
  const bound = fc.tuple(call, call, fc.boolean()).map(([a, b, isOne]) => (isOne ? a(q) : either(a(q), b(q))));
  const ranges = fc.constantFrom([constants[1]!, constants[2]!], [constants[0]!, x], [y, constants[2]!]);
  return fc.oneof(
    plain,
    fc.tuple(ranges, bound).map(([[low, high], body]) => some(low!, high!, body)),
    fc.tuple(plain, plain).map(([a, b]) => either(a, b)),
  );
}

const guarded = (guard: Predicate, action: Action): Action => ({
  text: `(${guard.text} /\\ ${action.text})`,
  means: (s, t, process) => guard.means(s, process) && action.means(s, t, process),
});

const subscripts: fc.Arbitrary<Subscript> = fc.constantFrom(
  ...[1, 2, 3].map((): Subscript => ({ text: "vars", means: (s, t) => s.x !== t.x || s.y !== t.y })),
  { text: "x", means: (s, t) => s.x !== t.x },
  { text: "<<y>>", means: (s, t) => s.y !== t.y },
  { text: "(x + y)", means: (s, t) => s.x + s.y !== t.x + t.y },
);

/** An action that is no part of Next. */
const OTHER: Action = { text: "(x' = y /\\ y' \\in 0..2)", means: (s, t) => t.x === s.y };

/** Actions in fairness conditions and properties: mostly parts of Next, sometimes with a guard, sometimes others. */
function fairActions(all: Named, next: Action, hasProcess: boolean): fc.Arbitrary<Action> {
  const use = uses(all, hasProcess);
  return fc.oneof(
    { weight: 4, arbitrary: use },
    { weight: 1, arbitrary: fc.constant({ text: "Next", means: next.means }) },
    { weight: 1, arbitrary: fc.tuple(comparisons(hasProcess), use).map(([guard, action]) => guarded(guard, action)) },
    { weight: 1, arbitrary: fc.constant(OTHER) },
  );
}

function conditions(all: Named, next: Action): fc.Arbitrary<Temporal> {
  const one = (hasProcess: boolean): fc.Arbitrary<Temporal> =>
    fc
      .tuple(fc.constantFrom("WF" as const, "SF" as const), fairActions(all, next, hasProcess), subscripts)
      .map(([strength, action, subscript]) => fair(strength, action, subscript));
  return fc.oneof(
    { weight: 3, arbitrary: one(false) },
    { weight: 1, arbitrary: one(true).map((f) => forBoth(true, f)) },
  );
}

/** Properties of every shape that TLC reads as well. */
function formulas(all: Named, next: Action, hasProcess: boolean): fc.Arbitrary<Temporal> {
  const action = fairActions(all, next, hasProcess);
  const state = fc.oneof(
    { weight: 4, arbitrary: comparisons(hasProcess) },
    { weight: 1, arbitrary: fc.tuple(action, subscripts).map(([a, v]) => enabled(a, v)) },
  );
  const leaf = state.map(holds);
  const withActions = fc.oneof(
    fc.tuple(action, subscripts).map(([a, v]) => recurs(a, v)),
    fc.tuple(action, subscripts).map(([a, v]) => settles(a, v)),
    fc
      .tuple(fc.constantFrom("WF" as const, "SF" as const), action, subscripts)
      .map(([strength, a, v]) => fair(strength, a, v)),
  );
  const { formula } = fc.letrec<{ plain: Temporal; formula: Temporal }>((tie) => ({
    plain: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      tie("plain").map(box),
      tie("plain").map(diamond),
      tie("plain").map(negation),
      fc.tuple(tie("plain"), tie("plain")).map(([a, b]) => leadsTo(a, b)),
      fc.tuple(tie("plain"), tie("plain")).map(([a, b]) => implication(a, b)),
      fc.tuple(tie("plain"), tie("plain")).map(([a, b]) => disjunction(a, b)),
    ),
    formula: fc.oneof(
      { weight: 3, arbitrary: tie("plain") },
      { weight: 2, arbitrary: withActions },
      { weight: 1, arbitrary: tie("plain").map((f) => box(diamond(f))) },
      { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([a, b]) => leadsTo(a, b)) },
      { weight: 1, arbitrary: fc.tuple(tie("formula"), tie("formula")).map(([a, b]) => conjunction(a, b)) },
      { weight: 1, arbitrary: fc.tuple(tie("formula"), tie("formula")).map(([a, b]) => implication(a, b)) },
    ),
  }));
  return formula;
}

export const toldSpecs: fc.Arbitrary<ToldSpec> = fc
  .array(bodies, { minLength: 2, maxLength: 3 })
  .map(named)
  .chain((all) => fc.tuple(fc.constant(all), fc.array(uses(all, false), { minLength: 1, maxLength: 3 })))
  .chain(([all, parts]) => {
    const next = parts.reduce(either);
    return fc.record({
      definitions: fc.constant(all.definitions),
      initial: fc.constantFrom(
        comparison(x, true, constants[0]!),
        { text: "x = 0 /\\ y = 0", means: (s: State) => s.x === 0 && s.y === 0 },
        { text: "x = 1 /\\ y = 0", means: (s: State) => s.x === 1 && s.y === 0 },
      ),
      next: fc.constant(next),
      fairness: fc.array(conditions(all, next), { maxLength: 3 }),
      property: fc.oneof(
        { weight: 3, arbitrary: formulas(all, next, false) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.boolean(), formulas(all, next, true)).map(([isAll, f]) => forBoth(isAll, f)),
        },
      ),
    });
  });

/** With a CONSTRAINT besides. */
export const boundedSpecs: fc.Arbitrary<ToldSpec> = fc
  .tuple(toldSpecs, comparisons(false))
  .map(([spec, constraint]) => ({ ...spec, constraint }));
