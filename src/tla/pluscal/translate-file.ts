/**
 * `lockstep translate`: the file with the translation of its algorithm, and what there is to say about it.
 *
 * Translating the result again changes nothing, and what stands outside the markers is what stood there before.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../syntax/source.ts";
import { findAlgorithm, withTranslation, type AlgorithmFile } from "./algorithm-file.ts";
import { checksumOfLines, checksumOfTree, newMarker, readChecksums, withChecksums } from "./checksum.ts";
import { definitionsIn, firstDifference } from "./definitions.ts";
import { freshTranslation } from "./module-translation.ts";
import { readOptions, type TranslationOptions } from "./options.ts";

export interface TranslatedFile {
  /** The whole text with the fresh translation. */
  readonly text: string;
  readonly algorithm: string;
  readonly state: TranslationState;
  readonly warnings: readonly Diagnostic[];
  /** Labels that were added, and where. */
  readonly addedLabels: readonly { readonly label: string; readonly reason: Diagnostic }[];
  /** The translation declares the constant defaultInitValue, which a config for other tools has to give. */
  readonly usesDefaultValue: boolean;
}

export type TranslationState =
  /** The file has this very translation. */
  | { readonly kind: "identical" }
  /** It says the same in other words: another translator's, or another layout. */
  | { readonly kind: "equivalent" }
  | { readonly kind: "missing" }
  /** `difference` names the first definition that differs; `isEdited`: the translation's checksum says so. */
  | { readonly kind: "different"; readonly difference: string; readonly isEdited: boolean };

/** Translates the algorithm of a file. Throws DiagnosticError when there is none or it has mistakes. */
export function translateFile(file: SourceFile, given: TranslationOptions): TranslatedFile {
  const found = findAlgorithm(file);
  if (found === undefined) throw noAlgorithm(file);
  const { options, problems } = readOptions(file, given);
  const fresh = freshTranslation(found, options);
  const { lines } = fresh.text;
  const checksums = { pcal: checksumOfTree(fresh.tree, found.isFair), tla: checksumOfLines(lines) };
  const old = found.translation;
  const marker =
    old === undefined
      ? newMarker(checksums)
      : withChecksums(file.text.slice(old.marker.start, old.marker.end), checksums);
  const { text } = withTranslation(found, { marker, lines });
  return {
    text,
    algorithm: fresh.algorithm.name,
    state: text === file.text ? { kind: "identical" } : stateOf(found, lines),
    warnings: [...problems, ...fresh.warnings],
    addedLabels: fresh.addedLabels,
    usesDefaultValue: fresh.usesDefaultValue,
  };
}

function stateOf({ file, translation }: AlgorithmFile, lines: readonly string[]): TranslationState {
  if (translation === undefined) return { kind: "missing" };
  const theirs = definitionsIn(file, translation.body);
  if (theirs.length === 0) return { kind: "missing" };
  const text = lines.join("\n");
  const ours = definitionsIn({ path: file.path, text }, { start: 0, end: text.length });
  const difference = firstDifference(ours, theirs);
  if (difference === undefined) return { kind: "equivalent" };
  const recorded = readChecksums(file.text.slice(translation.marker.start, translation.marker.end))?.tla;
  const isEdited = recorded !== undefined && recorded !== checksumOfLines(translation.lines);
  return { kind: "different", difference, isEdited };
}

function noAlgorithm(file: SourceFile): DiagnosticError {
  return new DiagnosticError([
    {
      code: "LS1101",
      severity: "error",
      message: "there is no PlusCal algorithm in this file",
      at: { file, start: 0, end: Math.min(1, file.text.length) },
      hint: "an algorithm stands in a comment and begins with --algorithm Name or --fair algorithm Name",
    },
  ]);
}
