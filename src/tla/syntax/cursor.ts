/**
 * The parser's place in the token stream: looking, consuming, junction columns, brackets, and failing.
 *
 * Invariant: a token whose column is not right of the innermost junction bullet reads as `junctionEnd`, so every rule of
 * the grammar stops there by itself. The parser never goes back: where TLA+ needs more than two tokens of look-ahead
 * (`[x \in ...`, `{x \in ...`), `bracketForm` scans to the closing bracket, each bracket once.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { Name, Node } from "./ast.ts";
import { hintForFound } from "./hints.ts";
import type { Lexer } from "./lexer.ts";
import { Keyword, Token, describeCode, isKeywordCode, isOperatorCode, operatorOfCode, wordCodes } from "./tokens.ts";

/** What `current` gives for a token at or left of the innermost bullet. */
export const junctionEnd = -1;

/** How deeply expressions may be nested in one another: the parser recurses, and Node's stack is small. */
export const maxNesting = 500;

/** How deep a tree may be. Long chains `a + b + c ...` count too; whoever walks the tree may recurse this far. */
export const maxTreeDepth = 1000;

/** How many tokens the parameters of a definition may take where the parser looks for the next one after an error. */
const maxHeadTokens = 1000;

/** What stands between an opening bracket and its partner, at the bracket's own level. */
const formHasMapsTo = 1;
const formHasColon = 2;
const formEndsInSubscript = 4;

/** A diagnostic without what `fail` adds. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly notes?: Diagnostic["notes"];
}

const closersByOpener: ReadonlyMap<number, number> = new Map([
  [Token.leftParenthesis, Token.rightParenthesis],
  [Token.leftBracket, Token.rightBracket],
  [Token.leftBrace, Token.rightBrace],
  [Token.leftAngle, Token.rightAngle],
]);

const closingCodes: ReadonlySet<number> = new Set([
  Token.rightParenthesis,
  Token.rightBracket,
  Token.rightBracketSubscript,
  Token.rightBrace,
  Token.rightAngle,
  Token.rightAngleSubscript,
]);

/** Tokens that can only begin a unit of a module, or end one. */
const unitKeywords: ReadonlySet<number> = new Set([
  Keyword.ASSUMPTION,
  Keyword.AXIOM,
  Keyword.CONSTANTS,
  Keyword.CONSTANT,
  Keyword.COROLLARY,
  Keyword.EXTENDS,
  Keyword.HIDE,
  Keyword.INSTANCE,
  Keyword.LEMMA,
  Keyword.LOCAL,
  Keyword.PROPOSITION,
  Keyword.RECURSIVE,
  Keyword.THEOREM,
  Keyword.USE,
  Keyword.VARIABLE,
  Keyword.VARIABLES,
  Keyword.ASSUME,
  Token.separator,
  Token.moduleEnd,
  Token.endOfFile,
]);

export class Cursor {
  readonly lexer: Lexer;
  /** Index of the next token. */
  protected position = 0;
  /** Column of the innermost bullet, or 0. */
  protected junctionColumn = 0;
  /** Token index of the innermost bullet, for messages. */
  protected junctionBullet = -1;
  /** Nesting of expressions at the moment, against `maxNesting`. */
  protected depth = 0;
  /** Height of the highest tree that was read since the innermost enclosing expression began its operand. */
  protected height = 0;
  readonly #forms = new Map<number, number>();

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  // ---------------------------------------------------------------------------------------- looking

  /** The code of the next token; `junctionEnd` when it stands at or left of the innermost bullet. */
  protected current(): number {
    const lexer = this.lexer;
    const position = this.position;
    if (position >= lexer.count) lexer.ensure(position);
    return lexer.columns[position]! <= this.junctionColumn ? junctionEnd : lexer.codes[position]!;
  }

  /** The code of the token `distance` ahead, whatever its column. */
  protected codeAhead(distance: number): number {
    return this.lexer.code(this.position + distance);
  }

  /** Where the next token starts. */
  protected get start(): number {
    this.lexer.ensure(this.position);
    return this.lexer.starts[this.position]!;
  }

  /** Where the token before the next one ended. */
  protected get previousEnd(): number {
    return this.position === 0 ? 0 : this.lexer.ends[this.position - 1]!;
  }

  protected textAt(index: number): string {
    return this.lexer.textOf(index);
  }

  /** True when token `index` is the first on its line. */
  protected isFirstOnLine(index: number): boolean {
    if (index === 0) return true;
    this.lexer.ensure(index);
    return /[\n\r]/.test(this.lexer.file.text.slice(this.lexer.ends[index - 1]!, this.lexer.starts[index]!));
  }

  // ---------------------------------------------------------------------------------------- consuming

  protected advance(): void {
    this.position++;
  }

  /** Consumes a token with this code if it is next. */
  protected accept(code: number): boolean {
    if (this.current() !== code) return false;
    this.position++;
    return true;
  }

  /** Consumes a token with this code or fails; `where` ends the sentence "expected X ...". */
  protected expect(code: number, where = "", hint?: string): void {
    if (this.current() === code) this.position++;
    else this.failExpected(`${describeCode(code)}${where === "" ? "" : ` ${where}`}`, hint);
  }

  protected nodeAt(index: number): Node {
    this.lexer.ensure(index);
    return { start: this.lexer.starts[index]!, end: this.lexer.ends[index]! };
  }

  /** An identifier; `what` says which, in "expected ..., found ...". */
  protected expectName(what: string): Name {
    if (this.current() !== Token.identifier) this.#failName(what);
    if (this.isDefinedHere(this.position)) this.failExpected(what);
    return this.takeName();
  }

  /** The next token, which is a word, as a name. */
  protected takeName(): Name {
    const index = this.position++;
    return { text: this.lexer.textOf(index), start: this.lexer.starts[index]!, end: this.lexer.ends[index]! };
  }

  /** True for `Name ==` at the beginning of a line: no name in an expression, but the next definition. */
  protected isDefinedHere(index: number): boolean {
    return this.lexer.code(index + 1) === Token.define && this.isFirstOnLine(index);
  }

  /** A name where reserved words are names too: fields and modules. */
  protected expectNameOrWord(what: string): Name {
    const code = this.current();
    if (code === Token.identifier || !this.isWord(code)) return this.expectName(what);
    return this.takeName();
  }

  /** True for tokens that are written as a word: reserved words, and operators such as SUBSET. */
  protected isWord(code: number): boolean {
    return isKeywordCode(code) || (isOperatorCode(code) && wordCodes.has(operatorOfCode(code)!.symbol));
  }

  /** `item, item, ...` */
  protected commaList<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(Token.comma)) items.push(item());
    return items;
  }

  /** A list of declared names whose comma is missing, as in `EXTENDS Naturals Sequences`, is said to be one. */
  protected declaredList<T>(item: () => T): T[] {
    const items = this.commaList(item);
    const isNext = this.current() === Token.identifier && !this.isFirstOnLine(this.position);
    if (isNext && !this.beginsDefinition(this.position)) {
      this.failExpected("a comma, or the next definition on a line of its own");
    }
    return items;
  }

  /**
   * Consumes the partner of the bracket at token `opener`, or fails with both places. In the head of a definition the
   * bracket cannot reach over `==`.
   */
  protected expectClosing(opener: number, isHead = false): void {
    const closer = closersByOpener.get(this.lexer.codes[opener]!)!;
    if (this.current() === closer) this.position++;
    else this.failClosing(opener, closer, isHead);
  }

  // ---------------------------------------------------------------------------------------- looking far ahead

  /** True when the bracket at token `opener` has a `|->` at its own level. */
  protected hasMapsTo(opener: number): boolean {
    return (this.#form(opener) & formHasMapsTo) !== 0;
  }

  /** True when the bracket at token `opener` has a `:` at its own level that belongs to no quantifier. */
  protected hasColon(opener: number): boolean {
    return (this.#form(opener) & formHasColon) !== 0;
  }

  /** True when the bracket at token `opener` closes with `]_` or `>>_`. */
  protected endsInSubscript(opener: number): boolean {
    return (this.#form(opener) & formEndsInSubscript) !== 0;
  }

  #form(opener: number): number {
    let form = this.#forms.get(opener);
    if (form === undefined) {
      this.#scanBrackets(opener);
      form = this.#forms.get(opener)!;
    }
    return form;
  }

  /** Scans from an opening bracket to its partner and notes the form of every bracket on the way. */
  #scanBrackets(opener: number): void {
    const open: { index: number; form: number; binders: number }[] = [];
    const lexer = this.lexer;
    for (let index = opener; ; index++) {
      const code = lexer.code(index);
      const top = open[open.length - 1];
      if (index > opener && lexer.codes[index - 1] === Token.bang && isSelector(code)) continue;
      if (closersByOpener.has(code)) open.push({ index, form: 0, binders: 0 });
      else if (code === Token.mapsTo) top!.form |= formHasMapsTo;
      else if (code === Token.colon) {
        if (top!.binders > 0) top!.binders--;
        else top!.form |= formHasColon;
      } else if (isBinder(code)) top!.binders++;
      else if (closingCodes.has(code)) {
        const closed = open.pop()!;
        const hasSubscript = code === Token.rightBracketSubscript || code === Token.rightAngleSubscript;
        this.#forms.set(closed.index, closed.form | (hasSubscript ? formEndsInSubscript : 0));
      } else if (code === Token.endOfFile || code === Token.moduleEnd) {
        for (const unclosed of open) this.#forms.set(unclosed.index, unclosed.form);
        return;
      }
      if (open.length === 0) return;
    }
  }

  /**
   * True when the token at `index` begins a unit, or nothing that an expression can contain: used where an expression
   * is known to be over, and to say what an error ran into. Only names that are followed by a definition's `==` count.
   */
  protected beginsUnit(index: number): boolean {
    const code = this.lexer.code(index);
    return unitKeywords.has(code) || this.beginsDefinition(index);
  }

  /** True for `name ==`, `name(...) ==`, `name[...] ==`, `a + b ==`, `a ^+ ==`, `-. a ==`. */
  protected beginsDefinition(index: number): boolean {
    const lexer = this.lexer;
    const code = lexer.code(index);
    if (code !== Token.identifier) {
      const isPrefix = operatorOfCode(code)?.fixity === "prefix";
      return isPrefix && lexer.code(index + 1) === Token.identifier && lexer.code(index + 2) === Token.define;
    }
    const next = lexer.code(index + 1);
    if (next === Token.define) return true;
    if (next === Token.leftParenthesis || next === Token.leftBracket) return this.#definesAfterBracket(index + 1);
    const fixity = operatorOfCode(next)?.fixity;
    if (fixity === "postfix") return lexer.code(index + 2) === Token.define;
    return fixity === "infix" && lexer.code(index + 2) === Token.identifier && lexer.code(index + 3) === Token.define;
  }

  #definesAfterBracket(opener: number): boolean {
    const lexer = this.lexer;
    let depth = 0;
    for (let index = opener; index < opener + maxHeadTokens; index++) {
      const code = lexer.code(index);
      if (closersByOpener.has(code)) depth++;
      else if (closingCodes.has(code)) depth--;
      else if (code === Token.define || unitKeywords.has(code)) return false;
      if (depth === 0) return lexer.code(index + 1) === Token.define;
    }
    return false;
  }

  // ---------------------------------------------------------------------------------------- failing

  protected fail(at: Node, failure: Failure): never {
    throw new DiagnosticError([this.diagnostic(at, failure)]);
  }

  protected diagnostic(at: Node, failure: Failure): Diagnostic {
    return {
      code: failure.code,
      severity: "error",
      message: failure.message,
      at: this.location(at),
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
      ...(failure.notes === undefined || failure.notes.length === 0 ? {} : { notes: failure.notes }),
    };
  }

  protected location(at: Node): { file: Lexer["file"]; start: number; end: number } {
    return { file: this.lexer.file, start: at.start, end: at.end };
  }

  /**
   * Fails: "expected ..., found ...", at the next token. When that one begins the next unit of the module, what is
   * missing is missing before it, and the place is the last token. A lexical error is reported instead.
   */
  protected failExpected(expected: string, hint?: string, notes: NonNullable<Diagnostic["notes"]> = []): never {
    this.throwIfLexical();
    const here = this.nodeAt(this.position);
    const isOver = this.position > 0 && this.#runsIntoUnit();
    const foundNote = { message: "found here", at: this.location(here) };
    this.fail(isOver ? this.nodeAt(this.position - 1) : here, {
      code: this.current() === junctionEnd && !isOver ? "LS1010" : "LS1007",
      message: `expected ${expected}, found ${this.describeFound()}`,
      hint: hint ?? hintForFound(this.lexer, this.position) ?? this.#hintForColumn(isOver),
      notes: [...notes, ...(isOver ? [foundNote] : this.#junctionNotes())],
    });
  }

  /** Fails at the next token, which no unit begins with. */
  protected failUnit(hint?: string): never {
    this.throwIfLexical();
    this.fail(this.nodeAt(this.position), {
      code: "LS1007",
      message: `expected a definition, a declaration or ====, found ${this.describeFound()}`,
      hint: hint ?? hintForFound(this.lexer, this.position) ?? this.#hintForRest(),
    });
  }

  /** A line that nothing in the one above it asks for. */
  #hintForRest(): string | undefined {
    if (!this.isFirstOnLine(this.position) || this.lexer.columns[this.position]! === 1) return undefined;
    return "if this line goes on with the expression above it, an operator or a bullet is missing, such as /\\";
  }

  #hintForColumn(isOver: boolean): string | undefined {
    if (isOver || this.current() !== junctionEnd) return undefined;
    return "complete the item above, or move this to the right of its bullet";
  }

  /** True when the next token is the end, or begins a unit on a line of its own. */
  #runsIntoUnit(): boolean {
    const code = this.lexer.code(this.position);
    if (code === Token.endOfFile || code === Token.moduleEnd) return true;
    return this.isFirstOnLine(this.position) && this.beginsUnit(this.position);
  }

  protected throwIfLexical(): void {
    this.lexer.ensure(this.position);
    const lexical = this.lexer.diagnosticOf(this.position);
    if (lexical !== undefined) throw new DiagnosticError([lexical]);
  }

  /** How a message names the next token. */
  protected describeFound(): string {
    const code = this.lexer.code(this.position);
    if (code === Token.endOfFile) return "the end of the text";
    if (code === Token.moduleEnd) return "==== (the end of the module)";
    const text = this.textAt(this.position);
    if (code === Token.identifier && this.isFirstOnLine(this.position) && this.beginsDefinition(this.position)) {
      return `the definition of ${text}`;
    }
    if (code === Token.string) return `the string ${text}`;
    if (isKeywordCode(code)) return `the reserved word ${text}`;
    return code === Token.separator ? "----" : `"${text}"`;
  }

  /** When the next token is out of the innermost junction item: the bullet which it should be right of. */
  #junctionNotes(): NonNullable<Diagnostic["notes"]> {
    if (this.current() !== junctionEnd || this.junctionBullet < 0 || this.#runsIntoUnit()) return [];
    const column = this.lexer.columns[this.position]!;
    const message =
      `column ${column} is not right of this ${this.textAt(this.junctionBullet)} in column ${this.junctionColumn}, ` +
      "so its item ends before it";
    return [{ message, at: this.location(this.nodeAt(this.junctionBullet)) }];
  }

  /** The bracket at token `opener` was not closed where it had to be. */
  protected failClosing(opener: number, closer: number, isHead = false): never {
    this.throwIfLexical();
    const openText = this.textAt(opener);
    const closeText = describeCode(closer);
    const found = this.lexer.code(this.position);
    const isOver = this.current() === junctionEnd || this.beginsUnit(this.position);
    if ((isOver || (isHead && found === Token.define)) && !closingCodes.has(found)) {
      const note = { message: `${closeText} was expected before this`, at: this.location(this.nodeAt(this.position)) };
      this.fail(this.nodeAt(opener), {
        code: "LS1008",
        message: `this ${openText} is never closed`,
        hint: `add the missing ${closeText}`,
        notes: [note, ...this.#junctionNotes()],
      });
    }
    const notes = [{ message: `this ${openText} is open`, at: this.location(this.nodeAt(opener)) }];
    this.failExpected(`${closeText} to close ${openText}`, undefined, notes);
  }

  #failName(what: string): never {
    this.throwIfLexical();
    const code = this.current();
    if (this.isWord(code)) {
      const word = this.textAt(this.position);
      this.fail(this.nodeAt(this.position), {
        code: "LS1014",
        message: `expected ${what}, but ${word} is a reserved word of TLA+`,
        hint: `choose another name, for example ${word.toLowerCase()}`,
      });
    }
    this.failExpected(what);
  }
}

function isBinder(code: number): boolean {
  return (code >= Token.exists && code <= Token.temporalForAll) || code === Keyword.CHOOSE || code === Keyword.LAMBDA;
}

/** `Op!<<`, `Op!>>` and `Op!:` select a subexpression; they open and close nothing. */
function isSelector(code: number): boolean {
  return code === Token.leftAngle || code === Token.rightAngle || code === Token.colon;
}
