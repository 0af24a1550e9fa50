/**
 * What a handler process sees: a class that is given a `Context`, and nothing else.
 *
 * The same class runs in the simulator (`src/simulate/world.ts`) and over TCP and files (`harness/runtime/runtime.ts`),
 * so nothing in this file may promise what only one of the two can keep. A handler keeps its state in its own fields and
 * reaches the outside only through its context; it uses no clock, timer or randomness of the host.
 *
 * Every effect (send, timer, and each change or sync of the disk) is a possible crash point: in the simulator a process
 * may die just before any of them, and nothing that it does from then on is seen by anyone.
 */

export type ProcessId = string;

/** A timer of one process in one incarnation; opaque. */
export type TimerHandle = number;

/**
 * What a handler is given.
 *
 * @typeParam Message what the processes send to each other: JSON-like data, copied structurally at the send
 */
export interface Context<Message = unknown> {
  readonly id: ProcessId;
  /** Settings of this process, as an environment would give them. */
  readonly env: Readonly<Record<string, string>>;
  /** The processes it may talk to, itself not included, in the order of the system's declaration. */
  readonly peers: readonly ProcessId[];
  readonly disk: Disk;

  /** Hands a message to the network, which may delay, reorder, lose or duplicate it. Never fails because of the receiver. */
  send(to: ProcessId, message: Message): void;

  /** Calls back once, after `delayMicros` of this process's own clock. A timer does not survive a crash. */
  timer(delayMicros: number, callback: () => void | Promise<void>): TimerHandle;

  /** Forgets a timer. Cancelling one that has fired, or twice, is allowed. */
  cancel(handle: TimerHandle): void;

  /** A random number, at least 0 and less than 1. */
  random(): number;

  /** A random integer, at least 0 and less than `bound` (at most 2^30). */
  randomBelow(bound: number): number;

  /** Microseconds since 1970 by this process's own clock, which may be offset and may drift. Not monotonic over restarts. */
  now(): number;

  /** A line for whoever is debugging. Not an effect. */
  log(text: string): void;
}

/**
 * A process. It is constructed at every start and restart, with nothing but its context and what its disk still holds.
 * `start` runs once after construction; `receive` for each message. Both may be async: what follows an `await` runs later, interleaved
 * with other messages, as in any Node program.
 */
export interface Handler<Message = unknown> {
  start?(): void | Promise<void>;
  receive(from: ProcessId, message: Message): void | Promise<void>;
}

export type HandlerClass<Message> = new (context: Context<Message>) => Handler<Message>;

/** Any handler class, whatever its messages are: what a world or a runtime accepts. */
export type AnyHandlerClass = new (context: Context<never>) => Handler<never>;

/**
 * The files of one process. Names are flat (letters, digits, `.`, `_`, `-`); contents are text.
 *
 * Changes are visible to the process at once and durable only after a `sync` that was asked for later than the change
 * has completed. What a crash may leave of the changes that were not synced is described in `disk.ts`: a prefix per file, its last append possibly torn.
 * `write` replaces a file in two steps, as opening with truncation does; to replace a file atomically, write another, sync it, then rename.
 */
export interface Disk {
  /** The file as the process sees it, `undefined` if there is none. */
  read(file: string): string | undefined;
  /** The names of the files, sorted. */
  list(): string[];
  /** Adds text at the end; creates the file. */
  append(file: string, text: string): void;
  /** Replaces the whole text; creates the file. Not atomic in a crash. */
  write(file: string, text: string): void;
  /** Cuts the file down to its first `length` characters. */
  truncate(file: string, length: number): void;
  /** Renames, replacing `to` if it exists. Atomic; durable after the next completed sync of any file of this process. */
  rename(from: string, to: string): void;
  /** Removes a file; no error if there is none. Durable like a rename. */
  remove(file: string): void;
  /** Resolves when everything done to this file, and to names, before this call is durable. Never resolves for a process that crashed. */
  sync(file: string): Promise<void>;
}

/** File names that both the simulated and the real disk accept. */
export function assertFileName(file: string): void {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(file)) {
    throw new RangeError(
      `${JSON.stringify(file)} is not a file name: use letters, digits, ".", "_" and "-", no folders`,
    );
  }
}
