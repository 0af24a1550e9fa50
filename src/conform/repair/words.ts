/** Events, steps and values in the sentences that say what may be wrong with a run. */
import { UNKNOWN } from "../../compile/types.ts";
import type { StateMachine } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import { isFunction, pathText } from "../paths.ts";
import type { Observation, Provenance } from "../types.ts";
import type { Branch } from "../branch.ts";

/** Alternatives that a sentence can hold, and characters of a value in passing. */
const ALTERNATIVES_MAX = 3;
const VALUE_LENGTH_MAX = 40;

/** What an event goes by: `event 14`, `line 14`, `rm1.ndjson:14`. */
export type EventName = (event: { readonly event: number; readonly place?: string }) => string;

export const byNumber: EventName = ({ event }) => `event ${event}`;

export class Words {
  readonly #machine: StateMachine;
  readonly #eventName: EventName;

  constructor(machine: StateMachine, eventName: EventName) {
    this.#machine = machine;
    this.#eventName = eventName;
  }

  value(value: Value): string {
    return value === UNKNOWN ? "something else" : this.#machine.store.print(value);
  }

  oneOf(values: readonly Value[]): string {
    return alternatives(values.map((value) => this.value(value)));
  }

  path(variable: number, path: readonly Value[]): string {
    return pathText(this.#machine, variable, path);
  }

  /** `TMRcvPrepared(rm1)`. */
  action(action: number, binding: ArrayLike<Value>): string {
    const { name } = this.#machine.actions[action]!;
    const values = Array.from(binding, (value) => (value === UNKNOWN ? "?" : this.value(value))).join(", ");
    return values === "" ? name : `${name}(${values})`;
  }

  /** The actions that led to the branches. */
  taken(branches: readonly Branch[]): string {
    return alternatives(
      branches.map(({ taken }) => (taken === undefined ? "no step" : this.action(taken.action, taken.binding))),
    );
  }

  /**
   * `event 14 (rm1 vote.sent)`; of several steps only the one at `index`, if that is given; with the action that it was or
   * was to be: `event 14 (rm1 vote.sent, RMPrepare(rm1))`.
   */
  event(observation: Observation, index?: number, action?: string): string {
    const steps = index === undefined ? observation.steps : observation.steps.slice(index, index + 1);
    const place = steps[0]?.reportedBy.place ?? observation.place;
    const reports = steps.map((one) => one.reportedBy.name).join(", ");
    return this.#named(
      { event: observation.event, ...(place === undefined ? {} : { place }) },
      `${observation.process} ${reports === "" ? observation.description : reports}`,
      action,
    );
  }

  /** `tmState = "aborted" since event 14 (tm decision.sent, TMAbort)`. */
  since({ name, value, writtenBy }: Provenance): string | undefined {
    if (writtenBy === undefined) return undefined;
    const { process, description, action } = writtenBy;
    const what = value.length > VALUE_LENGTH_MAX ? name : `${name} = ${value}`;
    return `${what} since ${this.#named(writtenBy, `${process} ${description}`, action)}`;
  }

  #named(event: Parameters<EventName>[0], doing: string, action: string | undefined): string {
    return `${this.#eventName(event)} (${doing}${action === undefined || doing.endsWith(` ${action}`) ? "" : `, ${action}`})`;
  }

  /** Where two values differ, as deep as they differ in one place only: `rmState[rm1] should be "prepared", not "aborted"`. */
  shouldBe(name: string, values: readonly Value[], not: Value): string {
    const [only] = new Set(values);
    const part = new Set(values).size === 1 ? this.#differingPart(only!, not) : undefined;
    if (part === undefined) return `${name} should be ${this.oneOf(values)}, not ${this.value(not)}`;
    return this.shouldBe(`${name}[${this.value(part.key)}]`, [part.value], part.not);
  }

  #differingPart(value: Value, not: Value): { key: Value; value: Value; not: Value } | undefined {
    const { store } = this.#machine;
    if (value === UNKNOWN || !isFunction(store, value) || !isFunction(store, not)) return undefined;
    const domain = store.domain(value, -1);
    if (domain !== store.domain(not, -1)) return undefined;
    const differing = Array.from({ length: store.size(value) }, (_, i) => i).filter(
      (i) => store.at(value, i) !== store.at(not, i),
    );
    const [at] = differing;
    if (at === undefined || differing.length > 1) return undefined;
    return { key: store.at(domain, at), value: store.at(value, at), not: store.at(not, at) };
  }
}

function alternatives(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  return distinct.length <= ALTERNATIVES_MAX
    ? distinct.join(" or ")
    : `${distinct.slice(0, ALTERNATIVES_MAX).join(", ")} or another`;
}
