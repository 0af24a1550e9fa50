/**
 * In which order the records of several logs happened, as far as their clocks tell.
 *
 * Vector clocks give causality; hybrid logical clocks a total order that agrees with causality; times with an uncertainty
 * an order where they do not overlap. What none of them orders is concurrent, and may have happened either way.
 */
import type { LogRecord } from "./record.ts";

/** True when `a` is known to have happened before `b`; of records as `ClockClaims` leaves them this is a partial order. */
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

/**
 * Which of two records is taken first where neither is known to have happened before the other; negative: `a`. Where all
 * have a hybrid clock, or all a time and no clock, this is an order that agrees with `happensBefore`.
 */
export function compareHeads(a: LogRecord, b: LogRecord): number {
  // One of which no clock tells anything happened after what its log has before it: at once, for all that is known.
  const clocked = Number(isClocked(a)) - Number(isClocked(b));
  if (clocked !== 0) return clocked;
  const hybrid = compareHybrid(a, b);
  if (hybrid !== 0) return hybrid;
  const time = (a.time?.earliest ?? 0) - (b.time?.earliest ?? 0);
  return time !== 0 ? time : a.log < b.log ? -1 : a.log > b.log ? 1 : a.line - b.line;
}

export type OrderKind = "vector" | "hybrid" | "time" | "none";

/** By what a record is ordered. */
export function orderKind({ clock, time }: LogRecord): OrderKind {
  return clock?.kind ?? (time === undefined ? "none" : "time");
}

function isClocked(record: LogRecord): boolean {
  return orderKind(record) !== "none";
}

function compareHybrid(a: LogRecord, b: LogRecord): number {
  if (a.clock?.kind !== "hybrid" || b.clock?.kind !== "hybrid") return 0;
  return a.clock.physical - b.clock.physical || a.clock.logical - b.clock.logical;
}
