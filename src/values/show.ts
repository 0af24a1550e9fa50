/**
 * TLA+ text of a value on one line. Lazy sets are shown as they were written (`SUBSET {1, 2}`), not enumerated, so
 * that an error message never computes anything; `print.ts` normalises first.
 */
import { bigintValue, textOf } from "./atoms.ts";
import { SHOWN_CHARACTERS_MAX } from "./bounds.ts";
import { auxOf, elementAt, type Heap, isInterned, lengthOf } from "./heap.ts";
import { kindOf, type Lazy, lazyOf, type PredicateOrigin } from "./lazy.ts";
import { Kind, type Value } from "./types.ts";

/** Collects text until its budget is used up. */
interface Output {
  text: string;
  readonly limit: number;
}

/** The whole text. */
export function show(heap: Heap, v: Value): string {
  const output = { text: "", limit: Number.POSITIVE_INFINITY };
  write(heap, v, output);
  return output.text;
}

/** The text cut at a length that suits a message. */
export function showShort(heap: Heap, v: Value, limit: number = SHOWN_CHARACTERS_MAX): string {
  const output = { text: "", limit };
  write(heap, v, output);
  return output.text.length <= limit ? output.text : `${output.text.slice(0, limit)}...`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\f": "\\f",
};

export function quote(text: string): string {
  return `"${text.replace(/["\\\n\t\r\f]/g, (c) => ESCAPES[c] ?? c)}"`;
}

function write(heap: Heap, v: Value, output: Output): void {
  if (output.text.length > output.limit) return;
  if ((v & 1) === 1) {
    output.text += String(v >> 1);
    return;
  }
  if (!isInterned(v)) {
    writeLazy(heap, lazyOf(heap, v), output);
    return;
  }
  switch (kindOf(heap, v)) {
    case Kind.Boolean:
      output.text += auxOf(heap, v) === 1 ? "TRUE" : "FALSE";
      return;
    case Kind.Integer:
      output.text += bigintValue(heap, v).toString();
      return;
    case Kind.String:
      output.text += quote(textOf(heap, v));
      return;
    case Kind.ModelValue:
      output.text += textOf(heap, v);
      return;
    case Kind.Set:
      writeElements(heap, v, "{", "}", output);
      return;
    case Kind.Tuple:
      writeElements(heap, v, "<<", ">>", output);
      return;
    case Kind.Record:
      writeRecord(heap, v, output);
      return;
    default:
      writeFunction(heap, v, output);
  }
}

function writeElements(heap: Heap, v: Value, open: string, close: string, output: Output): void {
  output.text += open;
  const length = lengthOf(heap, v);
  for (let i = 0; i < length && output.text.length <= output.limit; i++) {
    if (i > 0) output.text += ", ";
    write(heap, elementAt(heap, v, i), output);
  }
  output.text += close;
}

/** Field names stand bare, whatever they hold, as TLC prints them. */
function writeRecord(heap: Heap, v: Value, output: Output): void {
  output.text += "[";
  const domain = auxOf(heap, v);
  const length = lengthOf(heap, v);
  for (let i = 0; i < length && output.text.length <= output.limit; i++) {
    if (i > 0) output.text += ", ";
    output.text += `${textOf(heap, elementAt(heap, domain, i))} |-> `;
    write(heap, elementAt(heap, v, i), output);
  }
  output.text += "]";
}

function writeFunction(heap: Heap, v: Value, output: Output): void {
  output.text += "(";
  const domain = auxOf(heap, v);
  const length = lengthOf(heap, v);
  for (let i = 0; i < length && output.text.length <= output.limit; i++) {
    if (i > 0) output.text += " @@ ";
    write(heap, elementAt(heap, domain, i), output);
    output.text += " :> ";
    write(heap, elementAt(heap, v, i), output);
  }
  output.text += ")";
}

/** A function with these parts, of which some are lazy, as it would be shown if none were. */
function writeTable(heap: Heap, domain: Value, parts: readonly Value[], output: Output): void {
  const keys = parts.map((_, i) => elementAt(heap, domain, i));
  const isRecord = keys.every((x) => kindOf(heap, x) === Kind.String);
  const isTuple = keys.every((x, i) => x === (((i + 1) << 1) | 1));
  const [open, separator, close] = isTuple ? ["<<", ", ", ">>"] : isRecord ? ["[", ", ", "]"] : ["(", " @@ ", ")"];
  output.text += open;
  for (const [i, part] of parts.entries()) {
    if (output.text.length > output.limit) break;
    if (i > 0) output.text += separator;
    if (isRecord) output.text += `${textOf(heap, keys[i])} |-> `;
    else if (!isTuple) {
      write(heap, keys[i], output);
      output.text += " :> ";
    }
    write(heap, part, output);
  }
  output.text += close;
}

// ------------------------------------------------------------------------------------------------ lazy values

function writeLazy(heap: Heap, lazy: Lazy, output: Output): void {
  switch (lazy.kind) {
    case Kind.Interval:
      write(heap, lazy.low, output);
      output.text += "..";
      write(heap, lazy.high, output);
      return;
    case Kind.PowerSet:
      output.text += "SUBSET ";
      writeOperand(heap, lazy.base, output);
      return;
    case Kind.FunctionSet:
      output.text += "[";
      write(heap, lazy.domain, output);
      output.text += " -> ";
      write(heap, lazy.range, output);
      output.text += "]";
      return;
    case Kind.RecordSet:
      output.text += "[";
      lazy.sets.forEach((set, i) => {
        output.text += `${i > 0 ? ", " : ""}${textOf(heap, elementAt(heap, lazy.shape, i))}: `;
        write(heap, set, output);
      });
      output.text += "]";
      return;
    case Kind.Product:
      lazy.sets.forEach((set, i) => {
        if (i > 0) output.text += " \\X ";
        writeOperand(heap, set, output);
      });
      return;
    case Kind.SequenceSet:
      output.text += "Seq(";
      write(heap, lazy.base, output);
      output.text += ")";
      return;
    case Kind.InfiniteSet:
      output.text += lazy.which;
      return;
    case Kind.PredicateSet:
      writeOrigin(heap, lazy.origin, output);
      return;
    case Kind.LazyFunction:
      if (lazy.parts === undefined) writeRule(heap, lazy.domain, output);
      else writeTable(heap, lazy.domain, lazy.parts, output);
  }
}

/** A function that is given by what it does to an argument. */
function writeRule(heap: Heap, domain: Value, output: Output): void {
  output.text += "[x \\in ";
  write(heap, domain, output);
  output.text += " |-> ...]";
}

const OPERATION_TEXT = { union: " \\cup ", intersection: " \\cap ", difference: " \\ " } as const;

function writeOrigin(heap: Heap, origin: PredicateOrigin, output: Output): void {
  if (origin.operation === "filter") {
    output.text += "{x \\in ";
    write(heap, origin.base, output);
    output.text += " : ...}";
  } else if (origin.operation === "unionOf") {
    output.text += "UNION {";
    origin.parts.forEach((part, i) => {
      if (i > 0) output.text += ", ";
      write(heap, part, output);
    });
    output.text += "}";
  } else {
    writeOperand(heap, origin.left, output);
    output.text += OPERATION_TEXT[origin.operation];
    writeOperand(heap, origin.right, output);
  }
}

function writeOperand(heap: Heap, v: Value, output: Output): void {
  const kind = kindOf(heap, v);
  const bare =
    kind === Kind.Set ||
    kind === Kind.InfiniteSet ||
    kind === Kind.SequenceSet ||
    kind === Kind.FunctionSet ||
    kind === Kind.RecordSet;
  if (!bare) output.text += "(";
  write(heap, v, output);
  if (!bare) output.text += ")";
}
