/**
 * The future of a world: events ordered by (time, tie-break draw, sequence), in a binary heap over pooled event objects.
 *
 * Sequence numbers are unique, so the order is total and does not depend on the shape of the heap. A cancelled event stays in the heap, dead,
 * until it comes to the top or until dead ones are the majority; it holds no references meanwhile.
 */

import type { FaultEntry } from "./fault-ledger.ts";
import type { Envelope } from "./observer.ts";
import { PENDING_EVENTS_MAX } from "./world-types.ts";

/** Positions in EVENT_KINDS. */
export const START = 0;
export const DELIVER = 1;
export const TIMER = 2;
export const DISK_SYNC = 3;
export const RESTART = 4;
export const CRASH = 5;
export const PARTITION = 6;
export const CLOG = 7;
export const BURST = 8;
export const PAUSE = 9;

/** Below this kind, an event is work of the program: while one is pending, the world is not quiescent. */
const FIRST_FAULT_KIND = CRASH;

const COMPACTION_MIN = 64;

/** A pending event. All kinds share one shape; which payload fields count depends on the kind. */
export class WorldEvent {
  time = 0;
  tie = 0;
  sequence = 0;
  kind = START;
  /** Index of the process, -1 for the network as a whole. */
  process = -1;
  cause = -1;
  live = false;
  /** Grows each time the object is reused, so that an old timer handle does not cancel a new event. */
  generation = 1;
  /** Deliveries: position of the sender, of the message in the run and on its link. */
  from = -1;
  messageId = -1;
  linkOrdinal = -1;
  message: unknown = undefined;
  envelope: Envelope | undefined = undefined;
  /** Timers: what to call. Syncs: what completes. Faults: the plan. */
  payload: unknown = undefined;
  /** The fault that this event carries out or suffers from. */
  fault: FaultEntry | undefined = undefined;
  readonly slot: number;

  constructor(slot: number) {
    this.slot = slot;
  }
}

export class EventQueue {
  /** Pending events of the program: start, deliver, timer, disk-sync, restart. */
  pendingWork = 0;
  private readonly pool: WorldEvent[] = [];
  private readonly free: WorldEvent[] = [];
  private readonly heap: WorldEvent[] = [];
  private dead = 0;
  private sequence = 0;

  /** A blank event, to be filled and pushed. `undefined` when too many are pending. */
  take(): WorldEvent | undefined {
    const recycled = this.free.pop();
    if (recycled !== undefined) return recycled;
    if (this.pool.length >= PENDING_EVENTS_MAX) return undefined;
    const event = new WorldEvent(this.pool.length);
    this.pool.push(event);
    return event;
  }

  push(event: WorldEvent): void {
    event.sequence = this.sequence++;
    event.live = true;
    if (event.kind < FIRST_FAULT_KIND) this.pendingWork++;
    this.siftUp(event);
  }

  /** The next live event, removed; `undefined` if there is none. Give it back with `release`. */
  pop(): WorldEvent | undefined {
    for (;;) {
      const event = this.removeTop();
      if (event === undefined) return undefined;
      if (event.live) {
        event.live = false;
        if (event.kind < FIRST_FAULT_KIND) this.pendingWork--;
        return event;
      }
      this.dead--;
      this.free.push(event);
    }
  }

  /** Puts a popped event back to a later time, where deferred events keep the order in which they came up. */
  defer(event: WorldEvent, time: number): void {
    event.time = time;
    event.tie = 0;
    this.push(event);
  }

  release(event: WorldEvent): void {
    clear(event);
    this.free.push(event);
  }

  /** Takes a pending event out of the future. */
  cancel(event: WorldEvent): void {
    if (!event.live) return;
    event.live = false;
    if (event.kind < FIRST_FAULT_KIND) this.pendingWork--;
    clear(event);
    this.dead++;
    if (this.dead > COMPACTION_MIN && this.dead * 2 > this.heap.length) this.compact();
  }

  /** The event in a slot, pending or not. */
  at(slot: number): WorldEvent | undefined {
    return this.pool[slot];
  }

  /** All pending events, in no particular order that a program could see. */
  *pending(): Generator<WorldEvent> {
    for (const event of this.pool) if (event.live) yield event;
  }

  private siftUp(event: WorldEvent): void {
    const heap = this.heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parentAt = (at - 1) >>> 1;
      const parent = heap[parentAt] as WorldEvent;
      if (isBefore(parent, event)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = event;
  }

  private removeTop(): WorldEvent | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (last !== undefined && last !== top) this.siftDown(0, last);
    return top;
  }

  private siftDown(from: number, event: WorldEvent): void {
    const heap = this.heap;
    const length = heap.length;
    let at = from;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= length) break;
      let child = heap[childAt] as WorldEvent;
      if (childAt + 1 < length) {
        const right = heap[childAt + 1] as WorldEvent;
        if (isBefore(right, child)) {
          child = right;
          childAt++;
        }
      }
      if (isBefore(event, child)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = event;
  }

  private compact(): void {
    const heap = this.heap;
    let kept = 0;
    for (const event of heap) {
      if (event.live) heap[kept++] = event;
      else this.free.push(event);
    }
    heap.length = kept;
    this.dead = 0;
    for (let at = (kept >>> 1) - 1; at >= 0; at--) this.siftDown(at, heap[at] as WorldEvent);
  }
}

function isBefore(a: WorldEvent, b: WorldEvent): boolean {
  if (a.time !== b.time) return a.time < b.time;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.sequence < b.sequence;
}

function clear(event: WorldEvent): void {
  event.generation++;
  event.message = undefined;
  event.envelope = undefined;
  event.payload = undefined;
  event.fault = undefined;
}
