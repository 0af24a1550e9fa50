/**
 * Symmetry reduction: states that a permutation of model values turns into each other count as one (Ip and Dill,
 * "Better verification through symmetry", 1996). The first of them that is met is the one kept, as in TLC.
 *
 * States are told apart by the least image: variable by variable, those permutations are kept that make the hash of the
 * variable's image least. The hashes found name the whole orbit, and which permutations are left after a variable
 * depends on its value and on those left before: both are remembered, so that a state costs one look-up for each variable.
 *
 * The set in the config is completed to the group that it generates, as TLC does: `Permutations(A) \cup
 * Permutations(B)` permutes both. Nothing here checks that the specification is symmetric.
 */
import type { StateMachine } from "../compile/types.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import { EvaluationError, Kind, type PermutedHash, type Store, type Value } from "../values/types.ts";
import type { Location } from "../tla/syntax/source.ts";

/** Permutations of a group; more are refused before they eat the memory. */
export const SYMMETRIES_MAX = 1_000_000;

/** Remembered pairs of a set of permutations and a value; beyond this many everything is forgotten. */
const REMEMBERED_MAX = 1 << 20;

type Permutation = ReadonlyMap<Value, Value>;

/** What is known of one value under one set of permutations: the least hash, and the permutations that give it. */
interface Least {
  readonly low: number;
  readonly high: number;
  readonly attained: Subset;
}

/** A set of permutations, with what is remembered about values under it. */
interface Subset {
  readonly members: readonly number[];
  readonly least: Map<Value, Least>;
}

export class Symmetry {
  readonly #hash: PermutedHash;
  readonly #all: Subset;
  readonly #subsets = new Map<string, Subset>();
  #remembered = 0;
  low = 0;
  high = 0;

  constructor(store: Store, permutations: readonly Permutation[]) {
    this.#hash = store.permutedHash(permutations);
    store.hold({ forgetValues: () => this.forget() });
    this.#all = this.#subset(permutations.map((_, index) => index));
  }

  /** Number of permutations, the identity included. */
  get order(): number {
    return this.#all.members.length;
  }

  /** Begins a new sequence of values. */
  begin(): Subset {
    if (this.#remembered > REMEMBERED_MAX) this.forget();
    return this.#all;
  }

  /** The least hash of the value's images under these permutations is left in `low` and `high`; returns those that give it. */
  next(subset: Subset, value: Value): Subset {
    let least = subset.least.get(value);
    if (least === undefined) {
      least = this.#leastOf(subset, value);
      subset.least.set(value, least);
      this.#remembered++;
    }
    this.low = least.low;
    this.high = least.high;
    return least.attained;
  }

  /** Forgets what is remembered about handles. */
  forget(): void {
    this.#hash.forget();
    for (const subset of this.#subsets.values()) subset.least.clear();
    this.#remembered = 0;
  }

  #leastOf(subset: Subset, value: Value): Least {
    const hash = this.#hash;
    let low = 0;
    let high = 0;
    let attained: number[] = [];
    for (const member of subset.members) {
      hash.of(value, member);
      const isLess = hash.low < low || (hash.low === low && hash.high < high);
      if (attained.length === 0 || isLess) {
        low = hash.low;
        high = hash.high;
        attained = [member];
      } else if (hash.low === low && hash.high === high) attained.push(member);
    }
    return { low, high, attained: attained.length === subset.members.length ? subset : this.#subset(attained) };
  }

  #subset(members: readonly number[]): Subset {
    const key = members.join();
    let known = this.#subsets.get(key);
    if (known === undefined) {
      known = { members, least: new Map() };
      this.#subsets.set(key, known);
    }
    return known;
  }
}

/** The symmetry that the config asks for; undefined when there is none, or it permutes nothing. */
export function symmetryOf(machine: StateMachine): Symmetry | undefined {
  const { symmetry, store } = machine;
  if (symmetry === undefined) return undefined;
  const generators = refusingErrors(symmetry.at, () => generatorsIn(store, symmetry.value(), symmetry.at));
  const group = groupOf(generators, symmetry.at);
  return group.length === 1 ? undefined : new Symmetry(store, group);
}

/**
 * The machine, without its symmetry set when that permutes no model values. A config's symmetry is right for the constants of
 * the config; a system may give strings in their place, and nothing but the number of states depends on symmetry.
 */
export function withUsableSymmetry(machine: StateMachine): StateMachine {
  try {
    symmetryOf(machine);
    return machine;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { symmetry: _unusable, ...others } = machine;
    return others;
  }
}

/** The set is evaluated before anything is explored: an error in it is a mistake in the specification like any other. */
function refusingErrors<T>(at: Location, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) throw refusal(error.code, `the symmetry set: ${error.message}`, at);
    throw error;
  }
}

/** The functions of a symmetry set as permutations of the values that they move. */
function generatorsIn(store: Store, set: Value, at: Location): Permutation[] {
  if (store.kind(set) !== Kind.Set) throw refusal("LS3017", "the symmetry set is not a set", at);
  return Array.from({ length: store.size(set) }, (_, i) => permutationOf(store, store.at(set, i), at));
}

function permutationOf(store: Store, f: Value, at: Location): Permutation {
  const kind = store.kind(f);
  if (kind !== Kind.Function && f !== store.EMPTY_TUPLE) {
    const text = store.print(f);
    throw refusal("LS3017", `the symmetry set contains ${text}, which is no function on model values`, at);
  }
  const domain = store.domain(f, -1);
  const moved = new Map<Value, Value>();
  const images = new Set<Value>();
  for (let i = 0; i < store.size(f); i++) {
    const from = store.at(domain, i);
    const to = store.at(f, i);
    images.add(to);
    for (const value of [from, to])
      if (store.kind(value) !== Kind.ModelValue) {
        const text = store.print(value);
        throw refusal("LS3017", `the symmetry set permutes ${text}, which is no model value`, at);
      }
    if (from !== to) moved.set(from, to);
  }
  const isOnto = Array.from({ length: store.size(f) }, (_, i) => store.at(domain, i)).every((x) => images.has(x));
  if (!isOnto) throw refusal("LS3017", `the symmetry set contains ${store.print(f)}, which is no permutation`, at);
  return moved;
}

/** All products of the generators, the identity first. A generator that is a product of earlier ones adds nothing. */
function groupOf(generators: readonly Permutation[], at: Location): Permutation[] {
  const points = [...new Set(generators.flatMap((generator) => [...generator.keys()]))];
  const keyOf = (permutation: Permutation): string => points.map((point) => permutation.get(point) ?? point).join();
  const used: Permutation[] = [];
  let group = new Map<string, Permutation>([[keyOf(new Map()), new Map<Value, Value>()]]);
  for (const generator of generators) {
    if (group.has(keyOf(generator))) continue;
    used.push(generator);
    group = generatedBy(used, keyOf, at);
  }
  return [...group.values()];
}

function generatedBy(
  generators: readonly Permutation[],
  keyOf: (permutation: Permutation) => string,
  at: Location,
): Map<string, Permutation> {
  const identity: Permutation = new Map();
  const group = new Map([[keyOf(identity), identity]]);
  // A Map's iterator goes on to what is added meanwhile: this is breadth-first.
  for (const element of group.values()) {
    for (const generator of generators) {
      const product = composed(element, generator);
      const key = keyOf(product);
      if (group.has(key)) continue;
      if (group.size === SYMMETRIES_MAX)
        throw refusal("LS3018", `the symmetry set generates more than ${SYMMETRIES_MAX} permutations`, at);
      group.set(key, product);
    }
  }
  return group;
}

/** First `f`, then `g`. */
function composed(f: Permutation, g: Permutation): Permutation {
  const product = new Map<Value, Value>();
  for (const x of new Set([...f.keys(), ...g.keys()])) {
    const y = f.get(x) ?? x;
    const z = g.get(y) ?? y;
    if (z !== x) product.set(x, z);
  }
  return product;
}

function refusal(code: string, message: string, at: Location): DiagnosticError {
  const hint = "a symmetry set is Permutations(S) for a set S of model values, or a union of such sets";
  return new DiagnosticError([{ code, severity: "error", message, at, hint }]);
}
