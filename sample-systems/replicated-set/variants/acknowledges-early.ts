/**
 * Wrong: the leader answers as soon as the request is on its own disk.
 *
 * Why people do it: it is durable. On one machine, of which the others may never hear again.
 */
import type { ProcessId } from "lockstep";
import type { Request } from "../messages.ts";
import { Server } from "../server.ts";

export class AcknowledgesEarly extends Server {
  protected override onTaken(client: ProcessId, { request, operation }: Request): void {
    this.answer(client, request, this.machine.contents.has(operation.element));
  }
}
