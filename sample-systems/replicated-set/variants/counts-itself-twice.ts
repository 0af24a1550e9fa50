/**
 * Wrong: a leader has itself among those that hold an entry, and adds one for itself.
 *
 * Why people do it: one place keeps how far each server has come, also the leader, and another one knows that the leader
 * has no need to ask itself.
 */
import type { Index } from "../messages.ts";
import { Server } from "../server.ts";

export class CountsItselfTwice extends Server {
  protected override holdersAmong(index: Index): number {
    return [this.stable.lastIndex, ...this.match.values()].filter((match) => match >= index).length;
  }
}
