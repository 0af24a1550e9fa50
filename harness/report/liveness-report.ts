/**
 * What is said of temporal properties besides the trace: how a counterexample goes on for ever, and what a verdict does
 * not cover.
 */
import type { Caveat, CheckResult, Cycle } from "../../src/check/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { actionText } from "./error-trace.ts";
import { placeJson, placeText } from "./diagnostics.ts";

/** The end of a lasso, below its `states` states; ends with a line break. */
export function cycleText({ to, isStuttering, isClosed, action }: Cycle, states: number, { colors }: Stream): string {
  if (isStuttering) return `${colors.bold(`State ${states + 1}: Stuttering`)}  nothing happens any more\n`;
  const name = action === undefined ? "no action gives this step" : actionText(action);
  const place = action === undefined ? "" : `  ${colors.dim(placeText(action.at))}`;
  const target = isClosed ? `state ${to}` : `a state that the VIEW does not tell from state ${to}`;
  return `${colors.bold(`Back to ${target}: ${name}`)}${place}\n`;
}

export function cycleJson({ to, isStuttering, isClosed, action }: Cycle): Record<string, unknown> {
  return {
    to,
    stuttering: isStuttering,
    action:
      action === undefined
        ? null
        : {
            name: action.name,
            parameters: Object.fromEntries(action.parameters.map(({ name, value }) => [name, value])),
            location: placeJson(action.at),
          },
    ...(isClosed ? {} : { onlyUpToView: true }),
  };
}

/** Notes on what the verdict on temporal properties is worth; empty when there is nothing to say. */
export function caveatsText({ caveats, violations }: CheckResult, { colors }: Stream): string {
  const holds = violations.length === 0;
  return caveats
    .map((caveat) => caveatText(caveat, holds))
    .filter((text) => text !== "")
    .map((text) => `${colors.yellow("note")}: ${text}\n`)
    .join("");
}

function caveatText(caveat: Caveat, holds: boolean): string {
  switch (caveat.kind) {
    case "no-fair-behaviour":
      return "no behaviour of this model satisfies the fairness conditions, so every temporal property holds of it: weaken the fairness, or the constraint that leaves no fair behaviour";
    case "constraint":
      return holds
        ? "temporal properties were checked on behaviours inside the constraint alone; those that leave it may violate them"
        : "";
    case "symmetry":
      return "SYMMETRY was not used: it does not preserve temporal properties, so states are counted without it";
    case "view":
      return "states that the VIEW does not tell apart count as one; if they behave differently, verdicts on temporal properties mean nothing";
    case "undecided":
      return `${caveat.property} could not be decided: ${caveat.why}`;
  }
}
