/**
 * Wrong: a participant that votes no keeps no trace of it.
 *
 * Why people do it: with presumed abort "an abort needs no log record", which is true of the coordinator's decision. A
 * late or repeated question finds the participant with no memory of its refusal; the account is free by now, so it
 * votes yes, and can be made to commit what it has aborted.
 */
import { Participant, type Transaction } from "../participant.ts";

export class ForgetsAbort extends Participant {
  protected override async refuse(transaction: Transaction): Promise<void> {
    this.sendVote(transaction, "no");
  }
}
