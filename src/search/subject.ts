/**
 * A system made ready to run: its specification compiled, its mapping held against it, its processes to start.
 * `system/` builds one from a system file; `search/` only runs it.
 */
import type { Explainer, StateMachine } from "../compile/types.ts";
import type { StateSpace } from "../conform/state-space.ts";
import type { Layout } from "../observe/layout.ts";
import type { FaultSettings } from "../simulate/fault-options.ts";
import type { ProcessOptions } from "../simulate/world-types.ts";

export interface Subject {
  readonly name: string;
  readonly machine: StateMachine;
  readonly explainer: Explainer;
  readonly layout: Layout;
  readonly space: StateSpace;
  readonly processes: Readonly<Record<string, ProcessOptions>>;
  readonly faults: FaultSettings;
  readonly horizonMicros: number;
  readonly eventLimit: number;
  /** Signs of life for a watchdog, of every run that is given no others: replays and shrinking too. */
  readonly progress?: Int32Array;
  /**
   * Does the work, a stretch of a run, and says whether it came to its end: false when it was cut since it took too long. For
   * who runs in a thread that nobody watches from outside.
   */
  readonly watchdog?: (work: () => void) => boolean;
  /** Classifies an instance's final state, given as JavaScript values: `committed`, `aborted`, `undecided`. */
  readonly outcome?: (state: Readonly<Record<string, unknown>>) => string;
}
