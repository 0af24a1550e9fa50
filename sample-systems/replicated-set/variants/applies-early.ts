/**
 * Wrong: applies what it has.
 *
 * Why people do it: it is in the log, and the log is what all agree on in the end.
 */
import type { Index } from "../messages.ts";
import { Server } from "../server.ts";

export class AppliesEarly extends Server {
  protected override applicable(): Index {
    return this.stable.lastIndex;
  }
}
