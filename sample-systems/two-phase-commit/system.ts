/**
 * Two-phase commit for Lockstep: which processes there are, and what their words, messages and memory mean in
 * specs/TwoPhase.tla. Each transaction is one instance of the specification.
 *
 * A step of the specification happens where others can first see it: a vote with the first copy that is sent, a decision
 * likewise, an applied decision with its acknowledgement. That is always after the sync that makes it durable. The
 * program cannot tell a first copy from a repetition (after a restart it does not know what it has sent), so those
 * words mean "the step, unless it has happened".
 */
import { anyOf, defineSystem, each, handler, nodes, stutter } from "lockstep";
import type { SentMessage } from "lockstep";
import { variantsOf } from "../common/variants.ts";
import { Client } from "./client.ts";
import { Coordinator } from "./coordinator.ts";
import type { Message } from "./messages.ts";
import { Participant } from "./participant.ts";
import { standing } from "./standing.ts";
import { variantClasses } from "./variants/classes.ts";
import { variantDescriptions } from "./variants/index.ts";

const COORDINATOR = "tm";
const CLIENT = "client";

/** Requests, refusals, inquiries, acknowledgements and results are not in the specification. */
function specMessage(message: unknown, { from }: SentMessage): unknown {
  const sent = message as Message;
  if (sent.type === "vote" && sent.vote === "yes") return { type: "Prepared", rm: from };
  if (sent.type === "decision") return { type: sent.outcome === "commit" ? "Commit" : "Abort" };
  return undefined;
}

export default defineSystem({
  name: "two-phase-commit",
  spec: "../../specs/TwoPhase.tla",
  constants: { RM: nodes("rm", 3) },
  processes: ({ RM }) => ({
    [COORDINATOR]: handler(Coordinator),
    ...each(RM, () => handler(Participant)),
    [CLIENT]: handler(Client, {
      env: { COORDINATOR, PARTICIPANTS: RM.join(","), REQUESTS_MAX: "5" },
      mayFail: false,
    }),
  }),
  // A transaction begins to exist with the first vote or decision: one whose questions were all lost, together with the
  // coordinator's memory of it, never happened.
  instance: ({ type, transaction }) =>
    typeof transaction === "string" && type !== "prepare" ? transaction : undefined,
  steps: {
    "vote.counted": ({ participant }, { act }) => act.TMRcvPrepared({ rm: participant }),
    "decision.sent": ({ outcome }, { act }) => anyOf(outcome === "commit" ? act.TMCommit() : act.TMAbort(), stutter),
    "vote.sent": ({ vote }, { act, node: rm }) =>
      anyOf(vote === "yes" ? act.RMPrepare({ rm }) : act.RMChooseToAbort({ rm }), stutter),
    "decision.applied": ({ outcome }, { act, node: rm }) =>
      outcome === "commit" ? act.RMRcvCommitMsg({ rm }) : act.RMRcvAbortMsg({ rm }),
    "inquiry.sent": stutter,
  },
  state: ({ RM }) => standing(RM, COORDINATOR),
  reportsEveryStep: true,
  // Without probes, what a crash cuts off is seen only after the restart: the last vote counted, and the commit sent.
  silentStepsMax: 2,
  messages: { variable: "msgs", toSpec: specMessage },
  // The requests come in the first half second, so that is when the faults begin.
  faults: { profile: "chaos", windowMicros: 500_000, healAtMicros: 1_500_000 },
  faultSteps: { crash: stutter, restart: stutter, loss: stutter, duplicate: stutter },
  outcome: ({ tmState }) => (tmState === "init" ? "undecided" : String(tmState)),
  variants: variantsOf(variantDescriptions, variantClasses, (id, { role }) =>
    role === "coordinator" ? id === COORDINATOR : id !== COORDINATOR && id !== CLIENT,
  ),
});
