/**
 * Printing and parsing are inverse: for every tree that could have been parsed, the parse of its text is the tree.
 *
 * The generator makes valid trees: it puts parentheses around operands whose precedences need them, and around what
 * would reach too far. Junction lists may stand anywhere, also to the left of an operator.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bound, Expression, Name, Node, Parameter, Unit } from "../../src/tla/syntax/ast.ts";
import { bindsLooser, bindsTighter, operatorOf, operators } from "../../src/tla/syntax/operators.ts";
import { parseExpression, parseModuleFile } from "../../src/tla/syntax/parse.ts";
import { printExpression, printModuleFile } from "../../src/tla/syntax/printer.ts";
import { fileOf, withoutPlaces } from "../unit/tla/syntax/outline.ts";

const place: Node = { start: 0, end: 0 };

const infixSymbols = operators.filter(({ fixity, symbol }) => fixity === "infix" && symbol !== "\\X");
const prefixSymbols = operators.filter(({ fixity }) => fixity === "prefix").map(({ symbol }) => symbol);
const postfixSymbols = operators.filter(({ fixity }) => fixity === "postfix").map(({ symbol }) => symbol);

const identifier = fc.constantFrom("x", "y", "Node", "_a", "1a", "constructor", "__proto__", "WFx", "in", "e1");
const name: fc.Arbitrary<Name> = identifier.map((text) => ({ text, ...place }));
const names = fc.array(name, { minLength: 1, maxLength: 3 });

const openKinds: ReadonlySet<Expression["kind"]> = new Set([
  "quantifier",
  "unboundedQuantifier",
  "choose",
  "if",
  "let",
]);
const operatorKinds: ReadonlySet<Expression["kind"]> = new Set(["prefix", "infix", "postfix", "product", "label"]);

/** True when the expression keeps its shape wherever it stands. */
function isClosed(node: Expression): boolean {
  return !openKinds.has(node.kind) && !operatorKinds.has(node.kind) && node.kind !== "junction" && node.kind !== "case";
}

function parenthesized(expression: Expression): Expression {
  return { kind: "parentheses", expression, ...place };
}

function closed(node: Expression): Expression {
  return isClosed(node) ? node : parenthesized(node);
}

function closedOrList(node: Expression): Expression {
  return node.kind === "junction" ? node : closed(node);
}

/** The operand of an infix operator, in parentheses where it needs them. */
function operand(node: Expression, symbol: string, side: "left" | "right"): Expression {
  if (isClosed(node) || node.kind === "junction" || (side === "right" && openKinds.has(node.kind))) return node;
  if (node.kind !== "infix" || !isClosed(node.left) || !isClosed(node.right)) return parenthesized(node);
  const [inner, outer] = [operatorOf(node.operator)!, operatorOf(symbol)!];
  const fits = side === "left" ? bindsTighter(inner, outer) : bindsLooser(outer, inner);
  return fits ? node : parenthesized(node);
}

const { expression } = fc.letrec<{
  expression: Expression;
  bound: Bound;
  bounds: Bound[];
  argument: Expression;
  unit: Unit;
}>((tie) => {
  const inner = tie("expression");
  const closedInner = inner.map(closed);
  const list = fc.array(inner, { maxLength: 3 });
  const nonEmpty = fc.array(inner, { minLength: 1, maxLength: 3 });
  const args = fc.array(tie("argument"), { maxLength: 3 });

  const number = fc.constantFrom("0", "12", "1.5", "\\b01", "\\hFF").map((text): Expression => {
    const value = text === "\\b01" ? 1n : text === "\\hFF" ? 255n : BigInt(Math.trunc(Number(text)));
    return text.includes(".") ? { kind: "number", text, ...place } : { kind: "number", text, value, ...place };
  });
  const string = fc.string({ unit: "binary-ascii" }).map((text): Expression => {
    // Control characters other than these cannot be written.
    return { kind: "string", value: text.replace(/[^\n\t\r\f -~]/g, ""), ...place };
  });
  const path = fc
    .tuple(
      identifier,
      args,
      fc.array(fc.tuple(fc.constantFrom("name", "+", "index", "selector"), args), { maxLength: 2 }),
    )
    .map(([first, firstArguments, rest]): Expression => {
      const steps = rest.map(([kind, given]) => {
        if (kind === "name") return { kind: "name" as const, name: "op", arguments: given, ...place };
        if (kind === "index") return { kind: "index" as const, index: 2, ...place };
        if (kind === "selector") return { kind: "selector" as const, selector: "<<" as const, ...place };
        return { kind: "symbol" as const, symbol: kind, arguments: given, ...place };
      });
      return {
        kind: "name",
        steps: [{ kind: "name", name: first, arguments: firstArguments, ...place }, ...steps],
        ...place,
      };
    });
  const plainName = identifier.map((text): Expression => {
    return { kind: "name", steps: [{ kind: "name", name: text, arguments: [], ...place }], ...place };
  });
  const subscript = fc.oneof(
    plainName,
    list.map((elements): Expression => ({ kind: "tuple", elements, ...place })),
  );

  const operations = [
    fc.tuple(fc.constantFrom(...infixSymbols), inner, inner).map(([{ symbol }, left, right]): Expression => {
      const sides = { left: operand(left, symbol, "left"), right: operand(right, symbol, "right") };
      return { kind: "infix", operator: symbol, operatorAt: place, ...sides, ...place };
    }),
    fc.tuple(fc.constantFrom(...prefixSymbols), closedInner).map(([operator, node]): Expression => {
      return { kind: "prefix", operator, operatorAt: place, operand: node, ...place };
    }),
    fc.tuple(fc.constantFrom(...postfixSymbols), closedInner).map(([operator, node]): Expression => {
      return { kind: "postfix", operator, operatorAt: place, operand: node, ...place };
    }),
    fc.array(closedInner, { minLength: 2, maxLength: 4 }).map((factors): Expression => {
      return { kind: "product", factors, ...place };
    }),
    fc.tuple(closedInner, nonEmpty).map(([fun, given]): Expression => {
      return { kind: "apply", function: fun, arguments: given, ...place };
    }),
    fc.tuple(closedInner, name).map(([record, field]): Expression => ({ kind: "field", record, field, ...place })),
    fc.tuple(fc.constantFrom("/\\" as const, "\\/" as const), nonEmpty).map(([operator, items]): Expression => {
      return { kind: "junction", operator, items, ...place };
    }),
  ];
  const brackets = [
    inner.map(parenthesized),
    list.map((elements): Expression => ({ kind: "tuple", elements, ...place })),
    list.map((elements): Expression => ({ kind: "setEnumeration", elements, ...place })),
    fc.tuple(name, closedInner, inner).map(([variable, set, predicate]): Expression => {
      const bound: Bound = { kind: "bound", names: [variable], isTuple: false, set, ...place };
      return { kind: "setFilter", bound, predicate, ...place };
    }),
    fc.tuple(closedInner, tie("bounds")).map(([element, bounds]): Expression => {
      return { kind: "setMap", element, bounds, ...place };
    }),
    fc.tuple(tie("bounds"), inner).map(([bounds, body]): Expression => ({ kind: "function", bounds, body, ...place })),
    fc
      .tuple(closedInner, inner)
      .map(([domain, range]): Expression => ({ kind: "functionSet", domain, range, ...place })),
    fc.array(fc.record({ name, value: inner }), { minLength: 1, maxLength: 3 }).map((fields): Expression => {
      return { kind: "record", fields, ...place };
    }),
    fc.array(fc.record({ name, set: inner }), { minLength: 1, maxLength: 3 }).map((fields): Expression => {
      return { kind: "recordSet", fields, ...place };
    }),
    fc
      .tuple(closedInner, nonEmpty, name, inner, fc.boolean())
      .map(([fun, given, field, value, isField]): Expression => {
        const index = { kind: "index" as const, arguments: given, ...place };
        const steps = isField ? [{ kind: "field" as const, field, ...place }, index] : [index];
        return { kind: "except", function: fun, updates: [{ path: steps, value, ...place }], ...place };
      }),
    fc.tuple(inner, subscript, fc.boolean()).map(([action, of, isBox]): Expression => {
      return { kind: isBox ? "boxAction" : "angleAction", action, subscript: of, ...place };
    }),
    fc
      .tuple(inner, subscript, fc.constantFrom("WF" as const, "SF" as const))
      .map(([action, of, strength]): Expression => {
        return { kind: "fairness", strength, subscript: of, action, ...place };
      }),
  ];
  const words = [
    fc.tuple(inner, inner, inner).map(([condition, then, otherwise]): Expression => {
      return { kind: "if", condition, then, else: otherwise, ...place };
    }),
    fc
      .tuple(fc.constantFrom("\\E" as const, "\\A" as const), tie("bounds"), inner)
      .map(([quantifier, bounds, body]): Expression => {
        return { kind: "quantifier", quantifier, bounds, body, ...place };
      }),
    fc
      .tuple(fc.constantFrom("\\E" as const, "\\A" as const, "\\EE" as const, "\\AA" as const), names, inner)
      .map(([quantifier, variables, body]): Expression => {
        return { kind: "unboundedQuantifier", quantifier, names: variables, body, ...place };
      }),
    fc.tuple(names, fc.option(inner), inner).map(([variables, set, body]): Expression => {
      const binder = { names: variables, isTuple: variables.length > 1 };
      return set === null
        ? { kind: "choose", ...binder, body, ...place }
        : { kind: "choose", ...binder, set, body, ...place };
    }),
    fc
      .tuple(fc.array(fc.tuple(inner, inner), { minLength: 1, maxLength: 3 }), fc.option(inner))
      .map(([arms, other]): Expression => {
        const made = arms.map(([guard, value]) => ({ guard, value: closedOrList(value), ...place }));
        return other === null ? { kind: "case", arms: made, ...place } : { kind: "case", arms: made, other, ...place };
      }),
    fc.tuple(name, fc.array(name, { maxLength: 2 }), inner).map(([label, parameters, body]): Expression => {
      return { kind: "label", name: label, parameters, body, ...place };
    }),
    fc.tuple(fc.array(tie("unit"), { minLength: 1, maxLength: 3 }), inner).map(([units, body]): Expression => {
      return { kind: "let", units: units as Extract<Expression, { kind: "let" }>["units"], body, ...place };
    }),
  ];
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(plainName, number, string, fc.constant<Expression>({ kind: "exceptAt", ...place })),
      path,
      ...operations,
      ...operations,
      ...brackets,
      ...words,
    ),
    bound: fc.tuple(names, fc.boolean(), inner).map(([variables, isTuple, set]): Bound => {
      return { kind: "bound", names: variables, isTuple, set, ...place };
    }),
    bounds: fc.array(tie("bound"), { minLength: 1, maxLength: 2 }),
    argument: fc.oneof(
      { weight: 5, arbitrary: inner },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...operators)
          .map(({ symbol }): Expression => ({ kind: "operatorName", symbol, ...place })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(names, inner)
          .map(([parameters, body]): Expression => ({ kind: "lambda", parameters, body, ...place })),
      },
    ),
    unit: fc.oneof(
      fc.tuple(name, fc.array(name, { maxLength: 2 }), inner).map(([defined, parameters, body]): Unit => {
        const made = parameters.map((parameter): Parameter => ({
          name: parameter,
          arity: 0,
          fixity: "name",
          ...place,
        }));
        return { kind: "operator", name: defined, fixity: "name", parameters: made, body, isLocal: false, ...place };
      }),
      fc.tuple(name, tie("bounds"), inner).map(([defined, bounds, body]): Unit => {
        return { kind: "functionDefinition", name: defined, bounds, body, isLocal: false, ...place };
      }),
      name.map((defined): Unit => {
        const declaration: Parameter = { name: defined, arity: 2, fixity: "name", ...place };
        return { kind: "recursive", declarations: [declaration], ...place };
      }),
    ),
  };
});

describe("printing a tree and parsing the text", () => {
  it("gives the tree back: expressions", () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const text = printExpression(tree);
        expect(withoutPlaces(parseExpression(fileOf(text)))).toEqual(withoutPlaces(tree));
      }),
      { seed: 20_260_101, numRuns: 3000 },
    );
  });

  it("gives the tree back: definitions one after another", () => {
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 4 }), (bodies) => {
        const units = bodies.map((body, index): Unit => {
          const defined = { text: `Op${index}`, ...place };
          return { kind: "operator", name: defined, fixity: "name", parameters: [], body, isLocal: false, ...place };
        });
        const file = {
          modules: [{ kind: "module" as const, name: { text: "M", ...place }, extends: [], units, ...place }],
        };
        const text = printModuleFile(file);
        expect(withoutPlaces(parseModuleFile(fileOf(text)))).toEqual(withoutPlaces(file));
      }),
      { seed: 20_260_102, numRuns: 500 },
    );
  });
});
