/** `lockstep verify-certificate FILE`: checks a certificate against its specification, and writes it for TLC. */
import { existsSync, realpathSync } from "node:fs";
import { basename, isAbsolute, relative, resolve } from "node:path";
import { createExplainer } from "../../src/compile/evaluator/explain/explainer.ts";
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { CertificateChecker, type CertificateCounts } from "../../src/conform/certificate/checker.ts";
import type { HeaderLine } from "../../src/conform/certificate/lines.ts";
import { createStore } from "../../src/values/store.ts";
import { CertificateReader, type ReadLine } from "../certificates/read.ts";
import { TlaFiles } from "../certificates/tla-files.ts";
import { NOT_AS_WRITTEN, verifyLine } from "../certificates/verify-line.ts";
import { fileDigests } from "../certificates/write.ts";
import { openLog, type LineSource } from "../logs/line-source.ts";
import { StatusLine } from "../report/status-line.ts";
import { count, counted, duration } from "../report/values.ts";
import { mistake } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt, yieldToHost, type Interrupt } from "./interrupt.ts";
import { constantValues, loadSpecification } from "./load-machine.ts";
import type { Stream, Terminal } from "./terminal.ts";

/** Lines between two looks at signals. */
const linesPerSlice = 500;

export interface VerifyCertificateOptions {
  readonly spec?: string;
  readonly config?: string;
  readonly path?: readonly string[];
  readonly tla?: string;
  readonly format: "text" | "json";
}

/** What came of it: the first line that is wrong, if any. */
interface Verification {
  readonly header: HeaderLine;
  readonly counts: CertificateCounts;
  readonly wrong: { readonly line: number; readonly reason: string } | undefined;
  readonly written: readonly string[];
  readonly seconds: number;
}

export async function verifyCertificateCommand(
  file: string,
  options: VerifyCertificateOptions,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt();
  const status = new StatusLine(err);
  try {
    const lines = await openLog(file, { follow: false, signal: interrupt.signal });
    const verification = await verify(file, lines, options, interrupt, status).finally(() => lines.close());
    status.clear();
    if (interrupt.isRequested) return ExitCode.interrupted;
    if (options.format === "json") out.write(`${JSON.stringify(verificationJson(verification), null, 2)}\n`);
    else out.write(verificationText(file, verification, out));
    return verification.wrong === undefined ? ExitCode.conforms : ExitCode.violation;
  } finally {
    status.clear();
    interrupt.release();
  }
}

async function verify(
  file: string,
  source: LineSource,
  options: VerifyCertificateOptions,
  interrupt: Interrupt,
  status: StatusLine,
): Promise<Verification> {
  const started = performance.now();
  const reader = new CertificateReader();
  const first = await nextLine(source);
  const head = first === undefined ? undefined : reader.read(first);
  const header = headerOf(file, head);
  const { machine, texts } = specificationOf(file, header, options);
  const checker = new CertificateChecker(machine, createExplainer(machine));
  const tla = options.tla === undefined ? undefined : new TlaFiles(machine);
  let wrong = head?.line !== undefined && !head.isAsWritten ? { line: 1, reason: NOT_AS_WRITTEN } : undefined;
  let line = 1;
  while (wrong === undefined && !interrupt.isRequested) {
    const text = await nextLine(source);
    if (text === undefined) break;
    const reason = verifyLine(reader.read(text), checker, tla);
    line++;
    if (reason !== undefined) wrong = { line, reason };
    if (line % linesPerSlice !== 0) continue;
    status.update(() => `verifying: ${count(line)} lines`);
    await yieldToHost();
  }
  const missing = wrong === undefined ? checker.finish() : undefined;
  if (missing !== undefined) wrong = { line: line + 1, reason: missing };
  const written = wrong === undefined && tla !== undefined ? tla.write(options.tla!, texts) : [];
  return { header, counts: checker.counts(), wrong, written, seconds: (performance.now() - started) / 1000 };
}

async function nextLine(source: LineSource): Promise<string | undefined> {
  for (;;) {
    const line = source.take();
    if (line !== undefined) return line;
    if (await source.fill()) continue;
    const { rest } = source;
    source.rest = "";
    return rest === "" ? undefined : rest;
  }
}

// ------------------------------------------------------------------------------------------ the specification

function headerOf(file: string, read: ReadLine | undefined): HeaderLine {
  if (read?.line?.kind === "header") return read.line;
  const why = read === undefined ? "the file is empty" : read.line === undefined ? read.problem : "there is no header";
  throw mistake("LS7013", `${file} is no certificate: ${why}`, {
    hint: "`lockstep validate LOG... --certificate FILE` writes one",
  });
}

/** The evaluator's machine of the specification that the certificate is about. */
function specificationOf(file: string, header: HeaderLine, options: VerifyCertificateOptions) {
  const texts = new Map<string, string>();
  const config =
    options.config ?? (header.config === null ? undefined : insideProject(file, header.config, "--config"));
  const spec = loadSpecification({
    file: options.spec ?? insideProject(file, header.spec, "--spec"),
    path: options.path ?? [],
    constants: constantValues(header.constants, `${file} (constants)`),
    texts,
    ...(config === undefined ? {} : { config }),
  });
  const machine = createEvaluatorMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
  requireSameFiles(file, header, fileDigests(texts));
  return { machine, texts };
}

/** A certificate may come from anywhere: what it names is read only if it lies in the current folder. */
function insideProject(file: string, path: string, option: string): string {
  const folder = process.cwd();
  const absolute = resolve(folder, path);
  const inside = existsSync(absolute)
    ? relative(realpathSync(folder), realpathSync(absolute))
    : relative(folder, absolute);
  if (!inside.startsWith("..") && !isAbsolute(inside)) return path;
  throw mistake("LS7014", `${file} names a file outside the current folder: ${path}`, {
    hint: `give it with ${option} if you trust it`,
  });
}

function requireSameFiles(file: string, header: HeaderLine, found: Readonly<Record<string, string>>): void {
  const names = [...new Set([...Object.keys(header.files), ...Object.keys(found)])].sort();
  const different = names.filter((name) => header.files[name] !== found[name]);
  if (different.length === 0) return;
  throw mistake(
    "LS7014",
    `${file} is about another specification: ${different.join(", ")} changed since it was written`,
    {
      hint: "check out the revision that it was written with, or validate the log again",
    },
  );
}

// ------------------------------------------------------------------------------------------ the report

function verificationText(
  file: string,
  { header, counts, wrong, written, seconds }: Verification,
  { colors }: Stream,
): string {
  if (wrong !== undefined) {
    const place = `${file}:${wrong.line}`;
    return `${colors.red(colors.bold("FAIL"))}  ${place}: ${wrong.reason}\n`;
  }
  const { steps, instances, events, unreported } = counts;
  const inferred = Object.entries(unreported).map(([action, times]) => `${count(times)} ${action}`);
  const lines = [
    `${colors.green(colors.bold("OK"))}  ${file}: ${counted(steps, "step")} of ${basename(header.spec, ".tla")} in ${counted(instances, "behaviour")}, each checked`,
    "",
    `  ${counted(events, "event")} accepted by lockstep ${header.lockstep}; ${duration(seconds)}`,
    ...(inferred.length === 0 ? [] : [`  not reported by anybody: ${inferred.join(", ")}`]),
    ...written.map((path) => `  written: ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

function verificationJson({ header, counts, wrong, written, seconds }: Verification): Record<string, unknown> {
  return {
    verdict: wrong === undefined ? "conforms" : "violates",
    spec: header.spec,
    line: wrong?.line ?? null,
    reason: wrong?.reason ?? null,
    steps: counts.steps,
    instances: counts.instances,
    events: counts.events,
    unreported: counts.unreported,
    written,
    seconds: Number(seconds.toFixed(3)),
  };
}
