/** The exploration's side of one expander: what came from it, what goes to it, and how much it has to do. */
import { Board, Order, type Link } from "./link.ts";
import { GrowingArray } from "../growing-array.ts";
import { RecordReader, RecordWriter } from "./record-stream.ts";

export class ExpanderSide {
  readonly index: number;
  /** States that it had to expand when it was looked at. */
  todo = 0;
  readonly #up: RecordReader;
  readonly #down: RecordWriter;
  readonly #board: Int32Array;
  readonly #order = new GrowingArray();
  readonly #verdicts = new GrowingArray();
  /** States that it was given, and those of its own that it was told to keep. */
  #given = 0;
  #hasOutcome = false;
  #attaches = false;

  constructor(link: Link, index: number) {
    this.index = index;
    this.#up = new RecordReader(link.up);
    this.#down = new RecordWriter(link.down);
    this.#board = new Int32Array(link.board);
  }

  /** True when the next outcome is there. */
  receive(): boolean {
    this.#hasOutcome ||= this.#up.next();
    return this.#hasOutcome;
  }

  /** The next outcome, which must be there; good until the next one is received. */
  take(): Int32Array {
    if (!this.receive()) throw new Error("an outcome was taken before it arrived");
    this.#hasOutcome = false;
    return this.#up.words;
  }

  sleep(millis: number): void {
    this.#up.sleep(millis);
  }

  /** Sends what had no room so far. */
  flush(): void {
    this.#down.flush();
  }

  look(): number {
    this.todo = (this.#given - Atomics.load(this.#board, Board.Expanded)) | 0;
    return this.todo;
  }

  /** Whether the states of its candidates are to come with them, from now on. */
  attach(attaches: boolean): void {
    if (attaches === this.#attaches) return;
    this.#attaches = attaches;
    Atomics.store(this.#board, Board.AttachesStates, attaches ? 1 : 0);
  }

  sendState(words: Int32Array, start: number, end: number): void {
    const order = this.#order;
    order.length = 0;
    order.push(Order.State);
    for (let i = start; i < end; i++) order.push(words[i]!);
    this.#down.write(order.view(), order.length);
    this.give(1);
  }

  /** So many states more are to be expanded there. */
  give(states: number): void {
    this.#given += states;
  }

  /** The next candidate of the outcome taken last is to be kept and expanded there, or dropped. */
  judge(isKept: boolean): void {
    this.#verdicts.push(isKept ? 1 : 0);
    if (isKept) this.give(1);
  }

  /** All candidates of the outcome have their verdict. */
  sendVerdicts(): void {
    const verdicts = this.#verdicts;
    if (verdicts.length === 0) return;
    const order = this.#order;
    order.length = 0;
    order.push(Order.Verdicts);
    for (let i = 0; i < verdicts.length; i++) order.push(verdicts.get(i));
    this.#down.write(order.view(), order.length);
    verdicts.length = 0;
  }
}
