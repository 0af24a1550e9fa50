/**
 * An exploration with followers, all on one thread: who takes the next step is drawn from a seed, so that every
 * interleaving of threads can be had, and had again.
 */
import { checkJson } from "../../harness/report/check-json.ts";
import { Exploration } from "../../src/check/exploration.ts";
import { Follower } from "../../src/check/parallel/follower.ts";
import { createRoundMemory, type FoundMemory, type RoundSizes } from "../../src/check/parallel/round-memory.ts";
import { beginsWith, commonValues } from "../../src/check/parallel/common-values.ts";
import { StateKey } from "../../src/check/state-key.ts";
import { RandomSource } from "../../src/check/random-source.ts";
import type { CheckOptions, CheckResult } from "../../src/check/types.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import type { StoreOptions } from "../../src/values/types.ts";
import { compiled } from "./check.ts";

export interface Division extends RoundSizes {
  readonly followers: number;
  /** States expanded alone first. */
  readonly aloneStates: number;
  readonly seed: string;
  /** See `Sharing`: with 0 states stay where they are, with more they come and go. */
  readonly gatherStates: number;
  /** When values are given back. */
  readonly collects: NonNullable<StoreOptions["collects"]>;
}

/** A result, and what the followers did towards it. */
export interface DividedCheck {
  readonly report: Record<string, unknown>;
  /** States that were expanded by another than the exploration itself. */
  readonly helped: number;
}

/** Everything that a result says, as text: handles mean nothing outside their store. */
function reportOf(result: CheckResult, { store }: StateMachine): Record<string, unknown> {
  return checkJson(result, { file: "Test.tla", store, checked: [], checksDeadlock: true, seconds: 0 });
}

/** A thread's own copy of the specification, compiled for it; the values with which it begins are those of `leading`. */
function machineLike(spec: ResolvedSpec, leading: StateMachine): { machine: StateMachine; key: StateKey } {
  const { machine } = compiled(structuredClone(spec));
  const key = new StateKey(machine);
  machine.store.keepAll();
  if (!beginsWith(leading.store, commonValues(machine.store))) throw new Error("two stores began in different ways");
  return { machine, key };
}

/** What one thread finds. */
export function aloneCheck(spec: ResolvedSpec, options: CheckOptions): Record<string, unknown> {
  const { machine, explainer } = compiled(spec);
  const exploration = new Exploration(machine, explainer, options);
  while (exploration.step(1_000));
  return reportOf(exploration.result(), machine);
}

/** The same, divided. Each follower has a copy of the specification and a store of its own, as on another thread. */
export function dividedCheck(spec: ResolvedSpec, options: CheckOptions, division: Division): DividedCheck {
  const { collects, gatherStates } = division;
  const { machine, explainer } = compiled(spec, { collects });
  const exploration = new Exploration(machine, explainer, options);
  let goesOn = true;
  for (let i = 0; i < division.aloneStates && goesOn; i++) goesOn = exploration.step(1);
  const memory = createRoundMemory(division.followers + 1, machine.actions.length, division);
  const sent: FoundMemory[] = [];
  const sharing = { gatherStates, shareStates: gatherStates + 1, aloneStates: 0, waitMillis: 0 };
  exploration.divide({ memory, onMoved: (found) => sent.push(found), sharing });
  const followers = Array.from(
    { length: division.followers },
    (_, i) => new Follower({ ...machineLike(spec, machine), options, memory, found: sent[0]!, thread: i + 1 }),
  );
  const random = new RandomSource(division.seed, 0);
  while (goesOn) {
    // The one that leads has all states at first, and is slow, so that it gives some away.
    const who = Math.floor(random.below(followers.length * 4 + 1) / 4);
    const states = 1 + random.below(2);
    if (who === followers.length) goesOn = exploration.step(states);
    else {
      // That memory has moved may be learnt late.
      if (random.below(3) === 0) followers[who]!.move(sent.at(-1)!);
      followers[who]!.step(states);
    }
  }
  const helped = followers.reduce((sum, { expander }) => sum + expander.expanded, 0);
  return { report: reportOf(exploration.result(), machine), helped };
}
