/**
 * Wrong: takes a transaction for committed of which the log does not say how it ended.
 *
 * Why people do it: presumed commit exists, and saves more messages than presumed abort. But it needs the begin of every
 * transaction forced to the disk before anybody is asked, and this coordinator's log is the one for presumed abort.
 */
import { Coordinator } from "../coordinator.ts";
import type { Outcome } from "../messages.ts";

export class PresumesCommit extends Coordinator {
  protected override presumedOutcome(): Outcome {
    return "commit";
  }
}
