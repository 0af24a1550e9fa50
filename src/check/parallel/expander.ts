/**
 * One thread's part of a divided exploration: it takes some states of a round after the other, expands them, claims what
 * they lead to, and at the end of the round enters the new states that are its own.
 *
 * It counts and numbers as one thread would: a new state is that of the parent with the smallest number (claims.ts), new
 * states are numbered by their parents' numbers, and among the successors of one parent in their order. So it shows
 * nowhere which thread had which state. Invariants are asked of a state when its claim will hardly change any more; a parent with
 * which something is wrong (a violation, a deadlock, an evaluation that fails) is left to the exploration itself.
 */
import type { StateMachine, SuccessorSink } from "../../compile/types.ts";
import { GrowingArray } from "../growing-array.ts";
import { CutOff } from "../cut-off.ts";
import { Judge } from "../judge.ts";
import { StateKey } from "../state-key.ts";
import { Board } from "./board.ts";
import { Claims } from "./claims.ts";
import { DistinctTargets } from "./distinct-targets.ts";
import { COUNT_MAX, ExpansionLog, Totals } from "./expansion-log.ts";
import type { FoundMemory, RoundMemory } from "./round-memory.ts";
import { Outcome, RoundParents } from "./round-parents.ts";
import { SharedFingerprints } from "./shared-fingerprints.ts";
import { SharedQueue } from "./shared-queue.ts";

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
  /** That of the exploration, when it is on the same thread. */
  readonly key?: StateKey;
}

/** States expanded between two looks at which claims will hardly change any more. */
const STATES_BETWEEN_JUDGEMENTS = 32;
/** A state that leads to more is left to the exploration, which asks on the way whether it is to go on. */
const SUCCESSORS_MAX = 1 << 20;
/** Words of a candidate, a successor that may be new: slot of its claim, number of its parent, its ordinal, action; state. */
const CANDIDATE_HEAD = 4;

export class Expander {
  /** States expanded so far. */
  expanded = 0;
  readonly board: Board;
  readonly #machine: StateMachine;
  readonly #options: ExpanderOptions;
  readonly #thread: number;
  readonly #statesTaken: number;
  readonly #key: StateKey;
  readonly #parents: RoundParents;
  readonly #claims: Claims;
  readonly #known: SharedFingerprints;
  #ordinals: Int32Array;
  readonly #queue: SharedQueue;
  readonly #totals: Totals;
  /** The next state to be expanded here, the end of those that were taken with it, and the end of the round. */
  #next = 0;
  #takenEnd = 0;
  #end = 0;
  #isResting = false;
  readonly #candidates = new GrowingArray();
  readonly #candidateWords: number;
  /** Candidates before this word were held against the invariants. */
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

  constructor({ machine, options, memory, found, thread, key = new StateKey(machine) }: ExpanderParts) {
    const width = machine.variables.length;
    this.#machine = machine;
    this.#options = options;
    this.#thread = thread;
    this.#statesTaken = memory.statesTaken;
    this.#key = key;
    this.board = new Board(memory.board, thread);
    this.#parents = new RoundParents(memory.parents);
    this.#claims = new Claims(memory.claims, this.#parents);
    this.#known = new SharedFingerprints(found.fingerprints);
    this.#ordinals = new Int32Array(found.ordinals);
    this.#queue = new SharedQueue(found.queue, width);
    this.#totals = new Totals(memory.totals[thread]!);
    this.#candidateWords = CANDIDATE_HEAD + width;
    this.#state = new Int32Array(width);
    this.#judge = new Judge(machine, options);
    this.#log = new ExpansionLog(machine.actions.length);
    this.#targets = options.countTransitions === true ? new DistinctTargets() : undefined;
  }

  /** The memory has grown, and is somewhere else now. What stood in the table is placed again, each thread its share. */
  move({ fingerprints, before, ordinals, queue }: FoundMemory): void {
    this.#known.move(fingerprints);
    this.#queue.move(queue);
    this.#ordinals = new Int32Array(ordinals);
    if (before !== undefined) this.#known.placeAgain(before, this.#thread, this.board.threads);
  }

  // ---------------------------------------------------------------------------------------- expanding a round

  /** A round of the states from number `first` to the one before `end` begins. */
  begin(first: number, end: number): void {
    this.#parents.begin(first);
    this.#claims.begin(first);
    this.#next = this.#takenEnd = 0;
    this.#end = end;
    this.#isResting = false;
  }

  /** Expands up to so many states; false when there is nothing left to do for this thread. */
  expand(states: number): boolean {
    for (let i = 0; i < states; i++) {
      if (!this.#hasNext()) {
        this.#rest();
        return false;
      }
      this.#expandNext();
      if (this.expanded % STATES_BETWEEN_JUDGEMENTS === 0) this.#judgeClaims(this.board.slowestOther);
    }
    return true;
  }

  #hasNext(): boolean {
    if (this.#isResting) return false;
    if (this.#next === this.#takenEnd) this.#take();
    if (this.#next >= this.#end) return false;
    if (this.#next < this.board.stop && !this.#isFull && !this.#machine.store.isFilling()) return true;
    this.board.stopAt(this.#next);
    return false;
  }

  #take(): void {
    this.#next = this.board.take(this.#statesTaken);
    this.#takenEnd = Math.min(this.#next + this.#statesTaken, this.#end);
  }

  #rest(): void {
    if (this.#isResting) return;
    this.#isResting = true;
    this.#judgeClaims(Infinity);
    this.board.rest();
  }

  /** Half of the claims may be taken, by each thread its share: then the round ends early. */
  get #isFull(): boolean {
    return this.#candidateCount * 2 * this.board.threads >= this.#claims.slots;
  }

  get #candidateCount(): number {
    return this.#candidates.length / this.#candidateWords;
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
    this.expanded++;
    if (!this.#judge.isOver && !this.#isTooWide && this.#generated <= COUNT_MAX) {
      this.#log.endState(this.#number, this.#generated, this.#targets?.count ?? 0);
      this.#parents.setOutcome(this.#number, Outcome.Expanded);
      return;
    }
    this.#candidates.length = candidates;
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
    const words = this.#candidates;
    for (; this.#judged < words.length; this.#judged += this.#candidateWords) {
      const parent = words.get(this.#judged + 1);
      if (parent >= end) return;
      if (this.#claims.parent(words.get(this.#judged)) !== parent) continue;
      this.#readCandidate(this.#judged);
      this.#judge.checkState(this.#state, 0);
      if (this.#judge.isOver) this.#suspect(parent);
    }
  }

  #readCandidate(at: number): void {
    for (let i = 0; i < this.#state.length; i++) this.#state[i] = this.#candidates.get(at + CANDIDATE_HEAD + i);
  }

  #begin(): void {
    this.#number = this.#next++;
    this.board.goTo(this.#number);
    this.#queue.read(this.#number, this.#state);
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
    const words = this.#candidates;
    words.push(slot);
    words.push(this.#number);
    words.push(this.#ordinal - 1);
    words.push(action);
    for (let i = 0; i < next.length; i++) words.push(next[i]!);
    this.#isTooWide = this.#candidateCount * 1.25 * this.board.threads >= this.#claims.slots;
  }

  // ---------------------------------------------------------------------------------------- the end of a round

  /** Enters what states before number `end` led to. Each parent's word says by now which number its first new state gets. */
  settle(end: number): void {
    this.#totals.clear();
    this.#log.addTo(this.#totals, end);
    this.#log.clear();
    this.#enterCandidates(end);
    this.#candidates.length = this.#judged = 0;
  }

  /** Those that are another parent's, or of a parent that does not count, are left out. */
  #enterCandidates(end: number): void {
    const words = this.#candidates;
    let last = -1;
    let number = 0;
    for (let at = 0; at < words.length; at += this.#candidateWords) {
      const slot = words.get(at);
      const parent = words.get(at + 1);
      if (parent >= end || this.#claims.parent(slot) !== parent) continue;
      if (parent !== last) number = this.#parents.firstNew(parent);
      last = parent;
      this.#readCandidate(at);
      this.#queue.write(number, this.#state);
      this.#known.place(this.#claims.low(slot), this.#claims.high(slot), number);
      this.#ordinals[number] = words.get(at + 2);
      this.#totals.addFound(words.get(at + 3));
      number++;
    }
  }
}
