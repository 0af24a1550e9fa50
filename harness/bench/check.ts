/**
 * `npm run bench:check -- --examples DIR`: the speed of `lockstep check` on every model of tlaplus/Examples for which
 * TLC's time is recorded. Each model runs in a process of its own, one after the other.
 *
 * TLC's figures are not measured here: they are the recorded ones, user CPU seconds of TLC with one worker on another
 * machine. The ratio is therefore an indication, unless both are measured side by side.
 */
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ExitCode } from "../cli/exit-codes.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { differences } from "../conformance/compare.ts";
import { explainedDifferences, recordedModels } from "../conformance/recorded-outcomes.ts";
import { runModel } from "../conformance/run-model.ts";
import { headerText, rowText, summaryText, type Measurement } from "./check-table.ts";

interface Options {
  readonly examples: string;
  readonly only?: string;
  readonly timeout: number;
  readonly memory: number;
}

const positive = (text: string): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("a positive whole number is wanted");
  return n;
};

const options = new Command("bench:check")
  .description("Measures lockstep check on the models of tlaplus/Examples beside TLC's recorded times.")
  .requiredOption("--examples <dir>", "a checkout of github.com/tlaplus/Examples")
  .option("--only <text>", "only models whose path contains this")
  .option("--timeout <seconds>", "a model is ended after this time", positive, 900)
  .option("--memory <megabytes>", "heap of each run", positive, 6000)
  .parse()
  .opts<Options>();

const { out, err } = hostTerminal();
const examples = resolve(options.examples);
if (!existsSync(join(examples, "specifications"))) {
  err.write(`${examples} has no folder specifications: it is no checkout of tlaplus/Examples\n`);
  process.exit(ExitCode.usage);
}
const models = recordedModels().filter(
  ({ tla, cfg }) => options.only === undefined || `${tla} ${cfg}`.includes(options.only),
);
const explained = explainedDifferences();
const [processor] = cpus();
out.write(
  `Node ${process.version}, ${String(cpus().length)} x ${processor?.model ?? "unknown processor"}, load ${loadavg()[0]!.toFixed(1)} at the start\n` +
    "TLC: recorded user CPU seconds, one worker, on another machine; here: CPU seconds (user and system) of the whole process\n\n",
);
out.write(headerText(models));
const measurements: Measurement[] = [];
for (const model of models) {
  const run = await runModel(model, { examples, secondsMax: options.timeout, memoryMegabytes: options.memory });
  const isSame = differences(model, run.found, explained).every(({ reason }) => reason !== undefined);
  const measurement = { model, run, isSame };
  measurements.push(measurement);
  out.write(rowText(measurement, models));
}
out.write(summaryText(measurements));
