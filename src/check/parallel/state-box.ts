/**
 * States on their way between two threads: one writes them into shared memory, then the other reads them. Who may do so
 * when is said on the board.
 *
 * Words: how many states there are, then of each its number and the state (state-words.ts), the last one first.
 */
import type { Store } from "../../values/types.ts";
import { GrowingArray } from "../growing-array.ts";
import type { NumberedStates } from "./numbered-states.ts";
import { endOfState, exportState, importState } from "./state-words.ts";

export class StateBox {
  readonly #store: Store;
  readonly #common: number;
  readonly #width: number;
  readonly #state: Int32Array;
  readonly #exported = new GrowingArray();

  /** For states of `width` variables; of the store the first `common` values are the same on both sides. */
  constructor(store: Store, common: number, width: number) {
    this.#store = store;
    this.#common = common;
    this.#width = width;
    this.#state = new Int32Array(width);
  }

  /** Moves at most so many states into the box, from the end, and as many as it has room for. */
  fill(box: Int32Array, states: NumberedStates, countMax: number): void {
    let at = 1;
    let count = 0;
    while (count < countMax) {
      const index = states.length - 1;
      const exported = this.#exported;
      exported.length = 0;
      states.read(index, this.#state);
      exportState(this.#store, this.#common, this.#state, exported);
      if (at + 1 + exported.length > box.length) break;
      box[at++] = states.number(index);
      for (let i = 0; i < exported.length; i++) box[at++] = exported.get(i);
      states.truncate(index);
      count++;
    }
    box[0] = count;
  }

  /** Moves the states out of the box, to the end. */
  empty(box: Int32Array, states: NumberedStates): void {
    const places: number[] = [];
    for (let at = 1; places.length < box[0]!; at = endOfState(box, at + 1, this.#width)) places.push(at);
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      importState(this.#store, this.#common, box, place + 1, this.#state);
      states.push(box[place]!, this.#state);
    }
    box[0] = 0;
  }
}
