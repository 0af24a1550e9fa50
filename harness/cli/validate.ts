/** `lockstep validate LOG...`: holds what a system did, as its logs tell, against its specification. */
import type { AcceptedStep } from "../../src/conform/types.ts";
import { LogValidator } from "../../src/observe/log/log-validator.ts";
import { RecordMerge } from "../../src/observe/log/record-merge.ts";
import { CertificateWriter } from "../certificates/write.ts";
import { feed, RecordSource } from "../logs/feed.ts";
import { openLog } from "../logs/line-source.ts";
import { logSubject, type LogSubject, type LogSubjectRequest } from "../logs/log-subject.ts";
import { SteadyHeap } from "../logs/steady-heap.ts";
import { StatusLine } from "../report/status-line.ts";
import { validateJson, validateText, verdictOf, type ValidateReport } from "../report/validate-report.ts";
import { count } from "../report/values.ts";
import { mistake } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt, type Interrupt } from "./interrupt.ts";
import type { Terminal } from "./terminal.ts";

export interface ValidateOptions extends LogSubjectRequest {
  readonly follow?: boolean;
  readonly failOnDebts?: boolean;
  /** The log ends with the system at rest. */
  readonly atRest?: boolean;
  /** Where the certificate of an accepted log is written. */
  readonly certificate?: string;
  readonly format: "text" | "json";
  readonly version: string;
}

export async function validateCommand(
  logs: readonly string[],
  options: ValidateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.follow === true && options.atRest === true) {
    throw mistake("LS7012", "--at-rest does not go with --follow", {
      hint: "a log that is followed has no end to judge; validate it once the system has come to rest",
    });
  }
  const subject = await logSubject(options);
  const { certificate: path, version } = options;
  const certificate = path === undefined ? undefined : new CertificateWriter(path, subject.certified, version);
  const interrupt = listenForInterrupt();
  try {
    const report = await validateLogs(logs, subject, options, certificate, interrupt, terminal);
    if (verdictOf(report) === "conforms") certificate?.finish(report.counts.records);
    else if (path !== undefined) terminal.err.write(`not written: ${path}, since the log is not accepted\n`);
    if (options.format === "json") terminal.out.write(`${JSON.stringify(validateJson(report), null, 2)}\n`);
    else terminal.out.write(validateText(report, terminal.out));
    return exitCode(report, interrupt, options.follow === true);
  } finally {
    certificate?.discard();
    interrupt.release();
  }
}

async function validateLogs(
  logs: readonly string[],
  subject: LogSubject,
  { follow = false, failOnDebts = false, atRest: endsAtRest = false }: ValidateOptions,
  certificate: CertificateWriter | undefined,
  interrupt: Interrupt,
  terminal: Terminal,
): Promise<ValidateReport> {
  const { machine, explainer, mapping } = subject;
  const onStep = (instance: string, step: AcceptedStep, isFirst: boolean): void =>
    certificate!.step(instance, step, isFirst, step.observation.description, false);
  const merge = logs.length > 1 ? new RecordMerge(logs.length) : undefined;
  const validator = new LogValidator({
    machine,
    explainer,
    mapping,
    ...(merge === undefined ? {} : { merge }),
    // A log that is followed is told of at once.
    looksAhead: !follow,
    endsAtRest,
    ...(certificate === undefined ? {} : { onStep }),
  });
  const sources: RecordSource[] = [];
  const status = new StatusLine(terminal.err);
  const started = performance.now();
  try {
    for (const log of logs)
      sources.push(new RecordSource(log, await openLog(log, { follow, signal: interrupt.signal })));
    const heap = new SteadyHeap();
    const onSlice = (): void => {
      heap.look();
      status.update(() => progress(validator));
    };
    await feed(sources, merge, validator, interrupt.signal, { isLive: follow, onSlice });
  } finally {
    status.clear();
    await Promise.all(sources.map((source) => source.close()));
  }
  const seconds = (performance.now() - started) / 1000;
  const { finding } = validator;
  const counts = validator.counts();
  const stopped = interrupt.isRequested && !follow ? "interrupted before the end" : undefined;
  return {
    logs,
    subject: subject.name,
    counts,
    placeOf: (word) => mapping.mapping.locate?.(["steps", word], ""),
    finding,
    explanation: finding?.verdict === "violates" ? validator.explain(finding) : undefined,
    failedEvaluation: finding === undefined ? undefined : validator.failedEvaluation(finding),
    debts: validator.debts,
    failsOnDebts: failOnDebts || endsAtRest,
    atRest: validator.atRest,
    undecided: counts.records === 0 ? "there is no event in it" : stopped,
    truncated: sources.filter((source) => source.isTruncated).map((source) => source.log),
    candidates: finding === undefined ? counts.candidatesPeak : validator.candidatesOf(finding.instance),
    seconds,
  };
}

function progress(validator: LogValidator): string {
  const { records, instances, candidatesPeak } = validator.counts();
  return `validating: ${count(records)} events, ${count(instances)} instances, at most ${count(candidatesPeak)} candidates`;
}

/** Ctrl-C ends a log that is followed; it interrupts one that is not. */
function exitCode(report: ValidateReport, interrupt: Interrupt, follow: boolean): ExitCode {
  if (interrupt.isRequested && !follow && report.finding === undefined) return ExitCode.interrupted;
  const codes = { conforms: ExitCode.conforms, violates: ExitCode.violation, unknown: ExitCode.unknown };
  return codes[verdictOf(report)];
}
