/**
 * An explanation for a person: what changed, the action that comes nearest and what it lacks, who wrote the values that it
 * reads, and what would make it right.
 */
import type { Explanation, FalseConjunct, NearAction, Provenance, Repair } from "../../src/conform/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { placeText } from "./diagnostics.ts";
import { cut, elementsOf, wrapped } from "./values.ts";

/** Values read by one conjunct that are shown. */
const readsMax = 4;
/** False conjuncts shown of the nearest action; of the others only the first. */
const conjunctsMax = 2;

export function explanationLines(explanation: Explanation, stream: Stream): string[] {
  const [nearest, ...others] = explanation.nearest;
  const lines = [
    ...(explanation.fault === undefined
      ? []
      : labelled("  fault    ", `${explanation.fault}, which the specification does not allow`, stream.columns)),
    ...changeLines(explanation, stream),
    ...explanation.formula.slice(0, conjunctsMax).flatMap((one) => conjunctLines(one, stream)),
  ];
  if (nearest !== undefined) {
    lines.push(`  needed   ${stream.colors.bold(nearest.action)}  ${stream.colors.dim(placeText(nearest.at))}`);
    lines.push(...nearest.conjuncts.slice(0, conjunctsMax).flatMap((conjunct) => conjunctLines(conjunct, stream)));
  }
  if (others.length > 0) lines.push(`  or       ${others.map((other) => nearText(other)).join("; ")}`);
  lines.push(
    ...(explanation.repairs ?? []).flatMap((repair) => labelled("  perhaps  ", repairText(repair), stream.columns)),
  );
  return lines;
}

/** What was tried, and how far the run then goes on. */
export function repairText({ text, following, fits }: Repair): string {
  if (following === 0) return text;
  const which = fits === following ? `the next ${following}` : `${fits} of the next ${following}`;
  return `${text}; then ${which} ${fits === 1 ? "fits" : "fit"}`;
}

/** A sentence behind its label, in as many lines as it needs: cut off, it would say nothing. */
function labelled(label: string, text: string, columns: number): string[] {
  const width = Math.max(columns, 60) - label.length;
  return wrapped(text, width).map((line, i) => (i === 0 ? label : " ".repeat(label.length)) + line);
}

function changeLines(explanation: Explanation, { columns }: Stream): string[] {
  return explanation.changes
    .slice(0, 3)
    .flatMap(({ name, before, after }) => [
      cut(`  changed  ${changeText(name, before, after)}`, columns),
      ...otherKind(name, before, after).map((text) => cut(`           ${text}`, columns)),
    ]);
}

/** A number that turns into a string, or a string into a number, is seldom a step: its conversion is missing. */
function otherKind(name: string, before: string, after: string): string[] {
  const [old, now] = [kindOf(before), kindOf(after)];
  if (old === undefined || now === undefined || old === now) return [];
  return [`${name} was ${old}, and ${now} is observed: is that the mapping's?`];
}

function kindOf(text: string): string | undefined {
  if (/^-?\d+$/.test(text)) return "a number";
  if (/^"[^"]*"$/.test(text)) return "a string";
  return text === "TRUE" || text === "FALSE" ? "a boolean" : undefined;
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
  const sides = sidesText(conjunct);
  if (sides !== undefined) lines.push(`           ${cut(sides, room)}`);
  const reads = conjunct.reads.filter((read, i) => conjunct.reads.findIndex((other) => other.name === read.name) === i);
  for (const read of reads.slice(0, readsMax)) {
    if (sides === undefined) lines.push(`           ${cut(`${read.name} = ${read.value}`, room)}`);
    lines.push(...labelled(" ".repeat(11), writerText(read), columns).map((line) => colors.dim(line)));
  }
  return lines;
}

/** Both sides; of an effect it is said which of them was observed. */
function sidesText({ kind, operator, left, right, part }: FalseConjunct): string | undefined {
  if (left === undefined || right === undefined) return undefined;
  if ((kind !== "effect" && kind !== "frame") || operator !== "=") return `${left} ${operator ?? "against"} ${right}`;
  return `${part === undefined ? "" : `${part}: `}${left} expected, ${right} observed`;
}

/** Who wrote a value last: the event, what it did, and where in the program. */
function writerText({ name, writtenBy }: Provenance): string {
  if (writtenBy === undefined) return `${name} has its initial value`;
  const { event, process, description, action, place } = writtenBy;
  const where = place === undefined ? "" : ` at ${shortPlace(place)}`;
  return `${name} since event ${event}: ${process} ${description}${where}, ${action}`;
}

/** File name and line: the folder is the system's. */
export function shortPlace(place: string): string {
  return /([^/\\]+:\d+):\d+$/.exec(place)?.[1] ?? place;
}
