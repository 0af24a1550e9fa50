/**
 * The module TLCExt. What is for a person who watches TLC (picking successors, breakpoints) does nothing here; `Trace`
 * and `CounterExample` have no meaning yet and are refused by name.
 */
import { EvaluationError, Kind, type Site, type Value } from "../../values/types.ts";
import { operatorAt, valueAt, type Native, type NativeContext } from "./native.ts";

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

export const tlcExt: readonly (readonly [string, Native])[] = [
  ["TLCExt!TLCModelValue", { arity: 1, apply: (context, args, site) => modelValue(context, valueAt(args, 0), site) }],
  ["TLCExt!AssertError", { arity: 2, deferred: [1], apply: (context, args) => fails(context, operatorAt(args, 1)) }],
  ["TLCExt!TLCDefer", { arity: 1, isVolatile: true, apply: ({ store }) => store.TRUE }],
  // All successors are explored: there is nothing to pick.
  ["TLCExt!PickSuccessor", { arity: 1, apply: ({ store }) => store.TRUE }],
  [
    "TLCExt!TLCFP",
    {
      arity: 1,
      apply: ({ store }, args, site) => store.integer(store.hashLow(store.normalize(valueAt(args, 0), site)) | 0),
    },
  ],
];
