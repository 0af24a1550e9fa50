/**
 * Takes formulas apart through definitions, instances, LET and conjunctions, and gives each piece back as an
 * expression of the root module.
 *
 * A piece that lies behind an instance, behind arguments or inside a LET is named by a definition of its own
 * (`hoist.ts`), so that it keeps its meaning where it is used.
 */
import type { ConstantMeaning, Definition, Expr } from "./core.ts";
import { hoist } from "./hoist.ts";
import { levelOf } from "./levels.ts";

/** A piece of a formula: `shape` is the expression as it stands in its own module, `whole` means the same in the root. */
export interface Piece {
  readonly shape: Expr;
  readonly whole: Expr;
  /** Makes a part of `shape` an expression of the root. */
  wrap(part: Expr): Expr;
  /** The definitions that were opened on the way, outermost first. */
  readonly path: readonly Definition[];
}

/** What a definition is replaced by in the config. */
export type Overrides = (definition: Definition) => ConstantMeaning | undefined;

/** Definitions are opened no deeper than this: a recursive temporal formula has no end. */
const depthMax = 200;

/** The conjuncts of a temporal formula. State predicates and actions are left whole, as are other temporal formulas. */
export function conjunctsOf(formula: Expr, overrides: Overrides = () => undefined): Piece[] {
  const pieces: Piece[] = [];
  collect(formula, (part) => part, [], overrides, pieces);
  return pieces;
}

function collect(
  shape: Expr,
  wrap: (part: Expr) => Expr,
  path: readonly Definition[],
  overrides: Overrides,
  pieces: Piece[],
): void {
  const opened = path.length < depthMax ? openOnce(shape, wrap, path, overrides) : undefined;
  if (opened === undefined) {
    pieces.push({ shape, whole: wrap(shape), wrap, path });
    return;
  }
  for (const part of opened.parts) collect(part, opened.wrap, opened.path, overrides, pieces);
}

interface Opened {
  readonly parts: readonly Expr[];
  readonly wrap: (part: Expr) => Expr;
  readonly path: readonly Definition[];
}

/** One step into a formula; undefined when it is a piece. */
function openOnce(
  shape: Expr,
  wrap: (part: Expr) => Expr,
  path: readonly Definition[],
  overrides: Overrides,
): Opened | undefined {
  switch (shape.kind) {
    case "builtin":
      return shape.operator === "and" && levelOf(shape) > 1 ? { parts: shape.arguments, wrap, path } : undefined;
    case "label":
      return { parts: [shape.body], wrap, path };
    case "let": {
      if (levelOf(shape) <= 1) return undefined;
      const { definitions, at } = shape;
      return { parts: [shape.body], wrap: (part) => wrap({ kind: "let", definitions, body: part, at }), path };
    }
    case "ref":
      return openReference(shape, wrap, path, overrides);
    default:
      return undefined;
  }
}

function openReference(
  shape: Extract<Expr, { kind: "ref" }>,
  wrap: (part: Expr) => Expr,
  path: readonly Definition[],
  overrides: Overrides,
): Opened | undefined {
  const { target } = shape;
  if (target.kind !== "definition" || target.isRecursive || target.body.kind === "native") return undefined;
  const override = overrides(target);
  if (override !== undefined) {
    if (override.kind !== "definition") return undefined;
    if (levelOf(shape) < 2 && override.target.level < 2) return undefined;
    const whole: Expr = { kind: "ref", target: override.target, arguments: shape.arguments, at: shape.at };
    // An override is a definition of the root: nothing of the way there matters.
    return { parts: [whole], wrap: (part) => part, path: [...path, target] };
  }
  if (levelOf(shape) < 2) return undefined;
  const inside = [...path, target];
  if (shape.instance === undefined && shape.arguments.length === 0) return { parts: [target.body], wrap, path: inside };
  const { parameters, module, name } = target;
  const options = { name, module, parameters, arguments: shape.arguments, instance: shape.instance };
  return { parts: [target.body], wrap: (part) => wrap(hoist(part, options)), path: inside };
}
