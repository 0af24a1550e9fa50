/**
 * Breadth-first exploration of a specification's states, in TLC's order and with TLC's counts.
 *
 * For each successor: count it, test the constraints, store it when it is in the model, test invariants (when new, or
 * every time when it lies outside the model), then action properties (every step, also to old states). States live only
 * as long as they wait in the queue; of an expanded state nothing is kept but its fingerprint, its parent and which
 * successor of it it was, from which the error trace is computed again.
 *
 * `step` does a bounded amount of work, so that whoever drives it can show progress and stop.
 */
import type { Explainer, StateMachine, StatePredicate, SuccessorSink } from "../compile/types.ts";
import { ASSERT_FAILED } from "../compile/natives/tlc.ts";
import { EvaluationError } from "../values/types.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { StateKey } from "./state-key.ts";
import { StateQueue } from "./state-queue.ts";
import type { StepRecorder } from "./step-recorder.ts";
import type { CheckOptions, CheckResult, Progress, Verdict } from "./types.ts";
import { buildTrace } from "./trace.ts";
import { TransitionCounter } from "./transition-counter.ts";

/** Distinct states that are explored unless told otherwise: about what fits into four gigabytes. */
export const STATES_MAX = 50_000_000;

/** Where exploration stopped. */
interface Stop {
  readonly verdict: Verdict;
  readonly property?: string;
  readonly predicate?: { readonly name: string; readonly at: StatePredicate["at"] };
  /** Number of the state the trace leads to; -1: none. */
  readonly state: number;
  /** A last state that is not stored: what an action led to outside the model, or by a broken step. */
  readonly beyond?: Int32Array;
  readonly error?: unknown;
  readonly bound?: string;
}

export class Exploration {
  readonly #machine: StateMachine;
  readonly #explainer: Explainer;
  readonly #options: CheckOptions;
  readonly #checkDeadlock: boolean;
  readonly #key: StateKey;
  readonly #seen = new FingerprintTable();
  readonly #queue: StateQueue;
  readonly #invariants: readonly StatePredicate[];
  readonly #taken: Float64Array;
  readonly #found: Float64Array;
  readonly #transitions: TransitionCounter | undefined;
  readonly #recorder: StepRecorder | undefined;
  /** Number of the parent (-1 for initial states) and ordinal among its successors. */
  #parents = new Int32Array(1 << 12);
  #ordinals = new Int32Array(1 << 12);
  #generated = 0;
  #initial = 0;
  /** The greatest level of a stored state; initial states have level 1. */
  #depth = 0;
  /** The level of the state being expanded. */
  #level = 0;
  /** States up to this number are one level nearer than those behind it. */
  #levelEnd = 0;
  /** The number of the state being expanded, the state itself, and how many successors it has had so far. */
  #current = -1;
  #state: Int32Array = new Int32Array(0);
  #ordinal = 0;
  /** Made once: a closure for every state would be garbage for every state. */
  readonly #onSuccessor: SuccessorSink = (next, action, weight) => this.#addSuccessor(next, action, weight);
  #started = false;
  #stop: Stop | undefined;

  constructor(machine: StateMachine, explainer: Explainer, options: CheckOptions = {}, recorder?: StepRecorder) {
    this.#machine = machine;
    this.#explainer = explainer;
    this.#options = options;
    this.#checkDeadlock = options.checkDeadlock ?? machine.spec.checkDeadlock;
    this.#key = new StateKey(machine);
    this.#queue = new StateQueue(machine.variables.length);
    this.#invariants = [...machine.invariants, ...machine.stateProperties];
    this.#taken = new Float64Array(machine.actions.length);
    this.#found = new Float64Array(machine.actions.length);
    this.#transitions = options.countTransitions === true ? new TransitionCounter() : undefined;
    this.#recorder = recorder;
  }

  get progress(): Progress {
    return { generated: this.#generated, distinct: this.#seen.size, queue: this.#queue.size, depth: this.#depth };
  }

  /** Expands up to `states` states; false when there is nothing left to do. */
  step(states: number): boolean {
    if (this.#stop !== undefined) return false;
    if (!this.#started) this.#start();
    for (let i = 0; i < states && this.#stop === undefined; i++) {
      if (this.#queue.size === 0) return false;
      this.#expandNext();
    }
    return this.#stop === undefined;
  }

  /** Stops early, with verdict unknown. */
  interrupt(bound: string): void {
    this.#stop ??= { verdict: "unknown", bound, state: -1 };
  }

  // ---------------------------------------------------------------------------------------- initial states

  #start(): void {
    this.#started = true;
    if (!this.#checkAssumptions()) return;
    if (this.#machine.spec.init === undefined) return;
    this.#guarded(-1, () => this.#machine.initialStates((state, weight) => this.#addInitial(state, weight)));
    this.#initial = this.#seen.size;
    this.#levelEnd = this.#seen.size;
    if (this.#generated > 0) this.#depth = 1;
    this.#level = this.#depth;
    this.#checkBounds();
  }

  #checkAssumptions(): boolean {
    for (const assumption of this.#machine.assumptions) {
      const name = assumption.name ?? "ASSUME";
      let holds = false;
      try {
        holds = assumption.test();
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        this.#stop = { verdict: "assumption", property: name, state: -1, error };
        return false;
      }
      if (!holds) {
        this.#stop = { verdict: "assumption", property: name, predicate: { name, at: assumption.at }, state: -1 };
        return false;
      }
    }
    return true;
  }

  #addInitial(state: Int32Array, weight: number): void {
    if (this.#stop !== undefined) return;
    this.#generated += weight;
    if (!this.#satisfies(state)) return;
    const number = this.#add(state);
    if (!this.#seen.wasNew) return;
    this.#record(number, -1, number);
    this.#queue.push(state);
    this.#checkState(state, number, undefined);
    for (const property of this.#machine.initialProperties) {
      if (this.#stop === undefined && !property.test(state)) {
        this.#stop = { verdict: "action-property", property: property.name, predicate: property, state: number };
      }
    }
    this.#countOnlyFirst(weight);
  }

  // ---------------------------------------------------------------------------------------- successors

  #expandNext(): void {
    const number = ++this.#current;
    if (number === this.#levelEnd) {
      this.#levelEnd = this.#seen.size;
      this.#level++;
    }
    if (this.#options.depthMax !== undefined && this.#level >= this.#options.depthMax) {
      this.#stop = { verdict: "unknown", bound: "depth", state: -1 };
      return;
    }
    this.#state = this.#queue.shift();
    this.#ordinal = 0;
    this.#key.expand(this.#state);
    try {
      this.#recorder?.beginState(number, this.#state);
      this.#machine.successors(this.#state, this.#onSuccessor);
      this.#recorder?.endState();
    } catch (error) {
      this.#fail(number, error);
    }
    if (this.#ordinal === 0 && this.#checkDeadlock && this.#stop === undefined)
      this.#stop = { verdict: "deadlock", state: number };
    this.#checkBounds();
  }

  #addSuccessor(next: Int32Array, action: number, weight: number): void {
    const state = this.#state;
    const from = this.#current;
    const ordinal = this.#ordinal++;
    // The emitted code runs the state's successors to the end; what comes after the violation does not count.
    if (this.#stop !== undefined) return;
    this.#generated += weight;
    this.#taken[action] = this.#taken[action]! + weight;
    const isInModel = this.#satisfies(next) && this.#stepSatisfies(state, next);
    let number = -1;
    if (isInModel) {
      number = this.#add(next, true);
      this.#transitions?.add(from, number);
      if (this.#seen.wasNew) {
        this.#found[action] = this.#found[action]! + 1;
        this.#record(number, from, ordinal);
        this.#depth = this.#level + 1;
        this.#queue.push(next);
        this.#checkState(next, number, undefined);
      }
    } else this.#checkState(next, from, next);
    if (this.#stop === undefined) this.#recorder?.step(next, action, number);
    for (const property of this.#machine.actionProperties) {
      if (this.#stop === undefined && !property.test(state, next)) {
        this.#stop = {
          verdict: "action-property",
          property: property.name,
          predicate: property,
          state: from,
          beyond: next.slice(),
        };
      }
    }
    this.#countOnlyFirst(weight);
  }

  /** A violation ends the search at the first derivation of the state that shows it. */
  #countOnlyFirst(weight: number): void {
    if (this.#stop !== undefined) this.#generated -= weight - 1;
  }

  #satisfies(state: Int32Array): boolean {
    for (const constraint of this.#machine.constraints) if (!constraint.test(state)) return false;
    return true;
  }

  #stepSatisfies(state: Int32Array, next: Int32Array): boolean {
    for (const constraint of this.#machine.actionConstraints) if (!constraint.test(state, next)) return false;
    return true;
  }

  #checkState(state: Int32Array, number: number, beyond: Int32Array | undefined): void {
    for (const invariant of this.#invariants) {
      if (this.#stop !== undefined) return;
      try {
        if (!invariant.test(state))
          this.#stop = { verdict: "invariant", predicate: invariant, ...placeOf(invariant, number, beyond) };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        this.#stop = { verdict: verdictOf(error), error, ...placeOf(invariant, number, beyond) };
      }
    }
  }

  /** Numbers the state. */
  #add(state: Int32Array, isSuccessor = false): number {
    if (isSuccessor) this.#key.ofSuccessor(state);
    else this.#key.of(state);
    return this.#seen.add(this.#key.low, this.#key.high);
  }

  #record(number: number, parent: number, ordinal: number): void {
    if (number >= this.#parents.length) {
      this.#parents = doubled(this.#parents);
      this.#ordinals = doubled(this.#ordinals);
    }
    this.#parents[number] = parent;
    this.#ordinals[number] = ordinal;
  }

  #checkBounds(): void {
    const statesMax = this.#options.statesMax ?? STATES_MAX;
    if (this.#stop === undefined && this.#seen.size > statesMax)
      this.#stop = { verdict: "unknown", bound: "states", state: -1 };
  }

  #guarded(state: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(state, error);
    }
  }

  /** An evaluation error is a verdict on the specification, with the trace to the state in which it happened. */
  #fail(state: number, error: unknown): void {
    if (!(error instanceof EvaluationError)) throw error;
    this.#stop ??= { verdict: verdictOf(error), state, error };
  }

  // ---------------------------------------------------------------------------------------- the answer

  result(): CheckResult {
    const unchecked = this.#machine.temporalProperties.map((property) => property.name);
    const stop: Stop = this.#stop ?? { verdict: unchecked.length > 0 ? "unknown" : this.#postcondition(), state: -1 };
    const states = this.#statesTo(stop);
    const last = states.at(-1);
    return {
      verdict: stop.verdict,
      property:
        stop.property ??
        (stop.verdict === "assumption" && this.#stop === undefined ? this.#machine.postcondition?.name : undefined),
      generated: this.#generated,
      distinct: this.#seen.size,
      depth: this.#depth,
      initial: this.#initial,
      transitions: this.#transitions?.count,
      trace: buildTrace(this.#machine, states),
      actions: this.#machine.actions.map((action) => ({
        name: action.name,
        at: action.at,
        taken: this.#taken[action.index]!,
        found: this.#found[action.index]!,
      })),
      formula: this.#formula(stop, states),
      error: stop.error === undefined ? undefined : this.#explainer.explainError(stop.error, last),
      bound: stop.bound,
      unchecked: stop.verdict === "ok" || stop.verdict === "unknown" ? unchecked : [],
    };
  }

  #postcondition(): Verdict {
    const { postcondition } = this.#machine;
    return postcondition === undefined || postcondition.test() ? "ok" : "assumption";
  }

  #formula(stop: Stop, states: readonly Int32Array[]): CheckResult["formula"] {
    if (stop.predicate === undefined) return [];
    const { name, at } = stop.predicate;
    const last = states.at(-1);
    if (last === undefined)
      return this.#explainer.explainFalse(name, at, new Int32Array(this.#machine.variables.length));
    const before = states.at(-2);
    const isStep = stop.verdict === "action-property" && stop.beyond !== undefined && before !== undefined;
    return isStep ? this.#explainer.explainFalse(name, at, before, last) : this.#explainer.explainFalse(name, at, last);
  }

  /** The states from an initial one to where exploration stopped, computed again from parents and ordinals. */
  #statesTo(stop: Stop): Int32Array[] {
    if (stop.state < 0) return [];
    const numbers: number[] = [];
    for (let at = stop.state; at >= 0; at = this.#parents[at]!) numbers.unshift(at);
    const states = [this.#initialState(this.#ordinals[numbers[0]!]!)];
    for (const number of numbers.slice(1)) states.push(this.#successor(states.at(-1)!, this.#ordinals[number]!));
    if (stop.beyond !== undefined) states.push(stop.beyond);
    return states;
  }

  /** The ordinal counts distinct initial states inside the model, in the order they were found. */
  #initialState(wanted: number): Int32Array {
    const seen = new FingerprintTable();
    let found: Int32Array | undefined;
    this.#untilFailure(() =>
      this.#machine.initialStates((state) => {
        if (found !== undefined || !this.#satisfies(state)) return;
        this.#key.of(state);
        if (seen.add(this.#key.low, this.#key.high) === wanted) found = state.slice();
      }),
    );
    if (found === undefined) throw new Error("an initial state was not found again");
    return found;
  }

  #successor(state: Int32Array, wanted: number): Int32Array {
    let found: Int32Array | undefined;
    let ordinal = 0;
    this.#untilFailure(() =>
      this.#machine.successors(state, (next) => {
        if (ordinal++ === wanted) found = next.slice();
      }),
    );
    if (found === undefined) throw new Error("a successor was not found again");
    return found;
  }

  /** The evaluation that failed the first time fails again, behind what is looked for. */
  #untilFailure(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function placeOf(
  predicate: StatePredicate,
  state: number,
  beyond: Int32Array | undefined,
): Pick<Stop, "property" | "state" | "beyond"> {
  return { property: predicate.name, state, ...(beyond === undefined ? {} : { beyond: beyond.slice() }) };
}

function verdictOf(error: EvaluationError): Verdict {
  return error.code === ASSERT_FAILED ? "assert" : "error";
}
