/**
 * Other values that a place might as well hold: first those that were seen at the same place in other events, else one
 * of the same kind from elsewhere. A mutant with an impossible value would be noticed by anybody.
 */
import type { SmallGenerator } from "../simulate/generator.ts";
import { Kind, type Store, type Value } from "../values/types.ts";
import type { RecordedEvent } from "./recording.ts";

/** Different values that are remembered for one place. */
const SEEN_MAX = 64;
/** How deep fields of objects are fields of their own. */
const FIELD_DEPTH_MAX = 3;

type Data = Readonly<Record<string, unknown>>;

/** The path of a field in what a word says. */
export type FieldPath = readonly string[];

/** The fields of an event's data: scalars and arrays, also within objects. */
export function fieldsOf(data: Data, path: FieldPath = []): FieldPath[] {
  return Object.entries(data).flatMap(([name, value]): FieldPath[] => {
    const at = [...path, name];
    if (value === undefined) return [];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && at.length < FIELD_DEPTH_MAX ? fieldsOf(value as Data, at) : [at];
  });
}

export function fieldAt(data: Data, path: FieldPath): unknown {
  return path.reduce<unknown>((value, name) => (value as Data)[name], data);
}

export function withField(data: Data, [name, ...rest]: FieldPath, value: unknown): Data {
  return { ...data, [name!]: rest.length === 0 ? value : withField(data[name!] as Data, rest, value) };
}

/** What was seen where, over all recorded runs. */
export class Vocabulary {
  readonly #store: Store;
  /** By word and field, by type of JavaScript value, and by variable. */
  readonly #fields = new Map<string, Map<string, unknown>>();
  readonly #types = new Map<string, Map<string, unknown>>();
  readonly #variables = new Map<number, Set<Value>>();
  /** What functions hold at any of their keys, by variable. */
  readonly #parts = new Map<number, Set<Value>>();

  constructor(store: Store) {
    this.#store = store;
  }

  add({ words, observation }: RecordedEvent): void {
    for (const { name, event } of words) {
      for (const path of fieldsOf(event)) {
        const value = fieldAt(event, path);
        addTo(this.#fields, `${name} ${path.join(".")}`, value);
        if (path[0] !== "event") addTo(this.#types, typeof value, value);
      }
    }
    observation.end.forEach((value, variable) => {
      if (value === 0) return;
      addValue(this.#variables, variable, value);
      if (this.#isFunction(value)) for (const part of this.#partsOf(value)) addValue(this.#parts, variable, part);
    });
  }

  /** Another value for a field of a word; undefined when there is none. */
  otherField(word: string, path: FieldPath, value: unknown, random: SmallGenerator): unknown {
    const key = JSON.stringify(value);
    const differs = (seen: Map<string, unknown> | undefined) =>
      [...(seen ?? [])].filter(([other]) => other !== key).map(([, other]) => other);
    const here = differs(this.#fields.get(`${word} ${path.join(".")}`));
    if (here.length > 0) return here[random.below(here.length)];
    if (typeof value === "boolean") return !value;
    if (typeof value === "number") return value + 1;
    const alike = differs(this.#types.get(typeof value));
    return alike.length === 0 ? undefined : alike[random.below(alike.length)];
  }

  /** Another value of a variable: a function differs at one key, anything else is one that was seen. */
  otherValue(variable: number, value: Value, random: SmallGenerator): Value | undefined {
    const store = this.#store;
    if (this.#isFunction(value) && store.size(value) > 0) {
      const domain = store.domain(value, -1);
      const key = store.at(domain, random.below(store.size(domain)));
      const now = store.apply(value, key, -1);
      const others = [...(this.#parts.get(variable) ?? [])].filter((part) => part !== now);
      if (others.length > 0) return store.update(value, key, others[random.below(others.length)]!, -1);
    }
    const others = [...(this.#variables.get(variable) ?? [])].filter((other) => other !== value);
    return others.length === 0 ? undefined : others[random.below(others.length)];
  }

  #isFunction(value: Value): boolean {
    const kind = this.#store.kind(value);
    return kind === Kind.Function || kind === Kind.Record;
  }

  #partsOf(value: Value): Value[] {
    return Array.from({ length: this.#store.size(value) }, (_, i) => this.#store.at(value, i));
  }
}

function addTo(map: Map<string, Map<string, unknown>>, place: string, value: unknown): void {
  const seen = map.get(place) ?? new Map<string, unknown>();
  map.set(place, seen);
  if (seen.size < SEEN_MAX) seen.set(JSON.stringify(value), value);
}

function addValue(map: Map<number, Set<Value>>, variable: number, value: Value): void {
  const seen = map.get(variable) ?? new Set<Value>();
  map.set(variable, seen);
  if (seen.size < SEEN_MAX) seen.add(value);
}
