/**
 * `lockstep translate FILE.tla`: writes the translation of the file's PlusCal algorithm between its markers, or with
 * `--check` says whether the one that is there is up to date.
 *
 * Everything else in the file stays byte for byte as it is: a file that is no UTF-8 is read and written as Latin-1, a
 * byte order mark is kept. The file is replaced in one step, so that an interrupted run leaves a whole file.
 */
import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { defaultOptions, type FairnessOption, type TranslationOptions } from "../../src/tla/pluscal/options.ts";
import { translateFile, type TranslatedFile, type TranslationState } from "../../src/tla/pluscal/translate-file.ts";
import { diagnosticJson, diagnosticsText, placeText } from "../report/diagnostics.ts";
import { ExitCode } from "./exit-codes.ts";
import { moduleFile } from "./load-machine.ts";
import type { Terminal } from "./terminal.ts";

export interface TranslateCommandOptions {
  readonly check?: boolean;
  readonly fairness?: Exclude<FairnessOption, "">;
  readonly termination?: boolean;
  readonly label?: boolean;
  readonly labelRoot?: string;
  /** `--no-done-disjunct` sets it to false. */
  readonly doneDisjunct: boolean;
  readonly lineWidth?: number;
  readonly format: "text" | "json";
}

export function translateCommand(path: string, options: TranslateCommandOptions, terminal: Terminal): ExitCode {
  const file = moduleFile(path);
  const { text, encoding } = readWhole(file);
  const translated = translateFile({ path: file, text }, optionsOf(options));
  const isCheck = options.check === true;
  const isCurrent = translated.state.kind === "identical" || translated.state.kind === "equivalent";
  const isWritten = !isCheck && translated.state.kind !== "identical";
  if (isWritten) replaceFile(file, Buffer.from(translated.text, encoding));
  if (options.format === "json") {
    terminal.out.write(`${JSON.stringify(json(file, translated, { isCurrent, isWritten }), null, 2)}\n`);
  } else {
    terminal.err.write(diagnosticsText(translated.warnings, terminal.err.colors));
    terminal.out.write(report(file, translated, { isCheck, isCurrent, isWritten }, terminal));
  }
  return isCheck && !isCurrent ? ExitCode.violation : ExitCode.conforms;
}

function optionsOf(options: TranslateCommandOptions): TranslationOptions {
  return {
    ...defaultOptions,
    fairness: options.fairness ?? "",
    termination: options.termination ?? false,
    noDoneDisjunct: !options.doneDisjunct,
    addLabels: options.label ?? false,
    labelRoot: options.labelRoot ?? defaultOptions.labelRoot,
    lineWidth: options.lineWidth ?? defaultOptions.lineWidth,
  };
}

function readWhole(path: string): { text: string; encoding: "utf8" | "latin1" } {
  const bytes = readFileSync(path);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf8" };
  } catch {
    return { text: bytes.toString("latin1"), encoding: "latin1" };
  }
}

function replaceFile(path: string, bytes: Buffer): void {
  // A link stays a link: the file that it leads to is replaced.
  const target = realpathSync(path);
  const temporary = `${target}.lockstep-${process.pid}`;
  writeFileSync(temporary, bytes, { mode: statSync(target).mode });
  renameSync(temporary, target);
}

interface Outcome {
  readonly isCheck: boolean;
  readonly isCurrent: boolean;
  readonly isWritten: boolean;
}

function report(file: string, translated: TranslatedFile, outcome: Outcome, { out }: Terminal): string {
  const { colors } = out;
  const label = outcome.isCheck && !outcome.isCurrent ? colors.red("STALE") : colors.green("OK");
  const lines = [
    `${colors.bold(label)}  ${file}: algorithm ${translated.algorithm}: ${sentence(translated.state, outcome)}`,
  ];
  for (const { label: name, reason } of translated.addedLabels) {
    lines.push(`  label ${name} added${reason.at === undefined ? "" : ` at ${placeText(reason.at)}`}`);
  }
  if (translated.usesDefaultValue && outcome.isWritten) {
    lines.push(
      `  ${colors.green("note")}: some variables have no initial value; TLC needs CONSTANT defaultInitValue = defaultInitValue in the config`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function sentence(state: TranslationState, { isCheck }: Outcome): string {
  switch (state.kind) {
    case "identical":
      return "the translation is up to date";
    case "equivalent":
      return isCheck
        ? "the translation is up to date, in another layout"
        : "translation written; it says what the old one said";
    case "missing":
      return isCheck ? "there is no translation" : "translation written";
    case "different": {
      const edited = state.isEdited ? "; the old one had been edited by hand" : "";
      return isCheck
        ? `the translation is out of date: ${state.difference} differs${edited}`
        : `translation written; ${state.difference} differed${edited}`;
    }
  }
}

function json(file: string, translated: TranslatedFile, outcome: Omit<Outcome, "isCheck">): Record<string, unknown> {
  const { state } = translated;
  return {
    file,
    algorithm: translated.algorithm,
    state: state.kind,
    ...(state.kind === "different" ? { difference: state.difference, edited: state.isEdited } : {}),
    current: outcome.isCurrent,
    written: outcome.isWritten,
    addedLabels: translated.addedLabels.map(({ label, reason }) => ({ label, reason: diagnosticJson(reason) })),
    usesDefaultInitValue: translated.usesDefaultValue,
    warnings: translated.warnings.map(diagnosticJson),
  };
}
