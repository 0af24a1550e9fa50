/**
 * Hypotheses about what is wrong with a run that the specification does not allow, each put to the test: the run is
 * changed in one way, and the validator runs on over the events that follow. A value was another; an event is missing,
 * is another one, or is one too many; two are swapped, or are one step. Changed is the event that is refused, or an earlier
 * one that wrote what refuses it.
 *
 * A hypothesis that survives is no proof. Those are shown first under which most of what follows fits, and among them
 * those that are least far-fetched. The idea of asking what would make a trace right is that of delta debugging (Zeller,
 * "Yesterday, my program worked. Today, it does not. Why?", 1999), applied to what was observed.
 */
import type { Explainer } from "../../compile/types.ts";
import type { StateSpace } from "../state-space.ts";
import type { Explanation, NamedAction, Observation, Repair, Violation } from "../types.ts";
import type { Branch } from "../branch.ts";
import type { Validator } from "../validator.ts";
import { culpritsOf } from "./culprits.ts";
import { Edits, type Edit, type Target } from "./edits.ts";
import { costs, type Hypothesis } from "./hypothesis.ts";
import { merged, missing, MISSING_STATES_MAX, swapped } from "./other-order.ts";
import { changedVariables, Timeline } from "./timeline.ts";
import { byNumber, Words, type EventName } from "./words.ts";

/** Hypotheses that are shown. */
export const REPAIRS_SHOWN = 3;

/** A violating run: what was found out about it, and what its instance did next. */
export interface RunInQuestion {
  readonly space: StateSpace;
  /** As it was left by the violation. */
  readonly validator: Validator;
  readonly explainer: Explainer;
  readonly violation: Violation;
  readonly explanation: Explanation;
  readonly following: readonly Observation[];
  /** What events go by; `event 14` when absent. */
  readonly eventName?: EventName;
}

/** The hypotheses that hold, the most convincing first. */
export function repairsOf(run: RunInQuestion): Repair[] {
  const timeline = new Timeline(run.space, run.validator, run.violation.observation, run.following);
  const verified = [...new Hypotheses(run, timeline).all()].map((hypothesis) => verify(timeline, hypothesis));
  const best = Math.max(...verified.map(({ repair }) => repair.fits));
  const seen = new Set<string>();
  return verified
    .filter(({ repair }) => isTelling(repair) && repair.fits * 2 >= best)
    .sort((a, b) => b.repair.fits - a.repair.fits || a.cost - b.cost)
    .map(({ repair }) => repair)
    .filter(({ kind, event }) => !seen.has(`${kind} ${event}`) && seen.add(`${kind} ${event}`))
    .slice(0, REPAIRS_SHOWN);
}

function verify(timeline: Timeline, hypothesis: Hypothesis): { readonly repair: Repair; readonly cost: number } {
  const { kind, event, cost, branches, used, touched, text } = hypothesis;
  const strict = timeline.runOn(branches, used, []);
  const lenient = timeline.runOn(branches, used, touched);
  const { fits, branches: survivors } = strict.fits < lenient.fits ? lenient : strict;
  const following = timeline.following.length;
  const repair = { kind, event: event.event, text: text(survivors), following, fits };
  return { cost: strict.fits < lenient.fits ? cost + costs.disregarding : cost, repair };
}

/** Leaving an event out always helps for a moment: it says something only if a later event fits. */
function isTelling({ kind, fits, following }: Repair): boolean {
  return kind !== "extra" || fits > 0 || following === 0;
}

class Hypotheses {
  readonly #run: RunInQuestion;
  readonly #timeline: Timeline;
  readonly #words: Words;
  readonly #edits: Edits;
  readonly #refused: Target;

  constructor(run: RunInQuestion, timeline: Timeline) {
    this.#run = run;
    this.#timeline = timeline;
    this.#words = new Words(run.space.machine, run.eventName ?? byNumber);
    this.#edits = new Edits(run.space, this.#words);
    this.#refused = this.#refusedTarget();
  }

  *all(): IterableIterator<Hypothesis> {
    const { space, validator } = this.#run;
    yield* missing(
      this.#timeline,
      validator.assumingSilent(MISSING_STATES_MAX),
      space,
      this.#words,
      this.#refused.changed,
    );
    yield* this.#changed(this.#refused, this.#timeline.past.length);
    yield* swapped(this.#timeline, this.#words);
    yield* merged(this.#timeline, this.#words);
    yield* this.#earlier();
  }

  *#earlier(): IterableIterator<Hypothesis> {
    const { space, explainer, violation, validator } = this.#run;
    for (const step of culpritsOf(space, explainer, violation, validator.path())) {
      const place = this.#timeline.past.findIndex((one) => one.steps.includes(step));
      yield* this.#changed(this.#pastTarget(step), place);
    }
  }

  *#changed(target: Target, place: number): IterableIterator<Hypothesis> {
    for (const edit of this.#edits.of(target)) {
      const reached = this.#timeline.withEvent(place, edit.replaced, edit.touched);
      const accepted =
        edit.kind === "extra" ? reached : reached.filter((branch) => this.#isEdited(branch, target, edit));
      if (accepted.length === 0) continue;
      const edited = (branches: readonly Branch[]) => this.#edits.editedIn(branches, target, edit);
      yield {
        kind: edit.kind,
        event: target.observation,
        cost: this.#cost(target, edit, edited(accepted)),
        branches: accepted,
        used: 0,
        touched: edit.touched,
        text: (survivors) => (edit.kind === "extra" ? this.#extraText(target) : edit.text(edited(survivors))),
      };
    }
  }

  #isEdited(branch: Branch, target: Target, edit: Edit): boolean {
    return this.#edits.editedIn([branch], target, edit).some((edited) => edit.accepts(edited));
  }

  #cost(target: Target, { kind, exchange }: Edit, edited: readonly Branch[]): number {
    if (target !== this.#refused) return costs[kind] + costs.earlier;
    const isWanted = exchange !== undefined && edited.some((branch) => this.#isWanted(exchange(branch)));
    return isWanted ? costs.wantedValue : costs[kind];
  }

  /** The false conjunct has the two values on its sides. */
  #isWanted(exchange: readonly number[]): boolean {
    const [was, wanted] = exchange.map((value) => this.#words.value(value));
    const [nearest] = this.#run.explanation.nearest;
    return (nearest?.conjuncts ?? []).some(
      ({ left, right }) => (left === was && right === wanted) || (left === wanted && right === was),
    );
  }

  /** With the earlier event that stands against it. */
  #extraText(target: Target): string {
    const name = this.#words.event(target.observation, target.index, this.#actionText(target));
    if (target !== this.#refused) {
      const { observation, index } = this.#refused;
      const refused = this.#words.event(observation, index, this.#actionText(this.#refused));
      return `${name} is one too many: without it ${refused} fits`;
    }
    const { nearest, formula } = this.#run.explanation;
    const reads = [...(nearest[0]?.conjuncts ?? []), ...formula].flatMap((conjunct) => conjunct.reads);
    const since = reads.map((read) => this.#words.since(read)).find((text) => text !== undefined);
    return `${name} is one too many${since === undefined ? "" : `: ${since}`}`;
  }

  #actionText(target: Target): string | undefined {
    if (target === this.#refused) return this.#run.explanation.nearest[0]?.action;
    return target.action === undefined ? undefined : this.#words.action(target.action.action, target.action.arguments);
  }

  // ---------------------------------------------------------------------------------------- what is changed

  #refusedTarget(): Target {
    const { violation, space } = this.#run;
    const { observation, stepIndex } = violation;
    const index = Math.min(stepIndex, Math.max(0, observation.steps.length - 1));
    const changed = changedVariables(space.state(this.#timeline.branches[0]!.state), observation.end);
    const actions = observation.steps[index]?.actions ?? [];
    return { observation, index, action: actions.length === 1 ? actions[0] : undefined, reached: undefined, changed };
  }

  #pastTarget(step: Branch): Target {
    const { space } = this.#run;
    const observation = step.observation!;
    const { action, binding } = step.taken!;
    const [before, after] = [space.state(step.previous!.state), space.state(step.state)];
    const named: NamedAction = { action, arguments: Int32Array.from(binding) };
    return {
      observation,
      index: observation.steps.indexOf(step.reported!),
      action: named,
      reached: step.state,
      changed: [...before.keys()].filter((v) => before[v] !== after[v]),
    };
  }
}
