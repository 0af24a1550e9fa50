/**
 * Why an action was never enabled: its conjuncts, evaluated again after the search in states that it has found. It costs
 * nothing while the search runs, and nothing after it when every action was enabled.
 */
import type { Explainer } from "../compile/types.ts";
import type { ActionCoverage, ConjunctCoverage } from "./types.ts";

/** States in which actions are evaluated again, evenly spread over those found: a fraction of a second's work. */
const sampledStatesMax = 200;
/** As many when the conjuncts of all actions are asked for: some seconds' work. */
const coveredStatesMax = 2_000;

/** States to look at, at most. */
export function lookedAtMax(coversAll: boolean): number {
  return coversAll ? coveredStatesMax : sampledStatesMax;
}

/** Numbers of the states to look at, of so many: all of them when they are few. */
export function sampledNumbers(states: number, coversAll: boolean): number[] {
  const stride = Math.ceil(states / lookedAtMax(coversAll));
  return Array.from({ length: stride === 0 ? 0 : Math.ceil(states / stride) }, (_, i) => i * stride);
}

/** The actions, those that were never enabled (or all) with their conjuncts. `states` is asked when there are any. */
export function withConjuncts(
  actions: readonly ActionCoverage[],
  explainer: Explainer,
  coversAll: boolean,
  states: () => readonly Int32Array[],
): ActionCoverage[] {
  let looked: readonly Int32Array[] | undefined;
  return actions.map((action, index) => {
    if (!coversAll && action.enabled > 0) return action;
    looked ??= states();
    const conjuncts: ConjunctCoverage = { conjuncts: explainer.tallyConjuncts(index, looked), states: looked.length };
    return { ...action, conjuncts };
  });
}
