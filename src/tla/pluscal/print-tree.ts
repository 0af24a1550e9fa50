/**
 * The tree of an algorithm as text, the way the reference translator prints it. Nobody reads it: its CRC-32 is the
 * checksum by which tools know whether an algorithm has changed since it was translated.
 */
import type {
  Algorithm,
  Branch,
  Call,
  LabelledStatement,
  Procedure,
  Process,
  SingleAssignment,
  Statement,
  VariableDeclaration,
} from "./ast.ts";
import type { ExpressionText, TextToken } from "./expression-text.ts";

/** Prints the tree, as the translation has left it. Before version 1.5 there was no fairness in it. */
export function printTree(algorithm: Algorithm, isOldVersion: boolean): string {
  return new TreePrinter(isOldVersion).algorithm(algorithm);
}

class TreePrinter {
  readonly #isOldVersion: boolean;
  /** Columns at which lines begin, innermost last. */
  readonly #indents = [0];

  constructor(isOldVersion: boolean) {
    this.#isOldVersion = isOldVersion;
  }

  algorithm(algorithm: Algorithm): string {
    const isMulti = algorithm.kind === "multiprocess";
    return this.#record(isMulti ? '[type    |-> "multiprocess", ' : '[type     |-> "uniprocess", ', [
      ` name  |-> "${algorithm.name}", `,
      () =>
        this.#field(isMulti ? " decls |-> " : " decls  |-> ", () =>
          this.#list(algorithm.variables, (variable) => this.#variable(variable)),
        ) + ",",
      () => this.#field(isMulti ? " defs  |-> " : " defs   |-> ", () => expressionText(algorithm.definitions)) + ",",
      () =>
        this.#field(isMulti ? " prcds |-> " : " prcds  |-> ", () =>
          this.#list(algorithm.procedures, (procedure) => this.#procedure(procedure)),
        ) + ",",
      () =>
        isMulti
          ? this.#field(" procs |-> ", () => this.#list(algorithm.processes, (process) => this.#process(process))) + "]"
          : this.#field(" body  |-> ", () => this.#steps(algorithm.body.labelled)) + "]",
    ]);
  }

  /** A first line and further ones; parts are made in order, since indentation depends on what is open. */
  #record(first: string, lines: readonly (string | (() => string))[]): string {
    let text = first;
    for (const line of lines) text += this.#newLine() + (typeof line === "string" ? line : line());
    return text;
  }

  #newLine(): string {
    return `\n${" ".repeat(this.#indents.at(-1)!)}`;
  }

  #field(name: string, value: () => string): string {
    return name + this.#indented(name, value);
  }

  #indented(name: string, value: () => string): string {
    this.#indents.push(this.#indents.at(-1)! + name.length);
    const text = value();
    this.#indents.pop();
    return text;
  }

  #list<T>(items: readonly T[], print: (item: T) => string, open = "<<", close = ">>"): string {
    const inner = this.#indented(open, () => items.map((item) => print(item)).join(`, ${this.#newLine()}`));
    return `${open}${inner}${close}`;
  }

  #variable(variable: VariableDeclaration): string {
    const relation = relationText(variable.isSet);
    return `[var |-> "${variable.name}", eqOrIn |-> ${relation}, val |-> ${expressionText(variable.value)}]`;
  }

  #procedure(procedure: Procedure): string {
    return this.#record(`[name   |-> "${procedure.name}", `, [
      ...(this.#isOldVersion ? [] : [labelLists(procedure)]),
      () =>
        this.#field(" params |-> ", () => this.#list(procedure.parameters, (parameter) => this.#variable(parameter))) +
        ",",
      () =>
        this.#field(" decls  |-> ", () => this.#list(procedure.variables, (variable) => this.#variable(variable))) +
        ",",
      () => this.#field(" body   |-> ", () => this.#steps(procedure.body.labelled)) + "]",
    ]);
  }

  #process(process: Process): string {
    return this.#record(`[name   |-> "${process.name}",${this.#isOldVersion ? " " : ""}`, [
      ...(this.#isOldVersion ? [] : [` fairness |-> "${process.fairness}", ${labelLists(process)}`]),
      ` eqOrIn |-> ${relationText(process.isSet)},`,
      ` id     |-> ${expressionText(process.id)},`,
      () =>
        this.#field(" decls  |-> ", () => this.#list(process.variables, (variable) => this.#variable(variable))) + ",",
      () => this.#field(" body   |-> ", () => this.#steps(process.body.labelled)) + "]",
    ]);
  }

  #steps(steps: readonly LabelledStatement[]): string {
    return this.#list(steps, (step) =>
      this.#record(`[label |-> "${step.label}",`, [
        () => this.#field(" stmts |-> ", () => this.#statements(step.statements)) + "]",
      ]),
    );
  }

  #statements(statements: readonly Statement[]): string {
    return this.#list(statements, (statement) => this.#statement(statement));
  }

  #statement(statement: Statement): string {
    switch (statement.kind) {
      case "while":
        return this.#record('[type    |-> "while", ', [
          ` test    |-> ${expressionText(statement.test)},`,
          () => this.#field(" labDo   |-> ", () => this.#steps(statement.body.labelled)) + ",",
          () => this.#field(" unlabDo |-> ", () => this.#statements(statement.body.statements)) + "]",
        ]);
      case "assign":
        return this.#record('[type |-> "assignment",', [
          () =>
            this.#field(" ass  |-> ", () => this.#list(statement.assignments, (one) => this.#assignment(one))) + "]",
        ]);
      case "if":
        return statement.isBroken ? this.#brokenIf(statement) : this.#plainIf(statement);
      case "either":
        return statement.isBroken ? this.#brokenEither(statement.clauses) : this.#plainEither(statement.clauses);
      case "with":
        return this.#record('[type   |-> "with", ', [
          ` var    |-> "${statement.variable}",`,
          ` eqOrIn |-> ${relationText(statement.isSet)},`,
          ` exp    |-> ${expressionText(statement.value)},`,
          () => this.#field(" do     |-> ", () => this.#statements(statement.statements)) + "]",
        ]);
      case "when":
      case "print":
      case "assert":
        return this.#record(`[type |-> "${statement.kind}", `, [` exp |-> ${expressionText(statement.expression)}]`]);
      case "skip":
        return '[type |-> "skip"]';
      case "call":
        return this.#call(statement);
      case "return":
        return `[type |-> "return", from |-> "${statement.from ?? "null"}"]`;
      case "goto":
        return `[type |-> "goto",  to |-> "${statement.to}"]`;
      case "macro":
        throw new Error("macros are expanded before the tree is printed");
    }
  }

  #assignment(one: SingleAssignment): string {
    const left = `[var |-> "${one.variable}", sub |-> ${expressionText(one.subscript)}]`;
    return this.#record(`[lhs |-> ${left},`, [` rhs |-> ${expressionText(one.value)}]`]);
  }

  #plainIf(statement: Extract<Statement, { kind: "if" }>): string {
    return this.#record('[type    |-> "if", ', [
      ` test    |-> ${expressionText(statement.test)},`,
      () => this.#field(" then |-> ", () => this.#statements(statement.then.statements)) + ",",
      () => this.#field(" else |-> ", () => this.#statements(statement.else.statements)) + "]",
    ]);
  }

  #brokenIf(statement: Extract<Statement, { kind: "if" }>): string {
    const branch = (name: string, part: Branch) => [
      () => this.#field(` unlab${name} |-> `, () => this.#statements(part.statements)) + ",",
      () => this.#field(` lab${name}   |-> `, () => this.#steps(part.labelled)) + (name === "Then" ? "," : "]"),
    ];
    const text = this.#record('[type      |-> "labelIf",', [
      ` test      |-> ${expressionText(statement.test)},`,
      ...branch("Then", statement.then),
      ...branch("Else", statement.else),
    ]);
    return text + this.#newLine();
  }

  #plainEither(clauses: readonly Branch[]): string {
    return this.#record('[type |-> "either", ', [
      () =>
        this.#field(" ors  |-> ", () =>
          this.#list(clauses, (clause) => this.#statements(clause.statements), "<< ", " >>"),
        ) + "]",
    ]);
  }

  #brokenEither(clauses: readonly Branch[]): string {
    const text = this.#record('[type    |-> "labelEither",', [
      () => this.#field(" clauses |-> ", () => this.#list(clauses, (clause) => this.#clause(clause))) + "]",
    ]);
    return text + this.#newLine();
  }

  #clause(clause: Branch): string {
    const first = this.#field("[unlabOr |-> ", () => this.#statements(clause.statements)) + ",";
    const text = this.#record(first, [() => this.#field(" labOr   |-> ", () => this.#steps(clause.labelled)) + "]"]);
    return text + this.#newLine();
  }

  #call(call: Call): string {
    const args = () => this.#list(call.args, (arg) => expressionText(arg));
    switch (call.then.kind) {
      case "next":
        return this.#record('[type     |-> "call",', [
          ' returnTo |-> "",',
          ` to       |-> "${call.to}",`,
          () => this.#field(" args     |-> ", args) + "]",
        ]);
      case "return":
        return this.#record('[type     |-> "callReturn",', [
          ` from     |-> "${call.then.from ?? "null"}",`,
          ` to       |-> "${call.to}",`,
          () => this.#field("args     |-> ", () => args() + "]" + this.#newLine()),
        ]);
      case "goto":
        return this.#record('[type     |-> "callGoto",', [
          ` after    |-> "${call.then.label}",`,
          ` to       |-> "${call.to}",`,
          () => this.#field("args     |-> ", () => args() + "]" + this.#newLine()),
        ]);
    }
  }
}

function relationText(isSet: boolean): string {
  return isSet ? '"\\\\in"' : '"="';
}

function labelLists(routine: Procedure | Process): string {
  const list = (names: readonly string[]): string => `<<${names.map((name) => `"${name}"`).join(", ")}>>`;
  const { minusLabels, plusLabels, proceduresCalled } = routine;
  return `minusLabels |-> ${list(minusLabels)}, plusLabels |->${list(plusLabels)}, proceduresCalled |->${list(proceduresCalled)},`;
}

/** An expression as a sequence of strings, one for each token. */
function expressionText(expression: ExpressionText): string {
  let isFirst = true;
  const lines = expression.lines.map((line) =>
    line
      .map((token) => {
        const separator = isFirst ? "" : ", ";
        isFirst = false;
        return separator + tokenText(token);
      })
      .join(""),
  );
  return `<< ${lines.join("\n")} >>`;
}

function tokenText(token: TextToken): string {
  if (token.type === "string") return `"\\"", "${token.text}", "\\""`;
  if (token.text === "\\/") return `"(col${token.column}) \\\\/"`;
  if (token.text === "/\\") return `"(col${token.column}) /\\\\"`;
  return token.text.startsWith("\\") ? `"\\${token.text}"` : `"${token.text}"`;
}
