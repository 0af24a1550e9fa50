/**
 * Decides in which order the events of an instance are taken, where the records come from several logs: concurrent ones are
 * gathered in the instance's `InstanceOrder`, and taken in an order that the specification allows; if there is none, in the
 * given one, until something is refused. What is refused waits while records may come that happened before it.
 */
import type { Branch } from "../../conform/branch.ts";
import { CONCURRENT_RECORDS_MAX, type Group, type InstanceOrder, type Pending } from "./instance-order.ts";
import type { Tracked } from "./instances.ts";
import { happensBefore } from "./order.ts";
import { throughOrders } from "./order-search.ts";
import type { RecordMerge } from "./record-merge.ts";

/** Takes events whose order is decided. */
export interface EventTaker {
  /** There is a finding: what comes is not judged any more. */
  isStopped(): boolean;
  /** Takes an event. False: nothing explains it, and that is postponed. */
  observe(tracked: Tracked, one: Pending, mayPostpone: () => boolean): boolean;
  /** Takes several at once, in an order that leads to these candidates. */
  adopt(tracked: Tracked, records: readonly Pending[], branches: readonly Branch[]): void;
}

export class OrderDecisions {
  readonly #taker: EventTaker;
  readonly #merge: Pick<RecordMerge, "mayStillCome"> | undefined;

  constructor(taker: EventTaker, merge: Pick<RecordMerge, "mayStillCome"> | undefined) {
    this.#taker = taker;
    this.#merge = merge;
  }

  /** The next event of an instance. */
  gather(tracked: Tracked, one: Pending): void {
    // What is known to come after all that waits closes the group: its order can be decided.
    if (tracked.order.closes(one.record)) this.decide(tracked, true);
    if (tracked.order.gather(one)) this.decide(tracked, false);
  }

  /** Decides what waits for its order; `isComplete`: nothing that comes happened before some of it, as far as is known. */
  decide(tracked: Tracked, isComplete: boolean): void {
    const { order, validator } = tracked;
    const group = order.close(validator.branches, isComplete);
    if (this.#taker.isStopped() || !this.#inSomeOrder(tracked, group)) this.#inGivenOrder(tracked, group);
  }

  /** No more records of the instance come. */
  end(tracked: Tracked): void {
    tracked.order.isClosed = true;
    this.decide(tracked, false);
  }

  /** Takes the group if the specification allows any of its orders. */
  #inSomeOrder(tracked: Tracked, group: Group): boolean {
    const { order, validator } = tracked;
    const before = (a: Pending, b: Pending) => happensBefore(a.record, b.record);
    const trial = (branch: Branch, one: Pending) => validator.explore([branch], one.observation);
    for (const tried of order.regroupings(group)) {
      const { branches, isCut } = throughOrders(tried.records, before, tried.before, trial);
      if (isCut) order.isAssumed = true;
      if (branches.length === 0) continue;
      order.decide(group);
      this.#taker.adopt(tracked, group.records, branches);
      return true;
    }
    return false;
  }

  /** Takes what can be taken; what nothing explains is gathered again if there may still be records that do. */
  #inGivenOrder(tracked: Tracked, group: Group): void {
    const { order } = tracked;
    const { records } = group;
    const mayPostpone = (): boolean => this.#mayPostpone(order, records);
    const refused = records.findIndex((one) => !this.#taker.observe(tracked, one, mayPostpone));
    if (refused < 0) return order.decide(group);
    order.decide({ ...group, records: records.slice(0, refused) });
    order.pending = records.slice(refused);
  }

  /** Records that come later may have happened before some of these. */
  #mayPostpone(order: InstanceOrder, records: readonly Pending[]): boolean {
    const merge = this.#merge;
    if (merge === undefined || !records.some(({ record }) => merge.mayStillCome(record))) return false;
    if (!order.isClosed && records.length < CONCURRENT_RECORDS_MAX) return true;
    order.isAssumed = true;
    return false;
  }
}
