/**
 * Wrong: looks for conflicts among the entries that are on the disk. Two commits of one key that are written at the same
 * time both go through.
 *
 * Why people do it: what is not durable has not happened. True for what others may hear, not for what others may do.
 */
import type { Commit } from "../messages.ts";
import { Primary, writeBoth } from "../primary.ts";

export class IgnoresPending extends Primary {
  protected override conflicts({ version, updates }: Commit): boolean {
    return this.entries.slice(version, this.durable).some((entry) => writeBoth(entry, updates));
  }
}
