/**
 * `npm run mutate -- --specs DIR --count 100000`: damages the specifications of a folder at random, and checks each. A
 * trial that gives neither a result nor a clear message, or that does not end while it is read, is a fault.
 *
 * The trials run in a thread that is watched from here: one that hangs is ended, named, and the next ones go on.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Worker } from "node:worker_threads";
import { Command } from "commander";
import { repeated, wholeNumber } from "../cli/command-line.ts";
import { ExitCode } from "../cli/exit-codes.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { count, duration } from "../report/values.ts";
import { compiledFile } from "../workers/compiled-file.ts";
import type { MutateMessage, MutateTask } from "./mutate-worker.ts";
import { damage, modelOf, stages, type Model } from "./trial.ts";

interface Options {
  readonly specs: string;
  readonly count: number;
  readonly first: number;
  readonly seed: string;
  readonly skip: readonly string[];
  readonly keep?: string;
  readonly patience: number;
}

const options = new Command("mutate")
  .description("Damages specifications at random and checks that each gives a result or a clear message.")
  .requiredOption("--specs <dir>", "a folder with .tla files, looked through recursively")
  .option("--count <n>", "number of mutations", wholeNumber(1), 10_000)
  .option("--first <n>", "number of the first one", wholeNumber(0), 0)
  .option("--seed <text>", "another seed gives other mutations", "lockstep")
  .option("--skip <text>", "leave out files with this in their path; repeatable", repeated, [])
  .option("--keep <dir>", "write the files of faults into this folder")
  .option("--patience <seconds>", "a trial that takes longer is ended", wholeNumber(1), 10)
  .parse()
  .opts<Options>();

const { out, err } = hostTerminal();
const started = performance.now();
const models = readdirSync(options.specs, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tla") && !options.skip.some((text) => file.includes(text)))
  .sort()
  .flatMap((file): Model[] => {
    const model = modelOf(join(options.specs, file));
    return model === undefined ? [] : [model];
  });
if (models.length === 0) {
  err.write(`no specification that can be read in ${options.specs}\n`);
  process.exit(ExitCode.usage);
}
out.write(`${count(models.length)} specifications, ${count(options.count)} mutations\n`);

const endings = new Map<string, number>();
const faults = new Map<string, number[]>();

function note(ending: string, n = 1): void {
  endings.set(ending, (endings.get(ending) ?? 0) + n);
}

function noteFault(fault: string, number: number): void {
  const known = faults.get(fault);
  if (known !== undefined) {
    known.push(number);
    return;
  }
  faults.set(fault, [number]);
  out.write(`fault in mutation ${number}: ${fault}\n`);
  keep(number);
}

function keep(number: number): void {
  if (options.keep === undefined) return;
  const { model, files } = damage(models, options.seed, number);
  const folder = join(options.keep, String(number));
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of files) writeFileSync(join(folder, basename(path)), text);
  writeFileSync(join(folder, "model.txt"), `${model.root}\n`);
}

/** Runs a thread from `first` on; gives the number to go on with, or `end`. */
async function runThread(first: number, end: number): Promise<number> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const task: MutateTask = { models, seed: options.seed, first, end, progress };
  const worker = new Worker(compiledFile("harness/mutate/mutate-worker.js"), { workerData: task });
  worker.on("message", (message: MutateMessage) => {
    if (message.kind === "fault") noteFault(message.fault, message.number);
    else for (const [ending, n] of message.endings) note(ending, n);
  });
  let since = performance.now();
  let seen = -1;
  let next = end;
  const watch = setInterval(() => {
    const number = Atomics.load(progress, 0);
    if (number !== seen) {
      seen = number;
      since = performance.now();
    } else if (performance.now() - since > options.patience * 1000) {
      const stage = stages[Atomics.load(progress, 1)]!;
      note(`ended while ${stage}`);
      if (stage === "reading") noteFault("does not end while it is read", number);
      else {
        out.write(`mutation ${number} was still ${stage} after ${options.patience} s\n`);
        keep(number);
      }
      next = number + 1;
      clearInterval(watch);
      void worker.terminate();
    }
  }, 250);
  await new Promise<void>((resolve) => {
    worker.on("error", (error) => {
      const number = Atomics.load(progress, 0);
      noteFault(`the thread died: ${error.message}`, number);
      next = number + 1;
    });
    worker.on("exit", () => resolve());
  });
  clearInterval(watch);
  return next;
}

const end = options.first + options.count;
for (let number = options.first; number < end;) number = await runThread(number, end);

const faulty = [...faults.values()].reduce((sum, numbers) => sum + numbers.length, 0);
for (const [ending, n] of [...endings].sort()) out.write(`${ending.padEnd(24)} ${count(n)}\n`);
for (const [fault, numbers] of faults) out.write(`\n${numbers.length} times, first in ${numbers[0]!}: ${fault}\n`);
out.write(`${faulty === 0 ? "no faults" : `${faulty} faults`}, ${duration((performance.now() - started) / 1000)}\n`);
process.exitCode = faulty === 0 ? ExitCode.conforms : ExitCode.violation;
