/**
 * Whether the stores of two threads began alike: each has compiled the specification for itself, and the code of each
 * names the values of the specification's constants by their handles.
 */
import type { Store } from "../../values/types.ts";

/** The values with which a store begins: how many, and what they are. */
export interface CommonValues {
  readonly count: number;
  readonly digest: number;
}

/** Of a store in which nothing was evaluated but what compiling evaluates, or of its first `count` values. */
export function commonValues(store: Store, count = store.statistics().values): CommonValues {
  let digest = 0;
  for (let index = 1; index <= Math.min(count, store.statistics().values); index++)
    digest = (Math.imul(digest, 31) + (store.hashLow(index << 1) ^ Math.imul(store.hashHigh(index << 1), 17))) | 0;
  return { count, digest };
}

/** Whether a store begins with these values, so that whoever knows them may join it. */
export function beginsWith(store: Store, { count, digest }: CommonValues): boolean {
  return commonValues(store, count).digest === digest;
}
