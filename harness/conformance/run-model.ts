/** Runs one model as a user does: the command line in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { compiledFile } from "../workers/compiled-file.ts";
import type { Outcome, RecordedModel } from "./recorded-outcomes.ts";

const commandLine = fileURLToPath(compiledFile("harness/cli/main.js"));

/**
 * Runs in each thread before anything else: at the end of the process the main thread says on file descriptor 3 what
 * the process used, as its parent cannot ask Node for that.
 */
const reportUsage = `import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 }));
});`;

/** The part of `lockstep check --format json` that is compared. */
const report = v.object({
  verdict: v.string(),
  property: v.nullable(v.string()),
  generated: v.number(),
  distinct: v.number(),
  depth: v.number(),
  trace: v.array(v.unknown()),
  threads: v.optional(v.number()),
  unchecked: v.optional(v.array(v.string())),
  bound: v.optional(v.string()),
  error: v.optional(v.object({ code: v.string(), message: v.string() })),
});

const usageReport = v.object({ cpuSeconds: v.number(), peakMegabytes: v.number() });

export interface ModelRun {
  readonly found: Outcome;
  /** What the run said besides the figures: an error, a bound, what was not checked. */
  readonly note?: string;
  /** Threads that explored. */
  readonly threads?: number;
  /** Wall time. */
  readonly seconds: number;
  /** CPU time (user and system) and peak resident memory of the process; absent when it was ended from outside. */
  readonly usage?: Usage;
}

export type Usage = v.InferOutput<typeof usageReport>;

export interface RunOptions {
  /** The checkout of tlaplus/Examples. It is also the working folder, since models name files relative to it. */
  readonly examples: string;
  readonly secondsMax: number;
  readonly memoryMegabytes: number;
  /** Threads; one unless told otherwise. */
  readonly workers?: number;
}

export async function runModel(model: RecordedModel, options: RunOptions): Promise<ModelRun> {
  const path = (file: string): string => join("specifications", file);
  const words = [commandLine, "check", path(model.tla), "--config", path(model.cfg), "--format", "json"];
  if (options.workers !== undefined) words.push("--workers", String(options.workers));
  const started = performance.now();
  const flags = [
    `--max-old-space-size=${options.memoryMegabytes}`,
    "--import",
    `data:text/javascript,${encodeURIComponent(reportUsage)}`,
  ];
  const child = spawn(process.execPath, [...flags, ...words], {
    cwd: options.examples,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let isLate = false;
  const clock = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, options.secondsMax * 1000);
  const [out, err, used] = [child.stdout, child.stderr, child.stdio[3]].map(textOf) as [Text, Text, Text];
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(clock);
  const seconds = (performance.now() - started) / 1000;
  if (isLate) return { found: failure, note: `not finished after ${options.secondsMax} s`, seconds };
  const usage = v.safeParse(usageReport, parsed(used.text));
  const cost = { seconds, ...(usage.success ? { usage: usage.output } : {}) };
  const read = v.safeParse(report, parsed(out.text));
  if (!read.success) {
    const lines = err.text.trim().split("\n");
    const line = lines.find((text) => text.startsWith("error")) ?? lines.at(-1) ?? "";
    return { found: failure, note: `exit code ${String(status)}: ${line}`, ...cost };
  }
  return { ...outcomeOf(read.output), ...cost };
}

interface Text {
  text: string;
}

/** What comes out of a stream, as it comes. */
function textOf(stream: unknown): Text {
  const read: Text = { text: "" };
  (stream as Readable).setEncoding("utf8").on("data", (text: string) => (read.text += text));
  return read;
}

const failure: Outcome = { outcome: "none", distinct: 0, depth: 0, generated: 0 };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function outcomeOf(output: v.InferOutput<typeof report>): Pick<ModelRun, "found" | "note" | "threads"> {
  const { verdict, property, generated, distinct, depth, trace, threads = 1, unchecked = [], bound, error } = output;
  const notes = [
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
    ...(bound === undefined ? [] : [`bound: ${bound}`]),
    ...(unchecked.length === 0 ? [] : [`not checked: ${[...new Set(unchecked)].join(", ")}`]),
  ];
  return {
    found: {
      outcome: verdict,
      ...(property === null ? {} : { violated: property }),
      generated,
      distinct,
      depth,
      ...(trace.length === 0 ? {} : { traceLength: trace.length }),
    },
    threads,
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}
