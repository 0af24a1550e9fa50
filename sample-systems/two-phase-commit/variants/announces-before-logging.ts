/**
 * Wrong: announces the commit first, and leaves it to the record of the end to say in the log how it ended.
 *
 * Why people do it: it saves a write, and takes the sync out of the response time. If the coordinator crashes before all
 * have acknowledged, the restarted one finds no commit in its log, presumes abort and tells that to those who ask.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";

export class AnnouncesBeforeLogging extends Coordinator {
  protected override commit(transaction: Transaction): Promise<void> {
    this.announce(transaction, "commit");
    return Promise.resolve();
  }
}
