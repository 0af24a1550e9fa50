/**
 * Wrong: the first candidate of a term gets the vote, whatever its log holds.
 *
 * Why people do it: an election elects without it, and as long as nobody lags behind nothing is lost.
 */
import { Server } from "../server.ts";

export class IgnoresLog extends Server {
  protected override isUpToDate(): boolean {
    return true;
  }
}
