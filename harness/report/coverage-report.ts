/**
 * What the exploration exercised. An action that is never enabled is usually a mistake in its guard, and everything
 * that it should have broken holds vacuously: so it is named even when all is well.
 */
import type { ActionCoverage, CheckResult } from "../../src/check/types.ts";
import { placeText } from "./diagnostics.ts";
import type { Stream } from "../cli/terminal.ts";
import { count } from "./values.ts";

/** One line that names the actions never enabled; empty when there are none. */
export function neverEnabled(result: CheckResult, stream: Stream): string {
  const unused = result.actions.filter((action) => action.enabled === 0);
  if (unused.length === 0 || result.distinct === 0) return "";
  const names = unused.map((action) => `${action.name} (${placeText(action.at)})`);
  const label = result.bound === undefined && result.behaviours === undefined ? "never enabled" : "not enabled so far";
  return `${stream.colors.yellow(label)}: ${names.join(", ")}\n`;
}

/** How often each action was enabled (in how many states), taken (successors), and led to a new state. */
export function coverageTable(actions: readonly ActionCoverage[], stream: Stream): string {
  const rows = [
    ["action", "enabled", "taken", "new", ""],
    ...actions.map(({ name, at, enabled, taken, found }) => [
      name,
      count(enabled),
      count(taken),
      count(found),
      placeText(at),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const { colors } = stream;
  return rows
    .map((row, i) => {
      const [name, ...rest] = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : column < 4 ? cell.padStart(widths[column]!) : cell,
      );
      const line = `  ${[name, ...rest.slice(0, 3)].join("  ")}  ${colors.dim(rest[3]!)}`.trimEnd();
      if (i === 0) return `${colors.dim(line)}\n`;
      return `${actions[i - 1]!.enabled === 0 ? colors.yellow(line) : line}\n`;
    })
    .join("");
}
