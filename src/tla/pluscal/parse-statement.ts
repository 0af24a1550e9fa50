/**
 * Statements of an algorithm in both syntaxes. The C syntax uses braces and parentheses, the P syntax words; everything
 * else is shared.
 */
import { didYouMean } from "../modules/near-names.ts";
import { Token } from "../syntax/tokens.ts";
import type {
  Assign,
  Branch,
  Call,
  Either,
  Goto,
  If,
  MacroCall,
  Range,
  Return,
  SingleAssignment,
  Statement,
  When,
  While,
  With,
} from "./ast.ts";
import { fail } from "./problems.ts";
import type { AlgorithmToken, TokenReader } from "./token-reader.ts";

/** Statements may nest this deep; each level costs stack in every pass. */
const nestingMax = 200;

/** What is known of the algorithm while it is parsed. */
export interface ParseState {
  readonly reader: TokenReader;
  syntax: "c" | "p";
  /** The procedure, process or macro that is being read. */
  routine: { readonly kind: "procedure" | "process" | "macro" | "main"; readonly name: string };
  readonly labels: Set<string>;
  plusLabels: string[];
  minusLabels: string[];
  proceduresCalled: string[];
  usesGoto: boolean;
  usesGotoDone: boolean;
  hasFairnessLabel: boolean;
  nesting: number;
}

/** Words that may be meant where a statement is expected. */
const statementBeginnings =
  "if elsif else either or while with await when print assert skip call return goto end".split(" ");

interface Label {
  readonly name: string;
  readonly at: Range;
}

export class StatementParser {
  readonly #state: ParseState;
  readonly #reader: TokenReader;

  constructor(state: ParseState) {
    this.#state = state;
    this.#reader = state.reader;
  }

  get #isC(): boolean {
    return this.#state.syntax === "c";
  }

  /** Statements up to the word or brace that ends the sequence, which is left. */
  sequence(): Statement[] {
    const reader = this.#reader;
    const statements: Statement[] = [];
    while (!this.#endsSequence()) {
      const label = this.#label();
      if (this.#isC && reader.is("{")) statements.push(...this.#block(label));
      else statements.push(labelled(this.#statement(), label));
    }
    if (this.#isC && statements.length === 0) this.#reader.failEmpty("this block");
    return statements;
  }

  #endsSequence(): boolean {
    const words = this.#isC ? ["}"] : ["end", "else", "elsif", "or"];
    return words.some((word) => this.#reader.is(word)) || this.#reader.peek().code === Token.endOfFile;
  }

  /** One statement, or a block in braces. */
  #cStatement(): Statement[] {
    const label = this.#label();
    if (this.#reader.is("{")) return this.#block(label);
    return [labelled(this.#statement(), label)];
  }

  #block(label: Label | undefined): Statement[] {
    const reader = this.#reader;
    reader.expect("{");
    const statements = this.#nested(() => this.sequence());
    reader.expect("}");
    reader.semicolon();
    const first = statements[0]!;
    if (label !== undefined && first.label !== "") {
      fail(reader.file, {
        code: "LS1128",
        message: `one statement has two labels, ${label.name} and ${first.label}: a statement begins one step`,
        at: first.labelAt ?? first.at,
        hint: `remove one of them, or put "skip;" between`,
        notes: [{ message: "the other label", at: label.at }],
      });
    }
    if (label !== undefined) labelled(first, label);
    return statements;
  }

  #nested<T>(parse: () => T): T {
    const state = this.#state;
    if (++state.nesting > nestingMax) {
      fail(this.#reader.file, {
        code: "LS1115",
        message: `statements nest more than ${nestingMax} deep`,
        at: this.#reader.peek(),
        hint: "move inner parts into macros or procedures",
      });
    }
    const result = parse();
    state.nesting--;
    return result;
  }

  #label(): Label | undefined {
    const reader = this.#reader;
    const state = this.#state;
    const token = reader.peek();
    if (token.code !== Token.identifier || reader.peek(1).code !== Token.colon) return undefined;
    reader.next();
    if (state.routine.kind === "macro") this.#failLabelInMacro(token);
    if (token.text === "Done" || token.text === "Error") this.#failReserved(token);
    reader.next();
    state.labels.add(token.text);
    const isPlus = reader.accept("+");
    const isMinus = !isPlus && reader.accept("-");
    if (isPlus) state.plusLabels.push(token.text);
    if (isMinus) state.minusLabels.push(token.text);
    state.hasFairnessLabel ||= isPlus || isMinus;
    return { name: token.text, at: { start: token.start, end: token.end } };
  }

  #failLabelInMacro(token: AlgorithmToken): never {
    fail(this.#reader.file, {
      code: "LS1126",
      message: `label ${token.text} stands in macro ${this.#state.routine.name}: a macro is a part of one step and has no labels`,
      at: token,
      hint: "make it a procedure, or put the label before the call of the macro",
    });
  }

  #failReserved(token: AlgorithmToken): never {
    const meaning = token.text === "Done" ? "has ended" : "ran past the end of a procedure";
    fail(this.#reader.file, {
      code: "LS1127",
      message: `${token.text} cannot be a label: it is the value of pc of a process that ${meaning}`,
      at: token,
      hint: "choose another name",
    });
  }

  #statement(): Statement {
    const reader = this.#reader;
    const token = reader.peek();
    if (token.code === Token.identifier) {
      switch (token.text) {
        case "if":
          return this.#nested(() => this.#if(true));
        case "either":
          return this.#nested(() => this.#either());
        case "while":
          return this.#nested(() => this.#while());
        case "with":
          return this.#nested(() => this.#with());
        case "when":
        case "await":
          return this.#when("when");
        case "print":
        case "assert":
          return this.#when(token.text);
        case "skip":
          return this.#skip();
        case "call":
          return this.#call();
        case "return":
          return this.#return();
        case "goto":
          return this.#goto();
      }
      if (reader.is("(", 1)) return this.#macroCall();
    }
    return this.#assign();
  }

  #base(first: AlgorithmToken): { at: Range; place: { line: number; column: number }; label: string } {
    return {
      at: { start: first.start, end: this.#reader.last.end },
      place: { line: first.line, column: first.column },
      label: "",
    };
  }

  /** A test in parentheses, or in the P syntax before a word. */
  #test(what: string, word: string): ReturnType<TokenReader["expression"]> {
    const reader = this.#reader;
    if (this.#isC) reader.expect("(", '"("', "in the C syntax a test stands in parentheses");
    const expression = reader.expression(what, this.#isC ? ")" : word);
    reader.expect(this.#isC ? ")" : word);
    return expression;
  }

  #branch(what: string): Branch {
    const statements = this.#isC ? this.#cStatement() : this.sequence();
    if (statements.length === 0) this.#reader.failEmpty(what);
    return { statements, labelled: [] };
  }

  /** `if`, or the `elsif` of one, which is an `if` in the else branch. */
  #if(isOuter: boolean): If {
    const reader = this.#reader;
    const first = reader.next();
    const test = this.#test("the test of the if", "then");
    const then = this.#branch("the then branch of this if");
    let otherwise: Branch = { statements: [], labelled: [] };
    if (reader.is("else")) {
      reader.next();
      otherwise = this.#branch("the else branch of this if");
    } else if (!this.#isC && reader.is("elsif")) {
      otherwise = { statements: [this.#nested(() => this.#if(false))], labelled: [] };
    } else if (!this.#isC && !reader.is("end")) reader.failExpected('"else", "elsif" or "end if"');
    const base = this.#base(first);
    if (!this.#isC && isOuter) this.#end("if");
    return { kind: "if", ...base, test, then, else: otherwise, isBroken: false };
  }

  #end(word: string): void {
    const reader = this.#reader;
    const hint = `a statement is closed with end and its name: end ${word}`;
    reader.expect("end", `"end ${word}"`, hint);
    reader.expect(word, `"${word}" after "end"`, hint);
    reader.semicolon();
  }

  #either(): Either {
    const reader = this.#reader;
    const first = reader.next();
    const clauses = [this.#branch("this clause of either")];
    while (reader.accept("or")) clauses.push(this.#branch("this clause of either"));
    const base = this.#base(first);
    if (!this.#isC) this.#end("either");
    if (clauses.length === 1) {
      fail(reader.file, {
        code: "LS1113",
        message: "this either has no or: it offers no choice",
        at: first,
        hint: 'add another clause with "or", or remove the either',
      });
    }
    return { kind: "either", ...base, clauses, isBroken: false };
  }

  #while(): While {
    const first = this.#reader.next();
    const test = this.#test("the test of the while", "do");
    const body = this.#branch("the body of this while");
    const base = this.#base(first);
    if (!this.#isC) this.#end("while");
    return { kind: "while", ...base, test, body };
  }

  #with(): With {
    const first = this.#reader.next();
    if (this.#isC) this.#reader.expect("(");
    return this.#withVariable(first);
  }

  /** `with (v = e, w \in s) S` is a with inside a with. */
  #withVariable(first: AlgorithmToken): With {
    const reader = this.#reader;
    // Where the reference translator says that a with stands: at the token before its variable.
    const { line, column } = reader.last;
    const variable = reader.name("a variable of the with");
    const isSet = equalsOrIn(reader);
    const value = reader.expression("the value or set of the variable");
    if (!this.#isC || !reader.is(")")) reader.separator();
    const isLast = reader.is(this.#isC ? ")" : "do");
    if (isLast) reader.next();
    const statements = isLast
      ? this.#branch("the body of this with").statements
      : [this.#nested(() => this.#withVariable(first))];
    const base = { ...this.#base(first), place: { line, column } };
    if (isLast && !this.#isC) this.#end("with");
    return { kind: "with", ...base, variable: variable.text, variableAt: rangeOf(variable), isSet, value, statements };
  }

  #when(kind: When["kind"]): When {
    const first = this.#reader.next();
    const expression = this.#reader.expression(`the expression of ${first.text}`);
    const base = this.#base(first);
    this.#reader.semicolon();
    return { kind, ...base, expression };
  }

  #skip(): Statement {
    const base = this.#base(this.#reader.next());
    this.#reader.semicolon();
    return { kind: "skip", ...base };
  }

  #arguments(): ReturnType<TokenReader["expression"]>[] {
    const reader = this.#reader;
    const args: ReturnType<TokenReader["expression"]>[] = [];
    reader.expect("(");
    if (!reader.is(")")) {
      do args.push(reader.expression("an argument"));
      while (reader.accept(","));
    }
    reader.expect(")", '"," or ")"');
    return args;
  }

  #call(): Call {
    const reader = this.#reader;
    const state = this.#state;
    const first = reader.next();
    const to = reader.name("the name of a procedure");
    const args = this.#arguments();
    let base = this.#base(first);
    reader.semicolon();
    if (!state.proceduresCalled.includes(to.text)) state.proceduresCalled.push(to.text);
    let then: Call["then"] = { kind: "next" };
    if (reader.is("return")) {
      reader.next();
      base = this.#base(first);
      reader.semicolon();
      then = { kind: "return", from: this.#procedure };
    } else if (reader.is("goto")) {
      reader.next();
      const label = this.#target();
      base = this.#base(first);
      reader.semicolon();
      state.usesGoto = true;
      // The reference translator looks at the procedure's name here, not at the label's: nothing ends with `Done`.
      if (to.text === "Done") state.usesGotoDone = true;
      then = { kind: "goto", label: label.text };
    }
    return { kind: "call", ...base, to: to.text, toAt: rangeOf(to), args, then };
  }

  get #procedure(): string | undefined {
    const { routine } = this.#state;
    return routine.kind === "procedure" ? routine.name : undefined;
  }

  #return(): Return {
    const base = this.#base(this.#reader.next());
    this.#reader.semicolon();
    return { kind: "return", ...base, from: this.#procedure };
  }

  /** A label, which may stand in quotes. */
  #target(): AlgorithmToken {
    const reader = this.#reader;
    return reader.peek().code === Token.string ? reader.next() : reader.name("a label");
  }

  #goto(): Goto {
    const reader = this.#reader;
    const first = reader.next();
    const to = this.#target();
    const base = this.#base(first);
    reader.semicolon();
    this.#state.usesGoto = true;
    if (to.text === "Done") this.#state.usesGotoDone = true;
    return { kind: "goto", ...base, to: to.text, toAt: rangeOf(to) };
  }

  #macroCall(): MacroCall {
    const first = this.#reader.next();
    const args = this.#arguments();
    const base = this.#base(first);
    this.#reader.semicolon();
    return { kind: "macro", ...base, name: first.text, args };
  }

  #assign(): Assign {
    const reader = this.#reader;
    const first = reader.peek();
    const assignments = [this.#singleAssignment()];
    while (reader.is("||") || reader.is("‖")) {
      reader.next();
      assignments.push(this.#singleAssignment());
    }
    const base = this.#base(first);
    reader.semicolon();
    return { kind: "assign", ...base, assignments };
  }

  #singleAssignment(): SingleAssignment {
    const reader = this.#reader;
    const variable = reader.name("a statement", this.#syntaxHint());
    const subscript = reader.optionalExpression();
    if (!reader.is(":=") && !reader.is("≔")) this.#failNoAssignment(variable, subscript.firstToken?.text);
    reader.requireExpression({ start: variable.start, end: reader.last.end });
    reader.next();
    const value = reader.expression("the right side of the assignment");
    return {
      variable: variable.text,
      variableAt: rangeOf(variable),
      subscript,
      value,
      at: { start: variable.start, end: reader.last.end },
    };
  }

  /** For words and signs of the other syntax. */
  #syntaxHint(): string | undefined {
    const token = this.#reader.peek();
    if (this.#isC && ["then", "do", "begin", "end", "elsif"].includes(token.text))
      return "a brace follows the algorithm's name, so this is the C syntax: blocks stand in braces, tests in parentheses";
    if (!this.#isC && ["{", "}"].includes(token.text))
      return "no brace follows the algorithm's name, so this is the P syntax: blocks stand between words such as then and end if";
    return undefined;
  }

  #failNoAssignment(variable: AlgorithmToken, next: string | undefined): never {
    const hint =
      next === "="
        ? "an assignment is written with :=, and = compares"
        : (didYouMean(variable.text, statementBeginnings) ??
          "an assignment is written x := e, the call of a macro m(e), a label L:");
    fail(this.#reader.file, {
      code: "LS1110",
      message: `expected a statement, found ${variable.text}${next === undefined ? "" : ` ${next}`}, which begins none`,
      at: variable,
      hint,
    });
  }
}

function labelled(statement: Statement, label: Label | undefined): Statement {
  if (label !== undefined) {
    statement.label = label.name;
    statement.labelAt = label.at;
  }
  return statement;
}

export function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

/** `=` or `\in`; true for `\in`. */
export function equalsOrIn(reader: TokenReader): boolean {
  if (reader.accept("=")) return false;
  if (reader.accept("\\in") || reader.accept("∈")) return true;
  reader.failExpected('"=" or "\\in"');
}
