import { describe, expect, test } from "vitest";
import { probe } from "../../../src/probe/probe.ts";
import { Choices, type Decide } from "../../../src/simulate/choices.ts";
import type { FaultSettings } from "../../../src/simulate/fault-options.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import type { WorldObserver } from "../../../src/simulate/observer.ts";
import type { AnyHandlerClass, Context, Handler } from "../../../src/simulate/process.ts";
import { World } from "../../../src/simulate/world.ts";

const CRASH: FaultSettings = {
  healAtMicros: 1_000_000,
  crash: { count: 1, chance: [1, 2], events: 8, effects: 8, idle: [1, 2], downMinMicros: 5_000, downMaxMicros: 5_000 },
  disk: { loss: [1, 2], torn: [1, 2] },
};

/** Decides the one crash: which event of the incarnation, before which effect. Nothing else happens. */
function crashAt(event: number, effect: number, overrides: Record<string, number> = {}): Decide {
  const values: Record<string, number> = { happens: 1, event, effect, ...overrides };
  return (stream, kind) => (stream.startsWith("faults/crash") || stream.startsWith("disk/") ? (values[kind] ?? 0) : 0);
}

/** What is seen of a run, in order. */
async function story(
  handler: AnyHandlerClass,
  decide: Decide,
  faults = CRASH,
): Promise<{ story: string[]; world: World }> {
  const heard: string[] = [];
  const observer: WorldObserver = {
    probe: (_process, name, _data, span) => heard.push(span === undefined ? name : `${name} ${span.phase}`),
    send: ({ to, message }) => heard.push(`send ${to} ${String(message)}`),
    diskSync: (_process, file) => heard.push(`synced ${file}`),
    crash: (process, cut) => heard.push(`crash ${process} ${cut ?? "idle"}`),
    restart: (process) => heard.push(`restart ${process}`),
  };
  return inMacrotask(() => {
    const world = new World({
      choices: new Choices({ seed: "1", decide }),
      processes: { p: { handler }, q: { handler: Silent, mayFail: false } },
      faults,
      observer,
    });
    world.run();
    expect(world.end).toEqual({ kind: "quiescent" });
    return { story: heard, world };
  });
}

class Silent implements Handler {
  receive(): void {}
}

/** Logs, syncs and tells: three effects in the first event, one in the completion of the sync. */
class Logger implements Handler {
  private readonly context: Context<string>;

  constructor(context: Context<string>) {
    this.context = context;
  }

  async start(): Promise<void> {
    if (this.context.disk.read("log") !== undefined) return probe.event("recovered");
    probe.event("starting");
    this.context.disk.append("log", "prepared");
    probe.event("appended");
    await this.context.disk.sync("log");
    probe.event("durable");
    this.context.send("q", "vote");
    probe.event("told");
  }

  receive(): void {}
}

describe("a crash", () => {
  test("falls before an effect: probes since the effect before still count, later ones do not", async () => {
    expect((await story(Logger, crashAt(0, 0))).story.slice(0, 3)).toEqual(["starting", "crash p 0", "restart p"]);
    expect((await story(Logger, crashAt(0, 1))).story).toEqual([
      "starting",
      "appended",
      "crash p 1",
      "restart p",
      "recovered", // the unsynced append survived: no loss was drawn
    ]);
  });

  test("at the end of the event, when that has fewer effects", async () => {
    expect((await story(Logger, crashAt(0, 5))).story.slice(0, 3)).toEqual(["starting", "appended", "crash p 2"]);
  });

  test("in the completion of a sync leaves the data durable, though the process never learnt of it", async () => {
    const lossy = crashAt(1, 0, { loses: 1, lost: 0 });
    expect((await story(Logger, lossy)).story).toEqual([
      "starting",
      "appended",
      "synced log",
      "durable",
      "crash p 0",
      "restart p",
      "recovered",
    ]);
  });

  test("loses what was not synced, if the choices say so", async () => {
    const { story: heard, world } = await story(Logger, crashAt(0, 2, { loses: 1 }));
    // The name of the file is lost as well, so the process starts afresh.
    expect(heard.slice(0, 5)).toEqual(["starting", "appended", "crash p 2", "restart p", "starting"]);
    expect(world.result().faults["disk-loss"]).toEqual({ injected: 2, effective: 2 });
    expect(world.result().faults.crash).toEqual({ injected: 1, effective: 1 });
  });

  test("between events", async () => {
    const idle = crashAt(0, 0, { idle: 1, at: 100 });
    const { story: heard } = await story(Logger, idle);
    expect(heard).toEqual(["starting", "appended", "crash p idle", "restart p", "recovered"]);
  });

  test("drops timers, and promises of the dead are never resolved", async () => {
    class Waiter implements Handler {
      constructor(context: Context<string>) {
        const again = context.disk.read("mark") !== undefined;
        context.disk.write("mark", "x");
        void context.disk.sync("mark").then(() => probe.event(again ? "synced again" : "synced before the crash"));
        context.timer(1_000, () => probe.event(again ? "timer" : "timer of the dead"));
        if (!again) context.send("q", "never sent");
      }
      receive(): void {}
    }
    const { story: heard } = await story(Waiter, crashAt(0, 3));
    expect(heard).toEqual(["crash p 3", "restart p", "synced mark", "synced again", "timer"]);
  });

  test("leaves a span open", async () => {
    class Spanning implements Handler {
      constructor(context: Context<string>) {
        if (context.disk.read("log") !== undefined) return;
        context.disk.append("log", "x");
        void probe.step("vote.durable", {}, () => context.disk.sync("log"));
      }
      receive(): void {}
    }
    expect((await story(Spanning, crashAt(0, 7))).story).toEqual(["vote.durable begin", "crash p 2", "restart p"]);
    expect((await story(Spanning, () => 0)).story).toEqual(["vote.durable begin", "synced log", "vote.durable end"]);
  });

  test("silences what the event throws after it", async () => {
    class Throwing implements Handler {
      constructor(context: Context<string>) {
        if (context.disk.read("log") !== undefined) return;
        context.disk.append("log", "x");
        context.send("q", "cut here");
        void Promise.reject(new Error("after death"));
        throw new Error("after death");
      }
      receive(): void {}
    }
    expect((await story(Throwing, crashAt(0, 1))).story).toEqual(["crash p 1", "restart p"]);
  });

  test("makes a process down: no handler, messages are dropped, restart on the surviving disk", async () => {
    class Pinger implements Handler {
      constructor(context: Context<string>) {
        context.send("p", "to myself");
      }
      receive(): void {
        probe.event("received");
      }
    }
    const dropped: string[] = [];
    await inMacrotask(() => {
      const world: World = new World({
        choices: new Choices({ seed: "1", decide: crashAt(0, 5) }),
        processes: { p: { handler: Pinger } },
        faults: CRASH,
        observer: {
          crash: () => {
            expect(world.isUp("p")).toBe(false);
            expect(world.handlerOf("p")).toBeUndefined();
          },
          drop: ({ message }, reason) => dropped.push(`${String(message)} ${reason}`),
          eventEnd: ({ kind, handled }) => kind === "deliver" && dropped.push(`handled ${handled}`),
        },
      });
      world.run();
      expect(world.isUp("p")).toBe(true);
    });
    expect(dropped).toEqual(["to myself receiver-down", "handled false", "handled true"]);
  });

  test("may strike again during recovery: events count from the restart", async () => {
    const twice: Decide = (stream, kind) => {
      const values: Record<string, number> = { happens: 1, event: 0, effect: stream.endsWith("0") ? 0 : 5 };
      return stream.startsWith("faults/crash") ? (values[kind] ?? 0) : 0;
    };
    const faults = { ...CRASH, crash: { ...CRASH.crash, count: 2 } };
    const { story: heard } = await story(Logger, twice, faults);
    expect(heard.filter((line) => /crash|restart/.test(line))).toEqual([
      "crash p 0",
      "restart p",
      "crash p 2",
      "restart p",
    ]);
  });

  test("does not happen after the healing, and no process is down then", async () => {
    const faults = { ...CRASH, healAtMicros: 3_000 };
    const times: number[] = [];
    await inMacrotask(() => {
      const world: World = new World({
        choices: new Choices({ seed: "1", decide: crashAt(0, 5) }),
        processes: { p: { handler: Logger }, q: { handler: Silent } },
        faults,
        observer: { restart: () => times.push(world.time) },
      });
      world.run();
    });
    expect(times).toEqual([3_000]);
  });
});
