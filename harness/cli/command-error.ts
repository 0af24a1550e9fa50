/** Ways in which a command ends other than by its result: a user's mistake as a diagnostic, or a wish to stop. */
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";

/** A user's mistake that one sentence and one hint describe. */
export function mistake(
  code: string,
  message: string,
  more: Pick<Diagnostic, "at" | "hint" | "notes"> = {},
): DiagnosticError {
  return new DiagnosticError([{ code, severity: "error", message, ...more }]);
}

/** The person pressed Ctrl-C. Commands catch it to print what is known so far. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}
