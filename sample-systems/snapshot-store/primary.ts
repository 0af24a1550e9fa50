/**
 * The primary: decides which transactions commit, in which order, and keeps the log of them.
 *
 * A transaction commits when nobody has written the same keys since its snapshot was taken (the first committer wins).
 * Commits become durable in the order in which they were decided, and nobody hears of one before it is on the disk. A
 * refusal is not written: the entry that is in the way is on the disk when the refusal is sent, so whoever asks
 * again is refused again.
 *
 * The invariant: what was ever shown to anybody is a prefix of the log for ever.
 */

import type { Context, Handler, ProcessId } from "lockstep";
import { probe } from "lockstep/probe";
import { Log } from "../common/log.ts";
import { requiredSetting } from "../common/settings.ts";
import type { Commit, Entry, Message, Pull, TransactionId } from "./messages.ts";

const LOG_FILE = "primary.log";

/** An entry, and who waits for it. */
interface Record extends Entry {
  readonly client: ProcessId;
}

export class Primary implements Handler<Message> {
  protected readonly context: Context<Message>;
  protected readonly log: Log<Record>;
  /** Everything that was decided, oldest first: the first `durable` of them are on the disk and known to others. */
  protected readonly entries: Record[] = [];
  protected durable = 0;
  readonly #replica: ProcessId;
  readonly #index = new Map<TransactionId, number>();
  #isReady = false;

  constructor(context: Context<Message>) {
    this.context = context;
    this.#replica = requiredSetting(context, "REPLICA");
    this.log = new Log<Record>(context.disk, LOG_FILE);
  }

  async start(): Promise<void> {
    for (const record of this.log.recover()) this.#add(record);
    await this.log.flush();
    // Whether somebody has heard of these before the crash nobody knows, so everybody hears of them again.
    this.#showUpTo(this.entries.length, "transaction.recovered");
    this.#isReady = true;
  }

  receive(from: ProcessId, message: Message): void | Promise<void> {
    if (!this.#isReady) return;
    switch (message.type) {
      case "commit":
        return this.decide(from, message);
      case "pull":
        return this.#send(from, message);
      default:
        this.context.log(`not for a primary: ${message.type}`);
    }
  }

  protected async decide(client: ProcessId, request: Commit): Promise<void> {
    const known = this.indexOf(request.transaction);
    // One that is decided and not yet on the disk is answered when it is.
    if (known >= this.durable) return;
    if (known >= 0) return this.reply(client, "committed", request.transaction);
    const { transaction, updates } = request;
    if (this.conflicts(request)) return this.refuse(client, transaction);
    this.#add({ transaction, updates, client });
    const length = this.entries.length;
    this.log.append({ transaction, updates, client });
    await this.flushed();
    this.#showUpTo(length, "transaction.committed");
  }

  /** Has anybody written one of the keys since the snapshot was taken? */
  protected conflicts({ version, updates }: Commit): boolean {
    return this.entries.slice(version).some((entry) => writeBoth(entry, updates));
  }

  /** What is in the way may still be lost in a crash, and then the same request would be granted: wait for the disk. */
  protected async refuse(client: ProcessId, transaction: TransactionId): Promise<void> {
    await this.log.flush();
    this.reply(client, "refused", transaction);
  }

  /** Resolves when everything that was decided is on the disk. */
  protected flushed(): Promise<void> {
    return this.log.flush();
  }

  /** The place of a transaction in the log, -1 if it is not there. */
  protected indexOf(transaction: TransactionId): number {
    return this.#index.get(transaction) ?? -1;
  }

  protected reply(client: ProcessId, answer: "committed" | "refused", transaction: TransactionId): void {
    this.context.send(client, { type: answer, transaction });
  }

  /** With the first message that tells of it a commit has happened for all the others. */
  #showUpTo(length: number, word: "transaction.committed" | "transaction.recovered"): void {
    for (; this.durable < length; this.durable += 1) {
      const { transaction, client } = this.#ship(this.durable);
      probe.event(word, { transaction });
      this.reply(client, "committed", transaction);
    }
  }

  #ship(index: number): Record {
    const record = this.entries[index]!;
    const { transaction, updates } = record;
    this.context.send(this.#replica, { type: "entry", index, entry: { transaction, updates } });
    return record;
  }

  #send(from: ProcessId, message: Pull): void {
    if (from !== this.#replica) return this.context.log(`${from} is no replica`);
    for (let index = message.from; index < this.durable; index += 1) this.#ship(index);
  }

  #add(record: Record): void {
    this.#index.set(record.transaction, this.entries.length);
    this.entries.push(record);
  }
}

export function writeBoth(entry: Entry, updates: Entry["updates"]): boolean {
  return Object.keys(entry.updates).some((key) => key in updates);
}
