/**
 * Wrong: answers a read with the newest value.
 *
 * Why people do it: newer data looks like better data. A transaction that reads twice sees two states of the store.
 */
import type { Key, Value } from "../messages.ts";
import { Replica } from "../replica.ts";

export class ReadsNewest extends Replica {
  protected override valueAt(key: Key): Value | null {
    return super.valueAt(key, this.version());
  }
}
