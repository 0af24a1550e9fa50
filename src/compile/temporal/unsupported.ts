/** Temporal formulas that liveness checking refuses, by name and place. */
import { DiagnosticError } from "../../tla/diagnostics.ts";
import type { Location } from "../../tla/syntax/source.ts";

export function unsupported(what: string, at: Location, hint?: string): never {
  const message = `Liveness checking does not support ${what}.`;
  throw new DiagnosticError([
    { code: "LS4302", severity: "error", message, at, ...(hint === undefined ? {} : { hint }) },
  ]);
}
