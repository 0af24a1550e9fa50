/**
 * Walking the core tree without knowing every kind of node: the direct sub-expressions of an expression, in source
 * order, and the names that it declares for them.
 */
import type {
  Argument,
  BoundDeclaration,
  BoundGroup,
  Definition,
  Expr,
  InstanceUse,
  ParameterDeclaration,
} from "./core.ts";

export function isExpression(argument: Argument): argument is Expr {
  return argument.kind !== "operatorRef" && argument.kind !== "builtinRef" && argument.kind !== "lambda";
}

function instanceArguments(use: InstanceUse | undefined): Argument[] {
  if (use === undefined) return [];
  return [...instanceArguments(use.parent), ...use.arguments];
}

function setsOf(bounds: readonly BoundGroup[]): Expr[] {
  return bounds.map((bound) => bound.set);
}

/** Arguments that stand directly below: expressions, and operators given as arguments. */
export function childrenOf(expression: Expr): readonly Argument[] {
  switch (expression.kind) {
    case "number":
    case "decimal":
    case "string":
    case "boolean":
    case "builtinSet":
    case "exceptAt":
    case "native":
      return [];
    case "ref":
      return [...instanceArguments(expression.instance), ...expression.arguments];
    case "builtin":
      return expression.arguments;
    case "if":
      return [expression.condition, expression.then, expression.else];
    case "case":
      return [
        ...expression.arms.flatMap((arm) => [arm.guard, arm.value]),
        ...(expression.other === undefined ? [] : [expression.other]),
      ];
    case "let":
      return [...expression.definitions.map((definition) => definition.body), expression.body];
    case "quantifier":
      return [...setsOf(expression.bounds), expression.body];
    case "unboundedQuantifier":
      return [expression.body];
    case "choose":
      return expression.set === undefined ? [expression.body] : [expression.set, expression.body];
    case "tuple":
    case "setEnumeration":
      return expression.elements;
    case "setFilter":
      return [expression.bound.set, expression.predicate];
    case "setMap":
      return [...setsOf(expression.bounds), expression.element];
    case "function":
      return [...setsOf(expression.bounds), expression.body];
    case "apply":
      return [expression.function, expression.argument];
    case "functionSet":
      return [expression.domain, expression.range];
    case "record":
      return expression.fields.map((field) => field.value);
    case "recordSet":
      return expression.fields.map((field) => field.set);
    case "field":
      return [expression.record];
    case "except":
      return [
        expression.function,
        ...expression.updates.flatMap((update) => [
          ...update.path.flatMap((step) => (step.kind === "index" ? [step.argument] : [])),
          update.value,
        ]),
      ];
    case "boxAction":
    case "angleAction":
    case "fairness":
      return [expression.action, expression.subscript];
    case "label":
      return [expression.body];
  }
}

/** The names that an expression declares for what stands below it. */
export function declaredBy(expression: Expr): readonly (BoundDeclaration | ParameterDeclaration | Definition)[] {
  switch (expression.kind) {
    case "let":
      return expression.definitions.flatMap((definition) => [definition, ...definition.parameters]);
    case "quantifier":
    case "setMap":
    case "function":
      return expression.bounds.flatMap((bound) => bound.names);
    case "unboundedQuantifier":
    case "choose":
      return expression.names;
    case "setFilter":
      return expression.bound.names;
    case "label":
      return expression.parameters;
    default:
      return [];
  }
}
