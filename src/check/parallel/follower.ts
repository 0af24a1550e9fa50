/**
 * A thread that follows the leader of a divided exploration (rounds.ts): carries out its orders, and expands states. It
 * touches the shared values only while it carries out an order: in between the leader may move them, and give them back.
 */
import type { Store } from "../../values/types.ts";
import { Order } from "./board.ts";
import { Expander, type ExpanderParts } from "./expander.ts";
import type { FoundMemory } from "./round-memory.ts";

export class Follower {
  readonly expander: Expander;
  readonly #store: Store;
  /** Of the memory that grows: what came last, and what is used. */
  #found: FoundMemory;
  #version = 0;
  #isExpanding = false;
  /** How often it was rung for when it last looked for work. */
  #rings = 0;

  constructor(parts: ExpanderParts) {
    this.#store = parts.machine.store;
    this.expander = new Expander(parts);
    this.#found = parts.found;
  }

  /** The memory has grown: used from the next order on. */
  move(found: FoundMemory): void {
    this.#found = found;
  }

  /** Expands up to so many states; false when there is nothing to do until it is rung for. */
  step(states: number): boolean {
    const { board } = this.expander;
    this.#rings = board.rings;
    if (!board.hasOrder) return this.#isExpanding && this.expander.expand(states);
    // The leader sends the memory before it gives the order that needs it.
    if (board.version !== this.#found.version) return true;
    this.#carryOutOrder();
    return true;
  }

  #carryOutOrder(): void {
    const { expander } = this;
    const { board } = expander;
    if (this.#version !== this.#found.version) {
      expander.move(this.#found);
      this.#store.joinSharing(this.#found.values);
    }
    this.#version = this.#found.version;
    this.#isExpanding = board.order === Order.Expand;
    if (this.#isExpanding) expander.begin(board.first, board.end);
    else expander.settle(board.end);
    board.carryOut();
  }

  /** Sleeps until it is rung for, or for so long. */
  sleep(millis: number): void {
    this.expander.board.sleep(this.#rings, millis);
  }
}
