/**
 * A stream of records from one thread to another: words in a ring of shared memory, each record led by its length.
 *
 * One thread writes and one reads. Neither ever waits for the other: what has no room yet waits on the writer's side,
 * and a record longer than the ring arrives in pieces. A reader that has nothing else to do may sleep until something
 * was written.
 */
import { resized } from "../growing-array.ts";

/** Places in the head of the ring: words written and read so far (they wrap around), and whether the reader sleeps. */
const WRITTEN = 0;
const READ = 1;
const SLEEPS = 2;
/** The head fills a cache line of its own. */
const HEAD_WORDS = 16;

/** Memory for a stream that holds up to `words` words, a power of two, between writer and reader. */
export function createStream(words: number): SharedArrayBuffer {
  return new SharedArrayBuffer((HEAD_WORDS + words) * Int32Array.BYTES_PER_ELEMENT);
}

export class RecordWriter {
  readonly #head: Int32Array;
  readonly #ring: Int32Array;
  readonly #mask: number;
  #written = 0;
  /** How far the reader is known to be. */
  #read = 0;
  /** Words that have no room in the ring yet: from `#sent` to `#waiting`. */
  #backlog = new Int32Array(1 << 10);
  #sent = 0;
  #waiting = 0;

  constructor(stream: SharedArrayBuffer) {
    this.#head = new Int32Array(stream, 0, HEAD_WORDS);
    this.#ring = new Int32Array(stream, HEAD_WORDS * Int32Array.BYTES_PER_ELEMENT);
    this.#mask = this.#ring.length - 1;
  }

  /** The first `length` of these words, at least one, as a record. */
  write(words: Int32Array, length: number): void {
    if (this.#sent < this.#waiting || this.#room(length + 1) <= length) return this.#postpone(words, length);
    const ring = this.#ring;
    const mask = this.#mask;
    let at = this.#written;
    ring[at++ & mask] = length;
    for (let i = 0; i < length; i++) ring[at++ & mask] = words[i]!;
    this.#publish(at);
  }

  /** Sends what had no room; true when nothing is left. */
  flush(): boolean {
    const count = this.#waiting - this.#sent;
    if (count === 0) return true;
    const room = Math.min(this.#room(count), count);
    let at = this.#written;
    for (let i = 0; i < room; i++) this.#ring[at++ & this.#mask] = this.#backlog[this.#sent + i]!;
    this.#publish(at);
    this.#sent += room;
    if (this.#sent < this.#waiting) return false;
    this.#sent = this.#waiting = 0;
    return true;
  }

  /** Words that can be written; looks where the reader is only when they are fewer than wanted. */
  #room(wanted: number): number {
    const room = (): number => this.#ring.length - ((this.#written - this.#read) | 0);
    if (room() < wanted) this.#read = Atomics.load(this.#head, READ);
    return room();
  }

  #postpone(words: Int32Array, length: number): void {
    const end = this.#waiting + length + 1;
    if (end > this.#backlog.length) this.#backlog = resized(this.#backlog, end * 2);
    this.#backlog[this.#waiting] = length;
    this.#backlog.set(words.subarray(0, length), this.#waiting + 1);
    this.#waiting = end;
    this.flush();
  }

  #publish(written: number): void {
    this.#written = written | 0;
    Atomics.store(this.#head, WRITTEN, this.#written);
    if (Atomics.load(this.#head, SLEEPS) === 1) Atomics.notify(this.#head, WRITTEN);
  }
}

export class RecordReader {
  /** The words of the record that `next` found, good until the next call. */
  words = new Int32Array(1 << 10);
  length = 0;
  readonly #head: Int32Array;
  readonly #ring: Int32Array;
  readonly #mask: number;
  #read = 0;
  /** Words of the record that have not come yet. */
  #missing = 0;

  constructor(stream: SharedArrayBuffer) {
    this.#head = new Int32Array(stream, 0, HEAD_WORDS);
    this.#ring = new Int32Array(stream, HEAD_WORDS * Int32Array.BYTES_PER_ELEMENT);
    this.#mask = this.#ring.length - 1;
  }

  /** Reads the next record if all of it is there. */
  next(): boolean {
    let available = (Atomics.load(this.#head, WRITTEN) - this.#read) | 0;
    if (available === 0) return false;
    let at = this.#read;
    if (this.#missing === 0) {
      this.length = this.#missing = this.#ring[at++ & this.#mask]!;
      if (this.length > this.words.length) this.words = new Int32Array(this.length * 2);
      available--;
    }
    const end = at + Math.min(available, this.#missing);
    let to = this.length - this.#missing;
    this.#missing -= end - at;
    while (at < end) this.words[to++] = this.#ring[at++ & this.#mask]!;
    this.#read = end | 0;
    Atomics.store(this.#head, READ, this.#read);
    return this.#missing === 0;
  }

  /** Sleeps until something was written that was not read yet, or for so long. */
  sleep(millis: number): void {
    Atomics.store(this.#head, SLEEPS, 1);
    Atomics.wait(this.#head, WRITTEN, this.#read, millis);
    Atomics.store(this.#head, SLEEPS, 0);
  }
}
