/**
 * What a run still owes when it ends: steps that the specification's fairness promises, that are possible at its end, and that
 * were not taken for as long as they have been. Safety checking cannot see a program that leaves something undone.
 *
 * A run is finite, so a debt refutes nothing by itself. When the program is at rest (no message on its way, no timer) its last
 * state lasts for ever: then a debt breaks the fairness.
 *
 * Fairness is known where the config has a temporal property, which is what makes it compiled; conditions other than
 * WF_v(A) and SF_v(A) are not looked at.
 */
import type { Formula } from "../compile/temporal/formula.ts";
import type { TemporalChecks } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import type { StateSpace } from "./state-space.ts";
import type { StepSearch } from "./step-search.ts";
import type { AcceptedStep } from "./types.ts";

export interface Debt {
  /** The steps one of which is owed: `RMRcvCommitMsg(rm3)`. */
  readonly steps: string;
  /** The event since which such a step was possible and none was taken; absent for the start, and where the past is not kept. */
  readonly since?: number;
}

/** WF_v(A) or SF_v(A), by the leaves of ENABLED <<A>>_v and <<A>>_v. At the end of a run they ask for the same. */
interface FairAction {
  readonly enabled: number;
  readonly taken: number;
}

/** Steps that are named for one debt. */
const STEPS_NAMED_MAX = 3;

/** Shared by the runs of a state space; remembers what each state owes. */
export class Debts {
  readonly #space: StateSpace;
  readonly #search: StepSearch;
  readonly #temporal: TemporalChecks | undefined;
  readonly #fair: readonly FairAction[];
  readonly #owed = new Map<number, readonly FairAction[]>();

  constructor(space: StateSpace, search: StepSearch) {
    this.#space = space;
    this.#search = search;
    this.#temporal = space.machine.temporal;
    this.#fair = this.#temporal === undefined ? [] : fairActionsOf(this.#temporal.fairness);
  }

  /** The debts that are certain: those of every candidate. `history` is what led to the first one, as far as it is kept. */
  of(candidates: readonly number[], history: readonly AcceptedStep[] = []): Debt[] {
    const [first, ...others] = candidates;
    if (first === undefined) return [];
    return this.#owedAt(first)
      .filter((fair) => others.every((state) => this.#owedAt(state).includes(fair)))
      .map((fair) => ({ steps: this.#stepsText(first, fair), ...this.#since(history, fair) }));
  }

  #owedAt(state: number): readonly FairAction[] {
    let owed = this.#owed.get(state);
    if (owed === undefined) {
      const values = this.#space.state(state);
      owed = this.#fair.filter(({ enabled }) => isCertain(() => this.#temporal!.stateLeaves[enabled]!.test(values)));
      this.#owed.set(state, owed);
    }
    return owed;
  }

  /** The event after which the step stayed possible and was not taken. */
  #since(history: readonly AcceptedStep[], { enabled, taken }: FairAction): Pick<Debt, "since"> {
    const { stateLeaves, actionLeaves } = this.#temporal!;
    const made = history.findLast(
      ({ from, to }) => !stateLeaves[enabled]!.test(from) || actionLeaves[taken]!.test(from, to),
    );
    return made === undefined ? {} : { since: made.observation.event };
  }

  /** The steps of Next that would pay; those with arguments by all of their arguments. */
  #stepsText(state: number, { taken }: FairAction): string {
    const { machine } = this.#space;
    const from = this.#space.state(state);
    const names = new Set<string>();
    for (const named of this.#search.anyAction) {
      for (const way of this.#search.open(state, named)) {
        if (!this.#temporal!.actionLeaves[taken]!.test(from, this.#space.state(way.to))) continue;
        const binding = Array.from(way.binding, (value) => machine.store.print(value)).join(", ");
        names.add(`${machine.actions[way.action]!.name}${binding === "" ? "" : `(${binding})`}`);
      }
    }
    const all = [...names];
    return all.length <= STEPS_NAMED_MAX ? all.join(" or ") : `${all.slice(0, STEPS_NAMED_MAX).join(", ")} or another`;
  }
}

/** True when it is true and can be evaluated. */
function isCertain(evaluate: () => boolean): boolean {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function fairActionsOf(formula: Formula): FairAction[] {
  if (formula.kind === "and") return formula.parts.flatMap(fairActionsOf);
  const fair = weak(formula) ?? strong(formula);
  return fair === undefined ? [] : [fair];
}

/** `[]<>(~ENABLED <<A>>_v \/ <<A>>_v)` */
function weak(formula: Formula): FairAction | undefined {
  if (formula.kind !== "always" || formula.body.kind !== "eventually") return undefined;
  return formula.body.body.kind === "or" ? leavesOf(formula.body.body.parts) : undefined;
}

/** `<>[]~ENABLED <<A>>_v \/ []<><<A>>_v` */
function strong(formula: Formula): FairAction | undefined {
  if (formula.kind !== "or") return undefined;
  const bodies = formula.parts.flatMap((part) =>
    (part.kind === "eventually" && part.body.kind === "always") ||
    (part.kind === "always" && part.body.kind === "eventually")
      ? [part.body.body]
      : [],
  );
  return bodies.length === formula.parts.length ? leavesOf(bodies) : undefined;
}

function leavesOf(parts: readonly Formula[]): FairAction | undefined {
  const enabled = parts.find((part) => part.kind === "state" && part.isNegated);
  const taken = parts.find((part) => part.kind === "action" && !part.isNegated);
  if (parts.length !== 2 || enabled?.kind !== "state" || taken?.kind !== "action") return undefined;
  return { enabled: enabled.leaf, taken: taken.leaf };
}
