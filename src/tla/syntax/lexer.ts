/**
 * The lexer of TLA+: source text -> tokens in typed arrays, on demand.
 *
 * Tokens are read one after another as the parser asks for them, so text outside a module is never lexed. Places are
 * raw offsets; `column` is 1-based with tabs expanded to stops of eight, as SANY counts, and is only for junction lists.
 * A lexical error is a token too (`Token.error`, its diagnostic in `diagnosticOf`): it matters only when it is reached.
 *
 * The `.cfg` reader and the PlusCal parser use the same lexer; `tokenize` gives them token objects.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "./source.ts";
import { Token, isKeywordCode, isOperatorCode, operatorOfCode, symbolCodes, wordCodes } from "./tokens.ts";

/** Tabs in the source move to the next multiple of this many columns. */
export const tabWidth = 8;

const characterTab = 9;
const characterLineFeed = 10;
const characterFormFeed = 12;
const characterReturn = 13;
const characterSpace = 32;
const characterQuote = 34;
const characterLeftParenthesis = 40;
const characterStar = 42;
const characterMinus = 45;
const characterDot = 46;
const characterLess = 60;
const characterEquals = 61;
const characterGreater = 62;
const characterBackslash = 92;
const characterUnderscore = 95;

// Classes of the ASCII characters that words are made of.
const classDigit = 1;
const classLetter = 2;
const classUnderscore = 4;
const characterClass = new Uint8Array(128);
for (let code = 48; code <= 57; code++) characterClass[code] = classDigit;
for (let code = 65; code <= 90; code++) characterClass[code] = characterClass[code + 32] = classLetter;
characterClass[characterUnderscore] = classUnderscore;

/** The sets of numbers may be written in Unicode. */
const unicodeNames: ReadonlyMap<string, string> = new Map([
  ["ℕ", "Nat"],
  ["ℤ", "Int"],
  ["ℝ", "Real"],
]);

// ------------------------------------------------------------------------------------------ the trie of symbols

/** Rows of 128 entries, one a node: the next node for an ASCII character, or 0. */
const trieRows: Uint16Array[] = [new Uint16Array(128), new Uint16Array(128)];
/** The token code that ends at a node, or -1. */
const trieCodes: number[] = [-1, -1];
const rootNode = 1;
/** Symbols that begin with a character outside ASCII; all have one character, or one and an underscore. */
const unicodeSymbols = new Map<number, number>();

for (const [spelling, code] of symbolCodes) {
  if (spelling.charCodeAt(0) >= 128) {
    if (spelling.length === 1) unicodeSymbols.set(spelling.charCodeAt(0), code);
    continue;
  }
  let node = rootNode;
  for (let index = 0; index < spelling.length; index++) {
    const row = trieRows[node]!;
    const character = spelling.charCodeAt(index);
    if (row[character] === 0) {
      row[character] = trieRows.length;
      trieRows.push(new Uint16Array(128));
      trieCodes.push(-1);
    }
    node = row[character]!;
  }
  trieCodes[node] = code;
}

// ------------------------------------------------------------------------------------------ the lexer

/** A token as an object, for readers that are not hot. */
export interface TokenObject {
  readonly code: number;
  readonly kind:
    "identifier" | "keyword" | "operator" | "punctuation" | "number" | "string" | "step" | "error" | "endOfFile";
  /** The source text; of an operator too (its canonical symbol is `symbol`). */
  readonly text: string;
  /** The canonical symbol of an operator. */
  readonly symbol?: string;
  /** The value of a string, escapes resolved. */
  readonly value?: string;
  readonly start: number;
  readonly end: number;
  /** 1-based, tabs expanded. */
  readonly column: number;
  /** Set for an error token. */
  readonly diagnostic?: Diagnostic;
}

export class Lexer {
  readonly file: SourceFile;
  /** Parallel arrays, valid up to `count`. Use `ensure` first. */
  codes = new Int32Array(1024);
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  columns = new Int32Array(1024);
  count = 0;

  readonly #text: string;
  readonly #limit: number;
  #at: number;
  /** `offset + #columnShift` is the tab-expanded column. */
  #columnShift: number;
  readonly #diagnostics = new Map<number, Diagnostic>();

  /** Reads `file` from `start` to `end`. */
  constructor(file: SourceFile, start = 0, end = file.text.length) {
    this.file = file;
    this.#text = file.text;
    this.#limit = end;
    this.#at = start;
    this.#columnShift = columnShiftAt(file.text, start);
  }

  /** Makes sure that token `index` has been read, or that the end has been reached before it. */
  ensure(index: number): void {
    while (this.count <= index) {
      this.#readToken();
    }
  }

  /** The code of token `index`; past the end it is `Token.endOfFile`. */
  code(index: number): number {
    if (index >= this.count) this.ensure(index);
    return this.codes[index]!;
  }

  /** Source text of a token; the number sets `ℕ`, `ℤ`, `ℝ` give their ASCII names. */
  textOf(index: number): string {
    this.ensure(index);
    const text = this.#text.slice(this.starts[index]!, this.ends[index]!);
    return this.codes[index] === Token.identifier ? (unicodeNames.get(text) ?? text) : text;
  }

  /** The value of a string token. */
  stringOf(index: number): string {
    return unescapeString(this.textOf(index));
  }

  /** What is wrong with an error token. */
  diagnosticOf(index: number): Diagnostic | undefined {
    return this.#diagnostics.get(index);
  }

  /** Forgets the tokens from `index` on and reads on from `offset`. */
  restartAt(index: number, offset: number): void {
    this.count = index;
    this.#at = offset;
    this.#columnShift = columnShiftAt(this.#text, offset);
    for (const key of this.#diagnostics.keys()) if (key >= index) this.#diagnostics.delete(key);
  }

  #push(code: number, start: number, end: number): void {
    const index = this.count;
    if (index === this.codes.length) this.#grow();
    this.codes[index] = code;
    this.starts[index] = start;
    this.ends[index] = end;
    this.columns[index] = start + this.#columnShift;
    this.count = index + 1;
    this.#at = end;
  }

  #grow(): void {
    this.codes = doubled(this.codes);
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.columns = doubled(this.columns);
  }

  #pushError(start: number, end: number, diagnostic: Omit<Diagnostic, "severity" | "at">): void {
    const at = { file: this.file, start, end };
    this.#diagnostics.set(this.count, { ...diagnostic, severity: "error", at });
    this.#push(Token.error, start, end);
  }

  #readToken(): void {
    if (!this.#skipBlank()) return;
    const text = this.#text;
    const start = this.#at;
    if (start >= this.#limit) {
      this.#push(Token.endOfFile, this.#limit, this.#limit);
      return;
    }
    const character = text.charCodeAt(start);
    const kind = character < 128 ? characterClass[character]! : 0;
    if (kind !== 0) this.#readWord(start, kind);
    else if (character === characterQuote) this.#readString(start);
    else if (character >= 128) this.#readUnicode(start, character);
    else this.#readSymbol(start, character);
  }

  /** Skips blanks and comments; false when a comment does not end (an error token was pushed). */
  #skipBlank(): boolean {
    const text = this.#text;
    const limit = this.#limit;
    let at = this.#at;
    for (;;) {
      const character = at < limit ? text.charCodeAt(at) : -1;
      if (character === characterSpace || character === characterFormFeed) at++;
      else if (character === characterLineFeed || character === characterReturn) {
        at++;
        this.#columnShift = 1 - at;
      } else if (character === characterTab) {
        // `at + shift` is the 1-based column of the tab; the next character stands after the next multiple of eight.
        const column = at + this.#columnShift;
        at++;
        this.#columnShift = column - ((column - 1) % tabWidth) + tabWidth - at;
      } else if (character === characterBackslash && text.charCodeAt(at + 1) === characterStar) {
        while (at < limit && text.charCodeAt(at) !== characterLineFeed && text.charCodeAt(at) !== characterReturn) at++;
      } else if (character === characterLeftParenthesis && text.charCodeAt(at + 1) === characterStar) {
        const end = this.#skipComment(at);
        if (end < 0) return false;
        at = end;
      } else break;
    }
    this.#at = at;
    return true;
  }

  /** The end of the comment that opens at `start`; -1 when there is none. Comments nest. */
  #skipComment(start: number): number {
    const text = this.#text;
    const limit = this.#limit;
    let depth = 0;
    let at = start;
    while (at < limit) {
      const character = text.charCodeAt(at);
      if (character === characterLeftParenthesis && text.charCodeAt(at + 1) === characterStar) {
        depth++;
        at += 2;
      } else if (character === characterStar && text.charCodeAt(at + 1) === 41 && at + 1 < limit) {
        depth--;
        at += 2;
        if (depth === 0) return at;
      } else {
        at++;
        if (character === characterLineFeed || character === characterReturn) this.#columnShift = 1 - at;
        else if (character === characterTab) {
          const column = at - 1 + this.#columnShift;
          this.#columnShift = column - ((column - 1) % tabWidth) + tabWidth - at;
        }
      }
    }
    this.#pushError(start, start + 2, {
      code: "LS1002",
      message: "this comment is never closed",
      hint: "close it with *); comments nest, so every (* inside it needs its own *)",
    });
    this.#at = limit;
    return -1;
  }

  /** Identifiers, reserved words, numbers, `WF_`, `SF_` and `_`. */
  #readWord(start: number, kind: number): void {
    const text = this.#text;
    const limit = this.#limit;
    let kinds = kind;
    let at = start + 1;
    while (at < limit) {
      const character = text.charCodeAt(at);
      const next = character < 128 ? characterClass[character]! : 0;
      if (next === 0) break;
      kinds |= next;
      at++;
    }
    if ((kinds & classLetter) === 0) {
      if (kind === classDigit) this.#readNumber(start);
      else this.#push(Token.underscore, start, start + 1);
      return;
    }
    if (text.charCodeAt(start + 1) === 70 && text.charCodeAt(start + 2) === characterUnderscore) {
      const first = text.charCodeAt(start);
      if (first === 87 || first === 83) {
        this.#push(first === 87 ? Token.weakFairness : Token.strongFairness, start, start + 3);
        return;
      }
    }
    const second = text.charCodeAt(start + 1);
    const mayBeReserved = kinds === classLetter && second >= 65 && second <= 90 && at - start >= 2 && at - start <= 11;
    const code = mayBeReserved ? wordCodes.get(text.slice(start, at)) : undefined;
    this.#push(code ?? Token.identifier, start, at);
  }

  /** Digits, with a fraction when a dot and a digit follow at once: `1.5`, but `1..5` is a range. */
  #readNumber(start: number): void {
    let end = this.#digitsEnd(start);
    if (
      this.#text.charCodeAt(end) === characterDot &&
      isDigit(this.#text.charCodeAt(end + 1)) &&
      end + 1 < this.#limit
    ) {
      end = this.#digitsEnd(end + 1);
    }
    this.#push(Token.number, start, end);
  }

  #digitsEnd(from: number): number {
    let at = from;
    while (at < this.#limit && isDigit(this.#text.charCodeAt(at))) at++;
    return at;
  }

  #readString(start: number): void {
    const text = this.#text;
    const limit = this.#limit;
    let badEscape = -1;
    let at = start + 1;
    while (at < limit) {
      const character = text.charCodeAt(at);
      if (character === characterQuote) {
        if (badEscape >= 0) this.#badEscape(badEscape, at + 1);
        else this.#push(Token.string, start, at + 1);
        return;
      }
      if (character === characterLineFeed || character === characterReturn) break;
      if (character === characterBackslash) {
        if (badEscape < 0 && !'ntrf\\"'.includes(text.charAt(at + 1))) badEscape = at;
        at++;
        if (text.charCodeAt(at) === characterLineFeed || text.charCodeAt(at) === characterReturn) break;
      }
      at++;
    }
    this.#pushError(start, Math.min(at, limit), {
      code: "LS1003",
      message: "this string is not closed on its line",
      hint: 'close it with "; a quote inside a string is written \\"',
    });
  }

  #badEscape(at: number, resume: number): void {
    const escape = this.#text.slice(at, at + 2);
    this.#pushError(at, at + 2, {
      code: "LS1004",
      message: `${escape} is not an escape that TLA+ strings have`,
      hint: 'the escapes are \\n \\t \\r \\f \\\\ and \\"; write \\\\ for a backslash',
    });
    this.#at = resume;
  }

  #readUnicode(start: number, character: number): void {
    const code = unicodeSymbols.get(character);
    if (code !== undefined) {
      const hasSubscript = code === Token.rightAngle && this.#text.charCodeAt(start + 1) === characterUnderscore;
      if (hasSubscript) this.#push(Token.rightAngleSubscript, start, start + 2);
      else this.#push(code, start, start + 1);
    } else if (unicodeNames.has(this.#text.charAt(start))) this.#push(Token.identifier, start, start + 1);
    else this.#unexpected(start);
  }

  /** Everything else: the longest symbol of the table that the text begins with. */
  #readSymbol(start: number, character: number): void {
    const text = this.#text;
    if (character === characterMinus && text.startsWith("----", start)) {
      this.#pushRun(Token.separator, start, characterMinus);
      return;
    }
    if (character === characterEquals && text.startsWith("====", start)) {
      this.#pushRun(Token.moduleEnd, start, characterEquals);
      return;
    }
    if (character === characterLess && this.#readStep(start)) return;
    if (character === characterBackslash && this.#readBasedNumber(start)) return;
    let node = rootNode;
    let found = -1;
    let end = start;
    for (let at = start; at < this.#limit; at++) {
      const next = text.charCodeAt(at);
      node = next < 128 ? trieRows[node]![next]! : 0;
      if (node === 0) break;
      if (trieCodes[node]! >= 0) {
        found = trieCodes[node]!;
        end = at + 1;
      }
    }
    if (found < 0) this.#unexpected(start);
    else this.#push(found, start, end);
  }

  #pushRun(code: number, start: number, character: number): void {
    let end = start;
    while (end < this.#limit && this.#text.charCodeAt(end) === character) end++;
    this.#push(code, start, end);
  }

  /** `<1>`, `<1>a`, `<1>2.`, `<*>`, `<+>a`; false when the text is none of them. */
  #readStep(start: number): boolean {
    const text = this.#text;
    let at = start + 1;
    const first = text.charCodeAt(at);
    if (first === characterStar || first === 43) at++;
    else at = this.#digitsEnd(at);
    if (at === start + 1 || text.charCodeAt(at) !== characterGreater) return false;
    at++;
    if (text.charCodeAt(at) === characterStar || text.charCodeAt(at) === characterMinus) at++;
    else while (at < this.#limit && characterClass[text.charCodeAt(at)]! > 0) at++;
    while (text.charCodeAt(at) === characterDot) at++;
    this.#push(Token.step, start, Math.min(at, this.#limit));
    return true;
  }

  /** `\b01`, `\o17`, `\hFF`, in either case of the letter. */
  #readBasedNumber(start: number): boolean {
    const text = this.#text;
    const letter = text.charAt(start + 1).toLowerCase();
    const digits = letter === "b" ? "01" : letter === "o" ? "01234567" : letter === "h" ? "0123456789abcdefABCDEF" : "";
    let at = start + 2;
    while (at < this.#limit && digits.includes(text.charAt(at))) at++;
    if (digits === "" || at === start + 2) return false;
    this.#push(Token.number, start, at);
    return true;
  }

  #unexpected(start: number): void {
    const point = this.#text.codePointAt(start)!;
    const character = String.fromCodePoint(point);
    this.#pushError(start, Math.min(start + character.length, this.#limit), {
      code: "LS1001",
      message: `unexpected character ${describeCharacter(character, point)}`,
      hint: hintForCharacter(character),
    });
  }
}

/** All tokens of a stretch of a file, without the end of file; lexical errors are tokens of kind `error`. */
export function tokenize(file: SourceFile, start = 0, end = file.text.length): TokenObject[] {
  const lexer = new Lexer(file, start, end);
  const tokens: TokenObject[] = [];
  for (let index = 0; lexer.code(index) !== Token.endOfFile; index++) tokens.push(tokenObject(lexer, index));
  return tokens;
}

/** Token `index` of a lexer as an object. */
export function tokenObject(lexer: Lexer, index: number): TokenObject {
  lexer.ensure(index);
  const code = lexer.codes[index]!;
  const symbol = operatorOfCode(code)?.symbol;
  const diagnostic = lexer.diagnosticOf(index);
  return {
    code,
    kind: kindOfCode(code),
    text: lexer.textOf(index),
    start: lexer.starts[index]!,
    end: lexer.ends[index]!,
    column: lexer.columns[index]!,
    ...(symbol === undefined ? {} : { symbol }),
    ...(code === Token.string ? { value: lexer.stringOf(index) } : {}),
    ...(diagnostic === undefined ? {} : { diagnostic }),
  };
}

function kindOfCode(code: number): TokenObject["kind"] {
  if (isOperatorCode(code)) return "operator";
  if (isKeywordCode(code)) return "keyword";
  switch (code) {
    case Token.endOfFile:
      return "endOfFile";
    case Token.error:
      return "error";
    case Token.identifier:
      return "identifier";
    case Token.number:
      return "number";
    case Token.string:
      return "string";
    case Token.step:
      return "step";
    default:
      return "punctuation";
  }
}

/** The value of a string literal given with its quotes. */
export function unescapeString(literal: string): string {
  const inner = literal.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\(.)/g, (_, escaped: string) => escapedCharacters.get(escaped) ?? escaped);
}

const escapedCharacters: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["f", "\f"],
]);

function isDigit(character: number): boolean {
  return character >= 48 && character <= 57;
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** What to add to an offset on the line of `offset` to get its tab-expanded, 1-based column. */
function columnShiftAt(text: string, offset: number): number {
  let lineStart = offset;
  while (lineStart > 0 && !isLineBreak(text.charCodeAt(lineStart - 1))) lineStart--;
  let column = 1;
  for (let at = lineStart; at < offset; at++) {
    column = text.charCodeAt(at) === characterTab ? column - ((column - 1) % tabWidth) + tabWidth : column + 1;
  }
  return column - offset;
}

function isLineBreak(character: number): boolean {
  return character === characterLineFeed || character === characterReturn;
}

function describeCharacter(character: string, point: number): string {
  const number = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  return point > 32 && point < 127 ? `"${character}"` : point >= 161 ? `"${character}" (${number})` : number;
}

function hintForCharacter(character: string): string {
  if ("“”„".includes(character)) return 'write a straight quote: "';
  if ("‘’′".includes(character)) return "write a straight apostrophe for prime: '";
  if ("–—−".includes(character)) return "write a plain minus: -";
  if (/\s/.test(character)) return "write a plain space";
  if (character === "`") return "backquotes belong to PlusCal comments and are no part of TLA+";
  return "remove it, or put it into a comment or a string";
}
