/**
 * The production runtime of handler processes: runs the very class that the simulator tested, over TCP, files and real timers.
 *
 * Small on purpose. It gives what `src/simulate/process.ts` promises and no more: messages may be lost, delayed and (by the program's own
 * retransmission) repeated; disk changes are durable after `sync`; memory and timers end with the process. An error that escapes from the handler
 * ends the process, as a crash does: see `onFailure`.
 *
 * @module
 */
import { randomInt } from "node:crypto";
import { copyData } from "../../src/simulate/data.ts";
import type { AnyHandlerClass, Context, Handler, ProcessId, TimerHandle } from "../../src/simulate/process.ts";
import { FileDisk } from "./file-disk.ts";
import { TcpNetwork, type Address } from "./tcp-network.ts";

export type { Address } from "./tcp-network.ts";
export type {
  AnyHandlerClass,
  Context,
  Disk,
  Handler,
  HandlerClass,
  ProcessId,
  TimerHandle,
} from "../../src/simulate/process.ts";

const RANDOM_BOUND = 0x4000_0000;
/** The longest delay that `setTimeout` takes; longer timers are set again. */
const TIMEOUT_MAX_MILLIS = 0x7fff_ffff;

export interface RuntimeOptions {
  readonly id: ProcessId;
  /** Where the processes listen; the entry of this process's own id says where it does, unless `listen` is given. */
  readonly peers: Readonly<Record<ProcessId, Address>>;
  readonly listen?: Address;
  /** A folder that belongs to this process alone. */
  readonly dataDir: string;
  readonly handler: AnyHandlerClass;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * The handler has thrown, or a promise of its `start`, `receive` or timers was rejected. The process has been stopped. By default the error
   * is thrown as an uncaught exception, so that the operating system's supervisor sees the exit and starts the process again.
   */
  readonly onFailure?: (error: unknown) => void;
  /** A line of the handler's `log`, or a warning of the runtime; by default to standard error. */
  readonly log?: (text: string) => void;
}

export interface RunningProcess {
  /** Where it listens: of interest when port 0 was asked for. */
  readonly port: number;
  /** Stops at once, as a crash would, and resolves when ports and files are free. */
  stop(): Promise<void>;
}

/** The process cannot start: its folder or its address cannot be used. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
}

/**
 * Starts a process.
 *
 * @throws RuntimeError when the folder cannot be used or the address is taken
 * @example
 * const process = await startProcess({ id: "tm", peers: { tm: { host: "127.0.0.1", port: 4000 }, ... }, dataDir: "data/tm", handler: Coordinator });
 * process.stop();
 */
export async function startProcess(options: RuntimeOptions): Promise<RunningProcess> {
  const address = options.listen ?? options.peers[options.id];
  if (address === undefined)
    throw new RuntimeError(`process ${options.id} has no address: give it an entry in peers, or listen`);
  const runtime = new Runtime(options, openDisk(options));
  try {
    return await runtime.start(address);
  } catch (error) {
    await runtime.stop();
    throw new RuntimeError(
      `process ${options.id} cannot listen on ${address.host}:${address.port}: ${messageOf(error)}`,
    );
  }
}

function openDisk(options: RuntimeOptions): FileDisk {
  try {
    return new FileDisk(options.dataDir);
  } catch (error) {
    throw new RuntimeError(`process ${options.id} cannot use the folder ${options.dataDir}: ${messageOf(error)}`);
  }
}

class Runtime implements Context {
  readonly id: ProcessId;
  readonly env: Readonly<Record<string, string>>;
  readonly peers: readonly ProcessId[];
  readonly disk: FileDisk;
  readonly #options: RuntimeOptions;
  readonly #network: TcpNetwork;
  readonly #timers = new Map<TimerHandle, NodeJS.Timeout>();
  #nextTimer = 1;
  #handler: Handler | undefined;
  #isStopped = false;
  #closing: Promise<void> | undefined;

  constructor(options: RuntimeOptions, disk: FileDisk) {
    this.#options = options;
    this.id = options.id;
    this.env = Object.freeze({ ...options.env });
    this.disk = disk;
    const others = Object.entries(options.peers).filter(([peer]) => peer !== options.id);
    this.peers = Object.freeze(others.map(([peer]) => peer));
    this.#network = new TcpNetwork(options.id, new Map(others), {
      message: (from, message) => this.#receive(from, message),
      warning: (text) => this.log(text),
    });
  }

  async start(address: Address): Promise<RunningProcess> {
    const port = await this.#network.listen(address);
    const HandlerOfProcess = this.#options.handler as unknown as new (context: Context) => Handler;
    this.#run(() => {
      this.#handler = new HandlerOfProcess(this);
      return this.#handler.start?.();
    });
    return { port, stop: () => this.stop() };
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#handler = undefined;
    for (const timeout of this.#timers.values()) clearTimeout(timeout);
    this.#timers.clear();
    this.disk.close();
    return (this.#closing ??= this.#network.close());
  }

  send(to: ProcessId, message: unknown): void {
    if (this.#isStopped) return;
    const copy = copyData(message);
    if (to === this.id) {
      setImmediate(() => this.#receive(to, copy));
      return;
    }
    if (!this.peers.includes(to)) {
      throw new RangeError(`process ${this.id} sends to ${JSON.stringify(to)}; its peers are ${this.peers.join(", ")}`);
    }
    this.#network.send(to, copy);
  }

  timer(delayMicros: number, callback: () => void | Promise<void>): TimerHandle {
    if (!(delayMicros >= 0 && delayMicros <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`a timer needs a delay in microseconds, not ${delayMicros}`);
    }
    if (this.#isStopped) return -1;
    const handle = this.#nextTimer++;
    this.#arm(handle, Math.ceil(delayMicros / 1_000), callback);
    return handle;
  }

  cancel(handle: TimerHandle): void {
    clearTimeout(this.#timers.get(handle));
    this.#timers.delete(handle);
  }

  random(): number {
    return randomInt(RANDOM_BOUND) / RANDOM_BOUND;
  }

  randomBelow(bound: number): number {
    return randomInt(bound);
  }

  now(): number {
    return Math.floor((performance.timeOrigin + performance.now()) * 1_000);
  }

  log(text: string): void {
    const line = `${this.id}: ${text}`;
    if (this.#options.log === undefined) process.stderr.write(`${line}\n`);
    else this.#options.log(line);
  }

  #arm(handle: TimerHandle, delayMillis: number, callback: () => void | Promise<void>): void {
    const now = Math.min(delayMillis, TIMEOUT_MAX_MILLIS);
    const timeout = setTimeout(() => {
      if (delayMillis > now) {
        this.#arm(handle, delayMillis - now, callback);
        return;
      }
      this.#timers.delete(handle);
      this.#run(callback);
    }, now);
    this.#timers.set(handle, timeout);
  }

  #receive(from: ProcessId, message: unknown): void {
    this.#run(() => this.#handler?.receive(from, message));
  }

  /** Calls into the program; whatever escapes ends the process. */
  #run(work: () => void | Promise<void>): void {
    if (this.#isStopped) return;
    try {
      const pending = work();
      if (pending instanceof Promise) pending.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    void this.stop();
    const { onFailure } = this.#options;
    if (onFailure !== undefined) {
      onFailure(error);
      return;
    }
    process.nextTick(() => {
      throw error;
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
