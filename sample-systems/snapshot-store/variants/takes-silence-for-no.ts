/**
 * Wrong: gives a transaction up when the primary does not answer soon. The request may be on its way, or the answer lost.
 *
 * Why people do it: a timeout looks like an answer. It is the lack of one.
 */
import { MICROS_PER_MILLI } from "../../common/retry.ts";
import { Client } from "../client.ts";
import type { Commit, Decided } from "../messages.ts";

const PATIENCE_MILLIS = 10;

export class TakesSilenceForNo extends Client {
  protected override commit(request: Commit): Promise<Decided> {
    const silence = new Promise<Decided>((resolve) => {
      this.context.timer(PATIENCE_MILLIS * MICROS_PER_MILLI, () =>
        resolve({ type: "refused", transaction: request.transaction }),
      );
    });
    return Promise.race([super.commit(request), silence]);
  }
}
