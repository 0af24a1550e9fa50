/**
 * Reads TLA+ value text: what `print` writes, on one line or several, and what a person would write in its place.
 *
 * Integers, strings, TRUE and FALSE, sets, tuples, records, functions (`a :> b @@ c :> d`, with or without
 * parentheses), intervals, `Nat`, `Int`, `Real`, `STRING`, `Seq(S)`; any other name is a model value. Comments and
 * operators are not value text.
 */
import { integerFromBigint, modelValueAtom, stringAtom } from "./atoms.ts";
import { READ_DEPTH_MAX } from "./bounds.ts";
import { setFromStack } from "./elements.ts";
import { fail } from "./errors.ts";
import { type Heap, NO_SITE, pushRaw } from "./heap.ts";
import { internTuple } from "./intern.ts";
import { normalize, pushNormal } from "./normal-form.ts";
import { infiniteSet, interval, sequenceSet } from "./set-operations.ts";
import { functionFromPairs } from "./lazy-parts.ts";
import type { Value } from "./types.ts";

export function read(heap: Heap, text: string): Value {
  const base = heap.stackTop;
  try {
    const reader = new Reader(heap, text);
    const v = reader.expression(0);
    reader.end();
    return v;
  } finally {
    heap.stackTop = base;
  }
}

const SPACE = /[ \t\r\n\f]*/y;
const NUMBER = /-?[0-9]+/y;
/** Names may start with a digit, as model values of configuration files do; it takes a letter to make them a name. */
const NAME = /[0-9]*[A-Za-z_][A-Za-z0-9_]*/y;
const FIELD = /[^|[\]{},]+?(?=[ \t\r\n\f]*\|->)/y;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", '"': '"', "\\": "\\" };

class Reader {
  readonly #heap: Heap;
  readonly #text: string;
  #offset = 0;

  constructor(heap: Heap, text: string) {
    this.#heap = heap;
    this.#text = text;
  }

  #fail(expected: string): never {
    const found =
      this.#offset < this.#text.length ? JSON.stringify(this.#text.slice(this.#offset, this.#offset + 20)) : "the end";
    fail("LS4016", `Cannot read the value: expected ${expected} at offset ${this.#offset}, found ${found}.`, NO_SITE);
  }

  #match(pattern: RegExp): string | undefined {
    SPACE.lastIndex = this.#offset;
    const start = this.#offset + (SPACE.exec(this.#text)?.[0].length ?? 0);
    this.#offset = start;
    pattern.lastIndex = start;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  /** Takes `symbol` if it comes next. */
  #accept(symbol: string): boolean {
    this.#match(/(?:)/y);
    if (!this.#text.startsWith(symbol, this.#offset)) return false;
    this.#offset += symbol.length;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) this.#fail(`"${symbol}"`);
  }

  end(): void {
    this.#match(/(?:)/y);
    if (this.#offset < this.#text.length) this.#fail("the end of the value");
  }

  /** A value, or pairs `a :> b` joined by `@@`. */
  expression(depth: number): Value {
    const first = this.#value(depth);
    if (!this.#accept(":>")) return first;
    const heap = this.#heap;
    const pairs: [Value, Value][] = [[normalize(heap, first, NO_SITE), normalize(heap, this.#value(depth), NO_SITE)]];
    while (this.#accept("@@")) {
      const argument = normalize(heap, this.#value(depth), NO_SITE);
      this.#expect(":>");
      pairs.push([argument, normalize(heap, this.#value(depth), NO_SITE)]);
    }
    return functionFromPairs(heap, pairs);
  }

  /** A primary, or an interval between two. */
  #value(depth: number): Value {
    const first = this.#primary(depth);
    return this.#accept("..") ? interval(this.#heap, first, this.#primary(depth), NO_SITE) : first;
  }

  #primary(depth: number): Value {
    if (depth > READ_DEPTH_MAX) this.#fail(`at most ${READ_DEPTH_MAX} nested brackets (READ_DEPTH_MAX)`);
    const heap = this.#heap;
    const name = this.#match(NAME);
    if (name !== undefined) return this.#named(name, depth);
    const number = this.#match(NUMBER);
    if (number !== undefined) return integerFromBigint(heap, BigInt(number));
    if (this.#accept('"')) return this.#string();
    if (this.#accept("{")) {
      const base = heap.stackTop;
      this.#list("}", depth);
      return setFromStack(heap, base);
    }
    if (this.#accept("<<")) {
      const base = heap.stackTop;
      this.#list(">>", depth);
      return heap.stackTop === base ? heap.EMPTY_TUPLE : internTuple(heap, base);
    }
    if (this.#accept("[")) return this.#record(depth);
    if (this.#accept("(")) {
      const v = this.expression(depth + 1);
      this.#expect(")");
      return v;
    }
    return this.#fail("a value");
  }

  #named(name: string, depth: number): Value {
    const heap = this.#heap;
    switch (name) {
      case "TRUE":
        return heap.TRUE;
      case "FALSE":
        return heap.FALSE;
      case "BOOLEAN":
        pushRaw(heap, heap.FALSE);
        pushRaw(heap, heap.TRUE);
        return setFromStack(heap, heap.stackTop - 2);
      case "Nat":
      case "Int":
      case "Real":
      case "STRING":
        return infiniteSet(heap, name);
      case "Seq": {
        this.#expect("(");
        const base = this.expression(depth + 1);
        this.#expect(")");
        return sequenceSet(heap, base, NO_SITE);
      }
      default:
        return modelValueAtom(heap, name);
    }
  }

  #string(): Value {
    let content = "";
    for (;;) {
      const c = this.#text[this.#offset];
      if (c === undefined) this.#fail('the closing "');
      this.#offset++;
      if (c === '"') return stringAtom(this.#heap, content);
      if (c === "\\") {
        const escaped = ESCAPED[this.#text[this.#offset] ?? ""];
        if (escaped === undefined) this.#fail('one of n t r f " \\ after a backslash');
        content += escaped;
        this.#offset++;
      } else {
        content += c;
      }
    }
  }

  /** Pushes the elements up to the closing bracket. */
  #list(close: string, depth: number): void {
    if (this.#accept(close)) return;
    do {
      pushNormal(this.#heap, this.expression(depth + 1), NO_SITE);
    } while (this.#accept(","));
    this.#expect(close);
  }

  #record(depth: number): Value {
    const heap = this.#heap;
    const pairs: [Value, Value][] = [];
    do {
      const name = this.#match(FIELD);
      if (name === undefined) this.#fail("a field name and |->");
      this.#expect("|->");
      pairs.push([stringAtom(heap, name), normalize(heap, this.expression(depth + 1), NO_SITE)]);
    } while (this.#accept(","));
    this.#expect("]");
    return functionFromPairs(heap, pairs);
  }
}
