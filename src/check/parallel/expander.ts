/**
 * Expands states for an exploration in another thread: enumerates their successors, holds them against the config, and
 * sends what may be new. It decides nothing: the exploration takes the outcomes in the order of the states' numbers and
 * says which candidates are new, and those stay here to be expanded in their turn.
 *
 * A successor is left out when its fingerprint was sent from here before, or stands in the exploration's table. In both
 * cases it was found by a state with a smaller number, so the first derivation of a state is never left out, and the
 * exploration counts and numbers as if it were alone.
 *
 * A state with which something is wrong (a violation, a deadlock, an evaluation that fails) is handed back as it is.
 */
import type { StateMachine, SuccessorSink } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import { GrowingArray } from "../growing-array.ts";
import { Judge } from "../judge.ts";
import { StateKey } from "../state-key.ts";
import { StateQueue } from "../state-queue.ts";
import { DistinctTargets } from "./distinct-targets.ts";
import { Board, COUNT_MAX, Order, Outcome, type Link } from "./link.ts";
import { RecordReader, RecordWriter } from "./record-stream.ts";
import { RecentFingerprints } from "./recent-fingerprints.ts";
import type { SharedFingerprints } from "./shared-fingerprints.ts";
import { exportState, importState } from "./state-words.ts";

export interface ExpanderOptions {
  /** Overrides the config's CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Count distinct transitions too. */
  readonly countTransitions?: boolean;
}

export interface ExpanderParts {
  readonly machine: StateMachine;
  /** Values with which all stores begin (state-words.ts). */
  readonly common: number;
  readonly options: ExpanderOptions;
  readonly link: Link;
  readonly known: SharedFingerprints;
  /** That of the exploration, when it is on the same thread. */
  readonly key?: StateKey;
  /** To be expanded first; all other states come down the link. */
  readonly states?: StateQueue;
}

export class Expander {
  /** States expanded so far. */
  expanded = 0;
  readonly #machine: StateMachine;
  readonly #common: number;
  readonly #options: ExpanderOptions;
  readonly #known: SharedFingerprints;
  readonly #sent = new RecentFingerprints();
  readonly #key: StateKey;
  readonly #up: RecordWriter;
  readonly #down: RecordReader;
  readonly #board: Int32Array;
  /** States to be expanded, and candidates without verdict. */
  readonly #states: StateQueue;
  readonly #candidates: StateQueue;
  readonly #received: Int32Array;
  #judge: Judge;
  // ---- the state that is being expanded
  readonly #onSuccessor: SuccessorSink = (next, action, weight) => this.#addSuccessor(next, action, weight);
  #state: Int32Array;
  #ordinal = 0;
  #generated = 0;
  /** Derivations by each action, and the actions that have any. */
  readonly #taken: Float64Array;
  readonly #actions = new GrowingArray();
  /** The outcome, as it will be sent. */
  readonly #outcome = new GrowingArray();
  #candidateCount = 0;
  #attachesStates = false;
  readonly #targets: DistinctTargets | undefined;

  constructor({ machine, common, options, link, known, key = new StateKey(machine), states }: ExpanderParts) {
    this.#machine = machine;
    this.#common = common;
    this.#options = options;
    this.#known = known;
    this.#key = key;
    this.#up = new RecordWriter(link.up);
    this.#down = new RecordReader(link.down);
    this.#board = new Int32Array(link.board);
    const width = machine.variables.length;
    this.#states = states ?? new StateQueue(width);
    this.#candidates = new StateQueue(width);
    this.#received = new Int32Array(width);
    this.#state = this.#received;
    this.#taken = new Float64Array(machine.actions.length);
    this.#judge = new Judge(machine, options);
    this.#targets = options.countTransitions === true ? new DistinctTargets() : undefined;
  }

  /** Expands up to so many states; false when there is nothing to do until something comes down, or goes up. */
  step(states: number): boolean {
    for (let i = 0; i < states; i++) {
      this.#takeOrders();
      if (!this.#up.flush() || this.#states.size === 0) return i > 0;
      this.#expand(this.#states.shift());
      this.#machine.store.collectIfDue();
      Atomics.store(this.#board, Board.Expanded, ++this.expanded | 0);
    }
    return true;
  }

  /** Between two steps these are all values that it holds: of states to be expanded, and of candidates. */
  visitValues(visit: (v: Value) => void): void {
    this.#states.forEachWord(visit);
    this.#candidates.forEachWord(visit);
  }

  /** Sleeps until something comes down, or for so long. */
  sleep(millis: number): void {
    this.#down.sleep(millis);
  }

  #takeOrders(): void {
    const down = this.#down;
    while (down.next()) {
      const { words } = down;
      if (words[0] === Order.State) {
        importState(this.#machine.store, this.#common, words, 1, this.#received);
        this.#states.push(this.#received);
      } else {
        for (let i = 1; i < down.length; i++) {
          const candidate = this.#candidates.shift();
          if (words[i] === 1) this.#states.push(candidate);
        }
      }
    }
  }

  #expand(state: Int32Array): void {
    const machine = this.#machine;
    this.#begin(state);
    const between = machine.statesBetween();
    const waiting = this.#candidates.size;
    try {
      machine.successors(state, this.#onSuccessor);
    } catch (error) {
      this.#judge.fail(error, 0);
    }
    if (this.#ordinal === 0) this.#judge.checkDeadlock(0);
    this.#generated += machine.statesBetween() - between;
    if (!this.#judge.isOver && this.#generated <= COUNT_MAX) return this.#sendOutcome();
    if (this.#judge.isOver) this.#judge = new Judge(machine, this.#options);
    this.#candidates.truncate(waiting);
    this.#handBack(state);
  }

  #begin(state: Int32Array): void {
    this.#state = state;
    this.#ordinal = 0;
    this.#generated = 0;
    this.#candidateCount = 0;
    this.#attachesStates = Atomics.load(this.#board, Board.AttachesStates) === 1;
    this.#outcome.length = 0;
    for (let i = 0; i < Outcome.Head; i++) this.#outcome.push(0);
    for (let i = 0; i < this.#actions.length; i++) this.#taken[this.#actions.get(i)] = 0;
    this.#actions.length = 0;
    this.#machine.status.begin(0, state);
    this.#key.expand(state);
    if (this.#targets !== undefined) {
      this.#key.of(state);
      this.#targets.begin(this.#key.low, this.#key.high);
    }
  }

  #addSuccessor(next: Int32Array, action: number, weight: number): void {
    const judge = this.#judge;
    this.#ordinal++;
    // The emitted code runs the state's successors to the end; the state is handed back anyway.
    if (judge.isOver) return;
    this.#generated += weight;
    if (this.#taken[action] === 0) this.#actions.push(action);
    this.#taken[action] = this.#taken[action]! + weight;
    if (judge.isStepInModel(this.#state, next)) {
      const key = this.#key;
      key.ofSuccessor(next);
      this.#targets?.add(key.low, key.high);
      if (!this.#sent.has(key.low, key.high) && !this.#known.has(key.low, key.high)) {
        this.#addCandidate(next, action);
        judge.checkState(next, 0);
      }
    } else judge.checkState(next, 0, next);
    judge.checkStep(this.#state, next, 0);
  }

  #addCandidate(next: Int32Array, action: number): void {
    const { low, high } = this.#key;
    const outcome = this.#outcome;
    this.#sent.add(low, high);
    this.#candidates.push(next);
    this.#candidateCount++;
    outcome.push(low);
    outcome.push(high);
    outcome.push(this.#ordinal - 1);
    outcome.push(action);
    outcome.push(this.#attachesStates ? 1 : 0);
    if (this.#attachesStates) exportState(this.#machine.store, this.#common, next, outcome);
  }

  #sendOutcome(): void {
    const outcome = this.#outcome;
    outcome.set(Outcome.Kind, Outcome.Expanded);
    outcome.set(Outcome.Generated, this.#generated);
    outcome.set(Outcome.Transitions, this.#targets?.count ?? 0);
    outcome.set(Outcome.Candidates, this.#candidateCount);
    outcome.push(this.#actions.length);
    for (let i = 0; i < this.#actions.length; i++) {
      const action = this.#actions.get(i);
      outcome.push(action);
      outcome.push(this.#taken[action]!);
    }
    this.#up.write(outcome.view(), outcome.length);
  }

  #handBack(state: Int32Array): void {
    const outcome = this.#outcome;
    outcome.length = 0;
    outcome.push(Outcome.Suspicious);
    exportState(this.#machine.store, this.#common, state, outcome);
    this.#up.write(outcome.view(), outcome.length);
  }
}
