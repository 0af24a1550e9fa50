/**
 * How much of a run is observed: from everything that a system file maps down to the names of what the program reports.
 *
 * Less is cheaper to have in production, and finds less. `npm run levels` prints what a system's wrong variants are still
 * caught by.
 */
import type { Mapping } from "./mapping.ts";

export interface Level {
  readonly name: string;
  /**
   * What the program reports: with the arguments and values that the mapping gives, without the values (what the
   * specification leaves open stays hidden), or as names alone.
   */
  readonly probes: "full" | "arguments" | "names" | "none";
  /** Mapped state, and the messages that were sent. */
  readonly state: boolean;
  readonly messages: boolean;
  /** Steps that may lie behind one change where nobody reports them; undefined: what the system file says. */
  readonly unreportedMax?: number;
}

/** How many steps that nobody reported may lie behind one change of mapped state. */
export function unreportedMax(mapping: Mapping, level: Level): number {
  if (level.unreportedMax !== undefined) return level.unreportedMax;
  return mapping.reportsEveryStep && level.probes !== "none" ? 0 : mapping.silentStepsMax;
}

export const everything: Level = { name: "everything", probes: "full", state: true, messages: true };

export const levels: readonly Level[] = [
  everything,
  { name: "state and messages", probes: "none", state: true, messages: true },
  { name: "names and arguments", probes: "full", state: false, messages: false },
  { name: "arguments only", probes: "arguments", state: false, messages: false },
  // A decision becomes visible only with its message: the steps that led to it lie between.
  { name: "messages only", probes: "none", state: false, messages: true, unreportedMax: 6 },
  { name: "names only", probes: "names", state: false, messages: false },
];
