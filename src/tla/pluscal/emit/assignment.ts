/** Assignments of a step: `x' = e`, `x' = [x EXCEPT ![i] = e]`, and several of them at once. */
import type { Assign, Range, SingleAssignment } from "../ast.ts";
import type { ExpressionText } from "../expression-text.ts";
import { fail } from "../problems.ts";
import type { Emission } from "./emission.ts";
import { needsParentheses } from "./parentheses.ts";
import { Changes, inAction, subscriptOf } from "./subscripts.ts";

export class AssignmentEmission {
  readonly #emission: Emission;
  /** The process whose step it is; absent in a uniprocess algorithm. */
  readonly #process: ExpressionText | undefined;
  readonly #subscript: ExpressionText | undefined;

  constructor(emission: Emission, process: ExpressionText | undefined) {
    this.#emission = emission;
    this.#process = process;
    this.#subscript = process === undefined ? undefined : subscriptOf(process);
  }

  /** Writes the assignments of a statement behind `prefix`; all of them read the state before it. */
  emit(statement: Assign, changes: Changes, prefix: string): void {
    const { writer } = this.#emission;
    // Sorted for good: the checksum is taken of the sorted tree.
    statement.assignments = sortedByVariable(statement.assignments);
    const own = new Changes(changes);
    const groups = groupedByVariable(statement.assignments);
    writer.write(prefix);
    const indent = " ".repeat(writer.column);
    writer.within(statement.at, () => {
      for (const [index, group] of groups.entries()) {
        if (index > 0) {
          writer.endLine();
          writer.write(indent);
        }
        this.#requireAssignable(group, own, statement);
        if (groups.length > 1) writer.write("/\\ ");
        if (group.length === 1) writer.within(group[0]!.at, () => this.#one(group[0]!, changes));
        else this.#several(group, changes);
      }
    });
    writer.endLine();
    changes.merge(own);
  }

  #requireAssignable(group: readonly SingleAssignment[], own: Changes, statement: Assign): void {
    const { file, variables } = this.#emission;
    const first = group[0]!;
    if (!variables.includes(first.variable)) {
      fail(file, {
        code: "LS1150",
        message: `${first.variable} is assigned and is no variable of the algorithm`,
        at: first.variableAt,
        hint: "declare it under variables; constants, definitions and the names of a with cannot be assigned",
      });
    }
    const isWholeAndMore = group.length > 1 && group.some((one) => one.subscript.isEmpty);
    if (own.add(first.variable) === 1 && !isWholeAndMore) return;
    this.#failAssignedTwice(first.variable, group.at(-1)!.at, statement.macro?.at);
  }

  #failAssignedTwice(variable: string, at: Range, call: Range | undefined): never {
    fail(this.#emission.file, {
      code: "LS1133",
      message: `${variable} is assigned twice in one step: a step assigns a variable once`,
      at,
      hint: "put a label between the two, or join them with || when they assign different parts",
      ...(call === undefined ? {} : { notes: [{ message: "expanded from the macro call", at: call }] }),
    });
  }

  #inAction(expression: ExpressionText, changes: Changes): ExpressionText {
    return inAction(this.#emission, expression, this.#subscript, changes);
  }

  /** The process in brackets when each process has its own of the variable. */
  #writeProcess(isSubscripted: boolean): void {
    const { writer } = this.#emission;
    if (!isSubscripted || this.#process === undefined) return;
    writer.write("[");
    writer.expression(this.#process);
    writer.write("]");
  }

  #one(one: SingleAssignment, changes: Changes): void {
    const { writer, isMulti, subscripted } = this.#emission;
    const { variable } = one;
    const subscript = this.#inAction(one.subscript, changes);
    const value = this.#inAction(one.value, changes);
    const isOfProcess = isMulti && (subscripted.has(variable) || variable === "pc" || variable === "stack");
    if (!isOfProcess && subscript.isEmpty) {
      const parenthesize = needsParentheses(value.toText());
      writer.write(`${variable}' = ${parenthesize ? "(" : ""}`);
      writer.expression(value);
      if (parenthesize) writer.write(")");
      return;
    }
    writer.write(`${variable}' = [${variable} EXCEPT !`);
    this.#writeProcess(isOfProcess);
    writer.expression(subscript);
    writer.write(" = ");
    writer.expression(value);
    writer.write("]");
  }

  #several(group: readonly SingleAssignment[], changes: Changes): void {
    const { writer, subscripted } = this.#emission;
    const { variable } = group[0]!;
    writer.write(`${variable}' = [${variable} EXCEPT `);
    const column = writer.column;
    for (const [index, one] of group.entries()) {
      if (index > 0) writer.write(" ".repeat(column));
      writer.within(one.at, () => {
        writer.write("!");
        this.#writeProcess(subscripted.has(variable));
        writer.expression(this.#inAction(one.subscript, changes));
        writer.write(" = ");
        writer.expression(this.#inAction(one.value, changes));
      });
      const isLast = index === group.length - 1;
      writer.write(isLast ? "]" : ",");
      if (!isLast) writer.endLine();
    }
  }
}

/** By UTF-16 order of the variables; assignments to parts of one keep their order. */
function sortedByVariable(assignments: readonly SingleAssignment[]): SingleAssignment[] {
  return assignments.toSorted((a, b) => (a.variable < b.variable ? -1 : a.variable > b.variable ? 1 : 0));
}

function groupedByVariable(assignments: readonly SingleAssignment[]): SingleAssignment[][] {
  const groups: SingleAssignment[][] = [];
  for (const one of assignments) {
    const last = groups.at(-1);
    if (last?.[0]!.variable === one.variable) last.push(one);
    else groups.push([one]);
  }
  return groups;
}
