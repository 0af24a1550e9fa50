/**
 * Builds the state graph while states are explored: leaves are evaluated here, where both states of a step are at hand.
 *
 * Of a state with d different successors are kept: 4 bytes for its row, 4 bytes and the bits of the action leaves for
 * each successor, the bits of its state leaves, and 4 bytes while the graph grows.
 *
 * Action leaves that are parts of Next are not evaluated: the derivation of a step shows them. The others are evaluated
 * where their guards let some step satisfy them, and ENABLED only where no successor shows it.
 */
import { NumberList } from "../../compile/number-list.ts";
import type { LeafDerivations, StateLeaf, TemporalChecks } from "../../compile/types.ts";
import { GrowingArray, resized } from "../growing-array.ts";
import type { StepRecorder } from "../step-recorder.ts";
import { BitTable } from "./bit-table.ts";
import type { StateGraph } from "./graph.ts";

/** In the place of a step's number: the step leads out of the model and is not recorded. */
const OUTSIDE = -1;

/** What is known of a guard in the state that is expanded. */
const UNKNOWN = 0;
const HOLDS = 1;
const FAILS = 2;

export class GraphRecorder implements StepRecorder {
  readonly #leaves: readonly StateLeaf[];
  readonly #actions: TemporalChecks["actionLeaves"];
  readonly #stateBits: BitTable;
  readonly #stepBits: BitTable;
  readonly #offsets = new GrowingArray();
  readonly #targets = new GrowingArray();
  /** The last step recorded to each state: of the state that is expanded when it lies in its row. */
  #lastStep = new Int32Array(1 << 10);
  /** Action leaves that some step from the state satisfies. */
  readonly #witnessed: Uint8Array;
  readonly #derivations: LeafDerivations | undefined;
  /** Action leaves to be evaluated on steps from the state, and whether each is one. */
  readonly #possible = new NumberList();
  readonly #isPossible: Uint8Array;
  /** Of each entry of `derivations.leaves`: UNKNOWN, or whether its guard holds in the state. */
  readonly #guards: Uint8Array;
  #from = -1;
  #state: Int32Array = new Int32Array(0);
  #rowStart = 0;
  #hasLoops = false;

  constructor(temporal: TemporalChecks) {
    this.#leaves = temporal.stateLeaves;
    this.#actions = temporal.actionLeaves;
    this.#stateBits = new BitTable(this.#leaves.length);
    this.#stepBits = new BitTable(this.#actions.length);
    this.#witnessed = new Uint8Array(this.#actions.length);
    this.#derivations = temporal.derivations;
    this.#isPossible = new Uint8Array(this.#actions.length);
    this.#guards = new Uint8Array(this.#derivations?.leaves.length ?? 0);
    this.#offsets.push(0);
  }

  beginState(number: number, state: Int32Array): void {
    if (number !== this.#offsets.length - 1) throw new Error("states are recorded in the order of their numbers");
    this.#from = number;
    this.#state = state;
    this.#rowStart = this.#targets.length;
    this.#stateBits.reserve(number + 1);
    this.#witnessed.fill(0);
    this.#guards.fill(UNKNOWN);
    this.#findPossible(state);
  }

  #findPossible(state: Int32Array): void {
    const possible = this.#possible;
    possible.clear();
    if (this.#derivations === undefined) this.#actions.forEach((_, leaf) => possible.add(leaf));
    else this.#derivations.possible(state, possible);
    this.#isPossible.fill(0);
    for (let i = 0; i < possible.length; i++) this.#isPossible[possible.at(i)] = 1;
  }

  step(next: Int32Array, _action: number, to: number): void {
    if ((to === this.#from || to < 0) && this.#isStuttering(next)) return;
    // ENABLED does not know constraints: what is derived counts, though the step leads out of the model.
    const step = to < 0 ? OUTSIDE : this.#stepTo(to, next);
    if (this.#derivations !== undefined) this.#derive(this.#derivations, step, next);
  }

  /** The number of the step to this state; when it is new, its leaves are evaluated. */
  #stepTo(to: number, next: Int32Array): number {
    if (to === this.#from) this.#hasLoops = true;
    if (to >= this.#lastStep.length)
      this.#lastStep = resized(this.#lastStep, Math.max(to + 1, this.#lastStep.length * 2));
    const last = this.#lastStep[to]!;
    if (last >= this.#rowStart && last < this.#targets.length && this.#targets.get(last) === to) return last;
    const step = this.#targets.length;
    this.#targets.push(to);
    this.#lastStep[to] = step;
    this.#stepBits.reserve(step + 1);
    for (let i = 0; i < this.#possible.length; i++) {
      const leaf = this.#possible.at(i);
      if (this.#actions[leaf]!.test(this.#state, next)) this.#show(leaf, step);
    }
    return step;
  }

  #derive({ shown, leaves }: LeafDerivations, step: number, next: Int32Array): void {
    for (let i = 0; i < shown.length; i++) {
      const number = shown.at(i);
      const { leaf, slots } = leaves[number]!;
      if (this.#changes(slots, next) && this.#guardHolds(number)) this.#show(leaf, step);
    }
  }

  #show(leaf: number, step: number): void {
    this.#witnessed[leaf] = 1;
    if (step !== OUTSIDE) this.#stepBits.set(step, leaf);
  }

  #changes(slots: readonly number[], next: Int32Array): boolean {
    for (const slot of slots) if (next[slot] !== this.#state[slot]) return true;
    return false;
  }

  #guardHolds(number: number): boolean {
    const { guard } = this.#derivations!.leaves[number]!;
    if (guard === undefined) return true;
    if (this.#guards[number] === UNKNOWN) this.#guards[number] = guard(this.#state) ? HOLDS : FAILS;
    return this.#guards[number] === HOLDS;
  }

  #isStuttering(next: Int32Array): boolean {
    for (let i = 0; i < next.length; i++) if (next[i] !== this.#state[i]) return false;
    return true;
  }

  /** State leaves come last, as in TLC: `TLCGet("queue")` in a property counts the successors of the state. */
  endState(): void {
    for (let i = 0; i < this.#leaves.length; i++) {
      const leaf = this.#leaves[i]!;
      const holds = leaf.enabledAction === undefined ? leaf.test(this.#state) : this.#isEnabled(leaf);
      if (holds) this.#stateBits.set(this.#from, i);
    }
    this.#offsets.push(this.#targets.length);
  }

  #isEnabled(leaf: StateLeaf): boolean {
    const action = leaf.enabledAction!;
    if (this.#witnessed[action] === 1) return true;
    const isDecided = this.#actions[action]!.isDecided === true;
    if (isDecided ? leaf.isOfSteps === true : this.#isPossible[action] === 0) return false;
    return leaf.test(this.#state);
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
