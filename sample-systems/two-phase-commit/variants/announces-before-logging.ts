/**
 * Wrong: tells everybody about the commit first and writes it to the log afterwards.
 *
 * Why people do it: it takes the sync out of the response time. If the coordinator crashes in between, the restarted one finds no
 * commit in its log, presumes abort and says so, to participants that have not heard of the commit or to those that have.
 */
import { Coordinator, type Transaction } from "../coordinator.ts";

export class AnnouncesBeforeLogging extends Coordinator {
  protected override async commit(transaction: Transaction): Promise<void> {
    this.announce(transaction, "commit");
    this.log.append({ type: "committed", transaction: transaction.id });
    await this.log.flush();
  }
}
