/**
 * TLA+ text of a value as TLC prints it.
 *
 * On one line: `{1, 2}`, `<<1, 2>>`, `[a |-> 1]`, `(0 :> 1 @@ 1 :> 2)`, lazy sets listed if finite. With a width, a value
 * that does not fit is broken at its outermost level, one element a line, and its parts only if they still do not fit;
 * the argument and the value of a pair that does not fit go on two lines, the value four spaces further in. A value
 * keeps room at the end of its last line for what must follow there: closing brackets and separators.
 */
import { isFiniteSet } from "./cardinality.ts";
import { auxOf, elementAt, type Heap, isLazy, lengthOf, NO_SITE } from "./heap.ts";
import { isSetKind, kindOf, lazyOf } from "./lazy.ts";
import { textOf } from "./atoms.ts";
import { normalize } from "./normal-form.ts";
import { show } from "./show.ts";
import { Kind, type Value } from "./types.ts";

/** Spaces before a pair's value on a line of its own, beyond the pair's own. */
const PAIR_INDENT = 4;

interface Brackets {
  readonly open: string;
  readonly close: string;
  readonly separator: string;
}

const SET_BRACKETS: Brackets = { open: "{ ", close: " }", separator: "," };
const TUPLE_BRACKETS: Brackets = { open: "<< ", close: " >>", separator: "," };
const RECORD_BRACKETS: Brackets = { open: "[ ", close: " ]", separator: "," };
const FUNCTION_BRACKETS: Brackets = { open: "( ", close: " )", separator: " @@" };

/** The text, on one line without `width`. */
export function print(heap: Heap, v: Value, width?: number): string {
  const printed = listed(heap, v);
  if (width === undefined) return show(heap, printed);
  const layout = new Layout(heap);
  return layout.format(printed, width, 0, "");
}

/** Lazy sets and functions as their elements where that is possible. */
function listed(heap: Heap, v: Value): Value {
  if (!isLazy(v)) return v;
  const domain = lazyOf(heap, v);
  if (domain.kind === Kind.LazyFunction && domain.parts !== undefined) return v;
  const set = isSetKind(domain.kind) ? v : domain.kind === Kind.LazyFunction ? domain.domain : v;
  return isFiniteSet(heap, set) ? normalize(heap, v, NO_SITE) : v;
}

/** One printing: remembers the one-line text of every part, since each is asked for at several levels. */
class Layout {
  readonly #heap: Heap;
  readonly #texts = new Map<Value, string>();

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  #text(v: Value): string {
    let text = this.#texts.get(v);
    if (text === undefined) {
      text = show(this.#heap, v);
      this.#texts.set(v, text);
    }
    return text;
  }

  /**
   * `v` within `width` columns, the last line within `width - trailer`; lines after the first start with `padding`,
   * which does not count towards the width.
   */
  format(v: Value, width: number, trailer: number, padding: string): string {
    const text = this.#text(v);
    if (text.length <= width - trailer) return text;
    switch (kindOf(this.#heap, v)) {
      case Kind.Set:
        return this.#elements(v, SET_BRACKETS, width, trailer, padding);
      case Kind.Tuple:
        return this.#elements(v, TUPLE_BRACKETS, width, trailer, padding);
      case Kind.Record:
        return this.#pairs(v, RECORD_BRACKETS, " |->", width, trailer, padding);
      case Kind.Function:
        return this.#pairs(v, FUNCTION_BRACKETS, " :>", width, trailer, padding);
      default:
        return text;
    }
  }

  #elements(v: Value, brackets: Brackets, outerWidth: number, outerTrailer: number, outerPadding: string): string {
    const { open, close, separator } = brackets;
    const width = outerWidth - open.length;
    const padding = outerPadding + " ".repeat(open.length);
    const length = lengthOf(this.#heap, v);
    const lines: string[] = [];
    for (let i = 0; i < length; i++) {
      const trailer = i < length - 1 ? separator.length : outerTrailer + close.length;
      lines.push(this.format(elementAt(this.#heap, v, i), width, trailer, padding));
    }
    return length === 0 ? this.#text(v) : open + lines.join(`${separator}\n${padding}`) + close;
  }

  #pairs(
    v: Value,
    brackets: Brackets,
    arrow: string,
    outerWidth: number,
    outerTrailer: number,
    outerPadding: string,
  ): string {
    const { open, close, separator } = brackets;
    const width = outerWidth - open.length;
    const padding = outerPadding + " ".repeat(open.length);
    const length = lengthOf(this.#heap, v);
    const lines: string[] = [];
    for (let i = 0; i < length; i++) {
      const last = i === length - 1;
      const trailer = last ? outerTrailer + close.length : separator.length;
      lines.push(this.#pair(v, i, arrow, width, trailer, padding));
    }
    return open + lines.join(`${separator}\n${padding}`) + close;
  }

  #pair(v: Value, i: number, arrow: string, width: number, trailer: number, padding: string): string {
    const heap = this.#heap;
    const argument = elementAt(heap, auxOf(heap, v), i);
    const argumentText = kindOf(heap, v) === Kind.Record ? textOf(heap, argument) : this.#text(argument);
    const value = elementAt(heap, v, i);
    const valueText = this.#text(value);
    if (argumentText.length + arrow.length + 1 + valueText.length + trailer <= width) {
      return `${argumentText}${arrow} ${valueText}`;
    }
    const fits = kindOf(heap, v) === Kind.Record || argumentText.length + arrow.length <= width;
    const head = fits ? argumentText : this.format(argument, width, trailer + arrow.length, padding);
    const inner = padding + " ".repeat(PAIR_INDENT);
    return `${head}${arrow}\n${inner}${this.format(value, width - PAIR_INDENT, trailer, inner)}`;
  }
}
