/**
 * `npm run bench:check -- --examples DIR`: the speed of `lockstep check` on every model of tlaplus/Examples for which
 * TLC's time is recorded. Each model runs in a process of its own, one after the other.
 *
 * TLC's figures are not measured here: they are the recorded ones, user CPU seconds of TLC with one worker on another
 * machine. The ratio is therefore an indication, unless both are measured side by side.
 */
import { cpus, loadavg } from "node:os";
import { hostTerminal } from "../cli/terminal.ts";
import { chosenModels, modelCommand, positive, runOptions, type ModelOptions } from "../conformance/chosen-models.ts";
import { differences } from "../conformance/compare.ts";
import { explainedDifferences } from "../conformance/recorded-outcomes.ts";
import { runModel } from "../conformance/run-model.ts";
import { headerText, rowText, summaryText, type Measurement } from "./check-table.ts";

const options = modelCommand(
  "bench:check",
  "Measures lockstep check on the models of tlaplus/Examples beside TLC's recorded times.",
)
  .option("--workers <n>", "run each model with so many threads as well, and say how much faster that is", positive)
  .parse()
  .opts<ModelOptions & { readonly workers?: number }>();

const terminal = hostTerminal();
const { out } = terminal;
const models = chosenModels(options, terminal);
const explained = explainedDifferences();
const [processor] = cpus();
out.write(
  `Node ${process.version}, ${String(cpus().length)} x ${processor?.model ?? "unknown processor"}, load ${loadavg()[0]!.toFixed(1)} at the start\n` +
    "TLC: recorded user CPU seconds, one worker, on another machine; here: CPU seconds (user and system) of the whole process\n\n",
);
const { workers } = options;
out.write(headerText(models, workers));
const measurements: Measurement[] = [];
for (const model of models) {
  const run = await runModel(model, runOptions(options));
  const isSame = differences(model, run.found, explained).every(({ reason }) => reason !== undefined);
  const divided = workers === undefined ? undefined : await runModel(model, { ...runOptions(options), workers });
  const measurement = { model, run, isSame, ...(divided === undefined ? {} : { divided }) };
  measurements.push(measurement);
  out.write(rowText(measurement, models));
}
out.write(summaryText(measurements));
