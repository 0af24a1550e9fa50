/**
 * Formulas as JavaScript booleans, with TLC's order of evaluation and short circuits.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { callTest, expandCall, truthOf } from "./calls.ts";
import { compositionTest } from "./compose.ts";
import type { Store, Value } from "../../values/types.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitEnabled } from "./enabled.ts";
import { bindElement } from "./loops.ts";
import { groupedConjuncts, rememberedTest } from "./memo.ts";
import { letEnvironment, meaningOf } from "./names.ts";
import { comparing, condition, conditionOf, FALSE_CONDITION, TRUE_CONDITION } from "./operand.ts";
import type { Condition, Operand } from "./operand.ts";
import { quantifierTest } from "./quantifiers.ts";
import { refuse } from "./refusal.ts";
import { Expected } from "./runtime.ts";
import { foldAll, sequence, value, values } from "./values.ts";

export function test(
  expression: Expr,
  environment: Environment,
  cx: Context,
  expected: number = Expected.formula,
): Condition {
  const remembered = rememberedTest(expression, environment, cx);
  if (remembered !== undefined) return remembered;
  switch (expression.kind) {
    case "boolean":
      return conditionOf(expression.value);
    case "builtin":
      return builtinTest(expression, environment, cx, expected);
    case "quantifier": {
      const folded = cx.compiler.fold(expression, environment);
      if (folded !== undefined) return conditionOf(folded === cx.compiler.store.TRUE);
      return quantifierTest(expression, environment, cx);
    }
    case "if":
      return conditionChoice(
        test(expression.condition, environment, cx, Expected.ifCondition),
        (inner) => test(expression.then, environment, inner, expected),
        (inner) => test(expression.else, environment, inner, expected),
        cx,
      );
    case "case": {
      const from = (index: number, inner: Context): Condition => {
        const arm = expression.arms[index];
        if (arm === undefined) {
          if (expression.other !== undefined) return test(expression.other, environment, inner, expected);
          return condition(`noArm(${inner.site(expression.at)})`);
        }
        return conditionChoice(
          test(arm.guard, environment, inner, Expected.caseGuard),
          (armContext) => test(arm.value, environment, armContext, expected),
          (rest) => from(index + 1, rest),
          inner,
        );
      };
      return from(0, cx);
    }
    case "let":
      return test(expression.body, letEnvironment(expression, environment, cx.block), cx, expected);
    case "label":
      return test(expression.body, environment, cx, expected);
    case "ref": {
      const folded = cx.compiler.fold(expression, environment);
      if (folded !== undefined) return truthOf(cx.constant(folded), expected, expression, cx);
      return (
        callTest(expression, environment, cx) ?? truthOf(value(expression, environment, cx), expected, expression, cx)
      );
    }
    case "boxAction":
      // A step that leaves the subscript alone is allowed by definition.
      return junction(
        false,
        [
          (inner) => test(expression.action, environment, inner),
          (inner) => unchangedTest(expression.subscript, environment, inner),
        ],
        cx,
      );
    case "angleAction":
      return junction(
        true,
        [
          (inner) => test(expression.action, environment, inner),
          (inner) => negated(unchangedTest(expression.subscript, environment, inner)),
        ],
        cx,
      );
    default:
      return truthOf(value(expression, environment, cx), expected, expression, cx);
  }
}

function builtinTest(
  expression: Extract<Expr, { kind: "builtin" }>,
  environment: Environment,
  cx: Context,
  expected: number,
): Condition {
  const { operator, arguments: args } = expression;
  switch (operator) {
    case "and":
      return junction(
        true,
        groupedConjuncts(args, environment, cx).map(
          (a) => (inner: Context) => test(a, environment, inner, Expected.conjunct),
        ),
        cx,
      );
    case "or":
      return junction(
        false,
        args.map((a) => (inner: Context) => test(a, environment, inner, Expected.disjunct)),
        cx,
      );
    case "implies":
      return junction(
        false,
        [
          (inner) => negated(test(args[0]!, environment, inner, Expected.implication)),
          (inner) => test(args[1]!, environment, inner, Expected.implication),
        ],
        cx,
      );
    case "not":
      return negated(test(args[0]!, environment, cx, Expected.negation));
    case "equivalent": {
      const [a, b] = conditions(
        args.map((arg) => (inner: Context) => test(arg, environment, inner, Expected.equivalence)),
        cx,
      );
      if (a!.constant !== undefined && b!.constant !== undefined) return conditionOf(a!.constant === b!.constant);
      return condition(`(${a!.text}) === (${b!.text})`);
    }
    case "equals":
      return equality(args[0]!, args[1]!, expression, environment, cx);
    case "notEquals":
      return negated(equality(args[0]!, args[1]!, expression, environment, cx));
    case "in":
      return membership(args[0]!, args[1]!, expression, environment, cx);
    case "notIn":
      return negated(membership(args[0]!, args[1]!, expression, environment, cx));
    case "subsetEq": {
      const [a, b] = values(args, environment, cx);
      const folded = foldTest([a!, b!], cx, ([ac, bc]) => cx.compiler.store.subsetEq(ac!, bc!, -1));
      return folded ?? condition(`S.subsetEq(${a!.text}, ${b!.text}, ${cx.site(expression.at)})`);
    }
    case "prime":
      if (cx.primed) return refuse("a prime within a prime", expression.at);
      return test(args[0]!, environment, cx.asPrimed(), expected);
    case "unchanged":
      return unchangedTest(args[0]!, environment, cx);
    case "enabled":
      return emitEnabled(args[0]!, environment, cx);
    case "compose":
      if (cx.primed) return refuse("an action within a prime", expression.at);
      return compositionTest(expression, environment, cx);
    case "always":
    case "eventually":
    case "leadsTo":
    case "guarantees":
      return refuse("a temporal operator where a formula about one state or step is expected", expression.at);
    default:
      return truthOf(value(expression, environment, cx), expected, expression, cx);
  }
}

/** `UNCHANGED e`: e' = e. */
export function unchangedTest(expression: Expr, environment: Environment, cx: Context): Condition {
  if (cx.primed) return refuse("UNCHANGED within a prime", expression.at);
  if (expression.kind === "tuple") {
    return junction(
      true,
      expression.elements.map((e) => (inner: Context) => unchangedTest(e, environment, inner)),
      cx,
    );
  }
  const [after, before] = sequence(
    [(inner) => value(expression, environment, inner.asPrimed()), (inner) => value(expression, environment, inner)],
    cx,
  );
  return equalOperands(after!, before!, expression, cx);
}

export function negated(c: Condition): Condition {
  if (c.constant !== undefined) return conditionOf(!c.constant);
  if (c.comparison !== undefined) return comparing({ ...c.comparison, isNegated: !c.comparison.isNegated });
  return condition(c.atom ? `!${c.text}` : `!(${c.text})`);
}

function foldTest(
  operands: readonly Operand[],
  cx: Context,
  compute: (constants: readonly number[]) => boolean,
): Condition | undefined {
  const { store } = cx.compiler;
  const folded = foldAll(operands, cx, (constants) => store.boolean(compute(constants)));
  return folded === undefined ? undefined : conditionOf(folded.constant === store.TRUE);
}

function equality(left: Expr, right: Expr, use: Expr, environment: Environment, cx: Context): Condition {
  const [a, b] = values([left, right], environment, cx);
  return equalOperands(a!, b!, use, cx);
}

export function equalOperands(a: Operand, b: Operand, use: Expr, cx: Context): Condition {
  const folded = foldTest([a, b], cx, ([ac, bc]) => cx.compiler.store.equals(ac!, bc!, -1));
  if (folded !== undefined) return folded;
  return comparing({ a, b, site: cx.site(use.at), isNegated: false });
}

/** Sets whose elements are compared one by one in emitted code. */
const ENUMERATED_MAX = 8;

function membership(element: Expr, set: Expr, use: Expr, environment: Environment, cx: Context): Condition {
  const { store } = cx.compiler;
  const site = cx.site(use.at);
  const named = throughNames(set, environment, cx);
  if (named !== undefined) {
    const inner = named.expression;
    if (inner.kind === "setFilter") return filterMembership(element, inner, named.environment, site, environment, cx);
    if (inner.kind === "builtin" && inner.operator === "powerset") {
      const [e, base] = sequence(
        [
          (context) => value(element, environment, context),
          (context) => value(inner.arguments[0]!, named.environment, context),
        ],
        cx,
      );
      return condition(`S.subsetEq(${e!.text}, ${base!.text}, ${site})`);
    }
  }
  if (
    element.kind === "tuple" &&
    element.elements.length === 2 &&
    cx.compiler.fold(element, environment) === undefined
  ) {
    const [a, b, s] = values([...element.elements, set], environment, cx);
    return condition(`S.pairIn(${a!.text}, ${b!.text}, ${s!.text}, ${site})`);
  }
  const [e, s] = values([element, set], environment, cx);
  const folded = foldTest([e!, s!], cx, ([ec, sc]) => store.in(ec!, sc!, -1));
  if (folded !== undefined) return folded;
  const few = s!.constant !== undefined && s!.normal && e!.normal ? fewOfOneKind(s!.constant, store) : undefined;
  if (few !== undefined) {
    const atom = cx.atom(e!);
    const hits = few.map((constant) => `${atom.text} === ${cx.unit.constant(constant)}`);
    // When no element has this handle the store decides: the comparison may be one that fails.
    return condition(`(${[...hits, `S.in(${atom.text}, ${s!.text}, ${site})`].join(" || ")})`);
  }
  if (e!.constant !== undefined && e!.constant > 0 && (e!.constant & 1) === 0 && /^[vw]\d+$/.test(s!.text)) {
    return condition(cx.unit.masks.question(s!.text, e!.constant, site));
  }
  return condition(`S.in(${e!.text}, ${s!.text}, ${site})`);
}

/** The elements of a small set of values of one kind: where kinds are mixed, finding one may be a comparison that fails. */
function fewOfOneKind(set: Value, store: Store): Value[] | undefined {
  const size = store.size(set);
  if (size > ENUMERATED_MAX) return undefined;
  const elements = Array.from({ length: size }, (_, i) => store.at(set, i));
  return elements.every((element) => store.kind(element) === store.kind(elements[0]!)) ? elements : undefined;
}

/** The expression that a set comes down to through calls of definitions, unless it is constant and evaluated once. */
function throughNames(
  set: Expr,
  environment: Environment,
  cx: Context,
): { readonly expression: Expr; readonly environment: Environment } | undefined {
  let expression = set;
  let scope = environment;
  for (;;) {
    if (cx.compiler.fold(expression, scope) !== undefined) return undefined;
    if (expression.kind === "label") expression = expression.body;
    else if (expression.kind === "ref") {
      const meaning = meaningOf(cx.compiler, expression, scope);
      if (meaning.kind !== "call" || meaning.definition.isRecursive) return undefined;
      scope = expandCall(meaning, cx);
      expression = meaning.definition.body;
    } else return { expression, environment: scope };
  }
}

/** `e \in {x \in S : P}` without building the set: e is in S, and P holds for it. */
function filterMembership(
  element: Expr,
  filter: Extract<Expr, { kind: "setFilter" }>,
  filterEnvironment: Environment,
  site: string,
  environment: Environment,
  cx: Context,
): Condition {
  const [e, base] = sequence(
    [
      (context) => value(element, environment, context),
      (context) => value(filter.bound.set, filterEnvironment, context),
    ],
    cx,
  );
  const member = cx.atom(cx.normal(e!, element.at));
  return junction(
    true,
    [
      () => condition(`S.in(${member.text}, ${base!.text}, ${site})`),
      (inner) => {
        const scope = bindElement(filter.bound, member, filterEnvironment, inner);
        return test(filter.predicate, scope, inner, Expected.filter);
      },
    ],
    cx,
  );
}

/** Conditions evaluated left to right without short circuit, all usable afterwards. */
export function conditions(parts: readonly ((cx: Context) => Condition)[], cx: Context): Condition[] {
  const done: Condition[] = [];
  for (const part of parts) {
    const inner = cx.child();
    const result = part(inner);
    if (!inner.block.isEmpty) done.forEach((earlier, index) => (done[index] = cx.conditionAtom(earlier)));
    cx.block.splice(inner.block);
    done.push(result);
  }
  return done;
}

/** `/\` and `\/` over any number of parts, evaluated until one decides. */
export function junction(isAnd: boolean, parts: readonly ((cx: Context) => Condition)[], cx: Context): Condition {
  const joint = isAnd ? " && " : " || ";
  const texts: string[] = [];
  let variable: string | undefined;
  const joined = (): string => (texts.length === 1 ? texts[0]! : texts.map(parenthesised).join(joint));

  for (const part of parts) {
    const inner = cx.child();
    const result = part(inner);
    if (result.constant === isAnd) continue;
    if (result.constant === !isAnd && texts.length === 0) return conditionOf(!isAnd);
    if (inner.block.isEmpty) {
      texts.push(result.text);
    } else if (texts.length === 0) {
      cx.block.splice(inner.block);
      texts.push(result.text);
    } else {
      // Statements that may only run when the parts so far have not decided.
      if (variable === undefined) {
        variable = cx.fresh("t");
        cx.add(`let ${variable} = ${joined()};`);
      } else if (texts.length > 1) {
        cx.add(`${variable} = ${joined()};`);
      }
      inner.add(`${variable} = ${result.text};`);
      cx.block.nest(`if (${isAnd ? "" : "!"}${variable}) {`, inner.block);
      texts.length = 0;
      texts.push(variable);
    }
    if (result.constant === !isAnd) break;
  }
  if (texts.length === 0) return isAnd ? TRUE_CONDITION : FALSE_CONDITION;
  if (texts.length === 1) return { text: texts[0]!, atom: texts[0] === variable };
  return condition(`(${joined()})`);
}

function parenthesised(text: string): string {
  return /^[\w.$!]+(?:\([^()]*\))?$/.test(text) ? text : `(${text})`;
}

function conditionChoice(
  chosen: Condition,
  then: (cx: Context) => Condition,
  otherwise: (cx: Context) => Condition,
  cx: Context,
): Condition {
  if (chosen.constant !== undefined) return chosen.constant ? then(cx) : otherwise(cx);
  const yes = cx.child();
  const no = cx.child();
  const a = then(yes);
  const b = otherwise(no);
  if (yes.block.isEmpty && no.block.isEmpty) return condition(`(${chosen.text} ? ${a.text} : ${b.text})`);
  const name = cx.fresh("t");
  cx.add(`let ${name} = false;`);
  yes.add(`${name} = ${a.text};`);
  no.add(`${name} = ${b.text};`);
  cx.block.nest(`if (${chosen.text}) {`, yes.block);
  cx.block.nest("else {", no.block);
  return { text: name, atom: true };
}
