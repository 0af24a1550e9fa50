/**
 * A failure in about twenty lines: the verdict with its seed, the step that the specification does not allow, the action
 * that comes nearest and what it lacks, who wrote the values that it reads, the steps that matter, and how to see it again.
 */
import type { Explanation, FalseConjunct, NearAction, Provenance } from "../../src/conform/types.ts";
import type { Failure, StoryLine } from "../../src/search/types.ts";
import type { Colors, Stream } from "../cli/terminal.ts";
import { placeText } from "./diagnostics.ts";
import { counted, cut, elementsOf, virtualTime } from "./values.ts";

export interface FailureContext {
  readonly system: string;
  /** Command that runs it again. */
  readonly replay: string;
}

/** Steps shown of a story. */
const storyLinesMax = 10;
/** Values read by one conjunct that are shown. */
const readsMax = 4;
/** False conjuncts shown of the nearest action; of the others only the first. */
const conjunctsMax = 2;
const stackLinesMax = 6;

export function failureText(failure: Failure, context: FailureContext, stream: Stream): string {
  const { colors, columns } = stream;
  const variant = failure.setting.variant === undefined ? "" : ` (variant ${failure.setting.variant})`;
  const lines = [
    `${colors.red(colors.bold("FAIL"))}  ${colors.bold(context.system + variant)}: ${headline(failure)}, seed ${failure.setting.seed}`,
  ];
  const last = failure.story.at(-1);
  if (last !== undefined)
    lines.push(
      `  event ${last.event}, ${virtualTime(last.time)}: ${last.process} ${last.description}${lastWord(failure)}`,
    );
  lines.push("", ...whyLines(failure, stream));
  lines.push("", "  steps that matter", ...storyLines(failure.story, stream));
  lines.push(
    "",
    `  shrunk   ${failure.original.events} → ${counted(failure.events, "event")}, ${failure.original.draws} → ${counted(failure.draws.length, "unusual choice")}, hash ${failure.hash}`,
  );
  lines.push(`  replay   ${colors.cyan(context.replay)}`);
  return `${lines.map((line) => (line.includes("\u001b") ? line : cut(line, Math.max(columns, 60)))).join("\n")}\n`;
}

function headline({ signature }: Failure): string {
  switch (signature.kind) {
    case "step":
      return `a step that ${signature.property} does not allow`;
    case "invariant":
      return `invariant ${signature.property} is violated`;
    case "action-property":
      return `property ${signature.property} is violated`;
    case "exception":
      return "the program throws";
  }
}

function lastWord({ signature, error }: Failure): string {
  if (error !== undefined) return ` and throws ${error.message}`;
  return signature.kind === "step" ? "; no action allows what it does" : "";
}

// ---------------------------------------------------------------------------------------------- why

function whyLines(failure: Failure, stream: Stream): string[] {
  if (failure.error !== undefined) {
    const frames = failure.error.stack.split("\n").filter((line) => /^\s+at /.test(line));
    return [`  ${failure.error.message}`, ...frames.slice(0, stackLinesMax).map((line) => `    ${line.trim()}`)];
  }
  if (failure.explanation === undefined) return [];
  const { explanation } = failure;
  const [nearest, ...others] = explanation.nearest;
  const lines = [
    ...changeLines(explanation, stream),
    ...explanation.formula.slice(0, conjunctsMax).flatMap((one) => conjunctLines(one, stream)),
  ];
  if (nearest !== undefined) {
    lines.push(`  needed   ${stream.colors.bold(nearest.action)}  ${stream.colors.dim(placeText(nearest.at))}`);
    lines.push(...nearest.conjuncts.slice(0, conjunctsMax).flatMap((conjunct) => conjunctLines(conjunct, stream)));
  }
  if (others.length > 0) lines.push(`  or       ${others.map((other) => nearText(other)).join("; ")}`);
  return lines;
}

function changeLines(explanation: Explanation, { columns }: Stream): string[] {
  return explanation.changes
    .slice(0, 3)
    .map(({ name, before, after }) => cut(`  changed  ${changeText(name, before, after)}`, columns));
}

/** Sets by what was added and removed, other values as before and after. */
function changeText(name: string, before: string, after: string): string {
  const [old, now] = [elementsOf(before), elementsOf(after)];
  if (old === undefined || now === undefined) return `${name}: ${before} → ${after}`;
  const added = now.filter((element) => !old.includes(element)).map((element) => `+ ${element}`);
  const removed = old.filter((element) => !now.includes(element)).map((element) => `- ${element}`);
  return `${name}: ${[...added, ...removed].join(", ")}`;
}

function nearText({ action, conjuncts }: NearAction): string {
  const [first] = conjuncts;
  return first === undefined ? action : `${action}, but ${cut(first.text, 40)} is false`;
}

function conjunctLines(conjunct: FalseConjunct, { colors, columns }: Stream): string[] {
  const room = columns - 12;
  const lines = [`  false    ${colors.red(cut(conjunct.text, room - 24))}  ${colors.dim(placeText(conjunct.at))}`];
  if (conjunct.error !== undefined) lines.push(`           ${cut(conjunct.error, room)}`);
  const hasSides = conjunct.left !== undefined && conjunct.right !== undefined;
  if (hasSides)
    lines.push(`           ${cut(`${conjunct.left} ${conjunct.operator ?? "against"} ${conjunct.right}`, room)}`);
  const reads = conjunct.reads.filter((read, i) => conjunct.reads.findIndex((other) => other.name === read.name) === i);
  for (const read of reads.slice(0, readsMax)) {
    if (!hasSides) lines.push(`           ${cut(`${read.name} = ${read.value}`, room)}`);
    lines.push(`           ${colors.dim(cut(writerText(read), room))}`);
  }
  return lines;
}

/** Who wrote a value last: the event, what it did, and where in the program. */
function writerText({ name, writtenBy }: Provenance): string {
  if (writtenBy === undefined) return `${name} has its initial value`;
  const { event, process, description, action, place } = writtenBy;
  const where = place === undefined ? "" : ` at ${shortPlace(place)}`;
  return `${name} since event ${event}: ${process} ${description}${where}, ${action}`;
}

// ---------------------------------------------------------------------------------------------- story

/** Events that took a step of the specification, faults, and the last one. */
function storyLines(story: readonly StoryLine[], { colors, columns }: Stream): string[] {
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
    line.place ?? "",
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.min(36, Math.max(...rows.map((row) => row[column]!.length))));
  const hidden = matters.length - shown.length;
  const lines = rows.map((row, i) => {
    const cells = row
      .slice(0, 5)
      .map((cell, column) =>
        column < 2 ? cell.padStart(widths[column]!) : cut(cell, widths[column]!).padEnd(widths[column]!),
      );
    return rowText(cells, shortPlace(row[5]!), i === rows.length - 1, colors, columns);
  });
  return hidden > 0 ? [`    … ${counted(hidden, "earlier step")}`, ...lines] : lines;
}

function rowText(cells: readonly string[], place: string, isLast: boolean, colors: Colors, columns: number): string {
  const whole = cut(`${isLast ? "  > " : "    "}${[...cells, place].join("  ")}`.trimEnd(), columns);
  return isLast ? colors.bold(whole) : whole;
}

/** File name and line: the folder is the system's. */
function shortPlace(place: string): string {
  return /([^/\\]+:\d+):\d+$/.exec(place)?.[1] ?? place;
}
