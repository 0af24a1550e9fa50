/** What every part of a translation needs to know while it is written. */
import type { SourceFile } from "../../syntax/source.ts";
import type { Algorithm, Range } from "../ast.ts";
import { ExpressionText } from "../expression-text.ts";
import type { RoutineSteps } from "../jumps.ts";
import type { Omissions } from "../omissions.ts";
import type { TranslationOptions } from "../options.ts";
import type { SymbolTable } from "../symbols.ts";
import { Writer } from "../writer.ts";

export interface EmissionRequest {
  readonly file: SourceFile;
  readonly algorithm: Algorithm;
  readonly steps: RoutineSteps;
  readonly symbols: SymbolTable;
  readonly options: TranslationOptions;
  readonly omissions: Omissions;
  readonly usesDefaultValue: boolean;
}

/** A variable of the translation. */
export interface EmittedVariable {
  readonly name: string;
  /** Its name in the algorithm; `pc` and `stack` stand nowhere there. */
  readonly source: Range | undefined;
}

export interface Emission extends EmissionRequest {
  readonly writer: Writer;
  readonly isMulti: boolean;
  /** `pc`, the global variables, `stack`: known before the definitions of the algorithm. */
  readonly globals: readonly EmittedVariable[];
  /** Of procedures, parameters first, then of processes. */
  readonly locals: readonly EmittedVariable[];
  /** All names, in the order of every UNCHANGED. */
  readonly variables: readonly string[];
  /** Locals that are functions of the process in a multiprocess algorithm. */
  readonly subscripted: ReadonlySet<string>;
}

export function createEmission(request: EmissionRequest): Emission {
  const { algorithm, omissions } = request;
  const isMulti = algorithm.kind === "multiprocess";
  const declared = (variables: Algorithm["variables"]): EmittedVariable[] =>
    variables.map(({ name, nameAt }) => ({ name, source: nameAt }));
  const implicit = (name: string, isThere: boolean): EmittedVariable[] =>
    isThere ? [{ name, source: undefined }] : [];
  const ofProcedures = algorithm.procedures.flatMap((one) => declared([...one.parameters, ...one.variables]));
  const ofProcesses = algorithm.processes.flatMap((process) => declared(process.variables));
  const globals = [
    ...implicit("pc", !omissions.omitPc),
    ...declared(algorithm.variables),
    ...implicit("stack", algorithm.procedures.length > 0),
  ];
  const locals = [...ofProcedures, ...ofProcesses];
  const ofSets = algorithm.processes.filter((one) => one.isSet).flatMap((one) => declared(one.variables));
  return {
    ...request,
    writer: new Writer(),
    isMulti,
    globals,
    locals,
    variables: [...globals, ...locals].map((variable) => variable.name),
    subscripted: new Set(isMulti ? [...ofProcedures, ...ofSets].map((variable) => variable.name) : []),
  };
}

/** `self`, by which the actions of sets of processes and of procedures know their process. */
export const selfText = (): ExpressionText => new ExpressionText([[{ text: "self", type: "identifier", column: 0 }]]);
