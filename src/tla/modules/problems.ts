/**
 * Collects diagnostics, so that several mistakes are reported together.
 *
 * The same message at the same place is kept once: a definition may be looked at more than once (levels of recursive
 * operators, subexpression names).
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { Location } from "../syntax/source.ts";

/** After this many errors the rest is noise. */
export const errorsMax = 50;

export class Problems {
  readonly errors: Diagnostic[] = [];
  readonly warnings: Diagnostic[] = [];
  readonly #seen = new Set<string>();

  add(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${diagnostic.at?.file.path ?? ""}:${diagnostic.at?.start ?? 0} ${diagnostic.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (diagnostic.severity === "warning") this.warnings.push(diagnostic);
    else if (this.errors.length < errorsMax) this.errors.push(diagnostic);
  }

  error(code: string, message: string, at?: Location, more: Pick<Diagnostic, "hint" | "notes"> = {}): void {
    this.add({ code, severity: "error", message, ...(at === undefined ? {} : { at }), ...more });
  }

  warning(code: string, message: string, at?: Location, more: Pick<Diagnostic, "hint" | "notes"> = {}): void {
    this.add({ code, severity: "warning", message, ...(at === undefined ? {} : { at }), ...more });
  }

  /** Keeps the diagnostics of another phase; anything but a `DiagnosticError` is our own fault and goes on. */
  absorb(error: unknown): void {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) this.add(diagnostic);
  }

  /** Throws everything found so far, errors first, when there is an error. */
  throwIfAny(): void {
    if (this.errors.length > 0) throw new DiagnosticError([...this.errors, ...this.warnings]);
  }
}

/** Options with an optional hint, for `exactOptionalPropertyTypes`. */
export function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
