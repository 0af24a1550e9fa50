/**
 * Where code is being emitted: the compiler (one per machine), the unit, the block that takes the statements, and what
 * is known about the state there. A context is never changed; `in`, `asPrimed` and so on give another.
 */
import type { Location } from "../../tla/syntax/source.ts";
import type { Value } from "../../values/types.ts";
import type { Block } from "./block.ts";
import type { Compiler } from "./compiler.ts";
import { computed, kindsOf, Kinds, local } from "./operand.ts";
import type { Condition, Operand, PureOperation } from "./operand.ts";
import type { Unit } from "./unit.ts";

/** A set of variable slots as bits. */
export type Slots = bigint;
export const NO_SLOTS: Slots = 0n;
export const ALL_SLOTS: Slots = -1n;

export function hasSlot(slots: Slots, index: number): boolean {
  return ((slots >> BigInt(index)) & 1n) === 1n;
}

/** The slots of a set, among the first `count`. */
export function slotsOf(slots: Slots, count: number): number[] {
  return Array.from({ length: count }, (_, slot) => slot).filter((slot) => hasSlot(slots, slot));
}

export function withSlot(slots: Slots, index: number): Slots {
  return slots | (1n << BigInt(index));
}

export type MemoLevel = 0 | 1 | 2;

/** The frames of the current and of the next state. */
export type Frames = readonly [current: number, next: number];

export class Context {
  readonly compiler: Compiler;
  readonly unit: Unit;
  readonly block: Block;
  /** True inside a prime: variables mean their next values. */
  readonly primed: boolean;
  /** Variables whose current (next) values are in `v` (`w`) locals here. */
  readonly current: Slots;
  readonly next: Slots;
  /**
   * Which current and which next state these are, told apart by number: a value that was delayed and kept in one frame
   * is not that of another. See `frame`.
   */
  readonly frames: Frames;
  /** Which formulas are remembered: 1 those about one element of a set, 2 also those about one variable, 0 none. */
  readonly memoLevel: MemoLevel;

  constructor(
    compiler: Compiler,
    unit: Unit,
    block: Block,
    primed: boolean,
    current: Slots,
    next: Slots,
    memoLevel: MemoLevel = 1,
    frames: Frames = [0, 0],
  ) {
    this.compiler = compiler;
    this.unit = unit;
    this.block = block;
    this.primed = primed;
    this.current = current;
    this.next = next;
    this.memoLevel = memoLevel;
    this.frames = frames;
  }

  private with(changed: {
    readonly block?: Block;
    readonly primed?: boolean;
    readonly current?: Slots;
    readonly next?: Slots;
    readonly memoLevel?: MemoLevel;
    readonly frames?: Frames;
  }): Context {
    return new Context(
      this.compiler,
      this.unit,
      changed.block ?? this.block,
      changed.primed ?? this.primed,
      changed.current ?? this.current,
      changed.next ?? this.next,
      changed.memoLevel ?? this.memoLevel,
      changed.frames ?? this.frames,
    );
  }

  remembering(memoLevel: MemoLevel): Context {
    return this.with({ memoLevel });
  }

  in(block: Block): Context {
    return this.with({ block });
  }

  child(): Context {
    return this.in(this.block.child());
  }

  loop(): Context {
    return this.in(this.block.loop());
  }

  /** The context inside a prime; a prime within a prime is refused by the level checker and again where it is met. */
  asPrimed(): Context {
    return this.with({ primed: true });
  }

  unprimed(): Context {
    return this.with({ primed: false });
  }

  knowing(current: Slots, next: Slots): Context {
    return this.with({ current, next });
  }

  /**
   * The context at the start of a function in which `v` or `w` locals are those of another state than here: the next
   * state that ENABLED looks for, the state between two composed actions.
   */
  frame(which: "current" | "next", current: Slots, next: Slots): Context {
    const fresh = Number(this.fresh("t").slice(1));
    const frames: Frames = which === "current" ? [fresh, this.frames[1]] : [this.frames[0], fresh];
    return this.with({ current, next, frames, primed: false });
  }

  fresh(prefix: "t" | "c" | "i" | "b"): string {
    return this.unit.fresh(prefix);
  }

  site(at: Location): string {
    return String(this.compiler.sites.siteOf(at));
  }

  add(line: string): void {
    this.block.add(line);
  }

  constant(value: Value): Operand {
    const store = this.compiler.store;
    return {
      text: this.unit.constant(value),
      constant: value,
      atom: true,
      kinds: kindsOf(store, value),
      normal: !store.isLazy(value),
    };
  }

  /**
   * The operand as something that can be repeated: computed into a local unless it is a name already. The operands of a
   * pure operation get locals of their own, since `f[x][y]` is rarely used without other uses of `f[x]`.
   */
  atom(operand: Operand): Operand {
    if (operand.atom) return operand;
    if (operand.pure !== undefined) {
      const { operation, a, b, site } = operand.pure;
      const settled = this.pure(operation, this.atom(a), this.atom(b), site, operand.normal);
      return settled.atom ? settled : this.named(settled);
    }
    return this.named(operand);
  }

  private named(operand: Operand): Operand {
    const name = this.fresh("t");
    if (operand.pure === undefined) this.add(`const ${name} = ${operand.text};`);
    else this.block.declareResult({ key: resultKey(operand.pure), name }, operand.text);
    return local(name, operand.kinds, operand.normal);
  }

  /** A pure operation on two operands: its result is looked up where a local holds it already. */
  pure(operation: string, a: Operand, b: Operand, site: string, normal: boolean): Operand {
    const pure = { operation, a, b, site };
    const held = a.atom && b.atom ? this.block.resultOf(resultKey(pure)) : undefined;
    if (held !== undefined) return local(held, Kinds.any, normal);
    return { ...computed(`S.${operation}(${a.text}, ${b.text}, ${site})`, Kinds.any, normal), pure };
  }

  conditionAtom(condition: Condition): Condition {
    if (condition.atom) return condition;
    const name = this.fresh("t");
    this.add(`const ${name} = ${condition.text};`);
    return { text: name, atom: true };
  }

  /** The operand in normal form. */
  normal(operand: Operand, at: Location): Operand {
    if (operand.normal) return operand;
    if (operand.constant !== undefined) {
      const normal = this.compiler.tryFold(() => this.compiler.store.normalize(operand.constant!, -1));
      if (normal !== undefined) return this.constant(normal);
    }
    return computed(`normal(${operand.text}, ${this.site(at)})`, operand.kinds, true);
  }

  /** A boolean value as a handle. */
  handleOf(condition: Condition): Operand {
    if (condition.constant !== undefined) {
      return this.constant(condition.constant ? this.compiler.store.TRUE : this.compiler.store.FALSE);
    }
    return computed(`(${condition.text} ? TRUE : FALSE)`, Kinds.boolean, true);
  }
}

/** What an operation on atoms is known by; where it stands in the specification does not matter. */
function resultKey({ operation, a, b }: PureOperation): string {
  return `${operation} ${a.text} ${b.text}`;
}
