/**
 * Wrong: gives its vote to every candidate whose log is good enough, however many there are in a term.
 *
 * Why people do it: the log is the argument for a candidate; that it has to be the only one is easily overlooked.
 */
import { Server } from "../server.ts";

export class VotesTwice extends Server {
  protected override mayVote(): boolean {
    return true;
  }
}
