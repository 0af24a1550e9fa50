/**
 * The coordinator: begins transactions for clients, collects the votes, decides, and sees to it that every participant
 * hears the decision.
 *
 * What it relies on after a crash is its log, with presumed abort: only a commit is forced to the disk, and it is on
 * the disk before anybody hears of it. A transaction of which the log holds no commit was aborted, whether it holds
 * the begin of it or nothing at all. So a transaction must never be begun twice under one name: names carry the number
 * of this start of the coordinator, and that number is forced to the disk before the first transaction of a start.
 *
 * The invariant: once a decision has been sent, no other decision is ever sent for the same transaction.
 */

import type { Context, Handler, ProcessId, TimerHandle } from "lockstep";
import { probe } from "lockstep/probe";
import { BoundedMap } from "./bounded-map.ts";
import { Log } from "../common/log.ts";
import type {
  Acknowledgement,
  Begin,
  Message,
  Outcome,
  ParticipantId,
  TransactionId,
  VoteCast,
  Work,
} from "./messages.ts";
import { MICROS_PER_MILLI, Retry } from "../common/retry.ts";

const LOG_FILE = "coordinator.log";

const VOTE_TIMEOUT_MILLIS = 500;
const PREPARE_RETRY = { firstMillis: 50, maxMillis: 1_000 };
const DECISION_RETRY = { firstMillis: 50, maxMillis: 2_000 };

/**
 * How many finished transactions are remembered, to answer messages that the network delivers late. It has to be more
 * than can finish during the longest life of a message.
 */
const FINISHED_MAX = 10_000;

/** A log longer than this is compacted at the next start. */
const LOG_ENTRIES_MAX = 20_000;

type Entry =
  /** Forced at each start, before anything else: makes the names of transactions unique. */
  | { readonly type: "started"; readonly start: number }
  /** Not forced: losing it means abort. */
  | ({ readonly type: "begun"; readonly transaction: TransactionId } & Order)
  /** Forced before the decision is sent. */
  | { readonly type: "committed"; readonly transaction: TransactionId }
  /** Not forced: losing it means that the decision is sent, and acknowledged, once more. */
  | ({ readonly type: "ended"; readonly transaction: TransactionId } & Finished);

/** Who wanted what. */
interface Order {
  readonly client: ProcessId;
  readonly request: string;
  readonly work: Work;
}

export interface Transaction extends Order {
  readonly id: TransactionId;
  phase: "preparing" | "committing" | "committed" | "aborted";
  /** Who has voted yes, as far as this coordinator knows: a restart forgets it, unless the log holds the commit. */
  readonly votes: Set<ParticipantId>;
  /** Who has not confirmed the decision yet. */
  readonly unacknowledged: Set<ParticipantId>;
  deadline?: TimerHandle;
  retry?: Retry;
}

interface Finished {
  readonly client: ProcessId;
  readonly request: string;
  readonly outcome: Outcome;
}

export class Coordinator implements Handler<Message> {
  protected readonly context: Context<Message>;
  protected readonly log: Log<Entry>;
  readonly #active = new Map<TransactionId, Transaction>();
  readonly #finished = new BoundedMap<TransactionId, Finished>(FINISHED_MAX);
  /** The requests of the transactions in the two tables above, so that a repeated request finds its transaction. */
  readonly #requests = new BoundedMap<string, TransactionId>(2 * FINISHED_MAX);
  #start = 0;
  #begun = 0;
  #ready = false;

  constructor(context: Context<Message>) {
    this.context = context;
    this.log = new Log(context.disk, LOG_FILE);
  }

  /** Until the number of this start is durable nothing is answered; whoever asked will ask again. */
  async start(): Promise<void> {
    const entries = this.log.recover();
    for (const entry of entries) this.#replay(entry);
    this.#start += 1;
    if (entries.length > LOG_ENTRIES_MAX) await this.log.compact(this.#snapshot());
    this.log.append({ type: "started", start: this.#start });
    await this.log.flush();
    this.#ready = true;
    for (const transaction of [...this.#active.values()]) this.resume(transaction);
  }

  receive(from: ProcessId, message: Message): void | Promise<void> {
    if (!this.#ready) return;
    switch (message.type) {
      case "begin":
        return this.begin(from, message);
      case "vote":
        return this.receiveVote(from, message);
      case "acknowledgement":
        return this.receiveAcknowledgement(from, message);
      case "inquiry":
        return this.answer(from, message.transaction);
      default:
        this.context.log(`not for a coordinator: ${message.type}`);
    }
  }

  /** A transaction that has not ended, for whoever wants to look inside: a console, a test, a mapping to a spec. */
  transaction(id: TransactionId): Readonly<Transaction> | undefined {
    return this.#active.get(id);
  }

  protected begin(client: ProcessId, message: Begin): void {
    const known = this.#requests.get(requestKey(client, message.request));
    if (known !== undefined) return this.#repeatResult(known);
    if (!this.#canReach(Object.keys(message.work))) return this.context.log(`${client} asks for unknown participants`);
    this.#begun += 1;
    const transaction = this.#admit(`${this.context.id}-${this.#start}-${this.#begun}`, {
      client,
      request: message.request,
      work: message.work,
    });
    this.#logBegin(transaction);
    this.askToPrepare(transaction);
    const timeoutMillis = message.timeoutMillis ?? VOTE_TIMEOUT_MILLIS;
    transaction.deadline = this.context.timer(timeoutMillis * MICROS_PER_MILLI, () => this.votesOverdue(transaction));
    transaction.retry = new Retry(this.context, PREPARE_RETRY, () => this.askToPrepare(transaction));
  }

  /** Asks those who have not voted yet. */
  protected askToPrepare(transaction: Transaction): void {
    for (const [participant, posting] of Object.entries(transaction.work)) {
      if (transaction.votes.has(participant)) continue;
      this.context.send(participant, { type: "prepare", transaction: transaction.id, posting });
    }
  }

  protected receiveVote(from: ProcessId, message: VoteCast): void | Promise<void> {
    const transaction = this.#active.get(message.transaction);
    if (transaction === undefined || isDecided(transaction)) return this.answer(from, message.transaction);
    // While a commit is being written the votes are all in, and what comes now is a repetition.
    if (transaction.phase !== "preparing" || !(from in transaction.work)) return;
    if (message.vote === "no") return this.abort(transaction);
    this.countVote(transaction, from);
    if (this.everyoneVoted(transaction)) return this.commit(transaction);
  }

  protected countVote(transaction: Transaction, participant: ParticipantId): void {
    if (transaction.votes.has(participant)) return;
    transaction.votes.add(participant);
    probe.event("vote.counted", { transaction: transaction.id, participant });
  }

  protected everyoneVoted(transaction: Transaction): boolean {
    return transaction.votes.size === Object.keys(transaction.work).length;
  }

  /** From the moment the phase is "committing" only a crash before the flush can still turn this into an abort. */
  protected async commit(transaction: Transaction): Promise<void> {
    transaction.phase = "committing";
    this.log.append({ type: "committed", transaction: transaction.id });
    await this.log.flush();
    this.announce(transaction, "commit");
  }

  /** Nothing is written: an abort is what the log says when it says nothing. */
  protected abort(transaction: Transaction): void {
    this.announce(transaction, "abort");
  }

  /** The timeout may come at any moment, also when the votes are complete: then it is too late to abort. */
  protected votesOverdue(transaction: Transaction): void {
    if (transaction.phase === "preparing") this.abort(transaction);
  }

  /** Tells everybody, the client last, and keeps telling those who do not confirm. */
  protected announce(transaction: Transaction, outcome: Outcome): void {
    if (transaction.deadline !== undefined) this.context.cancel(transaction.deadline);
    transaction.retry?.stop();
    transaction.phase = outcome === "commit" ? "committed" : "aborted";
    this.#sendDecision(transaction);
    transaction.retry = new Retry(this.context, DECISION_RETRY, () => this.#sendDecision(transaction));
    this.#sendResult(transaction.id, { ...transaction, outcome });
  }

  protected receiveAcknowledgement(from: ProcessId, message: Acknowledgement): void {
    const transaction = this.#active.get(message.transaction);
    if (transaction === undefined || !isDecided(transaction)) return;
    transaction.unacknowledged.delete(from);
    if (transaction.unacknowledged.size === 0) this.#end(transaction);
  }

  /** Somebody has voted and does not know, or shows that he does not know, how it ended. */
  protected answer(participant: ProcessId, id: TransactionId): void {
    const transaction = this.#active.get(id);
    if (transaction !== undefined && !isDecided(transaction)) return;
    const outcome =
      transaction !== undefined ? outcomeOf(transaction) : (this.#finished.get(id)?.outcome ?? this.presumedOutcome());
    this.sendDecisionTo(participant, id, outcome);
    probe.event("decision.sent", { transaction: id, outcome });
  }

  /** How a transaction ended of which the log says nothing, or only that it was begun. */
  protected presumedOutcome(): Outcome {
    return "abort";
  }

  protected sendDecisionTo(participant: ProcessId, transaction: TransactionId, outcome: Outcome): void {
    this.context.send(participant, { type: "decision", transaction, outcome });
  }

  /** After a restart: goes on with a transaction that the log shows as not ended. */
  protected resume(transaction: Transaction): void {
    this.announce(transaction, transaction.phase === "committed" ? "commit" : this.presumedOutcome());
  }

  /** With the first copy that goes out the decision is made for all the others to see, so that is where it is reported. */
  #sendDecision(transaction: Transaction): void {
    const outcome = outcomeOf(transaction);
    let reported = false;
    for (const participant of transaction.unacknowledged) {
      this.sendDecisionTo(participant, transaction.id, outcome);
      if (!reported) probe.event("decision.sent", { transaction: transaction.id, outcome });
      reported = true;
    }
  }

  #repeatResult(id: TransactionId): void {
    const transaction = this.#active.get(id);
    if (transaction === undefined) {
      const finished = this.#finished.get(id);
      if (finished !== undefined) this.#sendResult(id, finished);
    } else if (isDecided(transaction)) {
      this.#sendResult(id, { ...transaction, outcome: outcomeOf(transaction) });
    }
  }

  /** A client that is in the log may be gone from the settings since. */
  #sendResult(transaction: TransactionId, { client, request, outcome }: Finished): void {
    if (!this.#canReach([client])) return;
    this.context.send(client, { type: "result", request, transaction, outcome });
  }

  /** Whether there is somebody to reach, and all of them are known. */
  #canReach(processes: readonly ProcessId[]): boolean {
    return processes.length > 0 && processes.every((id) => this.context.peers.includes(id));
  }

  #admit(id: TransactionId, { client, request, work }: Order): Transaction {
    const transaction: Transaction = {
      id,
      client,
      request,
      work,
      phase: "preparing",
      votes: new Set(),
      unacknowledged: new Set(Object.keys(work)),
    };
    this.#active.set(id, transaction);
    this.#requests.set(requestKey(client, request), id);
    return transaction;
  }

  #end(transaction: Transaction): void {
    transaction.retry?.stop();
    const { id, client, request } = transaction;
    const finished: Finished = { client, request, outcome: outcomeOf(transaction) };
    this.#active.delete(id);
    this.#finished.set(id, finished);
    this.log.append({ type: "ended", transaction: id, ...finished });
  }

  #logBegin({ id, client, request, work }: Transaction): void {
    this.log.append({ type: "begun", transaction: id, client, request, work });
  }

  #replay(entry: Entry): void {
    switch (entry.type) {
      case "started":
        this.#start = entry.start;
        return;
      case "begun":
        this.#admit(entry.transaction, entry);
        return;
      case "committed": {
        const transaction = this.#active.get(entry.transaction);
        if (transaction === undefined) return;
        transaction.phase = "committed";
        for (const participant of Object.keys(transaction.work)) transaction.votes.add(participant);
        return;
      }
      case "ended":
        this.#active.delete(entry.transaction);
        this.#finished.set(entry.transaction, entry);
        this.#requests.set(requestKey(entry.client, entry.request), entry.transaction);
        return;
    }
  }

  /** The shortest log that says what is known now; used only between recovery and the first transaction. */
  #snapshot(): Entry[] {
    const entries: Entry[] = [{ type: "started", start: this.#start }];
    for (const [transaction, { client, request, outcome }] of this.#finished.entries()) {
      entries.push({ type: "ended", transaction, client, request, outcome });
    }
    for (const { id, client, request, work, phase } of this.#active.values()) {
      entries.push({ type: "begun", transaction: id, client, request, work });
      if (phase === "committed") entries.push({ type: "committed", transaction: id });
    }
    return entries;
  }
}

function isDecided(transaction: Transaction): boolean {
  return transaction.phase === "committed" || transaction.phase === "aborted";
}

function outcomeOf(transaction: Transaction): Outcome {
  return transaction.phase === "committed" ? "commit" : "abort";
}

/** Clients name their requests without knowing of each other. */
function requestKey(client: ProcessId, request: string): string {
  return JSON.stringify([client, request]);
}
