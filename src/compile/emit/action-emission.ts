/**
 * Formulas in action position, in continuation style: a guard is an `if` around what follows, a choice is a sequence or
 * a loop, an assignment is a `const`. Which variables are determined is known at every point of every path, so what
 * follows is emitted for that set. Once all are determined, what is left is only tested (as TLC does).
 */
import type { Expr } from "../../tla/modules/core.ts";
import { expandedSize } from "./analysis.ts";
import { expandCall, expandInPlace } from "./calls.ts";
import { emitComposition } from "./compose.ts";
import { equalOperands, negated, test, unchangedTest } from "./conditions.ts";
import { hasSlot, withSlot } from "./context.ts";
import type { Context } from "./context.ts";
import { count } from "./counts.ts";
import type { Environment } from "./environment.ts";
import { emitEnumerated, emitLoops, enumerated, unroll } from "./loops.ts";
import { groupedConjuncts } from "./memo.ts";
import { letEnvironment, meaningOf } from "./names.ts";
import { comparing, computed, condition, Kinds, local } from "./operand.ts";
import type { Condition, Operand } from "./operand.ts";
import { refuse } from "./refusal.ts";
import { Expected } from "./runtime.ts";
import { assigns, branches, targetSlot } from "./structure.ts";
import type { Side } from "./structure.ts";
import { value } from "./values.ts";

/** What an action is emitted for. */
export interface ActionMode {
  readonly side: Side;
  /** How many variables there are to determine; ENABLED needs none in particular. */
  readonly slotCount: number | undefined;
  /** Guards with several witnesses multiply the weight. */
  readonly isCounted: boolean;
  /** Emitted functions return true to end the enumeration. */
  readonly stops: boolean;
  /** The values that quantified names are tried with are counted. */
  readonly isTallied?: true;
}

export const TALLY = "tally.bindings++;";

/** Text of a product of witness counts. */
export type Weight = string;

/** What comes after a formula. `size` is roughly the code it gives, to decide whether to repeat or to share it. */
export interface Continuation {
  readonly size: number;
  emit(cx: Context, weight: Weight): void;
}

/** Continuations up to this size are repeated on every path instead of becoming a function. */
const REPEAT_SIZE_MAX = 8;

export function emitAction(
  expression: Expr,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  if (isComplete(cx, mode)) {
    emitIf(test(expression, environment, cx, Expected.action), cx, (inner) => next.emit(inner, weight));
    return;
  }
  if (!assigns(cx.compiler, expression, environment, mode.side)) {
    emitGuard(expression, environment, cx, weight, mode, next);
    return;
  }
  const recur = (e: Expr, scope: Environment, inner: Context, w: Weight, then: Continuation): void =>
    emitAction(e, scope, inner, w, mode, then);
  switch (expression.kind) {
    case "builtin":
      emitBuiltin(expression, environment, cx, weight, mode, next);
      return;
    case "quantifier": {
      const instances = unroll(expression.bounds, expression.body, environment, cx);
      if (expression.quantifier === "exists") {
        if (instances !== undefined) {
          if (mode.isTallied === true) cx.add(`tally.bindings += ${String(instances.length)};`);
          emitBranches(
            instances.map((scope) => ({ expression: expression.body, environment: scope })),
            cx,
            weight,
            mode,
            next,
          );
          return;
        }
        emitLoops(expression.bounds, environment, cx, "firstFastest", undefined, (inner, scope) => {
          if (mode.isTallied === true) inner.add(TALLY);
          recur(expression.body, scope, inner, weight, next);
        });
        return;
      }
      if (instances === undefined) {
        refuse(
          "\\A over a set that is not constant (or is large), around formulas that determine variables",
          expression.at,
        );
      }
      emitConjunction(
        instances.map((scope) => ({ expression: expression.body, environment: scope })),
        cx,
        weight,
        mode,
        next,
      );
      return;
    }
    case "if": {
      const shared = share(next, 2, mode);
      emitIfElse(
        test(expression.condition, environment, cx, Expected.ifCondition),
        cx,
        (inner) => recur(expression.then, environment, inner, weight, shared),
        (inner) => recur(expression.else, environment, inner, weight, shared),
      );
      return;
    }
    case "case": {
      const shared = share(next, expression.arms.length + 1, mode);
      const from = (index: number, inner: Context): void => {
        const arm = expression.arms[index];
        if (arm === undefined) {
          if (expression.other !== undefined) recur(expression.other, environment, inner, weight, shared);
          else inner.add(`noArm(${inner.site(expression.at)});`);
          return;
        }
        emitIfElse(
          test(arm.guard, environment, inner, Expected.caseGuard),
          inner,
          (armContext) => recur(arm.value, environment, armContext, weight, shared),
          (rest) => from(index + 1, rest),
        );
      };
      from(0, cx);
      return;
    }
    case "let":
      recur(expression.body, letEnvironment(expression, environment, cx.block), cx, weight, next);
      return;
    case "label":
      recur(expression.body, environment, cx, weight, next);
      return;
    case "boxAction": {
      const shared = share(next, 2, mode);
      emitBranch(cx, (inner) => recur(expression.action, environment, inner, weight, shared));
      emitBranch(cx, (inner) => emitUnchanged(expression.subscript, environment, inner, weight, mode, shared));
      return;
    }
    case "angleAction":
      recur(expression.action, environment, cx, weight, {
        size: next.size + 4,
        emit: (inner, w) =>
          emitIf(negated(unchangedTest(expression.subscript, environment, inner)), inner, (changed) =>
            next.emit(changed, w),
          ),
      });
      return;
    case "ref": {
      const meaning = meaningOf(cx.compiler, expression, environment);
      switch (meaning.kind) {
        case "call":
          recur(meaning.definition.body, expandCall(meaning, cx), cx, weight, next);
          return;
        case "lambda":
          recur(meaning.body, expandInPlace(meaning, cx), cx, weight, next);
          return;
        case "builtin":
          recur(meaning.expression, meaning.environment, cx, weight, next);
          return;
        case "binding":
          if (meaning.binding.kind === "thunk") {
            recur(meaning.binding.expression, meaning.binding.environment, cx, weight, next);
            return;
          }
          break;
        case "constant":
        case "native":
          break;
      }
      throw new Error("a name without a body was taken to determine variables");
    }
    default:
      throw new Error(`a formula of kind ${expression.kind} was taken to determine variables`);
  }
}

function emitBuiltin(
  expression: Extract<Expr, { kind: "builtin" }>,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  const args = expression.arguments;
  const parts = args.map((a) => ({ expression: a, environment }));
  switch (expression.operator) {
    case "and":
      emitConjunction(conjunctParts(args, environment, cx), cx, weight, mode, next);
      return;
    case "or":
      emitBranches(parts, cx, weight, mode, next);
      return;
    case "implies": {
      const shared = share(next, 2, mode);
      emitIfElse(
        test(args[0]!, environment, cx, Expected.implication),
        cx,
        (inner) => emitAction(args[1]!, environment, inner, weight, mode, shared),
        (inner) => shared.emit(inner, weight),
      );
      return;
    }
    case "unchanged":
      emitUnchanged(args[0]!, environment, cx, weight, mode, next);
      return;
    case "compose":
      emitComposition(expression, environment, cx, weight, mode, next);
      return;
    case "equals":
    case "in":
    case "subsetEq": {
      const slot = targetSlot(cx.compiler, args[0]!, environment, mode.side)!;
      if (isAssigned(slot, cx, mode)) emitGuard(expression, environment, cx, weight, mode, next);
      else if (expression.operator === "equals") {
        const result = value(args[1]!, environment, cx);
        next.emit(assign(slot, cx.normal(result, args[1]!.at), cx, mode), weight);
      } else emitChoiceOf(slot, expression, environment, cx, weight, mode, next);
      return;
    }
    default:
      throw new Error(`${expression.operator} was taken to determine variables`);
  }
}

/** `x' \in S` and `x' \subseteq S` for an undetermined x'. */
function emitChoiceOf(
  slot: number,
  expression: Extract<Expr, { kind: "builtin" }>,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  const right = expression.arguments[1]!;
  let set: Operand;
  if (expression.operator === "in") set = emitEnumerated(right, environment, cx);
  else {
    const base = value(right, environment, cx);
    set = enumerated(computed(`S.powerSet(${base.text}, ${cx.site(expression.at)})`, Kinds.set), right, cx);
  }
  const inner = cx.loop();
  const index = inner.fresh("i");
  const size = `n${index.slice(1)}`;
  const assigned = assign(slot, computed(`S.at(${set.text}, ${index})`, Kinds.any, true), inner, mode);
  next.emit(assigned, weight);
  cx.block.nest(`for (let ${index} = 0, ${size} = S.size(${set.text}); ${index} < ${size}; ${index}++) {`, inner.block);
}

/** `UNCHANGED e`: assigns or tests each variable of a tuple of variables, tests anything else. */
export function emitUnchanged(
  expression: Expr,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  const leaves = unchangedLeaves(expression, environment, cx, mode);
  const from = (position: number, inner: Context): void => {
    const leaf = leaves[position];
    if (leaf === undefined) {
      next.emit(inner, weight);
      return;
    }
    const slot = targetSlot(inner.compiler, leaf.expression, leaf.environment, "next", true);
    if (slot === undefined) {
      emitIf(unchangedTest(leaf.expression, leaf.environment, inner), inner, (then) => from(position + 1, then));
      return;
    }
    const before = value(leaf.expression, leaf.environment, inner);
    if (isAssigned(slot, inner, mode)) {
      const same = equalOperands(local(slotName(slot, mode)), before, leaf.expression, inner);
      emitIf(same, inner, (then) => from(position + 1, then));
    } else from(position + 1, assign(slot, inner.normal(before, leaf.expression.at), inner, mode));
  };
  from(0, cx);
}

interface Part {
  readonly expression: Expr;
  readonly environment: Environment;
}

function unchangedLeaves(expression: Expr, environment: Environment, cx: Context, mode: ActionMode): Part[] {
  if (expression.kind === "tuple") {
    return expression.elements.flatMap((element) => unchangedLeaves(element, environment, cx, mode));
  }
  if (expression.kind === "label") return unchangedLeaves(expression.body, environment, cx, mode);
  if (expression.kind === "ref" && targetSlot(cx.compiler, expression, environment, "next", true) === undefined) {
    const meaning = meaningOf(cx.compiler, expression, environment);
    if (meaning.kind === "call" && !meaning.definition.isRecursive && meaning.definition.body.kind !== "native") {
      return unchangedLeaves(meaning.definition.body, expandCall(meaning, cx), cx, mode);
    }
    if (meaning.kind === "binding" && meaning.binding.kind === "thunk") {
      return unchangedLeaves(meaning.binding.expression, meaning.binding.environment, cx, mode);
    }
  }
  return [{ expression, environment }];
}

function emitConjunction(
  parts: readonly Part[],
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  const sizes = parts.map((part) => expandedSize(part.expression));
  const from = (index: number): Continuation => {
    if (index === parts.length) return next;
    const part = parts[index]!;
    return {
      size: sizes.slice(index).reduce((sum, size) => sum + size, next.size),
      emit: (inner, w) => emitAction(part.expression, part.environment, inner, w, mode, from(index + 1)),
    };
  };
  from(0).emit(cx, weight);
}

function conjunctParts(conjuncts: readonly Expr[], environment: Environment, cx: Context): Part[] {
  return groupedConjuncts(conjuncts, environment, cx).map((expression) => ({ expression, environment }));
}

function emitBranches(parts: readonly Part[], cx: Context, weight: Weight, mode: ActionMode, next: Continuation): void {
  const shared = share(next, parts.length, mode);
  for (const part of parts) {
    emitBranch(cx, (inner) => emitAction(part.expression, part.environment, inner, weight, mode, shared));
  }
}

/** One of several alternatives, in braces where it declares variables that the others declare as well. */
export function emitBranch(cx: Context, body: (inner: Context) => void): void {
  const inner = cx.child();
  body(inner);
  const declares = inner.block.lines.some((line) => line.indent === 0 && /^const [vw]\d/.test(line.text ?? ""));
  if (declares) cx.block.nest("{", inner.block);
  else cx.block.splice(inner.block);
}

/** A continuation that several paths lead to: a function for each set of determined variables. */
function share(next: Continuation, uses: number, mode: ActionMode): Continuation {
  if (uses < 2 || next.size <= REPEAT_SIZE_MAX) return next;
  const emitted = new Map<string, string>();
  return {
    size: 1,
    emit(cx, weight) {
      const key = `${String(cx.current)} ${String(cx.next)}`;
      let name = emitted.get(key);
      if (name === undefined) {
        const parameter = cx.unit.fresh("t");
        const lifted = cx.unit.declare(mode.isCounted ? [parameter] : [], "what follows a choice");
        name = lifted.name;
        emitted.set(key, name);
        const inner = cx.in(cx.unit.begin(lifted));
        next.emit(inner, mode.isCounted ? parameter : weight);
        if (mode.stops) inner.add("return false;");
        cx.unit.finish(lifted, inner.block);
      }
      emitCall(cx, cx.unit.call(name, mode.isCounted ? [weight] : []), mode);
    },
  };
}

/** Calls a function of the same mode, passing on that the enumeration is to end. */
export function emitCall(cx: Context, call: string, mode: ActionMode): void {
  cx.add(mode.stops ? `if (${call}) return true;` : `${call};`);
}

function emitGuard(
  expression: Expr,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  if (!mode.isCounted || !branches(cx.compiler, expression, environment)) {
    const guard = withLocals(test(expression, environment, cx, Expected.action), cx);
    emitIf(guard, cx, (inner) => next.emit(inner, weight));
    return;
  }
  const witnesses = count(expression, environment, cx);
  if (witnesses.constant === 0) return;
  if (witnesses.constant !== undefined) {
    next.emit(cx, times(weight, witnesses.text));
    return;
  }
  const name = cx.fresh("t");
  cx.add(`const ${name} = ${witnesses.text};`);
  const inner = cx.child();
  next.emit(inner, times(weight, name));
  cx.block.nestIf(condition(`${name} !== 0`), inner.block);
}

/**
 * The condition with what it compares in locals, and whether that is equal as well: what follows asks for the same, and
 * actions begin with the same guard more often than not (`queue[p] # <<>>`).
 */
function withLocals(guard: Condition, cx: Context): Condition {
  if (guard.comparison === undefined) return guard;
  const { comparison } = guard;
  const settled = (operand: Operand): Operand => (operand.pure === undefined ? operand : cx.atom(operand));
  const a = settled(comparison.a);
  // What stands behind an operand that is not settled is evaluated after it.
  const b = a.atom ? settled(comparison.b) : comparison.b;
  if (!a.atom || !b.atom) return comparing({ ...comparison, a, b });
  const key = `equal ${a.text} ${b.text}`;
  const held = cx.block.resultOf(key);
  const name = held ?? cx.fresh("t");
  if (held === undefined) {
    const equal = comparing({ ...comparison, a, b, isNegated: false });
    cx.block.declareResult({ key, name }, equal.text);
  }
  const answer = { text: name, atom: true };
  return comparison.isNegated ? negated(answer) : answer;
}

/** The product of two counts, as text. */
export function times(weight: Weight, factor: string): Weight {
  if (weight === "1") return factor;
  return factor === "1" ? weight : `${weight} * ${factor}`;
}

export function emitIf(guard: Condition, cx: Context, then: (inner: Context) => void): void {
  if (guard.constant === false) return;
  if (guard.constant === true) {
    then(cx);
    return;
  }
  const inner = cx.child();
  then(inner);
  cx.block.nestIf(guard, inner.block);
}

function emitIfElse(
  guard: Condition,
  cx: Context,
  then: (inner: Context) => void,
  otherwise: (inner: Context) => void,
): void {
  if (guard.constant !== undefined) {
    (guard.constant ? then : otherwise)(cx);
    return;
  }
  const yes = cx.child();
  const no = cx.child();
  then(yes);
  otherwise(no);
  cx.block.nest(`if (${guard.text}) {`, yes.block);
  if (!no.block.isEmpty) cx.block.nest("else {", no.block);
}

// ---------------------------------------------------------------------------------------- determined variables

function isAssigned(slot: number, cx: Context, mode: ActionMode): boolean {
  return hasSlot(mode.side === "next" ? cx.next : cx.current, slot);
}

function isComplete(cx: Context, mode: ActionMode): boolean {
  if (mode.slotCount === undefined) return false;
  const all = (1n << BigInt(mode.slotCount)) - 1n;
  return ((mode.side === "next" ? cx.next : cx.current) & all) === all;
}

export function slotName(slot: number, mode: ActionMode): string {
  return (mode.side === "next" ? "w" : "v") + String(slot);
}

/** Declares the variable's local; `cx` with the variable known is what follows. */
function assign(slot: number, operand: Operand, cx: Context, mode: ActionMode): Context {
  cx.add(`const ${slotName(slot, mode)} = ${operand.text};`);
  return mode.side === "next"
    ? cx.knowing(cx.current, withSlot(cx.next, slot))
    : cx.knowing(withSlot(cx.current, slot), cx.next);
}
