/**
 * The same programs against specs/TwoPhaseChannel.tla, in which the network is a bag: every message that is sent, received,
 * lost or duplicated is a step, and so are crashes and restarts of participants. What the programs report says only what
 * they do with what has arrived.
 *
 * `--set AllowDuplicate=false` (or AllowDrop, AllowCrash) makes a fault one that the specification does not allow.
 */
import { anyOf, defineSystem, each, handler, nodes, sequence, stutter } from "lockstep";
import type { ProgramEvent, SentMessage, Step, StepTools } from "lockstep";
import { Client } from "./client.ts";
import { Coordinator } from "./coordinator.ts";
import type { Message } from "./messages.ts";
import { Participant } from "./participant.ts";
import { standing } from "./standing.ts";
import system from "./system.ts";

const COORDINATOR = "tm";
const CLIENT = "client";

/** The specification's message for one of the program's: `rm` is the participant at either end. */
function specMessage(message: unknown, { from, to }: Pick<SentMessage, "from" | "to">): unknown {
  const sent = message as Message;
  if (sent.type === "vote" && sent.vote === "yes") return { type: "Prepared", rm: from };
  if (sent.type === "decision") return { type: sent.outcome === "commit" ? "Commit" : "Abort", rm: to };
  return undefined;
}

/** What happens to a message, if the specification knows it. */
const toMessage =
  (action: "Deliver" | "Drop" | "Duplicate") =>
  (event: ProgramEvent, { act }: StepTools) => {
    const m = specMessage(event.message, { from: String(event.from), to: String(event.to) });
    return m === undefined ? stutter : act[action]({ m });
  };

/** With the first copy of a vote or a decision it is made; the program does not know which copy is the first. */
function sent({ message, from, to }: ProgramEvent, { act }: StepTools) {
  const given = message as Message;
  if (given.type === "vote") {
    const rm = String(from);
    if (given.vote === "yes") return anyOf(act.RMPrepare({ rm }), act.RMRepeat({ rm }));
    return anyOf(act.RMChooseToAbort({ rm }, { rmState: { [rm]: "aborted" } }), stutter);
  }
  if (given.type !== "decision") return stutter;
  const decided =
    given.outcome === "commit" ? act.TMCommit({}, { tmState: "committed" }) : act.TMAbort({}, { tmState: "aborted" });
  return sequence(anyOf(decided, stutter), act.TMSend({ rm: to }));
}

/** The coordinator comes back as it was, so its crashes are no steps; the client is not in the specification. */
const ofParticipant =
  (step: (rm: string, tools: StepTools) => Step | ReturnType<typeof anyOf>) =>
  ({ process }: ProgramEvent, tools: StepTools) =>
    process === COORDINATOR || process === CLIENT ? stutter : step(process, tools);

export default defineSystem({
  name: "two-phase-commit over a channel",
  spec: "../../specs/TwoPhaseChannel.tla",
  constants: { RM: nodes("rm", 2), AllowDrop: true, AllowDuplicate: true, AllowCrash: true },
  processes: ({ RM }) => ({
    [COORDINATOR]: handler(Coordinator),
    ...each(RM, () => handler(Participant)),
    [CLIENT]: handler(Client, {
      env: { COORDINATOR, PARTICIPANTS: RM.join(","), REQUESTS_MAX: "5" },
      mayFail: false,
    }),
  }),
  instance: ({ type, transaction }) =>
    typeof transaction === "string" && type !== "prepare" ? transaction : undefined,
  steps: {
    "vote.counted": ({ participant }, { act }) => act.TMRcvPrepared({ rm: participant }),
    "decision.applied": ({ outcome }, { act, node: rm }) =>
      outcome === "commit" ? act.RMCommit({ rm }) : act.RMAbort({ rm }),
    "vote.sent": stutter,
    "decision.sent": stutter,
    "inquiry.sent": stutter,
  },
  state: ({ RM }) => standing(RM, COORDINATOR),
  messages: { variable: "network", inFlight: true, toSpec: specMessage },
  reportsEveryStep: true,
  messageSteps: { sent, received: toMessage("Deliver") },
  faultSteps: {
    loss: toMessage("Drop"),
    duplicate: toMessage("Duplicate"),
    crash: ofParticipant((rm, { act }) => act.Crash({ rm })),
    // A transaction that began while the participant was down does not know that it was.
    restart: ofParticipant((rm, { act }) => anyOf(act.Restart({ rm }, { up: { [rm]: true } }), stutter)),
  },
  faults: { profile: "chaos", windowMicros: 500_000, healAtMicros: 1_500_000 },
  outcome: ({ tmState }) => (tmState === "init" ? "undecided" : String(tmState)),
  variants: system.definition.variants ?? {},
});
