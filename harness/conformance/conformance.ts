/**
 * `npm run conformance -- --examples DIR`: every model of tlaplus/Examples for which TLC's outcome is recorded, run
 * through the command line and held against it. Exit code 0 only when nothing differs but what is explained.
 *
 * DIR is a checkout of that repository; test/conformance/tlc-outcomes.json says of which commit.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { ExitCode } from "../cli/exit-codes.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { differences } from "./compare.ts";
import { explainedDifferences, recordedModels } from "./recorded-outcomes.ts";
import { runModel } from "./run-model.ts";
import { headerText, json, rowText, summaryText, type Row } from "./table.ts";

interface Options {
  readonly examples: string;
  readonly only?: string;
  readonly format: "text" | "json";
  readonly timeout: number;
  readonly memory: number;
}

const positive = (text: string): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("a positive whole number is wanted");
  return n;
};

const options = new Command("conformance")
  .description("Runs the models of tlaplus/Examples and compares with what TLC said about them.")
  .requiredOption("--examples <dir>", "a checkout of github.com/tlaplus/Examples")
  .option("--only <text>", "only models whose path contains this")
  .addOption(new Option("--format <format>", "what is printed").choices(["text", "json"]).default("text"))
  .option("--timeout <seconds>", "a model that takes longer counts as different", positive, 900)
  .option("--memory <megabytes>", "heap of each run", positive, 6000)
  .parse()
  .opts<Options>();

const { out, err } = hostTerminal();
const examples = resolve(options.examples);
if (!existsSync(join(examples, "specifications"))) {
  err.write(`${examples} has no folder specifications: it is no checkout of tlaplus/Examples\n`);
  process.exit(ExitCode.usage);
}
const chosen = recordedModels().filter(
  ({ tla, cfg }) => options.only === undefined || `${tla} ${cfg}`.includes(options.only),
);
if (chosen.length === 0) {
  err.write(`no model contains "${options.only ?? ""}" in its path\n`);
  process.exit(ExitCode.usage);
}

const explained = explainedDifferences();
const rows: Row[] = [];
if (options.format === "text") out.write(headerText(chosen));
for (const [index, model] of chosen.entries()) {
  err.write(`${String(index + 1)}/${String(chosen.length)} ${model.cfg}\n`);
  const run = await runModel(model, { examples, secondsMax: options.timeout, memoryMegabytes: options.memory });
  const row: Row = { model, run, differences: differences(model, run.found, explained) };
  rows.push(row);
  if (options.format === "text") out.write(rowText(row, chosen, out.colors));
}
out.write(options.format === "json" ? `${JSON.stringify(json(rows), null, 2)}\n` : summaryText(rows));
const isExplained = rows.every((row) => row.differences.every((one) => one.reason !== undefined));
process.exitCode = isExplained ? ExitCode.conforms : ExitCode.violation;
