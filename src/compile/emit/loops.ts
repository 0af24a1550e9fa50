/**
 * Running through the elements of sets: unrolled when the sets are constant and small, as loops otherwise.
 */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import type { Value } from "../../values/types.ts";
import { emittedSize } from "./analysis.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { meaningOf } from "./names.ts";
import { Kinds, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { sequence, value } from "./values.ts";

/** How far is unrolled: instances of the body, and nodes in all of them, definitions expanded. */
interface UnrollMax {
  readonly count: number;
  readonly size: number;
}

/** How far quantifiers are unrolled. */
const UNROLLED: UnrollMax = { count: 64, size: 3_000 };

/** Which bound varies fastest. Quantifiers: the first (as TLC does). Functions: the last, the canonical order of tuples. */
export type Order = "firstFastest" | "lastFastest";

/**
 * Environments for each combination of elements, when unrolling is worth it. A set that cannot be evaluated now is left
 * to run time.
 */
export function unroll(
  bounds: readonly BoundGroup[],
  body: Expr,
  environment: Environment,
  cx: Context,
  order: Order = "firstFastest",
  max: UnrollMax = UNROLLED,
): Environment[] | undefined {
  const { compiler } = cx;
  const sets: (readonly Value[])[] = [];
  let count = 1;
  for (const bound of bounds) {
    const set = compiler.fold(bound.set, environment);
    if (set === undefined) return undefined;
    const elements = constantElements(set, max.count, cx);
    if (elements === undefined) return undefined;
    sets.push(elements);
    count *= elements.length;
    if (count > max.count) return undefined;
  }
  if (count * emittedSize(body) > max.size && count > 1) return undefined;

  let result: Environment[] = [environment.extend()];
  const indexes = bounds.map((_, index) => index);
  // The bound handled last varies fastest.
  for (const index of order === "firstFastest" ? indexes.reverse() : indexes) {
    const bound = bounds[index]!;
    const next: Environment[] = [];
    for (const partial of result) {
      for (const element of sets[index]!) {
        const inner = bindConstant(bound, element, partial, cx);
        if (inner === undefined) return undefined;
        next.push(inner);
      }
    }
    result = next;
  }
  return result;
}

function constantElements(set: Value, countMax: number, cx: Context): readonly Value[] | undefined {
  const { store } = cx.compiler;
  const enumerated = cx.compiler.tryFold(() => store.enumerate(set, -1));
  if (enumerated === undefined || store.size(enumerated) > countMax) return undefined;
  return Array.from({ length: store.size(enumerated) }, (_, i) => store.at(enumerated, i));
}

/** Binds the names of a bound to a constant; undefined when it does not have the shape of the pattern. */
export function bindConstant(
  bound: BoundGroup,
  element: Value,
  environment: Environment,
  cx: Context,
): Environment | undefined {
  const { store, runtime } = cx.compiler;
  const inner = environment.extend();
  if (!bound.isTuple) return inner.bind(bound.names[0]!, { kind: "operand", operand: cx.constant(element) });
  const tuple = cx.compiler.tryFold(() => runtime.untuple(element, bound.names.length, -1));
  if (tuple === undefined) return undefined;
  bound.names.forEach((name, i) => {
    inner.bind(name, { kind: "operand", operand: cx.constant(store.at(tuple, i)) });
  });
  return inner;
}

/** What a loop runs through: a set, or the integers between two. */
type Domain =
  | { readonly kind: "set"; readonly set: Operand }
  | { readonly kind: "interval"; readonly low: Operand; readonly high: Operand };

/**
 * Emits the sets, then the loops, with `body` innermost; it is given the element of each bound. `label` names the
 * outermost loop, for `break`.
 */
export function emitLoops(
  bounds: readonly BoundGroup[],
  environment: Environment,
  cx: Context,
  order: Order,
  label: string | undefined,
  body: (inner: Context, environment: Environment, elements: readonly Operand[]) => void,
): void {
  const domains = emitDomains(bounds, environment, cx);
  const indexes = bounds.map((_, index) => index);
  if (order === "firstFastest") indexes.reverse();
  const elements: Operand[] = new Array<Operand>(bounds.length);

  const nest = (depth: number, outer: Context, outerEnvironment: Environment): void => {
    const index = indexes[depth];
    if (index === undefined) {
      body(outer, outerEnvironment, elements);
      return;
    }
    const bound = bounds[index]!;
    const inner = outer.loop();
    const header = loopHeader(domains[index]!, inner);
    elements[index] = header.element;
    const innerEnvironment = bindElement(bound, header.element, outerEnvironment, inner);
    nest(depth + 1, inner, innerEnvironment);
    const prefix = depth === 0 && label !== undefined ? `${label}: ` : "";
    outer.block.nest(prefix + header.opening, inner.block);
  };
  nest(0, cx, environment);
}

function emitDomains(bounds: readonly BoundGroup[], environment: Environment, cx: Context): Domain[] {
  const domains: Domain[] = [];
  bounds.forEach((bound, index) => {
    // `x, y \in S` shares the set expression: evaluate it once.
    const shared = bounds.findIndex((other) => other.set === bound.set);
    domains.push(shared < index ? domains[shared]! : emitDomain(bound.set, environment, cx));
  });
  return domains;
}

function emitDomain(set: Expr, environment: Environment, cx: Context): Domain {
  const interval = intervalBounds(set, environment, cx);
  if (interval !== undefined) return interval;
  return { kind: "set", set: emitEnumerated(set, environment, cx) };
}

/** A set as an atom that `S.size` and `S.at` work on. */
export function emitEnumerated(set: Expr, environment: Environment, cx: Context): Operand {
  return enumerated(value(set, environment, cx), set, cx);
}

export function enumerated(operand: Operand, use: Expr, cx: Context): Operand {
  const { compiler } = cx;
  if (operand.constant !== undefined) {
    const constant = operand.constant;
    const set = compiler.tryFold(() => compiler.store.enumerate(constant, -1));
    if (set !== undefined) return cx.constant(set);
  } else if (operand.normal && operand.kinds === Kinds.set) {
    return cx.atom(operand);
  }
  const name = cx.fresh("t");
  cx.add(`const ${name} = S.enumerate(${operand.text}, ${cx.site(use.at)});`);
  return local(name, Kinds.set);
}

/** `a .. b` is run through without building it. */
function intervalBounds(set: Expr, environment: Environment, cx: Context): Domain | undefined {
  if (set.kind !== "ref" || cx.compiler.fold(set, environment) !== undefined) return undefined;
  const meaning = meaningOf(cx.compiler, set, environment);
  if (meaning.kind !== "native" || meaning.definition.native !== "Naturals!..") return undefined;
  const parts = meaning.arguments.map((argument) => (inner: Context): Operand => {
    if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
      throw new Error("an operator as bound of an interval");
    }
    return value(argument, meaning.environment, inner);
  });
  const [low, high] = sequence(parts, cx).map((operand) => {
    const name = cx.fresh("t");
    cx.add(`const ${name} = smallInteger(${operand.text}, ${cx.site(set.at)});`);
    return local(name, Kinds.integer);
  });
  return { kind: "interval", low: low!, high: high! };
}

function loopHeader(domain: Domain, cx: Context): { readonly opening: string; readonly element: Operand } {
  const index = cx.fresh("i");
  const element = cx.fresh("t");
  if (domain.kind === "interval") {
    cx.add(`const ${element} = ${index};`);
    return {
      opening: `for (let ${index} = ${domain.low.text}; ${index} <= ${domain.high.text}; ${index} += 2) {`,
      element: local(element, Kinds.integer),
    };
  }
  const set = domain.set.text;
  const size = `n${index.slice(1)}`;
  cx.add(`const ${element} = S.at(${set}, ${index});`);
  return {
    opening: `for (let ${index} = 0, ${size} = S.size(${set}); ${index} < ${size}; ${index}++) {`,
    element: { ...local(element), isElement: true },
  };
}

/** Binds the names of a bound to an element, taking a tuple apart. */
export function bindElement(bound: BoundGroup, element: Operand, environment: Environment, cx: Context): Environment {
  const inner = environment.extend();
  if (!bound.isTuple) return inner.bind(bound.names[0]!, { kind: "operand", operand: element });
  cx.add(`untuple(${element.text}, ${String(bound.names.length)}, ${cx.site(bound.set.at)});`);
  bound.names.forEach((name, i) => {
    const part = cx.fresh("t");
    cx.add(`const ${part} = S.at(${element.text}, ${String(i)});`);
    inner.bind(name, { kind: "operand", operand: local(part) });
  });
  return inner;
}
