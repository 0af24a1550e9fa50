import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { probe } from "lockstep/probe";
import { assertConforms, ConformanceError, watchProbes, type ProbeWatcher } from "lockstep/testing";
import { folderWith } from "../../support/folder.ts";
import {
  counterConfig,
  counterFiles,
  counterSpec,
  counterSystem,
  rightCounter,
  wrongCounter,
} from "../../support/tiny-system.ts";

async function errorOf(work: () => unknown): Promise<ConformanceError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ConformanceError) return error;
    throw error;
  }
  throw new Error("it conforms");
}

describe("assertConforms", () => {
  let folder: ReturnType<typeof folderWith>;
  const given = (system: string): void => void (folder = folderWith(counterFiles(system)));
  afterEach(() => folder.remove());

  it("runs a system under the simulator and says what it saw", async () => {
    given(rightCounter);
    const { runs, steps, actions } = await assertConforms(folder.path, { runs: 5 });
    expect({ runs, steps, actions }).toEqual({ runs: 5, steps: 15, actions: { Increment: 15 } });
  });

  it("says which values no report has told, as those of a misspelt field", async () => {
    given(rightCounter.replace("e.count as", "e.cuont as"));
    const { neverObserved } = await assertConforms(folder.path, { runs: 2 });
    expect(neverObserved).toEqual([
      { word: "incremented", action: "Increment", kind: "value", name: "count", reports: 6 },
    ]);
    folder.remove();
    given(rightCounter);
    expect((await assertConforms(folder.path, { runs: 2 })).neverObserved).toEqual([]);
  });

  it("throws what the terminal shows, with the parts that machines ask for, at the line of the test", async () => {
    given(wrongCounter);
    const system = pathToFileURL(join(folder.path, "system.ts"));
    const failures = join(folder.path, "failures");
    const error = await errorOf(() => assertConforms(system, { runs: 5, failures }));
    expect(error.message).toContain("FAIL  counter: a step that Next does not allow, seed 1");
    expect(error.message).toContain("false    count' = count + 1");
    expect(error.message).toContain("count since event");
    expect(error.message).toMatch(/system\.ts:\d+/);
    expect(error.message).toContain(`replay   ${error.replay}`);
    expect(error).toMatchObject({
      verdict: "violates",
      action: "Increment",
      conjunct: "count' = count + 1",
      seed: "1",
    });
    expect(error.explanation?.["repairs"]).not.toEqual([]);
    expect(existsSync(error.failureFile!)).toBe(true);
    expect(dirname(resolve(error.failureFile!))).toBe(failures);
    const [frame] = error.stack!.split("\n").filter((line) => /^\s+at /.test(line));
    expect(frame).toContain("testing.test.ts");
  });

  it("repeats the run of one seed", async () => {
    given(wrongCounter);
    const error = await errorOf(() => assertConforms(folder.path, { seed: 3, failures: folder.path }));
    expect(error.seed).toBe("3");
  });

  it("takes other faults, constants and variants than the system file has", async () => {
    given(rightCounter);
    const calm = await assertConforms(folder.path, { runs: 2, faults: { profile: "calm" } });
    expect(calm.steps).toBe(6);
    const error = await errorOf(() => assertConforms(folder.path, { variant: "nonsense" }));
    expect(error.verdict).toBe("mistake");
    expect(error.message).toContain('the system has no variant "nonsense"');
    expect(error.diagnostics?.[0]).toMatchObject({ code: "LS5011" });
    // Losses may happen now, and nobody said what they mean.
    const lossy = await errorOf(() => assertConforms(folder.path, { faults: { profile: "lossy" } }));
    expect(lossy.message).toContain('runs may have the fault "loss"');
  });

  it.each([
    ["a loop, whatever it catches", "for (;;) try { for (;;); } catch {}"],
    ["promises without end", "void (async () => { for (;;) await null; })();"],
  ])("stops a process that never returns, and names the event: %s", async (_, endless) => {
    given(counterSystem(endless));
    const error = await errorOf(() => assertConforms(folder.path, { stallSeconds: 0.2 }));
    expect(error.message).toBe(
      [
        "UNKNOWN  counter: process counter never returned from event 5, seed 1",
        "  it was stopped after 0.2 s; `stallSeconds` gives it longer",
        "  does it have a loop, or a chain of promises, that never ends?",
      ].join("\n"),
    );
    expect(error).toMatchObject({ verdict: "unknown", seed: "1" });
    // What the simulator had taken over is the host's again.
    expect(() => probe.event("incremented", { count: 7 })).not.toThrow();
    expect(await new Promise((resolve) => setTimeout(resolve, 1, "on time"))).toBe("on time");
  });

  it("tells of a specification that cannot be evaluated, and does not take that for a violation", async () => {
    const partial = counterSpec.replace("count < Max", "<<1, 2>>[count + 1] > 0");
    folder = folderWith({ ...counterFiles(rightCounter), "Counter.tla": partial });
    const error = await errorOf(() => assertConforms(folder.path, { runs: 2 }));
    expect(error).toMatchObject({ verdict: "unknown", seed: "1" });
    expect(error.message).toContain("not decided: a failed evaluation in 2 runs");
    expect(error.message).toContain("/\\ count = 2");
    expect(error.diagnostics?.[0]).toMatchObject({ code: "LS4006", line: 6 });
  });

  it("does not take silence for success", async () => {
    given(rightCounter.replace('probe.event("incremented", { count: ++this.count });', ""));
    const error = await errorOf(() => assertConforms(folder.path, { runs: 2 }));
    expect(error.verdict).toBe("unknown");
    expect(error.message).toContain("nothing happened");
  });
});

describe("watchProbes", () => {
  let folder: ReturnType<typeof folderWith>;
  let counter: ProbeWatcher;
  beforeEach(async () => {
    folder = folderWith({ "Counter.tla": counterSpec, "Counter.cfg": counterConfig });
    counter = await watchProbes({
      spec: pathToFileURL(join(folder.path, "Counter.tla")),
      mapping: { steps: { up: (e, { act }) => act["Increment"]!({}, { count: e["to"] }) } },
    });
  });
  afterEach(() => folder.remove());

  it("accepts a live program that does what its specification says", async () => {
    const seen = await counter.run(async () => {
      probe.event("up", { to: 1 });
      await probe.step("up", { to: 2 }, () => Promise.resolve());
    });
    expect(seen).toEqual({ events: 3, steps: 2, debts: [] });
  });

  it("throws out of the probe that is not allowed", async () => {
    const reached: string[] = [];
    const error = await errorOf(() =>
      counter.run(() => {
        probe.event("up", { to: 1 });
        reached.push("first");
        probe.event("up", { to: 3 });
        reached.push("second");
      }),
    );
    expect(reached).toEqual(["first"]);
    expect(error.message).toMatch(
      /a step that Next does not allow\n {2}event 2: test reports up at testing\.test\.ts:\d+/,
    );
    expect(error.message).toMatch(/count since event 1: test up at testing\.test\.ts:\d+, Increment/);
    expect(error).toMatchObject({ verdict: "violates", action: "Increment", conjunct: "count' = count + 1", event: 2 });
    expect(error.stack!.split("\n").find((line) => /^\s+at /.test(line))).toContain("testing.test.ts");
  });

  it("throws at the end too, for a program that catches everything", async () => {
    const error = await errorOf(() =>
      counter.run(() => {
        try {
          probe.event("up", { to: 2 });
        } catch {
          // As programs do.
        }
      }),
    );
    expect(error.event).toBe(1);
  });

  it("leaves the program alone when asked to, and tells at the end what also follows from what came next", async () => {
    let isThrough = false;
    const work = () => {
      for (const to of [1, 3, 3]) probe.event("up", { to });
      isThrough = true;
    };
    const error = await errorOf(() => counter.run(work, { throws: false }));
    expect(isThrough).toBe(true);
    expect(error.message).toContain("count should be 2, not 3, in event 2 (test up); then the next 1 fits");
  });

  it("knows who reports, also behind promises and timers", async () => {
    const nodes: string[] = [];
    const named = await watchProbes({
      spec: join(folder.path, "Counter.tla"),
      set: { Max: "2" },
      mapping: {
        steps: {
          up: (_, { act, node }) => {
            nodes.push(node);
            return act["Increment"]!();
          },
        },
      },
    });
    nodes.length = 0;
    await named.run(() =>
      named.as("c1", async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        probe.event("up");
      }),
    );
    expect(nodes).toEqual(["c1"]);
  });

  it("says when nothing happened, and what is not mapped", async () => {
    expect((await errorOf(() => counter.run(() => undefined))).message).toContain("no probe was reached");
    const unmapped = await errorOf(() => counter.run(() => probe.event("upp")));
    expect(unmapped).toMatchObject({ verdict: "mistake" });
    expect(unmapped.message).toContain('"upp" is not mapped');
  });

  it("takes its sink away again, and an error of the program goes through as it is", async () => {
    const failure = new Error("of the program");
    await expect(
      counter.run(() => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(() => probe.event("up", { to: 7 })).not.toThrow();
  });
});
