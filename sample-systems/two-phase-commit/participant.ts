/**
 * A participant: promises its part of a transaction or refuses it, and carries out what the coordinator decides.
 *
 * What it has said it stays with: a promise and a refusal are on the disk before the vote is sent, an outcome is on the
 * disk before it is acknowledged. A promise binds: whoever has voted yes waits for the decision, however long that takes,
 * and asks for it. A transaction that was refused or decided is remembered, so that a late copy of the question does
 * not get a different answer.
 *
 * A participant that has just come back may well go down again. For a while it settles its old transactions and refuses new
 * ones, since a promise made by a process that keeps crashing blocks accounts everywhere else.
 */

import assert from "node:assert";
import type { Context, Handler, ProcessId } from "lockstep";
import { probe } from "lockstep/probe";
import { Ledger } from "./ledger.ts";
import { Log } from "../common/log.ts";
import type { Decision, Message, Outcome, Posting, Prepare, TransactionId, Vote } from "./messages.ts";
import { MICROS_PER_MILLI, Retry } from "../common/retry.ts";

const LOG_FILE = "participant.log";

const INQUIRY_RETRY = { firstMillis: 100, maxMillis: 2_000 };

/** How long after a restart no new transaction is promised. */
const PROBATION_MILLIS = 150;

const OPENING_BALANCE = 50;

/** How many settled transactions are remembered, see FINISHED_MAX of the coordinator. */
const SETTLED_MAX = 10_000;

/** A log longer than this is compacted at the next start. */
const LOG_ENTRIES_MAX = 20_000;

type Entry =
  /** First in every log: tells a restart from the very first start. */
  | { readonly type: "opened"; readonly balances: Readonly<Record<string, number>> }
  | {
      readonly type: "promised";
      readonly transaction: TransactionId;
      readonly coordinator: ProcessId;
      readonly posting: Posting;
    }
  | {
      readonly type: "refused" | "committed" | "aborted";
      readonly transaction: TransactionId;
      readonly coordinator: ProcessId;
    };

export interface Transaction {
  readonly id: TransactionId;
  readonly coordinator: ProcessId;
  /** Present while there is something to carry out or to undo. */
  posting?: Posting;
  /** "preparing": the promise is on its way to the disk. "refused": aborted alone, and the decision is not known yet. */
  state: "preparing" | "prepared" | "refused" | "committed" | "aborted";
  inquiry?: Retry;
}

export class Participant implements Handler<Message> {
  protected readonly context: Context<Message>;
  protected readonly log: Log<Entry>;
  protected readonly ledger: Ledger;
  readonly #known = new Map<TransactionId, Transaction>();
  #onProbation = false;
  #ready = false;

  constructor(context: Context<Message>) {
    this.context = context;
    this.log = new Log(context.disk, LOG_FILE);
    this.ledger = new Ledger(Number(context.env.OPENING_BALANCE ?? OPENING_BALANCE));
  }

  /** Until what the log says is known to be durable nothing is answered; whoever asked will ask again. */
  async start(): Promise<void> {
    const entries = this.log.recover();
    for (const entry of entries) this.#replay(entry);
    if (entries.length === 0) this.log.append({ type: "opened", balances: {} });
    else this.#beginProbation();
    if (entries.length > LOG_ENTRIES_MAX) await this.log.compact(this.#snapshot());
    await this.log.flush();
    this.#ready = true;
    for (const transaction of this.#known.values()) {
      if (isSettled(transaction)) continue;
      this.inquire(transaction);
      this.keepInquiring(transaction);
    }
  }

  receive(from: ProcessId, message: Message): void | Promise<void> {
    if (!this.#ready) return;
    switch (message.type) {
      case "prepare":
        return this.prepare(from, message);
      case "decision":
        return this.receiveDecision(from, message);
      default:
        this.context.log(`not for a participant: ${message.type}`);
    }
  }

  /** What this participant remembers of a transaction, for whoever wants to look inside. */
  transaction(id: TransactionId): Readonly<Transaction> | undefined {
    return this.#known.get(id);
  }

  balance(account: string): number {
    return this.ledger.balance(account);
  }

  protected prepare(coordinator: ProcessId, { transaction: id, posting }: Prepare): void | Promise<void> {
    const known = this.#known.get(id);
    if (known !== undefined) return this.#repeatVote(known);
    if (this.canPromise(posting)) return this.promise({ id, coordinator, posting, state: "preparing" });
    return this.refuse({ id, coordinator, state: "refused" });
  }

  protected canPromise(posting: Posting): boolean {
    return !this.#onProbation && this.ledger.canPost(posting);
  }

  protected async promise(transaction: Transaction & { readonly posting: Posting }): Promise<void> {
    const { id, coordinator, posting } = transaction;
    this.remember(transaction);
    this.ledger.lock(id, posting);
    this.log.append({ type: "promised", transaction: id, coordinator, posting });
    await this.log.flush();
    // The coordinator may have given up meanwhile. Then there is nothing left to vote on.
    if (transaction.state !== "preparing") return;
    transaction.state = "prepared";
    this.sendVote(transaction, "yes");
    this.keepInquiring(transaction);
  }

  protected async refuse(transaction: Transaction): Promise<void> {
    const { id, coordinator } = transaction;
    this.remember(transaction);
    this.log.append({ type: "refused", transaction: id, coordinator });
    await this.log.flush();
    if (transaction.state !== "refused") return;
    this.sendVote(transaction, "no");
    this.keepInquiring(transaction);
  }

  protected sendVote(transaction: Transaction, vote: Vote): void {
    this.context.send(transaction.coordinator, { type: "vote", transaction: transaction.id, vote });
    probe.event("vote.sent", { transaction: transaction.id, vote });
  }

  protected inquire(transaction: Transaction): void {
    this.context.send(transaction.coordinator, { type: "inquiry", transaction: transaction.id });
    probe.event("inquiry.sent", { transaction: transaction.id });
  }

  protected receiveDecision(from: ProcessId, { transaction: id, outcome }: Decision): void | Promise<void> {
    const transaction = this.#known.get(id);
    if (transaction === undefined) return this.#receiveDecisionOnUnknown(from, id, outcome);
    if (isSettled(transaction)) {
      if (outcomeOf(transaction) === outcome) return this.acknowledge(transaction);
      return this.context.log(`${id} is ${transaction.state} and cannot ${outcome}`);
    }
    if (outcome === "abort") return this.abort(transaction);
    if (transaction.state === "prepared") return this.commit(transaction);
    this.context.log(`${id} is ${transaction.state} and cannot commit`);
  }

  protected commit(transaction: Transaction): Promise<void> {
    this.#end(transaction, "committed");
    this.log.append({ type: "committed", transaction: transaction.id, coordinator: transaction.coordinator });
    return this.acknowledge(transaction);
  }

  protected abort(transaction: Transaction): Promise<void> {
    this.#end(transaction, "aborted");
    this.log.append({ type: "aborted", transaction: transaction.id, coordinator: transaction.coordinator });
    return this.acknowledge(transaction);
  }

  /** Only what is on the disk is acknowledged: the coordinator will not say it again. */
  protected async acknowledge(transaction: Transaction): Promise<void> {
    await this.log.flush();
    const outcome = outcomeOf(transaction);
    this.context.send(transaction.coordinator, { type: "acknowledgement", transaction: transaction.id, outcome });
    probe.event("decision.applied", { transaction: transaction.id, outcome });
  }

  /** The same answer as the first time. If that one has not been given yet, or the decision is known, it is none. */
  async #repeatVote(transaction: Transaction): Promise<void> {
    if (transaction.state === "prepared") return this.sendVote(transaction, "yes");
    if (transaction.state !== "refused") return;
    await this.log.flush();
    if (transaction.state === "refused") this.sendVote(transaction, "no");
  }

  /**
   * An abort may overtake the question, which has to be refused when it comes. A commit cannot: it takes a promise, and
   * a promise is remembered. If one comes all the same, then a disk has lost what it had confirmed; there is nothing here
   * that could be carried out, and to acknowledge it would hide that.
   */
  #receiveDecisionOnUnknown(coordinator: ProcessId, id: TransactionId, outcome: Outcome): Promise<void> {
    const transaction: Transaction = { id, coordinator, state: "refused" };
    if (outcome === "commit") {
      this.context.log(`told to commit ${id}, which was never promised here`);
      return this.refuse(transaction);
    }
    this.remember(transaction);
    return this.abort(transaction);
  }

  #end(transaction: Transaction, state: "committed" | "aborted"): void {
    const { id, posting } = transaction;
    transaction.inquiry?.stop();
    transaction.state = state;
    delete transaction.posting;
    if (posting === undefined) return;
    if (state === "committed") this.ledger.post(id, posting);
    else this.ledger.release(id, posting);
  }

  protected remember(transaction: Transaction): void {
    this.#known.set(transaction.id, transaction);
    if (this.#known.size > SETTLED_MAX) this.#forgetOldest();
  }

  /** In the order in which they came; what is not settled stays. */
  #forgetOldest(): void {
    for (const transaction of this.#known.values()) {
      if (isSettled(transaction)) return this.forget(transaction);
    }
  }

  protected forget(transaction: Transaction): void {
    this.#known.delete(transaction.id);
  }

  protected keepInquiring(transaction: Transaction): void {
    transaction.inquiry?.stop();
    transaction.inquiry = new Retry(this.context, INQUIRY_RETRY, () => this.inquire(transaction));
  }

  #beginProbation(): void {
    this.#onProbation = true;
    this.context.timer(PROBATION_MILLIS * MICROS_PER_MILLI, () => {
      this.#onProbation = false;
    });
  }

  #replay(entry: Entry): void {
    switch (entry.type) {
      case "opened":
        return this.ledger.restore(entry.balances);
      case "promised":
        this.remember(transactionOf(entry));
        return this.ledger.lock(entry.transaction, entry.posting);
      case "refused":
        return this.remember(transactionOf(entry));
      case "committed":
      case "aborted": {
        const transaction = this.#known.get(entry.transaction) ?? transactionOf(entry);
        this.remember(transaction);
        return this.#end(transaction, entry.type);
      }
    }
  }

  /** The shortest log that says what is known now; used only between recovery and the first message. */
  #snapshot(): Entry[] {
    const entries: Entry[] = [{ type: "opened", balances: this.ledger.balances() }];
    for (const transaction of this.#known.values()) entries.push(entryOf(transaction));
    return entries;
  }
}

function isSettled(transaction: Transaction): boolean {
  return transaction.state === "committed" || transaction.state === "aborted";
}

function outcomeOf(transaction: Transaction): Outcome {
  return transaction.state === "committed" ? "commit" : "abort";
}

/** What is on the disk of a vote or an outcome, as it is after a restart. */
function transactionOf(entry: Exclude<Entry, { type: "opened" }>): Transaction {
  const { transaction: id, coordinator } = entry;
  if (entry.type === "promised") return { id, coordinator, posting: entry.posting, state: "prepared" };
  return { id, coordinator, state: entry.type };
}

function entryOf({ id: transaction, coordinator, posting, state }: Transaction): Entry {
  if (posting !== undefined) return { type: "promised", transaction, coordinator, posting };
  assert.ok(state === "refused" || state === "committed" || state === "aborted");
  return { type: state, transaction, coordinator };
}
