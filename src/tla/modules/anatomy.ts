/**
 * The parts of an expression as subexpression names number them: `!1`, `!2`, ... for operands and bounds, and the body
 * behind bound names (Lamport, "TLA+2: A Preliminary Guide", section 5).
 */
import type { Expression, Label, Let, Name } from "../syntax/ast.ts";

export interface Anatomy {
  readonly operands: readonly Expression[];
  /** The part in which names are bound, with the names in order. */
  readonly body?: { readonly names: readonly Name[]; readonly expression: Expression };
  /** For LET, whose first operand is what follows IN. */
  readonly let?: Let["units"];
}

/** Names or definitions that a path passes. */
export type Crossing =
  { readonly kind: "names"; readonly names: readonly Name[] } | { readonly kind: "let"; readonly units: Let["units"] };

/** Without parentheses and labels, which paths do not see. */
export function stripped(expression: Expression): Expression {
  let inner = expression;
  for (;;) {
    if (inner.kind === "parentheses") inner = inner.expression;
    else if (inner.kind === "label") inner = inner.body;
    else return inner;
  }
}

export function anatomyOf(expression: Expression): Anatomy {
  switch (expression.kind) {
    case "prefix":
    case "postfix":
      return { operands: [expression.operand] };
    case "infix":
      return { operands: [expression.left, expression.right] };
    case "junction":
      return { operands: expression.items };
    case "product":
      return { operands: expression.factors };
    case "tuple":
    case "setEnumeration":
      return { operands: expression.elements };
    case "name": {
      const last = expression.steps[expression.steps.length - 1]!;
      return { operands: "arguments" in last ? last.arguments : [] };
    }
    case "apply":
      return { operands: [expression.function, ...expression.arguments] };
    case "field":
      return { operands: [expression.record] };
    case "functionSet":
      return { operands: [expression.domain, expression.range] };
    case "record":
      return { operands: expression.fields.map((field) => field.value) };
    case "recordSet":
      return { operands: expression.fields.map((field) => field.set) };
    case "except":
      return { operands: [expression.function, ...expression.updates.map((update) => update.value)] };
    case "if":
      return { operands: [expression.condition, expression.then, expression.else] };
    case "boxAction":
    case "angleAction":
      return { operands: [expression.action, expression.subscript] };
    case "fairness":
      return { operands: [expression.subscript, expression.action] };
    case "let":
      return { operands: [expression.body], let: expression.units };
    case "lambda":
      return { operands: [], body: { names: expression.parameters, expression: expression.body } };
    default:
      return binderAnatomy(expression);
  }
}

function binderAnatomy(expression: Expression): Anatomy {
  switch (expression.kind) {
    case "quantifier":
    case "function":
      return {
        operands: expression.bounds.map((bound) => bound.set),
        body: { names: expression.bounds.flatMap((bound) => bound.names), expression: expression.body },
      };
    case "setMap":
      return {
        operands: expression.bounds.map((bound) => bound.set),
        body: { names: expression.bounds.flatMap((bound) => bound.names), expression: expression.element },
      };
    case "setFilter":
      return {
        operands: [expression.bound.set],
        body: { names: expression.bound.names, expression: expression.predicate },
      };
    case "unboundedQuantifier":
      return { operands: [], body: { names: expression.names, expression: expression.body } };
    case "choose":
      return {
        operands: expression.set === undefined ? [] : [expression.set],
        body: { names: expression.names, expression: expression.body },
      };
    default:
      return { operands: [] };
  }
}

/** The label `name` inside an expression, not inside another label, with everything that is bound between. */
export function findLabel(
  expression: Expression,
  name: string,
): { readonly label: Label; readonly crossings: readonly Crossing[] } | undefined {
  const search = (node: Expression, crossings: readonly Crossing[]): ReturnType<typeof findLabel> => {
    if (node.kind === "parentheses") return search(node.expression, crossings);
    if (node.kind === "label") return node.name.text === name ? { label: node, crossings } : undefined;
    const { operands, body, let: units } = anatomyOf(node);
    const around = units === undefined ? crossings : [...crossings, { kind: "let" as const, units }];
    for (const operand of operands) {
      const found = search(operand, around);
      if (found !== undefined) return found;
    }
    if (body === undefined) return undefined;
    return search(body.expression, [...crossings, { kind: "names", names: body.names }]);
  };
  return search(expression, []);
}
