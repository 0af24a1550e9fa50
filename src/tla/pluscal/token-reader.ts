/**
 * Tokens of an algorithm: those of TLA+, read by the same lexer, with the words of PlusCal as identifiers.
 *
 * An expression is whatever stands up to the next delimiter, as in the reference translator: PlusCal's own words and
 * signs end it (but not after `.`, `[` or `,`, so that fields and records may have such names), and outside brackets
 * a comma or a closing bracket does.
 */
import { DiagnosticError } from "../diagnostics.ts";
import { Lexer } from "../syntax/lexer.ts";
import { parseExpression } from "../syntax/parse.ts";
import { positionAt, type SourceFile } from "../syntax/source.ts";
import { Keyword, Token } from "../syntax/tokens.ts";
import type { Place, Range } from "./ast.ts";
import { ExpressionText, type TextToken, type TokenType } from "./expression-text.ts";
import { fail } from "./problems.ts";

export interface AlgorithmToken extends Range, Place {
  /** As written; a string without its quotes. */
  readonly text: string;
  readonly code: number;
}

/** Words and signs that end an expression. */
const delimiters = new Set(
  (
    "; do then := ≔ begin variable variables || ‖ end else elsif if either or while with call return goto print " +
    "assert skip procedure define process fair"
  ).split(" "),
);

/** Words before which a semicolon may be left out. */
const semicolonOptional = new Set("end begin else elsif or do macro procedure process fair define { }".split(" "));

/** Words that begin a statement. */
const statementWords = new Set("if either while with call return goto print assert skip await when".split(" "));

const opening = new Set<number>([Token.leftParenthesis, Token.leftBracket, Token.leftBrace, Token.leftAngle]);
const closing = new Set<number>([
  Token.rightParenthesis,
  Token.rightBracket,
  Token.rightBracketSubscript,
  Token.rightBrace,
  Token.rightAngle,
  Token.rightAngleSubscript,
]);

/** Tokens that end an operand, and those that begin one: two of them side by side are no expression. */
const operandEnds = new Set<number>([
  Token.identifier,
  Token.number,
  Token.string,
  Token.rightParenthesis,
  Token.rightBracket,
  Token.rightBrace,
  Token.rightAngle,
]);
const operandBegins = new Set<number>([Token.identifier, Token.number, Token.string]);

export class TokenReader {
  readonly file: SourceFile;
  readonly #tokens: AlgorithmToken[] = [];
  readonly #lexer: Lexer;
  readonly #linesRemoved: (offset: number) => number;
  #index = 0;

  /**
   * Reads `file` from `start` to `end`. `linesRemoved` says how many lines before an offset do not count: those of an
   * old translation, which the places in assertions leave out.
   */
  constructor(file: SourceFile, start: number, end: number, linesRemoved: (offset: number) => number) {
    this.file = file;
    this.#lexer = new Lexer(file, start, end);
    this.#linesRemoved = linesRemoved;
  }

  /** The token `ahead` tokens further on; the end of the algorithm is a token with empty text. */
  peek(ahead = 0): AlgorithmToken {
    while (this.#tokens.length <= this.#index + ahead) this.#tokens.push(this.#read(this.#tokens.length));
    return this.#tokens[this.#index + ahead]!;
  }

  #read(index: number): AlgorithmToken {
    const lexer = this.#lexer;
    const code = lexer.code(index);
    const start = lexer.starts[index]!;
    const end = lexer.ends[index]!;
    const problem = code === Token.error ? lexer.diagnosticOf(index) : undefined;
    if (problem !== undefined) throw new DiagnosticError([problem]);
    const raw = this.file.text.slice(start, end);
    return {
      text: code === Token.string ? raw.slice(1, -1) : raw,
      code,
      start,
      end,
      line: positionAt(this.file, start).line - this.#linesRemoved(start),
      column: lexer.columns[index]!,
    };
  }

  next(): AlgorithmToken {
    const token = this.peek();
    if (token.code !== Token.endOfFile) this.#index++;
    return token;
  }

  /** The token before the next one. */
  get last(): AlgorithmToken {
    return this.#tokens[Math.max(0, this.#index - 1)] ?? this.peek();
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.code !== Token.string;
  }

  /** Takes the next token when it is `text`. */
  accept(text: string): boolean {
    const found = this.is(text);
    if (found) this.next();
    return found;
  }

  expect(text: string, what = `"${text}"`, hint?: string): AlgorithmToken {
    if (!this.is(text)) this.failExpected(what, hint);
    return this.next();
  }

  failExpected(what: string, hint?: string): never {
    const token = this.peek();
    fail(this.file, {
      code: "LS1110",
      message: `expected ${what}, found ${describe(token)}`,
      at: token,
      hint: hint ?? hintFor(what, token),
    });
  }

  name(
    what: string,
    hint = "a name is made of letters, digits and _, and is no word of PlusCal or TLA+",
  ): AlgorithmToken {
    const token = this.peek();
    if (token.code !== Token.identifier || delimiters.has(token.text)) this.failExpected(what, hint);
    return this.next();
  }

  /** Says that statements are missing before the next token. */
  failEmpty(what: string): never {
    fail(this.file, {
      code: "LS1113",
      message: `${what} has no statement`,
      at: this.peek(),
      hint: "write skip for a step that does nothing",
    });
  }

  /** A semicolon, or one of the words before which it may be left out. */
  semicolon(): void {
    const token = this.peek();
    if (token.code !== Token.string && semicolonOptional.has(token.text)) return;
    if (this.is(";")) {
      this.next();
      return;
    }
    this.#failMissingSemicolon(token);
  }

  /** A comma or a semicolon between declarations. */
  separator(): void {
    if (!this.accept(",")) this.semicolon();
  }

  #failMissingSemicolon(token: AlgorithmToken): never {
    if (token.code === Token.endOfFile) this.failExpected('";", "}" or "end"');
    if (token.code === Token.identifier) {
      const { end } = this.last;
      fail(this.file, {
        code: "LS1111",
        message: `a semicolon is missing before ${describe(token)}`,
        at: token,
        hint: "end each statement and declaration with ;",
        notes: [{ message: "the statement before it ends", at: { start: Math.max(0, end - 1), end } }],
      });
    }
    this.failExpected('";"');
  }

  /**
   * Up to the next delimiter; `what` names it in the message when there is none. `follow` is what has to stand behind it,
   * a semicolon as a rule.
   */
  expression(what: string, follow = ";"): ExpressionText {
    const text = this.optionalExpression(false, follow);
    if (text.isEmpty) {
      const token = this.peek();
      fail(this.file, {
        code: "LS1112",
        message: `expected ${what}, found ${describe(token)}`,
        at: token,
        hint: "write a TLA+ expression here",
      });
    }
    this.requireExpression(text.source!);
    return text;
  }

  /**
   * Reads a stretch as an expression of TLA+, so that its mistakes are told where they were made. The translation moves
   * expressions without reading them.
   */
  requireExpression({ start, end }: Range): void {
    try {
      parseExpression(this.file, start, end);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const follower = describe(this.peek());
      throw new DiagnosticError(
        error.diagnostics.map((one) => ({
          ...one,
          message: one.message.replace(/the end of the (?:file|text)/, follower),
          hint: one.hint ?? "complete the expression",
        })),
      );
    }
  }

  /** The same, and empty is allowed. With `isDefinitions`, names may stand side by side: definitions follow each other. */
  optionalExpression(isDefinitions = false, follow = ";"): ExpressionText {
    const tokens: AlgorithmToken[] = [];
    const open: AlgorithmToken[] = [];
    let quantifier: AlgorithmToken | undefined;
    let lets = 0;
    for (;;) {
      const token = this.peek();
      const before = tokens.at(-1);
      if (this.#endsExpression(token, before, open.length, quantifier !== undefined)) break;
      if (before !== undefined && lets === 0 && !isDefinitions) this.#requireOperator(before, token, follow);
      if (opening.has(token.code)) open.push(token);
      else if (closing.has(token.code)) this.#close(open, token);
      else if (open.length === 0 && isQuantifier(token)) quantifier = token;
      else if (open.length === 0 && token.code === Token.colon) quantifier = undefined;
      else if (token.code === Keyword.LET) lets++;
      else if (token.code === Keyword.IN) lets--;
      tokens.push(this.next());
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined) this.#failUnclosed(unclosed);
    if (quantifier !== undefined) this.#failQuantifier(quantifier);
    return expressionOf(tokens, this.file);
  }

  #endsExpression(
    token: AlgorithmToken,
    before: AlgorithmToken | undefined,
    depth: number,
    inQuantifier: boolean,
  ): boolean {
    if (token.code === Token.endOfFile) return true;
    if (token.code === Token.string) return false;
    if (delimiters.has(token.text)) {
      const mayBeField =
        token.code === Token.identifier && before !== undefined && [".", "[", ","].includes(before.text);
      return !mayBeField;
    }
    if (depth > 0) return false;
    return token.text === ")" || token.text === "}" || (token.text === "," && !inQuantifier);
  }

  /** `x := 1 y := 2` and `x := 1 await c`: the reference translator takes both as one expression, which no parser reads. */
  #requireOperator(before: AlgorithmToken, token: AlgorithmToken, follow: string): void {
    if (!operandEnds.has(before.code) || !operandBegins.has(token.code)) return;
    if (follow !== ";") this.failExpected(`"${follow}" or an operator`);
    this.#failMissingSemicolon(token.code === Token.identifier ? token : { ...token, code: Token.identifier });
  }

  #close(open: AlgorithmToken[], token: AlgorithmToken): void {
    if (open.pop() !== undefined) return;
    fail(this.file, {
      code: "LS1114",
      message: `${describe(token)} closes nothing`,
      at: token,
      hint: "remove it, or open the bracket in the same expression",
    });
  }

  #failUnclosed(bracket: AlgorithmToken): never {
    const token = this.peek();
    fail(this.file, {
      code: "LS1114",
      message: `${describe(bracket)} is not closed before ${describe(token)}`,
      at: bracket,
      hint: "close it in the same expression",
      notes: [{ message: "the expression ends", at: token }],
    });
  }

  #failQuantifier(quantifier: AlgorithmToken): never {
    const token = this.peek();
    fail(this.file, {
      code: "LS1116",
      message: `${quantifier.text} has no ":" before ${describe(token)}`,
      at: quantifier,
      hint: "write \\A x \\in S : P(x), in parentheses when it stands in a list",
    });
  }
}

/** Groups tokens by line; a line without tokens stays as an empty one. */
function expressionOf(tokens: readonly AlgorithmToken[], file: SourceFile): ExpressionText {
  const lines: TextToken[][] = [];
  const firstLine = tokens[0] === undefined ? 0 : positionAt(file, tokens[0].start).line;
  for (const token of tokens) {
    const index = positionAt(file, token.start).line - firstLine;
    while (lines.length <= index) lines.push([]);
    lines[index]!.push({
      text: token.text,
      type: typeOf(token.code),
      column: token.column - 1,
      source: { start: token.start, end: token.end },
    });
  }
  return new ExpressionText(lines);
}

function typeOf(code: number): TokenType {
  if (code === Token.identifier) return "identifier";
  if (code === Token.number) return "number";
  return code === Token.string ? "string" : "builtin";
}

function isQuantifier(token: AlgorithmToken): boolean {
  return token.code === Token.forAll || token.code === Token.exists;
}

export function describe(token: AlgorithmToken): string {
  if (token.code === Token.endOfFile) return "the end of the algorithm";
  return token.code === Token.string ? `the string "${token.text}"` : `"${token.text}"`;
}

function hintFor(what: string, token: AlgorithmToken): string {
  if (token.code === Token.endOfFile) return "the comment ends before the algorithm does";
  if (what === '"end"') return "close the statement with end and its name";
  if (statementWords.has(token.text)) return "the statement before it may not be complete";
  return `write ${what} here, or look at the statement before it`;
}
