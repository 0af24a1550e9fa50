/**
 * Wrong: reads everything from the snapshot, also the keys that the transaction has written itself.
 *
 * Why people do it: writes are kept back until the commit, and it is easy to keep them back from oneself as well.
 */
import { Client, type Transaction } from "../client.ts";
import type { Key, Value } from "../messages.ts";

export class ForgetsOwnWrites extends Client {
  protected override read(transaction: Transaction, key: Key): Promise<Value | null> {
    return this.readSnapshot(transaction, key);
  }
}
