/**
 * Wrong: takes a vote for a yes without looking at it.
 *
 * Why people do it: the first version of a protocol has only the good case, in which a reply means consent. The refusal is added
 * to the participant later, and the coordinator goes on compiling.
 */
import { Coordinator } from "../coordinator.ts";
import type { ParticipantId, VoteCast } from "../messages.ts";

export class CountsAnyReply extends Coordinator {
  protected override receiveVote(from: ParticipantId, message: VoteCast): void | Promise<void> {
    return super.receiveVote(from, { ...message, vote: "yes" });
  }
}
