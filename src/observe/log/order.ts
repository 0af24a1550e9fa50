/**
 * In which order the records of several logs happened, as far as their clocks tell.
 *
 * Vector clocks give causality; hybrid logical clocks a total order that agrees with causality; times with an uncertainty
 * an order where they do not overlap. What none of them orders is concurrent, and may have happened either way.
 */
import type { LogRecord } from "./record.ts";

/** True when `a` is known to have happened before `b`. */
export function happensBefore(a: LogRecord, b: LogRecord): boolean {
  if (a.process === b.process && a.log === b.log) return a.line < b.line;
  if (a.clock?.kind === "vector" && b.clock?.kind === "vector") {
    return (b.clock.counts[a.process] ?? 0) >= (a.clock.counts[a.process] ?? Infinity);
  }
  if (a.clock?.kind === "hybrid" && b.clock?.kind === "hybrid") return compareHybrid(a, b) < 0;
  if (a.time === undefined || b.time === undefined) return false;
  // Times without uncertainty are taken at their word; equal ones say nothing.
  return a.time.latest < b.time.earliest;
}

/** A total order that agrees with `happensBefore` on records whose predecessors are all there; negative: a first. */
export function compareHeads(a: LogRecord, b: LogRecord): number {
  if (happensBefore(a, b)) return -1;
  if (happensBefore(b, a)) return 1;
  const hybrid = compareHybrid(a, b);
  if (hybrid !== 0) return hybrid;
  const time = (a.time?.earliest ?? 0) - (b.time?.earliest ?? 0);
  return time !== 0 ? time : a.log < b.log ? -1 : a.log > b.log ? 1 : a.line - b.line;
}

function compareHybrid(a: LogRecord, b: LogRecord): number {
  if (a.clock?.kind !== "hybrid" || b.clock?.kind !== "hybrid") return 0;
  return a.clock.physical - b.clock.physical || a.clock.logical - b.clock.logical;
}

/**
 * Merges the heads of several logs, one record at a time: give it the next record of each log, take the one that comes
 * first. Bounded: it holds one record for each log.
 */
export function firstOf(heads: readonly LogRecord[]): LogRecord {
  // Causality is no total order, so a sort by `compareHeads` could contradict it: first those that nothing precedes.
  const ready = heads.filter((head) => !heads.some((other) => other !== head && happensBefore(other, head)));
  const candidates = ready.length > 0 ? ready : heads;
  return candidates.reduce((first, head) => (compareHeads(head, first) < 0 ? head : first));
}
