/**
 * What follows an exploration step by step: the liveness search records its graph through this port.
 *
 * Each state is expanded once, by one worker; its steps come between `beginState` and `endState`, so that a recorder
 * needs only the number of the state that is being expanded, and recorders of several workers can be put together by
 * number. Buffers are the exploration's own: copy what you keep.
 */
import type { Value } from "../values/types.ts";

export interface StepRecorder {
  /** An initial state inside the model, when it is met first. */
  initialState?(number: number, state: Int32Array): void;
  /** The state of this number is expanded now. */
  beginState(number: number, state: Int32Array): void;
  /**
   * One successor, as Next gives it: each derivation comes, also to a state seen before and to the state itself. `to` is
   * its number, or -1 when a constraint keeps it out of the model.
   */
  step(next: Int32Array, action: number, to: number): void;
  /** All successors of the state have come. */
  endState(): void;
  /** Calls `visit` with the values that it keeps, which must stay. */
  visitValues?(visit: (v: Value) => void): void;
}

/** One recorder that tells two, either of which may be absent. */
export function both(one: StepRecorder | undefined, other: StepRecorder | undefined): StepRecorder | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    initialState(number, state) {
      one.initialState?.(number, state);
      other.initialState?.(number, state);
    },
    beginState(number, state) {
      one.beginState(number, state);
      other.beginState(number, state);
    },
    step(next, action, to) {
      one.step(next, action, to);
      other.step(next, action, to);
    },
    endState() {
      one.endState();
      other.endState();
    },
    visitValues(visit) {
      one.visitValues?.(visit);
      other.visitValues?.(visit);
    },
  };
}
