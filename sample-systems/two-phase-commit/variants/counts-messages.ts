/**
 * Wrong: counts the votes that arrive instead of the participants that have voted.
 *
 * Why people do it: a counter is the obvious thing as long as each participant sends one vote and the network delivers
 * it once. A retransmission, on either side, makes one voter look like two.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";
import type { ParticipantId, TransactionId } from "../messages.ts";

export class CountsMessages extends Coordinator {
  readonly #yesMessages = new Map<TransactionId, number>();

  protected override countVote(transaction: Transaction, participant: ParticipantId): void {
    super.countVote(transaction, participant);
    this.#yesMessages.set(transaction.id, (this.#yesMessages.get(transaction.id) ?? 0) + 1);
  }

  protected override everyoneVoted(transaction: Transaction): boolean {
    return this.#yesMessages.get(transaction.id) === Object.keys(transaction.work).length;
  }
}
