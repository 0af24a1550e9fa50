/**
 * Wrong: sends a refusal while the entry that is in the way is still being written. When a crash loses that entry, a late
 * copy of the refused request is granted, and a transaction that its client has given up takes effect.
 *
 * Why people do it: a refusal changes nothing, so there seems to be nothing to wait for.
 */
import type { ProcessId } from "lockstep";
import type { TransactionId } from "../messages.ts";
import { Primary } from "../primary.ts";

export class RefusesForNothing extends Primary {
  protected override refuse(client: ProcessId, transaction: TransactionId): Promise<void> {
    this.reply(client, "refused", transaction);
    return Promise.resolve();
  }
}
