/**
 * Wrong: tells everybody about the commit at once, and lets the next sync take it to the disk, whenever that may be.
 *
 * Why people do it: it takes the sync out of the response time. If the coordinator crashes in between, the restarted one finds
 * no commit in its log, presumes abort and says so, to participants that have heard of the commit or to those that have not.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";

export class AnnouncesBeforeLogging extends Coordinator {
  protected override commit(transaction: Transaction): Promise<void> {
    this.announce(transaction, "commit");
    this.log.append({ type: "committed", transaction: transaction.id });
    return Promise.resolve();
  }
}
