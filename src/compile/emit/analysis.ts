/**
 * Questions about core trees that need no environment: size, uses of a parameter, whether primes occur, whether a
 * parameter is certainly evaluated. All answers err on the safe side.
 */
import type { Argument, Declaration, Definition, Expr, InstanceUse } from "../../tla/modules/core.ts";

/** Calls `visit` for every direct sub-expression; `repeated` when it may be evaluated any number of times. */
export function forEachChild(expression: Expr, visit: (child: Expr, repeated: boolean) => void): void {
  const argument = (a: Argument): void => {
    if (a.kind === "lambda") visit(a.body, true);
    else if (a.kind === "operatorRef") {
      if (a.instance !== undefined) forEachInstanceArgument(a.instance, argument);
    } else if (a.kind !== "builtinRef") visit(a, false);
  };
  switch (expression.kind) {
    case "number":
    case "decimal":
    case "string":
    case "boolean":
    case "builtinSet":
    case "exceptAt":
    case "native":
      return;
    case "ref":
      expression.arguments.forEach(argument);
      if (expression.instance !== undefined) {
        forEachInstanceArgument(expression.instance, (a) => {
          if (a.kind === "lambda") visit(a.body, true);
          else if (a.kind !== "operatorRef" && a.kind !== "builtinRef") visit(a, true);
        });
      }
      return;
    case "builtin":
      for (const a of expression.arguments) visit(a, false);
      return;
    case "if":
      visit(expression.condition, false);
      visit(expression.then, false);
      visit(expression.else, false);
      return;
    case "case":
      for (const arm of expression.arms) {
        visit(arm.guard, false);
        visit(arm.value, false);
      }
      if (expression.other !== undefined) visit(expression.other, false);
      return;
    case "let":
      for (const definition of expression.definitions) {
        visit(definition.body, definition.parameters.length > 0 || definition.isRecursive);
      }
      visit(expression.body, false);
      return;
    case "quantifier":
      for (const bound of expression.bounds) visit(bound.set, false);
      visit(expression.body, true);
      return;
    case "unboundedQuantifier":
      visit(expression.body, true);
      return;
    case "choose":
      if (expression.set !== undefined) visit(expression.set, false);
      visit(expression.body, true);
      return;
    case "tuple":
    case "setEnumeration":
      for (const element of expression.elements) visit(element, false);
      return;
    case "setFilter":
      visit(expression.bound.set, false);
      visit(expression.predicate, true);
      return;
    case "setMap":
      for (const bound of expression.bounds) visit(bound.set, false);
      visit(expression.element, true);
      return;
    case "function":
      for (const bound of expression.bounds) visit(bound.set, false);
      visit(expression.body, true);
      return;
    case "apply":
      visit(expression.function, false);
      visit(expression.argument, false);
      return;
    case "functionSet":
      visit(expression.domain, false);
      visit(expression.range, false);
      return;
    case "record":
      for (const field of expression.fields) visit(field.value, false);
      return;
    case "recordSet":
      for (const field of expression.fields) visit(field.set, false);
      return;
    case "field":
      visit(expression.record, false);
      return;
    case "except":
      visit(expression.function, false);
      for (const update of expression.updates) {
        for (const step of update.path) if (step.kind === "index") visit(step.argument, false);
        visit(update.value, false);
      }
      return;
    case "boxAction":
    case "angleAction":
    case "fairness":
      visit(expression.action, true);
      visit(expression.subscript, true);
      return;
    case "label":
      visit(expression.body, false);
      return;
  }
}

function forEachInstanceArgument(use: InstanceUse, visit: (a: Argument) => void): void {
  use.arguments.forEach(visit);
  for (const substituted of use.instance.substitutions.values()) visit(substituted);
  if (use.parent !== undefined) forEachInstanceArgument(use.parent, visit);
}

/** What an expression refers to directly: as a name, or as an operator argument. */
export function forEachReference(expression: Expr, visit: (target: Declaration) => void): void {
  const argument = (a: Argument): void => {
    if (a.kind === "operatorRef") visit(a.target);
  };
  if (expression.kind === "ref") {
    visit(expression.target);
    expression.arguments.forEach(argument);
    if (expression.instance !== undefined) forEachInstanceArgument(expression.instance, argument);
  }
}

/** How often a body can evaluate a name, up to 2: 0 never, 1 at most once, 2 any number of times. */
export function usesOf(name: Declaration, body: Expr): 0 | 1 | 2 {
  let uses = 0;
  const walk = (expression: Expr, weight: number): void => {
    if (uses > 1) return;
    forEachReference(expression, (target) => {
      if (target === name) uses += weight;
    });
    forEachChild(expression, (child, repeated) => walk(child, repeated ? 2 : weight));
  };
  walk(body, 1);
  return uses > 1 ? 2 : (uses as 0 | 1);
}

const SIZE_CAP = 100_000;
const sizes = new WeakMap<Definition, number>();
const ownSizes = new WeakMap<Expr, number>();

/** Number of nodes with all definitions expanded, capped: how much code full inlining would give. */
export function expandedSize(expression: Expr): number {
  const known = ownSizes.get(expression);
  if (known !== undefined) return known;
  let size = 1;
  forEachReference(expression, (target) => {
    if (target.kind === "definition" && target.native === undefined) size += definitionSize(target);
  });
  forEachChild(expression, (child) => {
    size += expandedSize(child);
  });
  size = Math.min(size, SIZE_CAP);
  ownSizes.set(expression, size);
  return size;
}

export function definitionSize(definition: Definition): number {
  if (definition.isRecursive) return SIZE_CAP;
  const known = sizes.get(definition);
  if (known !== undefined) return known;
  sizes.set(definition, 1);
  const size = expandedSize(definition.body);
  sizes.set(definition, size);
  return size;
}

/** Definitions up to this size (all calls in them expanded) are expanded in place. */
export const INLINE_SIZE_MAX = 60;
/** What the call of an emitted function counts for. */
const CALL_SIZE = 5;

/** Number of nodes that are emitted in place: what becomes a function of its own counts as a call. */
export function emittedSize(expression: Expr): number {
  let size = 1;
  forEachReference(expression, (target) => {
    if (target.kind !== "definition" || target.native !== undefined) return;
    const expanded = definitionSize(target);
    const isInPlace = definitionMentionsPrime(target) && !target.isRecursive;
    size += expanded <= INLINE_SIZE_MAX ? expanded : isInPlace ? emittedSize(target.body) : CALL_SIZE;
  });
  forEachChild(expression, (child) => {
    size += emittedSize(child);
  });
  return Math.min(size, SIZE_CAP);
}

const actionLike = new WeakMap<Definition, boolean>();

/** True when the body can speak of the next state: such definitions are always expanded in place. */
export function definitionMentionsPrime(definition: Definition): boolean {
  const known = actionLike.get(definition);
  if (known !== undefined) return known;
  actionLike.set(definition, false);
  const result = mentionsPrime(definition.body);
  actionLike.set(definition, result);
  // What was found while an answer further up was open may be too little.
  if (!result && definition.isRecursive) actionLike.delete(definition);
  return result;
}

export function mentionsPrime(expression: Expr): boolean {
  if (
    expression.kind === "boxAction" ||
    expression.kind === "angleAction" ||
    expression.kind === "fairness" ||
    (expression.kind === "builtin" && ["prime", "unchanged", "enabled", "compose"].includes(expression.operator))
  ) {
    return true;
  }
  let found = false;
  forEachReference(expression, (target) => {
    if (!found && target.kind === "definition") found = definitionMentionsPrime(target);
  });
  forEachChild(expression, (child) => {
    if (!found) found = mentionsPrime(child);
  });
  return found;
}

const strictness = new WeakMap<Definition, boolean[]>();

/**
 * True when calling the definition always evaluates its parameter (or fails, or does not end): then it can be
 * evaluated before the call. A recursive call counts as evaluating what it is given, which is the greatest solution.
 */
export function isStrict(definition: Definition, parameter: number): boolean {
  let known = strictness.get(definition);
  if (known === undefined) {
    known = definition.parameters.map(() => true);
    strictness.set(definition, known);
    definition.parameters.forEach((declared, index) => {
      known![index] = declared.arity === 0 && certainlyUses(declared, definition.body);
    });
  }
  return known[parameter] ?? false;
}

function certainlyUses(name: Declaration, expression: Expr): boolean {
  const uses = (e: Expr): boolean => certainlyUses(name, e);
  switch (expression.kind) {
    case "ref": {
      if (expression.target === name) return true;
      const target = expression.target;
      if (target.kind !== "definition" || target.native !== undefined) return false;
      return expression.arguments.some(
        (a, index) =>
          a.kind !== "operatorRef" &&
          a.kind !== "builtinRef" &&
          a.kind !== "lambda" &&
          isStrict(target, index) &&
          uses(a),
      );
    }
    case "builtin":
      switch (expression.operator) {
        case "and":
        case "or":
        case "implies":
          return expression.arguments[0] !== undefined && uses(expression.arguments[0]);
        case "equals":
        case "notEquals":
        case "in":
        case "notIn":
        case "subsetEq":
        case "union":
        case "intersect":
        case "minus":
        case "not":
        case "equivalent":
        case "domain":
          return expression.arguments.some(uses);
        default:
          return false;
      }
    case "if":
      return uses(expression.condition) || (uses(expression.then) && uses(expression.else));
    case "case":
      return expression.arms[0] !== undefined && uses(expression.arms[0].guard);
    case "let":
      return uses(expression.body);
    case "quantifier":
      return expression.bounds.some((bound) => uses(bound.set));
    case "choose":
      return expression.set !== undefined && uses(expression.set);
    case "tuple":
    case "setEnumeration":
      return expression.elements.some(uses);
    case "setFilter":
      return uses(expression.bound.set);
    case "apply":
      return uses(expression.function) || uses(expression.argument);
    case "field":
      return uses(expression.record);
    case "record":
      return expression.fields.some((field) => uses(field.value));
    case "except":
      return uses(expression.function);
    case "label":
      return uses(expression.body);
    default:
      return false;
  }
}
