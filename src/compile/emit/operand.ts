/**
 * What emitted code knows of a value before it runs: its JavaScript text, whether it is a constant, which kinds of
 * value it can be, whether it is in normal form. Everything here is conservative: `Kinds.any` and `normal: false` are
 * always right, only slower.
 */
import { Kind } from "../../values/types.ts";
import type { Store, Value } from "../../values/types.ts";

/** Bit set of the kinds that a value may have. */
export const Kinds = {
  boolean: 1,
  integer: 2,
  string: 4,
  modelValue: 8,
  set: 16,
  function: 32,
  any: 63,
} as const;

/** JavaScript text that gives a handle. */
export interface Operand {
  readonly text: string;
  /** The handle, when it is known now. */
  readonly constant?: Value;
  /** The text is a name or a literal: it can be repeated and moved at no cost. */
  readonly atom: boolean;
  readonly kinds: number;
  /** Known to be in normal form: equal values have equal handles. */
  readonly normal: boolean;
  /** The element of a set that is run through: the same values come again and again, so formulas about it are remembered. */
  readonly isElement?: boolean;
  /** For the text of an operation that always gives the same on the same operands. */
  readonly pure?: PureOperation;
}

/** An operation of the store on two operands. */
export interface PureOperation {
  readonly operation: string;
  readonly a: Operand;
  readonly b: Operand;
  readonly site: string;
}

/** JavaScript text that gives a JavaScript boolean. */
export interface Condition {
  readonly text: string;
  readonly constant?: boolean;
  readonly atom: boolean;
  readonly comparison?: Comparison;
}

/** `a = b`, or `a # b` when it is negated. */
export interface Comparison {
  readonly a: Operand;
  readonly b: Operand;
  readonly site: string;
  readonly isNegated: boolean;
}

/** JavaScript text that gives the number of witnesses of a formula, a JavaScript number. */
export interface Count {
  readonly text: string;
  readonly constant?: number;
}

export const TRUE_CONDITION: Condition = { text: "true", constant: true, atom: true };
export const FALSE_CONDITION: Condition = { text: "false", constant: false, atom: true };

export function conditionOf(constant: boolean): Condition {
  return constant ? TRUE_CONDITION : FALSE_CONDITION;
}

export function condition(text: string): Condition {
  return { text, atom: false };
}

export function comparing(comparison: Comparison): Condition {
  const { a, b, site, isNegated } = comparison;
  const text = comparesByHandle(a, b) ? `${a.text} === ${b.text}` : `same(${a.text}, ${b.text}, ${site})`;
  return { text: isNegated ? `!(${text})` : text, atom: false, comparison };
}

/** A value in a local that must not be assumed to be anything. */
export function local(text: string, kinds: number = Kinds.any, normal = true): Operand {
  return { text, atom: true, kinds, normal };
}

/** A computed value. */
export function computed(text: string, kinds: number = Kinds.any, normal = false): Operand {
  return { text, atom: false, kinds, normal };
}

/** The kind bit of a known value. */
export function kindsOf(store: Store, value: Value): number {
  switch (store.kind(value)) {
    case Kind.Boolean:
      return Kinds.boolean;
    case Kind.Integer:
      return Kinds.integer;
    case Kind.String:
      return Kinds.string;
    case Kind.ModelValue:
      return Kinds.modelValue;
    case Kind.Tuple:
    case Kind.Record:
    case Kind.Function:
    case Kind.LazyFunction:
      return Kinds.function;
    case Kind.Set:
    case Kind.Interval:
    case Kind.PowerSet:
    case Kind.FunctionSet:
    case Kind.RecordSet:
    case Kind.Product:
    case Kind.SequenceSet:
    case Kind.InfiniteSet:
    case Kind.PredicateSet:
      return Kinds.set;
  }
}

/**
 * True when unequal handles are enough for "not equal": both in normal form and of one kind whose comparison never
 * fails. Sets and functions are left out, because comparing their elements can fail.
 */
function comparesByHandle(a: Operand, b: Operand): boolean {
  const kinds = a.kinds | b.kinds;
  return kinds === Kinds.boolean || kinds === Kinds.integer || kinds === Kinds.string;
}
