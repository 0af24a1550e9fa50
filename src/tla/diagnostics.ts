/**
 * What Lockstep says about a user's mistake: data, never an exception with a stack.
 *
 * Every code has an entry in docs/errors.md. A phase that fails throws one `DiagnosticError` with everything it found,
 * or returns diagnostics beside its result; the command line prints them with a code frame.
 */
import type { Location } from "./syntax/source.ts";

export interface Diagnostic {
  /** Stable code, for example `LS1003`; listed in docs/errors.md. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** One sentence: what is wrong, in the user's terms. */
  readonly message: string;
  readonly at?: Location;
  /** The word of a system file that it is about, where its place is not known: whoever has the file may look for it. */
  readonly name?: string;
  /** One suggestion: what to try. */
  readonly hint?: string;
  /** Further places that belong to it: the opening bracket, the other operator, the chain of definitions. */
  readonly notes?: readonly { readonly message: string; readonly at?: Location }[];
}

/** Carries diagnostics out of a phase that cannot go on. Its `message` is the first diagnostic's. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? "unknown error");
    this.name = "DiagnosticError";
    this.diagnostics = diagnostics;
  }
}
