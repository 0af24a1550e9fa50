/**
 * `npm run conformance -- --examples DIR`: every model of tlaplus/Examples for which TLC's outcome is recorded, run
 * through the command line and held against it. Exit code 0 only when nothing differs but what is explained.
 *
 * DIR is a checkout of that repository; test/conformance/tlc-outcomes.json says of which commit.
 */
import { Option } from "commander";
import { ExitCode } from "../cli/exit-codes.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { chosenModels, modelCommand, runOptions, type ModelOptions } from "./chosen-models.ts";
import { differences } from "./compare.ts";
import { explainedDifferences } from "./recorded-outcomes.ts";
import { runModel } from "./run-model.ts";
import { headerText, json, rowText, summaryText, type Row } from "./table.ts";

interface Options extends ModelOptions {
  readonly format: "text" | "json";
}

const options = modelCommand(
  "conformance",
  "Runs the models of tlaplus/Examples and compares with what TLC said about them.",
)
  .addOption(new Option("--format <format>", "what is printed").choices(["text", "json"]).default("text"))
  .parse()
  .opts<Options>();

const terminal = hostTerminal();
const { out, err } = terminal;
const chosen = chosenModels(options, terminal);

const explained = explainedDifferences();
const rows: Row[] = [];
if (options.format === "text") out.write(headerText(chosen));
for (const [index, model] of chosen.entries()) {
  err.write(`${String(index + 1)}/${String(chosen.length)} ${model.cfg}\n`);
  const run = await runModel(model, runOptions(options));
  const row: Row = { model, run, differences: differences(model, run.found, explained) };
  rows.push(row);
  if (options.format === "text") out.write(rowText(row, chosen, out.colors));
}
out.write(options.format === "json" ? `${JSON.stringify(json(rows), null, 2)}\n` : summaryText(rows));
const isExplained = rows.every((row) => row.differences.every((one) => one.reason !== undefined));
process.exitCode = isExplained ? ExitCode.conforms : ExitCode.violation;
