/**
 * The mapping of a system file held against one specification: names resolved to slots, every mistake found before the
 * first run.
 */
import { isFunction } from "../conform/paths.ts";
import type { Diagnostic } from "../tla/diagnostics.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import type { StateMachine } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import type { StateSpace } from "../conform/state-space.ts";
import { openAction, StepSearch } from "../conform/step-search.ts";
import type { NamedAction } from "../conform/types.ts";
import type { Act, Mapping, Part, ProgramEvent, Step, StepMapping, StepResult } from "./mapping.ts";
import { FAULT_KINDS, MESSAGE_KINDS } from "./mapping.ts";
import { argumentProblems, unknownName } from "./name-problems.ts";
import { stepProblem } from "./step-shape.ts";
import { StepReader } from "./step-reading.ts";
import type { Translator } from "./translate.ts";

/** One mapped part of the state: a variable, or its value at one node. */
export interface Slot {
  readonly index: number;
  readonly variable: number;
  /** The process whose events can change it. */
  readonly owner: string;
  /** The key below the variable for a part of a function. */
  readonly key: Value | undefined;
  readonly part: Part;
  /** As users name it: `rmState[rm1]`. */
  readonly name: string;
}

export interface Layout {
  readonly machine: StateMachine;
  readonly translator: Translator;
  readonly mapping: Mapping;
  readonly slots: readonly Slot[];
  readonly slotsOf: ReadonlyMap<string, readonly Slot[]>;
  /** Variable that holds the message set, or -1. */
  readonly messages: number;
  readonly act: Act;
  readonly reader: StepReader;
  /** Actions that happen without being reported. */
  readonly silent: readonly NamedAction[];
  /** Those, and the ones that only the simulator tells of. */
  readonly silentInLogs: readonly NamedAction[];
  /** The search shared by all validators of a state space. */
  search(space: StateSpace): StepSearch;
}

/** Resolves a mapping, or throws every mistake in it as one DiagnosticError. */
export function layOut(
  machine: StateMachine,
  translator: Translator,
  mapping: Mapping,
  processes: readonly string[],
): Layout {
  const problems: Diagnostic[] = [];
  const slots = slotsOf(machine, translator, mapping, processes, problems);
  const messages = messageVariable(machine, mapping, problems);
  const { act, unknown } = actOf(machine);
  for (const [word, step] of Object.entries(mapping.steps))
    tryStep(`steps["${word}"]`, step, act, unknown, machine, problems);
  for (const kind of FAULT_KINDS) {
    const step = mapping.faults[kind];
    if (step !== undefined) tryStep(`faultSteps.${kind}`, step, act, unknown, machine, problems);
  }
  for (const kind of MESSAGE_KINDS) {
    const step = mapping.messageSteps[kind];
    if (step !== undefined) tryStep(`messageSteps.${kind}`, step, act, unknown, machine, problems);
  }
  const silent = silentActions(machine, mapping.silent, problems);
  const silentInLogs = [...silent, ...silentActions(machine, mapping.silentInLogs, problems, "silentInLogs")];
  if (problems.length > 0) throw new DiagnosticError(problems);
  const byOwner = new Map<string, Slot[]>();
  for (const slot of slots) byOwner.set(slot.owner, [...(byOwner.get(slot.owner) ?? []), slot]);
  const searches = new WeakMap<StateSpace, StepSearch>();
  return {
    machine,
    translator,
    mapping,
    slots,
    slotsOf: byOwner,
    messages,
    act,
    reader: new StepReader(machine, translator, act),
    silent,
    silentInLogs,
    search: (space) => {
      const known = searches.get(space) ?? new StepSearch(space);
      searches.set(space, known);
      return known;
    },
  };
}

/** The declared silent actions, each with nothing known of its arguments. */
export function silentActions(
  machine: StateMachine,
  names: readonly string[],
  problems: Diagnostic[],
  where = "silent",
): NamedAction[] {
  const known = machine.actions.map((action) => action.name);
  for (const name of names) {
    if (!known.includes(name))
      problems.push(
        unknownName("LS5004", `${where} names the action "${name}", which Next does not have`, name, known),
      );
  }
  return machine.actions
    .filter((action) => names.includes(action.name))
    .map((action) => openAction(action.index, action.parameters.length));
}

function slotsOf(
  machine: StateMachine,
  translator: Translator,
  mapping: Mapping,
  processes: readonly string[],
  problems: Diagnostic[],
): Slot[] {
  const slots: Slot[] = [];
  const add = (variable: number, name: string, owner: string, key: Value | undefined, part: Part) => {
    if (!processes.includes(owner)) {
      problems.push(
        unknownName(
          "LS5003",
          `state.${name} is read on "${owner}", which is not a process of the system`,
          owner,
          processes,
        ),
      );
      return;
    }
    slots.push({ index: slots.length, variable, owner, key, part, name });
  };
  for (const [name, mapped] of Object.entries(mapping.state)) {
    const variable = machine.variables.indexOf(name);
    if (variable < 0) {
      problems.push(
        unknownName(
          "LS5001",
          `state maps "${name}", which is not a variable of the specification`,
          name,
          machine.variables,
        ),
      );
      continue;
    }
    if (mapped.kind === "on") add(variable, name, mapped.node, undefined, mapped.part);
    else
      for (const [key, owner] of Object.entries(mapped.owners))
        add(variable, `${name}[${key}]`, owner, translator.value(key, name, "key"), mapped.part(key));
  }
  return slots;
}

function messageVariable(machine: StateMachine, mapping: Mapping, problems: Diagnostic[]): number {
  if (mapping.messages === undefined) return -1;
  const name = mapping.messages.variable;
  const variable = machine.variables.indexOf(name);
  if (variable < 0) {
    problems.push(
      unknownName(
        "LS5001",
        `messages are mapped to "${name}", which is not a variable of the specification`,
        name,
        machine.variables,
      ),
    );
  } else if (mapping.state[name] !== undefined) {
    problems.push({
      code: "LS5002",
      severity: "error",
      message: `"${name}" is mapped twice: in state and in messages`,
      hint: "keep one of the two",
    });
  } else if (mapping.messages.inFlight === true && !beginsAsFunction(machine, variable)) {
    problems.push({
      code: "LS5017",
      severity: "error",
      message: `messages in flight are mapped to "${name}", which does not begin as a bag: a function from messages to numbers of copies`,
      hint: "leave `inFlight` out where the variable is the set of all messages that were ever sent",
    });
  }
  return variable;
}

function beginsAsFunction(machine: StateMachine, variable: number): boolean {
  let isFunctionAlways = true;
  machine.initialStates((state) => {
    isFunctionAlways &&= isFunction(machine.store, state[variable]!);
  });
  return isFunctionAlways;
}

/** `act.Name(...)` for every action; unknown names are collected and stand for nothing. */
export function actOf(machine: StateMachine): { act: Act; unknown: string[] } {
  const unknown: string[] = [];
  const names = new Set(machine.actions.map((action) => action.name));
  const act = new Proxy({} as Act, {
    get(_target, name) {
      if (typeof name !== "string") return undefined;
      if (!names.has(name)) unknown.push(name);
      return (args: Step["args"] = {}, values: Step["values"] = {}): Step => ({
        kind: "step",
        action: name,
        args,
        values,
      });
    },
  });
  return { act, unknown };
}

/**
 * Calls a step function once on an event whose every field reads as a placeholder, to find misspelt actions and
 * arguments before the first run. What such an event cannot show (a branch on its data) is found when it happens.
 */
export function tryStep(
  where: string,
  mapping: StepMapping,
  act: Act,
  unknown: string[],
  machine: StateMachine,
  problems: Diagnostic[],
): void {
  const shape = typeof mapping === "function" ? undefined : stepProblem(where, mapping);
  if (shape !== undefined) {
    problems.push(shape);
    return;
  }
  unknown.length = 0;
  let result: StepResult | undefined;
  try {
    result =
      typeof mapping === "function"
        ? mapping(placeholderEvent(), { act, node: "node", rename: (_, id) => String(id) })
        : mapping;
  } catch {
    // A function may well object to placeholders; it is judged on real events.
  }
  const names = machine.actions.map((action) => action.name);
  for (const name of new Set(unknown))
    problems.push(unknownName("LS5004", `${where} names the action "${name}", which Next does not have`, name, names));
  const known = stepsIn(result).filter((step) => !unknown.includes(step.action));
  for (const step of known) problems.push(...argumentProblems(where, step, machine));
}

function placeholderEvent(): ProgramEvent {
  const placeholder: unknown = new Proxy(() => placeholder, {
    get: (_target, name) => (name === Symbol.toPrimitive ? () => "placeholder" : placeholder),
  });
  return new Proxy({} as ProgramEvent, { get: () => placeholder });
}

/** Every step that a result may stand for. */
export function stepsIn(result: StepResult | undefined): Step[] {
  if (result === undefined || result === null || typeof result !== "object") return [];
  if (result.kind === "step") return [result];
  if (result.kind === "sequence" || result.kind === "anyOf")
    return result.steps.flatMap((step: StepResult) => stepsIn(step));
  return [];
}
