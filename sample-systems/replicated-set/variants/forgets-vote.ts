/**
 * Wrong: a restarted server knows its term and not whom it has voted for in it.
 *
 * Why people do it: terms and entries are what one thinks of as state; a vote looks like a message.
 */
import { Server } from "../server.ts";
import { StableState } from "../stable-state.ts";

class TermsAndEntries extends StableState {
  override async recover(): Promise<void> {
    await super.recover();
    this.votedFor = null;
  }
}

export class ForgetsVote extends Server {
  protected override open(): StableState {
    return new TermsAndEntries(this.context.disk);
  }
}
