/** Actions: the statements of a step as one conjunction, and what it leaves unchanged. */
import type { Either, If, Statement, With } from "../ast.ts";
import type { ExpressionText } from "../expression-text.ts";
import type { Step } from "../jumps.ts";
import { AssignmentEmission } from "./assignment.ts";
import type { Emission } from "./emission.ts";
import { Changes, inAction, subscriptOf } from "./subscripts.ts";
import { unchangedLines, unchangedOne } from "./unchanged.ts";

const bullet = "/\\ ";

export class ActionEmission {
  readonly #emission: Emission;
  readonly #subscript: ExpressionText | undefined;
  readonly #assignments: AssignmentEmission;

  /** `process` is what variables of a process are applied to; absent in a uniprocess algorithm. */
  constructor(emission: Emission, process: ExpressionText | undefined) {
    this.#emission = emission;
    this.#subscript = process === undefined ? undefined : subscriptOf(process);
    this.#assignments = new AssignmentEmission(emission, process);
  }

  /** Writes `name == ...`, with a blank line after it. */
  emit(name: string, step: Step): void {
    const { writer } = this.#emission;
    writer.endLine();
    writer.within(step.at, () => this.#action(name, step));
    writer.line("");
  }

  #action(name: string, step: Step): void {
    const { writer, variables, options } = this.#emission;
    const head = `${name} == `;
    const indent = " ".repeat(head.length);
    const firstLine = writer.lineCount;
    const changes = new Changes();
    const statements = step.statements.filter(saysSomething);
    for (const [index, statement] of statements.entries()) {
      const isHead = index === 0;
      if (isHead) writer.write(name, step.labelAt);
      this.#statement(statement, changes, isHead ? ` == ${bullet}` : indent + bullet);
    }
    const unchanged = variables.filter((variable) => !changes.has(variable));
    const lines = unchangedLines(unchanged, indent + bullet, options.lineWidth);
    for (const line of lines) writer.line(line);
    if (lines.length === 0 && statements.length === 1) {
      writer.outdent(firstLine, head.length + bullet.length, bullet.length);
    }
  }

  /** Writes the statement behind `prefix`, on lines of its own. */
  #statement(statement: Statement, changes: Changes, prefix: string): void {
    const { writer } = this.#emission;
    switch (statement.kind) {
      case "assign":
        this.#assignments.emit(statement, changes, prefix);
        return;
      case "if":
        this.#if(statement, changes, prefix);
        return;
      case "either":
        this.#either(statement, changes, prefix);
        return;
      case "with":
        this.#with(statement, changes, prefix);
        return;
      case "when":
        writer.write(prefix);
        writer.within(statement.at, () => writer.expression(this.#inAction(statement.expression, changes)));
        writer.endLine();
        return;
      case "print":
        writer.write(prefix);
        writer.within(statement.at, () => {
          writer.write("PrintT(");
          writer.expression(this.#inAction(statement.expression, changes));
          writer.write(")");
        });
        writer.endLine();
        return;
      case "assert":
        this.#assert(statement, changes, prefix);
        return;
      case "skip":
        writer.write(prefix);
        writer.write("TRUE", statement.at);
        writer.endLine();
        return;
      default:
        throw new Error(`a ${statement.kind} statement is no part of an action`);
    }
  }

  #inAction(expression: ExpressionText, changes: Changes): ExpressionText {
    return inAction(this.#emission, expression, this.#subscript, changes);
  }

  #assert(
    statement: Extract<Statement, { kind: "when" | "print" | "assert" }>,
    changes: Changes,
    prefix: string,
  ): void {
    const { writer, options } = this.#emission;
    const { place, macro } = statement;
    const inMacro =
      macro === undefined ? "" : ` of macro called at line ${macro.place.line}, column ${macro.place.column}`;
    const message = `"Failure of assertion at line ${place.line}, column ${place.column}${inMacro}.")`;
    writer.write(prefix);
    writer.within(statement.at, () => {
      writer.write("Assert(");
      const column = writer.column;
      writer.expression(this.#inAction(statement.expression, changes));
      if (writer.column + ", ".length + message.length < options.lineWidth) writer.write(`, ${message}`);
      else {
        writer.write(", ");
        writer.endLine();
        writer.write(" ".repeat(column) + message);
      }
    });
    writer.endLine();
  }

  // ------------------------------------------------------------------------------------------ branches

  #sequence(statements: readonly Statement[], changes: Changes, first: string, following: string): void {
    for (const [index, statement] of statements.filter(saysSomething).entries()) {
      this.#statement(statement, changes, index === 0 ? first : following);
    }
  }

  /** Each branch ends with what only the other one changes. */
  #if(statement: If, changes: Changes, prefix: string): void {
    const { writer, options } = this.#emission;
    writer.write(prefix);
    const inThen = new Changes(changes);
    const inElse = new Changes(changes);
    writer.within(statement.at, () => {
      writer.write("IF ");
      const column = writer.column;
      writer.expression(this.#inAction(statement.test, changes));
      writer.endLine();
      const keywordIndent = " ".repeat(column);
      const indent = `${" ".repeat(column + "THEN ".length)}${bullet}`;
      this.#sequence(statement.then.statements, inThen, `${keywordIndent}THEN ${bullet}`, indent);
      const endOfThen = writer.lineCount;
      if (statement.else.statements.length === 0) writer.line(`${keywordIndent}ELSE ${bullet}TRUE`);
      else this.#sequence(statement.else.statements, inElse, `${keywordIndent}ELSE ${bullet}`, indent);
      const left = (by: Changes, other: Changes): string[] =>
        unchangedLines(this.#changedOnlyIn(other, by), indent, options.lineWidth);
      for (const line of left(inElse, inThen)) writer.line(line);
      writer.insert(endOfThen, left(inThen, inElse));
    });
    changes.merge(inThen);
    changes.merge(inElse);
  }

  #changedOnlyIn(changed: Changes, other: Changes): string[] {
    return this.#emission.variables.filter((variable) => changed.has(variable) && !other.has(variable));
  }

  #either(statement: Either, changes: Changes, prefix: string): void {
    const { writer } = this.#emission;
    writer.write(prefix);
    const all = new Changes(changes);
    writer.within(statement.at, () => {
      const column = writer.column;
      const indent = `${" ".repeat(column + "\\/ ".length)}${bullet}`;
      const clauses = statement.clauses.map((clause, index) => {
        const inClause = new Changes(changes);
        const first = `${index === 0 ? "" : " ".repeat(column)}\\/ ${bullet}`;
        this.#sequence(clause.statements, inClause, first, indent);
        all.merge(inClause);
        return { inClause, end: writer.lineCount };
      });
      for (const { inClause, end } of clauses.toReversed()) {
        const unchanged = this.#changedOnlyIn(all, inClause);
        const [only] = unchanged;
        if (only === undefined) continue;
        const text = unchanged.length === 1 ? unchangedOne(only) : `UNCHANGED <<${unchanged.join(", ")}>>`;
        writer.insert(end, [indent + text]);
      }
    });
    changes.merge(all);
  }

  /** The body has bullets only when it has several conjuncts. */
  #with(statement: With, changes: Changes, prefix: string): void {
    const { writer } = this.#emission;
    writer.write(prefix);
    writer.within(statement.at, () => {
      const indent = " ".repeat(writer.column + 2);
      const value = this.#inAction(statement.value, changes);
      writer.write(statement.isSet ? "\\E " : "LET ");
      writer.write(statement.variable, statement.variableAt);
      writer.write(statement.isSet ? " \\in " : " == ");
      writer.expression(value);
      writer.write(statement.isSet ? ":" : " IN");
      writer.endLine();
      const hasSeveral = statement.statements.filter(saysSomething).length > 1;
      this.#sequence(statement.statements, changes, hasSeveral ? indent + bullet : indent, indent + bullet);
    });
  }
}

/** A procedure without parameters that calls itself before it returns assigns nothing: that is no conjunct. */
function saysSomething(statement: Statement): boolean {
  return statement.kind !== "assign" || statement.assignments.length > 0;
}
