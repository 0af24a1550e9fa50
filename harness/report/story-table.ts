/**
 * The steps that matter of a failing run, as a table. The place in the program is what one goes to next, so it is never cut:
 * where the table is too wide it has no times, and what happened and the actions are wrapped inside their columns.
 */
import type { StoryLine } from "../../src/search/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { shortPlace } from "./explanation-text.ts";
import { counted, cut, virtualTime, wrapped } from "./values.ts";

/** Steps shown of a story. */
const storyLinesMax = 10;
/** Lines of one cell; a message or value may be of any length. */
const cellLinesMax = 2;
const cellWidth = { most: 36, least: 12 };
/** Columns of a row by number; those after the first two are aligned left. */
const [time, process, description, actions, place] = [1, 2, 3, 4, 5];
const indent = 4;
const gap = 2;

/** Events that took a step of the specification, faults, and the last one. */
export function storyLines(story: readonly StoryLine[], { colors, columns }: Stream): string[] {
  const matters = story.filter(
    (line, i) => line.actions.length > 0 || i === story.length - 1 || /crash|restart/.test(line.description),
  );
  const shown = matters.slice(-storyLinesMax);
  const rows = shown.map((line) => [
    String(line.event),
    virtualTime(line.time),
    line.process,
    line.description,
    line.actions.join(", ") || "-",
    shortPlace(line.place ?? ""),
  ]);
  const whole = widestOf(rows);
  const widths = excessOf(whole, columns) > 0 ? narrowed(rows, whole.with(time, 0), columns) : whole;
  const hidden = matters.length - shown.length;
  const lines = rows.flatMap((row, i) => {
    const isLast = i === rows.length - 1;
    return rowLines(row, widths, isLast ? "  > " : "    ").map((line) => (isLast ? colors.bold(line) : line));
  });
  return hidden > 0 ? [`    … ${counted(hidden, "earlier step")}`, ...lines] : lines;
}

/** As wide as what the columns hold, but for messages and values of any length. */
function widestOf(rows: readonly (readonly string[])[]): readonly number[] {
  return rows[0]!.map((_, column) => {
    const widest = Math.max(...rows.map((row) => row[column]!.length));
    return column < place ? Math.min(cellWidth.most, widest) : widest;
  });
}

/** Characters by which a row is too wide; a column of width 0 is not there. */
function excessOf(widths: readonly number[], columns: number): number {
  return widths.reduce((sum, width) => (width === 0 ? sum : sum + width + gap), indent - gap) - columns;
}

/** Description and actions give way so that the fewest lines come of it. */
function narrowed(rows: readonly (readonly string[])[], widths: readonly number[], columns: number): readonly number[] {
  const excess = excessOf(widths, columns);
  if (excess <= 0) return widths;
  const ways = Array.from({ length: excess + 1 }, (_, taken) =>
    widths.map((width, column) => {
      const less = column === description ? taken : column === actions ? excess - taken : 0;
      return less === 0 ? width : Math.max(cellWidth.least, width - less);
    }),
  );
  const costs = ways.map((way) => rows.reduce((sum, row) => sum + rowCost(row, way), 0));
  return ways[costs.indexOf(Math.min(...costs))]!;
}

/** Lines that a row takes; text that is cut costs more than any number of lines. */
function rowCost(row: readonly string[], widths: readonly number[]): number {
  const cells = [description, actions].map((column) => cellLines(row[column]!, widths[column]!));
  const cuts = cells.flat().filter((line) => line.endsWith("…")).length;
  return Math.max(...cells.map((lines) => lines.length)) + 3 * storyLinesMax * cuts;
}

/** A row, with as many lines as its longest cell needs. */
function rowLines(row: readonly string[], widths: readonly number[], mark: string): string[] {
  const cells = row.map((text, column) =>
    column === description || column === actions ? cellLines(text, widths[column]!) : [text],
  );
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, i) => {
    const texts = cells.flatMap((lines, column) => {
      const [text, width] = [lines[i] ?? "", widths[column]!];
      if (width === 0) return [];
      return [column < process ? text.padStart(width) : text.padEnd(width)];
    });
    return `${i === 0 ? mark : " ".repeat(indent)}${texts.join(" ".repeat(gap))}`.trimEnd();
  });
}

function cellLines(text: string, width: number): string[] {
  const lines = wrapped(text, width);
  const shown = lines.slice(0, cellLinesMax);
  if (lines.length > cellLinesMax) shown[cellLinesMax - 1] += " …";
  return shown.map((line) => (line.length > width ? cut(line, width) : line));
}
