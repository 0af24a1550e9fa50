/**
 * From what a mapping says of one of the program's words to observed steps: names resolved, values converted. Used for
 * what a program reports in the simulator and for records of a log alike.
 */
import { DiagnosticError } from "../tla/diagnostics.ts";
import type { Action, StateMachine } from "../compile/types.ts";
import type { ContainerChange, NamedAction, ObservedStep, PathValue, Report } from "../conform/types.ts";
import { argumentProblems, unknownName } from "./name-problems.ts";
import type { Act, AnyOf, Changed, Parts, ProgramEvent, Step, StepMapping, StepResult } from "./mapping.ts";
import { stepProblem } from "./step-shape.ts";
import type { Translator } from "./translate.ts";

/** The program's identifiers that were given a model value, by constant: one for each instance. */
export type Renamings = Map<string, Map<unknown, string>>;

/** What a mapping makes of one report. */
export interface ReadSteps {
  readonly steps: readonly ObservedStep[];
  /** A fault outside the specification happened. */
  readonly isOutside: boolean;
}

export class StepReader {
  readonly #machine: StateMachine;
  readonly #translator: Translator;
  readonly #act: Act;
  readonly #actionsByName = new Map<string, readonly Action[]>();

  constructor(machine: StateMachine, translator: Translator, act: Act) {
    this.#machine = machine;
    this.#translator = translator;
    this.#act = act;
    for (const action of machine.actions) {
      this.#actionsByName.set(action.name, [...(this.#actionsByName.get(action.name) ?? []), action]);
    }
  }

  /** Calls the user's mapping of a word. `renamings` belongs to the event's instance. */
  resultOf(mapping: StepMapping, event: ProgramEvent, node: string, renamings: () => Renamings): StepResult {
    if (typeof mapping !== "function") return mapping;
    const rename = (constant: string, identifier: unknown) => this.#rename(renamings(), constant, identifier);
    const result = mapping(event, { act: this.#act, node, rename });
    const problem = stepProblem(`the step function for "${event.event}"`, result);
    if (problem !== undefined) throw new DiagnosticError([problem]);
    return result;
  }

  read(result: StepResult, where: string, reportedBy: Report, isOptional: boolean): ReadSteps {
    if (result.kind === "stutter") return { steps: [], isOutside: false };
    if (result.kind === "outside") return { steps: [], isOutside: true };
    const parts = result.kind === "sequence" ? result.steps : [result];
    return { steps: parts.map((step) => this.#observed(step, where, reportedBy, isOptional)), isOutside: false };
  }

  /** One action by its name, for each disjunct of Next that has the name. */
  named(name: string, args: Readonly<Record<string, unknown>>, where: string): NamedAction[] {
    const found = this.#actionsByName.get(name);
    if (found === undefined) throw new DiagnosticError(argumentProblems(where, stepOf(name, args), this.#machine));
    return found.map((action) => {
      const known = new Int32Array(action.parameters.length);
      for (const parameter of Object.keys(args)) {
        const position = action.parameters.indexOf(parameter);
        const given = args[parameter];
        if (position < 0) throw new DiagnosticError(argumentProblems(where, stepOf(name, args), this.#machine));
        if (given !== undefined) known[position] = this.#translator.value(given, `${name}.${parameter}`);
      }
      return { action: action.index, arguments: known };
    });
  }

  /** The value of a variable or a part of it. */
  pathValue(where: string, path: readonly unknown[], given: unknown): PathValue {
    const [name, ...below] = path;
    const variable = this.#variable(where, name);
    if (below.length === 0) return { variable, path: [], value: this.#translator.value(given, String(name)) };
    const found = this.#translator.place(String(name), below);
    return { variable, path: found.path, value: this.#translator.valueAt(found.place, given) };
  }

  /** What is added to or taken from the container at a path. */
  change(
    where: string,
    path: readonly unknown[],
    added: readonly unknown[],
    removed: readonly unknown[],
  ): ContainerChange {
    const [name, ...below] = path;
    const variable = this.#variable(where, name);
    const found = this.#translator.place(String(name), below);
    const convert = (element: unknown) => this.#translator.valueAt(found.place, element, "element");
    return {
      variable,
      path: found.path,
      added: added.map(convert),
      removed: removed.map(convert),
      isBag: this.#translator.isBag(found.place),
    };
  }

  #variable(where: string, name: unknown): number {
    const variable = typeof name === "string" ? this.#machine.variables.indexOf(name) : -1;
    if (variable >= 0) return variable;
    const message = `${where} gives a value for ${JSON.stringify(name)}, which is not a variable of the specification`;
    throw new DiagnosticError([unknownName("LS5001", message, String(name), this.#machine.variables)]);
  }

  #observed(result: Step | AnyOf, where: string, reportedBy: Report, isOptional: boolean): ObservedStep {
    const choices = result.kind === "anyOf" ? result.steps : [result];
    const alternatives = choices.filter((choice) => choice.kind === "step");
    const actions = alternatives.flatMap((step) => this.named(step.action, step.args, where));
    // Values given by one alternative only bind that alternative; with several, they are left to the mapping.
    const known = alternatives.length === 1 ? this.#valuesOf(alternatives[0]!, where) : { values: [], changes: [] };
    const mayStutter = isOptional || alternatives.length < choices.length;
    return {
      actions,
      values: known.values,
      ...(known.changes.length === 0 ? {} : { changes: known.changes }),
      reportedBy,
      ...(mayStutter ? { isOptional: true } : {}),
    };
  }

  #valuesOf(step: Step, where: string): { readonly values: PathValue[]; readonly changes: ContainerChange[] } {
    const values: PathValue[] = [];
    const changes: ContainerChange[] = [];
    const add = (path: readonly unknown[], given: unknown): void => {
      if (given === undefined) return;
      if (isChanged(given)) changes.push(this.change(where, path, given.added, given.removed));
      else values.push(this.pathValue(where, path, given));
    };
    for (const [name, given] of Object.entries(step.values)) {
      if (isParts(given)) for (const [path, value] of given.parts) add([name, ...path], value);
      else if (isPlainObject(given) && !isChanged(given)) {
        for (const [key, value] of Object.entries(given)) add([name, key], value);
      } else add([name], given);
    }
    return { values, changes };
  }

  #rename(renamings: Renamings, constant: string, identifier: unknown): string {
    const names = this.#translator.namesOf(constant);
    if (names === undefined) {
      const message = `rename("${constant}", ...): the specification has no constant of that name that is a set of model values`;
      throw new DiagnosticError([{ code: "LS5015", severity: "error", message }]);
    }
    let known = renamings.get(constant);
    if (known === undefined) renamings.set(constant, (known = new Map<unknown, string>()));
    const name = known.get(identifier) ?? names[known.size];
    if (name === undefined) {
      const message = `rename("${constant}", ${JSON.stringify(identifier)}): all ${names.length} elements of ${constant} stand for earlier identifiers`;
      throw new DiagnosticError([
        { code: "LS5015", severity: "error", message, hint: `give ${constant} more elements in the config` },
      ]);
    }
    known.set(identifier, name);
    return name;
  }
}

function stepOf(action: string, args: Readonly<Record<string, unknown>>): Step {
  return { kind: "step", action, args, values: {} };
}

export function isParts(given: unknown): given is Parts {
  return isPlainObject(given) && given["kind"] === "parts" && Array.isArray(given["parts"]);
}

function isChanged(given: unknown): given is Changed {
  return isPlainObject(given) && given["kind"] === "changed" && Array.isArray(given["added"]);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
