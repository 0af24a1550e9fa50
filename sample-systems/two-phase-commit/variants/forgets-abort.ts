/**
 * Wrong: a participant that keeps no trace of a transaction which it has refused or aborted.
 *
 * Why people do it: with presumed abort "an abort needs no log record", which is true of the coordinator's decision. A
 * late or repeated question finds the participant with no memory of its answer; the account is free by now, so it votes
 * yes, and can be made to commit what it has aborted.
 */
import { Participant, type Transaction } from "../participant.ts";

export class ForgetsAbort extends Participant {
  protected override refuse(transaction: Transaction): Promise<void> {
    this.sendVote(transaction, "no");
    return Promise.resolve();
  }

  protected override async abort(transaction: Transaction): Promise<void> {
    await super.abort(transaction);
    this.forget(transaction);
  }
}
