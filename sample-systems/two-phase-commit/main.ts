/**
 * The same classes for real: a coordinator, three participants and a client, each with a port on this machine and a
 * folder of its own. Runs a few transactions, with a crash of the coordinator in the middle, and prints how they ended.
 *
 *   node dist/sample-systems/two-phase-commit/main.js [FOLDER]
 */
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Context } from "lockstep";
import { startProcess, type Address, type AnyHandlerClass, type RunningProcess } from "lockstep/runtime";
import { Client } from "./client.ts";
import { Coordinator } from "./coordinator.ts";
import type { Message, Result, Work } from "./messages.ts";
import { Participant } from "./participant.ts";

const COORDINATOR = "tm";
const CLIENT = "client";
const PARTICIPANTS = ["rm1", "rm2", "rm3"] as const;
const HOST = "127.0.0.1";

/** Long: on one machine nothing is lost, and a slow disk is no reason to abort. */
const VOTE_TIMEOUT_MILLIS = 20_000;

/** All the processes of the system, running. */
export class Deployment {
  readonly #dataDir: string;
  readonly #addresses: Readonly<Record<string, Address>>;
  readonly #running = new Map<string, RunningProcess>();
  #client: Client | undefined;

  private constructor(dataDir: string, addresses: Readonly<Record<string, Address>>) {
    this.#dataDir = dataDir;
    this.#addresses = addresses;
  }

  /** Starts everything on what the folder holds from an earlier time. */
  static async start(dataDir: string): Promise<Deployment> {
    const ids = [COORDINATOR, ...PARTICIPANTS, CLIENT];
    const ports = await freePorts(ids.length);
    const addresses = Object.fromEntries(ids.map((id, index) => [id, { host: HOST, port: ports[index] ?? 0 }]));
    const deployment = new Deployment(dataDir, addresses);
    for (const id of ids) await deployment.start(id);
    return deployment;
  }

  async start(id: string): Promise<void> {
    const env = { COORDINATOR, PARTICIPANTS: PARTICIPANTS.join(",") };
    const handler = this.#handlerFor(id);
    const dataDir = join(this.#dataDir, id);
    this.#running.set(id, await startProcess({ id, peers: this.#addresses, dataDir, handler, env }));
  }

  /** Ends a process as a crash would: its memory is gone, its files stay. */
  async crash(id: string): Promise<void> {
    await this.#running.get(id)?.stop();
    this.#running.delete(id);
  }

  submit(work: Work): Promise<Result> {
    if (this.#client === undefined) throw new Error("the client is not running");
    return this.#client.submit(work, VOTE_TIMEOUT_MILLIS);
  }

  async stop(): Promise<void> {
    for (const id of [...this.#running.keys()]) await this.crash(id);
  }

  #handlerFor(id: string): AnyHandlerClass {
    if (id === COORDINATOR) return Coordinator;
    if (id !== CLIENT) return Participant;
    const started = (client: Client): void => {
      this.#client = client;
    };
    return class extends Client {
      constructor(context: Context<Message>) {
        super(context);
        started(this);
      }
    };
  }
}

/** The same posting at every participant. */
export function everywhere(account: string, amount: number): Work {
  return Object.fromEntries(PARTICIPANTS.map((id) => [id, { account, amount }]));
}

/** Ports that nobody uses at the moment. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, HOST, () => {
          const address = server.address();
          resolve(typeof address === "object" && address !== null ? address.port : 0);
        });
      }),
  );
  const found = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return found;
}

async function main(folder: string | undefined): Promise<void> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), "two-phase-commit-")));
  const deployment = await Deployment.start(dataDir);
  const report = (what: string, { transaction, outcome }: Result): void =>
    console.log(`${transaction}  ${outcome.padEnd(6)}  ${what}`);

  report("pays 10 into an account everywhere", await deployment.submit(everywhere("savings", 10)));
  report("takes out more than there is", await deployment.submit(everywhere("savings", -1_000)));
  const pending = deployment.submit(everywhere("savings", -20));
  await deployment.crash(COORDINATOR);
  await deployment.start(COORDINATOR);
  report("takes out 20, while the coordinator crashes and comes back", await pending);
  await deployment.stop();
  console.log(`the files are in ${dataDir}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv[2]);
}
