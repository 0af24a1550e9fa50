/** A thread that follows the leader of a divided exploration (rounds.ts): carries out its orders, and expands states. */
import { Order } from "./board.ts";
import { Expander, type ExpanderParts } from "./expander.ts";
import type { FoundMemory } from "./round-memory.ts";

export class Follower {
  readonly expander: Expander;
  /** Of the memory that grows: what came last, and what is used. */
  #found: FoundMemory;
  #version: number;
  #isExpanding = false;
  /** How often it was rung for when it last looked for work. */
  #rings = 0;

  constructor(parts: ExpanderParts) {
    this.expander = new Expander(parts);
    this.#found = parts.found;
    this.#version = parts.found.version;
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
    if (this.#version !== this.#found.version) expander.move(this.#found);
    this.#version = this.#found.version;
    this.#isExpanding = board.order === Order.Expand;
    if (this.#isExpanding) expander.begin(board.first, board.end);
    else if (board.order === Order.Settle) expander.settle(board.end);
    else expander.pack();
    board.carryOut();
  }

  /** Sleeps until it is rung for, or for so long. */
  sleep(millis: number): void {
    this.expander.board.sleep(this.#rings, millis);
  }
}
