/**
 * What instances come to at the end of a log that conforms: what their temporal properties still owe, and, where the log ends
 * at rest, those that are false or not decided.
 */
import type { Explainer, StateMachine } from "../../compile/types.ts";
import { judgeAtRest } from "../../conform/at-rest.ts";
import { Debts } from "../../conform/debts.ts";
import type { Tracked } from "./instances.ts";
import type { LearntGraph } from "./learnt-graph.ts";
import type { LogAtRest, LogDebt } from "./log-finding.ts";

/** Properties of instances that are told. */
const AT_REST_TOLD_MAX = 100;

export interface InstanceEndsOptions {
  readonly machine: StateMachine;
  readonly explainer: Explainer;
  /** The log ends with the system at rest: nothing more would have happened, so temporal properties are judged. */
  readonly endsAtRest?: boolean;
}

export class InstanceEnds {
  readonly debts: LogDebt[] = [];
  readonly atRest: LogAtRest[] = [];
  readonly #options: InstanceEndsOptions;

  constructor(options: InstanceEndsOptions) {
    this.#options = options;
  }

  /** Judges these; `resting` are the names and candidates of those of which nothing else is known. */
  judge(
    graph: LearntGraph,
    tracked: Iterable<Tracked>,
    resting: Iterable<readonly [string, readonly number[]]> = [],
  ): void {
    const { machine } = this.#options;
    if (machine.temporal === undefined) return;
    const debts = new Debts(graph.space, graph.search);
    for (const [key, states] of resting) this.#owe(key, debts.of(states));
    for (const one of tracked) this.#judge(one, debts);
  }

  #judge({ key, validator }: Tracked, debts: Debts): void {
    const { machine, explainer, endsAtRest } = this.#options;
    if (!validator.judgesSteps) return;
    this.#owe(key, debts.of(validator.candidates, validator.witness()));
    if (endsAtRest !== true || this.atRest.length >= AT_REST_TOLD_MAX) return;
    for (const one of judgeAtRest(machine, explainer, validator))
      if (one.verdict !== "holds") this.atRest.push({ ...one, instance: key });
  }

  #owe(key: string, owed: ReturnType<Debts["of"]>): void {
    for (const debt of owed) this.debts.push({ ...debt, instance: key });
  }
}
