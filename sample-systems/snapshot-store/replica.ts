/**
 * The replica: follows the primary's log and answers reads. It lags behind, so the snapshot that it gives to a
 * transaction may be old; what a snapshot holds never changes.
 *
 * It keeps nothing on disk. After a restart it knows nothing and asks for the log; a read of a snapshot that it has not
 * reached again is not answered until it has.
 */

import type { Context, Handler, ProcessId } from "lockstep";
import { MICROS_PER_MILLI } from "../common/retry.ts";
import { requiredSetting } from "../common/settings.ts";
import type { Entry, Key, Message, Ship, Value } from "./messages.ts";

const PULL_MILLIS = 40;

export class Replica implements Handler<Message> {
  protected readonly context: Context<Message>;
  /** The first entries of the log, without a gap. */
  protected readonly entries: Entry[] = [];
  readonly #primary: ProcessId;

  constructor(context: Context<Message>) {
    this.context = context;
    this.#primary = requiredSetting(context, "PRIMARY");
  }

  start(): void {
    this.#pull();
    this.context.timer(PULL_MILLIS * MICROS_PER_MILLI, () => this.start());
  }

  receive(from: ProcessId, message: Message): void {
    switch (message.type) {
      case "entry":
        return this.apply(message);
      case "begin":
        return this.context.send(from, { ...message, type: "begun", version: this.version() });
      case "read": {
        const { transaction, key, version } = message;
        if (version > this.version()) return this.#pull();
        return this.context.send(from, { type: "value", transaction, key, value: this.valueAt(key, version) });
      }
      default:
        this.context.log(`not for a replica: ${message.type}`);
    }
  }

  /** How much of the log has arrived. */
  protected version(): number {
    return this.entries.length;
  }

  /** An entry that comes too early leaves a gap: it is left out and asked for, with all that is missing. */
  protected apply({ index, entry }: Ship): void {
    if (index === this.entries.length) this.entries.push(entry);
    else if (index > this.entries.length) this.#pull();
  }

  /** What the key held after the first `version` entries. */
  protected valueAt(key: Key, version: number): Value | null {
    return this.entries.slice(0, version).findLast((entry) => key in entry.updates)?.updates[key] ?? null;
  }

  #pull(): void {
    this.context.send(this.#primary, { type: "pull", from: this.entries.length });
  }
}
