/** Names in a mapping that the specification does not have, as diagnostics with the nearest that it has. */
import type { Diagnostic } from "../tla/diagnostics.ts";
import { didYouMean } from "../tla/modules/near-names.ts";
import type { Action, StateMachine } from "../compile/types.ts";
import type { Step } from "./mapping.ts";

/** Arguments and variables that the specification does not have. */
export function argumentProblems(where: string, step: Step, machine: StateMachine): Diagnostic[] {
  const action = machine.actions.find((candidate) => candidate.name === step.action);
  const problems: Diagnostic[] = [];
  if (action === undefined) {
    return [
      unknownName(
        "LS5004",
        `${where} names the action "${step.action}", which Next does not have`,
        step.action,
        machine.actions.map((a) => a.name),
      ),
    ];
  }
  for (const name of Object.keys(step.args)) {
    if (!action.parameters.includes(name)) {
      problems.push(
        unknownName("LS5005", `${where}: ${signature(action)} has no argument "${name}"`, name, action.parameters),
      );
    }
  }
  for (const name of Object.keys(step.values)) {
    if (!machine.variables.includes(name)) {
      problems.push(
        unknownName(
          "LS5001",
          `${where} gives a value for "${name}", which is not a variable of the specification`,
          name,
          machine.variables,
        ),
      );
    }
  }
  return problems;
}

function signature(action: Action): string {
  return action.parameters.length === 0 ? action.name : `${action.name}(${action.parameters.join(", ")})`;
}

/** A diagnostic about a name that does not exist, with the nearest that does. */
export function unknownName(code: string, message: string, name: string, known: readonly string[]): Diagnostic {
  const hint = didYouMean(name, known) ?? (known.length > 0 ? `known: ${known.slice(0, 12).join(", ")}` : undefined);
  return { code, severity: "error", message, name, ...(hint === undefined ? {} : { hint }) };
}

/** What somebody gave where something else is expected, in few words. */
export function shortValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value as number);
}
