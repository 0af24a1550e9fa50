/**
 * The module TLCExt. What is for a person who watches TLC (picking successors, breakpoints) does nothing here.
 */
import { EvaluationError, Kind, type Site, type Value } from "../../values/types.ts";
import type { State } from "../types.ts";
import { elementsOf, recordFrom } from "./collections.ts";
import { formulaValue } from "./tlc-get.ts";
import { operatorAt, valueAt, type Native, type NativeContext } from "./native.ts";

/** Who uses it must be told the states that led to the present one. */
export const TRACE = "TLCExt!Trace";

/** A new model value for each text, the same for the same text. */
function modelValue({ store }: NativeContext, name: Value, site: Site): Value {
  if (store.kind(name) === Kind.String) return store.modelValue(store.text(name));
  throw new EvaluationError("LS4220", `TLCModelValue takes the name of a model value, not ${store.show(name)}.`, site);
}

/** TRUE when the evaluation fails; TLC asks for its own words too, which are not those of Lockstep. */
function fails({ store }: NativeContext, evaluate: () => Value): Value {
  const mark = store.mark();
  try {
    evaluate();
    return store.FALSE;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    store.release(mark);
    return store.TRUE;
  }
}

/** A state as a record of its variables. */
function stateValue({ store, status }: NativeContext, state: State): Value {
  return recordFrom(store, Object.fromEntries(status.variables.map((name, v) => [name, state[v]!])));
}

function trace(context: NativeContext, site: Site): Value {
  const states = context.status.behaviour();
  if (states.length > 0) return context.store.tuple(states.map((state) => stateValue(context, state)));
  throw new EvaluationError("LS4256", "TLCExt!Trace was evaluated where there is no state yet.", site);
}

/**
 * The violation as a graph: `state` has the pairs of number and state, `action` the steps between them. Both are empty
 * when nothing is violated.
 */
function counterExample(context: NativeContext): Value {
  const { store, status } = context;
  const { states, actions, back } = status.counterexample ?? { states: [], actions: [] };
  const nodes = states.map((state, i) => store.tuple([store.integer(i + 1), stateValue(context, state)]));
  const step = (from: number, action: (typeof actions)[number], to: number): Value =>
    store.tuple([nodes[from]!, formulaValue(store, action ?? { name: "UnknownAction" }), nodes[to]!]);
  const steps = nodes.slice(1).map((_, i) => step(i, actions[i + 1], i + 1));
  if (back !== undefined) steps.push(step(nodes.length - 1, back.action, back.to));
  return recordFrom(store, { action: store.set(steps), state: store.set(nodes) });
}

/** The states of a counterexample in their order. */
function toTrace({ store }: NativeContext, found: Value, site: Site): Value {
  const pairs = elementsOf(store, store.field(found, store.string("state"), site), site);
  const numbered = pairs.map((pair) => [store.integerOf(store.at(pair, 0), site), store.at(pair, 1)] as const);
  numbered.sort(([a], [b]) => (a < b ? -1 : 1));
  return store.tuple(numbered.map(([, state]) => state));
}

const exploring = { isVolatile: true, readsExploration: true } as const;

export const tlcExt: readonly (readonly [string, Native])[] = [
  ["TLCExt!TLCModelValue", { arity: 1, apply: (context, args, site) => modelValue(context, valueAt(args, 0), site) }],
  ["TLCExt!AssertError", { arity: 2, deferred: [1], apply: (context, args) => fails(context, operatorAt(args, 1)) }],
  ["TLCExt!TLCDefer", { arity: 1, isVolatile: true, apply: ({ store }) => store.TRUE }],
  // All successors are explored: there is nothing to pick.
  ["TLCExt!PickSuccessor", { arity: 1, apply: ({ store }) => store.TRUE }],
  [TRACE, { arity: 0, ...exploring, apply: (context, _args, site) => trace(context, site) }],
  ["TLCExt!CounterExample", { arity: 0, ...exploring, apply: (context) => counterExample(context) }],
  ["TLCExt!ToTrace", { arity: 1, apply: (context, args, site) => toTrace(context, valueAt(args, 0), site) }],
  [
    "TLCExt!TLCFP",
    {
      arity: 1,
      apply: ({ store }, args, site) => store.integer(store.hashLow(store.normalize(valueAt(args, 0), site)) | 0),
    },
  ],
];
