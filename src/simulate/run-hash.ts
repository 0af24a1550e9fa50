/**
 * The running hash of a run: 64 bits in two 32-bit lanes, into which every event and every effect is folded. Two runs with the same
 * hash did the same things in the same order; it is the witness of determinism, not a defence against an adversary.
 *
 * The lanes are multiply-and-rotate mixes in the manner of MurmurHash3 (Austin Appleby), with different constants.
 */

const TAG_NULL = 0x11;
const TAG_FALSE = 0x12;
const TAG_TRUE = 0x13;
const TAG_INTEGER = 0x14;
const TAG_DOUBLE = 0x15;
const TAG_TEXT = 0x16;
const TAG_ARRAY = 0x17;
const TAG_RECORD = 0x18;

const doubleView = new DataView(new ArrayBuffer(8));

export class RunHash {
  private low = 0x2545f491 | 0;
  private high = 0x9e3779b9 | 0;

  word(value: number): void {
    const low = Math.imul(this.low ^ value, 0xcc9e2d51);
    this.low = (low << 15) | (low >>> 17);
    const high = Math.imul(this.high ^ value ^ (low >>> 11), 0x1b873593);
    this.high = ((high << 13) | (high >>> 19)) + 0x52dce729;
  }

  /** An integer that may be larger than 32 bits, such as a time. */
  integer(value: number): void {
    this.word(value | 0);
    if (value > 0x7fffffff) this.word(Math.floor(value / 0x1_0000_0000));
  }

  text(value: string): void {
    const length = value.length;
    this.word(TAG_TEXT + (length << 8));
    let index = 0;
    for (; index + 1 < length; index += 2) this.word(value.charCodeAt(index) | (value.charCodeAt(index + 1) << 16));
    if (index < length) this.word(value.charCodeAt(index));
  }

  /** JSON-like data, as `copyData` returns it. The order of properties counts. */
  data(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.text(value);
      case "number":
        return this.number(value);
      case "boolean":
        return this.word(value ? TAG_TRUE : TAG_FALSE);
      default:
        if (value === null || value === undefined) return this.word(TAG_NULL);
        return Array.isArray(value) ? this.array(value) : this.record(value as Record<string, unknown>);
    }
  }

  /** Sixteen hexadecimal digits. */
  digest(): string {
    const low = finish(this.low ^ Math.imul(this.high, 0x9e3779b1));
    const high = finish(this.high ^ low);
    return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
  }

  private number(value: number): void {
    if ((value | 0) === value) {
      this.word(TAG_INTEGER);
      this.word(value);
      return;
    }
    doubleView.setFloat64(0, value);
    this.word(TAG_DOUBLE);
    this.word(doubleView.getInt32(0));
    this.word(doubleView.getInt32(4));
  }

  private array(value: readonly unknown[]): void {
    this.word(TAG_ARRAY + (value.length << 8));
    for (const element of value) this.data(element);
  }

  private record(value: Record<string, unknown>): void {
    this.word(TAG_RECORD);
    let count = 0;
    for (const key in value) {
      this.text(key);
      this.data(value[key]);
      count++;
    }
    this.word(count);
  }
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
