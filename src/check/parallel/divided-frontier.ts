/**
 * A breadth-first frontier whose states are expanded by several expanders (expander.ts): one on this thread, which
 * explores, and one on each thread that helps. Every waiting state belongs to one of them.
 *
 * A state is taken out in the order of its number, with the outcome of its expansion, as soon as that is there; until
 * then this thread expands states of its own that come later. So everything is counted, numbered and judged in the
 * order of one thread. A state with which something is wrong comes without outcome, to be expanded by the explorer.
 *
 * A new state stays with the expander that found it, whose store has its values. Where one has much to do and another
 * little, new states travel. None of that shows in the result.
 */
import type { StateMachine } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import type { BreadthFirst, Frontier } from "../frontier.ts";
import { GrowingArray } from "../growing-array.ts";
import type { Levels } from "../levels.ts";
import type { StateKey } from "../state-key.ts";
import { StateQueue } from "../state-queue.ts";
import { Expander, type ExpanderOptions } from "./expander.ts";
import { ExpanderSide } from "./expander-side.ts";
import { createLink, Outcome, type Link } from "./link.ts";
import { OutcomeReader } from "./outcome-reader.ts";
import { SharedFingerprints } from "./shared-fingerprints.ts";
import { endOfState, exportState, importState } from "./state-words.ts";

/** When states move, and how long one step waits. Results do not depend on it. */
export interface Sharing {
  /** Who has less than this to do gets new states from those that have at least four times as much. */
  readonly enoughStates: number;
  /** With fewer states waiting than this, waiting for each other costs more than there is to win: all come here. */
  readonly gatherStates: number;
  /** Outcomes between two looks at who has how much to do. */
  readonly balanceOutcomes: number;
  /** States that this thread expands at a stretch while it waits for another, and how long it sleeps when it has none. */
  readonly aheadStates: number;
  readonly waitMillis: number;
}

export const SHARING: Sharing = {
  enoughStates: 128,
  gatherStates: 256,
  balanceOutcomes: 16,
  aheadStates: 32,
  waitMillis: 1,
};

export interface DividedFrontierOptions extends ExpanderOptions {
  readonly machine: StateMachine;
  readonly key: StateKey;
  /** States of this level are not expanded. */
  readonly depthMax: number;
  /** To the expanders on other threads. */
  readonly links: readonly Link[];
  /** Values with which all their stores begin, and this one's (state-words.ts). */
  readonly common: number;
  readonly sharing: Sharing;
}

/** In place of an expander's number: the state lies too deep to be expanded. */
const NOBODY = -1;

export class DividedFrontier implements Frontier {
  /** Of a state without outcome. */
  readonly state: Int32Array;
  outcome: OutcomeReader | undefined;
  readonly #options: DividedFrontierOptions;
  readonly #width: number;
  readonly #levels: Levels;
  /** To whom each waiting state belongs, in the order of the states. */
  readonly #owners = new StateQueue(1);
  readonly #owner = new Int32Array(1);
  /** The last one is that of the expander on this thread. */
  readonly #sides: readonly ExpanderSide[];
  readonly #here: number;
  readonly #expander: Expander;
  readonly #known: SharedFingerprints;
  /** Whose outcome was taken out last. */
  #producer: ExpanderSide | undefined;
  readonly #outcome: OutcomeReader;
  readonly #exported = new GrowingArray();
  // ---- how the work is spread
  #untilBalance = 0;
  #isGathering = false;
  /** Who has least to do, and how much is so much more that new states move there. */
  #least: number;
  #todoWorthMoving = 0;

  /** Takes over the states that wait in `before`; `table` holds the fingerprints of all states found. */
  constructor(options: DividedFrontierOptions, before: BreadthFirst, table: SharedArrayBuffer) {
    const { machine, key, links, common } = options;
    this.#options = options;
    this.#width = machine.variables.length;
    this.#levels = before.levels;
    this.state = new Int32Array(this.#width);
    this.#outcome = new OutcomeReader(this.#width);
    const link = createLink();
    this.#known = new SharedFingerprints(table);
    this.#expander = new Expander({ machine, common, options, link, known: this.#known, key, states: before.queue });
    this.#sides = [...links, link].map((each, index) => new ExpanderSide(each, index));
    this.#here = this.#least = links.length;
    for (let i = 0; i < before.size; i++) this.#pushOwner(this.#here);
    this.#sides[this.#here]!.give(before.size);
  }

  get size(): number {
    return this.#owners.size;
  }

  get number(): number {
    return this.#levels.number;
  }

  get level(): number {
    return this.#levels.level;
  }

  /** The table of fingerprints is somewhere else now. */
  moveTable(table: SharedArrayBuffer): void {
    this.#known.move(table);
  }

  /** True when the next state can be taken out. */
  isReady(): boolean {
    const owner = this.#owners.first();
    return owner === NOBODY || this.#sides[owner]!.receive();
  }

  /** While the next state is not ready: expands states of this thread's; false when there are none. */
  workAhead(): boolean {
    return this.#expander.step(this.#options.sharing.aheadStates);
  }

  /** Sleeps until the next state may be ready, but not for long. */
  sleep(): void {
    this.#sides[this.#owners.first()]!.sleep(this.#options.sharing.waitMillis);
  }

  /** The next state must be ready. */
  advance(): void {
    const owner = this.#owners.shift()[0]!;
    this.#levels.advance();
    this.outcome = this.#producer = undefined;
    if (owner === NOBODY) return;
    const side = this.#sides[owner]!;
    const words = side.take();
    if (words[Outcome.Kind] === Outcome.Suspicious) this.#import(words);
    else {
      this.#producer = side;
      this.outcome = this.#outcome;
      this.outcome.begin(words);
    }
  }

  /** A new state was found by the explorer itself, from one without outcome. */
  push(state: Int32Array, _number: number, level: number): void {
    this.#levels.find();
    if (level >= this.#options.depthMax) return this.#pushOwner(NOBODY);
    this.#exported.length = 0;
    exportState(this.#options.machine.store, this.#options.common, state, this.#exported);
    this.#send(this.#here, this.#exported.view(), 0, this.#exported.length);
  }

  /** The candidate that the outcome shows is a new state. */
  accept(level: number): void {
    this.#levels.find();
    const producer = this.#producer!;
    const isTooDeep = level >= this.#options.depthMax;
    const owner = isTooDeep ? NOBODY : this.#ownerOfCandidate(producer);
    producer.judge(owner === producer.index);
    if (isTooDeep || owner === producer.index) return this.#pushOwner(owner);
    const { words, stateAt } = this.#outcome;
    this.#send(owner, words, stateAt, endOfState(words, stateAt, this.#width));
  }

  /** The candidate that the outcome shows is known. */
  reject(): void {
    this.#producer!.judge(false);
  }

  settle(): void {
    this.#producer?.sendVerdicts();
    for (const side of this.#sides) side.flush();
    if (--this.#untilBalance <= 0) this.#balance();
  }

  visitValues(visit: (v: Value) => void): void {
    this.#expander.visitValues(visit);
  }

  #import(words: Int32Array): void {
    importState(this.#options.machine.store, this.#options.common, words, 1, this.state);
  }

  #pushOwner(owner: number): void {
    this.#owner[0] = owner;
    this.#owners.push(this.#owner);
  }

  #send(owner: number, words: Int32Array, start: number, end: number): void {
    this.#sides[owner]!.sendState(words, start, end);
    this.#pushOwner(owner);
  }

  #ownerOfCandidate(producer: ExpanderSide): number {
    if (this.#outcome.stateAt < 0) return producer.index;
    if (this.#isGathering) return this.#here;
    return producer.todo > this.#todoWorthMoving ? this.#least : producer.index;
  }

  #balance(): void {
    const { gatherStates, enoughStates, balanceOutcomes } = this.#options.sharing;
    this.#untilBalance = balanceOutcomes;
    let least = this.#here;
    for (const side of this.#sides) if (side.look() < this.#sides[least]!.todo) least = side.index;
    this.#least = least;
    const { todo } = this.#sides[least]!;
    this.#todoWorthMoving = todo < enoughStates ? todo * 4 : Infinity;
    this.#isGathering = this.size < gatherStates;
    for (const side of this.#sides)
      side.attach(this.#isGathering ? side.index !== this.#here : side.todo > this.#todoWorthMoving);
  }
}
