/**
 * Wrong: a candidate counts its own vote and does not write it down, so it can vote for another one in the same term.
 *
 * Why people do it: a vote is the answer to a message, and nobody sends one to himself.
 */
import { Server } from "../server.ts";

export class OwnVoteUnrecorded extends Server {
  protected override ownVote(): null {
    return null;
  }
}
