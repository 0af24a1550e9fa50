/**
 * A client: asks one request after the other, again and again until it is answered, of whichever server it believes to
 * lead.
 *
 * Settings: SERVERS and ELEMENTS, separated by commas; REQUESTS, how many it asks.
 */

import type { Context, Handler, ProcessId } from "lockstep";
import { probe } from "lockstep/probe";
import { MICROS_PER_MILLI, Retry } from "../common/retry.ts";
import { requiredSetting } from "../common/settings.ts";
import type { Message, Operation, Request, RequestId, ServerId } from "./messages.ts";

const ASK_RETRY = { firstMillis: 40, maxMillis: 200 };
const PAUSE_MILLIS = 60;
const OPERATIONS: readonly Operation["type"][] = ["add", "add", "remove", "contains"];

export class Client implements Handler<Message> {
  readonly #context: Context<Message>;
  readonly #servers: readonly ServerId[];
  readonly #elements: readonly string[];
  readonly #asked = new Map<RequestId, Operation>();
  #server: ServerId;
  /** The request that is being asked, and what is done when it is answered. */
  #open: { readonly request: Request; readonly done: () => void } | undefined;

  constructor(context: Context<Message>) {
    this.#context = context;
    this.#servers = requiredSetting(context, "SERVERS").split(",");
    this.#elements = requiredSetting(context, "ELEMENTS").split(",");
    this.#server = this.#servers[0]!;
  }

  async start(): Promise<void> {
    const most = Number(requiredSetting(this.#context, "REQUESTS"));
    for (let n = 1; n <= most; n += 1) {
      await this.#pause();
      await this.#ask(`${this.#context.id}-${n}`, {
        type: this.#oneOf(OPERATIONS),
        element: this.#oneOf(this.#elements),
      });
    }
  }

  receive(_from: ProcessId, message: Message): void {
    // What is not about the open request is a copy of something earlier.
    if (!("request" in message) || message.request !== this.#open?.request.request) return;
    if (message.type === "answer") return this.#open.done();
    if (message.type === "redirect" && message.leader !== null) this.#askAt(message.leader);
  }

  /** What a request asked for, for whoever wants to look inside. */
  operation(request: RequestId): Operation | undefined {
    return this.#asked.get(request);
  }

  #ask(request: RequestId, operation: Operation): Promise<void> {
    this.#asked.set(request, operation);
    probe.event("request.asked", { request, operation });
    return new Promise((resolve) => {
      const retry = new Retry(this.#context, ASK_RETRY, () => this.#askAt(this.#oneOf(this.#servers)));
      const done = (): void => {
        retry.stop();
        this.#open = undefined;
        resolve();
      };
      this.#open = { request: { type: "request", request, operation }, done };
      this.#askAt(this.#server);
    });
  }

  #askAt(server: ServerId): void {
    this.#server = server;
    if (this.#open !== undefined) this.#context.send(server, this.#open.request);
  }

  #oneOf<T>(choices: readonly T[]): T {
    return choices[this.#context.randomBelow(choices.length)]!;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const millis = 1 + this.#context.randomBelow(PAUSE_MILLIS);
      this.#context.timer(millis * MICROS_PER_MILLI, () => resolve());
    });
  }
}
