/**
 * Reads the lines of one log. Lines say the same things over and over, by other instances at other times: what a record in
 * the specification's terms says is read once, and shared by the records whose text says it with the same characters.
 *
 * A line is gone through from member to member without being parsed. What is not of the plainest form goes the strict way,
 * which also has all the messages: so whatever is accepted here is accepted there, with the same meaning.
 */
import { parseRecord, type Clock, type LogRecord, type SpecContent, type TimeSpan } from "./record.ts";

/** Texts of contents, and names of processes, that are remembered. */
const REMEMBERED_MAX = 4_096;
/** Longer lines are no repetitions worth remembering. */
const REMEMBERED_LENGTH_MAX = 4_096;
/** A number of more digits, times in microseconds have sixteen, is not read here. */
const DIGITS_MAX = 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const CONTENT_MEMBERS: ReadonlySet<string> = new Set(["v", "action", "args", "set", "add", "remove"]);

export class RecordReader {
  readonly #log: string;
  readonly #contents = new Map<string, SpecContent>();
  readonly #processes = new Map<string, string>();
  // The line that is gone through, and what was found in it so far.
  #text = "";
  #at = 0;
  #process: string | undefined;
  #instance: string | undefined;
  #seq: number | undefined;
  #time: TimeSpan | undefined;
  #clock: Clock | undefined;
  /** The members that make up the content, with the commas between them. */
  #content = "";
  /** Where the last of them that stand together begin; -1: the last member was another. */
  #together = -1;

  constructor(log: string) {
    this.#log = log;
  }

  /** The record of a line. Throws a DiagnosticError. */
  read(line: number, text: string): LogRecord {
    const isPlain = text.length <= REMEMBERED_LENGTH_MAX && this.#goesThrough(text);
    const content = isPlain ? this.#contents.get(this.#content) : undefined;
    if (content !== undefined) return this.#record(line, content);
    const record = parseRecord(this.#log, line, text);
    if (isPlain && record.kind === "spec") this.#remember(record.content);
    return record;
  }

  #record(line: number, content: SpecContent): LogRecord {
    return {
      kind: "spec",
      log: this.#log,
      line,
      process: this.#process ?? "log",
      seq: this.#seq,
      time: this.#time,
      clock: this.#clock,
      instance: this.#instance ?? "",
      content,
    };
  }

  /** A part of a line would keep all of the line in memory: it is copied. */
  #remember(content: SpecContent): void {
    if (this.#contents.size >= REMEMBERED_MAX) this.#contents.clear();
    this.#contents.set(copyOf(this.#content), content);
  }

  // ---------------------------------------------------------------------------------------- members of a line

  /** Finds the members of a line; false when one of them is of another form than is read here. */
  #goesThrough(text: string): boolean {
    this.#text = text;
    this.#at = 0;
    this.#process = this.#instance = this.#seq = this.#time = this.#clock = undefined;
    this.#content = "";
    this.#together = -1;
    if (text.charCodeAt(this.#at++) !== OPEN_BRACE) return false;
    for (;;) {
      const start = this.#at;
      const name = this.#string();
      if (name === undefined || !this.#passes(COLON) || !this.#member(name, start)) return false;
      if (this.#passes(COMMA)) continue;
      this.#endContent(this.#at);
      return this.#passes(CLOSE_BRACE) && isEnd(text, this.#at);
    }
  }

  #member(name: string, start: number): boolean {
    if (CONTENT_MEMBERS.has(name)) {
      if (this.#together < 0) this.#together = start;
      return this.#skips();
    }
    this.#endContent(start);
    if (this.#isTwice(name)) return false;
    if (name === "process") return (this.#process = this.#known(this.#string())) !== undefined;
    if (name === "instance") return (this.#instance = this.#string()) !== undefined;
    if (name === "seq") return (this.#seq = this.#count()) !== undefined;
    if (name === "clock") return this.#hybridClock();
    return name === "time" && this.#timeSpan();
  }

  #endContent(end: number): void {
    if (this.#together >= 0) this.#content += this.#text.slice(this.#together, end);
    this.#together = -1;
  }

  #timeSpan(): boolean {
    if (this.#text.charCodeAt(this.#at) !== OPEN_BRACKET) {
      const time = this.#count();
      if (time !== undefined) this.#time = { earliest: time, latest: time };
      return time !== undefined;
    }
    const [earliest, latest] = this.#pair() ?? [1, 0];
    if (latest < earliest) return false;
    this.#time = { earliest, latest };
    return true;
  }

  #hybridClock(): boolean {
    const pair = this.#pair();
    if (pair === undefined) return false;
    this.#clock = { kind: "hybrid", physical: pair[0], logical: pair[1] };
    return true;
  }

  /** Two counts in brackets. */
  #pair(): readonly [number, number] | undefined {
    if (!this.#passes(OPEN_BRACKET)) return undefined;
    const first = this.#count();
    if (first === undefined || !this.#passes(COMMA)) return undefined;
    const second = this.#count();
    return second !== undefined && this.#passes(CLOSE_BRACKET) ? [first, second] : undefined;
  }

  /** The same string for the same name, so that no line is kept for the sake of it. */
  #known(process: string | undefined): string | undefined {
    if (process === undefined) return undefined;
    const known = this.#processes.get(process);
    if (known !== undefined || this.#processes.size >= REMEMBERED_MAX) return known ?? process;
    const copy = copyOf(process);
    this.#processes.set(copy, copy);
    return copy;
  }

  #isTwice(name: string): boolean {
    if (name === "process") return this.#process !== undefined;
    if (name === "instance") return this.#instance !== undefined;
    if (name === "clock") return this.#clock !== undefined;
    return name === "seq" ? this.#seq !== undefined : this.#time !== undefined;
  }

  /** Goes past this character, and the spaces around it. */
  #passes(character: number): boolean {
    const text = this.#text;
    let at = this.#at;
    while (text.charCodeAt(at) === SPACE) at++;
    if (text.charCodeAt(at) !== character) return false;
    do at++;
    while (text.charCodeAt(at) === SPACE);
    this.#at = at;
    return true;
  }

  /** A string of characters that stand for themselves. */
  #string(): string | undefined {
    const text = this.#text;
    const start = this.#at + 1;
    if (text.charCodeAt(start - 1) !== QUOTE) return undefined;
    for (let at = start; at < text.length; at++) {
      const character = text.charCodeAt(at);
      if (character === QUOTE) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      if (character === BACKSLASH || character < SPACE) return undefined;
    }
    return undefined;
  }

  #count(): number | undefined {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    while (isDigit(text.charCodeAt(at))) at++;
    const next = text.charCodeAt(at);
    const isCount = at > start && at - start <= DIGITS_MAX && (text.charCodeAt(start) !== ZERO || at === start + 1);
    if (!isCount || (next !== COMMA && next !== CLOSE_BRACE && next !== CLOSE_BRACKET && next !== SPACE))
      return undefined;
    const count = Number(text.slice(start, at));
    if (!Number.isSafeInteger(count)) return undefined;
    this.#at = at;
    return count;
  }

  /** Goes past a value of any form, which the strict way has read or will read. */
  #skips(): boolean {
    const text = this.#text;
    let depth = 0;
    for (let at = this.#at; at < text.length; at++) {
      switch (text.charCodeAt(at)) {
        case QUOTE:
          at = endOfString(text, at);
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          depth++;
          break;
        case CLOSE_BRACKET:
          depth--;
          break;
        case CLOSE_BRACE:
          if (depth === 0) return this.#skipped(at);
          depth--;
          break;
        case COMMA:
          if (depth === 0) return this.#skipped(at);
      }
    }
    return false;
  }

  #skipped(at: number): boolean {
    this.#at = at;
    return true;
  }
}

/** Nothing follows but the carriage return of a line that ends with one. */
function isEnd(text: string, at: number): boolean {
  return at === text.length || (at === text.length - 1 && text.endsWith("\r"));
}

function isDigit(character: number): boolean {
  return character >= ZERO && character <= NINE;
}

/** Where the string that begins at a place ends. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) return at;
    if (character === BACKSLASH) at++;
  }
  return text.length;
}

/** The same text in memory of its own: a part of a text keeps all of it. */
export function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
