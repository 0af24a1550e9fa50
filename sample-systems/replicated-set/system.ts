/**
 * A replicated set for Lockstep: which processes there are, and what their words mean in specs/RaftSet.tla.
 *
 * What a server does takes effect when it is on its disk, and that is when it says so. A server that is down does
 * nothing; what it had begun shows when it is back, by what is on its disk, so that is when it crashes in the specification.
 */
import {
  added,
  anyOf,
  defineSystem,
  each,
  handler,
  history,
  nodes,
  perKey,
  perNode,
  sequence,
  setOf,
  stutter,
} from "lockstep";
import { modelValue } from "lockstep";
import type { ProgramEvent, StepTools, View } from "lockstep";
import { variantsOf } from "../common/variants.ts";
import { Client } from "./client.ts";
import type { Entry, Message } from "./messages.ts";
import { Server } from "./server.ts";
import { variantClasses } from "./variants/classes.ts";
import { variantDescriptions } from "./variants/index.ts";

const CLIENTS = ["client1", "client2"];
const REQUESTS_EACH = 4;
const ELEMENTS = ["x", "y"];

/** Each request and the client that asks it. */
const clientOf = Object.fromEntries(
  CLIENTS.flatMap((client) => Array.from({ length: REQUESTS_EACH }, (_, n) => [`${client}-${n + 1}`, client] as const)),
);

function specLog(entries: readonly Entry[]): unknown[] {
  return entries.map(({ term, request }) => ({ term, request }));
}

function specMachine({ machine: { applied, contents, found } }: Server): unknown {
  return {
    applied,
    contents,
    found: Object.fromEntries(Object.keys(clientOf).map((request) => [request, found.get(request) ?? null])),
  };
}

/** The specification's message; undefined for what passes between clients and servers. */
function specMessage(message: Message, from: string, to: string): unknown {
  switch (message.type) {
    case "request-vote": {
      const { term, lastTerm, lastIndex } = message;
      return { type: "RequestVote", from, to, term, lastTerm, lastIndex };
    }
    case "vote":
      return { type: "Vote", from, to, term: message.term, granted: message.granted };
    case "append": {
      const { term, prev, prevTerm, entries, commit } = message;
      return { type: "Append", from, to, term, prev, prevTerm, entries: specLog(entries), commit };
    }
    case "appended": {
      const { term, success, match } = message;
      return { type: "Appended", from, to, term, success, match };
    }
    default:
      return undefined;
  }
}

/** What a server did with a message that it has received. */
const onMessage =
  (
    action: "UpdateTerm" | "GiveVote" | "AnswerVote" | "CountVote" | "TakeEntries" | "Accept" | "Reject" | "CountMatch",
  ) =>
  ({ message, from }: ProgramEvent, { act, node: i }: StepTools) =>
    act[action]({ i, m: specMessage(message as Message, String(from), i) });

/** Words with which a message is done with: it is on its way no longer. */
const TAKING = [
  "vote.answered",
  "vote.counted",
  "entries.accepted",
  "entries.rejected",
  "match.counted",
  "message.ignored",
];

/** What the network did with a message. */
const inNetwork =
  (action: "Drop" | "Duplicate") =>
  ({ message, from, to }: ProgramEvent, { act }: StepTools) => {
    const m = specMessage(message as Message, String(from), String(to));
    return m === undefined ? stutter : act[action]({ m });
  };

/** What was on its way to the disk when the server crashed may have got there: all of it, or the term alone, or nothing. */
function recovered({ term, votedFor, entries }: ProgramEvent, { act, node: i }: StepTools) {
  return sequence(
    anyOf(act.UpdateTerm({ i }), stutter),
    anyOf(act.Timeout({ i }), act.GiveVote({ i }), act.TakeEntries({ i }), act.TakeRequest({ i }), stutter),
    act.Crash(
      { i },
      { currentTerm: { [i]: term }, votedFor: { [i]: votedFor }, log: { [i]: specLog(entries as readonly Entry[]) } },
    ),
  );
}

const ofServer = (read: (server: Server) => unknown) =>
  history((view: View) => {
    const server = view.memory<Server>();
    return server?.isReady === true ? read(server) : undefined;
  });

export default defineSystem({
  name: "replicated-set",
  spec: "../../specs/RaftSet.tla",
  constants: {
    Server: nodes("s", 3),
    QuorumSize: 2,
    Element: setOf(...ELEMENTS),
    Request: setOf(...Object.keys(clientOf)),
    None: modelValue("None"),
  },
  processes: ({ Server: servers }) => {
    const SERVERS = servers.join(",");
    return {
      ...each(servers, () => handler(Server, { env: { SERVERS } })),
      ...each(CLIENTS, () =>
        handler(Client, {
          env: { SERVERS, ELEMENTS: ELEMENTS.join(","), REQUESTS: String(REQUESTS_EACH) },
          mayFail: false,
        }),
      ),
    };
  },
  steps: {
    "server.recovered": recovered,
    "term.updated": onMessage("UpdateTerm"),
    "election.started": (_event, { act, node: i }) => act.Timeout({ i }),
    "vote.given": onMessage("GiveVote"),
    "vote.answered": onMessage("AnswerVote"),
    "vote.counted": onMessage("CountVote"),
    "leader.elected": (_event, { act, node: i }) => act.BecomeLeader({ i }),
    "entries.sent": ({ to, message }, { act, node: i }) => {
      const { prev, entries } = message as Extract<Message, { type: "append" }>;
      return act.Replicate(
        { i, j: to, prev, last: prev + entries.length },
        { network: added(specMessage(message as Message, i, String(to))) },
      );
    },
    "entries.taken": onMessage("TakeEntries"),
    "entries.accepted": onMessage("Accept"),
    "entries.rejected": onMessage("Reject"),
    "match.counted": onMessage("CountMatch"),
    "message.ignored": ({ message, from }, { act, node: i }) =>
      act.Drop({ m: specMessage(message as Message, String(from), i) }),
    "entry.committed": ({ index }, { act, node: i }) => act.Commit({ i, n: index }),
    "request.asked": ({ request, operation }, { act }) => act.Ask({ r: request, op: operation }),
    "request.taken": ({ request }, { act, node: i }) => act.TakeRequest({ i, r: request }),
    "entry.applied": (_event, { act, node: i }) => act.Apply({ i }),
    "request.answered": ({ request, found }, { act, node: i }) =>
      act.Answer({ i, r: request }, { answer: { [String(request)]: found } }),
  },
  state: ({ Server: servers }) => ({
    currentTerm: perNode(
      servers,
      ofServer(({ stable }) => stable.term),
    ),
    votedFor: perNode(
      servers,
      ofServer(({ stable }) => stable.votedFor),
    ),
    log: perNode(
      servers,
      ofServer(({ stable }) => specLog(stable.entries)),
    ),
    role: perNode(
      servers,
      ofServer(({ role }) => role),
    ),
    votes: perNode(
      servers,
      ofServer(({ votes }) => [...votes]),
    ),
    match: perNode(
      servers,
      ofServer(({ match }) => Object.fromEntries(servers.map((id) => [id, match.get(id) ?? 0]))),
    ),
    commitIndex: perNode(
      servers,
      ofServer(({ commitIndex }) => commitIndex),
    ),
    machine: perNode(servers, ofServer(specMachine)),
    asked: perKey(clientOf, (request) => history((view) => view.memory<Client>()?.operation(request) ?? null)),
  }),
  messages: {
    variable: "network",
    inFlight: true,
    toSpec: (message, { from, to }) => specMessage(message as Message, from, to),
    takenBy: ({ event, process, message, from }) =>
      TAKING.includes(event) ? { message, from: String(from), to: process } : undefined,
  },
  reportsEveryStep: true,
  faults: { profile: "chaos", windowMicros: 800_000, healAtMicros: 1_200_000 },
  faultSteps: { loss: inNetwork("Drop"), duplicate: inNetwork("Duplicate"), crash: stutter, restart: stutter },
  // A message that was lost is one that nobody takes: no step needs to be inferred for it.
  silentInLogs: ["Duplicate"],
  horizonMicros: 2_000_000,
  variants: variantsOf(variantDescriptions, variantClasses, (id) => !CLIENTS.includes(id)),
});
