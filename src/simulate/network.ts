/**
 * Messages between processes. Each directed link has streams of its own for delay, ties, loss and duplication.
 *
 * Model: an unreliable datagram network. A message is delayed, lost or duplicated when it is sent; a partition drops what enters it while it
 * lasts and lets go what is under way; a clog or burst holds back what is sent while it lasts. A message to a process that
 * is down is lost; one that arrives after its restart is delivered to the new incarnation.
 * Limits: no corruption, no bandwidth, no notice of a failed connection. A process's messages to itself suffer only the ordinary delay.
 */

import type { Channel, Choices, Ratio, Stream } from "./choices.ts";
import { copyData } from "./data.ts";
import { DELIVER } from "./event-queue.ts";
import type { FaultEntry } from "./fault-ledger.ts";
import type { PlannedHold, PlannedPartition } from "./fault-plan.ts";
import type { Envelope } from "./observer.ts";
import type { ProcessId } from "./process.ts";
import { FOLD_DROP, FOLD_SEND, type WorldCore } from "./world-core.ts";

const NEVER: Ratio = [0, 1];

/** One direction between two processes. */
export class Link {
  readonly from: number;
  readonly to: number;
  readonly ends: readonly [ProcessId, ProcessId];
  /** Messages sent on it: the ordinal of the next. */
  sent = 0;
  /** The largest ordinal that has arrived: a smaller one arriving later was overtaken. */
  newestArrived = -1;
  lastArrival = 0;
  blockedUntil = 0;
  block: FaultEntry | undefined;
  heldUntil = 0;
  hold: FaultEntry | undefined;
  isBurst = false;
  readonly delay: Channel;
  private readonly stream: Stream;
  private tieChannel: Channel | undefined;
  private lossChannel: Channel | undefined;
  private duplicateChannel: Channel | undefined;

  constructor(choices: Choices, from: number, to: number, ends: readonly [ProcessId, ProcessId]) {
    this.from = from;
    this.to = to;
    this.ends = ends;
    this.stream = choices.stream(`network/${ends[0]}>${ends[1]}`);
    this.delay = this.stream.channel("delay");
  }

  get tie(): Channel {
    return (this.tieChannel ??= this.stream.channel("tie"));
  }

  get loss(): Channel {
    return (this.lossChannel ??= this.stream.channel("loss"));
  }

  get duplicate(): Channel {
    return (this.duplicateChannel ??= this.stream.channel("duplicate"));
  }

  /** The second copy has channels of its own, so that a duplicate more or less does not move the delays of other messages. */
  get copyDelay(): Channel {
    return this.stream.channel("copy-delay");
  }

  get copyTie(): Channel {
    return this.stream.channel("copy-tie");
  }
}

export class Network {
  private readonly core: WorldCore;
  private readonly ids: readonly ProcessId[];
  private readonly links: (Link | undefined)[];
  private readonly isUp: (process: number) => boolean;

  constructor(core: WorldCore, ids: readonly ProcessId[], isUp: (process: number) => boolean) {
    this.core = core;
    this.ids = ids;
    this.links = new Array<Link | undefined>(ids.length * ids.length).fill(undefined);
    this.isUp = isUp;
  }

  link(from: number, to: number): Link {
    const at = from * this.ids.length + to;
    return (this.links[at] ??= new Link(this.core.choices, from, to, [
      this.ids[from] as ProcessId,
      this.ids[to] as ProcessId,
    ]));
  }

  send(link: Link, message: unknown): void {
    const { core } = this;
    const copy = copyData(message);
    core.hash.word(FOLD_SEND + (link.to << 8));
    core.hash.data(copy);
    const id = core.messages++;
    const ordinal = link.sent++;
    const envelope = this.envelope(link, id, copy);
    if (link.from === link.to || !core.isFaulty()) {
      this.schedule(
        link,
        this.drawDelay(link.delay, NEVER),
        this.drawTie(link.tie),
        id,
        ordinal,
        copy,
        envelope,
        undefined,
      );
      return;
    }
    this.sendThroughFaults(link, id, ordinal, copy, envelope);
  }

  /** A message has come to the end of its link: takes note of overtaking. */
  arrived(link: Link, ordinal: number, fault: FaultEntry | undefined): void {
    if (ordinal >= link.newestArrived) {
      link.newestArrived = ordinal;
      return;
    }
    this.core.reordered++;
    if (fault?.kind === "slow") this.core.ledger.effect(fault);
  }

  /** A partition begins: messages across it are dropped until it ends. */
  partition(plan: PlannedPartition): void {
    const inside = this.ids.filter((_, index) => plan.side[index]);
    const words = { both: "from and to", leaving: "from", entering: "to" } as const;
    const detail = `messages ${words[plan.cut]} ${inside.join(", ")} are dropped`;
    const entry = this.core.inject("partition", inside, detail, plan.until, 0);
    this.eachLink((from, to) => {
      const leaves = plan.side[from] === true && plan.side[to] === false;
      const enters = plan.side[from] === false && plan.side[to] === true;
      if ((leaves && plan.cut !== "entering") || (enters && plan.cut !== "leaving")) {
        const link = this.link(from, to);
        if (plan.until > link.blockedUntil) {
          link.blockedUntil = plan.until;
          link.block = entry;
        }
      }
    });
  }

  /** A clog or burst begins: messages wait until it ends. */
  hold(plan: PlannedHold): void {
    const victim = this.ids[plan.victim] as ProcessId;
    const entry = this.core.inject(plan.kind, [victim], `messages ${plan.direction} ${victim} wait`, plan.until, 0);
    this.eachLink((from, to) => {
      if ((plan.direction === "from" ? from : to) !== plan.victim) return;
      const link = this.link(from, to);
      if (plan.until <= link.heldUntil) return;
      link.heldUntil = plan.until;
      link.hold = entry;
      link.isBurst = plan.kind === "burst";
    });
  }

  /** All draws of a message are made whatever becomes of it, so that the ordinal of a draw is the ordinal of its message. */
  private sendThroughFaults(
    link: Link,
    id: number,
    ordinal: number,
    copy: unknown,
    envelope: Envelope | undefined,
  ): void {
    const { core } = this;
    const { plan, options } = core;
    const delay = this.drawDelay(link.delay, plan.slow);
    const tie = this.drawTie(link.tie);
    const isLost = plan.loss[0] > 0 && link.loss.chance(plan.loss);
    const isDuplicated = plan.duplicate[0] > 0 && link.duplicate.chance(plan.duplicate);
    if (core.time < link.blockedUntil) {
      if (link.block !== undefined && this.isUp(link.to)) core.ledger.effect(link.block);
      this.drop(envelope, "partition");
      return;
    }
    if (isLost) {
      const effect = this.isUp(link.to) ? 1 : 0;
      core.inject("loss", link.ends, "message lost", undefined, effect);
      this.drop(envelope, "loss");
      return;
    }
    let slow: FaultEntry | undefined;
    if (delay > options.network.delayMaxMicros) {
      slow = core.inject("slow", link.ends, "message is slow", core.time + delay, 0);
    }
    this.schedule(link, delay, tie, id, ordinal, copy, envelope, slow);
    if (!isDuplicated) return;
    const entry = core.inject("duplicate", link.ends, "message sent twice", undefined, 0);
    if (envelope !== undefined) core.observer?.duplicate(envelope);
    const copyDelay = this.drawDelay(link.copyDelay, plan.slow);
    this.schedule(link, copyDelay, this.drawTie(link.copyTie), id, ordinal, copyData(copy), envelope, entry);
  }

  private drawDelay(channel: Channel, slow: Ratio): number {
    const { network } = this.core.options;
    return channel.slowTail(network.delayMinMicros, network.delayMaxMicros, slow, network.slowMaxMicros);
  }

  private drawTie(channel: Channel): number {
    const { ties } = this.core.options.schedule;
    return ties > 1 ? channel.choose(ties) : 0;
  }

  private schedule(
    link: Link,
    delay: number,
    tie: number,
    id: number,
    ordinal: number,
    message: unknown,
    envelope: Envelope | undefined,
    fault: FaultEntry | undefined,
  ): void {
    const { core } = this;
    const event = core.event(DELIVER, link.to, this.arrival(link, delay), tie);
    event.from = link.from;
    event.messageId = id;
    event.linkOrdinal = ordinal;
    event.message = message;
    event.envelope = envelope;
    event.fault = fault;
    core.queue.push(event);
  }

  private arrival(link: Link, delay: number): number {
    const { core } = this;
    let time = core.time + delay;
    if (core.time < link.heldUntil && link.from !== link.to) {
      if (link.hold !== undefined) core.ledger.effect(link.hold);
      time = link.isBurst ? Math.max(time, link.heldUntil) : link.heldUntil + delay;
    }
    if (core.options.network.fifo && time <= link.lastArrival) time = link.lastArrival + 1;
    if (time > link.lastArrival) link.lastArrival = time;
    return time;
  }

  private envelope(link: Link, id: number, message: unknown): Envelope | undefined {
    const { core } = this;
    if (core.observer === undefined) return undefined;
    const [from, to] = link.ends;
    const envelope = { id, from, to, message, sentAt: core.time, cause: core.eventIndex };
    core.observer.send(envelope);
    return envelope;
  }

  private drop(envelope: Envelope | undefined, reason: "loss" | "partition"): void {
    this.core.hash.word(FOLD_DROP);
    if (envelope !== undefined) this.core.observer?.drop(envelope, reason);
  }

  private eachLink(visit: (from: number, to: number) => void): void {
    for (let from = 0; from < this.ids.length; from++) {
      for (let to = 0; to < this.ids.length; to++) if (from !== to) visit(from, to);
    }
  }
}
