/**
 * The explored specification as an automaton: states by number, steps labelled with their actions, look-up of a state,
 * and evaluation of one step beyond what is kept. An exploration fills it through the recorder's port.
 *
 * States are numbered as the exploration numbers them, initial ones first. Steps keep the order in which Next gives them;
 * derivations of one step by one action are kept once. Under SYMMETRY or VIEW a number stands for all states that count
 * as one, and the state kept is the first that was met.
 */
import type { StateMachine } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { resized } from "./growing-array.ts";
import { Judge } from "./judge.ts";
import { StateKey } from "./state-key.ts";
import type { StepRecorder } from "./step-recorder.ts";

export interface Transition {
  /** Number of the state that it leads to. */
  readonly to: number;
  /** Index of the action. */
  readonly action: number;
}

/** A step that was evaluated, of a state that may not be part of the graph. */
export interface EvaluatedStep {
  readonly next: Int32Array;
  readonly action: number;
  /** False when a constraint of the config keeps the step out of the model. */
  readonly isInModel: boolean;
}

export class ExploredGraph implements StepRecorder {
  readonly machine: StateMachine;
  readonly #width: number;
  readonly #key: StateKey;
  readonly #judge: Judge;
  readonly #entries = new FingerprintTable();
  /** The number of the state with each entry of the table. */
  readonly #numbers: number[] = [];
  #values = new Int32Array(1 << 12);
  #initial = 0;
  /** Transitions of state n: from `#starts[n]` to `#ends[n]` in pairs (to, action); absent for states not expanded. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #edges = new Int32Array(1 << 12);
  #edgesEnd = 0;
  #expanding = -1;

  constructor(machine: StateMachine) {
    this.machine = machine;
    this.#width = machine.variables.length;
    this.#key = new StateKey(machine);
    this.#judge = new Judge(machine, {});
  }

  /** Number of states. */
  get size(): number {
    return this.#entries.size;
  }

  /** Initial states have the numbers below this. */
  get initialCount(): number {
    return this.#initial;
  }

  /** Number of transitions kept. */
  get transitionCount(): number {
    return this.#edgesEnd / 2;
  }

  /** A copy of a state. */
  state(number: number): Int32Array {
    return this.#values.slice(number * this.#width, (number + 1) * this.#width);
  }

  /** True when the successors of the state are known. */
  isExpanded(number: number): boolean {
    return this.#ends[number] !== undefined;
  }

  /** The steps from an expanded state to states of the model. */
  transitions(number: number): Transition[] {
    const found: Transition[] = [];
    for (let at = this.#starts[number]!; at < this.#ends[number]!; at += 2)
      found.push({ to: this.#edges[at]!, action: this.#edges[at + 1]! });
    return found;
  }

  /** The number of a state; -1 when the exploration has not met it. */
  numberOf(state: Int32Array): number {
    this.#key.of(state);
    const entry = this.#entries.find(this.#key.low, this.#key.high);
    return entry < 0 ? -1 : this.#numbers[entry]!;
  }

  /** The steps from any state, evaluated now. Throws EvaluationError. */
  stepsFrom(state: Int32Array): EvaluatedStep[] {
    const steps: EvaluatedStep[] = [];
    this.machine.successors(state, (next, action) => {
      steps.push({ next: next.slice(), action, isInModel: this.#judge.isStepInModel(state, next) });
    });
    return steps;
  }

  // ---------------------------------------------------------------------------------------- the recorder

  initialState(number: number, state: Int32Array): void {
    this.#keep(number, state);
    this.#initial = Math.max(this.#initial, number + 1);
  }

  /** The state itself is known already: as an initial state, or as the end of a step. */
  beginState(number: number): void {
    this.#expanding = number;
    this.#starts[number] = this.#edgesEnd;
  }

  step(next: Int32Array, action: number, to: number): void {
    if (to < 0) return;
    this.#keep(to, next);
    for (let at = this.#starts[this.#expanding]!; at < this.#edgesEnd; at += 2)
      if (this.#edges[at] === to && this.#edges[at + 1] === action) return;
    if (this.#edgesEnd + 2 > this.#edges.length) this.#edges = resized(this.#edges, this.#edges.length * 2);
    this.#edges[this.#edgesEnd++] = to;
    this.#edges[this.#edgesEnd++] = action;
  }

  endState(): void {
    this.#ends[this.#expanding] = this.#edgesEnd;
  }

  /** It keeps every state. */
  visitValues(visit: (v: Value) => void): void {
    this.#values.forEach((v) => visit(v));
  }

  #keep(number: number, state: Int32Array): void {
    this.#key.of(state);
    const entry = this.#entries.add(this.#key.low, this.#key.high);
    if (!this.#entries.wasNew) return;
    this.#numbers[entry] = number;
    while ((number + 1) * this.#width > this.#values.length)
      this.#values = resized(this.#values, this.#values.length * 2);
    this.#values.set(state, number * this.#width);
  }
}
