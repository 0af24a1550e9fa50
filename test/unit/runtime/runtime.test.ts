import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FileDisk } from "../../../harness/runtime/file-disk.ts";
import {
  startProcess,
  type Address,
  type Context,
  type Handler,
  type RunningProcess,
} from "../../../harness/runtime/runtime.ts";
import { Choices } from "../../../src/simulate/choices.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import { World } from "../../../src/simulate/world.ts";

/** Tells the tests, which live outside of the processes, what was logged. */
let logged: string[] = [];
let listeners: (() => void)[] = [];
const log = (text: string): void => {
  logged.push(text);
  for (const listener of listeners.splice(0)) listener();
};

async function untilLogged(text: string, count = 1): Promise<void> {
  while (logged.filter((line) => line.includes(text)).length < count) {
    await new Promise<void>((resolve) => listeners.push(resolve));
  }
}

/** Counts on disk how many times it was told to, and answers with the number. */
class Counter implements Handler<string | number> {
  private readonly context: Context<string | number>;
  private count: number;

  constructor(context: Context<string | number>) {
    this.context = context;
    this.count = (context.disk.read("log") ?? "").split("\n").length - 1;
  }

  start(): void {
    this.context.log(`starts at ${this.count}`);
  }

  async receive(from: string): Promise<void> {
    this.context.disk.append("log", "tick\n");
    const count = ++this.count;
    await this.context.disk.sync("log");
    this.context.send(from, count);
  }
}

/** Ticks until it has heard a given number. */
class Driver implements Handler<string | number> {
  private readonly context: Context<string | number>;

  constructor(context: Context<string | number>) {
    this.context = context;
  }

  start(): void {
    this.tick();
  }

  receive(_from: string, count: string | number): void {
    this.context.log(`heard ${count}`);
  }

  private tick(): void {
    this.context.send("counter", "tick");
    this.context.timer(20_000, () => this.tick());
  }
}

let folder = "";
let running: RunningProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-runtime-"));
  logged = [];
  listeners = [];
});
afterEach(async () => {
  await Promise.all(running.map((process) => process.stop()));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  id: string,
  peers: Record<string, Address>,
  handler: typeof Counter | typeof Driver,
): Promise<RunningProcess> {
  const process = await startProcess({ id, peers, dataDir: join(folder, id), handler, log });
  running.push(process);
  return process;
}

/** Ports that are free now. */
async function freeAddresses(ids: string[]): Promise<Record<string, Address>> {
  const servers = ids.map(() => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(ids.map((id, index) => [id, { host: "127.0.0.1", port: ports[index] as number }]));
}

describe("startProcess", () => {
  test("runs handlers over TCP and files; a restarted process finds its log, its peers find it again", async () => {
    const peers = await freeAddresses(["counter", "driver", "second"]);
    const counter = await start("counter", peers, Counter);
    await start("driver", peers, Driver);
    await start("second", peers, Driver);
    await untilLogged("heard", 4);
    await counter.stop();
    const ticks = readFileSync(join(folder, "counter", "log"), "utf8").split("\n").length - 1;

    logged = [];
    await start("counter", peers, Counter);
    await untilLogged("second: heard", 2);
    expect(logged[0]).toBe(`counter: starts at ${ticks}`);
    expect(logged.some((line) => line === `driver: heard ${ticks}` || line === `second: heard ${ticks}`)).toBe(false);
  });

  test("the same classes run in the simulator", async () => {
    const heard: string[] = [];
    await inMacrotask(() => {
      new World({
        choices: new Choices({ seed: "1" }),
        processes: { counter: { handler: Counter }, driver: { handler: Driver } },
        horizonMicros: 50_000,
        observer: { log: (process, text) => heard.push(`${process}: ${text}`) },
      }).run();
    });
    expect(heard).toEqual(["counter: starts at 0", "driver: heard 1", "driver: heard 2", "driver: heard 3"]);
  });

  test("an error of the handler stops the process and is reported once", async () => {
    const failures: unknown[] = [];
    let failed: (() => void) | undefined;
    const hasFailed = new Promise<void>((resolve) => (failed = resolve));
    class Failing implements Handler {
      private readonly context: Context;
      constructor(context: Context) {
        this.context = context;
      }
      async start(): Promise<void> {
        this.context.timer(0, () => this.context.log("a timer of the dead"));
        await Promise.resolve();
        throw new Error("boom");
      }
      receive(): void {}
    }
    const peers = await freeAddresses(["p"]);
    const process = await startProcess({
      id: "p",
      peers,
      dataDir: folder,
      handler: Failing,
      log,
      onFailure: (error) => {
        failures.push(error);
        failed?.();
      },
    });
    await hasFailed;
    await process.stop();
    expect(failures.map(String)).toEqual(["Error: boom"]);
    expect(logged).toEqual([]);
  });

  test("what cannot start says why", async () => {
    const peers = await freeAddresses(["counter"]);
    await start("counter", peers, Counter);
    const options = { id: "counter", peers, handler: Counter, log };
    await expect(startProcess({ ...options, dataDir: join(folder, "other") })).rejects.toThrow(
      /process counter cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/,
    );
    writeFileSync(join(folder, "file"), "");
    await expect(startProcess({ ...options, dataDir: join(folder, "file") })).rejects.toThrow(
      /cannot use the folder .*file/,
    );
    await expect(startProcess({ ...options, peers: {}, dataDir: folder })).rejects.toThrow(
      /process counter has no address/,
    );
  });

  test("a stranger's connection is closed with a warning, and nothing is delivered", async () => {
    const { port } = await start("counter", await freeAddresses(["counter", "driver"]), Counter);
    for (const greeting of ["GET / HTTP/1.1\n", '{"lockstep":1,"from":"driver","to":"other"}\n"tick"\n', "null\n"]) {
      const socket = createConnection({ host: "127.0.0.1", port });
      socket.on("error", () => undefined);
      socket.resume();
      socket.write(greeting);
      await once(socket, "close");
    }
    await untilLogged("connection closed: a greeting that is not for counter", 3);
    expect(readdirSync(join(folder, "counter"))).toEqual([]);
  });
});

describe("FileDisk", () => {
  test("does with real files what the simulated disk does", async () => {
    const disk = new FileDisk(join(folder, "disk"));
    expect(disk.read("log")).toBeUndefined();
    disk.append("log", "one\n");
    disk.append("log", "zwölf\n");
    await disk.sync("log");
    disk.truncate("log", 6);
    expect(disk.read("log")).toBe("one\nzw");
    disk.append("log", "!");
    expect(disk.read("log")).toBe("one\nzw!");
    disk.write("state.new", "new");
    disk.write("state.new", "newer");
    await disk.sync("state.new");
    disk.rename("state.new", "state");
    await disk.sync("state");
    expect(disk.list()).toEqual(["log", "state"]);
    disk.append("state", "!");
    expect(disk.read("state")).toBe("newer!");
    disk.remove("log");
    disk.remove("log");
    expect(disk.list()).toEqual(["state"]);
    await expect(disk.sync("log")).rejects.toThrow("no such file: log");
    expect(() => disk.rename("log", "x")).toThrow("no such file: log");
    expect(() => disk.append("../x", "")).toThrow(/is not a file name/);
    disk.close();
    disk.append("state", "after the end");
    expect(disk.read("state")).toBe("newer!");
  });
});
