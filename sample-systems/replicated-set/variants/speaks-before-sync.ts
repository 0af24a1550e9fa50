/**
 * Wrong: takes what it has written for durable, and does not wait for the sync.
 *
 * Why people do it: it is what makes a benchmark fast, and a crash of the process alone does not show it.
 */
import { Server } from "../server.ts";
import { StableState } from "../stable-state.ts";

class Unsynced extends StableState {
  protected override flushed(): Promise<void> {
    void super.flushed();
    return Promise.resolve();
  }
}

export class SpeaksBeforeSync extends Server {
  protected override open(): StableState {
    return new Unsynced(this.context.disk);
  }
}
