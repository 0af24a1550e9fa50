/** Changes of the order of events, and of how many there are: swapped with a neighbour, one step with the next, a step missing. */
import { UNKNOWN } from "../../compile/types.ts";
import type { StateSpace } from "../state-space.ts";
import type { Observation, ObservedStep } from "../types.ts";
import type { Branch } from "../branch.ts";
import type { Validator } from "../validator.ts";
import { costs, type Hypothesis } from "./hypothesis.ts";
import { stepsIn, without, type Timeline } from "./timeline.ts";
import type { Words } from "./words.ts";

/** States behind missing steps that are looked at. */
export const MISSING_STATES_MAX = 256;
/** Sequences of missing steps that are tried on what follows. */
const SEQUENCES_MAX = 4;

export function* swapped(timeline: Timeline, words: Words): IterableIterator<Hypothesis> {
  const { event, branches, following, past } = timeline;
  const base = { kind: "swapped", event, cost: costs.order, touched: [] } as const;
  const [next] = following;
  if (next !== undefined) {
    const text = `${words.event(event)} should come after ${words.event(next)}`;
    const reached = inOrder(timeline, branches, [next, event]);
    if (reached.length > 0) yield { ...base, branches: reached, used: 1, text: () => text };
  }
  const last = past.at(-1);
  if (last === undefined) return;
  const text = `${words.event(event)} should come before ${words.event(last.observation)}`;
  const reached = inOrder(timeline, [last.before], [event, last.observation]);
  if (reached.length > 0) yield { ...base, branches: reached, used: 0, text: () => text };
}

function inOrder(timeline: Timeline, from: readonly Branch[], events: readonly Observation[]): readonly Branch[] {
  return events.reduce((branches, one) => timeline.trial(branches, one), from);
}

/** The event and the next one as one step, by the action of either. */
export function* merged(timeline: Timeline, words: Words): IterableIterator<Hypothesis> {
  const { event, branches, following } = timeline;
  const [next] = following;
  if (next === undefined || next.steps.length > 1 || event.steps.length > 1) return;
  const [first, second] = [event.steps[0], next.steps[0]];
  const values = [...(second?.values ?? []), ...(first?.values ?? [])].filter(
    (value, i, all) => all.findIndex((o) => o.variable === value.variable && o.path.join() === value.path.join()) === i,
  );
  const changes = [...(first?.changes ?? []), ...(second?.changes ?? [])];
  const end = next.end.map((value, v) => (value === UNKNOWN ? event.end[v]! : value));
  for (const [named, other] of [
    [first, second],
    [second, first],
  ] as const) {
    if (named === undefined || !isOneStep(named, other)) continue;
    const reached = timeline.trial(branches, { ...next, steps: [{ ...named, values, changes }], end });
    if (reached.length === 0) continue;
    const text = `${words.event(event)} and ${words.event(next)} are one step`;
    yield { kind: "merged", event, cost: costs.order, branches: reached, used: 1, touched: [], text: () => text };
  }
}

/** Two different actions are not one step. */
function isOneStep(a: ObservedStep | undefined, b: ObservedStep | undefined): boolean {
  return a === undefined || b === undefined || b.actions.length === 0 || a.actions[0]?.action === b.actions[0]!.action;
}

/**
 * The fewest steps of any action before the event after which it can be taken. `assuming` takes every action for one that
 * may happen unreported, and so finds them by what blocks the event. `own` are the variables that the event itself changes.
 */
export function* missing(
  timeline: Timeline,
  assuming: Validator,
  space: StateSpace,
  words: Words,
  own: readonly number[],
): IterableIterator<Hypothesis> {
  const { event, branches } = timeline;
  if (event.steps.length === 0) return;
  const all = space.machine.variables.map((_, variable) => variable);
  // What the event itself changes is its own doing, whatever happened before; unless that is what the missing step changes too.
  const tries = [
    without(
      event,
      all.filter((variable) => !own.includes(variable)),
    ),
    without(event, all),
  ];
  for (const changed of tries) {
    const reached = assuming.trial(branches, changed).filter((branch) => insertedIn(branch, changed).length > 0);
    if (reached.length === 0) continue;
    for (const group of bySequence(reached, changed).slice(0, SEQUENCES_MAX)) {
      const steps = insertedIn(group[0]!, changed);
      yield {
        kind: "missing",
        event,
        cost: costs.missing + costs.missingStep * steps.length,
        branches: group,
        used: 0,
        touched: all.filter((v) =>
          steps.some((step) => space.value(step.state, v) !== space.value(step.previous!.state, v)),
        ),
        text: (survivors) => `${missingText(survivors, changed, words)} missing before ${words.event(event)}`,
      };
    }
    return;
  }
}

/** The branches, those together before which the same actions were put in. */
function bySequence(reached: readonly Branch[], event: Observation): Branch[][] {
  const groups = new Map<string, Branch[]>();
  for (const branch of reached) {
    const key = insertedIn(branch, event)
      .map((step) => step.taken!.action)
      .join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [branch]);
    else group.push(branch);
  }
  return [...groups.values()];
}

function insertedIn(branch: Branch, event: Observation): Branch[] {
  return stepsIn(branch, event).filter((step) => step.reported === undefined);
}

/** `RMPrepare(rm3) is`, `RMPrepare(rm3), TMRcvPrepared(rm3) are`. */
function missingText(branches: readonly Branch[], event: Observation, words: Words): string {
  const all = branches.map((branch) => insertedIn(branch, event));
  const steps = all[0]!.map((_, i) => words.taken(all.map((one) => one[i]!)));
  return `${steps.join(", ")} ${steps.length === 1 ? "is" : "are"}`;
}
