/**
 * How the threads of a divided exploration speak to each other: single words in shared memory, and a bell for each thread.
 *
 * The leader gives orders, one at a time. While a round is expanded, each thread takes some states after the other, until
 * there are none left, and rests. When all rest, the round is over.
 */

/** Words for all. */
const ORDERS = 0;
const ORDER = 1;
const FIRST = 2;
const END = 3;
const STOP = 4;
const RESTING = 5;
const DONE = 6;
const VERSION = 7;
const NEXT = 8;
/** Words of one thread; each fills a cache line, as the head does. */
const BELL = 0;
const POSITION = 1;
const LINE_WORDS = 16;

export const Order = {
  /** Expand the states from number `first` to the one before `end`. */
  Expand: 0,
  /** Enter what was found by the states before number `end`. */
  Settle: 1,
} as const;

const NO_STOP = 2 ** 31 - 1;

export function boardBytes(threads: number): number {
  return (threads + 1) * LINE_WORDS * Int32Array.BYTES_PER_ELEMENT;
}

export class Board {
  readonly threads: number;
  readonly #words: Int32Array;
  readonly #thread: number;
  readonly #line: number;
  /** Orders that were carried out here. */
  #ordersDone = 0;

  constructor(memory: SharedArrayBuffer, thread: number) {
    this.#words = new Int32Array(memory);
    this.#thread = thread;
    this.#line = lineOf(thread);
    this.threads = this.#words.length / LINE_WORDS - 1;
  }

  // ---------------------------------------------------------------------------------------- bells

  /** How often this thread was rung for: look before looking for work, and `sleep` with it. */
  get rings(): number {
    return Atomics.load(this.#words, this.#line + BELL);
  }

  /** Sleeps until the bell has been rung more often than that, or for so long. */
  sleep(rings: number, millis: number): void {
    Atomics.wait(this.#words, this.#line + BELL, rings, millis);
  }

  #ring(thread: number): void {
    Atomics.add(this.#words, lineOf(thread) + BELL, 1);
    Atomics.notify(this.#words, lineOf(thread) + BELL);
  }

  // ---------------------------------------------------------------------------------------- orders

  /** The leader: the order before must have been carried out by all. `version` is that of the memory it needs. */
  give(order: number, first: number, end: number, version: number): void {
    const words = this.#words;
    for (let thread = 0; thread < this.threads; thread++) words[lineOf(thread) + POSITION] = first;
    words[ORDER] = order;
    words[FIRST] = words[NEXT] = first;
    words[END] = end;
    words[STOP] = NO_STOP;
    words[RESTING] = words[DONE] = 0;
    words[VERSION] = version;
    Atomics.add(words, ORDERS, 1);
    for (let thread = 1; thread < this.threads; thread++) this.#ring(thread);
  }

  /** Whether there is an order that was not carried out here. */
  get hasOrder(): boolean {
    return Atomics.load(this.#words, ORDERS) !== this.#ordersDone;
  }

  get order(): number {
    return this.#words[ORDER]!;
  }

  get first(): number {
    return this.#words[FIRST]!;
  }

  get end(): number {
    return this.#words[END]!;
  }

  get version(): number {
    return this.#words[VERSION]!;
  }

  /** The order is carried out, or, to expand, understood: that is over when all rest. */
  carryOut(): void {
    this.#ordersDone = (this.#ordersDone + 1) | 0;
    if (this.order === Order.Expand) return;
    if (Atomics.add(this.#words, DONE, 1) + 1 === this.threads) this.#ring(0);
  }

  get isDoneByAll(): boolean {
    return Atomics.load(this.#words, DONE) === this.threads;
  }

  // ---------------------------------------------------------------------------------------- while a round is expanded

  /** This thread expands the state of that number now. */
  goTo(number: number): void {
    Atomics.store(this.#words, this.#line + POSITION, number);
  }

  /** What the other threads still expand has numbers from this on, as far as one can tell. */
  get slowestOther(): number {
    let slowest = NO_STOP;
    for (let line = LINE_WORDS; line < this.#words.length; line += LINE_WORDS)
      if (line !== this.#line) slowest = Math.min(slowest, Atomics.load(this.#words, line + POSITION));
    return slowest;
  }

  /** From this number on states need not be expanded. */
  get stop(): number {
    return Atomics.load(this.#words, STOP);
  }

  /** States from this number on need not be expanded. */
  stopAt(number: number): void {
    for (;;) {
      const stop = this.stop;
      if (number >= stop || Atomics.compareExchange(this.#words, STOP, stop, number) === stop) return;
    }
  }

  /** Takes so many states of the round: gives the number of the first. There are none when that is its end. */
  take(states: number): number {
    return Atomics.add(this.#words, NEXT, states);
  }

  /** This thread has nothing left to do in this round; said once. */
  rest(): void {
    this.goTo(NO_STOP);
    if (Atomics.add(this.#words, RESTING, 1) + 1 === this.threads) this.#ring(0);
  }

  get allRest(): boolean {
    return Atomics.load(this.#words, RESTING) === this.threads;
  }
}

function lineOf(thread: number): number {
  return (thread + 1) * LINE_WORDS;
}
