/** Explanations as JSON has them: places as file, line and column instead of offsets into a text. */
import type { Explanation, FalseConjunct } from "../../src/conform/types.ts";
import { placeJson } from "./diagnostics.ts";

export function explanationJson(explanation: Explanation): Record<string, unknown> {
  return {
    kind: explanation.kind,
    property: explanation.property,
    ...(explanation.fault === undefined ? {} : { fault: explanation.fault }),
    nearest: explanation.nearest.map(({ action, name, at, conjuncts }) => ({
      action,
      name,
      location: placeJson(at),
      conjuncts: conjuncts.map(conjunctJson),
    })),
    changes: explanation.changes,
    formula: explanation.formula.map(conjunctJson),
    ...(explanation.repairs === undefined ? {} : { repairs: explanation.repairs }),
  };
}

function conjunctJson(conjunct: FalseConjunct): Record<string, unknown> {
  const { at, ...rest } = conjunct;
  return { ...rest, location: placeJson(at) };
}
