/**
 * `CausalOrder` of the module VectorClocks: entries of a log, collected from several nodes, in an order in which each
 * comes after those that it knows of.
 *
 * Many orders do; as in TLC, the nodes take turns: each node's entries in the order of its own time, and in every round
 * each node gives its next entry if all that this entry knows of has been given.
 */
import { EvaluationError, type Site, type Store, type Value } from "../../values/types.ts";
import { elementsOf, itemsOf } from "./collections.ts";
import { operatorAt, valueAt, type Native } from "./native.ts";

interface Entry {
  readonly value: Value;
  readonly time: number;
  /** For each other node, the own time of the last entry of it that must come before. */
  readonly needs: readonly (readonly [node: Value, time: number])[];
}

interface NodeLog {
  readonly entries: Entry[];
  /** Entries given so far. */
  given: number;
}

function timeIn(store: Store, clock: Value, node: Value, site: Site): number {
  return store.inDomain(clock, node, site) ? Number(store.integerOf(store.apply(clock, node, site), site)) : 0;
}

/** The logs of the nodes, by canonical order of the nodes, each sorted by its own time. */
function nodeLogs(store: Store, args: Parameters<Native["apply"]>[1], site: Site): ReadonlyMap<Value, NodeLog> {
  const [clockOf, nodeOf, domainOf] = [operatorAt(args, 1), operatorAt(args, 2), operatorAt(args, 3)];
  const logs = new Map<Value, NodeLog>();
  for (const value of itemsOf(store, valueAt(args, 0), site)) {
    const clock = store.normalize(clockOf(value), site);
    const node = store.normalize(nodeOf(value), site);
    const others = elementsOf(store, domainOf(clock), site).filter((other) => other !== node);
    const entry: Entry = {
      value,
      time: timeIn(store, clock, node, site),
      needs: others.map((other) => [other, timeIn(store, clock, other, site)] as const),
    };
    const log = logs.get(node) ?? { entries: [], given: 0 };
    log.entries.push(entry);
    logs.set(node, log);
  }
  for (const log of logs.values()) log.entries.sort((a, b) => a.time - b.time);
  return new Map([...logs].sort(([a], [b]) => store.compare(a, b)));
}

/** True when no entry that this one knows of is still to come. */
function isReady(entry: Entry, logs: ReadonlyMap<Value, NodeLog>): boolean {
  return entry.needs.every(([node, time]) => {
    const next = logs.get(node)?.entries[logs.get(node)!.given];
    return next === undefined || next.time > time;
  });
}

function causalOrder(store: Store, args: Parameters<Native["apply"]>[1], site: Site): Value {
  const logs = nodeLogs(store, args, site);
  const ordered: Value[] = [];
  const total = [...logs.values()].reduce((sum, log) => sum + log.entries.length, 0);
  while (ordered.length < total) {
    const before = ordered.length;
    for (const log of logs.values()) {
      const next = log.entries[log.given];
      if (next === undefined || !isReady(next, logs)) continue;
      ordered.push(next.value);
      log.given++;
    }
    if (ordered.length === before)
      throw new EvaluationError(
        "LS4225",
        "CausalOrder: the clocks contradict each other, no entry can come next.",
        site,
      );
  }
  return store.tuple(ordered);
}

export const vectorClocks: readonly (readonly [string, Native])[] = [
  ["VectorClocks!CausalOrder", { arity: 4, apply: ({ store }, args, site) => causalOrder(store, args, site) }],
];
