/** What `lockstep strength` says: as text, and as the one JSON document. */
import { MUTATION_KINDS } from "../../src/strength/mutants.ts";
import type { StrengthReport, Survivors, Tally } from "../../src/strength/strength.ts";
import type { Stream } from "../cli/terminal.ts";
import { count, counted, cut, duration, share } from "./values.ts";

/** Lines of survivors, and of actions and fields that are not always noticed, in the text; JSON has them all. */
const ROWS_SHOWN_MAX = 20;

export interface StrengthOutcome {
  readonly system: string;
  readonly title: string;
  readonly report: StrengthReport;
  /** The share in percent that was asked for. */
  readonly atLeast: number | undefined;
  readonly isInterrupted: boolean;
  readonly seconds: number;
}

export type StrengthVerdict = "strong" | "weak" | "refused" | "unknown";

export function verdictOf({ report, atLeast, isInterrupted }: StrengthOutcome): StrengthVerdict {
  if (report.refused !== undefined) return "refused";
  // What nothing was counted for is not strong.
  if (isInterrupted || report.total.counted === 0) return "unknown";
  return atLeast !== undefined && percent(report.total) < atLeast ? "weak" : "strong";
}

function percent({ counted: all, noticed }: Tally): number {
  return all === 0 ? 0 : (noticed / all) * 100;
}

export function strengthText(outcome: StrengthOutcome, stream: Stream): string {
  const { report, system, title } = outcome;
  const width = Math.max(stream.columns, 60);
  const lines = [`${stream.colors.bold(system)}  ${title}`, ""];
  if (report.total.counted > 0) lines.push(...tallyLines(report), "", ...detailLines(report, width));
  lines.push(lastLine(outcome, stream));
  return `${lines.join("\n")}\n`;
}

function tallyLines(report: StrengthReport): string[] {
  const { runs, events, mutants, total } = report;
  const rows = [...MUTATION_KINDS.map((kind) => [kind, report.kinds[kind]] as const), ["all", total] as const];
  return [
    `${counted(runs, "run")}, ${counted(events, "event")}; ${counted(mutants, "edit")}, of which ${count(total.counted)} are wrong with everything observed`,
    "",
    ...table([
      ["edit", "wrong", "noticed", "", "in the log", "noticed there", ""],
      ...rows.map(([name, tally]) => tallyCells(name, tally)),
    ]),
  ];
}

function tallyCells(name: string, tally: Tally): string[] {
  const shareOf = (part: number, whole: number): string => (whole === 0 ? "" : share(part, whole));
  return [
    name,
    count(tally.counted),
    count(tally.noticed),
    shareOf(tally.noticed, tally.counted),
    count(tally.inLog),
    count(tally.noticedFromLog),
    shareOf(tally.noticedFromLog, tally.inLog),
  ];
}

function detailLines(report: StrengthReport, width: number): string[] {
  const { unreadFields, unobserved, redundant, survivors } = report;
  const list = (label: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${label}: ${names.join(", ")}`, ""];
  const weak = Object.entries(report.targets)
    .filter(([, { counted: all, noticed }]) => noticed < all)
    .sort(([, a], [, b]) => percent(a) - percent(b));
  const rows = weak.slice(0, ROWS_SHOWN_MAX).map(([name, tally]) => {
    return `${name}: ${count(tally.noticed)} of ${count(tally.counted)}, ${share(tally.noticed, tally.counted)}`;
  });
  const shown = survivors.slice(0, ROWS_SHOWN_MAX).flatMap(survivorLines);
  const rest = survivors.length - ROWS_SHOWN_MAX;
  return [
    ...section("not always noticed", rows),
    ...section("survivors", rest > 0 ? [...shown, `and ${counted(rest, "more kind")}`] : shown),
  ]
    .map((line) => cut(line, width))
    .concat(
      list("fields that nothing reads", unreadFields),
      list("variables that are not observed", unobserved),
      list("variables that never make the difference", redundant),
    );
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [title, ...lines.map((line) => `  ${line}`), ""];
}

function survivorLines(one: Survivors): string[] {
  const what = { drop: "left out", duplicate: "told twice", swap: "told too late", change: "changed" }[one.kind];
  return [`${count(one.times)} × ${one.target} ${what}: ${reasonText(one)}`, `    ${one.example}`];
}

/** Why a mutant was not noticed, in words. */
export function reasonText({ reason, detail }: Survivors): string {
  switch (reason) {
    case "unreported":
      return `made up for by steps that nobody reported: ${detail}`;
    case "repetition":
      return "a report that may be a repetition was taken for one";
    case "behaviour":
      return "a behaviour of the specification too, as far as it is observed";
    case "otherwise":
      return detail === "" ? "explained by fewer steps" : `explained otherwise: by ${detail}`;
    case "bound":
      return `not decided: ${detail} was hit`;
  }
}

function lastLine(outcome: StrengthOutcome, { colors }: Stream): string {
  const { report, atLeast, seconds } = outcome;
  const { counted: all, noticed } = report.total;
  const result = `${count(noticed)} of ${count(all)} wrong edits are noticed, ${share(noticed, all)}`;
  const wanted = atLeast === undefined ? "" : ` (at least ${atLeast} % asked for)`;
  switch (verdictOf(outcome)) {
    case "strong":
      return `${colors.green(colors.bold("OK"))}  ${result}${wanted}, ${duration(seconds)}`;
    case "weak":
      return `${colors.red(colors.bold("WEAK"))}  ${result}${wanted}, ${duration(seconds)}`;
    case "refused":
      return `${colors.red(colors.bold("FAIL"))}  the run with seed ${report.refused!.seed} is not accepted as it is (${report.refused!.verdict}): \`lockstep fuzz\` says why`;
    case "unknown":
      return `${colors.yellow(colors.bold("UNKNOWN"))}  ${outcome.isInterrupted ? `interrupted; so far ${result}` : "no edit was wrong with everything observed: nothing is known of the mapping"}`;
  }
}

/** Columns, the first flush left and the others flush right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}

export function strengthJson(outcome: StrengthOutcome): Record<string, unknown> {
  const { report, system, atLeast, seconds } = outcome;
  return {
    verdict: verdictOf(outcome),
    system,
    percent: Number(percent(report.total).toFixed(1)),
    atLeast: atLeast ?? null,
    runs: report.runs,
    events: report.events,
    edits: report.mutants,
    total: report.total,
    kinds: report.kinds,
    targets: report.targets,
    unreadFields: report.unreadFields,
    unobserved: report.unobserved,
    redundant: report.redundant,
    survivors: report.survivors.map((one) => ({ ...one, text: reasonText(one) })),
    refused: report.refused ?? null,
    seconds: Number(seconds.toFixed(3)),
  };
}
