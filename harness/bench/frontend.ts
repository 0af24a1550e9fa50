/**
 * `npm run bench:frontend [-- --specs DIR]`: how much TLA+ is parsed, and parsed and resolved, in a second of CPU. A warm
 * process, every module of the folder as a root, each with all that it needs, the library included and counted.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { FilePort } from "../../src/tla/modules/load.ts";
import { resolveModules } from "../../src/tla/modules/resolve.ts";
import { parseModuleFile } from "../../src/tla/syntax/parse.ts";
import { libraryText, readText } from "../cli/host-files.ts";
import { wholeNumber } from "../cli/command-line.ts";
import { hostTerminal } from "../cli/terminal.ts";

const options = new Command("bench:frontend")
  .description("Measures how fast specifications are parsed and resolved.")
  .option("--specs <dir>", "a folder with .tla files, looked through recursively", "specs")
  .option("--rounds <n>", "rounds over all files; the first is not counted", wholeNumber(2), 6)
  .parse()
  .opts<{ readonly specs: string; readonly rounds: number }>();

const { out } = hostTerminal();
const texts = new Map<string, string>();
for (const file of readdirSync(options.specs, { recursive: true, encoding: "utf8" }).sort()) {
  const path = join(options.specs, file);
  if (file.endsWith(".tla")) texts.set(path, readText(path) ?? "");
}
const library = new Map<string, string | undefined>();

/** Disk and library from memory: what is measured is the front end. */
const files: FilePort = { read: (path) => texts.get(path) };
function textOfLibrary(module: string): string | undefined {
  if (!library.has(module)) library.set(module, libraryText(module));
  return library.get(module);
}

/** Characters that a pass read. */
type Pass = () => number;

const parse: Pass = () => {
  let read = 0;
  for (const [path, text] of texts) {
    withoutMistakes(() => parseModuleFile({ path, text }));
    read += text.length;
  }
  return read;
};

const resolve: Pass = () => {
  let read = 0;
  const counted = (text: string | undefined): string | undefined => {
    read += text?.length ?? 0;
    return text;
  };
  for (const root of texts.keys()) {
    withoutMistakes(() =>
      resolveModules({
        root,
        files: { read: (path) => counted(files.read(path)) },
        library: (module) => counted(textOfLibrary(module)),
      }),
    );
  }
  return read;
};

/** Files that do not parse, or need modules that are not there, are read as far as they go. */
function withoutMistakes(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
  }
}

for (const [name, pass] of [
  ["parse", parse],
  ["parse and resolve", resolve],
] as const) {
  pass();
  const before = process.cpuUsage();
  let read = 0;
  for (let round = 1; round < options.rounds; round++) read += pass();
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  const rate = read / 1e6 / seconds;
  out.write(`${name.padEnd(18)} ${rate.toFixed(2)} MB/s of CPU (${texts.size} files, ${(read / 1e6).toFixed(1)} MB)\n`);
}
