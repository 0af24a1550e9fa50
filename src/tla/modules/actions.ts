/**
 * The actions of a next-state relation, as a reader of the specification would name them.
 *
 * Next is taken apart through disjunctions, existential quantifiers, LET, labels and definitions. A definition is an
 * action of its own unless one of its disjuncts is another named action; then its other disjuncts bear its name. (The
 * compiler splits further, as TLC does; this is for people.)
 */
import type { Definition, Expr } from "./core.ts";
import type { Location } from "../syntax/source.ts";
import type { Overrides } from "./take-apart.ts";

/** An action: its name, the names of its parameters, and where it stands. */
export interface ActionShape {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly at: Location;
}

/** A disjunct with the names that are bound around it, inside the definition that it belongs to. */
interface Disjunct {
  readonly expression: Expr;
  readonly bound: readonly string[];
}

/** The actions of `next`, in the order in which they are written, each named action once. */
export function actionsOf(next: Expr, overrides: Overrides = () => undefined): ActionShape[] {
  const found = new Map<Definition | Expr, ActionShape>();
  collect(next, { name: "Next", parameters: [] }, overrides, found, new Set());
  return [...found.values()];
}

interface Owner {
  readonly name: string;
  readonly parameters: readonly string[];
}

function collect(
  expression: Expr,
  owner: Owner,
  overrides: Overrides,
  found: Map<Definition | Expr, ActionShape>,
  open: Set<Definition>,
): void {
  for (const disjunct of disjunctsOf(expression, [])) {
    const definition = actionDefinition(disjunct.expression, overrides);
    if (definition === undefined || open.has(definition)) {
      const parameters = [...new Set([...owner.parameters, ...disjunct.bound])];
      found.set(disjunct.expression, { name: owner.name, parameters, at: disjunct.expression.at });
      continue;
    }
    const parameters = definition.parameters.map((parameter) => parameter.name);
    const inner = disjunctsOf(definition.body, []);
    if (inner.some((part) => actionDefinition(part.expression, overrides) !== undefined)) {
      open.add(definition);
      collect(definition.body, { name: definition.name, parameters }, overrides, found, open);
      open.delete(definition);
    } else {
      found.set(definition, { name: definition.name, parameters, at: definition.at });
    }
  }
}

function disjunctsOf(expression: Expr, bound: readonly string[]): Disjunct[] {
  switch (expression.kind) {
    case "builtin":
      if (expression.operator !== "or") break;
      return expression.arguments.flatMap((part) => disjunctsOf(part, bound));
    case "quantifier": {
      if (expression.quantifier !== "exists") break;
      const names = expression.bounds.flatMap((group) => group.names.map((name) => name.name));
      return disjunctsOf(expression.body, [...bound, ...names]);
    }
    case "let":
    case "label":
      return disjunctsOf(expression.body, bound);
    default:
  }
  return [{ expression, bound }];
}

/** The action-level definition that an expression is a use of. */
function actionDefinition(expression: Expr, overrides: Overrides): Definition | undefined {
  if (expression.kind !== "ref" || expression.target.kind !== "definition") return undefined;
  const override = overrides(expression.target);
  const definition = override?.kind === "definition" ? override.target : expression.target;
  const isOpaque = definition.isRecursive || definition.body.kind === "native" || definition.native !== undefined;
  return definition.level >= 2 && !isOpaque ? definition : undefined;
}
