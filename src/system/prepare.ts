/**
 * From a system file's definition to a subject that can run: specification loaded with the system's constants and
 * compiled, mapping held against it, every mistake reported at once.
 */
import type { Diagnostic } from "../tla/diagnostics.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import { configValueText } from "../tla/modules/config-text.ts";
import type { ConfigValue, ResolvedSpec } from "../tla/modules/core.ts";
import type { FilePort } from "../tla/modules/load.ts";
import type { SpecRequest } from "../tla/modules/spec.ts";
import { loadSpec } from "../tla/modules/spec.ts";
import type { Explainer, StateMachine } from "../compile/types.ts";
import { StateSpace } from "../conform/state-space.ts";
import { layOut } from "../observe/layout.ts";
import { unknownName } from "../observe/name-problems.ts";
import type { Mapping } from "../observe/mapping.ts";
import { FAULT_KINDS } from "../observe/mapping.ts";
import { Translator } from "../observe/translate.ts";
import { definitionProblems, processProblems } from "./check-definition.ts";
import { faultOptions } from "../simulate/fault-options.ts";
import type { FaultSettings } from "../simulate/fault-options.ts";
import type { ProcessOptions } from "../simulate/world-types.ts";
import { DEFAULT_EVENT_LIMIT, DEFAULT_HORIZON_MICROS } from "../simulate/world-types.ts";
import type { Subject } from "../search/subject.ts";
import type { ConstantValue, SystemDefinition } from "./define-system.ts";

/** Nodes that one set may have: `--set RM=N`. */
export const NODES_MAX = 64;

export interface PrepareOptions {
  /** Where the system file stands: paths in it are relative to this folder. */
  readonly folder: string;
  readonly files: FilePort;
  readonly library: (module: string) => string | undefined;
  /** `--set NAME=VALUE`. */
  readonly set?: Readonly<Record<string, string>>;
  readonly variant?: string;
  /** Folders in which modules are looked for after the specification's own. */
  readonly modulePath?: readonly string[];
  readonly resolvePath: (folder: string, path: string) => string;
  readonly compile: (spec: ResolvedSpec) => { readonly machine: StateMachine; readonly explainer: Explainer };
}

/** A subject, and what was decided on the way. */
export interface Prepared {
  readonly subject: Subject;
  readonly spec: ResolvedSpec;
  /** The constants of the specification as the system sets them, as TLA+ text. */
  readonly constants: Readonly<Record<string, string>>;
  /** Faults as the system declares them; a calm run uses `calmFaults`. */
  readonly faults: FaultSettings;
}

/** No faults, messages in order: what a system must survive before anything else is worth trying. */
export const calmFaults: FaultSettings = { profile: "calm" };

/** Makes a system ready to run. Throws DiagnosticError with everything that is wrong with it. */
export function prepare(definition: SystemDefinition, options: PrepareOptions): Prepared {
  refuse(definitionProblems(definition));
  const constants = constantsOf(definition, options.set ?? {});
  const given = givenTo(constants);
  const right = definition.processes(given as never);
  const processes = options.variant === undefined ? right : variantProcesses(definition, options.variant, right);
  refuse(processProblems(processes));
  const spec = loadSpec(specRequest(definition, options, constants));
  refuse(constantProblems(spec, constants));
  const { machine, explainer } = options.compile(spec);
  const translator = new Translator(machine);
  const mapping = mappingOf(definition, given);
  const layout = layOut(machine, translator, mapping, Object.keys(processes));
  const faults = definition.faults ?? {};
  requireFaultSteps(faults, mapping);
  return {
    spec,
    constants: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, configValueText(configValue(value))]),
    ),
    faults,
    subject: {
      name: definition.name ?? options.folder.split("/").at(-1) ?? "system",
      machine,
      explainer,
      layout,
      space: new StateSpace(machine),
      processes,
      faults,
      horizonMicros: definition.horizonMicros ?? DEFAULT_HORIZON_MICROS,
      eventLimit: definition.eventLimit ?? DEFAULT_EVENT_LIMIT,
      ...(definition.outcome === undefined ? {} : { outcome: definition.outcome }),
    },
  };
}

function refuse(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new DiagnosticError(problems);
}

/** Constants of the system that the specification does not have. */
function constantProblems({ root }: ResolvedSpec, constants: Readonly<Record<string, ConstantValue>>): Diagnostic[] {
  const known = root.constants.map((constant) => constant.name);
  return Object.keys(constants)
    .filter((name) => !known.includes(name))
    .map((name) =>
      unknownName("LS5020", `the system sets the constant ${name}, which ${root.name} does not have`, name, known),
    );
}

function specRequest(
  definition: SystemDefinition,
  options: PrepareOptions,
  constants: Readonly<Record<string, ConstantValue>>,
): SpecRequest {
  const root = options.resolvePath(options.folder, definition.spec);
  const configPath =
    definition.config === undefined
      ? root.replace(/\.tla$/, ".cfg")
      : options.resolvePath(options.folder, definition.config);
  const text = options.files.read(configPath);
  if (text === undefined && definition.config !== undefined) {
    throw new DiagnosticError([
      {
        code: "LS5009",
        severity: "error",
        message: `the system's config ${configPath} cannot be read`,
        hint: "`config` is relative to the system file",
      },
    ]);
  }
  return {
    root,
    ...(text === undefined ? {} : { config: { path: configPath, text } }),
    files: options.files,
    library: options.library,
    path: options.modulePath ?? [],
    constants: new Map(Object.entries(constants).map(([name, value]) => [name, configValue(value)])),
  };
}

function mappingOf(definition: SystemDefinition, given: unknown): Mapping {
  return {
    steps: definition.steps ?? {},
    state: definition.state?.(given as never) ?? {},
    ...(definition.messages === undefined ? {} : { messages: definition.messages }),
    faults: definition.faultSteps ?? {},
    messageSteps: definition.messageSteps ?? {},
    instance: definition.instance ?? (() => ""),
    silentStepsMax: definition.silentStepsMax ?? 1,
    reportsEveryStep: definition.reportsEveryStep ?? false,
    silent: definition.silent ?? [],
    silentInLogs: definition.silentInLogs ?? [],
    ...(definition.candidatesMax === undefined ? {} : { candidatesMax: definition.candidatesMax }),
  };
}

/** Each kind of fault that runs may have must mean something. */
function requireFaultSteps(settings: FaultSettings, mapping: Mapping): void {
  const options = faultOptions(settings);
  const mayHappen = {
    crash: options.crash.count > 0 && options.crash.chance[0] > 0,
    restart: options.crash.count > 0 && options.crash.chance[0] > 0,
    loss: options.network.loss[0] > 0 || options.partition.count > 0 || options.crash.count > 0,
    duplicate: options.network.duplicate[0] > 0,
  };
  const missing = FAULT_KINDS.filter((kind) => mayHappen[kind] && mapping.faults[kind] === undefined);
  if (missing.length === 0) return;
  throw new DiagnosticError(
    missing.map((kind): Diagnostic => ({
      code: "LS5010",
      severity: "error",
      message: `runs may have the fault "${kind}", and faultSteps does not say what it means in the specification`,
      hint: `faultSteps: { ${kind}: stutter }, an action, or outside`,
    })),
  );
}

// ---------------------------------------------------------------------------------------------- variants

function variantProcesses(
  definition: SystemDefinition,
  name: string,
  right: Readonly<Record<string, ProcessOptions>>,
): Readonly<Record<string, ProcessOptions>> {
  const variant = definition.variants?.[name];
  if (variant === undefined) {
    throw new DiagnosticError([
      unknownName("LS5011", `the system has no variant "${name}"`, name, Object.keys(definition.variants ?? {})),
    ]);
  }
  return variant.processes(right);
}

// ---------------------------------------------------------------------------------------------- constants

function constantsOf(
  definition: SystemDefinition,
  set: Readonly<Record<string, string>>,
): Readonly<Record<string, ConstantValue>> {
  const constants: Record<string, ConstantValue> = { ...definition.constants };
  for (const [name, text] of Object.entries(set)) {
    const declared = constants[name];
    if (declared === undefined)
      throw new DiagnosticError([
        unknownName("LS5012", `--set ${name}: the system has no constant of that name`, name, Object.keys(constants)),
      ]);
    constants[name] = setConstant(name, declared, text);
  }
  return constants;
}

function setConstant(name: string, declared: ConstantValue, text: string): ConstantValue {
  const number = /^-?\d+$/.test(text) ? Number(text) : undefined;
  if (typeof declared === "object" && declared.kind === "nodes") {
    if (number !== undefined && number >= 1 && number <= NODES_MAX) return { ...declared, count: number };
    throw badSetting(name, text, `a number of nodes from 1 to ${NODES_MAX}`);
  }
  if (typeof declared === "number") {
    if (number !== undefined && Number.isSafeInteger(number)) return number;
    throw badSetting(name, text, "an integer");
  }
  if (typeof declared === "boolean") {
    if (text === "true" || text === "false") return text === "true";
    throw badSetting(name, text, "true or false");
  }
  if (typeof declared === "string") return text;
  throw badSetting(name, text, "a constant that the system gives as nodes(...), a number, a string or a boolean");
}

function badSetting(name: string, text: string, wanted: string): DiagnosticError {
  return new DiagnosticError([
    { code: "LS5013", severity: "error", message: `--set ${name}=${text}: expected ${wanted}` },
  ]);
}

/** What the system file's functions see of its constants. */
function givenTo(constants: Readonly<Record<string, ConstantValue>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [name, typeof value === "object" ? namesIn(value) : value]),
  );
}

function namesIn(value: ConstantValue): readonly string[] {
  if (typeof value !== "object") return [String(value)];
  switch (value.kind) {
    case "modelValue":
      return [value.name];
    case "nodes":
      return Array.from({ length: value.count }, (_, i) => `${value.prefix}${i + 1}`);
    case "set":
      return value.elements.flatMap(namesIn);
  }
}

function configValue(value: ConstantValue): ConfigValue {
  if (typeof value === "number") return { kind: "number", value: BigInt(value) };
  if (typeof value === "string") return { kind: "string", value };
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (value.kind === "modelValue") return value;
  if (value.kind === "set") return { kind: "set", elements: value.elements.map(configValue) };
  return { kind: "set", elements: namesIn(value).map((name) => ({ kind: "modelValue", name })) };
}
