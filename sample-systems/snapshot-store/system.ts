/**
 * A key-value store with snapshot isolation for Lockstep: which processes there are, and what their words and messages
 * mean in specs/SnapshotStore.tla.
 *
 * A transaction begins when its client hears of its snapshot, and commits when the primary first tells anybody.
 */
import {
  anyOf,
  defineSystem,
  each,
  handler,
  history,
  modelValue,
  on,
  perKey,
  sends,
  setOf,
  stutter,
  unobserved,
} from "lockstep";
import type { SentMessage, View } from "lockstep";
import { variantsOf } from "../common/variants.ts";
import { Client, type Transaction } from "./client.ts";
import type { Entry, Message } from "./messages.ts";
import { Primary } from "./primary.ts";
import { Replica } from "./replica.ts";
import { variantClasses } from "./variants/classes.ts";
import { variantDescriptions } from "./variants/index.ts";

const PRIMARY = "primary";
const REPLICA = "replica";
const CLIENTS = ["client1", "client2", "client3"];
const TRANSACTIONS_EACH = 3;
const KEYS = ["x", "y"];
const VALUES = 9;

/** Each transaction and the client that runs it. */
const clientOf = Object.fromEntries(
  CLIENTS.flatMap((client) =>
    Array.from({ length: TRANSACTIONS_EACH }, (_, n) => [`${client}-${n + 1}`, client] as const),
  ),
);
const values = Array.from({ length: VALUES }, (_, n) => n + 1);

function specUpdate(updates: Entry["updates"]): unknown {
  return Object.fromEntries(KEYS.map((key) => [key, updates[key] ?? null]));
}

function specEntry({ transaction, updates }: Entry): unknown {
  return { by: transaction, update: specUpdate(updates) };
}

/** What the client of each transaction knows of it. */
function perTransaction(initial: unknown, read: (transaction: Transaction) => unknown) {
  return perKey(clientOf, (id) =>
    history((view: View) => {
      const transaction = view.memory<Client>()?.transaction(id);
      return transaction === undefined ? initial : read(transaction);
    }),
  );
}

/** The log as the primary has shown it: each entry for the first time that it is sent. */
function logAfter(log: readonly unknown[], { message }: SentMessage): readonly unknown[] {
  const sent = message as Message;
  return sent.type === "entry" && sent.index === log.length ? [...log, specEntry(sent.entry)] : log;
}

export default defineSystem({
  name: "snapshot-store",
  spec: "../../specs/SnapshotStore.tla",
  constants: {
    Transaction: setOf(...Object.keys(clientOf)),
    Key: setOf(...KEYS),
    Value: setOf(...values),
    None: modelValue("None"),
  },
  processes: () => ({
    [PRIMARY]: handler(Primary, { env: { REPLICA } }),
    [REPLICA]: handler(Replica, { env: { PRIMARY } }),
    ...each(CLIENTS, () =>
      handler(Client, {
        env: {
          PRIMARY,
          REPLICA,
          KEYS: KEYS.join(","),
          VALUES: String(VALUES),
          TRANSACTIONS: String(TRANSACTIONS_EACH),
        },
        mayFail: false,
      }),
    ),
  }),
  steps: {
    "transaction.begun": ({ transaction, version }, { act }) =>
      act.Begin({ t: transaction }, { version: { [String(transaction)]: version } }),
    "value.read": ({ transaction, key, value }, { act }) => act.Read({ t: transaction, k: key, v: value }),
    "value.written": ({ transaction, key, value }, { act }) => act.Write({ t: transaction, k: key, v: value }),
    "transaction.committed": ({ transaction }, { act }) => act.Commit({ t: transaction }),
    // After a restart the primary does not know whether it has told anybody before.
    "transaction.recovered": ({ transaction }, { act }) => anyOf(act.Commit({ t: transaction }), stutter),
    "transaction.finished": ({ transaction }, { act }) => act.Commit({ t: transaction }),
    "transaction.refused": ({ transaction }, { act }) => act.Abort({ t: transaction }),
    "transaction.abandoned": ({ transaction }, { act }) => act.Abort({ t: transaction }),
  },
  state: () => ({
    log: on(PRIMARY, sends([], logAfter)),
    status: perTransaction("idle", ({ state }) => (state === "in doubt" ? unobserved : state)),
    version: perTransaction(0, ({ version }) => version),
    updates: perTransaction(specUpdate({}), ({ updates }) => specUpdate(updates)),
  }),
  reportsEveryStep: true,
  faults: { profile: "chaos", windowMicros: 400_000, healAtMicros: 1_000_000 },
  horizonMicros: 3_000_000,
  faultSteps: { crash: stutter, restart: stutter, loss: stutter, duplicate: stutter },
  variants: variantsOf(variantDescriptions, variantClasses, (id, { role }) => id.startsWith(role)),
});
