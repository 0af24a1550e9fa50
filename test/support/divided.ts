/**
 * An exploration with expanders, all on one thread: who takes the next step is drawn from a seed, so that every
 * interleaving of threads can be had, and had again.
 */
import { checkJson } from "../../harness/report/check-json.ts";
import { Exploration } from "../../src/check/exploration.ts";
import { Expander, type ExpanderParts } from "../../src/check/parallel/expander.ts";
import { createLink } from "../../src/check/parallel/link.ts";
import { SharedFingerprints } from "../../src/check/parallel/shared-fingerprints.ts";
import { commonValues } from "../../src/check/parallel/state-words.ts";
import { RandomSource } from "../../src/check/random-source.ts";
import type { CheckOptions, CheckResult } from "../../src/check/types.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import type { StoreOptions } from "../../src/values/types.ts";
import { compiled } from "./check.ts";

export interface Division {
  readonly expanders: number;
  /** States expanded alone first. */
  readonly aloneStates: number;
  readonly seed: string;
  /** See `Sharing`: 0 never moves states, a large number all the time. */
  readonly enoughStates: number;
  readonly gatherStates: number;
  /** Values with which all stores begin travel by their handles. */
  readonly knowsConstants: boolean;
  /** When values are given back. */
  readonly collects: NonNullable<StoreOptions["collects"]>;
}

/** A result, and what the expanders did towards it. */
export interface DividedCheck {
  readonly report: Record<string, unknown>;
  /** States that were expanded by an expander other than the exploration's own. */
  readonly helped: number;
}

/** Everything that a result says, as text: handles mean nothing outside their store. */
function reportOf(result: CheckResult, { store }: StateMachine): Record<string, unknown> {
  return checkJson(result, { file: "Test.tla", store, checked: [], checksDeadlock: true, seconds: 0 });
}

function expanderOf(
  parts: Omit<ExpanderParts, "machine">,
  spec: ResolvedSpec,
  collects: Division["collects"],
): Expander {
  const { machine } = compiled(structuredClone(spec), { collects });
  const expander = new Expander({ ...parts, machine });
  machine.store.keepAll();
  machine.store.hold({ visitValues: (visit) => expander.visitValues(visit) });
  return expander;
}

/** What one thread finds. */
export function aloneCheck(spec: ResolvedSpec, options: CheckOptions): Record<string, unknown> {
  const { machine, explainer } = compiled(spec);
  const exploration = new Exploration(machine, explainer, options);
  while (exploration.step(1_000));
  return reportOf(exploration.result(), machine);
}

/** The same, divided. Each expander has a copy of the specification and a store of its own, as on another thread. */
export function dividedCheck(spec: ResolvedSpec, options: CheckOptions, division: Division): DividedCheck {
  const { collects, enoughStates, gatherStates } = division;
  const { machine, explainer } = compiled(spec, { collects });
  const exploration = new Exploration(machine, explainer, options);
  let goesOn = true;
  for (let i = 0; i < division.aloneStates && goesOn; i++) goesOn = exploration.step(1);
  const links = Array.from({ length: division.expanders }, createLink);
  const tables: SharedArrayBuffer[] = [];
  const sharing = { enoughStates, gatherStates, balanceOutcomes: 1, aheadStates: 1, waitMillis: 0 };
  const common = division.knowsConstants ? commonValues(compiled(spec).machine.store).count : 0;
  exploration.divide({ links, common, onMoved: (table) => tables.push(table), sharing });
  const known = links.map(() => new SharedFingerprints(tables[0]!));
  const expanders = links.map((link, i) => expanderOf({ common, options, link, known: known[i]! }, spec, collects));
  const random = new RandomSource(division.seed, 0);
  while (goesOn) {
    const who = random.below(expanders.length + 1);
    const states = 1 + random.below(5);
    if (who === expanders.length) goesOn = exploration.step(states);
    else {
      // That the table has moved may be learnt late.
      if (random.below(3) === 0) known[who]!.move(tables.at(-1)!);
      expanders[who]!.step(states);
    }
  }
  const helped = expanders.reduce((sum, { expanded }) => sum + expanded, 0);
  return { report: reportOf(exploration.result(), machine), helped };
}
