/**
 * Wrong: a candidate counts answers, also refusals and those of an earlier term.
 *
 * Why people do it: the message is called a vote.
 */
import { Server } from "../server.ts";

export class CountsAnyVote extends Server {
  protected override counts(): boolean {
    return this.role === "candidate";
  }
}
