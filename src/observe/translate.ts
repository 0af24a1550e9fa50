/**
 * JavaScript values of the program to values of the specification, told apart by the specification's own types.
 *
 * A variable's type is learnt from the values it takes in a bounded part of the state space: `{"a", "b"}` is a set of
 * strings, `[rm1 |-> ...]` by model values a function. It decides what an array (sequence or set), an object (function
 * or record) and a string (string or model value) stand for. Where the type is not known, a string that is the name of
 * a model value is one, an array is a sequence, an object a record.
 */
import { DiagnosticError } from "../tla/diagnostics.ts";
import type { StateMachine } from "../compile/types.ts";
import { KIND_TEXT } from "../values/errors.ts";
import type { Store, Value } from "../values/types.ts";
import { EvaluationError, Kind } from "../values/types.ts";

/** States that are looked at to learn the variables' types. */
export const TYPE_SAMPLE_STATES_MAX = 2_000;
/** Key sets of objects that are remembered for one place. */
const LAYOUTS_MAX = 1_000;
/** How deep a program's value may be nested. */
export const VALUE_DEPTH_MAX = 64;

/** What the sampled values of one place have in common. Several kinds may occur at one place. */
interface Shape {
  readonly kinds: Set<Kind>;
  /** Elements of sets and sequences, values of functions. */
  element?: Shape;
  /** Domain of functions. */
  key?: Shape;
  readonly fields: Map<string, Shape>;
  /** Values that were looked at. */
  readonly learnt: Set<Value>;
}

/** A place below a variable: what values occur there, and how it is called in messages. */
export interface Place {
  readonly shape: Shape | undefined;
  readonly text: string;
}

/** Which part of a variable a value is for. */
export type Role = "whole" | "element" | "key";

/** A domain, and the keys of an object in its order. */
interface DomainLayout {
  readonly domain: Value;
  readonly order: readonly string[];
}

/** A value of the program that has no counterpart; where it stands is found afterwards. */
class Misfit extends Error {
  readonly given: unknown;
  readonly expected: string;
  readonly hint: string | undefined;

  constructor(given: unknown, expected: string, hint?: string) {
    super(expected);
    this.given = given;
    this.expected = expected;
    this.hint = hint;
  }
}

const COMPOUND_KINDS: ReadonlySet<Kind> = new Set([Kind.Set, Kind.Tuple, Kind.Record, Kind.Function]);

export class Translator {
  readonly #machine: StateMachine;
  readonly #store: Store;
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #modelValues: ReadonlySet<string>;
  readonly #strings: ReadonlySet<string>;
  /** Scalars by variable, role and value: what hot paths convert again and again. */
  readonly #scalars = new Map<string, Map<unknown, Value>>();
  readonly #javaScript = new Map<Value, unknown>();
  /** By place and keys: the domain of a function that objects with these keys stand for. */
  readonly #domains = new Map<Shape | undefined, Map<string, DomainLayout>>();

  constructor(machine: StateMachine) {
    this.#machine = machine;
    this.#store = machine.store;
    const samples = sampleStates(machine);
    const shapes = new Map<string, Shape>();
    machine.variables.forEach((name, v) => {
      const shape = emptyShape();
      for (const state of samples) learn(this.#store, shape, state[v]!, 0);
      shapes.set(name, shape);
    });
    this.#shapes = shapes;
    const names = namesIn(machine, shapes);
    this.#modelValues = names.modelValues;
    this.#strings = names.strings;
    this.#store.hold({ forgetValues: () => this.#forget() });
  }

  #forget(): void {
    this.#scalars.clear();
    this.#javaScript.clear();
    this.#domains.clear();
  }

  /** A value for a variable (or part of one), or for anything else that `where` names, such as an argument. */
  value(given: unknown, where: string, role: Role = "whole"): Value {
    if (typeof given === "object" && given !== null) return this.#convert(given, this.#shapeOf(where, role), where);
    const cacheKey = `${where}\n${role}`;
    let cache = this.#scalars.get(cacheKey);
    if (cache === undefined) this.#scalars.set(cacheKey, (cache = new Map<unknown, Value>()));
    let value = cache.get(given);
    if (value === undefined) {
      value = this.#convert(given, this.#shapeOf(where, role), where);
      cache.set(given, value);
    }
    return value;
  }

  /** The keys of a path below a variable as values, and the place that they lead to. */
  place(variable: string, path: readonly unknown[]): { readonly path: readonly Value[]; readonly place: Place } {
    let shape = this.#shapes.get(variable);
    let text = variable;
    const keys = path.map((key) => {
      const asField = shape?.kinds.has(Kind.Record) === true && !shape.kinds.has(Kind.Function);
      const value =
        asField && typeof key === "string"
          ? this.#store.string(key)
          : this.#convert(key, shape?.key, `${text} (a key)`);
      shape = asField ? shape?.fields.get(String(key)) : shape?.element;
      text += typeof key === "string" ? `[${key}]` : `[${show(key)}]`;
      return value;
    });
    return { path: keys, place: { shape, text } };
  }

  /** A value for a place below a variable; with `element`, for an element of the container there. */
  valueAt(place: Place, given: unknown, part: "whole" | "element" = "whole"): Value {
    const { shape, text } = place;
    if (part === "whole") return this.#convert(given, shape, text);
    return this.#convert(given, isBagShape(shape) ? shape?.key : shape?.element, `${text} (an element)`);
  }

  /** True when what is known of the place says that it holds bags: functions, and never a sequence. */
  isBag(place: Place): boolean {
    return isBagShape(place.shape);
  }

  /** True when a variable is always a function or record, and what is given could be its value at any key: one part for all. */
  isOfEachKey(given: unknown, variable: string): boolean {
    const shape = this.#shapes.get(variable);
    if (shape === undefined || ![...shape.kinds].every((kind) => kind === Kind.Function || kind === Kind.Record))
      return false;
    const places = [...shape.fields.values(), ...(shape.element === undefined ? [] : [shape.element])];
    return places.length > 0 && places.every((place) => this.#isFit(given, place));
  }

  #isFit(given: unknown, shape: Shape): boolean {
    try {
      this.#converted(given, shape, 0);
      return true;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return false;
    }
  }

  /** The elements of a constant that is a set of model values, in the order of the config; undefined for anything else. */
  namesOf(constant: string): readonly string[] | undefined {
    for (const [declaration, meaning] of this.#machine.spec.constantValues) {
      if (declaration.name !== constant || meaning.kind !== "value" || meaning.value.kind !== "set") continue;
      return meaning.value.elements.flatMap((element) => (element.kind === "modelValue" ? [element.name] : []));
    }
    return undefined;
  }

  #shapeOf(where: string, role: Role): Shape | undefined {
    const shape = this.#shapes.get(where);
    return role === "whole" ? shape : role === "element" ? shape?.element : shape?.key;
  }

  /** Converts, and says where it failed; the way down is looked for then, so that the many that fit do not pay for it. */
  #convert(given: unknown, shape: Shape | undefined, path: string): Value {
    try {
      return this.#converted(given, shape, 0);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const at = path + (pathTo(given, error.given, 0) ?? "");
      const message = `${at}: expected ${error.expected}, got ${show(error.given)}`;
      const hint = error.hint === undefined ? {} : { hint: error.hint };
      throw new DiagnosticError([{ code: "LS5014", severity: "error", message, ...hint }]);
    }
  }

  #converted(given: unknown, shape: Shape | undefined, depth: number): Value {
    switch (typeof given) {
      case "string":
        return this.#text(given, shape);
      case "object":
        if (depth >= VALUE_DEPTH_MAX)
          throw new Misfit(given, `nesting of at most VALUE_DEPTH_MAX = ${VALUE_DEPTH_MAX}`);
        return this.#compound(given, shape, depth + 1);
      case "boolean":
        this.#requireKind(given, shape, Kind.Boolean);
        return this.#store.boolean(given);
      case "bigint":
        this.#requireKind(given, shape, Kind.Integer);
        return this.#store.integer(given);
      case "number":
        this.#requireKind(given, shape, Kind.Integer);
        if (Number.isSafeInteger(given)) return this.#store.integer(given);
        throw new Misfit(given, "a safe integer", "use a bigint for large numbers");
      default:
        throw new Misfit(given, "a value", "undefined means not observed, and is allowed only for a whole part");
    }
  }

  #text(given: string, shape: Shape | undefined): Value {
    const isString = shape?.kinds.has(Kind.String) === true;
    const isModelValue = shape?.kinds.has(Kind.ModelValue) === true;
    if (isString && !isModelValue) return this.#store.string(given);
    const isKnownModelValue = this.#modelValues.has(given);
    if (isModelValue && !isString) {
      if (isKnownModelValue) return this.#store.modelValue(given);
      throw new Misfit(given, `one of the model values ${[...this.#modelValues].join(", ")}`);
    }
    if (!isKnownModelValue) {
      this.#requireKind(given, shape, Kind.String);
      return this.#store.string(given);
    }
    if (this.#strings.has(given)) {
      throw new Misfit(
        given,
        "either a string or a model value: both exist",
        "rename one of the two in the specification or its config",
      );
    }
    return this.#store.modelValue(given);
  }

  #compound(given: object | null, shape: Shape | undefined, depth: number): Value {
    const store = this.#store;
    if (given === null) return this.#nil();
    if (Array.isArray(given)) {
      const isSet = shape?.kinds.has(Kind.Set) === true && !shape.kinds.has(Kind.Tuple);
      if (!isSet && given.length > 0) this.#requireKind(given, shape, Kind.Tuple);
      const mark = store.mark();
      for (const element of given) store.push(this.#pushed(mark, element, shape?.element, depth));
      return isSet ? store.finishSet(mark) : store.finishTuple(mark);
    }
    if (given instanceof Set) {
      this.#requireKind(given, shape, Kind.Set);
      const mark = store.mark();
      for (const element of given) store.push(this.#pushed(mark, element, shape?.element, depth));
      return store.finishSet(mark);
    }
    if (given instanceof Map) return this.#function([...given], shape, depth);
    const prototype: unknown = Object.getPrototypeOf(given);
    if (prototype !== Object.prototype && prototype !== null)
      throw new Misfit(given, "plain data: an array, Set, Map or object");
    const isFunction = shape?.kinds.has(Kind.Function) === true && !shape.kinds.has(Kind.Record);
    const record = given as Readonly<Record<string, unknown>>;
    const names = Object.keys(record).filter((name) => record[name] !== undefined);
    return isFunction ? this.#keyed(record, names, shape, depth) : this.#record(record, names, shape, depth);
  }

  /** Converts an element while a compound value is built; what failed must leave nothing on the building stack. */
  #pushed(mark: number, element: unknown, shape: Shape | undefined, depth: number): Value {
    try {
      return this.#converted(element, shape, depth);
    } catch (error) {
      this.#store.release(mark);
      throw error;
    }
  }

  /**
   * Refuses what can be no value of a place: a number for a set, a sequence for a record. Only where all values that were
   * seen are sets, or sequences, and so on; a place that also holds others may hold more than were seen.
   */
  #requireKind(given: unknown, shape: Shape | undefined, kind: Kind): void {
    if (shape?.kinds.size !== 1 || shape.kinds.has(kind)) return;
    const [only] = shape.kinds;
    if (COMPOUND_KINDS.has(only!)) throw new Misfit(given, KIND_TEXT[only!]);
  }

  /** An object as a function. Objects of a log have the same keys over and over: their domain is made once. */
  #keyed(
    given: Readonly<Record<string, unknown>>,
    names: readonly string[],
    shape: Shape | undefined,
    depth: number,
  ): Value {
    const layout = this.#layoutOf(names, shape);
    const { store } = this.#machine;
    const mark = store.mark();
    for (const name of layout.order) store.push(this.#pushed(mark, given[name], shape?.element, depth));
    return names.length === 0 ? store.EMPTY_TUPLE : store.finishFunction(layout.domain, mark);
  }

  #layoutOf(names: readonly string[], shape: Shape | undefined): DomainLayout {
    const key = names.join("\n");
    const layouts = this.#domains.get(shape) ?? new Map<string, DomainLayout>();
    this.#domains.set(shape, layouts);
    let layout = layouts.get(key);
    if (layout === undefined) {
      const byValue = new Map(names.map((name) => [this.#converted(name, shape?.key, 0), name]));
      const domain = this.#store.set([...byValue.keys()]);
      const order = Array.from({ length: this.#store.size(domain) }, (_, i) => byValue.get(this.#store.at(domain, i))!);
      if (layouts.size < LAYOUTS_MAX) layouts.set(key, (layout = { domain, order }));
      else layout = { domain, order };
    }
    return layout;
  }

  #function(entries: readonly (readonly [unknown, unknown])[], shape: Shape | undefined, depth: number): Value {
    return this.#store.functionOf(
      entries.map(([key, value]) => [
        this.#converted(key, shape?.key, depth),
        this.#converted(value, shape?.element, depth),
      ]),
    );
  }

  #record(
    given: Readonly<Record<string, unknown>>,
    names: readonly string[],
    shape: Shape | undefined,
    depth: number,
  ): Value {
    const store = this.#store;
    if (names.length === 0) return store.EMPTY_TUPLE;
    this.#requireKind(given, shape, Kind.Record);
    const shapeNumber = store.shape(names);
    const mark = store.mark();
    for (const name of store.shapeFields(shapeNumber))
      store.push(this.#pushed(mark, given[name], shape?.fields.get(name), depth));
    return store.finishRecord(shapeNumber, mark);
  }

  #nil(): Value {
    const nil = ["Nil", "NULL", "Null", "None", "NoValue"].find((name) => this.#modelValues.has(name));
    if (nil !== undefined) return this.#store.modelValue(nil);
    throw new Misfit(null, "a value", "null needs a model value Nil, None or NULL in the specification's config");
  }

  /** A state as JavaScript values: strings and model values as strings, sets and sequences as arrays, functions as objects. */
  stateToJavaScript(state: Int32Array): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#machine.variables.map((name, v) => [name, this.toJavaScript(state[v]!)]));
  }

  /** A value as JavaScript; the same object for the same value, so it must not be changed. */
  toJavaScript(value: Value): unknown {
    let known = this.#javaScript.get(value);
    if (known === undefined) this.#javaScript.set(value, (known = this.#convertBack(value)));
    return known;
  }

  #convertBack(value: Value): unknown {
    const store = this.#store;
    const parts = () => Array.from({ length: store.size(value) }, (_, i) => this.toJavaScript(store.at(value, i)));
    switch (store.kind(value)) {
      case Kind.Boolean:
        return value === store.TRUE;
      case Kind.Integer:
        return store.integerOf(value, -1);
      case Kind.String:
      case Kind.ModelValue:
        return store.text(value);
      case Kind.Set:
      case Kind.Tuple:
        return parts();
      default: {
        const domain = store.domain(value, -1);
        const keys = Array.from({ length: store.size(domain) }, (_, i) => this.#keyText(store.at(domain, i)));
        return Object.fromEntries(parts().map((part, i) => [keys[i]!, part]));
      }
    }
  }

  #keyText(key: Value): string {
    const kind = this.#store.kind(key);
    return kind === Kind.String || kind === Kind.ModelValue ? this.#store.text(key) : this.#store.print(key);
  }
}

// ---------------------------------------------------------------------------------------------- learning types

/** The way down from a value to a part of it, as text: `[2].name`. */
function pathTo(from: unknown, part: unknown, depth: number): string | undefined {
  if (Object.is(from, part)) return "";
  if (typeof from !== "object" || from === null || depth > VALUE_DEPTH_MAX) return undefined;
  const entries: Iterable<readonly [string, unknown]> =
    from instanceof Set
      ? [...from].map((element) => ["{}", element] as const)
      : from instanceof Map
        ? [...from].map(([key, value]) => [`[${String(key)}]`, value] as const)
        : Object.entries(from).map(([key, value]) => [Array.isArray(from) ? `[${key}]` : `.${key}`, value] as const);
  for (const [step, below] of entries) {
    const rest = pathTo(below, part, depth + 1);
    if (rest !== undefined) return step + rest;
  }
  return undefined;
}

function isBagShape(shape: Shape | undefined): boolean {
  return (
    shape !== undefined &&
    !shape.kinds.has(Kind.Tuple) &&
    (shape.kinds.has(Kind.Function) || shape.kinds.has(Kind.Record))
  );
}

function emptyShape(): Shape {
  return { kinds: new Set(), fields: new Map(), learnt: new Set() };
}

/** Breadth first, as far as the bound allows. */
function sampleStates(machine: StateMachine): Int32Array[] {
  const seen = new Set<string>();
  const states: Int32Array[] = [];
  const add = (state: Int32Array) => {
    const key = state.join();
    if (seen.has(key) || states.length >= TYPE_SAMPLE_STATES_MAX) return;
    seen.add(key);
    states.push(state.slice());
  };
  machine.initialStates(add);
  for (let i = 0; i < states.length && states.length < TYPE_SAMPLE_STATES_MAX; i++) {
    try {
      machine.successors(states[i]!, add);
    } catch (error) {
      // What cannot be evaluated here is told where it matters: at the step of a run that comes this way.
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
  return states;
}

function learn(store: Store, shape: Shape, value: Value, depth: number): void {
  const kind = store.kind(value);
  // A value may be part of others in exponentially many ways.
  if (shape.learnt.has(value)) return;
  shape.learnt.add(value);
  // The empty function is the empty tuple: it says nothing about which of the two its place holds.
  if (kind === Kind.Tuple && store.size(value) === 0) return;
  shape.kinds.add(kind);
  if (depth > VALUE_DEPTH_MAX || kind < Kind.Set || kind > Kind.Function) return;
  const domain = kind === Kind.Function || kind === Kind.Record ? store.domain(value, -1) : undefined;
  for (let i = 0; i < store.size(value); i++) {
    const part = store.at(value, i);
    if (kind === Kind.Record) learn(store, fieldShape(shape, store.text(store.at(domain!, i))), part, depth + 1);
    else learn(store, (shape.element ??= emptyShape()), part, depth + 1);
    if (kind === Kind.Function) learn(store, (shape.key ??= emptyShape()), store.at(domain!, i), depth + 1);
  }
}

function fieldShape(shape: Shape, name: string): Shape {
  let field = shape.fields.get(name);
  if (field === undefined) shape.fields.set(name, (field = emptyShape()));
  return field;
}

/** Model values of the config; the sampled shapes say which strings occur as strings. */
function namesIn(
  machine: StateMachine,
  shapes: ReadonlyMap<string, Shape>,
): { modelValues: Set<string>; strings: Set<string> } {
  const modelValues = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { kind, name, elements } = value as { kind?: string; name?: string; elements?: readonly unknown[] };
    if (kind === "modelValue" && name !== undefined) modelValues.add(name);
    if (kind === "set") elements?.forEach(collect);
  };
  for (const meaning of machine.spec.constantValues.values()) if (meaning.kind === "value") collect(meaning.value);
  for (const entries of machine.spec.overrides.values())
    for (const { meaning } of entries) if (meaning.kind === "value") collect(meaning.value);
  const strings = new Set<string>();
  const visit = (shape: Shape): void => {
    for (const [name, field] of shape.fields) {
      strings.add(name);
      visit(field);
    }
    if (shape.element !== undefined) visit(shape.element);
  };
  for (const shape of shapes.values()) visit(shape);
  return { modelValues, strings };
}

function show(given: unknown): string {
  if (typeof given === "string") return JSON.stringify(given);
  if (typeof given !== "object" || given === null) return String(given);
  try {
    return JSON.stringify(given)?.slice(0, 120) ?? "an object";
  } catch {
    return "an object";
  }
}
