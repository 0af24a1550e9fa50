/**
 * Goes through the orders of concurrent records that a specification allows.
 *
 * Sets of records that are closed under what precedes them are the nodes of the search; each holds the candidates that
 * some order of its records leads to. Orders that lead to the same candidate are one, so records that do not influence
 * one another are not permuted in vain: n records that all commute cost at most n * 2^(n-1) trials, not n!.
 */
import type { Branch } from "../../conform/branch.ts";

/** Trials of one record at one candidate that a group may cost. */
export const ORDER_TRIALS_MAX = 4_000;

export interface Ordered {
  /** The candidates that orders of all the records lead to; empty when no order fits. */
  readonly branches: readonly Branch[];
  /** The bound was hit: there may be more. */
  readonly isCut: boolean;
}

/** `before` is a strict partial order that the given order of at most 30 records agrees with. */
export function throughOrders<R>(
  records: readonly R[],
  before: (a: R, b: R) => boolean,
  start: readonly Branch[],
  trial: (branch: Branch, record: R) => readonly Branch[],
): Ordered {
  const predecessors = records.map((record) =>
    records.reduce((mask, other, i) => (before(other, record) ? mask | (1 << i) : mask), 0),
  );
  const all = 2 ** records.length - 1;
  const nodes = new Map<number, Map<number, Branch>>([[0, new Map(start.map((branch) => [branch.state, branch]))]]);
  let trials = 0;
  // Masks grow along the search, so taking them by number visits each after all that lead to it.
  for (let mask = 0; mask < all; mask++) {
    for (const branch of nodes.get(mask)?.values() ?? []) {
      for (let i = 0; i < records.length; i++) {
        if ((mask & (1 << i)) !== 0 || (predecessors[i]! & ~mask) !== 0) continue;
        if (++trials > ORDER_TRIALS_MAX) return { branches: inGivenOrder(records, start, trial), isCut: true };
        const next = nodes.get(mask | (1 << i)) ?? new Map<number, Branch>();
        nodes.set(mask | (1 << i), next);
        for (const reached of trial(branch, records[i]!))
          if (!next.has(reached.state)) next.set(reached.state, reached);
      }
    }
    nodes.delete(mask);
  }
  return { branches: [...(nodes.get(all)?.values() ?? [])], isCut: false };
}

function inGivenOrder<R>(
  records: readonly R[],
  start: readonly Branch[],
  trial: (branch: Branch, record: R) => readonly Branch[],
): Branch[] {
  let branches = [...start];
  for (const record of records) {
    const next = new Map<number, Branch>();
    for (const branch of branches) for (const reached of trial(branch, record)) next.set(reached.state, reached);
    branches = [...next.values()];
  }
  return branches;
}
