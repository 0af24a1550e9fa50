/**
 * Mistakes on the command line, told like all others: with a code, a marker under the word in question, and one hint.
 */
import type { CommanderError } from "commander";
import { InvalidArgumentError } from "commander";
import type { Diagnostic } from "../../src/tla/diagnostics.ts";
import { commandLinePath } from "../report/diagnostics.ts";
import type { Location } from "../../src/tla/syntax/source.ts";

/** The command line as a source text, so that a marker can point into it. */
function locate(argv: readonly string[], word: string): Location | undefined {
  const words = ["lockstep", ...argv].map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part)));
  const index = words.findIndex((part, i) => i > 0 && (part === word || part.startsWith(`${word}=`)));
  if (index < 0) return undefined;
  const start = words.slice(0, index).join(" ").length + 1;
  return { file: { path: commandLinePath, text: words.join(" ") }, start, end: start + words[index]!.length };
}

/** A diagnostic for what commander found wrong. */
export function commandLineDiagnostic(error: CommanderError, argv: readonly string[], helpCommand: string): Diagnostic {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = /Did you mean (?:one of )?(.*?)\?/i.exec(rest.join(" "))?.[1];
  const quoted = /'([^']*)'/.exec(first)?.[1] ?? "";
  const word = quoted.split(/[ ,<[]/)[0] ?? "";
  const at = locate(argv, word) ?? valueLocation(first, argv);
  return {
    code: "LS7001",
    severity: "error",
    message: first.replace(/\.$/, ""),
    ...(at === undefined ? {} : { at }),
    hint:
      suggestion === undefined
        ? `run \`${helpCommand}\` for the options and an example`
        : `did you mean ${suggestion}?`,
  };
}

/** For "option '--workers <n>' argument 'x' is invalid": the option's place. */
function valueLocation(message: string, argv: readonly string[]): Location | undefined {
  const option = /'(?:-\w, )?(--[\w-]+)/.exec(message)?.[1];
  return option === undefined ? undefined : locate(argv, option);
}

/** `--format json` was asked for, however it is written: mistakes are told as JSON too. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, i) => word === "--format=json" || (word === "json" && argv[i - 1] === "--format"));
}

/** The `--help` that belongs to a command line. */
export function helpFor(argv: readonly string[], commands: readonly string[]): string {
  const command = argv.find((word) => commands.includes(word));
  return command === undefined ? "lockstep --help" : `lockstep ${command} --help`;
}

/** An option's whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(n) || n < least) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return n;
  };
}

/** A percentage from 0 to 100. */
export function percentage(text: string): number {
  const n = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || n > 100) throw new InvalidArgumentError("Expected a number from 0 to 100.");
  return n;
}

/** The beginning of a TLA+ name. */
export function identifierText(text: string): string {
  if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(text))
    throw new InvalidArgumentError("Expected a letter, then letters, digits or _.");
  return text;
}

/** `30s`, `5m`, `1h`, `500ms`, or a number of seconds; in seconds. */
export function timeSpan(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const seconds = parts === null ? NaN : Number(parts[1]) * { ms: 0.001, s: 1, m: 60, h: 3600 }[parts[2] ?? "s"]!;
  if (!(seconds > 0)) throw new InvalidArgumentError("Expected a time such as 30s, 5m or 1h.");
  return seconds;
}

/** Collects a repeatable option. */
export function repeated(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** `NAME=VALUE`, collected by name. */
export function assignment(
  text: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("Expected NAME=VALUE, as in RM=5.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
