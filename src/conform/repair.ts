/**
 * Hypotheses about what is wrong with a run that the specification does not allow, each put to the test: the observation
 * is changed in one way, and the validator runs on over the events that follow. A field had another value; a step is
 * missing; the event is one too many; it and a neighbour are swapped; it and the next one are one step.
 *
 * A hypothesis that survives is no proof. Those are shown first under which most of what follows fits.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { StateMachine } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { valueAt } from "./paths.ts";
import type { StateSpace } from "./state-space.ts";
import type { NamedAction, Observation, ObservedStep, Repair, Violation } from "./types.ts";
import type { Branch, Validator } from "./validator.ts";

/** Events after the violation that a hypothesis is tried on, and hypotheses that are shown. */
export const FOLLOWING_MAX = 8;
export const REPAIRS_SHOWN = 3;

/** Steps that may have been meant instead; more of them are no hypothesis. */
const OTHER_ACTIONS_MAX = 6;

/** From the most to the least telling, where equally many events fit. */
const KINDS: readonly Repair["kind"][] = ["value", "missing", "swapped", "merged", "action", "extra"];

/** A changed run: what the candidates are after it, in words what was changed, and how many of the following it used up. */
interface Hypothesis {
  readonly kind: Repair["kind"];
  readonly text: string;
  readonly branches: readonly Branch[];
  readonly used: number;
  /** Variables whose mapped values would be others too: what later events say of them is not held against it. */
  readonly touched?: readonly number[];
}

/** The verified hypotheses; `following` are the observations of the same instance after the violation, in order. */
export function repairsOf(
  space: StateSpace,
  validator: Validator,
  violation: Violation,
  following: readonly Observation[],
): Repair[] {
  const tried = following.slice(0, FOLLOWING_MAX);
  const repairs = [...new Hypotheses(space, validator, violation.observation, tried).all()].map((one): Repair => {
    const rest = tried.slice(one.used);
    return { kind: one.kind, text: one.text, following: tried.length, fits: one.used + fitting(validator, one, rest) };
  });
  // Leaving an event out always helps for a moment: it says something only if a later event fits.
  const telling = repairs.filter((repair) => repair.fits > 0 || (repair.following === 0 && repair.kind !== "extra"));
  const seen = new Set<string>();
  return telling
    .sort((a, b) => b.fits - a.fits || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    .filter((repair) => !seen.has(repair.text) && seen.add(repair.text))
    .slice(0, REPAIRS_SHOWN);
}

function fitting(validator: Validator, hypothesis: Hypothesis, rest: readonly Observation[]): number {
  let [now, fits] = [hypothesis.branches, 0];
  for (const observation of rest) {
    now = validator.trial(now, without(observation, hypothesis.touched ?? []));
    if (now.length === 0) break;
    fits++;
  }
  return fits;
}

/** The observation without the mapped values of some variables. */
function without(observation: Observation, variables: readonly number[]): Observation {
  if (variables.length === 0) return observation;
  const end = observation.end.slice();
  for (const variable of variables) end[variable] = UNKNOWN;
  return { ...observation, end };
}

class Hypotheses {
  readonly #machine: StateMachine;
  readonly #space: StateSpace;
  readonly #validator: Validator;
  readonly #event: Observation;
  readonly #following: readonly Observation[];

  constructor(space: StateSpace, validator: Validator, event: Observation, following: readonly Observation[]) {
    this.#machine = space.machine;
    this.#space = space;
    this.#validator = validator;
    this.#event = event;
    this.#following = following;
  }

  *all(): IterableIterator<Hypothesis> {
    yield* this.#otherValues();
    yield* this.#missing();
    yield* this.#swapped();
    yield* this.#merged();
    yield this.#extra();
  }

  #extra(): Hypothesis {
    const { branches } = this.#validator;
    return { kind: "extra", text: "if this event had not happened", branches, used: 0, touched: this.#changed() };
  }

  /** Variables whose mapped values the event changes. */
  #changed(): readonly number[] {
    const [first] = this.#validator.branches;
    if (first === undefined) return [];
    const { end } = this.#event;
    const now = [...this.#space.state(first.state)];
    return now.flatMap((value, v) => (end[v] !== UNKNOWN && end[v] !== value ? [v] : []));
  }

  #trial(kind: Repair["kind"], observation: Observation, text: (reached: readonly Branch[]) => string): Hypothesis[] {
    const branches = this.#validator.trial(this.#validator.branches, observation);
    return branches.length === 0 ? [] : [{ kind, text: text(branches), branches, used: 0 }];
  }

  // ---------------------------------------------------------------------------------------- other values

  /** Each thing that is known, taken as not known. */
  *#otherValues(): IterableIterator<Hypothesis> {
    for (let i = 0; i < this.#event.steps.length; i++) yield* this.#otherInStep(i);
    const { end } = this.#event;
    for (let variable = 0; variable < end.length; variable++) {
      if (end[variable] === UNKNOWN) continue;
      const relaxed = end.slice();
      relaxed[variable] = UNKNOWN;
      const text = this.#valueText(variable, [], end[variable]!);
      for (const one of this.#trial("value", { ...this.#event, end: relaxed }, text))
        yield { ...one, touched: [variable] };
    }
  }

  *#otherInStep(index: number): IterableIterator<Hypothesis> {
    const step = this.#event.steps[index]!;
    const changed = (other: Partial<ObservedStep>): Observation => ({
      ...this.#event,
      steps: this.#event.steps.map((one, i) => (i === index ? { ...one, ...other } : one)),
    });
    for (const { variable, path, value } of step.values) {
      const values = step.values.filter((other) => other.variable !== variable || other.path.join() !== path.join());
      yield* this.#trial("value", changed({ values }), this.#valueText(variable, path, value));
    }
    for (const change of step.changes ?? []) {
      const changes = (step.changes ?? []).filter((other) => other !== change);
      const name = this.#pathText(change.variable, change.path);
      yield* this.#trial("value", changed({ changes }), () => `if another element of ${name} had been reported`);
    }
    yield* this.#otherArguments(step, changed);
    if (step.actions.length > 0) yield* this.#otherActions(changed({ actions: [] }));
  }

  /** Each step that fits the rest of the observation, for itself: together they would say nothing. */
  *#otherActions(observation: Observation): IterableIterator<Hypothesis> {
    const reached = this.#validator.trial(this.#validator.branches, observation);
    if (reached.length > OTHER_ACTIONS_MAX) return;
    for (const branch of reached) {
      yield { kind: "action", text: `if it had been ${this.#takenText([branch])}`, branches: [branch], used: 0 };
    }
  }

  *#otherArguments(step: ObservedStep, changed: (other: Partial<ObservedStep>) => Observation) {
    const [named] = step.actions;
    if (named === undefined || step.actions.length > 1) return;
    const { parameters } = this.#machine.actions[named.action]!;
    for (const [position, name] of parameters.entries()) {
      const given = named.arguments[position]!;
      if (given === UNKNOWN) continue;
      const open = named.arguments.slice();
      open[position] = UNKNOWN;
      const actions: NamedAction[] = [{ action: named.action, arguments: open }];
      yield* this.#trial("value", changed({ actions }), (reached) => {
        const values = reached.map((branch) => branch.taken?.binding[position] ?? UNKNOWN);
        return `if ${name} had been ${this.#oneOf(values)} instead of ${this.#print(given)}`;
      });
    }
  }

  #valueText(variable: number, path: readonly Value[], observed: Value): (reached: readonly Branch[]) => string {
    return (reached) => {
      const values = reached.map((branch) => {
        const whole = this.#space.value(branch.state, variable);
        return valueAt(this.#machine.store, whole, path) ?? UNKNOWN;
      });
      const instead = `instead of ${this.#print(observed)}`;
      return `if ${this.#pathText(variable, path)} had been ${this.#oneOf(values)} ${instead}`;
    };
  }

  // ---------------------------------------------------------------------------------------- other events

  /** One step of any action before the event. */
  *#missing(): IterableIterator<Hypothesis> {
    for (const { index, parameters, variablesWritten: touched } of this.#machine.actions) {
      // What the event itself changes is its own doing, whatever happened before.
      const event = without(
        this.#event,
        touched.filter((variable) => !this.#changed().includes(variable)),
      );
      const open: NamedAction = { action: index, arguments: new Int32Array(parameters.length) };
      const inserted = this.#validator.branches.flatMap((branch) =>
        this.#validator.stepsOf(branch, open, this.#event).filter((next) => next.state !== branch.state),
      );
      const useful = inserted.filter((branch) => this.#validator.trial([branch], event).length > 0);
      if (useful.length === 0) continue;
      const text = `if ${this.#takenText(useful)} had happened before`;
      yield { kind: "missing", text, branches: this.#validator.trial(useful, event), used: 0, touched };
    }
  }

  *#swapped(): IterableIterator<Hypothesis> {
    const [next] = this.#following;
    if (next !== undefined) {
      const branches = this.#inOrder(this.#validator.branches, [next, this.#event]);
      const text = `if it had come after what follows: ${this.#reportText(next)}`;
      if (branches.length > 0) yield { kind: "swapped", text, branches, used: 1 };
    }
    const { last } = this.#validator;
    if (last === undefined) return;
    const branches = this.#inOrder(last.before, [this.#event, last.observation]);
    const text = `if it had come before event ${last.observation.event}: ${this.#reportText(last.observation)}`;
    if (branches.length > 0) yield { kind: "swapped", text, branches, used: 0 };
  }

  #inOrder(from: readonly Branch[], observations: readonly Observation[]): readonly Branch[] {
    return observations.reduce<readonly Branch[]>((branches, one) => this.#validator.trial(branches, one), from);
  }

  /** The event and the next one as one step, by the action of either. */
  *#merged(): IterableIterator<Hypothesis> {
    const [next] = this.#following;
    if (next === undefined || next.steps.length > 1 || this.#event.steps.length > 1) return;
    const [first, second] = [this.#event.steps[0], next.steps[0]];
    const values = [...(second?.values ?? []), ...(first?.values ?? [])].filter(
      (value, i, all) =>
        all.findIndex((o) => o.variable === value.variable && o.path.join() === value.path.join()) === i,
    );
    const changes = [...(first?.changes ?? []), ...(second?.changes ?? [])];
    const end = next.end.map((value, v) => (value === UNKNOWN ? this.#event.end[v]! : value));
    // Two different actions are not one step.
    const isOne = (a?: ObservedStep, b?: ObservedStep) =>
      a === undefined || b === undefined || b.actions.length === 0 || a.actions[0]?.action === b.actions[0]!.action;
    for (const [named, other] of [
      [first, second],
      [second, first],
    ] as const) {
      if (named === undefined || !isOne(named, other)) continue;
      const step: ObservedStep = { ...named, values, changes };
      const text = `if it and what follows were one step: ${this.#reportText(next)}`;
      for (const one of this.#trial("merged", { ...next, steps: [step], end }, () => text)) yield { ...one, used: 1 };
    }
  }

  // ---------------------------------------------------------------------------------------- words

  /** The actions that led to the branches; all of them, when there are few. */
  #takenText(branches: readonly Branch[]): string {
    const names = branches.map(({ taken }) => {
      if (taken === undefined) return "no step";
      const { name } = this.#machine.actions[taken.action]!;
      const binding = Array.from(taken.binding, (value) => this.#print(value)).join(", ");
      return binding === "" ? name : `${name}(${binding})`;
    });
    return alternatives(names);
  }

  #oneOf(values: readonly Value[]): string {
    return alternatives(values.map((value) => this.#print(value)));
  }

  #print(value: Value): string {
    return value === UNKNOWN ? "something else" : this.#machine.store.print(value);
  }

  #pathText(variable: number, path: readonly Value[]): string {
    return this.#machine.variables[variable]! + path.map((key) => `[${this.#print(key)}]`).join("");
  }

  #reportText(observation: Observation): string {
    const reports = observation.steps.map((step) => step.reportedBy.name);
    return `${observation.process} ${reports.length === 0 ? observation.description : reports.join(", ")}`;
  }
}

/** Alternatives that a sentence can hold. */
const ALTERNATIVES_MAX = 3;

function alternatives(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  return distinct.length <= ALTERNATIVES_MAX
    ? distinct.join(" or ")
    : `${distinct.slice(0, ALTERNATIVES_MAX).join(", ")} or another`;
}
