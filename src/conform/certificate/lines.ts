/**
 * A certificate: a behaviour of the specification that explains an accepted run, written down step by step so that
 * somebody else can check it without searching. Values are TLA+ text.
 *
 * Each line is one JSON object: a header, for each instance its first state, for each step the action, its arguments, what
 * it changes and what had been observed of it, and at the end the numbers. A certificate is data; nothing in it is run.
 */
import type { StateMachine } from "../../compile/types.ts";
import { UNKNOWN } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import type { AcceptedStep, NamedAction } from "../types.ts";

export const CERTIFICATE_VERSION = 1;

export interface HeaderLine {
  readonly kind: "header";
  readonly version: typeof CERTIFICATE_VERSION;
  readonly lockstep: string;
  /** Root module and config, as they were given. */
  readonly spec: string;
  readonly config: string | null;
  /** Constants that were set over those of the config. */
  readonly constants: Readonly<Record<string, string>>;
  /** SHA-256 of each file that the specification consists of, by its name without folders. */
  readonly files: Readonly<Record<string, string>>;
  readonly variables: readonly string[];
}

/** An instance of the specification begins. */
export interface StartLine {
  readonly kind: "start";
  readonly instance: string;
  readonly state: Readonly<Record<string, string>>;
}

/** An action, and the arguments of it that are known. */
export interface ActionText {
  readonly action: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** A part of the state: the variable's name, then keys as TLA+ text. */
export type PathText = readonly string[];

/** What was observed of a step. */
export interface ObservedText {
  /** One of these; any when empty. */
  readonly actions: readonly ActionText[];
  /** Values after the step. */
  readonly values: readonly (readonly [PathText, string])[];
  /** The whole change of containers. */
  readonly changes: readonly {
    readonly path: PathText;
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly isBag: boolean;
  }[];
}

export interface StepLine extends ActionText {
  readonly kind: "step";
  readonly instance: string;
  /** What showed it: a line of a log, or an event of a run. */
  readonly event: string;
  /** Variables with another value than before. */
  readonly next: Readonly<Record<string, string>>;
  /** Absent: nobody reported the step. */
  readonly observed?: ObservedText;
}

export interface EndLine {
  readonly kind: "end";
  /** Events that were accepted, those that changed nothing among them. */
  readonly events: number;
  readonly instances: number;
  readonly steps: number;
}

export type CertificateLine = HeaderLine | StartLine | StepLine | EndLine;

/** Makes lines of accepted steps. */
export class CertificateLines {
  readonly #machine: StateMachine;

  constructor(machine: StateMachine) {
    this.#machine = machine;
  }

  start(instance: string, state: Int32Array): StartLine {
    const { variables } = this.#machine;
    const values = variables.map((name, v) => [name, this.#text(state[v]!)] as const);
    return { kind: "start", instance, state: Object.fromEntries(values) };
  }

  /** `endBinds`: the values at the end of the event were observed after this step, its last one. */
  step(instance: string, step: AcceptedStep, event: string, endBinds: boolean): StepLine {
    const { variables } = this.#machine;
    const changed = variables.flatMap((name, v) =>
      step.from[v] === step.to[v] ? [] : [[name, this.#text(step.to[v]!)] as const],
    );
    const taken = this.#action({ action: step.action, arguments: Int32Array.from(step.binding) });
    const observed = this.#observed(step, endBinds);
    return {
      kind: "step",
      instance,
      event,
      ...taken,
      next: Object.fromEntries(changed),
      ...(observed === undefined ? {} : { observed }),
    };
  }

  #observed(step: AcceptedStep, endBinds: boolean): ObservedText | undefined {
    const ends = endBinds ? [...step.observation.end].map((value, variable) => ({ variable, path: [], value })) : [];
    const known = ends.filter(({ value }) => value !== UNKNOWN);
    if (step.reported === undefined && known.length === 0) return undefined;
    const { actions = [], values = [], changes = [] } = step.reported ?? {};
    return {
      actions: actions.map((named) => this.#action(named)),
      values: [...values, ...known].map(({ variable, path, value }) => [this.#path(variable, path), this.#text(value)]),
      changes: changes.map(({ variable, path, added, removed, isBag }) => ({
        path: this.#path(variable, path),
        added: added.map((value) => this.#text(value)),
        removed: removed.map((value) => this.#text(value)),
        isBag,
      })),
    };
  }

  #action({ action, arguments: known }: NamedAction): ActionText {
    const { name, parameters } = this.#machine.actions[action]!;
    const pairs = parameters.flatMap((parameter, i) => {
      const value = known[i] ?? UNKNOWN;
      return value === UNKNOWN ? [] : [[parameter, this.#text(value)] as const];
    });
    return { action: name, arguments: Object.fromEntries(pairs) };
  }

  #path(variable: number, path: readonly Value[]): PathText {
    return [this.#machine.variables[variable]!, ...path.map((key) => this.#text(key))];
  }

  #text(value: Value): string {
    return this.#machine.store.print(value);
  }
}
