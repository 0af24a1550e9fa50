/**
 * What the exploration exercised. An action that is never enabled is usually a mistake in its guard, and everything
 * that it should have broken holds vacuously: so it is named even when all is well, with the conjunct that is to blame.
 */
import type { ActionCoverage, CheckResult, ConjunctCoverage } from "../../src/check/types.ts";
import type { ConjunctTally } from "../../src/compile/types.ts";
import { placeText } from "./diagnostics.ts";
import type { Stream } from "../cli/terminal.ts";
import { count, counted, cut } from "./values.ts";

/** Names the actions never enabled, and says why; empty when there are none. */
export function neverEnabled(result: CheckResult, stream: Stream): string {
  const { colors, columns } = stream;
  if (result.distinct === 0) return "";
  const label = result.bound === undefined && result.behaviours === undefined ? "never enabled" : "not enabled so far";
  return result.actions
    .filter((action) => action.enabled === 0)
    .map(({ name, at, conjuncts }) => {
      const line = `${colors.yellow(label)}: ${name} (${placeText(at)})\n`;
      const blocker = conjuncts === undefined ? undefined : blockerOf(conjuncts.conjuncts);
      if (conjuncts === undefined || blocker === undefined) return line;
      const { conjunct, isEmpty } = blocker;
      const times = conjunct.reached === 1 ? "the only time" : `all ${count(conjunct.reached)} times`;
      const what = `${isEmpty ? "nothing to choose" : "false"} ${times}${sampleText(conjuncts, result)}: `;
      const text = colors.bold(cut(conjunct.text, columns - what.length - 2));
      return `${line}  ${what}${text}  ${colors.dim(placeText(conjunct.at))}\n`;
    })
    .join("");
}

/** Said when not all states were looked at. */
function sampleText({ states }: ConjunctCoverage, { distinct }: CheckResult): string {
  return states < distinct ? ` in a sample of ${count(states)} of ${counted(distinct, "state")}` : "";
}

/** The conjunct that was reached and never true: the innermost one, unless it is one of several alternatives. */
export function blockerOf(
  conjuncts: readonly ConjunctTally[],
): { readonly conjunct: ConjunctTally; readonly isEmpty: boolean } | undefined {
  const first = conjuncts.findIndex(({ reached, passed }) => reached > 0 && passed === 0);
  if (first < 0) return undefined;
  const conjunct = conjuncts[first]!;
  const end = conjuncts.findIndex(({ depth }, i) => i > first && depth <= conjunct.depth);
  const below = conjuncts.slice(first + 1, end < 0 ? undefined : end);
  const isEmpty = conjunct.kind === "choice" && below.every(({ reached }) => reached === 0);
  return (conjunct.kind === "alternatives" ? undefined : blockerOf(below)) ?? { conjunct, isEmpty };
}

/**
 * How often each action was enabled (in how many states; of random behaviours, at how many visits), taken (successors), and
 * led to a new state.
 */
export function coverageTable(result: CheckResult, stream: Stream): string {
  const rows = result.actions.map(({ name, at, enabled, taken, found }) => ({
    cells: [name, count(enabled), count(taken), count(found)],
    place: placeText(at),
    isUnused: enabled === 0,
  }));
  const head = result.behaviours === undefined ? "action" : "action (a state counts at each visit)";
  return table([head, "enabled", "taken", "new"], rows, stream);
}

/** How often each conjunct of each action was reached and true; empty when that was not looked at. */
export function conjunctTable(result: CheckResult, stream: Stream): string {
  const rows = result.actions.flatMap((action) => conjunctRows(action, stream));
  if (rows.length === 0) return "";
  const sample = result.actions.find((action) => action.conjuncts !== undefined)!.conjuncts!;
  const where = sample.states < result.distinct ? sampleText(sample, result) : ` in ${counted(sample.states, "state")}`;
  return table([`conjunct${where}`, "reached", "true"], rows, stream);
}

interface Row {
  readonly cells: readonly string[];
  readonly place: string;
  /** Shown as something that a reader should look at. */
  readonly isUnused: boolean;
}

function conjunctRows({ name, conjuncts }: ActionCoverage, { columns }: Stream): Row[] {
  if (conjuncts === undefined) return [];
  return [
    { cells: [name, "", ""], place: "", isUnused: false },
    ...conjuncts.conjuncts.map(({ text, depth, at, reached, passed }) => {
      const indent = "  ".repeat(depth + 1);
      return {
        cells: [`${indent}${cut(text, Math.max(20, columns / 2 - indent.length))}`, count(reached), count(passed)],
        place: placeText(at),
        isUnused: passed === 0,
      };
    }),
  ];
}

/** The first cell of a row to the left, the others to the right, its place behind them. */
function table(head: readonly string[], rows: readonly Row[], { colors }: Stream): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(({ cells }) => cells[column]!.length)));
  const lineOf = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ")}`;
  const lines = rows.map(({ cells, place, isUnused }) => {
    const line = place === "" ? lineOf(cells).trimEnd() : `${lineOf(cells)}  ${colors.dim(place)}`;
    return `${isUnused ? colors.yellow(line) : line}\n`;
  });
  return `${colors.dim(lineOf(head))}\n${lines.join("")}`;
}
