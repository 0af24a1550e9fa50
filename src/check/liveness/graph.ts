/**
 * The explored state graph as the liveness search sees it: states by number, steps in compressed rows, and which leaves
 * hold in each state and on each step.
 *
 * Every state also has a stuttering step to itself, which is not stored; steps of Next from a state to itself are that
 * step, and each pair of states has one step, whatever number of actions give it. No action leaf holds of a stuttering
 * step.
 */
export interface StateGraph {
  /** States that were expanded are numbered below this; steps may lead to others, which are then no part of it. */
  readonly states: number;
  readonly initial: readonly number[];
  /** Steps of state s are numbered `offsets[s] .. offsets[s + 1] - 1`. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** Some steps lead from a state to itself and yet change it: a VIEW does not tell the states apart. */
  readonly hasLoops: boolean;
  /** Does a state leaf hold in a state? */
  state(leaf: number, state: number): boolean;
  /** Does an action leaf hold on a step that is stored? */
  action(leaf: number, step: number): boolean;
}

/** Number of the step that is not stored. */
export const STUTTERING = -1;
