/**
 * Grouping statements under their labels: a body becomes a list of steps, and so do the labelled ends of branches and
 * loops inside it.
 */
import type { Body, Branch, LabelledStatement, Range, Statement } from "./ast.ts";

/** Moves the statements of a body under their labels. Its first statement has one, and every while. */
export function groupSteps(body: Body): void {
  body.labelled = labelledSequence(body.statements);
  body.statements = [];
}

function labelledSequence(statements: readonly Statement[]): LabelledStatement[] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    if (statement.label !== "") groups.push([]);
    groups.at(-1)!.push(statement);
  }
  return groups.map((group) => {
    const first = group[0]!;
    for (const statement of group) groupInside(statement);
    const begin: Range = first.labelAt ?? first.macro?.at ?? first.at;
    const last = group.at(-1)!;
    return {
      label: first.label,
      at: { start: begin.start, end: Math.max(begin.end, (last.macro?.at ?? last.at).end) },
      labelAt: first.labelAt ?? { start: begin.start, end: begin.start },
      place: first.place,
      statements: group,
    };
  });
}

function groupInside(statement: Statement): void {
  switch (statement.kind) {
    case "if":
      groupBranch(statement.then);
      groupBranch(statement.else);
      statement.isBroken = isBrokenBranch(statement.then) || isBrokenBranch(statement.else);
      return;
    case "either":
      for (const clause of statement.clauses) groupBranch(clause);
      statement.isBroken = statement.clauses.some(isBrokenBranch);
      return;
    case "while":
      groupBranch(statement.body);
      return;
    case "with":
      for (const inner of statement.statements) groupInside(inner);
      return;
    default:
      return;
  }
}

/** Splits a branch at its first label. */
function groupBranch(branch: Branch): void {
  const firstLabel = branch.statements.findIndex((statement) => statement.label !== "");
  const split = firstLabel < 0 ? branch.statements.length : firstLabel;
  const rest = branch.statements.splice(split);
  for (const statement of branch.statements) groupInside(statement);
  branch.labelled = labelledSequence(rest);
}

function isBrokenBranch(branch: Branch): boolean {
  const last = branch.statements.at(-1);
  return branch.labelled.length > 0 || ((last?.kind === "if" || last?.kind === "either") && last.isBroken);
}
