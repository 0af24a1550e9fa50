/**
 * What a native operator is: the meaning of a library definition (`Naturals!+`) given in TypeScript. The evaluator and
 * emitted code call the same table.
 *
 * Natives touch nothing outside the store but the ports they are given, and a port that is absent refuses by name.
 */
import type { Site, Store, Value } from "../../values/types.ts";
import type { Definition } from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import { ExplorationStatus } from "./exploration-status.ts";

/** An operator given as argument, as `Op` in `SortSeq(s, Op)`. */
export type NativeOperator = (...values: Value[]) => Value;

/** A value, or for parameters that are operators a function. */
export type NativeArgument = Value | NativeOperator;

/** How a file is opened for writing. */
export interface WriteMode {
  /** Add to what is there; otherwise what was there is gone. */
  readonly append: boolean;
}

/** Files for the modules that read and write them. Paths are as the specification gives them. */
export interface FilesPort {
  /** The text of a file; undefined when there is none. Throws a Refusal for what may not be read. */
  read(path: string): string | undefined;
  /** Throws a Refusal where nothing may be written. */
  write(path: string, text: string, mode: WriteMode): void;
}

/** What a port does not allow or cannot do, in words for the user: natives add the place. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "Refusal";
    this.code = code;
  }
}

/** How a program ended that a specification started. */
export interface Executed {
  readonly exitValue: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `TLCGet` says about the checker that evaluates the specification: fixed for a run. */
export interface CheckerFacts {
  /** `TLCGet("config")`: how the states are explored. */
  readonly mode: "bfs" | "simulate";
  readonly deadlock: boolean;
  readonly workers: number;
  /** `TLCGet("revision").tag`. */
  readonly version: string;
  /** Folder of the installation. */
  readonly install: string;
}

/** A formula of the specification, by name and place. */
export interface Formula {
  readonly name: string;
  readonly at?: Location;
}

/** What `TLCGet("spec")` lists. */
export interface SpecificationFormulas {
  readonly variables: readonly Formula[];
  readonly inits: readonly Formula[];
  readonly actions: readonly Formula[];
  readonly temporals: readonly Formula[];
  readonly invariants: readonly Formula[];
  readonly impliedInits: readonly Formula[];
  readonly impliedActions: readonly Formula[];
  readonly impliedTemporals: readonly Formula[];
  readonly constraints: readonly Formula[];
  readonly actionConstraints: readonly Formula[];
}

/** What natives may reach; each port is absent unless given. */
export interface NativePorts {
  /** PrintT and Print; without it they print nowhere. */
  readonly output?: (text: string) => void;
  readonly files?: FilesPort;
  /** Starts a program, without a shell; absent unless the user allows it. */
  readonly execute?: (command: readonly string[], environment: ReadonlyMap<string, string>) => Executed;
  readonly checker?: CheckerFacts;
  readonly formulas?: () => SpecificationFormulas;
  /** Milliseconds since 1970, for `JavaTime`; and since the start, for `TLCGet("duration")`. */
  readonly clock?: { now(): number; elapsed(): number };
  /** Environment variables for `IOEnv`. */
  readonly environmentVariables?: ReadonlyMap<string, string>;
  /** Seed of RandomElement and its kind; 0 when absent. */
  readonly seed?: number;
}

/** Counts up; whoever asks takes the difference. */
export interface StepTally {
  /** Values that `StateMachine.step` has tried for the names that an action quantifies, one for all names of a quantifier. */
  bindings: number;
}

/** The natives' own memory. The evaluator that explains a compiled machine shares it. */
export interface NativeContext {
  readonly store: Store;
  readonly ports: NativePorts;
  /** Where the exploration stands, for `TLCGet`. */
  readonly status: ExplorationStatus;
  /** What steps have cost, however they are evaluated. */
  readonly tally: StepTally;
  /** TLCSet and TLCGet: registers with a number, and those with a name that begins with `s:`. */
  readonly registers: Map<number | string, Value>;
  /** Values of constant definitions of the root module that emitted code has computed: random ones are drawn once. */
  readonly constants: Map<Definition, Value>;
  /** Uniform integer below n. Each place draws a sequence of its own, from the seed and the state that is expanded. */
  readonly random: (n: number, site: Site) => number;
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
  /** Places of arguments that it evaluates itself, if at all: it gets them as operators without arguments. */
  readonly deferred?: readonly number[];
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

/**
 * One generator for each place in the specification, begun anew whenever the expansion of a state begins. So a step
 * that is computed again, for a trace, draws what it drew before, and neither the order of evaluation nor the order of
 * exploration has a part in it.
 */
function randomByPlace(store: Store, seed: number, status: ExplorationStatus): NativeContext["random"] {
  const generators = new Map<Site, (n: number) => number>();
  let moment = -1;
  return (n, site) => {
    if (status.moment !== moment) {
      generators.clear();
      moment = status.moment;
    }
    let generator = generators.get(site);
    if (generator === undefined) {
      const state = status.stateHash(store);
      generator = randomFrom(Math.imul(seed ^ state, 0x9e3779b1) ^ Math.imul(site + 1, 0x85ebca6b));
      generators.set(site, generator);
    }
    return generator(n);
  };
}

export function nativeContext(store: Store, ports: NativePorts = {}): NativeContext {
  const status = new ExplorationStatus();
  const random = randomByPlace(store, ports.seed ?? 0, status);
  const registers = new Map<number | string, Value>();
  store.hold({ visitValues: (visit) => registers.forEach(visit) });
  return { store, ports, status, tally: { bindings: 0 }, registers, constants: new Map(), random };
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
