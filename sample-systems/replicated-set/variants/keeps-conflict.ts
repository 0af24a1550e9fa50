/**
 * Wrong: takes from the leader what lies behind its own last entry, and does not look at what it has already.
 *
 * Why people do it: a log is append-only.
 */
import type { Append, Entry } from "../messages.ts";
import { Server } from "../server.ts";

export class KeepsConflict extends Server {
  protected override merged({ prev, entries }: Append): readonly Entry[] {
    const more = entries.slice(this.stable.lastIndex - prev);
    return more.length === 0 ? this.stable.entries : [...this.stable.entries, ...more];
  }
}
