/** What only one thread can do: whether several threads may share an exploration. */
import type { StateMachine } from "../../compile/types.ts";
import { volatileNative } from "../../compile/used-natives.ts";
import type { CheckOptions } from "../types.ts";

/** Why one thread has to explore, as the end of a sentence that begins with "because"; undefined when several may. */
export function reasonToBeAlone(
  machine: StateMachine,
  options: CheckOptions & { readonly isRecorded?: boolean },
): string | undefined {
  if (options.isDepthFirst === true) return "depth first the order of the states is the search";
  if (options.keepsGoing === true) return "it goes on after a violation";
  if (options.isRecorded === true) return "the state graph is written";
  if (machine.temporalProperties.length > 0) return "temporal properties need the whole state graph";
  const native = volatileNative(machine.spec);
  if (native !== undefined) return `the specification uses ${native}, which depends on the order of the evaluations`;
  return undefined;
}
