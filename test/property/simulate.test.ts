import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Choices, type LabelledDraw } from "../../src/simulate/choices.ts";
import { copyData, type Data } from "../../src/simulate/data.ts";
import { SimulatedDisk, type SyncRequest } from "../../src/simulate/disk.ts";
import { EventQueue, type WorldEvent } from "../../src/simulate/event-queue.ts";
import { FAULT_PROFILES } from "../../src/simulate/fault-options.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { gossip } from "../support/gossip.ts";

const PARAMETERS = { seed: 20_240_101, numRuns: 100 };

const seeds = fc.string({ maxLength: 12 });
const profiles = fc.constantFrom(...FAULT_PROFILES);

describe("runs", () => {
  test("the replay of a recorded run is the same run, whatever the seed of the replay", () =>
    inMacrotask(() =>
      fc.assert(
        fc.property(seeds, profiles, (seed, profile) => {
          const recorded = new Choices({ seed, record: true });
          const hash = gossip(recorded, profile).hash();
          const replay = new Choices({ seed: `${seed}x`, replay: recorded.draws(), record: true });
          expect(gossip(replay, profile).hash()).toBe(hash);
          expect(replay.replayReport()).toMatchObject({ missing: 0, outOfRange: 0, unread: 0 });
          expect(replay.draws()).toEqual(recorded.draws());
        }),
        PARAMETERS,
      ),
    ));

  test("replaying with any draws removed or changed terminates, and repeats itself", () =>
    inMacrotask(() =>
      fc.assert(
        fc.property(seeds, fc.func(fc.nat(3)), fc.constantFrom("seed", "calm"), (seed, edit, fallback) => {
          const recorded = new Choices({ seed, record: true });
          gossip(recorded, "chaos");
          const edited = recorded.draws().flatMap((draw): LabelledDraw[] => {
            const what = edit(draw.ordinal, draw.kind);
            return what === 0 ? [] : what === 1 ? [{ ...draw, value: 0 }] : [draw];
          });
          const replay = (): string =>
            gossip(new Choices({ seed, replay: edited, fallback: fallback as "seed" | "calm" }), "chaos").hash();
          expect(replay()).toBe(replay());
        }),
        { ...PARAMETERS, numRuns: 50 },
      ),
    ));

  test("all draws calm is the calm run", () =>
    inMacrotask(() => {
      const calm = gossip(new Choices({ seed: "1", replay: [], fallback: "calm" }), "chaos");
      expect(Object.values(calm.result().faults).every(({ injected }) => injected === 0)).toBe(true);
    }));
});

describe("choices", () => {
  const label = fc.record({
    stream: fc.constantFrom("a", "b", "network/a>b", "ab", ""),
    kind: fc.constantFrom("x", "y", "bx"),
    bound: fc.integer({ min: 1, max: 1 << 30 }),
  });

  test("editing the draws of one channel does not shift another", () => {
    fc.assert(
      fc.property(seeds, fc.array(label, { maxLength: 60 }), fc.nat(), (seed, labels, which) => {
        const draw = (choices: Choices): number[] =>
          labels.map(({ stream, kind, bound }) => choices.choose(stream, kind, bound));
        const recorded = new Choices({ seed, record: true });
        const values = draw(recorded);
        const draws = recorded.draws();
        const victim = draws[which % Math.max(1, draws.length)];
        if (victim === undefined) return;
        const edited = draws.filter((draw) => draw !== victim).concat({ ...victim, value: 0 });
        const again = draw(new Choices({ seed, replay: edited }));
        expect(again).toEqual(values.map((value, index) => (draws[index] === victim ? 0 : value)));
      }),
      PARAMETERS,
    );
  });

  test("a missing record falls back to the value that the seed would have given", () => {
    fc.assert(
      fc.property(seeds, fc.array(label, { maxLength: 60 }), fc.nat(), (seed, labels, which) => {
        const draw = (choices: Choices): number[] =>
          labels.map(({ stream, kind, bound }) => choices.choose(stream, kind, bound));
        const recorded = new Choices({ seed, record: true });
        const values = draw(recorded);
        const replay = recorded.draws().filter((_, index) => index % 7 !== which % 7);
        expect(draw(new Choices({ seed, replay }))).toEqual(values);
      }),
      PARAMETERS,
    );
  });

  test("small bounds are drawn evenly", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 12 }), (seed, bound) => {
        const counts = new Array<number>(bound).fill(0);
        const channel = new Choices({ seed }).channel("a", "b");
        const draws = 400 * bound;
        for (let index = 0; index < draws; index++) {
          const value = channel.choose(bound);
          counts[value] = (counts[value] as number) + 1;
        }
        // Mean 400, standard deviation below 20: six of them on either side.
        for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(120);
      }),
      { ...PARAMETERS, numRuns: 40 },
    );
  });
});

describe("the event queue", () => {
  test("pops in order of time, tie and sequence, whatever is pushed, cancelled and popped", () => {
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ push: fc.nat(20), tie: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ cancel: fc.nat(200) }) },
      { weight: 1, arbitrary: fc.constant({ pop: true }) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const queue = new EventQueue();
        let model: { event: WorldEvent; time: number; tie: number; sequence: number }[] = [];
        let sequence = 0;
        const popBoth = (): boolean => {
          const event = queue.pop();
          model.sort((a, b) => a.time - b.time || a.tie - b.tie || a.sequence - b.sequence);
          expect(event).toBe(model.shift()?.event);
          if (event !== undefined) queue.release(event);
          return event !== undefined;
        };
        for (const action of actions) {
          if ("push" in action) {
            const event = queue.take() as WorldEvent;
            event.time = action.push;
            event.tie = action.tie;
            queue.push(event);
            model.push({ event, time: action.push, tie: action.tie, sequence: sequence++ });
          } else if ("cancel" in action) {
            const victim = model[action.cancel];
            if (victim === undefined) continue;
            queue.cancel(victim.event);
            model = model.filter((entry) => entry !== victim);
          } else popBoth();
          expect(queue.pendingWork).toBe(model.length);
        }
        while (popBoth());
      }),
      PARAMETERS,
    );
  });
});

describe("the disk", () => {
  const action = fc.oneof(
    { weight: 5, arbitrary: fc.record({ append: fc.string({ minLength: 1, maxLength: 4, unit: "grapheme-ascii" }) }) },
    { weight: 2, arbitrary: fc.constant({ request: true }) },
    { weight: 2, arbitrary: fc.record({ complete: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ crash: seeds }) },
  );

  test("an append-only log: what was synced survives every crash, and what survives is a prefix", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const disk = new SimulatedDisk();
        disk.append("log", "");
        disk.completeSync(disk.requestSync("log"));
        let written = "";
        let synced = 0;
        let requests: { request: SyncRequest; length: number }[] = [];
        for (const action of actions) {
          if ("append" in action) {
            disk.append("log", action.append);
            written += action.append;
          } else if ("request" in action) {
            requests.push({ request: disk.requestSync("log"), length: written.length });
          } else if ("complete" in action) {
            const [done] = requests.splice(action.complete, 1);
            if (done === undefined) continue;
            disk.completeSync(done.request);
            synced = Math.max(synced, done.length);
          } else {
            disk.crash(new Choices({ seed: action.crash }), "disk/p", { loss: [2, 3], torn: [1, 2] });
            const survived = disk.visible("log") ?? "";
            expect(written.startsWith(survived)).toBe(true);
            expect(survived.length).toBeGreaterThanOrEqual(synced);
            expect(disk.durable("log")).toBe(survived);
            written = survived;
            synced = survived.length;
            requests = [];
          }
          expect(disk.visible("log")).toBe(written);
          expect(disk.durable("log")).toBe(written.slice(0, synced));
        }
      }),
      { ...PARAMETERS, numRuns: 300 },
    );
  });

  test("replacing a file by write, sync, rename: a crash leaves the old text or the new", () => {
    fc.assert(
      fc.property(seeds, fc.nat(5), (seed, steps) => {
        const disk = new SimulatedDisk();
        disk.write("state", "old text");
        disk.completeSync(disk.requestSync("state"));
        const replace = [
          () => disk.write("state.new", "new text"),
          () => disk.completeSync(disk.requestSync("state.new")),
          () => disk.rename("state.new", "state"),
          () => disk.completeSync(disk.requestSync("state")),
        ];
        for (const step of replace.slice(0, steps)) step();
        disk.crash(new Choices({ seed }), "disk/p", { loss: [2, 3], torn: [1, 2] });
        expect(steps >= 4 ? ["new text"] : ["old text", "new text"]).toContain(disk.visible("state"));
      }),
      { ...PARAMETERS, numRuns: 300 },
    );
  });
});

describe("messages", () => {
  test("a copy is what JSON makes of it, shares nothing, and is its own copy", () => {
    const jsonValue = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
    fc.assert(
      fc.property(jsonValue, (value) => {
        const copy = copyData(value as Data);
        expect(copy).toEqual(JSON.parse(JSON.stringify(value)));
        if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
      }),
      PARAMETERS,
    );
  });
});
