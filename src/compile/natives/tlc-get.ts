/**
 * `TLCGet` and `TLCSet`: registers, which are numbers, and what has a name: where the exploration stands, how it is
 * made, and what the specification consists of.
 */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";
import { positionAt, type Location } from "../../tla/syntax/source.ts";
import { recordFrom } from "./collections.ts";
import type { ExplorationStatus } from "./exploration-status.ts";
import { operatorAt, valueAt, type Formula, type Native, type NativeContext } from "./native.ts";

/** Properties that switch something on in TLC which is always on here: action composition. */
const SWITCHED_ON: ReadonlySet<string> = new Set(["-Dtlc2.tool.impl.Tool.cdot"]);

/** 2026-11-26T00:00:00Z: specifications ask whether their checker is recent enough. */
const REVISION_SECONDS = 1_795_651_200;

type Named = (context: NativeContext) => Value | undefined;

function fromStatus(read: (status: ExplorationStatus, store: Store) => Value): Named {
  return ({ store, status }) => read(status, store);
}

const counters = {
  generated: fromStatus((status, store) => store.integer(status.counts().generated)),
  distinct: fromStatus((status, store) => store.integer(status.counts().distinct)),
  queue: fromStatus((status, store) => store.integer(status.counts().queue)),
  diameter: fromStatus((status, store) => store.integer(status.counts().depth)),
  duration: ({ store, ports }: NativeContext) =>
    ports.clock === undefined ? undefined : store.integer(Math.floor(ports.clock.elapsed() / 1000)),
};

const named: Readonly<Record<string, Named>> = {
  ...counters,
  level: fromStatus((status, store) => store.integer(status.level)),
  action: fromStatus((status, store) =>
    status.action === undefined ? formulaValue(store, { name: "UnknownAction" }) : formulaValue(store, status.action),
  ),
  stats: (context) => {
    const fields: Record<string, Value> = {};
    for (const [name, read] of Object.entries(counters)) {
      const value = read(context);
      if (value === undefined) return undefined;
      fields[name] = value;
    }
    return recordFrom(context.store, fields);
  },
  config: configValue,
  revision: ({ store, ports }) =>
    ports.checker === undefined
      ? undefined
      : recordFrom(store, {
          count: store.integer(0),
          timestamp: store.integer(REVISION_SECONDS),
          date: store.string("2026-11-26T00:00:00.0Z"),
          tag: store.string(ports.checker.version),
        }),
  spec: specificationValue,
  all: ({ store, registers }) =>
    store.functionOf(
      [...registers].flatMap(([key, value]) =>
        typeof key === "number" ? [[store.integer(key), store.tuple([value])] as const] : [],
      ),
    ),
  "all:named": ({ store, registers }) =>
    store.functionOf(
      [...registers].flatMap(([key, value]) =>
        typeof key === "string" ? [[store.string(key), store.tuple([value])] as const] : [],
      ),
    ),
};

/** Registers may have a name, which begins like this. */
const NAMED = "s:";

function configValue({ store, ports }: NativeContext): Value | undefined {
  const { checker, seed = 0 } = ports;
  if (checker === undefined) return undefined;
  return recordFrom(store, {
    mode: store.string(checker.mode),
    deadlock: store.boolean(checker.deadlock),
    worker: store.integer(checker.workers),
    seed: store.string(String(seed)),
    fingerprint: store.string("0"),
    install: store.string(checker.install),
  });
}

function specificationValue({ store, ports }: NativeContext): Value | undefined {
  const formulas = ports.formulas?.();
  if (formulas === undefined) return undefined;
  const set = (which: readonly Formula[]): Value => store.set(which.map((formula) => formulaValue(store, formula)));
  return recordFrom(store, {
    inits: set(formulas.inits),
    actions: set(formulas.actions),
    temporals: set(formulas.temporals),
    invariants: set(formulas.invariants),
    impliedinits: set(formulas.impliedInits),
    impliedactions: set(formulas.impliedActions),
    impliedtemporals: set(formulas.impliedTemporals),
    variables: set(formulas.variables),
    constraints: set(formulas.constraints),
    actionconstraints: set(formulas.actionConstraints),
  });
}

/** The record that stands for an action, a definition or a variable. */
export function formulaValue(store: Store, { name, at }: Formula): Value {
  return recordFrom(store, { name: store.string(name), location: locationValue(store, at) });
}

function locationValue(store: Store, at: Location | undefined): Value {
  const begin = at === undefined ? { line: 0, column: 0 } : positionAt(at.file, at.start);
  const end = at === undefined ? { line: 0, column: 0 } : positionAt(at.file, at.end - 1);
  const module = at === undefined ? "--" : at.file.path.replace(/^.*[\\/]/, "").replace(/\.tla$/, "");
  return recordFrom(store, {
    beginLine: store.integer(begin.line),
    beginColumn: store.integer(begin.column),
    endLine: store.integer(end.line),
    endColumn: store.integer(end.column),
    module: store.string(module),
  });
}

/** The value under a key; undefined when there is none. */
function lookUp(context: NativeContext, key: Value, site: Site): Value | undefined {
  const { store } = context;
  if (store.kind(key) !== Kind.String) return context.registers.get(registerOf(store, key, "TLCGet", site));
  const name = store.text(key);
  if (name.startsWith(NAMED)) return context.registers.get(name);
  const read = Object.hasOwn(named, name) ? named[name] : undefined;
  return read?.(context) ?? (SWITCHED_ON.has(name) ? store.string("true") : undefined);
}

function registerOf(store: Store, key: Value, operator: string, site: Site): number {
  const number = Number(store.integerOf(key, site));
  if (number >= 0) return number;
  throw new EvaluationError(
    "LS4215",
    `${operator} was given the register ${store.show(key)}; registers are natural numbers.`,
    site,
  );
}

function get(context: NativeContext, key: Value, site: Site): Value {
  const value = lookUp(context, key, site);
  if (value !== undefined) return value;
  throw new EvaluationError("LS4214", `TLCGet(${context.store.show(key)}) has no value.`, site);
}

function set(context: NativeContext, key: Value, value: Value, site: Site): Value {
  const { store, status } = context;
  if (store.kind(key) !== Kind.String) {
    context.registers.set(registerOf(store, key, "TLCSet", site), store.normalize(value, site));
    return store.TRUE;
  }
  const name = store.text(key);
  if (name === "exit") {
    if (value === store.TRUE && !status.isReplaying) status.exitRequested = true;
    return store.TRUE;
  }
  if (name.startsWith(NAMED)) {
    context.registers.set(name, store.normalize(value, site));
    return store.TRUE;
  }
  // "pause" waits for a person in TLC, "-D..." sets a property of its host: both mean nothing here.
  if (name === "pause" || name.startsWith("-D")) return store.TRUE;
  throw new EvaluationError("LS4215", `TLCSet(${store.show(key)}, …) is not supported.`, site);
}

const exploring = { isVolatile: true, readsExploration: true } as const;

export const tlcGet: readonly (readonly [string, Native])[] = [
  ["TLC!TLCGet", { arity: 1, ...exploring, apply: (context, args, site) => get(context, valueAt(args, 0), site) }],
  [
    "TLC!TLCSet",
    { arity: 2, ...exploring, apply: (context, args, site) => set(context, valueAt(args, 0), valueAt(args, 1), site) },
  ],
  [
    "TLCExt!TLCGetOrDefault",
    {
      arity: 2,
      ...exploring,
      apply: (context, args, site) => lookUp(context, valueAt(args, 0), site) ?? valueAt(args, 1),
    },
  ],
  [
    "TLCExt!TLCGetAndSet",
    {
      arity: 4,
      ...exploring,
      apply: (context, args, site) => {
        const before = lookUp(context, valueAt(args, 0), site) ?? valueAt(args, 3);
        set(context, valueAt(args, 0), operatorAt(args, 1)(before, valueAt(args, 2)), site);
        return before;
      },
    },
  ],
];
