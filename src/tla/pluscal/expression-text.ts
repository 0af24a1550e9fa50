/**
 * Expressions of an algorithm, kept as the tokens that the author wrote, line by line, each with its column.
 *
 * PlusCal does not parse expressions: it moves them into the translation, puts subscripts and primes behind names, and
 * replaces macro parameters. What must survive is layout, since the columns of a junction list are its parentheses. So
 * every line after the first remembers its anchor: the last token of an earlier line that stands at or to the left of
 * where the line begins. When the anchor moves, its line moves with it.
 */
import type { Range } from "./ast.ts";

export type TokenType =
  | "builtin"
  | "number"
  | "string"
  | "identifier"
  /** `pc` and `stack`, put in by the translation: always subscripted in a multiprocess algorithm. */
  | "added"
  /** The value of a variable without one: never renamed, primed or subscripted. */
  | "default";

export interface TextToken {
  /** Without the quotes of a string. */
  text: string;
  type: TokenType;
  /** 0-based; after `normalize` the leftmost line of the expression begins at 0. */
  column: number;
  /** Where it stands in the algorithm; absent when the translation made it. */
  readonly source?: Range;
}

interface Anchor {
  readonly token: TextToken;
  /** The anchor's column when this line was last moved. */
  column: number;
}

export function widthOf(token: TextToken): number {
  return token.text.length + (token.type === "string" ? 2 : 0);
}

export class ExpressionText {
  /** A line may be empty: it was blank, or held a comment. The first and the last never are. */
  lines: TextToken[][];
  #anchors: (Anchor | undefined)[] = [];

  constructor(lines: TextToken[][] = []) {
    this.lines = lines;
    this.normalize();
  }

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  get isOneToken(): boolean {
    return this.lines.length === 1 && this.lines[0]!.length === 1;
  }

  /** All tokens in order. */
  get tokens(): TextToken[] {
    return this.lines.flat();
  }

  get firstToken(): TextToken | undefined {
    return this.lines[0]?.[0];
  }

  /** From its first token that the author wrote to its last; undefined when the translation made all of it. */
  get source(): Range | undefined {
    const ranges = this.tokens.flatMap((token) => (token.source === undefined ? [] : [token.source]));
    const first = ranges[0];
    const last = ranges.at(-1);
    return first === undefined || last === undefined ? undefined : { start: first.start, end: last.end };
  }

  /** A copy with tokens of its own. */
  clone(): ExpressionText {
    return new ExpressionText(this.lines.map((line) => line.map((token) => ({ ...token }))));
  }

  /** Drops blank lines at both ends, moves everything left, and finds the anchors anew. */
  normalize(): void {
    while (this.lines.length > 0 && this.lines[0]!.length === 0) this.lines.shift();
    while (this.lines.length > 0 && this.lines.at(-1)!.length === 0) this.lines.pop();
    const left = Math.min(...this.lines.flatMap((line) => (line.length === 0 ? [] : [line[0]!.column])));
    for (const token of this.tokens) token.column -= left;
    this.#anchors = this.lines.map((line, index) => this.#anchorOf(line, index));
  }

  #anchorOf(line: readonly TextToken[], index: number): Anchor | undefined {
    const first = line[0];
    if (first === undefined) return undefined;
    for (let above = index - 1; above >= 0; above--) {
      const candidates = this.lines[above]!;
      if (candidates.length === 0 || candidates[0]!.column > first.column) continue;
      let at = 0;
      while (at + 1 < candidates.length && candidates[at + 1]!.column <= first.column) at++;
      const token = candidates[at]!;
      return { token, column: token.column };
    }
    return undefined;
  }

  /** Moves each line by as much as its anchor has moved; top down, since anchors stand above. */
  #followAnchors(): void {
    this.lines.forEach((line, index) => {
      const anchor = this.#anchors[index];
      if (anchor === undefined) return;
      const moved = anchor.token.column - anchor.column;
      anchor.column = anchor.token.column;
      for (const token of line) token.column += moved;
    });
  }

  /** Adds a token right behind the last one. */
  append(token: Omit<TextToken, "column">): void {
    const line = this.lines.at(-1) ?? [];
    if (this.lines.length === 0) this.lines.push(line);
    const last = line.at(-1);
    line.push({ ...token, column: last === undefined ? 0 : last.column + widthOf(last) });
    this.#anchors = this.lines.map((_, index) => this.#anchors[index]);
  }

  /** Puts `before` in front of this expression, `spaces` blanks apart; its tokens become this expression's. */
  prepend(before: ExpressionText, spaces: number): void {
    const lastLine = before.lines.at(-1);
    const last = lastLine?.at(-1);
    if (lastLine === undefined || last === undefined) return;
    const shift = last.column + widthOf(last) + spaces;
    const [firstLine = [], ...rest] = this.lines;
    for (const token of firstLine) token.column += shift;
    const anchors = [...before.#anchors, ...this.#anchors.slice(1)];
    this.lines = [...before.lines.slice(0, -1), [...lastLine, ...firstLine], ...rest];
    this.#anchors = anchors;
    this.#followAnchors();
  }

  /**
   * Replaces names by expressions, all at once. Strings, field names and the names of record and set constructors
   * (`.x`, `[x |->`, `, x :`) are left alone. With `parenthesize`, an expression of several tokens gets parentheses
   * unless it becomes the whole.
   */
  substitute(replacements: ReadonlyMap<string, ExpressionText>, parenthesize: boolean): void {
    if (replacements.size === 0) return;
    for (const token of this.#replaceable(replacements)) {
      this.#replace(token, replacements.get(token.text)!, parenthesize);
    }
  }

  #replaceable(replacements: ReadonlyMap<string, ExpressionText>): TextToken[] {
    const tokens = this.tokens;
    const found: TextToken[] = [];
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!;
      if (token.type === "string") continue;
      const afterNext = tokens[index + 2];
      if (token.text === ".") index += 1;
      else if (
        (token.text === "[" || token.text === ",") &&
        afterNext !== undefined &&
        afterNext.type !== "string" &&
        [":", "|->", "↦"].includes(afterNext.text)
      )
        index += 2;
      else if (replacements.has(token.text)) found.push(token);
    }
    return found;
  }

  #replace(token: TextToken, by: ExpressionText, parenthesize: boolean): void {
    if (this.isOneToken) {
      const copy = by.clone();
      this.lines = copy.lines;
      this.#anchors = copy.#anchors;
      return;
    }
    const lineIndex = this.lines.findIndex((line) => line.includes(token));
    const line = this.lines[lineIndex]!;
    const rest = line.splice(line.indexOf(token) + 1);
    const gap = rest.length === 0 ? 0 : rest[0]!.column - token.column - widthOf(token);
    const lastLine = by.isOneToken
      ? this.#replaceByToken(token, by.firstToken!, line)
      : this.#replaceByLines(token, by, parenthesize, lineIndex);
    const last = lastLine.at(-1)!;
    const shift = rest.length === 0 ? 0 : last.column + widthOf(last) + gap - rest[0]!.column;
    for (const follower of rest) lastLine.push(Object.assign(follower, { column: follower.column + shift }));
    this.#followAnchors();
  }

  #replaceByToken(token: TextToken, by: TextToken, line: TextToken[]): TextToken[] {
    token.text = by.text;
    token.type = by.type;
    return line;
  }

  /** The replaced token stays as the first of the new ones, so that the lines which it anchors follow it. */
  #replaceByLines(token: TextToken, by: ExpressionText, parenthesize: boolean, lineIndex: number): TextToken[] {
    const copy = by.clone();
    const inserted = copy.lines;
    const first = inserted[0]!;
    const indent = token.column + (parenthesize ? 1 : 0);
    for (const tokenOfFirst of first) tokenOfFirst.column += indent;
    const anchors = copy.#anchors.slice(1);
    if (parenthesize) {
      Object.assign(token, { text: "(", type: "builtin" });
      this.lines[lineIndex]!.push(...first);
    } else {
      const head = first[0]!;
      Object.assign(token, { text: head.text, type: head.type, column: head.column });
      this.lines[lineIndex]!.push(...first.slice(1));
      for (const [index, anchor] of anchors.entries()) {
        if (anchor?.token === head) anchors[index] = { token, column: anchor.column };
      }
    }
    this.lines.splice(lineIndex + 1, 0, ...inserted.slice(1));
    this.#anchors.splice(lineIndex + 1, 0, ...anchors);
    const lastLine = this.lines[lineIndex + inserted.length - 1]!;
    if (parenthesize) {
      // The lines after the first have not followed their anchors yet; the closing parenthesis moves with them.
      const last = lastLine.at(-1)!;
      lastLine.push({ text: ")", type: "builtin", column: last.column + widthOf(last) });
    }
    return lastLine;
  }

  /** The lines as text, with the columns that the tokens have. */
  toText(): string[] {
    return this.lines.map((line) => {
      let text = "";
      for (const token of line) {
        text = text.padEnd(token.column) + spelling(token);
      }
      return text;
    });
  }
}

/** A token as it is written. */
export function spelling(token: TextToken): string {
  return token.type === "string" ? `"${token.text}"` : token.text;
}

/** An expression of one line that the translation makes, its tokens `spaces` apart. */
export function madeText(tokens: readonly Omit<TextToken, "column">[], spaces: number): ExpressionText {
  let column = 0;
  const line = tokens.map((token) => {
    const placed = { ...token, column };
    column += widthOf(placed) + spaces;
    return placed;
  });
  return new ExpressionText([line]);
}

export const builtin = (text: string): Omit<TextToken, "column"> => ({ text, type: "builtin" });
export const identifier = (text: string): Omit<TextToken, "column"> => ({ text, type: "identifier" });
export const string = (text: string): Omit<TextToken, "column"> => ({ text, type: "string" });
export const added = (text: string): Omit<TextToken, "column"> => ({ text, type: "added" });
