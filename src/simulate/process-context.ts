/**
 * One incarnation of a process: what its handler is given, and the gate through which each of its effects passes.
 *
 * The gate is where a crash cuts an event: it falls just before an effect, and from then on the incarnation is dead. The handler's
 * code cannot be stopped in the middle, so it runs on, but nothing that it does is seen by anyone: effects and probes are no-ops,
 * promises of the disk are never resolved, and its last microtasks end with the event.
 */

import { FOLD_DISK, FOLD_SYNC, FOLD_TIMER, type WorldCore } from "./world-core.ts";
import { DiskError, type SyncRequest } from "./disk.ts";
import { DISK_SYNC, TIMER } from "./event-queue.ts";
import { assertFileName, type Context, type Disk, type ProcessId, type TimerHandle } from "./process.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import { PENDING_EVENTS_MAX } from "./world-types.ts";

const RANDOM_BOUND = 0x4000_0000;
const MILLION = 1_000_000;

/** What a dead process waits for. A new one each time: a shared promise would keep everyone who ever waited for it alive. */
function neverResolves(): Promise<void> {
  return new Promise(() => undefined);
}

/** A sync that waits for its completion event. */
export interface PendingSync {
  readonly request: SyncRequest;
  readonly resolve: () => void;
}

export class ProcessContext implements Context {
  readonly id: ProcessId;
  readonly env: Readonly<Record<string, string>>;
  readonly peers: readonly ProcessId[];
  readonly disk: Disk;
  /** False from the crash on. */
  alive = true;
  private readonly core: WorldCore;
  private readonly process: SimulatedProcess;

  constructor(core: WorldCore, process: SimulatedProcess) {
    this.core = core;
    this.process = process;
    this.id = process.id;
    this.env = process.env;
    this.peers = process.peers;
    this.disk = new ContextDisk(core, process, this);
  }

  send(to: ProcessId, message: unknown): void {
    if (this.passes()) this.process.network.send(this.process.linkTo(to), message);
  }

  timer(delayMicros: number, callback: () => void | Promise<void>): TimerHandle {
    if (!(delayMicros >= 0 && delayMicros <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`a timer needs a delay in microseconds, not ${delayMicros}`);
    }
    if (typeof callback !== "function") throw new TypeError("a timer needs a callback");
    if (!this.passes()) return -1;
    const { core, process } = this;
    const delay = this.worldDelay(Math.ceil(delayMicros));
    const event = core.event(TIMER, process.index, core.time + delay, process.tie());
    event.payload = callback;
    core.hash.word(FOLD_TIMER);
    core.hash.integer(delay);
    core.queue.push(event);
    return event.generation * PENDING_EVENTS_MAX + event.slot;
  }

  cancel(handle: TimerHandle): void {
    if (!this.alive) return;
    const generation = Math.floor(handle / PENDING_EVENTS_MAX);
    const event = this.core.queue.at(handle - generation * PENDING_EVENTS_MAX);
    if (event?.generation === generation && event.kind === TIMER && event.process === this.process.index) {
      this.core.queue.cancel(event);
    }
  }

  random(): number {
    return this.randomBelow(RANDOM_BOUND) / RANDOM_BOUND;
  }

  randomBelow(bound: number): number {
    return this.alive ? this.process.random().choose(bound) : 0;
  }

  now(): number {
    const { core, process } = this;
    const skew = process.clock;
    if (skew === undefined) return core.epochMicros + core.time;
    if (this.alive) process.useSkewedClock();
    return core.epochMicros + skew.offsetMicros + core.time + Math.floor((core.time * skew.driftPpm) / MILLION);
  }

  log(text: string): void {
    if (this.alive) this.core.observer?.log(this.id, text);
  }

  /**
   * The gate of every effect: false when it must not happen, because the process is dead or dies here.
   *
   * @throws Error when the context is used in another process's event, which means that handlers share memory
   */
  passes(): boolean {
    const core = this.core;
    if (core.running === this && this.alive) {
      if (core.effects === core.cutAt) {
        this.process.crash(core.effects, true);
        return false;
      }
      core.effects++;
      return true;
    }
    if (!this.alive) return false;
    const where = core.running === undefined ? "outside of any event" : `while ${core.running.id} runs`;
    throw new Error(`the context of ${this.id} is used ${where}: processes must not share memory`);
  }

  /** How long a delay of the local clock takes in virtual time. */
  private worldDelay(delay: number): number {
    const skew = this.process.clock;
    if (skew === undefined || skew.driftPpm === 0) return delay;
    this.process.useSkewedClock();
    return Math.ceil((delay * MILLION) / (MILLION + skew.driftPpm));
  }
}

/** The disk as the handler of one incarnation sees it. */
class ContextDisk implements Disk {
  private readonly core: WorldCore;
  private readonly process: SimulatedProcess;
  private readonly context: ProcessContext;

  constructor(core: WorldCore, process: SimulatedProcess, context: ProcessContext) {
    this.core = core;
    this.process = process;
    this.context = context;
  }

  read(file: string): string | undefined {
    return this.process.disk.visible(file);
  }

  list(): string[] {
    return [...this.process.disk.files()];
  }

  append(file: string, text: string): void {
    this.change("append", file, text, () => this.process.disk.append(file, text));
  }

  write(file: string, text: string): void {
    this.change("write", file, text, () => this.process.disk.write(file, text));
  }

  truncate(file: string, length: number): void {
    this.change("truncate", file, String(length), () => this.process.disk.truncate(file, length));
  }

  rename(from: string, to: string): void {
    assertFileName(to);
    this.change("rename", from, to, () => this.process.disk.rename(from, to));
  }

  remove(file: string): void {
    this.change("remove", file, "", () => this.process.disk.remove(file));
  }

  sync(file: string): Promise<void> {
    if (!this.context.passes()) return neverResolves();
    const { core, process } = this;
    let request: SyncRequest;
    try {
      request = process.disk.requestSync(file);
    } catch (error) {
      return Promise.reject(error instanceof DiskError ? error : new Error(String(error)));
    }
    const event = core.event(DISK_SYNC, process.index, core.time + process.syncLatency(), process.tie());
    core.hash.word(FOLD_SYNC);
    core.hash.text(file);
    return new Promise((resolve) => {
      event.payload = { request, resolve } satisfies PendingSync;
      core.queue.push(event);
    });
  }

  private change(kind: string, file: string, detail: string, apply: () => void): void {
    assertFileName(file);
    if (typeof detail !== "string") throw new TypeError(`cannot ${kind} ${typeof detail} to ${file}: files hold text`);
    if (!this.context.passes()) return;
    apply();
    const { hash } = this.core;
    hash.word(FOLD_DISK);
    hash.text(kind);
    hash.text(file);
    hash.text(detail);
  }
}
