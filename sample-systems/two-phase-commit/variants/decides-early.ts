/**
 * Wrong: commits as soon as a majority has voted yes.
 *
 * Why people do it: in consensus a majority is enough, since any two majorities meet. Here each participant has a veto,
 * and the one which has not voted yet may be about to use it.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";

export class DecidesEarly extends Coordinator {
  protected override everyoneVoted(transaction: Transaction): boolean {
    return transaction.votes.size > Object.keys(transaction.work).length / 2;
  }
}
