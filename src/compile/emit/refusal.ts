/**
 * Refusals: what the compiler does not support, by name and place. Nothing is ever compiled to something else instead.
 */
import { DiagnosticError } from "../../tla/diagnostics.ts";
import type { Location } from "../../tla/syntax/source.ts";

export function refuse(what: string, at: Location, hint?: string): never {
  throw new DiagnosticError([
    {
      code: "LS4301",
      severity: "error",
      message: `not supported: ${what}`,
      at,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}
