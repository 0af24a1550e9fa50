/** What happens in a world in a few words, as stories and explanations show it. */
import type { DropReason, Envelope, EventRecord } from "../simulate/observer.ts";
import type { FaultKind } from "./mapping.ts";

/** `receives vote from rm1`, `timer`, `restarts`. */
export function describeEvent(event: EventRecord): string {
  switch (event.kind) {
    case "deliver":
      return `receives ${messageName(event.envelope?.message)} from ${event.envelope?.from ?? "?"}`;
    case "start":
      return "starts";
    case "restart":
      return "restarts";
    case "crash":
      return "crashes";
    case "timer":
      return "timer fires";
    case "disk-sync":
      return "disk sync completes";
    default:
      return event.kind;
  }
}

/** A fault as a sentence. */
export function faultText(
  kind: FaultKind,
  process: string,
  envelope: Envelope | undefined,
  reason?: DropReason,
): string {
  const what = envelope === undefined ? "" : `${messageName(envelope.message)} from ${envelope.from} to ${envelope.to}`;
  switch (kind) {
    case "loss":
      return reason === "receiver-down" ? `${process} was down when ${what} came` : `the network lost ${what}`;
    case "duplicate":
      return `the network duplicated ${what}`;
    case "crash":
      return `${process} crashed`;
    case "restart":
      return `${process} restarted`;
  }
}

/** The word by which a message goes: itself, when it is one, else its `type` or `kind`. */
function messageName(message: unknown): string {
  if (typeof message === "string" && /^[\w.-]{1,32}$/.test(message)) return message;
  if (typeof message !== "object" || message === null) return "a message";
  const { type, kind } = message as { readonly type?: unknown; readonly kind?: unknown };
  return typeof type === "string" ? type : typeof kind === "string" ? kind : "a message";
}
