/** Whether what a mapping gives is a step at all: system files are bundled without their types. */
import type { Diagnostic } from "../tla/diagnostics.ts";
import { shortValue } from "./name-problems.ts";
import type { StepResult } from "./mapping.ts";

/** The part that is no step, or no step where it stands; undefined when all is well. */
function wrongPart(given: unknown, allowed: readonly StepResult["kind"][]): { readonly part: unknown } | undefined {
  if (typeof given !== "object" || given === null) return { part: given };
  const result = given as StepResult;
  if (!allowed.includes(result.kind)) return { part: given };
  const inside = partsOf[result.kind];
  if (inside === undefined) return undefined;
  for (const step of (result as { readonly steps: readonly unknown[] }).steps) {
    const found = wrongPart(step, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

const anywhere = ["step", "sequence", "anyOf", "stutter", "outside"] as const;
const partsOf: Partial<Record<StepResult["kind"], readonly StepResult["kind"][]>> = {
  sequence: ["step", "anyOf"],
  anyOf: ["step", "stutter"],
};

/** What is wrong with what `where` gives; undefined when it is a step. */
export function stepProblem(where: string, given: unknown): Diagnostic | undefined {
  const wrong = wrongPart(given, anywhere);
  if (wrong === undefined) return undefined;
  return {
    code: "LS5007",
    severity: "error",
    message: `${where} gives ${shown(wrong.part)}, where a step is expected`,
    hint: "give act.Name(...), sequence(...) of these, anyOf(...) of actions and stutter, stutter or outside",
  };
}

function shown(part: unknown): string {
  if (typeof part !== "object" || part === null || !("kind" in part)) return shortValue(part);
  return `${String(part.kind)} inside another step`;
}
