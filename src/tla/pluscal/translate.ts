/**
 * From the text of an algorithm to the text of its translation.
 *
 * The passes are those of the reference translator, in its order; `emit/` writes what they leave. See
 * `docs/pluscal.md` for what is the same and what is not.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../syntax/source.ts";
import type { Algorithm, Body, Range } from "./ast.ts";
import { emitTranslation } from "./emit/translation.ts";
import { stepsOf } from "./jumps.ts";
import { LabelRules, LabelSource } from "./labels.ts";
import { MacroExpansion, expandMacros } from "./macros.ts";
import type { TranslationOptions } from "./options.ts";
import { parseAlgorithm, type ParsedAlgorithm } from "./parse-algorithm.ts";
import { printTree } from "./print-tree.ts";
import { fail } from "./problems.ts";
import { Renaming } from "./rename.ts";
import { groupSteps } from "./steps.ts";
import { SymbolTable } from "./symbols.ts";
import { omissionsOf } from "./omissions.ts";
import type { TokenReader } from "./token-reader.ts";
import type { Writer } from "./writer.ts";

export interface Translation {
  readonly algorithm: Algorithm;
  /** The translated text. */
  readonly text: Writer;
  /** What the checksum of the algorithm is taken of. */
  readonly tree: string;
  /** The translation declares CONSTANT defaultInitValue. */
  readonly usesDefaultValue: boolean;
  readonly warnings: readonly Diagnostic[];
  /** Labels that were added, with why. */
  readonly addedLabels: readonly { readonly label: string; readonly at: Range; readonly reason: Diagnostic }[];
}

/**
 * Translates the algorithm that `reader` stands before, behind its name's keyword.
 *
 * @throws DiagnosticError for every mistake that is found
 */
export function translateAlgorithm(reader: TokenReader, isFair: boolean, options: TranslationOptions): Translation {
  const { file } = reader;
  const parsed = parseAlgorithm(reader, isFair);
  const { algorithm } = parsed;
  applyFairness(algorithm, options);
  const labels = new LabelSource(file, options.labelRoot, parsed.labels);
  prepareBodies(file, algorithm, labels);
  requireLabels(algorithm, parsed, labels, options);
  const omissions = omissionsOf(parsed, options);
  const symbols = new SymbolTable(file, algorithm);
  const renaming = new Renaming(file, symbols);
  renaming.apply(algorithm);
  const usesDefaultValue = declarationsOf(algorithm).some((variable) => !variable.isInitialized);
  if (usesDefaultValue) requireNoDefaultValue(file, symbols);
  const steps = stepsOf(file, algorithm, omissions.omitPc);
  const text = emitTranslation({ file, algorithm, steps, symbols, options, omissions, usesDefaultValue });
  return {
    algorithm,
    text,
    tree: printTree(algorithm, options.isOldVersion),
    usesDefaultValue,
    warnings: renaming.warnings,
    addedLabels: labels.added.map(({ label, statement, diagnostic }) => ({
      label,
      at: statement.macro?.at ?? statement.at,
      reason: diagnostic,
    })),
  };
}

/** The options wf and sf hold for processes that say nothing. */
function applyFairness(algorithm: Algorithm, options: TranslationOptions): void {
  const { fairness } = options;
  if (fairness !== "wf" && fairness !== "sf") return;
  for (const process of algorithm.processes) if (process.fairness === "unfair") process.fairness = fairness;
}

/**
 * Expands macros, adds labels and groups steps. The order of bodies decides the numbers of added labels: processes and
 * then procedures; in a uniprocess algorithm procedures and then the main body.
 */
function prepareBodies(file: SourceFile, algorithm: Algorithm, labels: LabelSource): void {
  expandMacros(file, algorithm.macros);
  const expansion = new MacroExpansion(file, algorithm.macros);
  const rules = new LabelRules(file, algorithm, labels);
  const prepare = (body: Body): void => {
    expansion.expandIn(body.statements);
    rules.addTo(body);
    groupSteps(body);
  };
  for (const process of algorithm.processes) prepare(process.body);
  for (const procedure of algorithm.procedures) {
    rules.currentProcedure = procedure.name;
    prepare(procedure.body);
  }
  if (algorithm.kind === "uniprocess") prepare(algorithm.body);
}

/** Labels are added on request, and in a uniprocess algorithm in which nobody wrote one. */
function requireLabels(
  algorithm: Algorithm,
  parsed: ParsedAlgorithm,
  labels: LabelSource,
  options: TranslationOptions,
): void {
  const mayAdd = options.addLabels || (algorithm.kind === "uniprocess" && parsed.labels.size === 0);
  if (labels.added.length === 0 || mayAdd) return;
  throw new DiagnosticError(labels.added.map((label) => label.diagnostic));
}

function declarationsOf(algorithm: Algorithm): Algorithm["variables"] {
  return [
    ...algorithm.variables,
    ...algorithm.procedures.flatMap((procedure) => [...procedure.parameters, ...procedure.variables]),
    ...algorithm.processes.flatMap((process) => process.variables),
  ];
}

function requireNoDefaultValue(file: SourceFile, symbols: SymbolTable): void {
  const at = symbols.placesOf("defaultInitValue")[0];
  if (at === undefined) return;
  fail(file, {
    code: "LS1145",
    message: "defaultInitValue cannot be declared: it is the value of variables that have no initial value",
    at,
    hint: "choose another name, or give every variable and parameter an initial value",
  });
}
