/**
 * Wrong: the decision never goes to the last participant.
 *
 * Why people do it: a loop that ends one too early. Nobody hears anything false, so no step is wrong: what is wrong is that a
 * step is never taken. The participant that has promised waits for ever, and its account stays locked.
 */
import { Coordinator } from "../coordinator.ts";
import type { Outcome, ParticipantId, TransactionId } from "../messages.ts";

export class SkipsTheLast extends Coordinator {
  protected override sendDecisionTo(participant: ParticipantId, transaction: TransactionId, outcome: Outcome): void {
    const participants = this.context.peers.filter((id) => id.startsWith("rm")).sort();
    if (participant !== participants.at(-1)) super.sendDecisionTo(participant, transaction, outcome);
  }
}
