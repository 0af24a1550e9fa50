/**
 * Subexpression names: `Op(a)!2!<<`, `Op!:`, `Op!label(x)`.
 *
 * A path into a definition becomes a definition of its own: its parameters are those of the definition and every name
 * that is bound on the way, its body is the selected part. The arguments in the path stand for them in order.
 */
import type { Argument, Definition, Expr, InstanceUse, ParameterDeclaration } from "./core.ts";
import type { Expression, NameStep } from "../syntax/ast.ts";
import { textOf, type Location } from "../syntax/source.ts";
import { anatomyOf, findLabel, stripped, type Crossing } from "./anatomy.ts";
import { bindParameter, locate, type Context } from "./resolve-context.ts";
import { lowerLetUnits } from "./resolve-definition.ts";
import { lower } from "./resolve-expression.ts";
import { countText, lowerArgument, lowerArguments, type Reference } from "./resolve-name.ts";
import { Scope, type DefinitionSource } from "./scope.ts";

/** A definition for the selected part, and the arguments that the path gives to it. */
export interface Selection {
  readonly target: Definition;
  readonly instance: InstanceUse | undefined;
  readonly arguments: readonly Argument[];
}

/** Follows the steps after a definition; undefined when they lead nowhere, which is reported. */
export function selectSubexpression(reference: Reference, at: Location, context: Context): Selection | undefined {
  const { target } = reference;
  const source = target.kind === "definition" ? context.state.sources.get(target) : undefined;
  if (target.kind !== "definition" || source === undefined || target.body.kind === "native") {
    context.state.problems.error("LS2021", `${target.name} has no subexpressions to name`, at);
    return undefined;
  }
  const walk = new Walk(target, source, context);
  walk.give(lowerArguments(reference.arguments, target.parameters, context));
  for (const step of reference.rest) {
    const problem = walk.take(step);
    if (problem === undefined) continue;
    context.state.problems.error("LS2021", problem, locate(context, step));
    return undefined;
  }
  return { target: walk.definition(at), instance: reference.instance, arguments: walk.given };
}

/** Where a path stands: an expression of the definition, its scope, and what was passed on the way. */
class Walk {
  readonly #target: Definition;
  /** The module of the definition: what is selected is resolved there. */
  #inside: Context;
  /** The place of the path: its arguments are resolved there. */
  readonly #outside: Context;
  #node: Expression;
  readonly #parameters: ParameterDeclaration[];
  readonly #lets: (readonly Definition[])[] = [];
  readonly given: Argument[] = [];

  constructor(target: Definition, source: DefinitionSource, outside: Context) {
    this.#target = target;
    this.#outside = outside;
    this.#node = source.body;
    this.#parameters = [...target.parameters];
    this.#inside = { ...outside, module: source.module, scope: source.scope, owners: undefined, inUpdate: false };
  }

  give(given: readonly Argument[]): void {
    this.given.push(...given);
  }

  /** Takes one step; returns what is wrong with it. */
  take(step: NameStep): string | undefined {
    // A name may be that of the label which stands before the whole expression.
    if (step.kind !== "name") this.#node = stripped(this.#node);
    switch (step.kind) {
      case "selector":
        if (step.selector === ":") return undefined;
        if (step.selector === "@") return this.#enterBody(undefined);
        return this.#operand(step.selector === "<<" ? 1 : 2);
      case "index":
        return this.#operand(step.index);
      case "arguments":
        return this.#enterBody(step.arguments);
      case "symbol":
        return `${step.symbol} is not a label or definition inside ${this.#target.name}`;
      case "name":
        return this.#named(step.name, step.arguments);
    }
  }

  #operand(index: number): string | undefined {
    const { operands, let: units } = anatomyOf(this.#node);
    const operand = operands[index - 1];
    if (operand === undefined) {
      const has = operands.length === 0 ? "no numbered parts" : `only ${operands.length}`;
      return `there is no part ${index} here: ${quoted(textOf(locate(this.#inside, this.#node)))} has ${has}`;
    }
    if (units !== undefined) this.#cross({ kind: "let", units });
    this.#node = operand;
    return undefined;
  }

  /** `!(a, b)` puts arguments for the bound names, `!@` leaves them open. */
  #enterBody(written: readonly Expression[] | undefined): string | undefined {
    const { body } = anatomyOf(this.#node);
    if (body === undefined) return "there are no bound names here to put arguments for";
    if (written !== undefined && written.length !== body.names.length) {
      return `${countText(body.names.length)} needed here, for ${body.names.map((name) => name.text).join(", ")}`;
    }
    this.#cross({ kind: "names", names: body.names });
    for (const argument of written ?? []) this.given.push(lowerArgument(argument, 0, this.#outside));
    this.#node = body.expression;
    return undefined;
  }

  /** A label, or a definition of a LET. */
  #named(name: string, written: readonly Expression[]): string | undefined {
    const found = findLabel(this.#node, name);
    if (found === undefined) return this.#letDefinition(name, written);
    const { label, crossings } = found;
    if (label.parameters.length !== written.length && written.length > 0) {
      return `the label ${name} takes ${countText(label.parameters.length)}`;
    }
    const own = new Set(label.parameters.map((parameter) => parameter.text));
    for (const crossing of crossings) {
      if (crossing.kind === "let") continue;
      const missing = crossing.names.find((bound) => !own.has(bound.text));
      if (missing !== undefined) return `the label ${name} does not list the bound name ${missing.text}`;
    }
    this.#cross({ kind: "names", names: label.parameters });
    for (const crossing of crossings) if (crossing.kind === "let") this.#cross(crossing);
    for (const argument of written) this.given.push(lowerArgument(argument, 0, this.#outside));
    this.#node = label.body;
    return undefined;
  }

  #letDefinition(name: string, written: readonly Expression[]): string | undefined {
    const { let: units } = anatomyOf(this.#node);
    const unit = units?.find((candidate) => candidate.kind === "operator" && candidate.name.text === name);
    if (units === undefined || unit?.kind !== "operator") {
      return `${name} is not a label or definition inside ${this.#target.name}`;
    }
    this.#cross({ kind: "let", units });
    const scope = new Scope(this.#inside.scope);
    const parameters = unit.parameters.map((parameter) =>
      bindParameter(this.#inside, scope, { ...parameter.name, text: parameter.name.text }, parameter.arity),
    );
    this.#inside = { ...this.#inside, scope };
    this.#parameters.push(...parameters);
    this.given.push(...lowerArguments(written, parameters, this.#outside));
    this.#node = unit.body;
    return undefined;
  }

  #cross(crossing: Crossing): void {
    if (crossing.kind === "let") {
      const { definitions, inner } = lowerLetUnits(crossing.units, this.#inside);
      this.#lets.push(definitions);
      this.#inside = inner;
      return;
    }
    const scope = new Scope(this.#inside.scope);
    for (const name of crossing.names) this.#parameters.push(bindParameter(this.#inside, scope, name, 0));
    this.#inside = { ...this.#inside, scope };
  }

  /** The selected part as a definition. */
  definition(at: Location): Definition {
    let body: Expr = lower(this.#node, this.#inside);
    for (const definitions of [...this.#lets].reverse()) {
      if (definitions.length > 0) body = { kind: "let", definitions, body, at: body.at };
    }
    const definition: Definition = {
      kind: "definition",
      name: textOf(at),
      parameters: this.#parameters,
      body,
      level: 0,
      isRecursive: this.#target.isRecursive,
      isLocal: true,
      isLet: false,
      module: this.#target.module,
      at: body.at,
      nameAt: body.at,
    };
    const { state } = this.#outside;
    state.definitions.push(definition);
    if (state.closed.has(this.#target)) state.closed.add(definition);
    return definition;
  }
}

function quoted(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length < text.length || line.length > 40 ? `${line.slice(0, 40)} ...` : line;
}
