/** Puts the names of the symbol table into the tree, and checks that jumps and calls lead somewhere. */
import type { Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../syntax/source.ts";
import { didYouMean } from "../modules/near-names.ts";
import type { Algorithm, Body, LabelledStatement, Procedure, Process, Statement, VariableDeclaration } from "./ast.ts";
import { ExpressionText } from "./expression-text.ts";
import { fail } from "./problems.ts";
import { branchesOf, type SymbolTable } from "./symbols.ts";

export class Renaming {
  readonly #file: SourceFile;
  readonly #symbols: SymbolTable;
  /** Jumps behind a call that do not lead where they seem to. */
  readonly warnings: Diagnostic[] = [];

  constructor(file: SourceFile, symbols: SymbolTable) {
    this.#file = file;
    this.#symbols = symbols;
  }

  apply(algorithm: Algorithm): void {
    for (const variable of algorithm.variables) this.#declaration(variable, "");
    for (const procedure of algorithm.procedures) this.#procedure(procedure);
    if (algorithm.kind === "multiprocess") closeCalls(algorithm);
    for (const process of algorithm.processes) this.#routine(process, "process");
    this.#body(algorithm.body, "");
  }

  #procedure(procedure: Procedure): void {
    for (const parameter of procedure.parameters) this.#declaration(parameter, procedure.name);
    this.#routine(procedure, "procedure");
  }

  #routine(routine: Procedure | Process, kind: "procedure" | "process"): void {
    const context = routine.name;
    for (const variable of routine.variables) this.#declaration(variable, context);
    this.#body(routine.body, context);
    const label = (name: string): string => this.#symbols.nameOf("label", name, context);
    routine.plusLabels.splice(0, routine.plusLabels.length, ...routine.plusLabels.map(label));
    routine.minusLabels.splice(0, routine.minusLabels.length, ...routine.minusLabels.map(label));
    routine.proceduresCalled = routine.proceduresCalled.map((name) => this.#symbols.nameOf("procedure", name, ""));
    routine.name = this.#symbols.nameOf(kind, context, "");
  }

  #declaration(variable: VariableDeclaration, context: string): void {
    variable.name = this.#symbols.variableName(variable.name, context);
    this.#expression(variable.value, context);
  }

  #body(body: Body, context: string): void {
    this.#steps(body.labelled, context);
  }

  #steps(steps: readonly LabelledStatement[], context: string): void {
    for (const step of steps) {
      step.label = this.#symbols.nameOf("label", step.label, context);
      for (const statement of step.statements) this.#statement(statement, context);
    }
  }

  #statement(statement: Statement, context: string): void {
    for (const branch of branchesOf(statement)) {
      for (const inner of branch.statements) this.#statement(inner, context);
      this.#steps(branch.labelled, context);
    }
    switch (statement.kind) {
      case "assign":
        for (const one of statement.assignments) {
          one.variable = this.#symbols.variableName(one.variable, context);
          this.#expression(one.subscript, context);
          this.#expression(one.value, context);
        }
        return;
      case "if":
      case "while":
        this.#expression(statement.test, context);
        return;
      case "with":
        this.#expression(statement.value, context);
        return;
      case "when":
      case "print":
      case "assert":
        this.#expression(statement.expression, context);
        return;
      case "call":
        if (statement.then.kind === "goto") this.#lookAtJump(statement, statement.then.label, context);
        statement.to = this.#symbols.nameOf("procedure", statement.to, "");
        for (const arg of statement.args) this.#expression(arg, context);
        if (statement.then.kind === "return") statement.then.from = this.#procedureName(statement.then.from);
        return;
      case "return":
        statement.from = this.#procedureName(statement.from);
        return;
      case "goto":
        this.#requireLabel(statement, context);
        statement.to = this.#symbols.nameOf("label", statement.to, context);
        return;
      default:
        return;
    }
  }

  #procedureName(name: string | undefined): string | undefined {
    return name === undefined ? undefined : this.#symbols.nameOf("procedure", name, "");
  }

  /** The reference translator neither looks for a label behind a call nor renames it; to differ would be to mean another step. */
  #lookAtJump(statement: Extract<Statement, { kind: "call" }>, label: string, context: string): void {
    const isThere = label === "Done" || this.#symbols.hasLabel(label, context);
    const name = this.#symbols.nameOf("label", label, context);
    if (isThere && name === label) return;
    this.warnings.push({
      code: "LS1164",
      severity: "warning",
      message: isThere
        ? `label ${label} is called ${name} in the translation, and a goto behind a call does not follow it there`
        : `goto ${label} behind a call: there is no such label here, and a process that gets there stops`,
      at: { file: this.#file, ...statement.at },
      hint: isThere
        ? "give the label a name of its own, or put a label between the call and the goto"
        : (didYouMean(label, this.#symbols.labelsOf(context)) ?? "a goto stays in its process or procedure"),
    });
  }

  #requireLabel(statement: Extract<Statement, { kind: "goto" }>, context: string): void {
    if (statement.to === "Done" || this.#symbols.hasLabel(statement.to, context)) return;
    const labels = this.#symbols.labelsOf(context);
    fail(this.#file, {
      code: "LS1146",
      message: `goto ${statement.to}: there is no such label in ${context === "" ? "the algorithm's body" : context}`,
      at: statement.toAt,
      hint:
        didYouMean(statement.to, [...labels, "Done"]) ??
        `a goto stays in its process or procedure; the labels there are ${labels.join(", ")}`,
    });
  }

  #expression(expression: ExpressionText, context: string): void {
    const replacements = new Map<string, ExpressionText>();
    for (const { type, text } of expression.tokens) {
      const name = type === "identifier" ? this.#symbols.variableName(text, context) : text;
      if (name !== text) replacements.set(text, new ExpressionText([[{ text: name, type: "identifier", column: 0 }]]));
    }
    expression.substitute(replacements, false);
  }
}

/**
 * Each procedure's calls become all that it may reach, in the order of declaration; each process' calls are followed by
 * those that its own may reach. Fairness of a process extends to the procedures that run in it.
 */
function closeCalls(algorithm: Algorithm): void {
  const { procedures } = algorithm;
  const direct = new Map(procedures.map((procedure) => [procedure, procedure.proceduresCalled]));
  for (const procedure of procedures) {
    const reached = new Set<string>();
    const waiting = [...direct.get(procedure)!];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      waiting.push(...(calledBy(name, procedures, direct) ?? []));
    }
    procedure.proceduresCalled = procedures.map((one) => one.name).filter((name) => reached.has(name));
  }
  for (const process of algorithm.processes) {
    for (const name of [...process.proceduresCalled]) {
      for (const callee of procedures.find((one) => one.name === name)?.proceduresCalled ?? []) {
        if (!process.proceduresCalled.includes(callee)) process.proceduresCalled.push(callee);
      }
    }
  }
}

function calledBy(
  name: string,
  procedures: readonly Procedure[],
  direct: ReadonlyMap<Procedure, readonly string[]>,
): readonly string[] | undefined {
  const procedure = procedures.find((one) => one.name === name);
  return procedure === undefined ? undefined : direct.get(procedure);
}
