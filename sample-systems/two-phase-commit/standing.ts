/**
 * Where the processes stand, for both specifications: by what they have told others, and for the votes that are counted, by
 * what the coordinator remembers.
 */
import { history, on, perNode, sends } from "lockstep";
import type { SentMessage, VariableMapping } from "lockstep";
import type { Coordinator } from "./coordinator.ts";
import type { Message, Outcome, ParticipantId } from "./messages.ts";

const finalState: Readonly<Record<Outcome, string>> = { commit: "committed", abort: "aborted" };

/** Where a participant stands, by what it has told others. */
function rmStateAfter(state: string, { message }: SentMessage): string {
  const sent = message as Message;
  if (sent.type === "vote") return sent.vote === "yes" ? "prepared" : "aborted";
  if (sent.type === "acknowledgement") return finalState[sent.outcome];
  return state;
}

function tmStateAfter(state: string, { message }: SentMessage): string {
  const sent = message as Message;
  return sent.type === "decision" ? finalState[sent.outcome] : state;
}

/** In the specification a vote once counted stays counted, while a restarted coordinator has forgotten it. */
function votesEverCounted(earlier: unknown, now: unknown): unknown {
  return new Set([...(earlier as Iterable<ParticipantId>), ...(now as Iterable<ParticipantId>)]);
}

export function standing(participants: readonly string[], coordinator: string): Record<string, VariableMapping> {
  return {
    rmState: perNode(participants, sends("working", rmStateAfter)),
    tmState: on(coordinator, sends("init", tmStateAfter)),
    tmPrepared: on(
      coordinator,
      history((view) => view.memory<Coordinator>()?.transaction(view.instance)?.votes, votesEverCounted),
    ),
  };
}
