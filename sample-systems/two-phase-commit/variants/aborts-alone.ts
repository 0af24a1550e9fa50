/**
 * Wrong: a participant that has promised, and hears nothing for a while, aborts on its own.
 *
 * Why people do it: the account stays locked for as long as the coordinator is away, and everywhere else a timeout is the
 * remedy for that. Here the others may have been told to commit: a promise has no expiry date. This blocking is the
 * price of two-phase commit.
 */
import type { TransactionId } from "../messages.ts";
import { Participant, type Transaction } from "../participant.ts";

const INQUIRIES_MAX = 2;

export class AbortsAlone extends Participant {
  readonly #inquiries = new Map<TransactionId, number>();

  protected override inquire(transaction: Transaction): void {
    const inquiries = (this.#inquiries.get(transaction.id) ?? 0) + 1;
    this.#inquiries.set(transaction.id, inquiries);
    if (transaction.state === "prepared" && inquiries > INQUIRIES_MAX) void this.#giveUp(transaction);
    else super.inquire(transaction);
  }

  #giveUp(transaction: Transaction): Promise<void> {
    if (transaction.posting !== undefined) this.ledger.release(transaction.id, transaction.posting);
    delete transaction.posting;
    transaction.state = "refused";
    return this.refuse(transaction);
  }
}
