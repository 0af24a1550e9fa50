/**
 * A client: asks the coordinator for transactions that move amounts in one account of every participant, and repeats a request
 * until it is told the result. It keeps nothing on disk; a restarted client begins new requests under new names and never
 * learns how the old ones ended.
 *
 * Settings: COORDINATOR; PARTICIPANTS, separated by commas; and for a client that works by itself REQUESTS_MAX, the most
 * requests it makes.
 */

import type { Context, Handler, ProcessId } from "lockstep";
import type { Begin, Message, Posting, Result, Work } from "./messages.ts";
import { MICROS_PER_MILLI, Retry } from "../common/retry.ts";
import { requiredSetting } from "../common/settings.ts";

const REQUEST_RETRY = { firstMillis: 200, maxMillis: 2_000 };

const FIRST_REQUEST_MILLIS = 10;
const PAUSE_MILLIS = 60;

/** Few, so that transactions meet; an account holds more than most postings take out, but not than all of them. */
const ACCOUNTS = 4;
const AMOUNT_MAX = 60;

/** Timeouts from ones that no vote misses unless a process is down to ones that many votes miss. */
const TIMEOUTS_MILLIS = [500, 120, 60, 30, 15] as const;

interface Pending {
  readonly retry: Retry;
  readonly resolve: (result: Result) => void;
}

export class Client implements Handler<Message> {
  protected readonly context: Context<Message>;
  readonly #coordinator: ProcessId;
  readonly #participants: readonly ProcessId[];
  readonly #pending = new Map<string, Pending>();
  readonly #results: Result[] = [];
  /** Tells the requests of this start from those of an earlier one. */
  readonly #session: number;
  #requests = 0;

  constructor(context: Context<Message>) {
    this.context = context;
    this.#coordinator = requiredSetting(context, "COORDINATOR");
    this.#participants = requiredSetting(context, "PARTICIPANTS").split(",");
    this.#session = context.randomBelow(2 ** 30);
  }

  start(): void {
    const most = Number(this.context.env.REQUESTS_MAX ?? 0);
    if (most > 0) this.#scheduleRequest(1 + this.context.randomBelow(most), FIRST_REQUEST_MILLIS);
  }

  receive(_from: ProcessId, message: Message): void {
    if (message.type !== "result") return this.context.log(`not for a client: ${message.type}`);
    const pending = this.#pending.get(message.request);
    if (pending === undefined) return;
    this.#pending.delete(message.request);
    pending.retry.stop();
    this.#results.push(message);
    pending.resolve(message);
  }

  /** Asks for one transaction; resolves with its result. */
  submit(work: Work, timeoutMillis?: number): Promise<Result> {
    this.#requests += 1;
    const request = `${this.#session}-${this.#requests}`;
    const begin: Begin = { type: "begin", request, work, ...(timeoutMillis !== undefined && { timeoutMillis }) };
    const ask = (): void => this.context.send(this.#coordinator, begin);
    ask();
    return new Promise((resolve) => {
      this.#pending.set(request, { retry: new Retry(this.context, REQUEST_RETRY, ask), resolve });
    });
  }

  /** What has been answered so far, in the order of the answers. */
  results(): readonly Result[] {
    return this.#results;
  }

  #scheduleRequest(remaining: number, delayMillis: number): void {
    if (remaining === 0) return;
    this.context.timer(delayMillis * MICROS_PER_MILLI, () => {
      this.#scheduleRequest(remaining - 1, this.context.randomBelow(2 * PAUSE_MILLIS));
      void this.submit(this.#chooseWork(), this.#choose(TIMEOUTS_MILLIS));
    });
  }

  #chooseWork(): Work {
    return Object.fromEntries(this.#participants.map((participant) => [participant, this.#choosePosting()]));
  }

  /** Every second one pays in, which always works; the others take out. */
  #choosePosting(): Posting {
    const account = `account-${this.context.randomBelow(ACCOUNTS)}`;
    const amount = this.context.randomBelow(2 * AMOUNT_MAX);
    return { account, amount: amount < AMOUNT_MAX ? amount : AMOUNT_MAX - amount };
  }

  #choose<Item>(items: readonly Item[]): Item | undefined {
    return items[this.context.randomBelow(items.length)];
  }
}
