/**
 * A server: keeps its copy of the set, and agrees with the others by Raft on the order of what is done to it.
 *
 * It deals with one thing after the other: a message or a timer whose change is on its way to the disk is done with before
 * the next one begins. Nothing is said before what it says is durable, and nothing is applied or answered before a
 * majority has it.
 *
 * After D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014, figure 2.
 *
 * Settings: SERVERS, all of them, separated by commas.
 */

import type { Context, Handler, ProcessId, TimerHandle } from "lockstep";
import { probe } from "lockstep/probe";
import { MICROS_PER_MILLI } from "../common/retry.ts";
import { requiredSetting } from "../common/settings.ts";
import type { Append, Appended, Entry, Index, Message, Request, RequestId, RequestVote, Vote } from "./messages.ts";
import type { ServerId, Term } from "./messages.ts";
import { SetMachine } from "./set-machine.ts";
import { StableState, type Change } from "./stable-state.ts";

/** The patience of a follower: at least so long, and at most twice as long. */
const PATIENCE_MILLIS = 100;
const HEARTBEAT_MILLIS = 30;

/** So many entries at most go into one message. */
const BATCH_MAX = 4;

export class Server implements Handler<Message> {
  protected readonly context: Context<Message>;
  readonly stable: StableState;
  /** It has read what its disk holds. */
  isReady = false;
  role: "follower" | "candidate" | "leader" = "follower";
  /** Of a candidate: who has voted for it. */
  readonly votes = new Set<ServerId>();
  /** Of a leader: how far the log of each other server is known to agree with its own. */
  readonly match = new Map<ServerId, Index>();
  commitIndex: Index = 0;
  readonly machine: SetMachine;
  readonly #others: readonly ServerId[];
  /** Of a leader: the first entry that each other server is to be sent. */
  readonly #next = new Map<ServerId, Index>();
  readonly #waiting = new Map<RequestId, ProcessId>();
  #leader: ServerId | null = null;
  #timer: TimerHandle | undefined;
  /** Resolves when all that has come so far has been dealt with. */
  #work: Promise<void> = Promise.resolve();

  constructor(context: Context<Message>) {
    this.context = context;
    this.#others = requiredSetting(context, "SERVERS")
      .split(",")
      .filter((id) => id !== context.id);
    this.stable = this.open();
    this.machine = this.newMachine();
  }

  start(): Promise<void> {
    return this.#inTurn(async () => {
      await this.stable.recover();
      const { term, votedFor, entries } = this.stable;
      this.isReady = true;
      probe.event("server.recovered", { term, votedFor, entries });
      this.#bePatient();
    });
  }

  receive(from: ProcessId, message: Message): Promise<void> {
    return this.#inTurn(() => this.#handle(from, message));
  }

  protected open(): StableState {
    return new StableState(this.context.disk);
  }

  protected newMachine(): SetMachine {
    return new SetMachine();
  }

  #inTurn(task: () => void | Promise<void>): Promise<void> {
    this.#work = this.#work.then(task);
    return this.#work;
  }

  #handle(from: ProcessId, message: Message): void | Promise<void> {
    switch (message.type) {
      case "request-vote":
        return this.#considerVote(from, message);
      case "vote":
        return this.#countVote(from, message);
      case "append":
        return this.#append(from, message);
      case "appended":
        return this.#countMatch(from, message);
      case "request":
        return this.#takeRequest(from, message);
      default:
        this.context.log(`not for a server: ${message.type}`);
    }
  }

  // ------------------------------------------------------------------------------------------ terms

  /** Makes a change durable. A later term, which `message` has told of, ends whatever this server was in the last one. */
  async #save(change: Change, from?: ServerId, message?: Message): Promise<void> {
    const before = this.stable.term;
    await this.stable.save(change);
    if (message === undefined || this.stable.term === before) return;
    this.#stepDown(null);
    this.#bePatient();
    probe.event("term.updated", { from, message });
  }

  #stepDown(leader: ServerId | null): void {
    this.role = "follower";
    this.#leader = leader;
    this.votes.clear();
    this.match.clear();
    this.#waiting.clear();
  }

  /** The ballot of a server that has heard of a term. */
  #ballotIn(term: Term): { term: Term; votedFor: ServerId | null } {
    const isLater = term > this.stable.term;
    return { term: isLater ? term : this.stable.term, votedFor: isLater ? null : this.stable.votedFor };
  }

  #ignore(from: ServerId, message: Message): void {
    probe.event("message.ignored", { from, message });
  }

  // ------------------------------------------------------------------------------------------ elections

  /** Waits for a sign of life of a leader, for a time that is different each time. */
  #bePatient(): void {
    const micros = PATIENCE_MILLIS * MICROS_PER_MILLI;
    this.#setTimer(micros + this.context.randomBelow(micros), () => this.#standForElection());
  }

  #setTimer(micros: number, task: () => void | Promise<void>): void {
    if (this.#timer !== undefined) this.context.cancel(this.#timer);
    const timer = this.context.timer(micros, () =>
      // While this waited for its turn something may have happened that set another timer.
      this.#inTurn(() => (timer === this.#timer ? task() : undefined)),
    );
    this.#timer = timer;
  }

  async #standForElection(): Promise<void> {
    const term = this.stable.term + 1;
    await this.#save({ term, votedFor: this.ownVote() });
    this.#stepDown(null);
    this.role = "candidate";
    this.votes.add(this.context.id);
    this.#bePatient();
    probe.event("election.started", { term });
    const { lastTerm, lastIndex } = this.stable;
    for (const other of this.#others) this.context.send(other, { type: "request-vote", term, lastTerm, lastIndex });
    this.#leadIfElected();
  }

  /** A candidate has given its vote as well. */
  protected ownVote(): ServerId | null {
    return this.context.id;
  }

  async #considerVote(from: ServerId, message: RequestVote): Promise<void> {
    const { term, votedFor } = this.#ballotIn(message.term);
    const granted = message.term === term && this.mayVote(votedFor, from) && this.isUpToDate(message);
    await this.#save({ term, votedFor: granted ? from : votedFor }, from, message);
    if (granted && votedFor !== from) probe.event("vote.given", { from, message });
    if (granted) this.#bePatient();
    probe.event("vote.answered", { from, message });
    this.context.send(from, { type: "vote", term, granted });
  }

  /** One vote in a term; the same server may be told again. */
  protected mayVote(votedFor: ServerId | null, candidate: ServerId): boolean {
    return votedFor === null || votedFor === candidate;
  }

  /** Only who has all that may have been committed may lead. */
  protected isUpToDate({ lastTerm, lastIndex }: RequestVote): boolean {
    return lastTerm > this.stable.lastTerm || (lastTerm === this.stable.lastTerm && lastIndex >= this.stable.lastIndex);
  }

  async #countVote(from: ServerId, message: Vote): Promise<void> {
    await this.#save(this.#ballotIn(message.term), from, message);
    if (!this.counts(message)) return this.#ignore(from, message);
    this.votes.add(from);
    probe.event("vote.counted", { from, message });
    this.#leadIfElected();
  }

  protected counts({ term, granted }: Vote): boolean {
    return granted && term === this.stable.term && this.role === "candidate";
  }

  #leadIfElected(): void {
    if (this.votes.size < this.majority(this.#others.length + 1)) return;
    this.role = "leader";
    this.#leader = this.context.id;
    for (const other of this.#others) {
      this.match.set(other, 0);
      this.#next.set(other, this.stable.lastIndex + 1);
    }
    probe.event("leader.elected", { term: this.stable.term });
    this.#beat();
  }

  /** How many of so many servers are more than half. */
  protected majority(servers: number): number {
    return Math.floor(servers / 2) + 1;
  }

  // ------------------------------------------------------------------------------------------ replication

  #beat(): void {
    this.#setTimer(HEARTBEAT_MILLIS * MICROS_PER_MILLI, () => this.#beat());
    for (const other of this.#others) this.#replicate(other);
  }

  #replicate(to: ServerId): void {
    const prev = this.#next.get(to)! - 1;
    const { term } = this.stable;
    const entries = this.stable.entries.slice(prev, prev + BATCH_MAX);
    const message: Append = {
      type: "append",
      term,
      prev,
      prevTerm: this.stable.termAt(prev),
      entries,
      commit: this.commitIndex,
    };
    probe.event("entries.sent", { to, message });
    this.context.send(to, message);
  }

  async #append(from: ServerId, message: Append): Promise<void> {
    const { term, votedFor } = this.#ballotIn(message.term);
    const isOfTerm = message.term === term;
    const fits =
      isOfTerm && message.prev <= this.stable.lastIndex && this.stable.termAt(message.prev) === message.prevTerm;
    const entries = fits ? this.merged(message) : this.stable.entries;
    const areNew = entries !== this.stable.entries;
    await this.#save({ term, votedFor, entries }, from, message);
    if (areNew) probe.event("entries.taken", { from, message });
    if (isOfTerm) this.#follow(from);
    const match = fits ? message.prev + message.entries.length : 0;
    if (fits) this.commitIndex = Math.max(this.commitIndex, Math.min(message.commit, match));
    probe.event(fits ? "entries.accepted" : "entries.rejected", { from, message });
    this.context.send(from, { type: "appended", term, success: fits, match });
    this.#apply();
  }

  #follow(leader: ServerId): void {
    this.role = "follower";
    this.#leader = leader;
    this.#bePatient();
  }

  /** The log with the leader's entries. What lies behind them stays, unless one of them differs from what was there. */
  protected merged({ prev, entries }: Append): readonly Entry[] {
    const isKnown = entries.every(({ term }, n) => this.stable.termAt(prev + 1 + n) === term);
    return isKnown ? this.stable.entries : [...this.stable.entries.slice(0, prev), ...entries];
  }

  async #countMatch(from: ServerId, message: Appended): Promise<void> {
    await this.#save(this.#ballotIn(message.term), from, message);
    if (message.term !== this.stable.term || this.role !== "leader") return this.#ignore(from, message);
    const known = this.match.get(from)!;
    if (!message.success) {
      this.#next.set(from, Math.max(known + 1, this.#next.get(from)! - 1));
      return this.#ignore(from, message);
    }
    this.match.set(from, Math.max(known, message.match));
    this.#next.set(from, this.match.get(from)! + 1);
    probe.event("match.counted", { from, message });
    this.#commit();
  }

  #commit(): void {
    for (let index = this.stable.lastIndex; index > this.commitIndex; index -= 1) {
      if (this.mayCommit(index)) return this.#commitUpTo(index);
    }
  }

  /** A majority may hold an entry of an earlier term and still lose it: only one of the own term makes it safe. */
  protected mayCommit(index: Index): boolean {
    return this.stable.termAt(index) === this.stable.term && this.isHeldByMajority(index);
  }

  protected isHeldByMajority(index: Index): boolean {
    return 1 + this.holdersAmong(index) >= this.majority(this.#others.length + 1);
  }

  /** How many of the others are known to have the entry. */
  protected holdersAmong(index: Index): number {
    return [...this.match.values()].filter((match) => match >= index).length;
  }

  #commitUpTo(index: Index): void {
    while (this.commitIndex < index) {
      this.commitIndex += 1;
      probe.event("entry.committed", { index });
    }
    this.#apply();
  }

  // ------------------------------------------------------------------------------------------ the set

  async #takeRequest(client: ProcessId, message: Request): Promise<void> {
    const { request, operation } = message;
    if (this.role !== "leader") {
      return this.context.send(client, { type: "redirect", request, leader: this.#leader });
    }
    if (this.machine.found.has(request)) return this.#answer(client, request);
    this.#waiting.set(request, client);
    // An entry of an earlier term may never be committed without one of this term behind it.
    const { term, entries } = this.stable;
    if (entries.some((entry) => entry.request === request && entry.term === term)) return;
    await this.#save({ entries: [...entries, { term, request, operation }] });
    probe.event("request.taken", { request });
    this.onTaken(client, message);
    for (const other of this.#others) this.#replicate(other);
    this.#commit();
  }

  /** There is nothing to say yet: the request takes effect when it is committed. */
  protected onTaken(_client: ProcessId, _request: Request): void {}

  #apply(): void {
    while (this.machine.applied < this.applicable()) {
      const entry = this.stable.entries[this.machine.applied]!;
      this.machine.apply(entry);
      probe.event("entry.applied", { request: entry.request });
      const client = this.#waiting.get(entry.request);
      if (client !== undefined) this.#answer(client, entry.request);
      this.#waiting.delete(entry.request);
    }
  }

  /** How many entries may be applied. */
  protected applicable(): Index {
    return this.commitIndex;
  }

  #answer(client: ProcessId, request: RequestId): void {
    this.answer(client, request, this.machine.found.get(request)!);
  }

  protected answer(client: ProcessId, request: RequestId, found: boolean): void {
    probe.event("request.answered", { request, found });
    this.context.send(client, { type: "answer", request, found });
  }
}
