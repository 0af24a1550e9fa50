/**
 * Wrong: does not wait for the disk before it tells others of a commit.
 *
 * Why people do it: the sync is what a commit waits for, and nearly always the disk catches up.
 */
import { Primary } from "../primary.ts";

export class AnswersBeforeLogging extends Primary {
  protected override flushed(): Promise<void> {
    void this.log.flush();
    return Promise.resolve();
  }
}
