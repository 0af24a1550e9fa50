/**
 * A workbench for single processes: nothing happens unless the test says so. Messages wait until they are delivered,
 * timers until they are fired, syncs until they are completed; a crash takes what was not synced.
 */
import type { Context, Disk, Handler, ProcessId } from "lockstep";
import type { Message } from "../../../../sample-systems/two-phase-commit/messages.ts";

export interface Sent {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: Message;
}

type MessageHandler = new (context: Context<Message>) => Handler<Message>;

interface Timer {
  readonly delayMicros: number;
  readonly callback: () => void | Promise<void>;
}

/** Lets everything run that waits for nothing but a promise. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export class FakeDisk implements Disk {
  readonly visible = new Map<string, string>();
  readonly durable = new Map<string, string>();
  readonly #syncs: (() => void)[] = [];

  read(file: string): string | undefined {
    return this.visible.get(file);
  }
  list(): string[] {
    return [...this.visible.keys()].sort();
  }
  append(file: string, text: string): void {
    this.visible.set(file, (this.visible.get(file) ?? "") + text);
  }
  write(file: string, text: string): void {
    this.visible.set(file, text);
  }
  truncate(file: string, length: number): void {
    this.visible.set(file, (this.visible.get(file) ?? "").slice(0, length));
  }
  rename(from: string, to: string): void {
    this.visible.set(to, this.visible.get(from) ?? "");
    this.visible.delete(from);
  }
  remove(file: string): void {
    this.visible.delete(file);
  }
  sync(file: string): Promise<void> {
    const contents = this.visible.get(file) ?? "";
    return new Promise((resolve) => {
      this.#syncs.push(() => {
        this.durable.set(file, contents);
        resolve();
      });
    });
  }

  get pendingSyncs(): number {
    return this.#syncs.length;
  }

  /** Completes the syncs that are under way, not those which this causes. */
  async completeSyncs(): Promise<void> {
    for (const complete of this.#syncs.splice(0)) complete();
    await settle();
  }

  crash(): void {
    this.#syncs.length = 0;
    this.visible.clear();
    for (const [file, text] of this.durable) this.visible.set(file, text);
  }
}

const PEERS: readonly ProcessId[] = ["tm", "rm1", "rm2", "rm3", "client", "other client"];

/** One process on the bench. */
export class Bench<H extends Handler<Message>> {
  readonly id: ProcessId;
  readonly disk = new FakeDisk();
  /** What was sent since the test last looked. */
  outbox: Sent[] = [];
  readonly logged: string[] = [];
  readonly #handlerClass: new (context: Context<Message>) => H;
  readonly #env: Readonly<Record<string, string>>;
  #timers = new Map<number, Timer>();
  #nextTimer = 1;
  #handler: H | undefined;

  constructor(id: ProcessId, handlerClass: MessageHandler & (new (context: Context<Message>) => H), env = {}) {
    this.id = id;
    this.#handlerClass = handlerClass;
    this.#env = env;
  }

  get handler(): H {
    if (this.#handler === undefined) throw new Error(`${this.id} is down`);
    return this.#handler;
  }

  /** Starts the process and completes what it has to sync before it works. */
  async start(): Promise<this> {
    this.#handler = new this.#handlerClass(this.#context());
    void this.#handler.start?.();
    await settle();
    while (this.disk.pendingSyncs > 0) await this.disk.completeSyncs();
    return this;
  }

  crash(): void {
    this.#handler = undefined;
    this.#timers = new Map();
    this.outbox = [];
    this.disk.crash();
  }

  async restart(): Promise<void> {
    this.crash();
    await this.start();
  }

  async receive(from: ProcessId, message: Message): Promise<void> {
    void this.handler.receive(from, message);
    await settle();
  }

  /** Receives and completes the syncs that this asks for. */
  async receiveAndSync(from: ProcessId, message: Message): Promise<void> {
    await this.receive(from, message);
    await this.disk.completeSyncs();
  }

  /** What was sent since the last call, as `to: message`. */
  takeSent(): Sent[] {
    return this.outbox.splice(0);
  }

  get timers(): readonly Timer[] {
    return [...this.#timers.values()];
  }

  /** Fires the timers that are set now, not those which this sets. */
  async fireTimers(isChosen: (timer: Timer) => boolean = () => true): Promise<void> {
    for (const [handle, timer] of [...this.#timers]) {
      if (!isChosen(timer) || !this.#timers.delete(handle)) continue;
      void timer.callback();
    }
    await settle();
  }

  #context(): Context<Message> {
    return {
      id: this.id,
      env: this.#env,
      peers: PEERS,
      disk: this.disk,
      send: (to, message) => void this.outbox.push({ from: this.id, to, message }),
      timer: (delayMicros, callback) => {
        this.#timers.set(this.#nextTimer, { delayMicros, callback });
        return this.#nextTimer++;
      },
      cancel: (handle) => void this.#timers.delete(handle),
      random: () => 0,
      randomBelow: () => 0,
      now: () => 0,
      log: (text) => void this.logged.push(text),
    };
  }
}
