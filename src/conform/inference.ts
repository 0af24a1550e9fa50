/**
 * Finds an action's parameters, and whole variables, from what is known to have changed.
 *
 * A log says `rmState["rm1"]` became "prepared"; the action's text says `rmState' = [rmState EXCEPT ![rm] = ...]`. So rm
 * is rm1, and rmState' is known altogether: the action is tried once and not for every resource manager. Everything
 * inferred follows from the action's text, so nothing is lost; where the text tells nothing, nothing is inferred and
 * the evaluation enumerates.
 */
import type { Change, Effect, Term } from "../compile/effects.ts";
import { UNKNOWN } from "../compile/types.ts";
import type { Store, Value } from "../values/types.ts";
import { Kind } from "../values/types.ts";
import { isFunction, isSequence, valueAt } from "./paths.ts";
import type { PathValue } from "./types.ts";

/** Knowledge about one step of one action; inference fills in what it can. */
export interface Knowledge {
  readonly state: Int32Array;
  readonly arguments: Int32Array;
  readonly next: Int32Array;
}

export class Inference {
  readonly #store: Store;
  readonly #effects: readonly Effect[];
  #arguments: Int32Array = new Int32Array(0);

  constructor(store: Store, effects: readonly Effect[]) {
    this.#store = store;
    this.#effects = effects;
  }

  /** Adds to what is known. False: no step of the action can be what was observed. */
  infer(knowledge: Knowledge, parts: readonly PathValue[]): boolean {
    if (this.#effects.length === 0) return true;
    const { state, next } = knowledge;
    this.#arguments = knowledge.arguments;
    for (const { variable, change } of this.#effects) {
      const before = state[variable]!;
      for (const part of parts) {
        if (part.variable !== variable || next[variable] !== UNKNOWN) continue;
        if (valueAt(this.#store, before, part.path) === part.value) continue;
        const whole = this.#part(change, before, part.path, 0, part.value);
        if (whole === false) return false;
        next[variable] = whole;
      }
      if (next[variable] !== UNKNOWN && !this.#whole(change, before, next[variable]!)) return false;
    }
    return true;
  }

  /** The new value of all of `old` when its part at the path becomes `value`; UNKNOWN if that does not follow. */
  #part(change: Change, old: Value, path: readonly Value[], depth: number, value: Value): Value | false {
    if (depth === path.length) return this.#whole(change, old, value) ? value : false;
    switch (change.kind) {
      case "same":
        return false;
      case "at": {
        const key = path[depth]!;
        if (!this.#unify(change.key, key)) return false;
        const below = valueAt(this.#store, old, [key]);
        if (below === undefined) return UNKNOWN;
        const inner = this.#part(change.change, below, path, depth + 1, value);
        if (inner === false || inner === UNKNOWN || change.key.kind === "opaque")
          return inner === false ? false : UNKNOWN;
        return this.#store.update(old, key, inner, -1);
      }
      default:
        return UNKNOWN;
    }
  }

  /** Holds the change against an old and a new value. */
  #whole(change: Change, old: Value, value: Value): boolean {
    const store = this.#store;
    switch (change.kind) {
      case "same":
        return old === value;
      case "at":
        return this.#at(change, old, value);
      case "add":
        return this.#element(change.element, value, old);
      case "remove":
        return this.#element(change.element, old, value);
      case "append": {
        if (!isSequence(store, old) || !isSequence(store, value)) return true;
        const length = store.size(value);
        return length === store.size(old) + 1 && this.#unify(change.element, store.at(value, length - 1));
      }
      case "becomes":
        return this.#unify(change.value, value);
    }
  }

  #at(change: Extract<Change, { kind: "at" }>, old: Value, value: Value): boolean {
    const store = this.#store;
    if (old === value || !isFunction(store, old) || !isFunction(store, value)) return true;
    const domain = store.domain(old, -1);
    if (domain !== store.domain(value, -1)) return false;
    let changed = -1;
    for (let i = 0; i < store.size(old); i++) {
      if (store.at(old, i) === store.at(value, i)) continue;
      if (changed >= 0) return false;
      changed = i;
    }
    return (
      this.#unify(change.key, store.at(domain, changed)) &&
      this.#whole(change.change, store.at(old, changed), store.at(value, changed))
    );
  }

  /** `larger` is `smaller` with at most one element more, the one that the term stands for. */
  #element(term: Term, larger: Value, smaller: Value): boolean {
    const store = this.#store;
    if (store.kind(larger) !== Kind.Set || store.kind(smaller) !== Kind.Set || larger === smaller) return true;
    if (store.size(larger) !== store.size(smaller) + 1) return false;
    let extra = -1;
    for (let i = 0; i < store.size(larger); i++) {
      const at = extra < 0 ? i : i - 1;
      if (at < store.size(smaller) && store.at(larger, i) === store.at(smaller, at)) continue;
      if (extra >= 0) return false;
      extra = i;
    }
    return this.#unify(term, store.at(larger, extra));
  }

  #unify(term: Term, value: Value): boolean {
    const store = this.#store;
    switch (term.kind) {
      case "opaque":
        return true;
      case "parameter": {
        const known = this.#arguments[term.index]!;
        if (known === UNKNOWN) this.#arguments[term.index] = value;
        return known === UNKNOWN || known === value;
      }
      case "literal":
        return value === literal(store, term.value);
      case "tuple":
        return (
          store.kind(value) === Kind.Tuple &&
          store.size(value) === term.terms.length &&
          term.terms.every((part, i) => this.#unify(part, store.at(value, i)))
        );
      case "record":
        if (store.kind(value) !== Kind.Record || store.size(value) !== term.fields.length) return false;
        return term.fields.every(({ name, term: field }) => {
          const key = store.string(name);
          return store.inDomain(value, key, -1) && this.#unify(field, store.field(value, key, -1));
        });
    }
  }
}

function literal(store: Store, value: string | bigint | boolean): Value {
  if (typeof value === "string") return store.string(value);
  return typeof value === "bigint" ? store.integer(value) : store.boolean(value);
}
