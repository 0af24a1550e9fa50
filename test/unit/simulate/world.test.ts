import { describe, expect, test } from "vitest";
import { probe } from "../../../src/probe/probe.ts";
import { Choices } from "../../../src/simulate/choices.ts";
import type { FaultSettings } from "../../../src/simulate/fault-options.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import type { WorldObserver } from "../../../src/simulate/observer.ts";
import type { AnyHandlerClass, Context, Handler } from "../../../src/simulate/process.ts";
import type { RunResult, WorldOptions } from "../../../src/simulate/world-types.ts";
import { World } from "../../../src/simulate/world.ts";

/** Asks its peer until it has an answer, and remembers it on disk. */
class Asker implements Handler<string> {
  answer: string | undefined;
  protected readonly context: Context<string>;

  constructor(context: Context<string>) {
    this.context = context;
    this.answer = context.disk.read("answer");
  }

  start(): void {
    if (this.answer === undefined) this.ask();
  }

  async receive(_from: string, message: string): Promise<void> {
    if (this.answer !== undefined) return;
    this.answer = message;
    // Written aside, synced and renamed: a crash in between never leaves half an answer.
    this.context.disk.write("answer.new", message);
    await this.context.disk.sync("answer.new");
    this.context.disk.rename("answer.new", "answer");
    await this.context.disk.sync("answer");
    probe.event("answer.durable", { message });
  }

  private ask(): void {
    this.context.send("oracle", "question");
    this.context.timer(50_000, () => {
      if (this.answer === undefined) this.ask();
    });
  }
}

class Oracle implements Handler<string> {
  private readonly context: Context<string>;

  constructor(context: Context<string>) {
    this.context = context;
  }

  receive(from: string, _message: string): void {
    this.context.send(from, "forty-two");
  }
}

const QUESTION = { asker: { handler: Asker }, oracle: { handler: Oracle } };

function runToEnd(
  options: Partial<WorldOptions> & Pick<WorldOptions, "processes"> & { seed?: string },
): Promise<World> {
  return inMacrotask(() => {
    const world = new World({ choices: new Choices({ seed: options.seed ?? "1" }), ...options });
    world.run();
    return world;
  });
}

async function resultOf(
  handler: AnyHandlerClass,
  options: Partial<WorldOptions> & { seed?: string } = {},
): Promise<RunResult> {
  return (await runToEnd({ processes: { p: { handler }, q: { handler: Oracle } }, ...options })).result();
}

describe("World", () => {
  test("runs handler processes from a seed to quiescence", async () => {
    const heard: string[] = [];
    const observer: WorldObserver = {
      probe: (process, name, data) => heard.push(`${process} ${name} ${JSON.stringify(data)}`),
      send: ({ from, to, message, sentAt }) => heard.push(`${sentAt} ${from}>${to} ${String(message)}`),
    };

    const world = await runToEnd({ processes: QUESTION, observer });

    expect(heard).toEqual([
      "0 asker>oracle question",
      "1000 oracle>asker forty-two",
      'asker answer.durable {"message":"forty-two"}',
    ]);
    expect(world.end).toEqual({ kind: "quiescent" });
    expect(world.diskOf("asker").durable("answer")).toBe("forty-two");
    expect((world.handlerOf("asker") as Asker).answer).toBe("forty-two");
  });

  test("a run under all faults is a function of its seed, with or without recording and observer", async () => {
    const faults: FaultSettings = { profile: "chaos" };
    const hashes = new Set<string>();
    for (const seed of ["1", "2", "3", "4", "5"]) {
      const plain = await runToEnd({ processes: QUESTION, faults, seed });
      const again = await runToEnd({ processes: QUESTION, faults, seed });
      const choices = new Choices({ seed, record: true });
      const observed = await runToEnd({ processes: QUESTION, faults, choices, observer: { send: () => undefined } });
      expect(again.hash()).toBe(plain.hash());
      expect(observed.hash()).toBe(plain.hash());
      hashes.add(plain.hash());
    }
    expect(hashes.size).toBe(5);
  });

  test("a client that asks again gets its answer once the faults are healed", async () => {
    for (let seed = 0; seed < 300; seed++) {
      const world = await runToEnd({ processes: QUESTION, faults: { profile: "chaos" }, seed: String(seed) });
      expect(world.end, `seed ${seed}`).toEqual({ kind: "quiescent" });
      expect(world.diskOf("asker").visible("answer"), `seed ${seed}`).toBe("forty-two");
    }
  });

  test("the same client without the rename is left with half an answer by some crash", async () => {
    class Careless extends Asker {
      override async receive(_from: string, message: string): Promise<void> {
        if (this.answer !== undefined) return;
        this.answer = message;
        this.context.disk.write("answer", message);
        await this.context.disk.sync("answer");
      }
    }
    const answers = new Set<string | undefined>();
    const faults: FaultSettings = { profile: "chaos", swarm: false, crash: { events: 4, effects: 4 } };
    for (let seed = 0; seed < 300; seed++) {
      const processes = { asker: { handler: Careless }, oracle: { handler: Oracle, mayFail: false } };
      const world = await runToEnd({ processes, faults, seed: String(seed) });
      answers.add(world.diskOf("asker").visible("answer"));
    }
    expect(answers).toContain("forty-two");
    expect(answers).toContain("");
    expect(answers.size).toBeGreaterThan(2);
  });

  test("events of one microsecond keep their order when calm, and are permuted by draws otherwise", async () => {
    class Sender implements Handler<number> {
      constructor(context: Context<number>) {
        for (let index = 0; index < 5; index++) context.send("sink", index);
      }
      receive(): void {}
    }
    class Sink implements Handler<number> {
      readonly got: number[] = [];
      receive(_from: string, message: number): void {
        this.got.push(message);
      }
    }
    const orders = new Set<string>();
    for (const ties of [1, 8]) {
      for (const seed of ["1", "2", "3"]) {
        const processes = { source: { handler: Sender }, sink: { handler: Sink } };
        const world = await runToEnd({ processes, faults: { schedule: { ties } }, seed });
        const { got } = world.handlerOf("sink") as Sink;
        if (ties === 1) expect(got).toEqual([0, 1, 2, 3, 4]);
        else orders.add(got.join());
      }
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test("the horizon and the event limit are normal ends", async () => {
    class Ticker implements Handler {
      constructor(context: Context) {
        const tick = (): void => void context.timer(1_000, tick);
        tick();
      }
      receive(): void {}
    }
    expect((await resultOf(Ticker, { horizonMicros: 10_500 })).end).toEqual({ kind: "horizon" });
    const limited = await resultOf(Ticker, { eventLimit: 7 });
    expect(limited.end).toEqual({ kind: "event-limit" });
    expect(limited.events).toBe(7);
  });

  test("the receiver shares no memory with the sender, and the observer's copy stays as it was", async () => {
    const message = { list: [1] };
    const seen: unknown[] = [];
    class Source implements Handler {
      constructor(context: Context) {
        context.send("sink", message);
        message.list.push(2);
      }
      receive(): void {}
    }
    class Sink implements Handler<typeof message> {
      receive(_from: string, received: typeof message): void {
        received.list.push(3);
        seen.push(received);
      }
    }
    const observer: WorldObserver = { eventEnd: ({ envelope }) => envelope && seen.push(envelope.message) };
    await runToEnd({ processes: { source: { handler: Source }, sink: { handler: Sink } }, observer });
    expect(seen).toEqual([{ list: [1, 3] }, { list: [1] }]);
  });

  test("cancelled timers do not fire; a handle that is used up cancels nothing else", async () => {
    const fired: string[] = [];
    class Timers implements Handler {
      constructor(context: Context) {
        const first = context.timer(10, () => {
          fired.push("first");
          context.timer(10, () => fired.push("second") as unknown as void);
          context.cancel(first);
        });
        const cancelled = context.timer(5, () => fired.push("never") as unknown as void);
        context.cancel(cancelled);
        context.cancel(cancelled);
        expect(first).toBeGreaterThan(0);
      }
      receive(): void {}
    }
    await resultOf(Timers);
    expect(fired).toEqual(["first", "second"]);
  });

  test("the progress counter names the process for a watchdog", async () => {
    const progress = new Int32Array(new SharedArrayBuffer(8));
    const indices: number[] = [];
    const observer: WorldObserver = { eventEnd: () => indices.push(progress[1] as number) };
    const world = await runToEnd({ processes: QUESTION, progress, observer });
    expect(progress[0]).toBe(world.result().events);
    expect(indices).toEqual([0, 1, 1, 0, 0, 0, 0]);
    expect(progress[1]).toBe(-1);
  });

  test("an observer can stop a run, which then goes on", async () => {
    await inMacrotask(() => {
      let sends = 0;
      const world: World = new World({
        choices: new Choices({ seed: "1" }),
        processes: QUESTION,
        observer: { send: () => ++sends === 1 && world.stop() },
      });
      expect(world.run()).toBeUndefined();
      expect(world.eventIndex).toBe(0);
      expect(world.step()).toBe(true);
      expect(world.eventIndex).toBe(1);
      expect(world.run()).toEqual({ kind: "quiescent" });
    });
  });
});

describe("failures of the program", () => {
  const failing = (fail: (context: Context) => void | Promise<void>): AnyHandlerClass =>
    class implements Handler {
      private readonly context: Context;
      constructor(context: Context) {
        this.context = context;
      }
      start(): void | Promise<void> {
        return fail(this.context);
      }
      receive(): void {}
    };

  test.each<[string, (context: Context) => void | Promise<void>, string]>([
    [
      "thrown by start",
      () => {
        throw new Error("boom");
      },
      "thrown",
    ],
    ["an async start rejects", async () => Promise.reject(new Error("boom")), "unhandled-rejection"],
    ["a floating promise rejects", () => void Promise.reject(new Error("boom")), "unhandled-rejection"],
    [
      "thrown in a microtask",
      () =>
        queueMicrotask(() => {
          throw new Error("boom");
        }),
      "thrown",
    ],
    [
      "thrown in a tick",
      () =>
        process.nextTick(() => {
          throw new Error("boom");
        }),
      "thrown",
    ],
    [
      "thrown by a timer",
      (context) =>
        void context.timer(5, () => {
          throw new Error("boom");
        }),
      "thrown",
    ],
  ])("%s", async (_name, fail, origin) => {
    const { end } = await resultOf(failing(fail));
    expect(end).toMatchObject({ kind: "exception", failure: { process: "p", origin, error: { message: "boom" } } });
  });

  test.each<[string, (context: Context) => unknown, RegExp]>([
    ["an unknown receiver", (context) => context.send("nobody", 1), /sends to "nobody"; its peers are q/],
    [
      "a message that is not data",
      (context) => context.send("q", { at: [new Map()] }),
      /message\.at\[0\] is an instance of Map/,
    ],
    ["NaN", (context) => context.send("q", { a: NaN }), /message\.a is NaN/],
    ["ambient randomness", () => Math.random(), /context\.random\(\)/],
    ["the ambient clock", () => new Date(), /context\.now\(\)/],
    ["Date.now", () => Date.now(), /context\.now\(\)/],
    ["ambient timers", () => setTimeout(() => undefined, 1), /context\.timer\(\)/],
    ["a folder in a file name", (context) => context.disk.append("../log", "x"), /is not a file name/],
    ["a sync of a missing file", (context) => context.disk.sync("none"), /no such file: none/],
    ["a negative delay", (context) => context.timer(-1, () => undefined), /a timer needs a delay/],
  ])("%s is refused by name", async (_name, act, message) => {
    const { end } = await resultOf(failing((context) => void act(context)));
    expect(String(end?.kind === "exception" && end.failure.error)).toMatch(message);
  });

  test("a Date of a given time is still a Date", async () => {
    const { end } = await resultOf(failing(() => expect(new Date(5).toISOString()).toBe("1970-01-01T00:00:00.005Z")));
    expect(end).toEqual({ kind: "quiescent" });
  });

  test("processes that share memory are found out", async () => {
    let leaked: Context | undefined;
    class Leaky implements Handler {
      constructor(context: Context) {
        if (leaked === undefined) leaked = context;
        else leaked.send("q", 1);
      }
      receive(): void {}
    }
    const { end } = (await runToEnd({ processes: { p: { handler: Leaky }, q: { handler: Leaky } } })).result();
    expect(String(end?.kind === "exception" && end.failure.error)).toMatch(/context of p is used while q runs/);
  });

  test("an error of the observer is not blamed on the program", async () => {
    const observer: WorldObserver = {
      send: () => {
        throw new Error("observer is broken");
      },
    };
    await expect(runToEnd({ processes: QUESTION, observer })).rejects.toThrow("observer is broken");
  });

  test("an error of whoever decides is not blamed on the program either", async () => {
    const choices = new Choices({ seed: "1", decide: (_stream, _kind, _ordinal, bound) => bound });
    await expect(runToEnd({ processes: QUESTION, faults: { profile: "reorder" }, choices })).rejects.toThrow(
      /is not below/,
    );
  });

  test("a run refuses to start where promises cannot be drained", async () => {
    await Promise.resolve();
    const world = new World({ choices: new Choices({ seed: "1" }), processes: QUESTION });
    expect(() => world.run()).toThrow(/inMacrotask/);
  });

  test("the host is as it was after a run", async () => {
    const host = (): unknown[] => [
      ...["Date", "setTimeout", "setInterval", "setImmediate"].map((name) => Reflect.get(globalThis, name) as unknown),
      Reflect.get(Math, "random"),
      Reflect.get(process, "nextTick"),
      process.listeners("unhandledRejection"),
      process.listeners("uncaughtException"),
    ];
    const before = host();
    await resultOf(failing(() => undefined));
    expect(host()).toEqual(before);
  });
});
