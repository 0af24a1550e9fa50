/**
 * A process over all its incarnations: its disk, clock and streams, the crashes that are planned for it, and the living incarnation if there is one.
 */

import type { Channel } from "./choices.ts";
import { SimulatedDisk, type DiskLoss } from "./disk.ts";
import { DISK_SYNC, RESTART, START, TIMER } from "./event-queue.ts";
import type { FaultEntry } from "./fault-ledger.ts";
import type { ClockSkew, InEventCrash, PlannedPause } from "./fault-plan.ts";
import type { Link, Network } from "./network.ts";
import { ProcessContext } from "./process-context.ts";
import type { AnyHandlerClass, Handler, ProcessId } from "./process.ts";
import { FOLD_CRASH, NO_CUT, type WorldCore } from "./world-core.ts";
import type { ProcessOptions } from "./world-types.ts";

export class SimulatedProcess {
  readonly index: number;
  readonly id: ProcessId;
  readonly env: Readonly<Record<string, string>>;
  readonly peers: readonly ProcessId[];
  readonly network: Network;
  readonly disk = new SimulatedDisk();
  readonly clock: ClockSkew | undefined;
  context: ProcessContext | undefined;
  handler: Handler | undefined;
  /** Events wait until then. */
  pausedUntil = 0;
  private readonly core: WorldCore;
  private readonly handlerClass: AnyHandlerClass;
  private readonly indexOf: ReadonlyMap<ProcessId, number>;
  private readonly links = new Map<ProcessId, Link>();
  private readonly crashes: readonly InEventCrash[];
  /** The next planned crash; it stays the next until it has struck. */
  private nextCrash = 0;
  /** Events of the living incarnation so far, and messages among them. */
  private eventCount = 0;
  private received = 0;
  private pause: FaultEntry | undefined;
  private skew: FaultEntry | undefined;
  private randomChannel: Channel | undefined;
  private tieChannel: Channel | undefined;
  private syncChannel: Channel | undefined;

  constructor(
    core: WorldCore,
    network: Network,
    index: number,
    id: ProcessId,
    options: ProcessOptions,
    indexOf: ReadonlyMap<ProcessId, number>,
  ) {
    this.core = core;
    this.network = network;
    this.index = index;
    this.id = id;
    this.handlerClass = options.handler;
    this.env = Object.freeze({ ...options.env });
    this.peers = Object.freeze([...(options.peers ?? [...indexOf.keys()].filter((peer) => peer !== id))]);
    this.indexOf = indexOf;
    this.clock = core.plan.clocks[index];
    this.crashes = core.plan.crashes.filter(
      (crash): crash is InEventCrash => crash.kind === "in-event" && crash.victim === index,
    );
    for (const peer of this.peers) {
      if (!indexOf.has(peer))
        throw new RangeError(`process ${id} has a peer ${peer} that is not a process of this world`);
    }
  }

  scheduleStart(): void {
    this.core.queue.push(this.core.event(START, this.index, this.core.time, this.tie()));
  }

  /** Builds the handler of a new incarnation. Runs as the program: its constructor may have effects, and may throw. */
  construct(context: ProcessContext): void {
    const HandlerOfProcess = this.handlerClass as unknown as new (context: ProcessContext) => Handler;
    const handler = new HandlerOfProcess(context);
    if (!context.alive) return;
    this.handler = handler;
    void handler.start?.();
  }

  newIncarnation(): ProcessContext {
    this.context = new ProcessContext(this.core, this);
    this.eventCount = 0;
    this.received = 0;
    return this.context;
  }

  /** An event of this process begins: the ordinal of the effect before which a crash cuts it, or NO_CUT. */
  beginEvent(isMessage: boolean): number {
    const ordinal = this.eventCount++;
    if (isMessage) this.received++;
    const crash = this.crashes[this.nextCrash];
    return crash !== undefined && crash.event === ordinal && this.core.isFaulty() ? crash.effects : NO_CUT;
  }

  /** The planned in-event crash strikes. `suppressed`: an effect was about to happen. */
  crash(effects: number, suppressed: boolean): void {
    const { downMicros } = this.crashes[this.nextCrash] as InEventCrash;
    this.nextCrash++;
    const cut = suppressed
      ? `before effect ${effects} of its event`
      : `at the end of its event, after ${effects} effects`;
    this.die(effects, suppressed ? 1 : 0, downMicros, `crash ${cut}`);
  }

  /** A crash between events. */
  crashIdle(downMicros: number): void {
    if (this.context === undefined) {
      this.core.inject("crash", [this.id], "crash of a process that is down", undefined, 0);
    } else {
      this.die(undefined, 0, downMicros, "crash between events");
    }
  }

  pauseUntil(plan: PlannedPause): void {
    if (plan.until <= this.pausedUntil) return;
    this.pause = this.core.inject("pause", [this.id], "the process stands still", plan.until, 0);
    if (this.context !== undefined) this.pausedUntil = plan.until;
  }

  /** An event was put off by the pause. */
  deferred(): void {
    if (this.pause !== undefined) this.core.ledger.effect(this.pause);
  }

  useSkewedClock(): void {
    if (this.skew !== undefined || this.clock === undefined) return;
    const { offsetMicros, driftPpm } = this.clock;
    const detail = `clock off by ${offsetMicros} us, drifting ${driftPpm} ppm`;
    this.skew = this.core.inject("clock", [this.id], detail, undefined, 1);
  }

  /** The link to a peer, or to itself. */
  linkTo(to: ProcessId): Link {
    const known = this.links.get(to);
    if (known !== undefined) return known;
    const index = to === this.id || this.peers.includes(to) ? this.indexOf.get(to) : undefined;
    if (index === undefined) {
      throw new RangeError(`process ${this.id} sends to ${JSON.stringify(to)}; its peers are ${this.peers.join(", ")}`);
    }
    const link = this.network.link(this.index, index);
    this.links.set(to, link);
    return link;
  }

  random(): Channel {
    return (this.randomChannel ??= this.core.choices.channel(`process/${this.id}`, "random"));
  }

  tie(): number {
    const { ties } = this.core.options.schedule;
    if (ties <= 1) return 0;
    this.tieChannel ??= this.core.choices.channel(`schedule/${this.id}`, "tie");
    return this.tieChannel.choose(ties);
  }

  syncLatency(): number {
    const { syncMinMicros, syncMaxMicros } = this.core.options.disk;
    this.syncChannel ??= this.core.choices.channel(`disk/${this.id}`, "sync");
    return this.syncChannel.between(syncMinMicros, syncMaxMicros);
  }

  private die(cutAfterEffects: number | undefined, suppressed: number, downMicros: number, detail: string): void {
    const { core } = this;
    if (this.context !== undefined) this.context.alive = false;
    this.context = undefined;
    this.handler = undefined;
    this.pausedUntil = 0;
    const dropped = this.dropTimersAndSyncs();
    const { diskLoss, torn } = core.plan;
    const losses = this.disk.crash(core.choices, `disk/${this.id}`, { loss: diskLoss, torn });
    core.hash.word(FOLD_CRASH + (this.index << 8));
    core.observer?.crash(this.id, cutAfterEffects);
    // A healed world has no process down: restarts do not come later than the healing.
    const latest = Math.max(core.options.healAtMicros, core.time);
    const restartAt = Math.max(core.time + 1, Math.min(core.time + downMicros, latest));
    const effect = suppressed + dropped + losses.length + this.received;
    core.inject("crash", [this.id], detail, restartAt, effect);
    for (const loss of losses) this.reportLoss(loss);
    core.queue.push(core.event(RESTART, this.index, restartAt, this.tie()));
  }

  private dropTimersAndSyncs(): number {
    const { queue } = this.core;
    let dropped = 0;
    for (const event of queue.pending()) {
      if (event.process !== this.index || (event.kind !== TIMER && event.kind !== DISK_SYNC)) continue;
      queue.cancel(event);
      dropped++;
    }
    return dropped;
  }

  private reportLoss(loss: DiskLoss): void {
    const detail = `${loss.lostChanges} unsynced changes of ${loss.file} lost`;
    this.core.inject("disk-loss", [this.id], detail, undefined, 1);
    if (!loss.torn) return;
    const torn = `the first lost append to ${loss.file} survives in part`;
    this.core.inject("torn", [this.id], torn, undefined, 1);
  }
}
