/**
 * The error that a test fails with when an implementation does not do what its specification says: the message is what the
 * terminal shows, the fields are for machines, and the stack begins at the test's own line.
 */
import picocolors from "picocolors";
import type { Explanation } from "../../src/conform/types.ts";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { Stream } from "../cli/terminal.ts";
import { diagnosticJson, diagnosticsText } from "../report/diagnostics.ts";
import { explanationJson } from "../report/explanation-json.ts";
import { compiledFile } from "../workers/compiled-file.ts";

/** Messages are read in the output of a test runner, which indents them. */
const columns = 110;

export interface ConformanceDetails {
  /**
   * `violates`: the specification does not allow it; `unknown`: a bound was hit, or nothing happened; `mistake`: what was
   * given cannot be run.
   */
  readonly verdict: "violates" | "unknown" | "mistake";
  /** The action that comes nearest, and its conjunct that is false. */
  readonly action?: string;
  readonly conjunct?: string;
  /** What `--format json` gives as `explanation`, or as `diagnostics` for a mistake. */
  readonly explanation?: Readonly<Record<string, unknown>>;
  readonly diagnostics?: readonly Readonly<Record<string, unknown>>[];
  /** Of a simulated run: its seed, the file that it was written to, and the command that runs it again. */
  readonly seed?: string;
  readonly failureFile?: string;
  readonly replay?: string;
  /** Of a live program: the number of its report, and which instance of the specification it is about. */
  readonly event?: number;
  readonly instance?: string;
}

export class ConformanceError extends Error implements ConformanceDetails {
  override readonly name = "ConformanceError";
  readonly verdict: ConformanceDetails["verdict"];
  declare readonly action?: string;
  declare readonly conjunct?: string;
  declare readonly explanation?: Readonly<Record<string, unknown>>;
  declare readonly diagnostics?: readonly Readonly<Record<string, unknown>>[];
  declare readonly seed?: string;
  declare readonly failureFile?: string;
  declare readonly replay?: string;
  declare readonly event?: number;
  declare readonly instance?: string;

  /** `frames` is the stack of whoever asked. */
  constructor(message: string, details: ConformanceDetails, frames: string) {
    super(message);
    this.verdict = details.verdict;
    Object.assign(this, details);
    this.stack = `ConformanceError: ${message}\n${frames}`;
  }
}

/** Folders of Lockstep's own code as stack traces name them: those of the build, or of the sources where a runner maps them. */
const ownFolders = ["src/", "harness/", "../src/", "../harness/"].map((folder) => compiledFile(folder).pathname);

/**
 * The stack above the innermost `callee` that is on it, without Lockstep's own frames. Take it before an `await`: behind one
 * the caller's are gone.
 */
export function userFrames(...callees: readonly ((...args: never[]) => unknown)[]): string {
  for (const callee of callees) {
    const holder: { stack?: string } = {};
    Error.captureStackTrace(holder, callee);
    const frames = (holder.stack ?? "").split("\n").slice(1);
    // A function that is not on the stack leaves nothing of it.
    if (frames.length > 0)
      return frames.filter((frame) => !ownFolders.some((folder) => frame.includes(folder))).join("\n");
  }
  return "";
}

/** What is written into an error's message: no colours, and a width of its own. */
export function messageStream(): Stream & { readonly text: () => string } {
  let text = "";
  return {
    write: (more) => void (text += more),
    colors: picocolors.createColors(false),
    columns,
    isInteractive: false,
    text: () => text,
  };
}

/** The parts of an explanation that a test asks for by name. */
export function explainedDetails(
  explanation: Explanation | undefined,
): Pick<ConformanceDetails, "action" | "conjunct" | "explanation"> {
  if (explanation === undefined) return {};
  const [nearest] = explanation.nearest;
  const conjunct = explanation.formula[0] ?? nearest?.conjuncts[0];
  return {
    ...(nearest === undefined ? {} : { action: nearest.action }),
    ...(conjunct === undefined ? {} : { conjunct: conjunct.text }),
    explanation: explanationJson(explanation),
  };
}

/** A user's mistake as the error of a test; anything else goes on as it is. */
export function asTestError(error: unknown, frames: string): unknown {
  if (!(error instanceof DiagnosticError)) return error;
  const { diagnostics } = error;
  const details = { verdict: "mistake" as const, diagnostics: diagnostics.map(diagnosticJson) };
  return new ConformanceError(diagnosticsText(diagnostics, messageStream().colors).trimEnd(), details, frames);
}
