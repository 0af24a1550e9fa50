/**
 * Wrong: counts replicas of an entry that an earlier leader has left behind. A majority may have it and still lose it to a
 * candidate whose last entry is of a later term: figure 8 of the paper.
 *
 * Why people do it: a majority is a majority.
 */
import type { Index } from "../messages.ts";
import { Server } from "../server.ts";

export class CommitsOlderTerm extends Server {
  protected override mayCommit(index: Index): boolean {
    return this.isHeldByMajority(index);
  }
}
