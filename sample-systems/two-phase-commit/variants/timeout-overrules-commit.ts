/**
 * Wrong: the timeout aborts whatever has not been announced yet, also a transaction whose commit is on its way to the disk.
 *
 * Why people do it: the check was right while writing the log was synchronous. With an asynchronous sync there is a
 * state between "all have voted" and "decided", and the timer can fire in it.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";

export class TimeoutOverrulesCommit extends Coordinator {
  protected override votesOverdue(transaction: Transaction): void {
    if (transaction.phase !== "committed" && transaction.phase !== "aborted") this.abort(transaction);
  }
}
