import { afterEach, describe, expect, test } from "vitest";
import { createLogSink, probe, setProbeSink, type LogRecord, type ProbeSink } from "../../../src/probe/probe.ts";

afterEach(() => void setProbeSink(undefined));

/** A sink that writes down what it hears. */
function listen(wantsPlaces: boolean): { heard: unknown[][]; places: (string | undefined)[] } {
  const heard: unknown[][] = [];
  const places: (string | undefined)[] = [];
  const sink: ProbeSink = {
    wantsPlaces,
    event: (name, data, place) => {
      heard.push(["event", name, data]);
      places.push(place);
    },
    begin: (name, data, place) => {
      places.push(place);
      return heard.push(["begin", name, data]);
    },
    end: (span, name, data, failed) => heard.push(["end", span, name, data, failed]),
  };
  setProbeSink(sink);
  return { heard, places };
}

describe("probe", () => {
  test("tells the sink what the program did", async () => {
    const { heard } = listen(false);
    probe.event("vote.counted", { from: "rm1" });
    const result = await probe.step("vote.durable", { vote: "yes" }, () => Promise.resolve(42));
    expect(result).toBe(42);
    expect(heard).toEqual([
      ["event", "vote.counted", { from: "rm1" }],
      ["begin", "vote.durable", { vote: "yes" }],
      ["end", 2, "vote.durable", { vote: "yes" }, false],
    ]);
  });

  test("without a sink it does nothing but the work", async () => {
    probe.event("nobody listens");
    expect(await probe.step("nobody listens", {}, () => "done")).toBe("done");
    await expect(probe.step("nobody listens", {}, () => Promise.reject(new Error("work failed")))).rejects.toThrow(
      "work failed",
    );
  });

  test("a step whose work fails ends as failed, and the error goes on", async () => {
    const { heard } = listen(false);
    const work = (): never => {
      throw new Error("disk full");
    };
    await expect(probe.step("write", {}, work)).rejects.toThrow("disk full");
    expect(heard.at(-1)).toEqual(["end", 1, "write", {}, true]);
  });

  test("a sink that throws does not reach the program", async () => {
    const fail = (): never => {
      throw new Error("sink is broken");
    };
    setProbeSink({ event: fail, begin: fail, end: fail });
    probe.event("x");
    expect(await probe.step("x", {}, () => "done")).toBe("done");
  });

  test("the place of the caller is found out only for a sink that asks", async () => {
    const silent = listen(false);
    probe.event("x");
    expect(silent.places).toEqual([undefined]);

    const curious = listen(true);
    probe.event("x");
    await probe.step("y", {}, () => undefined);
    for (const place of curious.places) expect(place).toMatch(/probe\.test\.ts:\d+:\d+$/);
    expect(curious.places[0]).not.toBe(curious.places[1]);
  });
});

describe("createLogSink", () => {
  test("writes one JSON record per line", async () => {
    const lines: string[] = [];
    let now = 1_000;
    setProbeSink(createLogSink({ process: "rm1", now: () => now++, write: (line) => lines.push(line) }));
    probe.event("started");
    await probe.step("vote.durable", { vote: "yes" }, () => undefined);
    expect(lines.every((line) => line.endsWith("\n"))).toBe(true);
    expect(lines.map((line) => JSON.parse(line) as LogRecord)).toEqual([
      { v: 1, process: "rm1", seq: 0, time: 1_000, name: "started" },
      {
        v: 1,
        process: "rm1",
        seq: 1,
        time: 1_001,
        name: "vote.durable",
        data: { vote: "yes" },
        span: { id: 0, phase: "begin" },
      },
      {
        v: 1,
        process: "rm1",
        seq: 2,
        time: 1_002,
        name: "vote.durable",
        data: { vote: "yes" },
        span: { id: 0, phase: "end" },
      },
    ]);
  });

  test("data that JSON cannot hold is noted, not lost in silence", () => {
    const lines: string[] = [];
    const sink = createLogSink({ process: "p", now: () => 0, write: (line) => lines.push(line) });
    sink.event("big", { value: 1n }, undefined);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      name: "big",
      data: { unwritable: expect.stringMatching(/BigInt/) as string },
    });
  });
});
