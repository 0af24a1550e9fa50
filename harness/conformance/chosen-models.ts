/** Which of the recorded models to run, and how: the options that `conformance` and `bench:check` share. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ExitCode } from "../cli/exit-codes.ts";
import type { Terminal } from "../cli/terminal.ts";
import { recordedModels, type RecordedModel } from "./recorded-outcomes.ts";
import type { RunOptions } from "./run-model.ts";

export interface ModelOptions {
  readonly examples: string;
  readonly only?: string;
  readonly timeout: number;
  readonly memory: number;
}

export const positive = (text: string): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("a positive whole number is wanted");
  return n;
};

export function modelCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption("--examples <dir>", "a checkout of github.com/tlaplus/Examples")
    .option("--only <text>", "only models whose path contains this")
    .option("--timeout <seconds>", "a model that takes longer is ended and counts as different", positive, 900)
    .option("--memory <megabytes>", "heap of each run", positive, 6000);
}

/** Ends the process with a message when there is no checkout, or no model is chosen. */
export function chosenModels(options: ModelOptions, { err }: Terminal): readonly RecordedModel[] {
  if (!existsSync(join(options.examples, "specifications"))) {
    err.write(`${options.examples} has no folder specifications: it is no checkout of tlaplus/Examples\n`);
    process.exit(ExitCode.usage);
  }
  const chosen = recordedModels().filter(
    ({ tla, cfg }) => options.only === undefined || `${tla} ${cfg}`.includes(options.only),
  );
  if (chosen.length === 0) {
    err.write(`no model contains "${options.only ?? ""}" in its path\n`);
    process.exit(ExitCode.usage);
  }
  return chosen;
}

export function runOptions({ examples, timeout, memory }: ModelOptions): RunOptions {
  return { examples: resolve(examples), secondsMax: timeout, memoryMegabytes: memory };
}
