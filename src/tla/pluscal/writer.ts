/**
 * The text of a translation while it is made: lines, and for stretches of them where they come from in the algorithm.
 *
 * Stretches nest: an action, a statement in it, an expression in that, a token. They hang on line objects, so that lines
 * may still be put in before them. A line is finished by `endLine`; an empty one is not, so that only `line("")` makes
 * blank lines.
 */
import type { Range } from "./ast.ts";
import { spelling, type ExpressionText } from "./expression-text.ts";

interface Line {
  text: string;
}

interface Mark {
  readonly line: Line;
  column: number;
}

interface Stretch {
  readonly source: Range;
  readonly start: Mark;
  end: Mark;
}

/** A stretch of the translation, in offsets of its text, and where it comes from. */
export interface TranslatedRange extends Range {
  readonly source: Range;
}

export class Writer {
  #lines: Line[] = [];
  #current: Line = { text: "" };
  readonly #stretches: Stretch[] = [];

  /** The number of finished lines. */
  get lineCount(): number {
    return this.#lines.length;
  }

  /** The length of the unfinished line. */
  get column(): number {
    return this.#current.text.length;
  }

  write(text: string, source?: Range): void {
    if (source === undefined) this.#current.text += text;
    else this.within(source, () => void (this.#current.text += text));
  }

  /** Ends the line unless it is empty. */
  endLine(): void {
    if (this.#current.text === "") return;
    this.#lines.push(this.#current);
    this.#current = { text: "" };
  }

  /** A line of its own, which may be empty. */
  line(text: string, source?: Range): void {
    this.endLine();
    if (text === "") this.#lines.push({ text: "" });
    else this.write(text, source);
    this.endLine();
  }

  /** Everything that `write` writes comes from `source`. */
  within(source: Range | undefined, write: () => void): void {
    if (source === undefined) {
      write();
      return;
    }
    const start = { line: this.#current, column: this.#current.text.length };
    const before = this.#lines.length;
    write();
    const isLineEnded = this.#current.text === "" && this.#lines.length > before;
    const line = isLineEnded ? this.#lines.at(-1)! : this.#current;
    this.#stretches.push({ source, start, end: { line, column: line.text.length } });
  }

  /** An expression from here on, its later lines indented to stay below its first. */
  expression(expression: ExpressionText): void {
    const indent = this.column;
    const lines = expression.toText();
    expression.lines.forEach((tokens, index) => {
      if (index > 0) {
        // A blank line inside an expression is kept, as blanks: it was a comment.
        if (this.#current.text === "") this.#lines.push(this.#current);
        else this.endLine();
        this.#current = { text: " ".repeat(indent) };
      }
      const start = this.#current.text.length;
      this.#current.text += lines[index]!;
      for (const token of tokens) {
        if (token.source === undefined) continue;
        const column = start + token.column;
        this.#stretches.push({
          source: token.source,
          start: { line: this.#current, column },
          end: { line: this.#current, column: column + spelling(token).length },
        });
      }
    });
  }

  /** Puts lines before the finished line `index`. */
  insert(index: number, lines: readonly string[]): void {
    this.#lines.splice(index, 0, ...lines.map((text) => ({ text })));
  }

  /**
   * Takes `width` characters out of the lines from `index` on: out of the first before `column`, out of the others at
   * their beginning. That is how an action of one conjunct loses its bullet.
   */
  outdent(index: number, column: number, width: number): void {
    const moved = new Set<Line>();
    this.#lines.slice(index).forEach((line, offset) => {
      if (offset > 0 && line.text.length <= width) return;
      line.text = offset === 0 ? line.text.slice(0, column - width) + line.text.slice(column) : line.text.slice(width);
      moved.add(line);
    });
    for (const { start, end } of this.#stretches) {
      for (const mark of [start, end]) if (moved.has(mark.line) && mark.column >= width) mark.column -= width;
    }
  }

  /** The finished lines. */
  get lines(): readonly string[] {
    return this.#lines.map((line) => line.text);
  }

  /** Where parts come from; offsets are into the lines joined by line breaks of `breakLength` characters. */
  ranges(breakLength: number): TranslatedRange[] {
    const offsets = new Map<Line, number>();
    let offset = 0;
    for (const line of this.#lines) {
      offsets.set(line, offset);
      offset += line.text.length + breakLength;
    }
    return this.#stretches.flatMap(({ source, start, end }) => {
      const from = offsets.get(start.line);
      const to = offsets.get(end.line);
      if (from === undefined || to === undefined) return [];
      return [{ start: from + start.column, end: to + end.column, source }];
    });
  }
}
