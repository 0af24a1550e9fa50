/**
 * Wrong: looks for a conflict in the newest entry of the log only.
 *
 * Why people do it: one transaction after the other, as in a demonstration, it is enough.
 */
import type { Commit } from "../messages.ts";
import { Primary } from "../primary.ts";

export class ChecksLastOnly extends Primary {
  protected override conflicts(request: Commit): boolean {
    return super.conflicts({ ...request, version: Math.max(request.version, this.entries.length - 1) });
  }
}
