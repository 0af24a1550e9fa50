/** What `lockstep validate` says: as text, and as the one JSON document. */
import type { Explanation, Violation } from "../../src/conform/types.ts";
import type { LogAtRest, LogCounts, LogDebt, LogFinding } from "../../src/observe/log/log-finding.ts";
import type { FailedEvaluation } from "../../src/conform/failed-evaluation.ts";
import type { FailedStep } from "../../src/conform/outcome.ts";
import type { LogRecord } from "../../src/observe/log/record.ts";
import type { Stream } from "../cli/terminal.ts";
import { explanationLines, repairText } from "./explanation-text.ts";
import { failedEvaluationJson, failedEvaluationText } from "./failed-evaluation.ts";
import { explanationJson } from "./explanation-json.ts";
import { neverObservedJson, neverObservedText, type PlaceOfWord } from "./never-observed.ts";
import { count, counted, cut, duration, wrapped } from "./values.ts";

/** Debts that are told one by one, on the terminal and in JSON. */
const debtsShown = 5;
const debtsInJson = 100;

export interface ValidateReport {
  readonly logs: readonly string[];
  readonly subject: string;
  readonly counts: LogCounts;
  readonly placeOf: PlaceOfWord;
  readonly finding: LogFinding | undefined;
  readonly explanation: Explanation | undefined;
  /** What could not be evaluated, if that is why the verdict is unknown. */
  readonly failedEvaluation: FailedEvaluation | undefined;
  /** Steps that the specification promises and that the log leaves undone. */
  readonly debts: readonly LogDebt[];
  /** Whether they are a violation: when asked for, and when the log ends at rest. */
  readonly failsOnDebts: boolean;
  /** Where the log ends at rest: temporal properties that are false, and those that are not decided. */
  readonly atRest: readonly LogAtRest[];
  /** Why the verdict is unknown although nothing was found: nothing was read, or the reading was interrupted. */
  readonly undecided: string | undefined;
  readonly truncated: readonly string[];
  /** Candidates of the instance in question, or of all at most. */
  readonly candidates: number;
  readonly seconds: number;
}

export function verdictOf(report: ValidateReport): "conforms" | "violates" | "unknown" {
  const { finding, undecided, debts, failsOnDebts, atRest } = report;
  if (finding !== undefined) return finding.verdict;
  if (undecided !== undefined) return "unknown";
  if ((failsOnDebts && debts.length > 0) || atRest.some(({ verdict }) => verdict === "false")) return "violates";
  return atRest.length > 0 ? "unknown" : "conforms";
}

export function validateText(report: ValidateReport, stream: Stream): string {
  const { colors } = stream;
  const labels = {
    conforms: colors.green(colors.bold("OK")),
    violates: colors.red(colors.bold("FAIL")),
    unknown: colors.yellow(colors.bold("UNKNOWN")),
  };
  const lines = [`${labels[verdictOf(report)]}  ${headline(report)}`, ...findingLines(report, stream), ""];
  const columns = Math.max(stream.columns, 60);
  const left = [...debtLines(report), ...atRestLines(report)];
  lines.push(...left.map((line) => cut(line, columns)));
  const counts = countLines(report).flatMap((line) =>
    wrapped(line, columns - 4).map((part, i) => (i ? "    " : "  ") + part),
  );
  lines.push(...counts);
  // Whole, since the place stands at the end.
  lines.push(...report.counts.neverObserved.map((one) => `  ${neverObservedText(one, report.placeOf)}`));
  return `${lines.join("\n")}\n`;
}

function headline(report: ValidateReport): string {
  const { finding, subject, logs, counts, undecided } = report;
  const what = logs.length === 1 ? logs[0]! : counted(logs.length, "log");
  if (finding === undefined && undecided !== undefined) return `${what}: ${undecided}`;
  if (finding === undefined) {
    const events = `${counted(counts.records, "event")} of ${subject}`;
    if (verdictOf(report) === "violates") return `${what}: each of ${events} is allowed, but something is left undone`;
    return `${what}: ${events} conform${verdictOf(report) === "unknown" ? ", but not every property is decided" : ""}`;
  }
  const place = `${finding.record.log}:${finding.record.line}`;
  if (finding.verdict === "unknown")
    return `${place}: ${boundText(finding)}; ${count(counts.accepted)} events before it conform`;
  return `${place}: ${brokenText(finding.violation)}`;
}

/** Why nothing more can be said: a bound, or an evaluation that failed. */
export function boundText(found: {
  readonly bound: string;
  readonly failed?: FailedStep;
  readonly doubt?: string;
}): string {
  const { bound, failed, doubt } = found;
  if (doubt !== undefined) return `the specification does not allow it here, but the order is not sure: ${doubt}`;
  return failed === undefined ? `${bound} was hit` : "the specification cannot be evaluated";
}

export function brokenText({ kind, property }: Violation): string {
  return kind === "step" ? `a step that ${property} does not allow` : `${property} is violated`;
}

/** The word of a record, or the action that it names. */
export function saidText(record: LogRecord): string {
  return record.kind === "program" ? record.name : (record.content.action ?? "a change of state");
}

function findingLines({ finding, explanation, failedEvaluation }: ValidateReport, stream: Stream): string[] {
  if (finding === undefined) return [];
  const { record, instance } = finding;
  const whose = instance === "" ? "" : `, instance ${instance}`;
  return [
    `  event ${record.line}: ${record.process} reports ${saidText(record)}${whose}`,
    "",
    ...(explanation === undefined ? [] : explanationLines(explanation, stream)),
    ...(failedEvaluation === undefined ? [] : failedLines(failedEvaluation, finding, stream)),
  ];
}

/** What failed may have failed earlier: the candidate that would be needed was lost then. */
function failedLines(failed: FailedEvaluation, { record }: LogFinding, stream: Stream): string[] {
  const when = failed.event === record.line ? [] : [`since line ${failed.event} a state that would explain it is lost`];
  return [...when, ...failedEvaluationText(failed, stream).trimEnd().split("\n")];
}

function debtLines({ debts }: ValidateReport): string[] {
  const lines = debts.slice(0, debtsShown).map(({ steps, instance, since }) => {
    const whose = instance === "" ? "" : `, instance ${instance}`;
    return `  debt     ${steps} never taken${since === undefined ? "" : `, possible since line ${since}`}${whose}`;
  });
  const more = debts.length - lines.length;
  return more > 0 ? [...lines, `           and ${count(more)} more`] : lines;
}

function atRestLines({ atRest }: ValidateReport): string[] {
  const lines = atRest.slice(0, debtsShown).map(({ property, verdict, instance }) => {
    const why =
      verdict === "false" ? "false of what the log ends with" : "not decided: several behaviours explain the log";
    return `  at rest  ${property} is ${why}${instance === "" ? "" : `, instance ${instance}`}`;
  });
  const more = atRest.length - lines.length;
  return more > 0 ? [...lines, `           and ${count(more)} more`] : lines;
}

function countLines({ counts, seconds, truncated }: ValidateReport): string[] {
  const { records, instances, steps, candidatesPeak, tries, bindings, found, silent, gaps, unused } = counts;
  const perEvent = (n: number): string => (n / Math.max(1, records)).toFixed(2);
  const rate = count(records / Math.max(seconds, 0.001));
  const inferred = Object.entries(silent).map(([action, times]) => `${count(times)} ${action}`);
  return [
    `${counted(records, "event")}, ${counted(steps, "step")}, ${counted(instances, "instance")}, ${duration(seconds)}, ${rate} events/s`,
    `candidates: at most ${count(candidatesPeak)}; actions tried per event: ${perEvent(tries)}, bindings: ${perEvent(bindings)}, ways found: ${perEvent(found)}`,
    ...(inferred.length === 0 ? [] : [`explained by unreported steps: ${inferred.join(", ")}`]),
    ...(gaps === 0 ? [] : [`${counted(gaps, "gap")} in the numbering of a process: lost records or a new start`]),
    ...(unused.length === 0 ? [] : [`never applied: ${unused.join(", ")}`]),
    ...truncated.map((log) => `${log}: the last line is cut off and was not read`),
  ];
}

export function validateJson(report: ValidateReport): Record<string, unknown> {
  const { finding, explanation, failedEvaluation, counts } = report;
  const [nearest] = explanation?.nearest ?? [];
  const [conjunct] = nearest?.conjuncts ?? explanation?.formula ?? [];
  return {
    verdict: verdictOf(report),
    events: counts.records,
    accepted: counts.accepted,
    log: finding?.record.log ?? null,
    line: finding?.record.line ?? null,
    instance: finding?.instance ?? null,
    action: nearest?.action ?? null,
    conjunct: conjunct?.text ?? null,
    debts: report.debts.slice(0, debtsInJson),
    debtsTotal: report.debts.length,
    atRest: report.atRest,
    bound: finding?.verdict === "unknown" ? finding.bound : (report.undecided ?? null),
    doubt: finding?.verdict === "unknown" ? (finding.doubt ?? null) : null,
    explanation: explanation === undefined ? null : explanationJson(explanation),
    failedEvaluation: failedEvaluation === undefined ? null : failedEvaluationJson(failedEvaluation),
    repairs: (explanation?.repairs ?? []).map(repairText),
    candidates: report.candidates,
    candidatesPeak: counts.candidatesPeak,
    steps: counts.steps,
    instances: counts.instances,
    tries: counts.tries,
    bindings: counts.bindings,
    found: counts.found,
    silent: counts.silent,
    gaps: counts.gaps,
    unused: counts.unused,
    neverObserved: counts.neverObserved.map((one) => neverObservedJson(one, report.placeOf)),
    truncated: report.truncated,
    seconds: Number(report.seconds.toFixed(3)),
  };
}
