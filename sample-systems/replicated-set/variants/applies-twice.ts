/**
 * Wrong: does not look whether a request has been applied before, so one that was asked again of the next leader takes
 * effect twice, and what happened in between is undone.
 *
 * Why people do it: to add twice is to add once. Unless somebody has removed it in between.
 */
import type { Entry } from "../messages.ts";
import { Server } from "../server.ts";
import { SetMachine } from "../set-machine.ts";

class Forgetful extends SetMachine {
  override apply(entry: Entry): void {
    this.found.delete(entry.request);
    super.apply(entry);
  }
}

export class AppliesTwice extends Server {
  protected override newMachine(): SetMachine {
    return new Forgetful();
  }
}
