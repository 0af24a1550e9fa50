/**
 * Lowers expressions: from the syntax tree, as written, to the core tree, resolved.
 *
 * A mistake is reported and lowered to a harmless placeholder, so that the rest is looked at too; the phase throws at
 * its end, so that a placeholder never reaches anybody.
 */
import type { BoundGroup, Builtin, ExceptUpdate, Expr } from "./core.ts";
import type { Bound, Expression, Infix, Name } from "../syntax/ast.ts";
import type { Location } from "../syntax/source.ts";
import { infixBuiltins, postfixBuiltins, prefixBuiltins } from "./builtins.ts";
import { bindNames, locate, withScope, type Context } from "./resolve-context.ts";
import { lowerName, lowerSymbol } from "./resolve-name.ts";
import { lowerLetUnits } from "./resolve-definition.ts";
import { Scope } from "./scope.ts";

/** Stands for an expression that could not be resolved; never leaves the resolver. */
export function placeholder(at: Location): Expr {
  return { kind: "boolean", value: true, at };
}

export function lower(expression: Expression, context: Context): Expr {
  const at = locate(context, expression);
  switch (expression.kind) {
    case "number":
      return expression.value === undefined
        ? { kind: "decimal", text: expression.text, at }
        : { kind: "number", value: expression.value, at };
    case "string":
      return { kind: "string", value: expression.value, at };
    case "name":
      return lowerName(expression, context);
    case "operatorName":
      context.state.problems.error("LS2014", `the operator ${expression.symbol} stands where a value is needed`, at);
      return placeholder(at);
    case "parentheses":
      return lower(expression.expression, context);
    case "prefix":
    case "postfix": {
      const table = expression.kind === "prefix" ? prefixBuiltins : postfixBuiltins;
      const operator = table.get(expression.operator);
      if (operator !== undefined) return builtin(operator, [lower(expression.operand, context)], at);
      return lowerSymbol(expression.operator, expression.operatorAt, [expression.operand], at, context);
    }
    case "infix":
      return lowerInfix(expression, at, context);
    case "junction":
      return builtin(expression.operator === "/\\" ? "and" : "or", lowerAll(expression.items, context), at);
    case "product":
      return builtin("product", lowerAll(expression.factors, context), at);
    case "apply":
      return {
        kind: "apply",
        function: lower(expression.function, context),
        argument: lowerIndex(expression.arguments, context),
        at,
      };
    case "field":
      return { kind: "field", record: lower(expression.record, context), name: expression.field.text, at };
    case "tuple":
    case "setEnumeration":
      return { kind: expression.kind, elements: lowerAll(expression.elements, context), at };
    case "functionSet":
      return {
        kind: "functionSet",
        domain: lower(expression.domain, context),
        range: lower(expression.range, context),
        at,
      };
    case "record": {
      checkFields(expression.fields, context);
      const fields = expression.fields.map((field) => ({
        name: field.name.text,
        value: lower(field.value, context),
      }));
      return { kind: "record", fields, at };
    }
    case "recordSet": {
      checkFields(expression.fields, context);
      const fields = expression.fields.map((field) => ({ name: field.name.text, set: lower(field.set, context) }));
      return { kind: "recordSet", fields, at };
    }
    case "except":
      return {
        kind: "except",
        function: lower(expression.function, context),
        updates: expression.updates.map((update) => lowerUpdate(update, context)),
        at,
      };
    case "exceptAt":
      if (!context.inUpdate) {
        context.state.problems.error("LS2020", "@ has a meaning only on the right side of an EXCEPT update", at, {
          hint: "@ stands for the old value in [f EXCEPT ![i] = @ + 1]",
        });
      }
      return { kind: "exceptAt", at };
    case "if":
      return {
        kind: "if",
        condition: lower(expression.condition, context),
        then: lower(expression.then, context),
        else: lower(expression.else, context),
        at,
      };
    case "case": {
      const arms = expression.arms.map((arm) => ({
        guard: lower(arm.guard, context),
        value: lower(arm.value, context),
        at: locate(context, arm),
      }));
      return expression.other === undefined
        ? { kind: "case", arms, at }
        : { kind: "case", arms, other: lower(expression.other, context), at };
    }
    case "let": {
      const { definitions, inner } = lowerLetUnits(expression.units, context);
      const body = lower(expression.body, inner);
      return definitions.length === 0 ? body : { kind: "let", definitions, body, at };
    }
    case "lambda":
      context.state.problems.error("LS2014", "a LAMBDA stands where a value is needed", at, {
        hint: "a LAMBDA is only an argument of an operator; for a function write [x \\in S |-> e]",
      });
      return placeholder(at);
    case "boxAction":
    case "angleAction":
      return {
        kind: expression.kind,
        action: lower(expression.action, context),
        subscript: lower(expression.subscript, context),
        at,
      };
    case "fairness":
      return {
        kind: "fairness",
        strength: expression.strength === "WF" ? "weak" : "strong",
        subscript: lower(expression.subscript, context),
        action: lower(expression.action, context),
        at,
      };
    case "label":
      return {
        kind: "label",
        name: expression.name.text,
        parameters: expression.parameters.map((name) => ({
          kind: "parameter",
          name: name.text,
          arity: 0,
          at: locate(context, name),
        })),
        body: lower(expression.body, context),
        at,
      };
    default:
      return lowerBinder(expression, at, context);
  }
}

type Binder = Extract<
  Expression,
  { kind: "setFilter" | "setMap" | "function" | "quantifier" | "unboundedQuantifier" | "choose" }
>;

/** Expressions that bind names: the bounds are resolved outside, the body inside. */
function lowerBinder(expression: Binder, at: Location, context: Context): Expr {
  switch (expression.kind) {
    case "setFilter": {
      const { groups, inner } = lowerBounds([expression.bound], context);
      return { kind: "setFilter", bound: groups[0]!, predicate: lower(expression.predicate, inner), at };
    }
    case "setMap": {
      const { groups, inner } = lowerBounds(expression.bounds, context);
      return { kind: "setMap", element: lower(expression.element, inner), bounds: groups, at };
    }
    case "function": {
      const { groups, inner } = lowerBounds(expression.bounds, context);
      return { kind: "function", bounds: groups, body: lower(expression.body, inner), at };
    }
    case "quantifier": {
      const { groups, inner } = lowerBounds(expression.bounds, context);
      const quantifier = expression.quantifier === "\\E" ? "exists" : "forall";
      return { kind: "quantifier", quantifier, bounds: groups, body: lower(expression.body, inner), at };
    }
    case "unboundedQuantifier": {
      const scope = new Scope(context.scope);
      const names = bindNames(context, scope, expression.names);
      const body = lower(expression.body, withScope(context, scope));
      return { kind: "unboundedQuantifier", quantifier: quantifiers[expression.quantifier], names, body, at };
    }
    case "choose": {
      const set = expression.set === undefined ? undefined : lower(expression.set, context);
      const scope = new Scope(context.scope);
      const names = bindNames(context, scope, expression.names);
      const body = lower(expression.body, withScope(context, scope));
      return { kind: "choose", names, isTuple: expression.isTuple, ...(set === undefined ? {} : { set }), body, at };
    }
  }
}

const quantifiers = {
  "\\E": "exists",
  "\\A": "forall",
  "\\EE": "temporalExists",
  "\\AA": "temporalForall",
} as const;

export function lowerAll(expressions: readonly Expression[], context: Context): Expr[] {
  return expressions.map((expression) => lower(expression, context));
}

export function builtin(operator: Builtin, operands: readonly Expr[], at: Location): Expr {
  return { kind: "builtin", operator, arguments: operands, at };
}

/** `f[a, b]` means `f[<<a, b>>]`. */
export function lowerIndex(expressions: readonly Expression[], context: Context): Expr {
  const elements = lowerAll(expressions, context);
  if (elements.length === 1) return elements[0]!;
  const file = context.module.file;
  const at = { file, start: expressions[0]?.start ?? 0, end: expressions[expressions.length - 1]?.end ?? 0 };
  return { kind: "tuple", elements, at };
}

/** Chains such as `a /\ b /\ c` and `S \cup T \cup U` lean left: gathered in a loop, so that long ones need no stack. */
function lowerInfix(expression: Infix, at: Location, context: Context): Expr {
  const chain: Infix[] = [expression];
  let first = expression.left;
  while (first.kind === "infix" && first.operator === expression.operator) {
    chain.push(first);
    first = first.left;
  }
  chain.reverse();
  const operator = infixBuiltins.get(expression.operator);
  if (operator === "and" || operator === "or") {
    return builtin(operator, [lower(first, context), ...chain.map((link) => lower(link.right, context))], at);
  }
  let left: Expr | undefined;
  for (const link of chain) {
    const linkAt = locate(context, link);
    if (operator !== undefined) {
      left = builtin(operator, [left ?? lower(first, context), lower(link.right, context)], linkAt);
    } else {
      left = lowerSymbol(link.operator, link.operatorAt, [left ?? first, link.right], linkAt, context);
    }
  }
  return left!;
}

/** Bounds in order; all sets are resolved outside of all the names. */
export function lowerBounds(
  bounds: readonly Bound[],
  context: Context,
): { readonly groups: BoundGroup[]; readonly inner: Context } {
  const sets = bounds.map((bound) => lower(bound.set, context));
  const scope = new Scope(context.scope);
  const groups: BoundGroup[] = [];
  bounds.forEach((bound, index) => {
    const names = bindNames(context, scope, bound.names);
    const set = sets[index]!;
    if (bound.isTuple) groups.push({ names, isTuple: true, set });
    else for (const name of names) groups.push({ names: [name], isTuple: false, set });
  });
  return { groups, inner: withScope(context, scope) };
}

function lowerUpdate(update: import("../syntax/ast.ts").ExceptUpdate, context: Context): ExceptUpdate {
  const path = update.path.map((step) =>
    step.kind === "field"
      ? { kind: "field" as const, name: step.field.text }
      : { kind: "index" as const, argument: lowerIndex(step.arguments, context) },
  );
  return { path, value: lower(update.value, { ...context, inUpdate: true }), at: locate(context, update) };
}

function checkFields(fields: readonly { readonly name: Name }[], context: Context): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name.text)) {
      context.state.problems.error("LS2012", `the field ${name.text} appears twice`, locate(context, name));
    }
    seen.add(name.text);
  }
}
