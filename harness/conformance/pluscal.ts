/**
 * `npm run conformance:pluscal -- --examples DIR`: every PlusCal algorithm of a checkout of tlaplus/Examples, translated
 * afresh. The translation is held against the one that the file carries, by what it defines; and the recorded models in the
 * same folder are run with both, where outcome, states and depth must agree.
 *
 * Exit code 0 only when nothing differs.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { defaultOptions } from "../../src/tla/pluscal/options.ts";
import { translateFile, type TranslatedFile } from "../../src/tla/pluscal/translate-file.ts";
import { ExitCode } from "../cli/exit-codes.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { differences } from "./compare.ts";
import { recordedModels, type Outcome, type RecordedModel } from "./recorded-outcomes.ts";
import { runModel } from "./run-model.ts";

interface Options {
  readonly examples: string;
  readonly only?: string;
  readonly timeout: string;
  readonly memory: string;
}

/** An algorithm and its fresh translation, or why there is none. */
interface Algorithm {
  /** Below specifications/. */
  readonly path: string;
  readonly translated: TranslatedFile | undefined;
  readonly standing: string;
}

const options = new Command("conformance:pluscal")
  .description("Translates the PlusCal algorithms of tlaplus/Examples and compares with the translations they carry.")
  .requiredOption("--examples <dir>", "a checkout of github.com/tlaplus/Examples")
  .option("--only <text>", "only files whose path contains this")
  .option("--timeout <seconds>", "models for which TLC took longer are not run", "60")
  .option("--memory <megabytes>", "heap of each run", "6000")
  .parse()
  .opts<Options>();

const { out, err } = hostTerminal();
const examples = resolve(options.examples);
const specifications = join(examples, "specifications");
if (!existsSync(specifications)) {
  err.write(`${examples} has no folder specifications: it is no checkout of tlaplus/Examples\n`);
  process.exit(ExitCode.usage);
}

const algorithms = readdirSync(specifications, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tla") && path.includes(options.only ?? ""))
  .sort()
  .flatMap((path): Algorithm[] => {
    const text = readFileSync(join(specifications, path), "utf8");
    return /--(?:fair +)?algorithm/.test(text) ? [translated(path, text)] : [];
  });
out.write(`${algorithms.length} algorithms: the translation in the file, and a fresh one\n`);
for (const { path, standing } of algorithms) out.write(`  ${standing.padEnd(16)} ${path}\n`);

const fresh = mkdtempSync(join(tmpdir(), "lockstep-pluscal-"));
let differing = algorithms.filter(
  ({ translated: one }) => one?.state.kind !== "identical" && one?.state.kind !== "equivalent",
).length;
try {
  differing += await runModels();
} finally {
  rmSync(fresh, { recursive: true });
}
out.write(differing === 0 ? "\nnothing differs\n" : `\n${differing} differ\n`);
process.exitCode = differing === 0 ? ExitCode.conforms : ExitCode.violation;

function translated(path: string, text: string): Algorithm {
  try {
    const result = translateFile({ path, text }, defaultOptions);
    return { path, translated: result, standing: standingOf(result) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { path, translated: undefined, standing: error.diagnostics[0]!.code };
  }
}

function standingOf({ state }: TranslatedFile): string {
  switch (state.kind) {
    case "identical":
      return "same bytes";
    case "equivalent":
      return "same definitions";
    case "missing":
      return "has none";
    case "different":
      return `differs in ${state.difference}`;
  }
}

/** Runs the models beside algorithms with both translations; returns how many differ. */
async function runModels(): Promise<number> {
  const folders = new Set(algorithms.map(({ path }) => dirname(path)));
  const models = recordedModels().filter(
    ({ tla, seconds }) => folders.has(dirname(tla)) && seconds <= Number(options.timeout),
  );
  for (const folder of folders) {
    const top = folder.split("/")[0]!;
    cpSync(join(specifications, top), join(fresh, "specifications", top), { recursive: true });
  }
  for (const { path, translated: one } of algorithms) {
    if (one !== undefined) writeFileSync(join(fresh, "specifications", path), one.text);
  }
  out.write(`\n${models.length} models, with the fresh translation and with the file's\n`);
  let count = 0;
  for (const model of models) if (!(await isSame(model))) count++;
  return count;
}

async function isSame(model: RecordedModel): Promise<boolean> {
  const limits = { secondsMax: 10 * Number(options.timeout), memoryMegabytes: Number(options.memory) };
  const carried = await runModel(model, { examples, ...limits });
  const made = await runModel(model, { examples: fresh, ...limits });
  const different = differences({ ...model, ...carried.found }, made.found, []);
  const mark = different.length === 0 ? "same" : "DIFF";
  out.write(`  ${mark}  ${model.cfg.padEnd(64)} ${figures(made.found)}\n`);
  for (const { part, recorded, found } of different) out.write(`        ${part}: file's ${recorded}, fresh ${found}\n`);
  return different.length === 0;
}

function figures({ outcome, violated, distinct, depth }: Outcome): string {
  return `${[outcome, violated ?? ""].join(" ").trim()}, ${distinct} distinct, depth ${depth}`;
}
