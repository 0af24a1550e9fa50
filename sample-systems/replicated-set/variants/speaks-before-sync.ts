/**
 * Wrong: takes what it has written for durable, and does not wait for the sync.
 *
 * Why people do it: it is what makes a benchmark fast, and a crash of the process alone does not show it.
 */
import { Server } from "../server.ts";
import { StableState, type Change } from "../stable-state.ts";

class Unsynced extends StableState {
  override save(change: Change): Promise<void> {
    void super.save(change);
    Object.assign(this, change);
    return Promise.resolve();
  }
}

export class SpeaksBeforeSync extends Server {
  protected override open(): StableState {
    return new Unsynced(this.context.disk);
  }
}
