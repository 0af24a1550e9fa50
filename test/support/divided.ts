/**
 * An exploration with expanders, all on one thread: who takes the next step is drawn from a schedule, so that every
 * interleaving of threads can be had, and had again.
 */
import { Exploration } from "../../src/check/exploration.ts";
import { Expander } from "../../src/check/parallel/expander.ts";
import { createLink } from "../../src/check/parallel/link.ts";
import { SharedFingerprints } from "../../src/check/parallel/shared-fingerprints.ts";
import { RandomSource } from "../../src/check/random-source.ts";
import type { CheckOptions, CheckResult } from "../../src/check/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { compiled } from "./check.ts";

export interface Division {
  readonly expanders: number;
  /** States explored alone first. */
  readonly aloneStates: number;
  readonly seed: string;
  /** See `Sharing`: 0 never moves states, a large number all the time. */
  readonly enoughStates: number;
  readonly gatherStates: number;
}

/** Explores to the end. Each expander has a copy of the specification and a store of its own, as on another thread. */
export function dividedCheck(spec: ResolvedSpec, options: CheckOptions, division: Division): CheckResult {
  const { machine, explainer } = compiled(spec);
  const exploration = new Exploration(machine, explainer, options);
  let goesOn = true;
  for (let i = 0; i < division.aloneStates && goesOn; i++) goesOn = exploration.step(1);
  if (!goesOn) return exploration.result();
  const { enoughStates, gatherStates } = division;
  const links = Array.from({ length: division.expanders }, createLink);
  const moves: SharedArrayBuffer[] = [];
  exploration.divide(links, (memory) => moves.push(memory), { enoughStates, gatherStates, waitMillis: 0 });
  const known = links.map(() => new SharedFingerprints(moves[0]!));
  const expanders = links.map(
    (link, i) => new Expander(compiled(structuredClone(spec)).machine, options, link, known[i]!),
  );
  const random = new RandomSource(division.seed, 0);
  while (goesOn) {
    const who = random.below(expanders.length + 1);
    const states = 1 + random.below(5);
    if (who === expanders.length) goesOn = exploration.step(states);
    else {
      // News of the table may come late.
      if (random.below(3) === 0) known[who]!.move(moves.at(-1)!);
      expanders[who]!.step(states);
    }
  }
  return exploration.result();
}
