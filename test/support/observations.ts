/** Observations by hand, for tests of conformance: names of actions and variables, values as TLA+ text. */
import { compileSpec } from "../../harness/cli/load-machine.ts";
import type { Explainer, StateMachine } from "../../src/compile/types.ts";
import { StateSpace } from "../../src/conform/state-space.ts";
import type { ContainerChange, NamedAction, Observation, ObservedStep } from "../../src/conform/types.ts";
import { Validator, type ValidatorOptions } from "../../src/conform/validator.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import type { Value } from "../../src/values/types.ts";

export interface StepText {
  readonly action?: string;
  /** By parameter. */
  readonly args?: Readonly<Record<string, string>>;
  /** By path: `"rmState[rm1]"` is `["rmState", "rm1"]`. */
  readonly set?: readonly (readonly [path: readonly string[], value: string])[];
  readonly add?: readonly (readonly [path: readonly string[], element: string])[];
  readonly remove?: readonly (readonly [path: readonly string[], element: string])[];
}

export class Bench {
  readonly machine: StateMachine;
  readonly explainer: Explainer;
  readonly space: StateSpace;
  #events = 0;

  constructor(spec: ResolvedSpec) {
    const compiled = compileSpec(spec);
    this.machine = compiled.machine;
    this.explainer = compiled.explainer;
    this.space = new StateSpace(this.machine);
  }

  validator(options: Partial<ValidatorOptions> = {}): Validator {
    return new Validator(this.space, { silentStepsMax: 0, explainer: this.explainer, ...options });
  }

  value(text: string): Value {
    return this.machine.store.read(text);
  }

  variable(name: string): number {
    return this.machine.variables.indexOf(name);
  }

  actions(name: string, args: Readonly<Record<string, string>> = {}): NamedAction[] {
    return this.machine.actions
      .filter((action) => action.name === name)
      .map((action) => ({
        action: action.index,
        arguments: Int32Array.from(action.parameters, (p) => (args[p] === undefined ? 0 : this.value(args[p]))),
      }));
  }

  /** One event that reports these steps, with whole values known at its end. */
  event(steps: readonly StepText[], end: Readonly<Record<string, string>> = {}): Observation {
    const known = new Int32Array(this.machine.variables.length);
    for (const [name, text] of Object.entries(end)) known[this.variable(name)] = this.value(text);
    return {
      event: this.#events++,
      process: "test",
      time: 0,
      description: "",
      steps: steps.map((step) => this.#observed(step)),
      end: known,
    };
  }

  /** The states as TLA+ text, sorted. */
  states(validator: Validator): string[] {
    return validator.candidates.map((id) => this.stateText(this.space.state(id))).sort();
  }

  stateText(state: Int32Array): string {
    return this.machine.variables.map((name, v) => `${name} = ${this.machine.store.print(state[v]!)}`).join(", ");
  }

  #observed({ action, args, set = [], add = [], remove = [] }: StepText): ObservedStep {
    const path = ([name, ...keys]: readonly string[]) => ({
      variable: this.variable(name!),
      path: keys.map((key) => this.value(key)),
    });
    const change = (at: readonly string[], added: string[], removed: string[]): ContainerChange => ({
      ...path(at),
      added: added.map((text) => this.value(text)),
      removed: removed.map((text) => this.value(text)),
      isBag: false,
    });
    return {
      actions: action === undefined ? [] : this.actions(action, args),
      values: set.map(([at, value]) => ({ ...path(at), value: this.value(value) })),
      changes: [
        ...add.map(([at, element]) => change(at, [element], [])),
        ...remove.map(([at, element]) => change(at, [], [element])),
      ],
      reportedBy: { name: action ?? "something" },
    };
  }
}
