/**
 * What a native operator is: the meaning of a library definition (`Naturals!+`) given in TypeScript. The evaluator and
 * emitted code call the same table.
 *
 * Natives touch nothing outside the store but the ports they are given, and a port that is absent refuses by name.
 */
import type { Site, Store, Value } from "../../values/types.ts";

/** An operator given as argument, as `Op` in `SortSeq(s, Op)`. */
export type NativeOperator = (...values: Value[]) => Value;

/** A value, or for parameters that are operators a function. */
export type NativeArgument = Value | NativeOperator;

/** Files for the modules that read and write them. Paths are as the specification gives them. */
export interface FilesPort {
  read(path: string): string;
  write(path: string, text: string): void;
}

/** What natives may reach; each port is absent unless given. */
export interface NativePorts {
  /** PrintT and Print; without it they print nowhere. */
  readonly output?: (text: string) => void;
  readonly files?: FilesPort;
  /** `TLCGet("level")` and its kind; undefined when there is no such name. */
  readonly named?: (name: string) => Value | undefined;
  /** Environment variables for `IOEnv`. */
  readonly environmentVariables?: ReadonlyMap<string, string>;
  /** Seed of RandomElement and its kind; 0 when absent. */
  readonly seed?: number;
}

/** The natives' own memory: one per machine. */
export interface NativeContext {
  readonly store: Store;
  readonly ports: NativePorts;
  /** TLCSet and TLCGet. */
  readonly registers: Map<number, Value>;
  /** Uniform integer below n, from the seed. */
  readonly random: (n: number) => number;
}

export interface Native {
  readonly arity: number;
  /** True when the same arguments may give another result, or something is done besides: never folded. */
  readonly isVolatile?: boolean;
  /**
   * True when the result depends on where the exploration stands: no definition that it goes into is remembered.
   * (A constant definition of a random set is drawn once, as in TLC.)
   */
  readonly readsExploration?: boolean;
  apply(context: NativeContext, args: readonly NativeArgument[], site: Site): Value;
}

/** Native name (`Module!Name`) to its meaning. */
export type NativeTable = ReadonlyMap<string, Native>;

/** A 32-bit generator (Mulberry32): small, seeded, good enough for RandomElement. */
function randomFrom(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * n);
  };
}

export function nativeContext(store: Store, ports: NativePorts = {}): NativeContext {
  return { store, ports, registers: new Map(), random: randomFrom(ports.seed ?? 0) };
}

/** The value at a place; operators are never asked for here. */
export function valueAt(args: readonly NativeArgument[], index: number): Value {
  const argument = args[index];
  if (typeof argument !== "number") throw new Error(`native: argument ${index} is not a value`);
  return argument;
}

export function operatorAt(args: readonly NativeArgument[], index: number): NativeOperator {
  const argument = args[index];
  if (typeof argument !== "function") throw new Error(`native: argument ${index} is not an operator`);
  return argument;
}
