/**
 * What a checker reads of a module with an algorithm: the translation that the file has when it is current, and one made
 * on the spot when it is missing or stale.
 *
 * A translation is current when it defines what a fresh one defines (see `definitions.ts`). When it does not, checksums
 * tell whether the algorithm or the translation was edited; a hand-edited translation is used as it stands, as other
 * tools do. Without checksums nobody can tell, and the algorithm counts.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import { Lexer } from "../syntax/lexer.ts";
import { headerAfter } from "../syntax/parse.ts";
import { withOrigin, type Location, type SourceFile } from "../syntax/source.ts";
import { Keyword, Token } from "../syntax/tokens.ts";
import {
  findAlgorithm,
  readerOf,
  withTranslation,
  type AlgorithmFile,
  type FoundTranslation,
} from "./algorithm-file.ts";
import { checksumOfLines, checksumOfTree, newMarker, readChecksums } from "./checksum.ts";
import { definitionsIn, firstDifference, type FoundDefinition } from "./definitions.ts";
import { defaultOptions, readOptions, type TranslationOptions } from "./options.ts";
import { originOfCarried, originOfRewritten, sourceIn } from "./origins.ts";
import { looksLikeAlgorithm } from "./parse-algorithm.ts";
import { translateAlgorithm, type Translation } from "./translate.ts";

export interface TranslatedModule {
  /** What to parse: the file itself, or its text with a fresh translation. Places in it lead to the algorithm. */
  readonly file: SourceFile;
  readonly warnings: readonly Diagnostic[];
}

/**
 * The module in `file` ready to be parsed; the file as it is when it has no algorithm.
 *
 * @throws DiagnosticError when the algorithm has to be translated and has mistakes
 */
export function translatedModule(file: SourceFile): TranslatedModule {
  const found = /--algorithm|--fair/.test(file.text) ? findAlgorithm(file) : undefined;
  if (found === undefined || !isInModule(found) || !looksLikeAlgorithm(readerOf(found))) return { file, warnings: [] };
  const { options, problems } = readOptions(file, defaultOptions);
  const { translation } = found;
  const result =
    translation === undefined || definitionsIn(file, translation.body).length === 0
      ? withFresh(found, freshTranslation(found, options), missing(found))
      : withCarried(found, translation, options);
  return { file: result.file, warnings: [...problems, ...result.warnings] };
}

/** Text before and after the module is no part of it. Comments are skipped, so a line of `====` in one ends nothing. */
function isInModule({ file, algorithm }: AlgorithmFile): boolean {
  const header = headerAfter(file, 0);
  if (header < 0) return false;
  const lexer = new Lexer(file, header);
  let depth = 0;
  for (let index = 0; lexer.code(index) !== Token.endOfFile && lexer.starts[index]! < algorithm.start; index++) {
    if (lexer.codes[index] === Token.separator && lexer.code(index + 1) === Keyword.MODULE) depth++;
    else if (lexer.codes[index] === Token.moduleEnd && --depth === 0) return false;
  }
  return depth > 0;
}

export function freshTranslation(found: AlgorithmFile, options: TranslationOptions): Translation {
  return translateAlgorithm(readerOf(found), found.isFair, options);
}

function withFresh(found: AlgorithmFile, fresh: Translation, warning: Diagnostic): TranslatedModule {
  const { lines } = fresh.text;
  const checksums = { pcal: checksumOfTree(fresh.tree, found.isFair), tla: checksumOfLines(lines) };
  const rewritten = withTranslation(found, { marker: newMarker(checksums), lines });
  const source = sourceIn(fresh.text.ranges(found.lineBreak.length), nameOf(found));
  const { file } = found;
  return {
    file: withOrigin({ path: file.path, text: rewritten.text }, originOfRewritten(file, rewritten, source)),
    warnings: [warning, ...fresh.warnings],
  };
}

/** The algorithm's name, which stands right behind where it begins. */
function nameOf({ file, algorithm }: AlgorithmFile): { start: number; end: number } {
  const match = /\S*[^\s{]/.exec(file.text.slice(algorithm.start, algorithm.end));
  const start = algorithm.start + (match?.index ?? 0);
  return { start, end: start + (match?.[0].length ?? 0) };
}

function withCarried(found: AlgorithmFile, carried: FoundTranslation, options: TranslationOptions): TranslatedModule {
  const { file } = found;
  const attempt = attemptTranslation(found, options);
  if (attempt.fresh === undefined) {
    // The checksum proves that a translator wrote these lines, so it could read what the algorithm was then.
    if (isAsWritten(file, carried)) throw new DiagnosticError(attempt.errors);
    return { file, warnings: [untranslatable(found, attempt.errors[0])] };
  }
  const { fresh } = attempt;
  const text: SourceFile = { path: file.path, text: fresh.text.lines.join("\n") };
  const ours = definitionsIn(text, { start: 0, end: text.text.length });
  const theirs = definitionsIn(file, carried.body);
  const difference = firstDifference(ours, theirs);
  const verdict = difference === undefined ? "current" : judge(found, carried, fresh, difference, theirs);
  if (verdict === "stale") {
    if (attempt.errors.length > 0) throw new DiagnosticError(attempt.errors);
    return withFresh(found, fresh, stale(found, carried, difference!));
  }
  const source = sourceIn(fresh.text.ranges(1), nameOf(found));
  return {
    file: withOrigin(file, originOfCarried(file, carried.body, text, source)),
    warnings: [...(verdict === "edited" ? [edited(found, carried, difference!)] : []), ...fresh.warnings],
  };
}

interface Attempt {
  readonly fresh: Translation | undefined;
  /** Why it could not be translated with the options of the file alone. */
  readonly errors: readonly Diagnostic[];
}

/** Labels may have been added by an option on a command line that nobody remembers. */
function attemptTranslation(found: AlgorithmFile, options: TranslationOptions): Attempt {
  const first = orErrors(() => freshTranslation(found, options));
  if (first.fresh !== undefined) return first;
  const second = orErrors(() => freshTranslation(found, { ...options, addLabels: true }));
  return { fresh: second.fresh, errors: first.errors };
}

function orErrors(translate: () => Translation): Attempt {
  try {
    return { fresh: translate(), errors: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { fresh: undefined, errors: error.diagnostics };
  }
}

function markerOf(file: SourceFile, { marker }: FoundTranslation): string {
  return file.text.slice(marker.start, marker.end);
}

/** The lines are those that the recorded checksum was taken of. */
function isAsWritten(file: SourceFile, carried: FoundTranslation): boolean {
  return readChecksums(markerOf(file, carried))?.tla === checksumOfLines(carried.lines);
}

/** Whether a translation that differs from a fresh one is out of date, edited by hand, or made with other options. */
function judge(
  found: AlgorithmFile,
  carried: FoundTranslation,
  fresh: Translation,
  difference: string,
  theirs: readonly FoundDefinition[],
): "current" | "stale" | "edited" {
  const recorded = readChecksums(markerOf(found.file, carried));
  // `\in STRING` asks not to compare.
  if (recorded !== undefined && recorded.pcal === undefined) return "current";
  if (difference === "Spec" && isSafetyWithFairness(theirs)) return "current";
  if (recorded === undefined) return "stale";
  if (recorded.pcal !== checksumOfTree(fresh.tree, found.isFair)) return "stale";
  // The checksum of a fair algorithm is always the same and says nothing.
  return found.isFair && isAsWritten(found.file, carried) ? "stale" : "edited";
}

/** `Init /\ [][Next]_vars` and fairness, which an option on the command line may have asked for. */
function isSafetyWithFairness(definitions: readonly FoundDefinition[]): boolean {
  const text =
    definitions
      .find((one) => one.name === "Spec")
      ?.tokens.map((token) => token.text)
      .join(" ") ?? "";
  return /^Spec == (?:\/\\ )?Init \/\\ \[\] \[ Next \]_ vars(?: \/\\ .*)?$/.test(text);
}

// ------------------------------------------------------------------------------------------ what is said about it

function warning(code: string, message: string, at: Location, hint: string): Diagnostic {
  return { code, severity: "warning", message, at, hint };
}

function missing(found: AlgorithmFile): Diagnostic {
  const at = { file: found.file, ...nameOf(found) };
  const hint = `run lockstep translate ${found.file.path} to write the translation into the file`;
  return warning("LS1160", "the algorithm has no translation in the file: it was translated for this run", at, hint);
}

function stale(found: AlgorithmFile, { marker }: FoundTranslation, difference: string): Diagnostic {
  return warning(
    "LS1161",
    `the translation in the file is not the algorithm's (${difference} differs): the algorithm was translated for this run`,
    { file: found.file, ...marker },
    `run lockstep translate ${found.file.path} to write the new translation into the file`,
  );
}

function edited(found: AlgorithmFile, { marker }: FoundTranslation, difference: string): Diagnostic {
  return warning(
    "LS1162",
    `the translation was edited by hand (${difference} differs) and the algorithm was not: the translation is used as it stands`,
    { file: found.file, ...marker },
    `run lockstep translate ${found.file.path} to undo the edits, or move them out of the translation`,
  );
}

function untranslatable(found: AlgorithmFile, error: Diagnostic | undefined): Diagnostic {
  const notes =
    error === undefined
      ? {}
      : {
          notes: [{ message: `${error.code}: ${error.message}`, ...(error.at === undefined ? {} : { at: error.at }) }],
        };
  return {
    ...warning(
      "LS1163",
      "the algorithm cannot be translated, so the translation in the file is used without comparing the two",
      { file: found.file, ...nameOf(found) },
      `run lockstep translate --check ${found.file.path} to see what is wrong with the algorithm`,
    ),
    ...notes,
  };
}
