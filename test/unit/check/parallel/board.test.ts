/** How threads agree that there is work, that there is none, and who expands what. */
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

  it("gives each state of a round to one thread, and knows that it is over when all rest", () => {
    const [leader, one, two] = boards(3) as [Board, Board, Board];
    leader.give(Order.Expand, 7, 100, 1);
    expect([one.take(16), leader.take(16), one.take(4), two.take(1)]).toEqual([7, 23, 39, 43]);
    one.rest();
    leader.rest();
    expect(leader.allRest).toBe(false);
    const { rings } = leader;
    two.rest();
    expect([leader.allRest, one.allRest]).toEqual([true, true]);
    expect(leader.rings).toBe(rings + 1);
    leader.give(Order.Expand, 200, 300, 1);
    expect([leader.allRest, one.take(1)]).toEqual([false, 200]);
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
