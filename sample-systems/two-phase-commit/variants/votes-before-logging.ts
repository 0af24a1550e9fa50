/**
 * Wrong: votes yes as soon as the promise is written, without a sync.
 *
 * Why people do it: the write has returned, and the data can be read back. After a crash it may be gone all the same; the
 * restarted participant has never heard of the transaction, and if it is asked again it may well refuse what it has promised.
 */
import type { Posting } from "../messages.ts";
import { Participant, type Transaction } from "../participant.ts";

export class VotesBeforeLogging extends Participant {
  protected override promise(transaction: Transaction & { readonly posting: Posting }): Promise<void> {
    const { id, coordinator, posting } = transaction;
    this.remember(transaction);
    this.ledger.lock(id, posting);
    this.log.append({ type: "promised", transaction: id, coordinator, posting });
    transaction.state = "prepared";
    this.sendVote(transaction, "yes");
    this.keepInquiring(transaction);
    return Promise.resolve();
  }
}
