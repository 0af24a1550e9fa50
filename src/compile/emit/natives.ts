/**
 * Operators of the standard modules. Arithmetic and sequences become calls of the store, or are inlined on small
 * integers; everything else calls the table of natives that the evaluator uses as well.
 */
import type { Argument, Definition, Expr } from "../../tla/modules/core.ts";
import { EvaluationError } from "../../values/types.ts";
import type { Site, Value } from "../../values/types.ts";
import type { NativeContext, NativeOperator, NativeTable } from "../natives/native.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitOperatorArrow } from "./calls.ts";
import { computed, condition, conditionOf, Kinds } from "./operand.ts";
import type { Condition, Operand } from "./operand.ts";
import { refuse } from "./refusal.ts";
import { foldAll, sequence, value } from "./values.ts";

export type LibraryFunction = (site: Site, ...args: (Value | NativeOperator)[]) => Value;

/** The natives as emitted code calls them: by index. */
export class Library {
  readonly functions: LibraryFunction[] = [];
  private readonly table: NativeTable;
  readonly context: NativeContext;
  private readonly indexes = new Map<string, number>();

  constructor(table: NativeTable, context: NativeContext) {
    this.table = table;
    this.context = context;
  }

  has(name: string): boolean {
    return this.table.has(name);
  }

  /** False when the same arguments may give another result. */
  isPure(name: string): boolean {
    return this.table.get(name)?.isVolatile !== true;
  }

  /** True when a constant definition may go through it: done once, as TLC does when it starts. */
  isDoneOnce(name: string): boolean {
    return this.table.get(name)?.readsExploration !== true;
  }

  isDeferred(name: string, argument: number): boolean {
    return this.table.get(name)?.deferred?.includes(argument) === true;
  }

  indexOf(name: string): number {
    let index = this.indexes.get(name);
    if (index === undefined) {
      const native = this.table.get(name);
      if (native === undefined) throw new Error(`no native ${name}`);
      const { context } = this;
      index = this.functions.push((site, ...args) => native.apply(context, args, site)) - 1;
      this.indexes.set(name, index);
    }
    return index;
  }
}

type Emit = (texts: readonly string[], site: string) => string;

/** Is a value in normal form? A function made of parts is, unless one of them cannot be listed. */
type Normal = boolean | "if its operands are";

interface Inline {
  readonly text: Emit;
  readonly kinds: number;
  readonly normal: Normal;
}

function inline(kinds: number, normal: Normal, text: Emit): Inline {
  return { text, kinds, normal };
}

const stored = (operation: string, kinds: number, normal: Normal): Inline =>
  inline(kinds, normal, (texts, site) => `S.${operation}(${texts.join(", ")}, ${site})`);

const called = (operation: string, kinds: number, normal: boolean): Inline =>
  inline(kinds, normal, (texts, site) => `${operation}(${texts.join(", ")}, ${site})`);

/** Natives that give values. */
const inlineValues: ReadonlyMap<string, Inline> = new Map<string, Inline>([
  ["Naturals!+", called("add", Kinds.integer, true)],
  ["Naturals!-", called("subtract", Kinds.integer, true)],
  ["Naturals!*", stored("multiply", Kinds.integer, true)],
  ["Naturals!^", stored("power", Kinds.integer, true)],
  ["Naturals!%", stored("modulo", Kinds.integer, true)],
  ["Naturals!\\div", stored("divide", Kinds.integer, true)],
  ["Naturals!..", stored("interval", Kinds.set, false)],
  ["Integers!-.", stored("negate", Kinds.integer, true)],
  ["Sequences!Len", stored("length", Kinds.integer, true)],
  ["Sequences!Append", stored("append", Kinds.function, true)],
  ["Sequences!\\o", stored("concat", Kinds.function | Kinds.string, true)],
  ["Sequences!Head", stored("head", Kinds.any, true)],
  ["Sequences!Tail", stored("tail", Kinds.function, true)],
  ["Sequences!SubSeq", stored("subSequence", Kinds.function | Kinds.string, true)],
  ["Sequences!Seq", stored("sequenceSet", Kinds.set, false)],
  ["TLC!:>", stored("singletonFunction", Kinds.function, "if its operands are")],
  ["TLC!@@", stored("merge", Kinds.function, "if its operands are")],
  ["FiniteSets!Cardinality", stored("cardinality", Kinds.integer, true)],
]);

/** Natives that give booleans. */
const inlineTests: ReadonlyMap<string, Emit> = new Map<string, Emit>([
  ["Naturals!<", (t, site) => `less(${t[0]!}, ${t[1]!}, ${site})`],
  ["Naturals!=<", (t, site) => `lessOrEqual(${t[0]!}, ${t[1]!}, ${site})`],
  // Both operands are atoms here: swapping the text must not swap the order of evaluation.
  ["Naturals!>", (t, site) => `less(${t[1]!}, ${t[0]!}, ${site})`],
  ["Naturals!>=", (t, site) => `lessOrEqual(${t[1]!}, ${t[0]!}, ${site})`],
  ["FiniteSets!IsFiniteSet", (t, site) => `S.isFinite(${t[0]!}, ${site})`],
]);

export function isNativeTest(name: string): boolean {
  return inlineTests.has(name);
}

export function nativeValue(
  definition: Definition,
  args: readonly Argument[],
  environment: Environment,
  cx: Context,
  use: Expr,
): Operand {
  const name = definition.native!;
  if (inlineTests.has(name)) return cx.handleOf(nativeTest(definition, args, environment, cx, use));
  const operands = nativeOperands(name, args, environment, cx);
  const fold = foldAll(operands, cx, (constants) => constantCall(name, constants, cx));
  if (fold !== undefined) return fold;
  const texts = operands.map((operand) => operand.text);
  const known = inlineValues.get(name);
  if (known !== undefined) {
    const normal = known.normal === true || (known.normal !== false && operands.every((operand) => operand.normal));
    return computed(known.text(texts, cx.site(use.at)), known.kinds, normal);
  }
  if (!cx.compiler.library.has(name)) return refuse(`the operator ${definition.module}!${definition.name}`, use.at);
  const index = cx.compiler.library.indexOf(name);
  return computed(`N[${String(index)}](${[cx.site(use.at), ...texts].join(", ")})`);
}

export function nativeTest(
  definition: Definition,
  args: readonly Argument[],
  environment: Environment,
  cx: Context,
  use: Expr,
): Condition {
  const name = definition.native!;
  const operands = nativeOperands(name, args, environment, cx).map((operand) => cx.atom(operand));
  const fold = foldAll(operands, cx, (constants) => constantCall(name, constants, cx));
  if (fold !== undefined) return conditionOf(fold.constant === cx.compiler.store.TRUE);
  const texts = operands.map((operand) => operand.text);
  return condition(inlineTests.get(name)!(texts, cx.site(use.at)));
}

/** Operators given as arguments become JavaScript functions. */
function nativeOperands(name: string, args: readonly Argument[], environment: Environment, cx: Context): Operand[] {
  return sequence(
    args.map((argument, index) => (inner: Context): Operand => {
      if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
        return emitOperatorArrow(argument, environment, inner);
      }
      if (cx.compiler.library.isDeferred(name, index)) {
        const evaluated = { kind: "lambda", parameters: [], body: argument, at: argument.at } as const;
        return emitOperatorArrow(evaluated, environment, inner);
      }
      return value(argument, environment, inner);
    }),
    cx,
  );
}

function constantCall(name: string, constants: readonly Value[], cx: Context): Value {
  const { library } = cx.compiler;
  if (!library.has(name) || !library.isPure(name)) throw new EvaluationError("LS4208", `${name} is not folded`, -1);
  return library.functions[library.indexOf(name)]!(-1, ...constants);
}
