/**
 * Random damage to a text: bytes, tokens and lines are removed, repeated, exchanged, or replaced. The same generator
 * state gives the same damage, so that a fault is found again by its seed.
 */
import type { SmallGenerator } from "../../src/simulate/generator.ts";
import { tokenize } from "../../src/tla/syntax/lexer.ts";
import { symbolCodes, wordCodes } from "../../src/tla/syntax/tokens.ts";

/** At most this many changes in one text: more of them are seldom read further than the first. */
const changesMax = 3;

/** A stretch of the text and what takes its place. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const vocabulary: readonly string[] = [
  ...symbolCodes.keys(),
  ...wordCodes.keys(),
  ...[
    "x",
    "0",
    "1",
    "2147483648",
    "99999999999999999999",
    "1.5",
    "\\hFF",
    '"a"',
    '"',
    "(*",
    "*)",
    "\\*",
    "----",
    "====",
  ],
  ...["TRUE", "FALSE", "BOOLEAN", "STRING", "Nat", "Int", "Seq", "Len", "Cardinality", "SUBSET (1..50)", "1..1000000"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "${x}",
    "`",
    "\u0000",
    "\uFEFF",
    "\u00a0",
    "\ud800",
    "é",
    "\r",
    "\t",
    "\f",
  ],
];

/** The text with one to three changes. */
export function mutated(text: string, random: SmallGenerator): string {
  let damaged = text;
  for (let left = 1 + random.below(changesMax); left > 0; left--) {
    const { start, end, text: put } = change(damaged, random);
    damaged = damaged.slice(0, start) + put + damaged.slice(end);
  }
  return damaged;
}

function change(text: string, random: SmallGenerator): Change {
  switch (random.below(3)) {
    case 0:
      return byteChange(text, random);
    case 1:
      return tokenChange(text, random);
    default:
      return lineChange(text, random);
  }
}

function byteChange(text: string, random: SmallGenerator): Change {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(2));
  const put = random.below(3);
  if (put === 0) return { start, end: Math.min(text.length, start + 1 + random.below(4)), text: "" };
  return { start, end, text: put === 1 ? String.fromCharCode(random.below(128)) : pick(vocabulary, random) };
}

function tokenChange(text: string, random: SmallGenerator): Change {
  const tokens = tokenize({ path: "", text });
  if (tokens.length === 0) return byteChange(text, random);
  const { start, end } = pick(tokens, random);
  const other = pick(tokens, random);
  switch (random.below(4)) {
    case 0:
      return { start, end, text: "" };
    case 1:
      return { start, end, text: other.text };
    case 2:
      return { start: end, end, text: ` ${text.slice(start, end)}` };
    default:
      return { start, end, text: pick(vocabulary, random) };
  }
}

function lineChange(text: string, random: SmallGenerator): Change {
  const lines = text.split("\n");
  const index = random.below(lines.length);
  const line = lines[index]!;
  const start = lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
  const end = Math.min(text.length, start + line.length + 1);
  switch (random.below(4)) {
    case 0:
      return { start, end, text: "" };
    case 1:
      return { start: end, end, text: `${line}\n` };
    case 2:
      return { start, end, text: `${pick(lines, random)}\n` };
    default:
      return { start, end: start + line.length, text: indented(line, random) };
  }
}

/** The same line further left or right: another list by the columns, perhaps. */
function indented(line: string, random: SmallGenerator): string {
  return " ".repeat(random.below(8)) + line.trimStart();
}

function pick<T>(items: readonly T[], random: SmallGenerator): T {
  return items[random.below(items.length)]!;
}
