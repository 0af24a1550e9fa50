/**
 * Algorithms in both syntaxes: declarations, definitions, macros, procedures and processes. The syntax is C when a brace
 * follows the algorithm's name.
 *
 * The result is what was written: macros are not expanded, labels not added.
 */
import { Token } from "../syntax/tokens.ts";
import type { Algorithm, Body, Fairness, Macro, Procedure, Process, Statement, VariableDeclaration } from "./ast.ts";
import { ExpressionText } from "./expression-text.ts";
import { StatementParser, equalsOrIn, rangeOf, type ParseState } from "./parse-statement.ts";
import type { AlgorithmToken, TokenReader } from "./token-reader.ts";

export interface ParsedAlgorithm {
  readonly algorithm: Algorithm;
  readonly syntax: "c" | "p";
  /** All labels that were typed. */
  readonly labels: ReadonlySet<string>;
  readonly usesGoto: boolean;
  readonly usesGotoDone: boolean;
  readonly hasFairnessLabel: boolean;
}

const partsHint =
  "the parts come in the order variables, define, macros, procedures, and then the processes or the body";

/** Parses from behind `--algorithm` or `--fair algorithm`. Throws DiagnosticError at the first mistake. */
export function parseAlgorithm(reader: TokenReader, isFair: boolean): ParsedAlgorithm {
  return new AlgorithmParser(reader).algorithm(isFair);
}

class AlgorithmParser {
  readonly #reader: TokenReader;
  readonly #state: ParseState;
  readonly #statements: StatementParser;

  constructor(reader: TokenReader) {
    this.#reader = reader;
    this.#state = {
      reader,
      syntax: "p",
      routine: { kind: "main", name: "" },
      labels: new Set(),
      plusLabels: [],
      minusLabels: [],
      proceduresCalled: [],
      usesGoto: false,
      usesGotoDone: false,
      hasFairnessLabel: false,
      nesting: 0,
    };
    this.#statements = new StatementParser(this.#state);
  }

  get #isC(): boolean {
    return this.#state.syntax === "c";
  }

  algorithm(isFair: boolean): ParsedAlgorithm {
    const reader = this.#reader;
    const state = this.#state;
    const name = reader.name("the name of the algorithm");
    if (reader.accept("{")) state.syntax = "c";
    const variables = this.#isVariables() ? this.#variables("algorithm") : [];
    const definitions = reader.is("define") ? this.#definitions() : new ExpressionText();
    const macros: Macro[] = [];
    while (reader.is("macro")) macros.push(this.#macro());
    const procedures: Procedure[] = [];
    while (reader.is("procedure")) procedures.push(this.#procedure());
    const isMultiprocess = reader.is("process") || reader.is("fair");
    const processes: Process[] = [];
    let statements: Statement[] = [];
    if (isMultiprocess) while (reader.is("process") || reader.is("fair")) processes.push(this.#process());
    else statements = this.#mainBody();
    this.#endAlgorithm(isMultiprocess);
    return {
      algorithm: {
        kind: isMultiprocess ? "multiprocess" : "uniprocess",
        name: name.text,
        at: { start: name.start, end: reader.last.end },
        isFair,
        variables,
        definitions,
        macros,
        procedures,
        processes,
        body: bodyOf(statements),
      },
      syntax: state.syntax,
      labels: state.labels,
      usesGoto: state.usesGoto,
      usesGotoDone: state.usesGotoDone,
      hasFairnessLabel: state.hasFairnessLabel,
    };
  }

  #mainBody(): Statement[] {
    const reader = this.#reader;
    const word = this.#isC ? "{" : "begin";
    if (!reader.is(word)) {
      reader.failExpected(`"${word}" or "process"`, partsHint);
    }
    reader.next();
    // What is collected goes on in the lists of the last procedure, as in the reference translator: the checksum shows it.
    this.#state.routine = { kind: "main", name: "" };
    const statements = this.#statements.sequence();
    if (statements.length === 0) this.#reader.failEmpty("the algorithm's body");
    if (this.#isC) reader.expect("}");
    return statements;
  }

  #endAlgorithm(isMultiprocess: boolean): void {
    const reader = this.#reader;
    const end = this.#isC ? "}" : "end";
    const what = this.#isC ? '"}"' : '"end algorithm"';
    reader.expect(end, isMultiprocess ? `"process" or ${what}` : what, isMultiprocess ? partsHint : undefined);
    if (!this.#isC) reader.expect("algorithm", '"algorithm" after "end"');
  }

  #enter(kind: ParseState["routine"]["kind"], name: string): void {
    const state = this.#state;
    state.routine = { kind, name };
    state.plusLabels = [];
    state.minusLabels = [];
    state.proceduresCalled = [];
  }

  #isVariables(): boolean {
    return this.#reader.is("variable") || this.#reader.is("variables");
  }

  #isBodyBegin(): boolean {
    return this.#reader.is("begin") || this.#reader.is("{");
  }

  #variables(owner: "algorithm" | "process" | "procedure"): VariableDeclaration[] {
    const reader = this.#reader;
    if (!this.#isVariables()) reader.failExpected(`"variables" or ${this.#isC ? '"{"' : '"begin"'}`);
    reader.next();
    const ends =
      owner === "algorithm" ? ["begin", "{", "procedure", "process", "fair", "define", "macro"] : ["begin", "{"];
    const found: VariableDeclaration[] = [];
    while (!ends.some((word) => reader.is(word))) {
      if (reader.peek().code !== Token.identifier) reader.failExpected(`a variable or the body of the ${owner}`);
      found.push(this.#variable(owner === "procedure" ? "only-value" : "value-or-set"));
      reader.separator();
    }
    return found;
  }

  #variable(allowed: "only-value" | "value-or-set"): VariableDeclaration {
    const reader = this.#reader;
    const name = reader.name("the name of a variable");
    const isSet = allowed === "value-or-set" && (reader.is("\\in") || reader.is("∈"));
    const isInitialized = isSet || reader.is("=");
    if (isInitialized) reader.next();
    else if (reader.is(":=")) {
      reader.failExpected('"=", "\\in", "," or ";"', "a declaration gives the initial value with =, := assigns");
    } else if (allowed === "only-value" && reader.is("\\in")) {
      reader.failExpected('"=", "," or ";"', "a variable or parameter of a procedure has one initial value, not a set");
    }
    const value = isInitialized ? reader.expression("the initial value") : defaultValue();
    return {
      name: name.text,
      isSet,
      value,
      isInitialized,
      at: { start: name.start, end: reader.last.end },
      nameAt: rangeOf(name),
      place: { line: name.line, column: name.column },
    };
  }

  #definitions(): ExpressionText {
    const reader = this.#reader;
    reader.next();
    if (this.#isC) reader.expect("{");
    const definitions = reader.optionalExpression(true);
    if (this.#isC) reader.expect("}", '"}" after the definitions');
    else {
      reader.expect("end", '"end define"');
      reader.expect("define", '"define" after "end"');
    }
    reader.semicolon();
    return definitions;
  }

  #bodyStatements(word: string, what: string): Statement[] {
    const reader = this.#reader;
    reader.expect(this.#isC ? "{" : "begin");
    const statements = this.#statements.sequence();
    if (this.#isC) reader.expect("}");
    else {
      reader.expect("end");
      reader.expect(word);
    }
    if (statements.length === 0) this.#reader.failEmpty(what);
    return statements;
  }

  #macro(): Macro {
    const reader = this.#reader;
    reader.next();
    const name = reader.name("the name of the macro");
    const parameters = this.#list(() => reader.name("a parameter of the macro").text);
    this.#enter("macro", name.text);
    const statements = this.#bodyStatements("macro", `macro ${name.text}`);
    reader.accept(";");
    return { name: name.text, nameAt: rangeOf(name), parameters, statements };
  }

  #list<T>(item: () => T): T[] {
    const reader = this.#reader;
    const found: T[] = [];
    reader.expect("(");
    if (!reader.is(")")) {
      do found.push(item());
      while (reader.accept(","));
    }
    reader.expect(")", '"," or ")"');
    return found;
  }

  #procedure(): Procedure {
    const reader = this.#reader;
    const first = reader.next();
    const name = reader.name("the name of the procedure");
    this.#enter("procedure", name.text);
    const parameters = this.#list(() => this.#variable("only-value"));
    const variables = this.#isBodyBegin() ? [] : this.#variables("procedure");
    const statements = this.#bodyStatements("procedure", `procedure ${name.text}`);
    return { ...this.#routine(first, name, statements), parameters, variables };
  }

  /** What a procedure or process has when its body was read, with the labels and calls found in it. */
  #routine(
    first: AlgorithmToken,
    name: AlgorithmToken,
    statements: Statement[],
  ): Omit<Procedure, "parameters" | "variables"> {
    const { last } = this.#reader;
    this.#reader.accept(";");
    const { plusLabels, minusLabels, proceduresCalled } = this.#state;
    return {
      name: name.text,
      nameAt: rangeOf(name),
      at: { start: first.start, end: last.end },
      place: { line: first.line, column: first.column },
      plusLabels,
      minusLabels,
      proceduresCalled,
      body: bodyOf(statements),
    };
  }

  #process(): Process {
    const reader = this.#reader;
    let fairness: Fairness = "unfair";
    if (reader.accept("fair")) fairness = reader.accept("+") ? "sf" : "wf";
    const first = reader.expect("process");
    if (this.#isC) reader.expect("(");
    const name = reader.name("the name of the process");
    this.#enter("process", name.text);
    const isSet = equalsOrIn(reader);
    const id = reader.expression(isSet ? "the set of the processes" : "the identifier of the process");
    if (this.#isC) reader.expect(")");
    const variables = this.#isBodyBegin() ? [] : this.#variables("process");
    const statements = this.#bodyStatements("process", `process ${name.text}`);
    return { ...this.#routine(first, name, statements), fairness, isSet, id, variables };
  }
}

function bodyOf(statements: Statement[]): Body {
  return { statements, labelled: [] };
}

function defaultValue(): ExpressionText {
  return new ExpressionText([[{ text: "defaultInitValue", type: "default", column: 0 }]]);
}

/** True when what stands behind `--algorithm` looks like an algorithm, and not like prose about one. */
export function looksLikeAlgorithm(reader: TokenReader): boolean {
  const begins = ["{", "variable", "variables", "define", "macro", "procedure", "process", "fair", "begin"];
  return reader.peek().code === Token.identifier && begins.some((word) => reader.is(word, 1));
}
