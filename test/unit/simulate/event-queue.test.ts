import { describe, expect, test } from "vitest";
import {
  BURST,
  CLOG,
  CRASH,
  DELIVER,
  DISK_SYNC,
  EventQueue,
  PARTITION,
  PAUSE,
  RESTART,
  START,
  TIMER,
  type WorldEvent,
} from "../../../src/simulate/event-queue.ts";
import { EVENT_KINDS } from "../../../src/simulate/observer.ts";

function push(queue: EventQueue, time: number, tie = 0, kind = TIMER): WorldEvent {
  const event = queue.take() as WorldEvent;
  event.time = time;
  event.tie = tie;
  event.kind = kind;
  queue.push(event);
  return event;
}

function popTimes(queue: EventQueue): number[] {
  const times: number[] = [];
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    times.push(event.time);
    queue.release(event);
  }
  return times;
}

describe("EventQueue", () => {
  test("gives events by time, then tie-break, then the order in which they were pushed", () => {
    const queue = new EventQueue();
    const last = push(queue, 20);
    const third = push(queue, 10, 1);
    const first = push(queue, 10, 0);
    const second = push(queue, 10, 0);
    expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()]).toEqual([first, second, third, last]);
    expect(queue.pop()).toBeUndefined();
  });

  test("a cancelled event does not come up, also after the heap was compacted", () => {
    const queue = new EventQueue();
    const events = Array.from({ length: 500 }, (_, index) => push(queue, (index * 7919) % 500));
    for (const event of events) if (event.time % 5 !== 0) queue.cancel(event);
    expect(popTimes(queue)).toEqual(Array.from({ length: 100 }, (_, index) => index * 5));
    expect(queue.pendingWork).toBe(0);
  });

  test("event objects are used again, with a new generation", () => {
    const queue = new EventQueue();
    const event = push(queue, 1);
    const generation = event.generation;
    queue.release(queue.pop() as WorldEvent);
    const again = push(queue, 2);
    expect(again).toBe(event);
    expect(again.generation).toBeGreaterThan(generation);
  });

  test("the kinds have the names that observers are given", () => {
    const kinds = [START, DELIVER, TIMER, DISK_SYNC, RESTART, CRASH, PARTITION, CLOG, BURST, PAUSE];
    expect(kinds).toEqual(EVENT_KINDS.map((_, index) => index));
    expect([EVENT_KINDS[DELIVER], EVENT_KINDS[CRASH], EVENT_KINDS[PAUSE]]).toEqual(["deliver", "crash", "pause"]);
  });

  test("only the program's own events count as work", () => {
    const queue = new EventQueue();
    push(queue, 1, 0, CRASH);
    expect(queue.pendingWork).toBe(0);
    const message = push(queue, 2, 0, DELIVER);
    expect(queue.pendingWork).toBe(1);
    queue.cancel(message);
    queue.cancel(message);
    expect(queue.pendingWork).toBe(0);
  });

  test("deferred events keep the order in which they came up", () => {
    const queue = new EventQueue();
    push(queue, 1, 5);
    push(queue, 2, 3);
    const deferred = [queue.pop() as WorldEvent, queue.pop() as WorldEvent];
    for (const event of deferred) queue.defer(event, 10);
    expect([queue.pop(), queue.pop()]).toEqual(deferred);
  });
});
