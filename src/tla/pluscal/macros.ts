/**
 * Macro expansion: every call becomes a copy of the macro's statements with its parameters replaced.
 *
 * A macro may call the macros before it, so macros are expanded first, in order, and then the bodies.
 */
import type { SourceFile } from "../syntax/source.ts";
import type { Assign, Branch, Macro, MacroCall, SingleAssignment, Statement } from "./ast.ts";
import type { ExpressionText } from "./expression-text.ts";
import { fail } from "./problems.ts";

type Arguments = ReadonlyMap<string, ExpressionText>;

/** Expands the macros in each other, and checks that their names differ. */
export function expandMacros(file: SourceFile, macros: readonly Macro[]): void {
  for (const [index, macro] of macros.entries()) {
    const earlier = macros.slice(0, index);
    const namesake = earlier.find((other) => other.name === macro.name);
    if (namesake !== undefined) {
      fail(file, {
        code: "LS1142",
        message: `macro ${macro.name} is defined twice`,
        at: macro.nameAt,
        hint: "rename one of them",
        notes: [{ message: "the other one", at: namesake.nameAt }],
      });
    }
    new MacroExpansion(file, earlier, macros).expandIn(macro.statements);
  }
}

export class MacroExpansion {
  readonly #file: SourceFile;
  readonly #macros: readonly Macro[];
  readonly #all: readonly Macro[];

  /** `macros` may be called; `all` are those of the algorithm, for the hint when another is. */
  constructor(file: SourceFile, macros: readonly Macro[], all: readonly Macro[] = macros) {
    this.#file = file;
    this.#macros = macros;
    this.#all = all;
  }

  /** Replaces the calls in `statements`, in place. */
  expandIn(statements: Statement[]): void {
    const expanded = statements.flatMap((statement) => {
      if (statement.kind === "macro") return this.#expand(statement);
      for (const inner of innerSequences(statement)) this.expandIn(inner);
      return [statement];
    });
    statements.splice(0, statements.length, ...expanded);
  }

  #expand(call: MacroCall): Statement[] {
    const macro = this.#macros.find((candidate) => candidate.name === call.name);
    if (macro === undefined) this.#failUndefined(call);
    if (macro.parameters.length !== call.args.length) {
      fail(this.#file, {
        code: "LS1141",
        message: `macro ${macro.name} takes ${counted(macro.parameters.length, "argument")}, and gets ${call.args.length}`,
        at: call.at,
        hint: `its parameters are (${macro.parameters.join(", ")})`,
        notes: [{ message: "the macro", at: macro.nameAt }],
      });
    }
    const args = new Map(macro.parameters.map((parameter, index) => [parameter, call.args[index]!]));
    const statements = macro.statements.map((statement) => this.#copy(statement, args, call));
    const first = statements[0];
    if (first !== undefined) {
      first.label = call.label;
      if (call.labelAt !== undefined) first.labelAt = call.labelAt;
    }
    return statements;
  }

  #failUndefined(call: MacroCall): never {
    const isLater = this.#all.some((macro) => macro.name === call.name);
    fail(this.#file, {
      code: "LS1140",
      message: isLater
        ? `macro ${call.name} is defined later: a macro may only call those before it`
        : `there is no macro ${call.name}`,
      at: call.at,
      hint: isLater
        ? "move its definition up; a macro cannot call itself"
        : `a procedure is called with call ${call.name}(...), an assignment is written x := e`,
    });
  }

  #copy(statement: Statement, args: Arguments, call: MacroCall): Statement {
    const macro = { at: call.at, place: call.place };
    const branch = (part: Branch): Branch => ({
      statements: part.statements.map((inner) => this.#copy(inner, args, call)),
      labelled: [],
    });
    switch (statement.kind) {
      case "assign":
        return {
          ...statement,
          macro,
          assignments: statement.assignments.map((one) => this.#copyAssignment(one, args, statement)),
        };
      case "if":
        return {
          ...statement,
          macro,
          test: replaced(statement.test, args),
          then: branch(statement.then),
          else: branch(statement.else),
        };
      case "either":
        return { ...statement, macro, clauses: statement.clauses.map(branch) };
      case "while":
        return { ...statement, macro, test: replaced(statement.test, args), body: branch(statement.body) };
      case "with":
        return {
          ...statement,
          macro,
          value: replaced(statement.value, args),
          statements: statement.statements.map((inner) => this.#copy(inner, args, call)),
        };
      case "when":
      case "print":
      case "assert":
        return { ...statement, macro, expression: replaced(statement.expression, args) };
      case "call":
        return { ...statement, macro, args: statement.args.map((arg) => replaced(arg, args)) };
      case "skip":
      case "goto":
      case "return":
        return { ...statement, macro };
      case "macro":
        throw new Error("macros are expanded before they are called");
    }
  }

  /** A parameter on the left stands for a variable or a part of one: what follows the name joins the subscript. */
  #copyAssignment(one: SingleAssignment, args: Arguments, statement: Assign): SingleAssignment {
    const value = replaced(one.value, args);
    let subscript = replaced(one.subscript, args);
    const target = args.get(one.variable);
    if (target === undefined) return { ...one, value, subscript };
    const variable = target.firstToken!;
    if (variable.type !== "identifier") {
      fail(this.#file, {
        code: "LS1143",
        message: `parameter ${one.variable} is assigned, and the argument ${target.toText().join(" ").trim()} is no variable`,
        at: target.source ?? statement.at,
        hint: "give the name of a variable, or a part of one such as x[1] or x.f",
        notes: [{ message: "the assignment in the macro", at: one.at }],
      });
    }
    const rest = target.clone();
    rest.lines[0]!.shift();
    rest.normalize();
    if (!rest.isEmpty) {
      subscript.prepend(rest, 0);
      if (one.subscript.isEmpty) subscript = rest;
    }
    return { ...one, variable: variable.text, value, subscript };
  }
}

function replaced(expression: ExpressionText, args: Arguments): ExpressionText {
  const copy = expression.clone();
  copy.substitute(args, true);
  return copy;
}

/** The sequences of statements right inside a statement. */
export function innerSequences(statement: Statement): Statement[][] {
  switch (statement.kind) {
    case "if":
      return [statement.then.statements, statement.else.statements];
    case "either":
      return statement.clauses.map((clause) => clause.statements);
    case "while":
      return [statement.body.statements];
    case "with":
      return [statement.statements];
    default:
      return [];
  }
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
