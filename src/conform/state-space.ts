/**
 * The part of the specification's state graph that runs have shown: states, steps between them, and what was found out
 * about each. Shared by every run of a campaign, so that a step seen once costs one look-up the next time.
 *
 * States are numbered in order of arrival; the numbers mean nothing outside this object. Everything here is a cache of
 * pure functions of the state machine, except the coverage, which is that of one campaign at a time.
 */
import type { StateMachine, StepRequest } from "../compile/types.ts";
import { UNKNOWN } from "../compile/types.ts";
import { EvaluationError, type Value } from "../values/types.ts";
import type { NamedAction } from "./types.ts";
import { TupleTable } from "./tuple-table.ts";

/** Words of a remembered request before its values: state and action. */
const REQUEST_HEAD = 2;

/** A way to take a step: the next state's number, the action, the arguments found. */
export interface Taken {
  readonly to: number;
  readonly action: number;
  readonly binding: readonly Value[];
}

/** Which property a state or step breaks. */
export interface Broken {
  readonly kind: "invariant" | "action-property";
  readonly property: string;
}

/** An evaluation that failed: what was asked of the specification, in which state. */
export interface Failed {
  readonly kind: "failed";
  readonly error: EvaluationError;
  readonly state: Int32Array;
  /** Absent for invariants and properties. */
  readonly tried?: NamedAction;
}

export class StateSpace {
  readonly machine: StateMachine;
  /** An evaluation that failed since whoever asks has cleared it: an answer may then lack something. */
  failed: Failed | undefined;
  /**
   * Values that were tried for quantified names, in the actions and as their parameters. A step that is remembered counts as
   * much as it did the first time, so that this does not depend on what is remembered.
   */
  bindingsTried = 0;
  readonly #width: number;
  readonly #states = new TupleTable();
  readonly #edges = new TupleTable();
  readonly #requests = new TupleTable();
  readonly #outcomes: (readonly Taken[])[] = [];
  /** What each of them has added to `bindingsTried`. */
  readonly #bindings: number[] = [];
  /** Outcomes that lack what could not be evaluated, by request. */
  readonly #failures = new Map<number, Failed>();
  /** Verdict on each state and step: undefined until asked. */
  readonly #stateVerdicts: (Broken | Failed | null | undefined)[] = [];
  readonly #edgeVerdicts: (Broken | Failed | null)[] = [];
  /** The last campaign in which a run took the step. */
  readonly #edgeCampaigns: number[] = [];
  #campaign = 0;
  /** Steps by action that runs of the present campaign took, stuttering included when an action took it. */
  readonly actionsTaken: Int32Array;
  #initial: readonly number[] | undefined;
  #key = new Int32Array(64);

  constructor(machine: StateMachine) {
    this.machine = machine;
    this.#width = machine.variables.length;
    this.actionsTaken = new Int32Array(machine.actions.length);
  }

  /**
   * Begins another campaign: what runs take from here on is covered by it, whether it is known already or not. Which
   * campaigns have used a space before depends on the number of workers; what one of them covers must not.
   */
  beginCampaign(): void {
    this.#campaign++;
    this.actionsTaken.fill(0);
  }

  /** Number of a state. */
  intern(state: ArrayLike<number>): number {
    return this.#states.intern(state, 0, this.#width);
  }

  state(id: number): Int32Array {
    return this.#states.get(id);
  }

  /** As `state`, but valid only until the next state is interned: for reading at once. */
  view(id: number): Int32Array {
    return this.#states.view(id);
  }

  /** States and steps that are remembered: what the space costs in memory. */
  get size(): number {
    return this.#states.size + this.#requests.size;
  }

  /** Value of one variable in a state. */
  value(id: number, variable: number): number {
    return this.#states.at(id, variable);
  }

  /** True when the known values in `end` are those of the state. */
  matches(id: number, end: Int32Array): boolean {
    for (let v = 0; v < this.#width; v++) if (end[v] !== UNKNOWN && end[v] !== this.#states.at(id, v)) return false;
    return true;
  }

  initialStates(): readonly number[] {
    if (this.#initial === undefined) {
      const found = new Set<number>();
      this.machine.initialStates((state) => void found.add(this.intern(state)));
      this.#initial = [...found];
    }
    return this.#initial;
  }

  /**
   * All ways in which a named action, with the next values known so far, leads on from a state. Where the specification
   * cannot be evaluated there are those that were found until then, and `failed` says so.
   */
  stepBy(from: number, named: NamedAction, next: Int32Array): readonly Taken[] {
    const key = this.#requestKey(from, named.action, named.arguments, next);
    if (this.#requests.wasNew) this.#outcomes[key] = this.#waysOf(key, from, named, next);
    this.bindingsTried += this.#bindings[key]!;
    if (this.#failures.size > 0) this.failed ??= this.#failures.get(key);
    return this.#outcomes[key]!;
  }

  #waysOf(key: number, from: number, named: NamedAction, next: Int32Array): readonly Taken[] {
    const taken = new Map<number, Taken>();
    const request: StepRequest = {
      action: named.action,
      state: this.state(from),
      arguments: named.arguments,
      next: next.slice(),
    };
    const { tally } = this.machine;
    const tried = tally.bindings;
    const failed = failureOf(request.state, named, () =>
      this.machine.step(request, (to, binding) => {
        const id = this.intern(to);
        if (!taken.has(id)) taken.set(id, { to: id, action: named.action, binding: [...binding] });
        return true;
      }),
    );
    this.#bindings[key] = tally.bindings - tried;
    if (failed !== undefined) this.#failures.set(key, failed);
    return [...taken.values()];
  }

  /** Calls `visit` with all values that it remembers. */
  visitValues(visit: (v: Value) => void): void {
    this.#states.forEachFrom(0, visit);
    this.#requests.forEachFrom(REQUEST_HEAD, visit);
    for (const outcome of this.#outcomes) for (const { binding } of outcome) binding.forEach((v) => visit(v));
  }

  #requestKey(from: number, action: number, args: Int32Array, next: Int32Array): number {
    const length = REQUEST_HEAD + args.length + next.length;
    if (length > this.#key.length) this.#key = new Int32Array(length * 2);
    const key = this.#key;
    key[0] = from;
    key[1] = action;
    for (let i = 0; i < args.length; i++) key[REQUEST_HEAD + i] = args[i]!;
    for (let i = 0; i < next.length; i++) key[REQUEST_HEAD + args.length + i] = next[i]!;
    return this.#requests.intern(key, 0, length);
  }

  /** The invariant or always-property that is false in a state or cannot be evaluated there, if any. */
  brokenState(id: number): Broken | Failed | null {
    let verdict = this.#stateVerdicts[id];
    if (verdict === undefined) {
      verdict = this.#judgeState(this.state(id));
      this.#stateVerdicts[id] = verdict;
    }
    return verdict;
  }

  #judgeState(state: Int32Array): Broken | Failed | null {
    let broken: Broken | undefined;
    const failed = failureOf(state, undefined, () => {
      const all = [...this.machine.invariants, ...this.machine.stateProperties];
      const property = all.find((invariant) => !invariant.test(state))?.name;
      if (property !== undefined) broken = { kind: "invariant", property };
    });
    return failed ?? broken ?? null;
  }

  /** Counts a step of a run and says which action property it breaks, if any. */
  visit(from: number, to: number, action: number): Broken | Failed | null {
    this.actionsTaken[action] = this.actionsTaken[action]! + 1;
    const edge = this.#edgeOf(from, to);
    if (this.#edges.wasNew) this.#edgeVerdicts[edge] = this.#judgeStep(this.state(from), this.state(to));
    this.#edgeCampaigns[edge] = this.#campaign;
    return this.#edgeVerdicts[edge]!;
  }

  #edgeOf(from: number, to: number): number {
    this.#key[0] = from;
    this.#key[1] = to;
    return this.#edges.intern(this.#key, 0, 2);
  }

  #judgeStep(from: Int32Array, to: Int32Array): Broken | Failed | null {
    let broken: Broken | undefined;
    const failed = failureOf(from, undefined, () => {
      const property = this.machine.actionProperties.find((one) => !one.test(from, to))?.name;
      if (property !== undefined) broken = { kind: "action-property", property };
    });
    return failed ?? broken ?? null;
  }

  /** A state's structural hash in hexadecimal: the same in every process. */
  fingerprint(id: number): string {
    const { store } = this.machine;
    let low = 0;
    let high = 0;
    for (let v = 0; v < this.#width; v++) {
      const value = this.#states.at(id, v);
      low = (Math.imul(low, 0x01000193) ^ store.hashLow(value)) | 0;
      high = (Math.imul(high, 0x85ebca6b) ^ store.hashHigh(value)) | 0;
    }
    return hex(high) + hex(low);
  }

  /** Steps that runs of the present campaign have taken, as pairs of state numbers: the transitions covered. */
  *edges(): IterableIterator<readonly [number, number]> {
    for (let i = 0; i < this.#edges.size; i++) {
      if (this.#edgeCampaigns[i] === this.#campaign) yield [this.#edges.at(i, 0), this.#edges.at(i, 1)];
    }
  }
}

/** Evaluates, and gives back how that failed. */
function failureOf(state: Int32Array, tried: NamedAction | undefined, evaluate: () => void): Failed | undefined {
  try {
    evaluate();
    return undefined;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { kind: "failed", error, state, ...(tried === undefined ? {} : { tried }) };
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
