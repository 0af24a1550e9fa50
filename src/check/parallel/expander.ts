/**
 * One thread's part of a divided exploration: it has states, expands those of a round, claims what they lead to, and at
 * the end of the round keeps the new states that are its own.
 *
 * It counts and numbers as one thread would: a new state is that of the parent with the smallest number (claims.ts), new
 * states are numbered by their parents' numbers, and among the successors of one parent in their order. So it shows
 * nowhere which thread had which state. Invariants are asked of a state when its claim will hardly change any more; a parent with
 * which something is wrong (a violation, a deadlock, an evaluation that fails) is left to the exploration itself.
 */
import type { StateMachine, SuccessorSink } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import { GrowingArray } from "../growing-array.ts";
import { CutOff } from "../cut-off.ts";
import { Judge } from "../judge.ts";
import { StateKey } from "../state-key.ts";
import type { StateQueue } from "../state-queue.ts";
import { Board } from "./board.ts";
import { Claims } from "./claims.ts";
import { DistinctTargets } from "./distinct-targets.ts";
import { COUNT_MAX, ExpansionLog, Totals } from "./expansion-log.ts";
import { NumberedStates } from "./numbered-states.ts";
import type { FoundMemory, RoundMemory } from "./round-memory.ts";
import { Outcome, RoundParents } from "./round-parents.ts";
import { SharedFingerprints } from "./shared-fingerprints.ts";
import { StateBox } from "./state-box.ts";

export interface ExpanderOptions {
  /** Overrides the config's CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Count distinct transitions too. */
  readonly countTransitions?: boolean;
}

export interface ExpanderParts {
  readonly machine: StateMachine;
  readonly options: ExpanderOptions;
  readonly memory: RoundMemory;
  readonly found: FoundMemory;
  /** 0 for the thread that leads. */
  readonly thread: number;
  /** Values with which the stores of all threads begin (state-words.ts). */
  readonly common: number;
  /** That of the exploration, when it is on the same thread. */
  readonly key?: StateKey;
}

/** States expanded between two looks at which claims will hardly change any more. */
const STATES_BETWEEN_JUDGEMENTS = 32;
/** A state that leads to more is left to the exploration, which asks on the way whether it is to go on. */
const SUCCESSORS_MAX = 1 << 20;
/** Serving more at once would leave the other thread waiting while they are written. */
const STATES_SERVED_MAX = 256;

/** Words of a candidate, a successor that may be new: slot of its claim, number of its parent, its ordinal, action. */
const CANDIDATE_WORDS = 4;

export class Expander {
  /** States expanded so far. */
  expanded = 0;
  readonly board: Board;
  readonly #machine: StateMachine;
  readonly #options: ExpanderOptions;
  readonly #thread: number;
  readonly #giveStatesMin: number;
  readonly #key: StateKey;
  readonly #parents: RoundParents;
  readonly #claims: Claims;
  readonly #known: SharedFingerprints;
  #ordinals: Int32Array;
  readonly #boxes: readonly Int32Array[];
  readonly #box: StateBox;
  readonly #totals: Totals;
  /** States for later rounds, in the order of their numbers; those of this round; how many of these were expanded. */
  #waiting: NumberedStates;
  readonly #round: NumberedStates;
  #next = 0;
  /** New states, one for each candidate; numbers are given at the end of the round. */
  readonly #candidates: NumberedStates;
  readonly #candidateWords = new GrowingArray();
  /** Candidates before this one were held against the invariants. */
  #judged = 0;
  readonly #log: ExpansionLog;
  // ---- the state that is being expanded
  readonly #onSuccessor: SuccessorSink = (next, action, weight) => this.#addSuccessor(next, action, weight);
  readonly #state: Int32Array;
  #judge: Judge;
  #number = 0;
  #ordinal = 0;
  #generated = 0;
  /** It leads to more states than one can wait for, or to more new ones than a round has room for. */
  #isTooWide = false;
  readonly #targets: DistinctTargets | undefined;

  constructor({ machine, options, memory, found, thread, common, key = new StateKey(machine) }: ExpanderParts) {
    const width = machine.variables.length;
    this.#machine = machine;
    this.#options = options;
    this.#thread = thread;
    this.#giveStatesMin = memory.giveStatesMin;
    this.#key = key;
    this.board = new Board(memory.board, thread);
    this.#parents = new RoundParents(memory.parents);
    this.#claims = new Claims(memory.claims, this.#parents);
    this.#known = new SharedFingerprints(found.fingerprints);
    this.#ordinals = new Int32Array(found.ordinals);
    this.#boxes = memory.boxes.map((box) => new Int32Array(box));
    this.#box = new StateBox(machine.store, common, width);
    this.#totals = new Totals(memory.totals[thread]!);
    this.#waiting = new NumberedStates(width);
    this.#round = new NumberedStates(width);
    this.#candidates = new NumberedStates(width);
    this.#state = new Int32Array(width);
    this.#judge = new Judge(machine, options);
    this.#log = new ExpansionLog(machine.actions.length);
    this.#targets = options.countTransitions === true ? new DistinctTargets() : undefined;
  }

  /** Between two steps these are all values that it holds: those of the round may have to be expanded again. */
  visitValues(visit: (v: Value) => void): void {
    this.#waiting.visitValues(visit);
    this.#round.visitValues(visit);
    this.#candidates.visitValues(visit);
  }

  /** The memory has grown, and is somewhere else now. What stood in the table is placed again, each thread its share. */
  move({ fingerprints, before, ordinals }: FoundMemory): void {
    this.#known.move(fingerprints);
    this.#ordinals = new Int32Array(ordinals);
    if (before !== undefined) this.#known.placeAgain(before, this.#thread, this.board.threads);
  }

  /** Takes over all states of the queue, numbered from `first` on: later than those that wait here. */
  adopt(queue: StateQueue, first: number): void {
    for (let number = first; queue.size > 0; number++) this.#waiting.push(number, queue.shift());
  }

  // ---------------------------------------------------------------------------------------- expanding a round

  /** A round of the states from number `first` to the one before `end` begins. */
  begin(first: number, end: number): void {
    const waiting = this.#waiting;
    this.#parents.begin(first);
    this.#claims.begin(first);
    this.#next = 0;
    let count = 0;
    for (; count < waiting.length && waiting.number(count) < end; count++) {
      // Those before the first were expanded by the exploration itself.
      if (waiting.number(count) < first) continue;
      waiting.read(count, this.#state);
      this.#round.push(waiting.number(count), this.#state);
    }
    waiting.dropFirst(count);
  }

  /** Expands up to so many states; false when this thread has nothing to do until it is served or the round is over. */
  expand(states: number): boolean {
    for (let i = 0; i < states; i++) {
      if (!this.#hasNext()) {
        this.#judgeClaims(Infinity);
        this.board.rest();
        return false;
      }
      if (this.board.someRest) this.#serve();
      this.#expandNext();
      if (this.expanded % STATES_BETWEEN_JUDGEMENTS === 0) this.#judgeClaims(this.board.slowestOther);
      this.#machine.store.collectIfDue();
    }
    return true;
  }

  #hasNext(): boolean {
    const round = this.#round;
    if (this.#next === round.length && this.board.wasServed()) this.#box.empty(this.#boxes[this.#thread]!, round);
    if (this.#next === round.length) return false;
    const number = round.number(this.#next);
    // Numbers may wrap around between what was here and what was taken over, but then both are beyond the stop.
    if (number < this.board.stop && !this.#isFull) return true;
    this.board.stopAt(number);
    this.#next = round.length;
    return false;
  }

  /** Half of the claims may be taken, by each thread its share: then the round ends early. */
  get #isFull(): boolean {
    return this.#candidates.length * 2 * this.board.threads >= this.#claims.slots;
  }

  #serve(): void {
    const left = this.#round.length - this.#next;
    if (left < this.#giveStatesMin) return;
    const taker = this.board.takerOfStates();
    if (taker < 0) return;
    this.#box.fill(this.#boxes[taker]!, this.#round, Math.min(left >> 1, STATES_SERVED_MAX));
    this.board.serve(taker);
  }

  #expandNext(): void {
    const machine = this.#machine;
    this.#begin();
    const between = machine.statesBetween();
    const candidates = this.#candidates.length;
    try {
      machine.successors(this.#state, this.#onSuccessor);
    } catch (error) {
      if (!(error instanceof CutOff)) this.#judge.fail(error, 0);
    }
    if (this.#ordinal === 0) this.#judge.checkDeadlock(0);
    this.#generated += machine.statesBetween() - between;
    this.#next++;
    this.expanded++;
    if (!this.#judge.isOver && !this.#isTooWide && this.#generated <= COUNT_MAX) {
      this.#log.endState(this.#number, this.#generated, this.#targets?.count ?? 0);
      this.#parents.setOutcome(this.#number, Outcome.Expanded);
      return;
    }
    this.#candidates.truncate(candidates);
    this.#candidateWords.length = candidates * CANDIDATE_WORDS;
    this.#suspect(this.#number);
  }

  #suspect(parent: number): void {
    if (this.#judge.isOver) this.#judge = new Judge(this.#machine, this.#options);
    this.#parents.setOutcome(parent, Outcome.Suspicious);
    this.board.stopAt(parent);
  }

  /**
   * Holds candidates of parents before number `end` against the invariants, except those that other parents have claimed
   * meanwhile: the earlier it is done, the more states are judged twice. Whoever rests has judged all.
   */
  #judgeClaims(end: number): void {
    const words = this.#candidateWords;
    for (; this.#judged < this.#candidates.length; this.#judged++) {
      const at = this.#judged * CANDIDATE_WORDS;
      const parent = words.get(at + 1);
      if (parent >= end) return;
      if (this.#claims.parent(words.get(at)) !== parent) continue;
      this.#candidates.read(this.#judged, this.#state);
      this.#judge.checkState(this.#state, 0);
      if (this.#judge.isOver) this.#suspect(parent);
    }
  }

  #begin(): void {
    this.#number = this.#round.number(this.#next);
    this.board.goTo(this.#number);
    this.#round.read(this.#next, this.#state);
    this.#ordinal = 0;
    this.#generated = 0;
    this.#isTooWide = false;
    this.#log.beginState();
    this.#machine.status.begin(0, this.#state);
    this.#key.expand(this.#state);
    if (this.#targets !== undefined) {
      this.#key.of(this.#state);
      this.#targets.begin(this.#key.low, this.#key.high);
    }
  }

  #addSuccessor(next: Int32Array, action: number, weight: number): void {
    const judge = this.#judge;
    this.#isTooWide ||= ++this.#ordinal > SUCCESSORS_MAX;
    // The exploration looks at the state anyway.
    if (judge.isOver || this.#isTooWide) throw new CutOff();
    this.#generated += weight;
    this.#log.take(action, weight);
    if (judge.isStepInModel(this.#state, next)) {
      const { low, high } = this.#keyOf(next);
      this.#targets?.add(low, high);
      if (!this.#known.has(low, high)) this.#claim(next, action, low, high);
    } else judge.checkState(next, 0, next);
    judge.checkStep(this.#state, next, 0);
  }

  #keyOf(next: Int32Array): StateKey {
    this.#key.ofSuccessor(next);
    return this.#key;
  }

  #claim(next: Int32Array, action: number, low: number, high: number): void {
    const slot = this.#claims.claim(low, high, this.#number);
    if (slot < 0) return;
    const words = this.#candidateWords;
    words.push(slot);
    words.push(this.#number);
    words.push(this.#ordinal - 1);
    words.push(action);
    this.#candidates.push(0, next);
    this.#isTooWide = this.#candidates.length * 1.25 * this.board.threads >= this.#claims.slots;
  }

  // ---------------------------------------------------------------------------------------- the end of a round

  /**
   * Enters what states before number `end` led to; those from it on wait again. Each parent's word says by now which
   * number its first new state gets.
   */
  settle(end: number): void {
    this.#totals.clear();
    this.#log.addTo(this.#totals, end);
    this.#log.clear();
    this.#enterCandidates(end);
    if (this.#round.length > 0) this.#waitAgain(end);
    this.#candidates.copyInOrder(0, this.#waiting);
    this.#candidates.truncate(0);
    this.#candidateWords.length = this.#judged = 0;
  }

  /** Numbers the candidates: -1 for those that are another parent's, or of a parent that does not count. */
  #enterCandidates(end: number): void {
    const words = this.#candidateWords;
    let last = -1;
    let number = 0;
    for (let index = 0, at = 0; index < this.#candidates.length; index++, at += CANDIDATE_WORDS) {
      const slot = words.get(at);
      const parent = words.get(at + 1);
      if (parent >= end || this.#claims.parent(slot) !== parent) {
        this.#candidates.setNumber(index, -1);
        continue;
      }
      if (parent !== last) number = this.#parents.firstNew(parent);
      last = parent;
      this.#candidates.setNumber(index, number);
      this.#known.place(this.#claims.low(slot), this.#claims.high(slot), number);
      this.#ordinals[number] = words.get(at + 2);
      this.#totals.addFound(words.get(at + 3));
      number++;
    }
  }

  /** What belonged to the round and does not count comes before the states that wait. */
  #waitAgain(end: number): void {
    const again = new NumberedStates(this.#machine.variables.length);
    this.#round.copyInOrder(end, again);
    this.#round.truncate(0);
    if (again.length === 0) return;
    this.#waiting.copyInOrder(0, again);
    this.#waiting = again;
  }

  /** Moves the states that wait into this thread's box, as many as it has room for. */
  pack(): void {
    this.#box.fill(this.#boxes[this.#thread]!, this.#waiting, this.#waiting.length);
  }

  /**
   * Takes all states out of the other threads' boxes. When these and those that wait here are all that there are, they go
   * into the queue, in order, which is said.
   */
  gather(queue: StateQueue, states: number): boolean {
    const all = new NumberedStates(this.#machine.variables.length);
    this.#waiting.copyInOrder(0, all);
    for (const box of this.#boxes) this.#box.empty(box, all);
    this.#waiting.truncate(0);
    all.copyInOrder(0, this.#waiting);
    if (all.length < states) return false;
    for (let index = 0; index < states; index++) {
      this.#waiting.read(index, this.#state);
      queue.push(this.#state);
    }
    this.#waiting.truncate(0);
    return true;
  }
}
