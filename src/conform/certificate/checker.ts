/**
 * Checks a certificate, line by line, by evaluating the specification's own formulas between the two states of each step:
 * the evaluator that walks the tree, with everything known. Neither the emitted code nor the search that found the steps
 * has a part in it; what it trusts are the parser, the evaluator and the value store.
 *
 * It keeps the last state of each instance. What it does not know is whether the log was as the certificate says.
 */
import type { EvaluatorMachine } from "../../compile/evaluator/machine.ts";
import { UNKNOWN, type ConjunctReport, type Explainer } from "../../compile/types.ts";
import { EvaluationError, type Value } from "../../values/types.ts";
import { afterChange } from "../containers.ts";
import { valueAt } from "../paths.ts";
import type { ActionText, CertificateLine, EndLine, ObservedText, PathText, StartLine, StepLine } from "./lines.ts";

/** What is wrong with a line, in one sentence. */
class Flaw extends Error {}

export interface CertificateCounts {
  readonly instances: number;
  readonly steps: number;
  /** Steps that nobody reported, by action. */
  readonly unreported: Readonly<Record<string, number>>;
  /** Events, as the last line says. */
  readonly events: number;
}

export class CertificateChecker {
  readonly #machine: EvaluatorMachine;
  readonly #explainer: Explainer;
  readonly #states = new Map<string, Int32Array>();
  readonly #unreported = new Map<string, number>();
  #steps = 0;
  #end: EndLine | undefined;

  constructor(machine: EvaluatorMachine, explainer: Explainer) {
    this.#machine = machine;
    this.#explainer = explainer;
  }

  /** Takes the next line behind the header; returns what is wrong with it. */
  take(line: CertificateLine): string | undefined {
    try {
      this.#take(line);
      return undefined;
    } catch (error) {
      if (error instanceof Flaw || error instanceof EvaluationError) return error.message;
      throw error;
    }
  }

  /** What is missing when there is no more line. */
  finish(): string | undefined {
    return this.#end === undefined
      ? "the certificate is cut off: its last line, with the numbers, is missing"
      : undefined;
  }

  /** Where an instance stands; undefined before it begins. */
  stateOf(instance: string): Int32Array | undefined {
    return this.#states.get(instance);
  }

  counts(): CertificateCounts {
    return {
      instances: this.#states.size,
      steps: this.#steps,
      unreported: Object.fromEntries([...this.#unreported].sort()),
      events: this.#end?.events ?? 0,
    };
  }

  #take(line: CertificateLine): void {
    if (this.#end !== undefined) throw new Flaw("there is a line behind the end");
    switch (line.kind) {
      case "header":
        throw new Flaw("there is a second header");
      case "start":
        return this.#start(line);
      case "step":
        return this.#step(line);
      case "end":
        return this.#finish(line);
    }
  }

  #start({ instance, state: given }: StartLine): void {
    if (this.#states.has(instance)) throw new Flaw(`the instance "${instance}" has begun before`);
    const state = this.#withValues(new Int32Array(this.#machine.variables.length), given);
    const missing = this.#machine.variables.find((_, v) => state[v] === UNKNOWN);
    if (missing !== undefined) throw new Flaw(`the state gives no value for ${missing}`);
    if (!this.#machine.isInitial(state)) throw new Flaw("the state is no initial state: Init is false of it");
    this.#requireState(state);
    this.#states.set(instance, state);
  }

  #step(line: StepLine): void {
    const from = this.#states.get(line.instance);
    if (from === undefined) throw new Flaw(`the instance "${line.instance}" has not begun`);
    const to = this.#withValues(from.slice(), line.next);
    this.#requireAction(line, from, to);
    if (line.observed !== undefined) this.#requireObserved(line, line.observed, from, to);
    else this.#unreported.set(line.action, (this.#unreported.get(line.action) ?? 0) + 1);
    const broken = this.#machine.actionProperties.find((property) => !property.test(from, to));
    if (broken !== undefined) throw new Flaw(`the step violates ${broken.name}`);
    this.#requireState(to);
    this.#states.set(line.instance, to);
    this.#steps++;
  }

  #finish(line: EndLine): void {
    const counts: readonly (readonly [string, number, number])[] = [
      ["instances", line.instances, this.#states.size],
      ["steps", line.steps, this.#steps],
    ];
    for (const [what, told, there] of counts) {
      if (told !== there) throw new Flaw(`it should have ${told} ${what}, and has ${there}`);
    }
    this.#end = line;
  }

  // ---------------------------------------------------------------------------------------- states

  #requireState(state: Int32Array): void {
    const broken = [...this.#machine.invariants, ...this.#machine.stateProperties].find((one) => !one.test(state));
    if (broken !== undefined) throw new Flaw(`the state violates ${broken.name}`);
  }

  #withValues(state: Int32Array, values: Readonly<Record<string, string>>): Int32Array {
    for (const [name, text] of Object.entries(values)) state[this.#variable(name)] = this.#value(text);
    return state;
  }

  #variable(name: string): number {
    const variable = this.#machine.variables.indexOf(name);
    if (variable < 0) throw new Flaw(`"${name}" is no variable of the specification`);
    return variable;
  }

  #value(text: string): Value {
    return this.#machine.store.read(text);
  }

  // ---------------------------------------------------------------------------------------- actions

  #requireAction(line: StepLine, from: Int32Array, to: Int32Array): void {
    const actions = this.#named(line);
    if (actions.some(({ action, binding }) => this.#machine.allows(action, binding, from, to))) return;
    const [first] = actions;
    const [report] = this.#explainer.explainStep(
      { action: first!.action, state: from, arguments: first!.binding, next: to },
      1,
    );
    const conjunct = report?.conjuncts.find(({ outcome }) => outcome === "false" || outcome === "error");
    const why = conjunct === undefined ? "" : `: ${this.#conjunctText(conjunct)}`;
    throw new Flaw(`${actionText(line)} does not lead from the state before to the one after${why}`);
  }

  #conjunctText({ text, operator, left, right, error }: ConjunctReport): string {
    const print = (value: Value): string => this.#machine.store.print(value);
    if (error !== undefined) return `\`${text}\` cannot be evaluated: ${error}`;
    if (left === undefined || right === undefined) return `\`${text}\` is false`;
    return `\`${text}\` is false: ${print(left)} ${operator ?? "="} ${print(right)}`;
  }

  /** The actions of a name, with the arguments that are given. */
  #named({ action: name, arguments: given }: ActionText): { action: number; binding: Int32Array }[] {
    const found = this.#machine.actions.filter((action) => action.name === name);
    if (found.length === 0) throw new Flaw(`the specification has no action ${name}`);
    const values = Object.entries(given).map(([parameter, text]) => [parameter, this.#value(text)] as const);
    const fitting = found.filter(({ parameters }) => values.every(([parameter]) => parameters.includes(parameter)));
    if (fitting.length === 0) throw new Flaw(`${name} has no such parameters: ${Object.keys(given).join(", ")}`);
    return fitting.map(({ index, parameters }) => {
      const binding = new Int32Array(parameters.length);
      for (const [parameter, value] of values) binding[parameters.indexOf(parameter)] = value;
      return { action: index, binding };
    });
  }

  // ---------------------------------------------------------------------------------------- observations

  #requireObserved(line: StepLine, observed: ObservedText, from: Int32Array, to: Int32Array): void {
    const { actions, values, changes } = observed;
    if (actions.length > 0 && !actions.some((one) => isCovered(one, line))) {
      throw new Flaw(`observed was ${actions.map(actionText).join(" or ")}, and not ${actionText(line)}`);
    }
    for (const [path, text] of values) {
      const after = this.#at(to, path);
      if (after !== this.#value(text)) throw new Flaw(`${pathText(path)} was observed to be ${text} after the step`);
    }
    for (const change of changes) {
      const variable = this.#variable(change.path[0] ?? "");
      const others = changes.filter((other) => other.path[0] === change.path[0]);
      const after = others.reduce<Value | undefined>((value, one) => {
        const read = (texts: readonly string[]): Value[] => texts.map((text) => this.#value(text));
        const parts = { added: read(one.added), removed: read(one.removed), path: read(one.path.slice(1)) };
        return value === undefined
          ? undefined
          : afterChange(this.#machine.store, value, { variable, isBag: one.isBag, ...parts });
      }, from[variable]);
      if (after !== to[variable]) throw new Flaw(`${pathText(change.path)} was observed to change otherwise`);
    }
  }

  #at(state: Int32Array, [variable = "", ...keys]: PathText): Value | undefined {
    const path = keys.map((key) => this.#value(key));
    return valueAt(this.#machine.store, state[this.#variable(variable)]!, path);
  }
}

/** The observed arguments are those of the step. */
function isCovered(observed: ActionText, step: ActionText): boolean {
  if (observed.action !== step.action) return false;
  return Object.entries(observed.arguments).every(([name, text]) => step.arguments[name] === text);
}

function actionText({ action, arguments: given }: ActionText): string {
  const values = Object.values(given);
  return values.length === 0 ? action : `${action}(${values.join(", ")})`;
}

function pathText([variable, ...keys]: PathText): string {
  return `${variable ?? ""}${keys.map((key) => `[${key}]`).join("")}`;
}
