/**
 * Wrong: does not remember what it has committed, so a request that is repeated because the answer was lost meets its
 * own entry in the log and is refused.
 *
 * Why people do it: the check for conflicts keeps the store right without it. Only the client is told a lie.
 */
import { Primary } from "../primary.ts";

export class ForgetsOutcome extends Primary {
  protected override indexOf(): number {
    return -1;
  }
}
