/**
 * Wrong: counts a vote of its term whatever it is by now, so a vote that comes late elects a leader again, which forgets how
 * far the others have come, or makes a leader of a server that follows another one.
 *
 * Why people do it: it is a vote for this server and for this term; what more is there to look at?
 */
import type { Vote } from "../messages.ts";
import { Server } from "../server.ts";

export class CountsLateVotes extends Server {
  protected override counts({ term, granted }: Vote): boolean {
    return granted && term === this.stable.term;
  }
}
