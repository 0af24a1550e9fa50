/**
 * Wrong: puts every entry at its place as it comes and takes the highest place for its version, whether or not
 * everything before it is there.
 *
 * Why people do it: the messages usually come in order.
 */
import type { Ship } from "../messages.ts";
import { Replica } from "../replica.ts";

const MISSING = { transaction: "", updates: {} };

export class AppliesWithGaps extends Replica {
  protected override apply({ index, entry }: Ship): void {
    while (this.entries.length < index) this.entries.push(MISSING);
    this.entries[index] = entry;
  }
}
