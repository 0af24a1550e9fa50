/**
 * The shape of a system file's definition. Its types say the same to whoever has them checked; a system file is bundled without
 * them, and a field that nobody reads is a mistake that would go unnoticed.
 */
import type { Diagnostic } from "../tla/diagnostics.ts";
import { shortValue, unknownName } from "../observe/name-problems.ts";
import { FAULT_KINDS, MESSAGE_KINDS } from "../observe/mapping.ts";
import { FAULT_PROFILES, faultOptions } from "../simulate/fault-options.ts";
import type { FaultOptions, FaultSettings } from "../simulate/fault-options.ts";
import type { ProcessOptions } from "../simulate/world-types.ts";
import type { SystemDefinition } from "./define-system.ts";

type Kind =
  | "a text"
  | "a function"
  | "an object"
  | "a list"
  | "true or false"
  | "a whole number"
  | "a whole number greater than 0";

const kinds: Readonly<Record<keyof SystemDefinition, Kind>> = {
  name: "a text",
  spec: "a text",
  config: "a text",
  constants: "an object",
  processes: "a function",
  steps: "an object",
  state: "a function",
  messages: "an object",
  faults: "an object",
  faultSteps: "an object",
  messageSteps: "an object",
  instance: "a function",
  silentStepsMax: "a whole number",
  reportsEveryStep: "true or false",
  silent: "a list",
  silentInLogs: "a list",
  candidatesMax: "a whole number greater than 0",
  horizonMicros: "a whole number greater than 0",
  eventLimit: "a whole number greater than 0",
  outcome: "a function",
  variants: "an object",
};

/** Everything that is wrong with the definition itself, whatever its specification is. */
export function definitionProblems(definition: SystemDefinition): Diagnostic[] {
  const problems = [...fieldProblems(definition)];
  if (problems.length > 0) return problems;
  const { faults, faultSteps = {}, messageSteps = {}, messages = {} } = definition;
  problems.push(...keyProblems("messages", messages, ["variable", "toSpec", "inFlight", "takenBy"]));
  problems.push(...keyProblems("faultSteps", faultSteps, FAULT_KINDS));
  problems.push(...keyProblems("messageSteps", messageSteps, MESSAGE_KINDS));
  if (faults !== undefined) problems.push(...faultProblems(faults));
  return problems;
}

function* fieldProblems(definition: SystemDefinition): Generator<Diagnostic> {
  const names = Object.keys(kinds);
  for (const [name, value] of Object.entries(definition)) {
    const kind = (kinds as Readonly<Record<string, Kind | undefined>>)[name];
    if (kind === undefined) yield unknownName("LS5018", `a system has no field "${name}"`, name, names);
    else if (value !== undefined && !isOf(kind, value))
      yield { code: "LS5019", severity: "error", message: `${name} is ${kind}, not ${shortValue(value)}`, name };
  }
  for (const name of ["spec", "processes"] as const) {
    if (definition[name] === undefined)
      yield { code: "LS5019", severity: "error", message: `a system needs ${name}, which is ${kinds[name]}` };
  }
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "a text":
      return typeof value === "string";
    case "a function":
      return typeof value === "function";
    case "an object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "a list":
      return Array.isArray(value);
    case "true or false":
      return typeof value === "boolean";
    case "a whole number":
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case "a whole number greater than 0":
      return Number.isSafeInteger(value) && (value as number) > 0;
  }
}

function keyProblems(where: string, given: object, known: readonly string[]): Diagnostic[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => unknownName("LS5018", `${where} has no field "${name}"`, name, known));
}

/** Processes that are none: a class without `handler(...)` around it. */
export function processProblems(processes: Readonly<Record<string, unknown>>): Diagnostic[] {
  return Object.entries(processes)
    .filter(([, process]) => !isOf("an object", process) || !isOf("a function", (process as ProcessOptions).handler))
    .map(([name, process]) => ({
      code: "LS5019",
      severity: "error",
      message: `the process ${name} is made with handler(Class), and is ${shortValue(process)}`,
      name,
    }));
}

/** A profile that does not exist, fields that no fault has, and numbers that are no odds. */
function faultProblems(settings: FaultSettings): Diagnostic[] {
  const { profile, ...groups } = settings;
  if (profile !== undefined && !FAULT_PROFILES.includes(profile))
    return [unknownName("LS5018", `there is no fault profile "${String(profile)}"`, String(profile), FAULT_PROFILES)];
  const calm = faultOptions();
  const problems = keyProblems("faults", groups, [...Object.keys(calm), "profile"]);
  for (const [name, group] of Object.entries(groups)) {
    const known = calm[name as keyof FaultOptions] as unknown;
    if (typeof known !== "object") continue;
    if (isOf("an object", group)) problems.push(...keyProblems(`faults.${name}`, group as object, Object.keys(known!)));
    else
      problems.push({
        code: "LS5019",
        severity: "error",
        message: `faults.${name} is an object, not ${shortValue(group)}`,
      });
  }
  if (problems.length > 0) return problems;
  try {
    faultOptions(settings);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const name = /\w+(?= is )/.exec(error.message)?.[0];
    return [{ code: "LS5019", severity: "error", message: error.message, ...(name === undefined ? {} : { name }) }];
  }
}
