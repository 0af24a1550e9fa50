/**
 * Options of a translation: what the command line says, and over it what `PlusCal options (...)` in the file says. Names
 * are the reference translator's, with or without a dash.
 */
import type { Diagnostic } from "../diagnostics.ts";
import { didYouMean } from "../modules/near-names.ts";
import type { SourceFile } from "../syntax/source.ts";

export type FairnessOption = "" | "wf" | "sf" | "wfNext" | "nof";

export interface TranslationOptions {
  readonly fairness: FairnessOption;
  /** Check that everything ends: means `wf` unless a fairness option is given. */
  readonly termination: boolean;
  /** No disjunct `Terminating`, so that the end of all processes is a deadlock. */
  readonly noDoneDisjunct: boolean;
  readonly addLabels: boolean;
  readonly labelRoot: string;
  /** Columns of the translation. */
  readonly lineWidth: number;
  /** Always keep `pc` and `Terminating`, as translators before 1.5 did. */
  readonly isOldVersion: boolean;
}

export const defaultOptions: TranslationOptions = {
  fairness: "",
  termination: false,
  noDoneDisjunct: false,
  addLabels: false,
  labelRoot: "Lbl_",
  lineWidth: 78,
  isOldVersion: false,
};

export interface ReadOptions {
  readonly options: TranslationOptions;
  /** Options that are not understood: warnings, the ones before them stay in force. */
  readonly problems: readonly Diagnostic[];
}

/** Options whose name needs no dash inside a file; the others do. */
const bareNames = ["wf", "sf", "wfNext", "nof", "termination", "noDoneDisjunct", "label", "labelRoot", "version"];
const dashedNames = ["lineWidth", "nocfg", "noold"];
/** Options with a word after them. */
const withArgument = new Set(["labelRoot", "version", "lineWidth"]);

/** Applies the first `PlusCal options (...)` of a file to `given`. */
export function readOptions(file: SourceFile, given: TranslationOptions): ReadOptions {
  const words = optionWords(file.text);
  if (words === undefined) return { options: withTermination(given), problems: [] };
  const reader = new OptionReader(file, given);
  return reader.read(words);
}

interface Word {
  readonly text: string;
  readonly at: { readonly start: number; readonly end: number };
}

/** `PlusCal` must begin a word: `(*PlusCal options` is no option line. */
function optionWords(text: string): readonly Word[] | undefined {
  const head = /(?<=^|[ \t\r\n])PlusCal[ \t\r\n]+options(?![A-Za-z0-9_])[ \t\r\n]*\(/.exec(text);
  if (head === null) return undefined;
  const start = head.index + head[0].length;
  const end = text.indexOf(")", start);
  if (end < 0) return undefined;
  const words: Word[] = [];
  for (const match of text.slice(start, end).matchAll(/[^\s,]+/g)) {
    const at = start + match.index;
    words.push({ text: match[0], at: { start: at, end: at + match[0].length } });
  }
  return words;
}

class OptionReader {
  readonly #file: SourceFile;
  readonly #problems: Diagnostic[] = [];
  #options: TranslationOptions;
  /** A fairness option in the file replaces the command line's; a second one in the file is a mistake. */
  #hasFairness = false;

  constructor(file: SourceFile, given: TranslationOptions) {
    this.#file = file;
    this.#options = given;
  }

  read(words: readonly Word[]): ReadOptions {
    for (let index = 0; index < words.length; index++) {
      const word = words[index]!;
      const name = word.text.replace(/^-/, "");
      const argument = withArgument.has(name) ? words[++index] : undefined;
      if (!this.#apply(word, name, argument)) break;
    }
    return { options: withTermination(this.#options), problems: this.#problems };
  }

  /** False when the option is not understood: nothing after it counts. */
  #apply(word: Word, name: string, argument: Word | undefined): boolean {
    const isDashed = word.text.startsWith("-");
    const isKnown = bareNames.includes(name) || (isDashed && dashedNames.includes(name));
    if (!isKnown) return this.#problem(word, `${word.text} is no option of PlusCal`, hintForOption(name));
    switch (name) {
      case "wf":
      case "sf":
      case "wfNext":
      case "nof":
        if (this.#hasFairness)
          return this.#problem(word, "only one of wf, sf, wfNext and nof may be given", "remove one of them");
        this.#hasFairness = true;
        this.#options = { ...this.#options, fairness: name };
        return true;
      case "termination":
        this.#options = { ...this.#options, termination: true };
        return true;
      case "noDoneDisjunct":
        this.#options = { ...this.#options, noDoneDisjunct: true };
        return true;
      case "label":
        this.#options = { ...this.#options, addLabels: true };
        return true;
      case "labelRoot":
        return this.#labelRoot(word, argument);
      case "lineWidth":
        return this.#lineWidth(word, argument);
      case "version":
        return this.#version(word, argument);
      default:
        // nocfg and noold are about files that Lockstep never writes.
        return true;
    }
  }

  #labelRoot(word: Word, argument: Word | undefined): boolean {
    if (argument === undefined || !/^[a-zA-Z][a-zA-Z0-9_]*$/.test(argument.text))
      return this.#problem(argument ?? word, "labelRoot needs the beginning of a name", "for example labelRoot Step_");
    this.#options = { ...this.#options, labelRoot: argument.text };
    return true;
  }

  #lineWidth(word: Word, argument: Word | undefined): boolean {
    const width = Number(argument?.text);
    if (!Number.isSafeInteger(width) || width < 60)
      return this.#problem(argument ?? word, "lineWidth needs a whole number, 60 or more", "the usual width is 78");
    this.#options = { ...this.#options, lineWidth: width };
    return true;
  }

  #version(word: Word, argument: Word | undefined): boolean {
    const match = /^(\d*)(?:\.(\d{0,3}))?$/.exec(argument?.text ?? "?");
    if (match === null) return this.#problem(argument ?? word, "version needs a number such as 1.5", "leave it out");
    this.#options = { ...this.#options, isOldVersion: Number(`${match[1] ?? ""}.${match[2] ?? ""}0`) < 1.5 };
    return true;
  }

  #problem({ at }: Word, message: string, hint: string): false {
    this.#problems.push({ code: "LS1104", severity: "warning", message, at: { file: this.#file, ...at }, hint });
    return false;
  }
}

function hintForOption(name: string): string {
  if (dashedNames.includes(name)) return `write -${name}`;
  if (["spec", "myspec", "spec2", "myspec2"].includes(name)) return "translating with TLC is not supported";
  return didYouMean(name, [...bareNames, ...dashedNames]) ?? `there are ${bareNames.join(", ")}`;
}

/** Without fairness nothing needs to end, so asking for termination means weak fairness. */
function withTermination(options: TranslationOptions): TranslationOptions {
  return options.termination && options.fairness === "" ? { ...options, fairness: "wf" } : options;
}
