import { describe, expect, test } from "vitest";
import { Choices, type Decide } from "../../../src/simulate/choices.ts";
import type { FaultKind } from "../../../src/simulate/fault-ledger.ts";
import { faultOptions, FAULT_PROFILES, type FaultSettings } from "../../../src/simulate/fault-options.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import type { Context, Handler } from "../../../src/simulate/process.ts";
import type { RunResult, WorldOptions } from "../../../src/simulate/world-types.ts";
import { World } from "../../../src/simulate/world.ts";

const arrivals: [number, number][] = [];

/** Sends a number every millisecond, twenty times. */
class Sender implements Handler<number> {
  private readonly context: Context<number>;

  constructor(context: Context<number>) {
    this.context = context;
  }

  start(): void {
    this.next(0);
  }

  receive(): void {}

  private next(index: number): void {
    if (index === 20) return;
    this.context.send("sink", index);
    this.context.timer(1_000, () => this.next(index + 1));
  }
}

/** Notes the virtual time and the number of each arrival. */
class Sink implements Handler<number> {
  private readonly context: Context<number>;

  constructor(context: Context<number>) {
    this.context = context;
  }

  receive(_from: string, message: number): void {
    arrivals.push([this.context.now(), message]);
  }
}

const STREAM = { sender: { handler: Sender }, sink: { handler: Sink } };
const IN_ORDER = Array.from({ length: 20 }, (_, index) => index);

async function run(faults: FaultSettings, decide?: Decide, options: Partial<WorldOptions> = {}): Promise<RunResult> {
  arrivals.length = 0;
  return inMacrotask(() => {
    const choices = new Choices({ seed: "1", ...(decide === undefined ? {} : { decide }) });
    const world = new World({ choices, processes: STREAM, faults, epochMicros: 0, ...options });
    world.run();
    expect(world.end).toEqual({ kind: "quiescent" });
    return world.result();
  });
}

/** Draws of streams that begin with `prefix` are given by kind; all others are calm. */
function only(prefix: string, values: Record<string, number>): Decide {
  return (stream, kind) => (stream.startsWith(prefix) ? (values[kind] ?? 0) : 0);
}

const got = (): number[] => arrivals.map(([, message]) => message);

describe("network faults", () => {
  test("a calm network delivers in order, after a fixed delay", async () => {
    const result = await run({ profile: "calm" });
    expect(got()).toEqual(IN_ORDER);
    expect(arrivals[3]).toEqual([4_000, 3]);
    expect(Object.values(result.faults).every(({ injected }) => injected === 0)).toBe(true);
  });

  test("spread delays reorder; with fifo they do not", async () => {
    const network = { delayMinMicros: 0, delayMaxMicros: 5_000 };
    const { reordered } = await run({ network });
    expect(reordered).toBeGreaterThan(0);
    expect(got()).not.toEqual(IN_ORDER);
    expect(got().sort((a, b) => a - b)).toEqual(IN_ORDER);
    await run({ network: { ...network, fifo: true } });
    expect(got()).toEqual(IN_ORDER);
  });

  test("a slow message that is overtaken counts as an effective fault", async () => {
    const network = { slow: [1, 10], slowMaxMicros: 100_000 } as const;
    const slowThird: Decide = (_stream, kind, ordinal) => (kind === "delay" && ordinal === 3 ? 50_000 : 0);
    const result = await run({ network }, slowThird);
    expect(got().at(-1)).toBe(3);
    expect(result.faults.slow).toEqual({ injected: 1, effective: 1 });
    expect(result.faultRecords[0]).toMatchObject({ kind: "slow", processes: ["sender", "sink"], effect: 1 });
  });

  test("loss and duplication", async () => {
    const network = { loss: [1, 5], duplicate: [1, 5] } as const;
    const some: Decide = (_stream, kind, ordinal) =>
      (kind === "loss" && ordinal === 2) || (kind === "duplicate" && ordinal === 4) ? 1 : 0;
    const result = await run({ network }, some);
    expect(got()).toEqual([0, 1, 3, 4, 4, ...IN_ORDER.slice(5)]);
    expect(result.faults.loss).toEqual({ injected: 1, effective: 1 });
    expect(result.faults.duplicate).toEqual({ injected: 1, effective: 1 });
  });

  test("a partition drops what is sent while it lasts, in the directions that it cuts", async () => {
    const partition = { count: 1, chance: [1, 2], minMicros: 5_000, maxMicros: 5_000, oneWay: [1, 2] } as const;
    const begin = { happens: 1, at: 4_500 };
    const senderCutOff: Decide = (stream, kind, ordinal, ...rest) =>
      kind === "side" && ordinal === 0 ? 1 : only("faults/partition/0", begin)(stream, kind, ordinal, ...rest);
    const result = await run({ partition }, senderCutOff);
    expect(got()).toEqual([0, 1, 2, 3, 4, ...IN_ORDER.slice(10)]);
    expect(result.faultRecords).toMatchObject([
      { kind: "partition", time: 4_500, until: 9_500, processes: ["sender"], effect: 5 },
    ]);

    const entering: Decide = (stream, kind, ...rest) =>
      kind === "one-way" || kind === "entering" ? 1 : senderCutOff(stream, kind, ...rest);
    const oneWay = await run({ partition }, entering);
    expect(got()).toEqual(IN_ORDER);
    expect(oneWay.faults.partition).toEqual({ injected: 1, effective: 0 });
  });

  test("a clog holds messages back, a burst lets them loose at one instant", async () => {
    const held = { count: 1, chance: [1, 2], minMicros: 5_000, maxMicros: 5_000 } as const;
    const values = { happens: 1, victim: 1, at: 4_500 };
    const clogged = await run({ clog: held }, only("faults/clog", values));
    expect(got()).toEqual(IN_ORDER);
    expect(arrivals.slice(5, 10).map(([time]) => time)).toEqual([10_500, 10_500, 10_500, 10_500, 10_500]);
    expect(clogged.faults.clog).toEqual({ injected: 1, effective: 1 });
    await run({ burst: held }, only("faults/burst", values));
    expect(arrivals.slice(5, 9).map(([time]) => time)).toEqual([9_500, 9_500, 9_500, 9_500]);
  });
});

describe("process faults", () => {
  test("a paused process handles its events afterwards, in their order", async () => {
    const pause = { count: 1, chance: [1, 2], minMicros: 5_000, maxMicros: 5_000 } as const;
    const result = await run({ pause }, only("faults/pause", { happens: 1, victim: 1, at: 4_500 }));
    expect(got()).toEqual(IN_ORDER);
    expect(arrivals.slice(3, 10).map(([time]) => time)).toEqual([4_000, 9_500, 9_500, 9_500, 9_500, 9_500, 10_000]);
    expect(result.faultRecords).toMatchObject([{ kind: "pause", processes: ["sink"], effect: 5 }]);
  });

  test("clocks are offset and drift, and so do the timers that they drive", async () => {
    const clock = { offsetMaxMicros: 1_000, driftMaxPpm: 100_000 };
    const fast: Decide = (stream, kind) =>
      stream === "faults/clock/sender" && kind === "drift" ? 200_000 : kind === "offset" ? 3 : 0;
    await run({ clock }, fast);
    // The sink's clock is 2 us behind; the sender's runs a tenth faster, so its millisecond is shorter.
    expect(arrivals.slice(0, 3).map(([time]) => time)).toEqual([998, 1_908, 2_818]);
  });

  test("a process that may not fail is never a victim", async () => {
    const crash = { count: 4, chance: [1, 1], idle: [1, 1] } as const;
    const processes = { sender: { handler: Sender, mayFail: false }, sink: { handler: Sink, mayFail: false } };
    for (const faults of [{ profile: "chaos", swarm: false, crash } as const]) {
      const result = await run(faults, undefined, { processes });
      expect(result.faults.crash.injected + result.faults.pause.injected).toBe(0);
    }
  });
});

describe("fault options", () => {
  test("a profile is overridden field by field", () => {
    const options = faultOptions({ profile: "chaos", network: { loss: [1, 2] }, windowMicros: 100 });
    expect(options.network.loss).toEqual([1, 2]);
    expect(options.network.duplicate).toEqual([1, 20]);
    expect(options.healAtMicros).toBe(100);
  });

  test.each<[FaultSettings, RegExp]>([
    [{ network: { loss: [2, 1] } }, /network\.loss is a ratio/],
    [{ network: { loss: [0.5, 1] } }, /network\.loss is a ratio/],
    [{ network: { delayMinMicros: -1 } }, /network\.delayMinMicros is an integer/],
    [{ windowMicros: 1.5 }, /windowMicros is an integer/],
  ])("%j is refused by name", (settings, message) => {
    expect(() => faultOptions(settings)).toThrow(message);
  });

  test("the swarm leaves whole kinds of fault out of a run", async () => {
    const seen = new Map<FaultKind, number>();
    for (let seed = 0; seed < 100; seed++) {
      const faults = { profile: "chaos", windowMicros: 20_000 } as const;
      const result = await run(faults, undefined, { choices: new Choices({ seed: String(seed) }) });
      for (const [kind, { injected }] of Object.entries(result.faults) as [FaultKind, { injected: number }][]) {
        if (injected > 0) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }
    for (const kind of [
      "loss",
      "duplicate",
      "slow",
      "partition",
      "clog",
      "burst",
      "pause",
      "crash",
      "clock",
    ] as const) {
      expect(seen.get(kind), kind).toBeGreaterThan(5);
      expect(seen.get(kind), kind).toBeLessThan(75);
    }
  });

  test("every profile heals: the last messages of the stream arrive undisturbed", async () => {
    for (const profile of FAULT_PROFILES) {
      await run({ profile, windowMicros: 10_000 });
      expect(got().filter((message) => message > 11).length, profile).toBeLessThanOrEqual(8);
    }
  });
});
