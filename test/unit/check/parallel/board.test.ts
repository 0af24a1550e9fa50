/** How threads agree that there is work, that there is none, and who gives whom states. */
import { describe, expect, it } from "vitest";
import { Board, boardBytes, Order } from "../../../../src/check/parallel/board.ts";

function boards(threads: number): Board[] {
  const memory = new SharedArrayBuffer(boardBytes(threads));
  return Array.from({ length: threads }, (_, thread) => new Board(memory, thread));
}

describe("the board", () => {
  it("carries an order to every thread once", () => {
    const [leader, follower] = boards(2) as [Board, Board];
    expect(follower.hasOrder).toBe(false);
    const { rings } = follower;
    leader.give(Order.Settle, 10, 20, 3);
    expect(follower.rings).toBe(rings + 1);
    expect([follower.order, follower.first, follower.end, follower.version]).toEqual([Order.Settle, 10, 20, 3]);
    leader.carryOut();
    expect(leader.isDoneByAll).toBe(false);
    expect(follower.hasOrder).toBe(true);
    follower.carryOut();
    expect(follower.hasOrder).toBe(false);
    expect(leader.isDoneByAll).toBe(true);
  });

  it("knows that a round is over when all rest, and not while one of them is served", () => {
    const [leader, one, two] = boards(3) as [Board, Board, Board];
    leader.give(Order.Expand, 0, 100, 1);
    one.rest();
    one.rest();
    leader.rest();
    expect(leader.allRest).toBe(false);
    const taker = two.takerOfStates();
    expect(taker).toBe(0);
    two.rest();
    expect(leader.allRest).toBe(false);
    two.serve(taker);
    expect(one.wasServed()).toBe(false);
    expect(leader.wasServed()).toBe(true);
    expect(leader.wasServed()).toBe(false);
    leader.rest();
    expect([leader.allRest, one.allRest]).toEqual([true, true]);
  });

  it("remembers the smallest number at which to stop, for one round", () => {
    const [leader, follower] = boards(2) as [Board, Board];
    leader.give(Order.Expand, 0, 100, 1);
    follower.stopAt(50);
    leader.stopAt(70);
    expect(leader.stop).toBe(50);
    leader.stopAt(20);
    expect(follower.stop).toBe(20);
    leader.give(Order.Expand, 20, 100, 1);
    expect(follower.stop).toBeGreaterThan(100);
  });
});
