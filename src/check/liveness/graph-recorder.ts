/**
 * Builds the state graph while states are explored: leaves are evaluated here, where both states of a step are at hand.
 *
 * Of a state with d different successors are kept: 4 bytes for its row, 4 bytes and the bits of the action leaves for
 * each successor, the bits of its state leaves, and 4 bytes while the graph grows. ENABLED is evaluated only where no
 * successor shows it.
 */
import type { StateLeaf, TemporalChecks } from "../../compile/types.ts";
import { GrowingArray, resized } from "../growing-array.ts";
import type { StepRecorder } from "../step-recorder.ts";
import { BitTable } from "./bit-table.ts";
import type { StateGraph } from "./graph.ts";

export class GraphRecorder implements StepRecorder {
  readonly #leaves: readonly StateLeaf[];
  /** State leaves that are evaluated when all successors are known. */
  readonly #late: readonly number[];
  readonly #actions: TemporalChecks["actionLeaves"];
  readonly #stateBits: BitTable;
  readonly #stepBits: BitTable;
  readonly #offsets = new GrowingArray();
  readonly #targets = new GrowingArray();
  /** The last step recorded to each state: of the state that is expanded when it lies in its row. */
  #lastStep = new Int32Array(1 << 10);
  /** Action leaves that some successor of the state satisfies. */
  readonly #witnessed: Uint8Array;
  #from = -1;
  #state: Int32Array = new Int32Array(0);
  #rowStart = 0;
  #hasLoops = false;

  constructor(temporal: TemporalChecks) {
    this.#leaves = temporal.stateLeaves;
    this.#late = temporal.stateLeaves.flatMap((leaf, i) => (leaf.enabledAction === undefined ? [] : [i]));
    this.#actions = temporal.actionLeaves;
    this.#stateBits = new BitTable(this.#leaves.length);
    this.#stepBits = new BitTable(this.#actions.length);
    this.#witnessed = new Uint8Array(this.#actions.length);
    this.#offsets.push(0);
  }

  beginState(number: number, state: Int32Array): void {
    if (number !== this.#offsets.length - 1) throw new Error("states are recorded in the order of their numbers");
    this.#from = number;
    this.#state = state;
    this.#rowStart = this.#targets.length;
    this.#stateBits.reserve(number + 1);
    this.#witnessed.fill(0);
    for (let i = 0; i < this.#leaves.length; i++) {
      const leaf = this.#leaves[i]!;
      if (leaf.enabledAction === undefined && leaf.test(state)) this.#stateBits.set(number, i);
    }
  }

  step(next: Int32Array, _action: number, to: number): void {
    if (to < 0 || (to === this.#from && this.#isStuttering(next))) return;
    if (to === this.#from) this.#hasLoops = true;
    if (to >= this.#lastStep.length)
      this.#lastStep = resized(this.#lastStep, Math.max(to + 1, this.#lastStep.length * 2));
    const last = this.#lastStep[to]!;
    if (last >= this.#rowStart && last < this.#targets.length && this.#targets.get(last) === to) return;
    const step = this.#targets.length;
    this.#targets.push(to);
    this.#lastStep[to] = step;
    this.#stepBits.reserve(step + 1);
    for (let i = 0; i < this.#actions.length; i++) {
      if (!this.#actions[i]!.test(this.#state, next)) continue;
      this.#stepBits.set(step, i);
      this.#witnessed[i] = 1;
    }
  }

  #isStuttering(next: Int32Array): boolean {
    for (let i = 0; i < next.length; i++) if (next[i] !== this.#state[i]) return false;
    return true;
  }

  endState(): void {
    for (const i of this.#late) {
      const leaf = this.#leaves[i]!;
      if (this.#witnessed[leaf.enabledAction!] === 1 || leaf.test(this.#state)) this.#stateBits.set(this.#from, i);
    }
    this.#offsets.push(this.#targets.length);
  }

  /** States that were expanded. */
  get states(): number {
    return this.#offsets.length - 1;
  }

  /** The graph of the states that were expanded so far: good until the next state is recorded. */
  graph(initial: number): StateGraph {
    return {
      states: this.states,
      initial: Array.from({ length: Math.min(initial, this.states) }, (_, i) => i),
      offsets: this.#offsets.view(),
      targets: this.#targets.view(),
      hasLoops: this.#hasLoops,
      state: (leaf, state) => this.#stateBits.get(state, leaf),
      action: (leaf, step) => this.#stepBits.get(step, leaf),
    };
  }
}
