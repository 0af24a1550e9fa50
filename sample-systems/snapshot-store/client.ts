/**
 * A client: runs transactions one after the other, each of a few reads and writes. Writes stay with the client until the
 * commit; reads come from its own writes or from the snapshot.
 *
 * Whatever is not answered is asked again. Once a commit has been asked for, only the primary can say how the transaction
 * ended, so the client waits for that.
 *
 * Settings: PRIMARY, REPLICA; KEYS, separated by commas; VALUES, how many values there are; and TRANSACTIONS, how many
 * it runs.
 */

import type { Context, Handler, ProcessId } from "lockstep";
import { probe } from "lockstep/probe";
import { MICROS_PER_MILLI, Retry } from "../common/retry.ts";
import { requiredSetting } from "../common/settings.ts";
import type {
  Begun,
  Commit,
  Decided,
  Key,
  Message,
  ReadResult,
  ToClient,
  ToPrimary,
  ToReplica,
  TransactionId,
  Value,
} from "./messages.ts";

const ASK_RETRY = { firstMillis: 30, maxMillis: 400 };
const PAUSE_MILLIS = 20;
const OPERATIONS_MAX = 4;

/** One transaction in so many is given up before it commits. */
const ABANDON_ONE_IN = 10;

export interface Transaction {
  readonly id: TransactionId;
  readonly version: number;
  readonly updates: Record<Key, Value>;
  /** In doubt: a commit was asked for, and how it ended is the primary's to say. */
  state: "open" | "in doubt" | "committed" | "aborted";
}

interface Question {
  /** Takes the message if it is the answer. */
  readonly answer: (message: Message) => boolean;
}

export class Client implements Handler<Message> {
  protected readonly context: Context<Message>;
  readonly #primary: ProcessId;
  readonly #replica: ProcessId;
  readonly #keys: readonly Key[];
  readonly #values: number;
  readonly #transactions = new Map<TransactionId, Transaction>();
  #question: Question | undefined;

  constructor(context: Context<Message>) {
    this.context = context;
    this.#primary = requiredSetting(context, "PRIMARY");
    this.#replica = requiredSetting(context, "REPLICA");
    this.#keys = requiredSetting(context, "KEYS").split(",");
    this.#values = Number(requiredSetting(context, "VALUES"));
  }

  async start(): Promise<void> {
    const most = Number(requiredSetting(this.context, "TRANSACTIONS"));
    for (let n = 1; n <= most; n += 1) {
      await this.#pause();
      await this.#transact(`${this.context.id}-${n}`);
    }
  }

  receive(_from: ProcessId, message: Message): void {
    // What answers nothing that is being asked is a copy of an earlier answer.
    if (this.#question?.answer(message) === true) this.#question = undefined;
  }

  /** What this client knows of a transaction of its own, for whoever wants to look inside. */
  transaction(id: TransactionId): Readonly<Transaction> | undefined {
    return this.#transactions.get(id);
  }

  async #transact(id: TransactionId): Promise<void> {
    const { version } = await this.#ask(
      this.#replica,
      { type: "begin", transaction: id },
      (answer): answer is Begun => answer.type === "begun" && answer.transaction === id,
    );
    const transaction: Transaction = { id, version, updates: {}, state: "open" };
    this.#transactions.set(id, transaction);
    probe.event("transaction.begun", { transaction: id, version });
    const operations = 1 + this.context.randomBelow(OPERATIONS_MAX);
    for (let n = 0; n < operations; n += 1) await this.#operate(transaction);
    await this.#end(transaction);
  }

  async #operate(transaction: Transaction): Promise<void> {
    const key = this.#keys[this.context.randomBelow(this.#keys.length)]!;
    if (this.context.randomBelow(2) === 0) return this.#write(transaction, key);
    const value = await this.read(transaction, key);
    probe.event("value.read", { transaction: transaction.id, key, value });
  }

  #write(transaction: Transaction, key: Key): void {
    const value = 1 + this.context.randomBelow(this.#values);
    transaction.updates[key] = value;
    probe.event("value.written", { transaction: transaction.id, key, value });
  }

  /** A transaction sees what it has written itself, and else its snapshot. */
  protected async read(transaction: Transaction, key: Key): Promise<Value | null> {
    return transaction.updates[key] ?? this.readSnapshot(transaction, key);
  }

  protected async readSnapshot({ id, version }: Transaction, key: Key): Promise<Value | null> {
    const { value } = await this.#ask(
      this.#replica,
      { type: "read", transaction: id, key, version },
      (answer): answer is ReadResult => answer.type === "value" && answer.transaction === id && answer.key === key,
    );
    return value;
  }

  async #end(transaction: Transaction): Promise<void> {
    const { id, version, updates } = transaction;
    if (this.context.randomBelow(ABANDON_ONE_IN) === 0) {
      transaction.state = "aborted";
      return probe.event("transaction.abandoned", { transaction: id });
    }
    // One that has written nothing has nothing to ask the primary for.
    if (Object.keys(updates).length === 0) {
      transaction.state = "committed";
      return probe.event("transaction.finished", { transaction: id });
    }
    transaction.state = "in doubt";
    const { type: outcome } = await this.commit({ type: "commit", transaction: id, version, updates });
    transaction.state = outcome === "refused" ? "aborted" : "committed";
    if (outcome === "refused") probe.event("transaction.refused", { transaction: id });
  }

  protected commit(request: Commit): Promise<Decided> {
    return this.#ask(
      this.#primary,
      request,
      (answer): answer is Decided =>
        (answer.type === "committed" || answer.type === "refused") && answer.transaction === request.transaction,
    );
  }

  /** Asks until the answer comes. */
  #ask<Answer extends ToClient>(
    to: ProcessId,
    request: ToReplica | ToPrimary,
    isAnswer: (message: Message) => message is Answer,
  ): Promise<Answer> {
    const ask = (): void => this.context.send(to, request);
    ask();
    return new Promise((resolve) => {
      const retry = new Retry(this.context, ASK_RETRY, ask);
      this.#question = {
        answer: (message) => {
          if (!isAnswer(message)) return false;
          retry.stop();
          resolve(message);
          return true;
        },
      };
    });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.context.timer((1 + this.context.randomBelow(PAUSE_MILLIS)) * MICROS_PER_MILLI, () => resolve());
    });
  }
}
