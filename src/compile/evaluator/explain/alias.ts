/**
 * The ALIAS of a config: an expression over a state and the next one whose value, a record, a trace shows instead of
 * the variables. Primes mean the next state of the trace; in the last state, that state itself.
 */
import type { State } from "../../types.ts";
import { Kind, type Value } from "../../../values/types.ts";
import { placeOf, type EvaluatorMachine } from "../machine.ts";
import { worldOf } from "../world.ts";

/** The fields of the alias in order; undefined when the config has none. Throws EvaluationError where it fails. */
export function aliasFields(
  machine: EvaluatorMachine,
  state: State,
  next: State,
): readonly { readonly name: string; readonly value: Value }[] | undefined {
  const { evaluator, spec, store } = machine;
  const { alias } = spec;
  if (alias === undefined) return undefined;
  const record = evaluator.element(alias.expression, placeOf(evaluator, alias), worldOf(state, next));
  if (store.kind(record) !== Kind.Record)
    evaluator.fail("LS4255", `The alias is ${store.print(record)}, which is no record.`, alias.expression.at);
  const domain = store.domain(record, -1);
  return Array.from({ length: store.size(record) }, (_, i) => ({
    name: store.text(store.at(domain, i)),
    value: store.at(record, i),
  }));
}
