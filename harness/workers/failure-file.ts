/**
 * Failure files: `.lockstep/failures/<kind>-<hash12>.json`.
 *
 * The name is the hash of what the run is (system, setting, draws), so that the same bug found twice is one file. A file
 * is written completely or not at all. It is data: reading it executes nothing, and the only path in it that is ever
 * followed is the system's, which must lie in the project.
 */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { LineCounter, parseDocument, type Document } from "yaml";
import * as v from "valibot";
import type { Failure, RunSetting } from "../../src/search/types.ts";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
import type { SourceFile } from "../../src/tla/syntax/source.ts";
import { mistake } from "../cli/command-error.ts";
import { readText } from "../cli/host-files.ts";
import { explanationJson } from "../report/explanation-json.ts";

/** The shape of failure files; a reader of another number refuses. */
export const FAILURE_FORMAT = 1;
/** Draws that a failure file may hold; shrunk runs have a few dozen. */
const drawsMax = 1_000_000;

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,64}$/i, "must be a hash in hexadecimal"));

const drawSchema = v.object({ stream: text, kind: text, ordinal: count, bound: count, value: count });

const failureSchema = v.object({
  format: v.literal(FAILURE_FORMAT, `must be ${FAILURE_FORMAT}: this file is of another version of Lockstep`),
  lockstep: text,
  revision: v.nullable(text),
  system: text,
  programHash: text,
  setting: v.object({
    seed: text,
    variant: v.optional(text),
    constants: v.record(text, text),
    faults: v.record(text, v.unknown()),
    useProbes: v.boolean(),
  }),
  signature: v.object({
    kind: v.picklist(["step", "invariant", "action-property", "exception"]),
    property: text,
    action: text,
    conjuncts: v.optional(v.array(text), []),
  }),
  draws: v.pipe(v.array(drawSchema), v.maxLength(drawsMax)),
  hash,
  events: count,
  steps: count,
  original: v.object({ events: count, draws: count, hash }),
  shrinkRuns: count,
  shrinkBound: v.optional(text),
  isCalm: v.boolean(),
});

/** What a replay needs of a failure file. */
export interface FailureFile {
  readonly lockstep: string;
  readonly revision: string | null;
  /** As written: relative to the project. */
  readonly system: string;
  readonly programHash: string;
  readonly setting: RunSetting;
  readonly signature: Failure["signature"];
  readonly draws: Failure["draws"];
  readonly hash: string;
  readonly events: number;
  readonly steps: number;
  readonly original: Failure["original"];
  readonly shrinkRuns: number;
  readonly shrinkBound: string | undefined;
  readonly isCalm: boolean;
}

/** What a failure file says about where it comes from. */
export interface Provenance {
  readonly version: string;
  /** Absolute path of the system file. */
  readonly systemFile: string;
  readonly programHash: string;
  readonly folder: string;
  /** Where failure files go; `.lockstep/failures` in the project when absent. */
  readonly failuresFolder?: string;
}

// ---------------------------------------------------------------------------------------------- writing

/** Writes a failure and returns the file's path, relative to the project. */
export function writeFailure(failure: Failure, from: Provenance): string {
  const system = relative(from.folder, from.systemFile).split("\\").join("/");
  const identity = { system, setting: failure.setting, signature: failure.signature, draws: failure.draws };
  const name = `${failure.signature.kind}-${createHash("sha256").update(encode(identity)).digest("hex").slice(0, 12)}.json`;
  const folder = resolve(from.folder, from.failuresFolder ?? join(".lockstep", "failures"));
  const path = join(folder, name);
  const content = {
    format: FAILURE_FORMAT,
    lockstep: from.version,
    revision: gitRevision(from.folder),
    system,
    programHash: from.programHash,
    setting: failure.setting,
    signature: failure.signature,
    hash: failure.hash,
    events: failure.events,
    steps: failure.steps,
    original: failure.original,
    shrinkRuns: failure.shrinkRuns,
    ...(failure.shrinkBound === undefined ? {} : { shrinkBound: failure.shrinkBound }),
    isCalm: failure.isCalm,
    draws: failure.draws,
    story: failure.story,
    explanation: failure.explanation === undefined ? null : explanationJson(failure.explanation),
    ...(failure.error === undefined ? {} : { error: failure.error }),
  };
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${name}.${process.pid}`);
  writeFileSync(temporary, `${encode(content, 2)}\n`);
  renameSync(temporary, path);
  return relative(from.folder, path).split("\\").join("/");
}

/** JSON has no infinity; "never heals" is one. */
const infinity = "Infinity";

function encode(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, entry: unknown) => (entry === Infinity ? infinity : entry), indent);
}

function decodeInfinity(value: unknown): unknown {
  if (value === infinity) return Infinity;
  if (Array.isArray(value)) return value.map(decodeInfinity);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decodeInfinity(entry)]));
}

/** The commit that is checked out, with `-dirty` when files differ from it; null outside a repository. */
export function gitRevision(folder: string): string | null {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const commit = git("rev-parse", "HEAD");
    return git("status", "--porcelain", "--untracked-files=no") === "" ? commit : `${commit}-dirty`;
  } catch {
    return null;
  }
}

// ---------------------------------------------------------------------------------------------- reading

/** Reads a failure file. A wrong or truncated one is one diagnostic with its place. */
export function readFailure(path: string): FailureFile {
  const content = readText(path);
  if (content === undefined) {
    const hint = existsSync(path)
      ? "give a file of .lockstep/failures/"
      : "failure files are in .lockstep/failures/; the path is relative to the current folder";
    throw mistake("LS7003", `cannot read the failure file ${path}`, { hint });
  }
  const file: SourceFile = { path, text: content };
  const lines = new LineCounter();
  const document = parseDocument(content, {
    lineCounter: lines,
    schema: "json",
    prettyErrors: false,
    uniqueKeys: true,
  });
  const [problem] = document.errors;
  if (problem !== undefined) throw wrongFile(file, problem.pos[0], problem.message);
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw wrongFile(file, 0, "aliases are not allowed in a failure file");
  }
  const parsed = v.safeParse(failureSchema, data);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const keys = (issue.path ?? []).map((step) => step.key as string | number);
    const name = keys.length === 0 ? "the file" : keys.map(String).join(".");
    throw wrongFile(file, offsetOf(document, keys), `${name}: ${issue.message}`);
  }
  const { setting, shrinkBound, ...rest } = parsed.output;
  return {
    ...rest,
    shrinkBound,
    setting: { ...setting, variant: setting.variant, faults: decodeInfinity(setting.faults) as RunSetting["faults"] },
  };
}

function wrongFile(file: SourceFile, offset: number, message: string): DiagnosticError {
  const start = Math.min(offset, Math.max(0, file.text.length - 1));
  const diagnostic: Diagnostic = {
    code: "LS7004",
    severity: "error",
    message: `this is not a complete failure file: ${message}`,
    at: { file, start, end: start + 1 },
    hint: "run the campaign again to have it written again, or replay its seed with `lockstep fuzz SYSTEM --seed SEED`",
  };
  return new DiagnosticError([diagnostic]);
}

/** Where the innermost node of a path that exists begins. */
function offsetOf(document: Document.Parsed, keys: readonly (string | number)[]): number {
  for (let length = keys.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range))
      return Number(node.range[0]);
  }
  return 0;
}

/** The system file that a failure names. It is code that will run, so it must lie in the project. */
export function systemOf(failure: FailureFile, path: string, folder: string): string {
  const absolute = resolve(folder, failure.system);
  // A link inside the project may lead outside: what counts is where the file is.
  const inside = existsSync(absolute)
    ? relative(realpathSync(folder), realpathSync(absolute))
    : relative(folder, absolute);
  if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) {
    throw mistake("LS7005", `${path} names a system outside this project: ${failure.system}`, {
      hint: "run it with --system PATH if you trust that file",
    });
  }
  return absolute;
}
