/** Runs one model as a user does: the command line in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { Outcome, RecordedModel } from "./recorded-outcomes.ts";

const commandLine = fileURLToPath(new URL("../cli/main.js", import.meta.url));

/** The part of `lockstep check --format json` that is compared. */
const report = v.object({
  verdict: v.string(),
  property: v.nullable(v.string()),
  generated: v.number(),
  distinct: v.number(),
  depth: v.number(),
  trace: v.array(v.unknown()),
  unchecked: v.optional(v.array(v.string())),
  bound: v.optional(v.string()),
  error: v.optional(v.object({ code: v.string(), message: v.string() })),
});

export interface ModelRun {
  readonly found: Outcome;
  /** What the run said besides the figures: an error, a bound, what was not checked. */
  readonly note?: string;
  /** Wall time. */
  readonly seconds: number;
}

export interface RunOptions {
  /** The checkout of tlaplus/Examples. It is also the working folder, since models name files relative to it. */
  readonly examples: string;
  readonly secondsMax: number;
  readonly memoryMegabytes: number;
}

export async function runModel(model: RecordedModel, options: RunOptions): Promise<ModelRun> {
  const path = (file: string): string => join("specifications", file);
  const words = [commandLine, "check", path(model.tla), "--config", path(model.cfg), "--format", "json"];
  const started = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=${options.memoryMegabytes}`, ...words], {
    cwd: options.examples,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let isLate = false;
  const clock = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, options.secondsMax * 1000);
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(clock);
  const seconds = (performance.now() - started) / 1000;
  if (isLate) return { found: failure, note: `not finished after ${options.secondsMax} s`, seconds };
  const read = v.safeParse(report, parsed(out));
  if (!read.success) {
    const lines = err.trim().split("\n");
    const line = lines.find((text) => text.startsWith("error")) ?? lines.at(-1) ?? "";
    return { found: failure, note: `exit code ${String(status)}: ${line}`, seconds };
  }
  return { ...outcomeOf(read.output), seconds };
}

const failure: Outcome = { outcome: "none", distinct: 0, depth: 0, generated: 0 };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function outcomeOf(output: v.InferOutput<typeof report>): Pick<ModelRun, "found" | "note"> {
  const { verdict, property, generated, distinct, depth, trace, unchecked = [], bound, error } = output;
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
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}
