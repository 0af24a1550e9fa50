/** What a campaign adds up to: runs, outcomes, coverage, faults, stuttering. */
import { neverObserved } from "../../src/observe/given-counts.ts";
import type { CampaignReport, Failure } from "../../src/search/types.ts";
import type { Stream } from "../cli/terminal.ts";
import type { Verified } from "../workers/verified-cache.ts";
import { failedEvaluationJson } from "./failed-evaluation.ts";
import { explanationJson } from "./explanation-json.ts";
import { neverObservedJson, neverObservedText, type PlaceOfWord } from "./never-observed.ts";
import { count, counted, share } from "./values.ts";

/** A mapping under which more than this share of a process's events stutters probably maps too little. */
const stutterShareWarned = 0.98;
/** Processes with fewer events say nothing about the mapping. */
const stutterEventsMin = 1_000;

/** Against what a campaign is measured. */
export interface CampaignContext {
  /** The size of the specification's state graph, where it is known. */
  readonly graph: Verified | undefined;
  /** The words that the system file maps. */
  readonly words: readonly string[];
  readonly placeOf: PlaceOfWord;
}

/** The lines below the phases; each begins with what it is about. */
export function campaignText(report: CampaignReport, context: CampaignContext, stream: Stream): string {
  const lines = [
    ...outcomeLines(report),
    ...coverageLines(report, context, stream),
    ...faultLines(report, stream),
    ...stutterLines(report, stream),
    ...debtLines(report, stream),
    row("hash", report.hash),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

export function row(title: string, text: string): string {
  return `${title.padEnd(14)} ${text}`;
}

function outcomeLines(report: CampaignReport): string[] {
  const texts = Object.entries(report.outcomes).map(([name, n]) => `${name} ${count(n)}`);
  const total = Object.values(report.outcomes).reduce((sum, n) => sum + n, 0);
  return total === 0 ? [] : [row("outcomes", `${texts.sort().join(", ")} (of ${counted(total, "instance")})`)];
}

/** Words that `steps` maps and no run has reported: misspelt, or out of use. `"*"` stands for others. */
function unusedWords(report: CampaignReport, { words }: CampaignContext): string[] {
  return words.filter((word) => word !== "*" && !report.words.includes(word));
}

function coverageLines(report: CampaignReport, context: CampaignContext, { colors }: Stream): string[] {
  const { coverage } = report;
  const { graph } = context;
  const unused = unusedWords(report, context);
  const untold = neverObserved(report.given).map((one) => neverObservedText(one, context.placeOf));
  const actions = Object.entries(coverage.actions);
  const taken = actions.filter(([, times]) => times > 0);
  const never = actions.filter(([, times]) => times === 0).map(([name]) => name);
  const of = (found: number, all: number | undefined, what: string): string =>
    all === undefined ? `${count(found)} ${what}` : `${count(found)} of ${count(all)} ${what} (${share(found, all)})`;
  const found = [
    `${taken.length} of ${actions.length} actions`,
    of(coverage.states.length, graph?.distinct, "states"),
    of(coverage.transitions.length, graph?.transitions, "transitions"),
  ];
  return [
    row("coverage", found.join(", ")),
    ...(never.length === 0 ? [] : [row("", colors.yellow(`never taken: ${never.join(", ")}`))]),
    ...(unused.length === 0 ? [] : [row("", colors.yellow(`never reported: ${unused.join(", ")}`))]),
    ...untold.map((text) => row("", colors.yellow(text))),
  ];
}

function faultLines({ faults }: CampaignReport, { columns }: Stream): string[] {
  const texts = Object.entries(faults)
    .filter(([, { injected }]) => injected > 0)
    .map(([kind, { injected, effective }]) => `${kind} ${count(injected)} (${count(effective)} with effect)`);
  if (texts.length === 0) return [row("faults", "none")];
  return wrap(texts, columns - 16).map((line, i) => row(i === 0 ? "faults" : "", line));
}

function wrap(texts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + text.length <= width) lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return lines;
}

function stutterLines({ stutters }: CampaignReport, { colors }: Stream): string[] {
  const all = Object.entries(stutters)
    .filter(([, { events }]) => events > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return [];
  const texts = all.map(([process, { events, stuttering }]) => `${process} ${share(stuttering, events)}`);
  const total = all.reduce(
    (sum, [, { events, stuttering }]) => ({ events: sum.events + events, stuttering: sum.stuttering + stuttering }),
    { events: 0, stuttering: 0 },
  );
  const line = row("stuttering", texts.join(", "));
  if (total.events < stutterEventsMin || total.stuttering / total.events < stutterShareWarned) return [line];
  return [line, row("", colors.yellow("nearly every event is a stutter: does the mapping say enough?"))];
}

/** Steps that the specification promises and that runs left undone. */
function debtLines({ debts }: CampaignReport, { colors }: Stream): string[] {
  return debts.map(({ steps, instances, atRest, seed, instance, since, breaks }, i) => {
    const where = `${instance === "" ? "" : `${instance} of `}seed ${seed}${since === undefined ? "" : `, possible since event ${since}`}`;
    const rest = atRest === 0 ? "" : `, ${count(atRest)} of them at rest`;
    const broken = breaks.length === 0 ? "" : `: ${breaks.join(", ")} false`;
    const text = `${steps} never taken at the end of ${counted(instances, "instance")}${rest} (${where})${broken}`;
    return row(i === 0 ? "debts" : "", colors.yellow(text));
  });
}

/** A failure as the campaign's JSON has it. */
export function failureJson(failure: Failure, file: string): Record<string, unknown> {
  const conjunct = failure.explanation?.formula[0] ?? failure.explanation?.nearest[0]?.conjuncts[0];
  return {
    seed: failure.setting.seed,
    file,
    kind: failure.signature.kind,
    step: failure.steps,
    events: failure.events,
    property: failure.signature.property,
    action: failure.signature.action,
    conjunct: conjunct?.text ?? null,
    shrinkRuns: failure.shrinkRuns,
    shrinkBound: failure.shrinkBound ?? null,
    hash: failure.hash,
    original: failure.original,
    isCalm: failure.isCalm,
    explanation: failure.explanation === undefined ? null : explanationJson(failure.explanation),
    ...(failure.error === undefined ? {} : { error: failure.error }),
  };
}

/** The numbers of a campaign as JSON; states and transitions by number, not one by one. */
export function campaignJson(report: CampaignReport, context: CampaignContext): Record<string, unknown> {
  const { failedEvaluation } = report;
  const { graph, placeOf } = context;
  return {
    runs: report.runs,
    steps: report.steps,
    events: report.events,
    messages: report.messages,
    simulatedSeconds: report.simulatedMicros / 1_000_000,
    verdicts: report.verdicts,
    bounds: report.bounds,
    outcomes: report.outcomes,
    runOutcomes: report.runOutcomes,
    coverage: {
      actions: report.coverage.actions,
      states: report.coverage.states.length,
      statesOf: graph?.distinct ?? null,
      transitions: report.coverage.transitions.length,
      transitionsOf: graph?.transitions ?? null,
    },
    faults: report.faults,
    stutters: report.stutters,
    neverReported: unusedWords(report, context),
    neverObserved: neverObserved(report.given).map((one) => neverObservedJson(one, placeOf)),
    candidatesPeak: report.candidatesPeak,
    failedEvaluation:
      failedEvaluation === undefined
        ? null
        : { ...failedEvaluationJson(failedEvaluation), seed: failedEvaluation.seed },
    undecided: report.undecided ?? null,
    debts: report.debts,
    hash: report.hash,
  };
}

/** Why runs are unknown; undefined when none is. */
export function boundsText({ bounds }: CampaignReport): string | undefined {
  const texts = Object.entries(bounds).map(([bound, n]) => `${bound} in ${counted(n, "run")}`);
  return texts.length === 0 ? undefined : `not decided: ${texts.join(", ")}`;
}
