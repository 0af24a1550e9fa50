/**
 * What the words of a log mean in a specification: the part of a system file that logs need, without processes.
 *
 * @example
 * export default defineMapping({
 *   steps: { "vote.sent": (e, { act, node }) => act.RMPrepare({ rm: node }), "inquiry.sent": stutter },
 *   instance: (e) => e.transaction as string,
 *   silent: ["TMAbort"],
 * });
 */
import type { StateMachine } from "../../compile/types.ts";
import type { NamedAction } from "../../conform/types.ts";
import type { Diagnostic } from "../../tla/diagnostics.ts";
import { DiagnosticError } from "../../tla/diagnostics.ts";
import type { Location } from "../../tla/syntax/source.ts";
import { actOf, silentActions, tryStep } from "../layout.ts";
import type { StepMapping } from "../mapping.ts";
import { StepReader } from "../step-reading.ts";
import type { Translator } from "../translate.ts";

export interface LogMapping {
  /** The program's words; `"*"` stands for all that are not named. */
  readonly steps: Readonly<Record<string, StepMapping>>;
  /** Which instance of the specification a record belongs to; `undefined`: none. */
  readonly instance?: (data: Readonly<Record<string, unknown>>) => string | undefined;
  /** Actions that happen without being reported. */
  readonly silent?: readonly string[];
  /** How many states an instance may be in as far as is known, before it ends unknown; 4,096 when left out. */
  readonly candidatesMax?: number;
  /**
   * Where a part is written, or in it what a message quotes; `part` is a path from the top of the mapping, `["steps", word]`.
   */
  readonly locate?: (part: readonly string[], message: string) => Location | undefined;
}

/** What a mapping file exports by default. */
export interface MappingFile {
  readonly lockstepMapping: 1;
  readonly mapping: LogMapping;
}

/** Declares what a log's words mean; mistakes are reported when it is held against a specification. */
export function defineMapping(mapping: LogMapping): MappingFile {
  return { lockstepMapping: 1, mapping };
}

/** A mapping held against a specification. */
export interface PreparedMapping {
  readonly mapping: LogMapping;
  readonly reader: StepReader;
  readonly silent: readonly NamedAction[];
}

/** Throws every mistake in the mapping as one DiagnosticError. */
export function prepareMapping(machine: StateMachine, translator: Translator, mapping: LogMapping): PreparedMapping {
  const problems: Diagnostic[] = [];
  const { act, unknown } = actOf(machine);
  const found = (part: readonly string[], mistakes: readonly Diagnostic[]): void =>
    void problems.push(...mistakes.map((one) => located(mapping, part, one)));
  for (const [word, step] of Object.entries(mapping.steps)) {
    const mistakes: Diagnostic[] = [];
    tryStep(`steps["${word}"]`, step, act, unknown, machine, mistakes);
    found(["steps", word], mistakes);
  }
  const mistakes: Diagnostic[] = [];
  const silent = silentActions(machine, mapping.silent ?? [], mistakes);
  found(["silent"], mistakes);
  if (problems.length > 0) throw new DiagnosticError(problems);
  return { mapping, reader: new StepReader(machine, translator, act), silent };
}

function located({ locate }: LogMapping, part: readonly string[], problem: Diagnostic): Diagnostic {
  const at = locate?.(part, problem.message);
  return at === undefined ? problem : { ...problem, at };
}
