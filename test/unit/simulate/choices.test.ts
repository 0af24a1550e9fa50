import { describe, expect, test } from "vitest";
import { CHOICE_BOUND_MAX, Choices, type LabelledDraw } from "../../../src/simulate/choices.ts";
import { canonicalSeed } from "../../../src/simulate/seed.ts";

/** Twenty draws of a stream, as values. */
function values(choices: Choices, stream: string, bound = 1_000): number[] {
  return Array.from({ length: 20 }, () => choices.choose(stream, "delay", bound));
}

describe("Choices", () => {
  test("records labelled draws, and repeats them", () => {
    const choices = new Choices({ seed: "tutorial", record: true });
    const delay = choices.channel("network/tm>rm1", "delay");
    const first = [delay.between(500, 1_500), delay.between(500, 1_500)];
    const lost = choices.channel("network/tm>rm1", "loss").chance([1, 2]);

    const draws = choices.draws();
    expect(draws).toEqual([
      { stream: "network/tm>rm1", kind: "delay", ordinal: 0, bound: 1_001, value: (first[0] as number) - 500 },
      { stream: "network/tm>rm1", kind: "delay", ordinal: 1, bound: 1_001, value: (first[1] as number) - 500 },
      { stream: "network/tm>rm1", kind: "loss", ordinal: 0, bound: 2, value: lost ? 1 : 0 },
    ]);

    const replay = new Choices({ seed: "another", replay: draws });
    expect(replay.channel("network/tm>rm1", "loss").chance([1, 2])).toBe(lost);
    const again = replay.channel("network/tm>rm1", "delay");
    expect([again.between(500, 1_500), again.between(500, 1_500)]).toEqual(first);
    expect(replay.replayReport()).toEqual({ missing: 0, outOfRange: 0, unread: 0, first: [] });
  });

  test("the values of a seed are part of the contract: corpora depend on them", () => {
    const choices = new Choices({ seed: "42" });
    expect(values(choices, "network/tm>rm1").slice(0, 8)).toMatchInlineSnapshot(`
      [
        996,
        749,
        727,
        454,
        335,
        761,
        736,
        109,
      ]
    `);
    expect(choices.channel("process/tm", "random").choose(CHOICE_BOUND_MAX)).toMatchInlineSnapshot(`314154720`);
  });

  test("streams and kinds are independent of each other", () => {
    const alone = values(new Choices({ seed: "1" }), "b");
    const choices = new Choices({ seed: "1" });
    values(choices, "a");
    choices.choose("b", "loss", 2);
    expect(values(choices, "b")).toEqual(alone);
    expect(values(new Choices({ seed: "1" }), "a")).not.toEqual(alone);
    expect(values(new Choices({ seed: "2" }), "b")).not.toEqual(alone);
  });

  test.each([
    ["16", "16"],
    ["0x10", "16"],
    ["0X10", "16"],
    ["0016", "16"],
    [" 16\n", "16"],
    ["0xffffffffffffffffffff", "1208925819614629174706175"],
    ["sixteen", "sixteen"],
    ["1e3", "1e3"],
    ["-1", "-1"],
    ["", ""],
    ["ä😀", "ä😀"],
  ])("seed %j is %j", (seed, canonical) => {
    expect(canonicalSeed(seed)).toBe(canonical);
    expect(values(new Choices({ seed }), "a")).toEqual(values(new Choices({ seed: canonical }), "a"));
  });

  test("seeds that look alike are different seeds", () => {
    const seeds = ["1", "11", "111", "1:1", "A", "\u0141", "AA", "", "\\", "\\0141", "\\\\", "\ud800", "\udc00"];
    expect(new Set(seeds.map((seed) => values(new Choices({ seed }), "a").join())).size).toBe(seeds.length);
  });

  test("a chance keeps its odds and is recorded as what happens; the impossible draws nothing", () => {
    const choices = new Choices({ seed: "1", record: true });
    const loss = choices.channel("network/a>b", "loss");
    let losses = 0;
    for (let index = 0; index < 30_000; index++) if (loss.chance([1, 3])) losses++;
    expect(losses / 30_000).toBeCloseTo(1 / 3, 1);
    expect(loss.chance([0, 1])).toBe(false);
    expect(loss.chance([5, 5])).toBe(true);
    expect(choices.draws()).toHaveLength(30_001);
    expect(new Set(choices.draws().map(({ bound }) => bound))).toEqual(new Set([2]));
  });

  test("every draw stays in its range", () => {
    const channel = new Choices({ seed: "1" }).channel("a", "b");
    for (let index = 0; index < 5_000; index++) {
      const bound = 1 + (index % 300);
      for (const value of [channel.choose(bound), channel.logarithmic(bound), channel.early(bound)]) {
        expect(value >= 0 && value < bound && Number.isInteger(value)).toBe(true);
      }
      const delay = channel.slowTail(10, 20, [1, 2], 1_000);
      expect(delay >= 10 && delay <= 1_000).toBe(true);
    }
    expect(channel.choose(CHOICE_BOUND_MAX)).toBeLessThan(CHOICE_BOUND_MAX);
    expect(channel.between(7, 7)).toBe(7);
    expect(channel.pick(["only"])).toBe("only");
  });

  test.each([0, -1, 1.5, CHOICE_BOUND_MAX + 1, NaN])("a bound of %d is refused", (bound) => {
    expect(() => new Choices({ seed: "1" }).choose("a", "b", bound)).toThrow(RangeError);
  });

  test("0 is the calm outcome of every kind of draw", () => {
    const calm = new Choices({ seed: "1", replay: [], fallback: "calm" }).channel("a", "b");
    expect(calm.chance([99, 100])).toBe(false);
    expect(calm.between(500, 1_500)).toBe(500);
    expect(calm.slowTail(500, 1_500, [1, 2], 90_000)).toBe(500);
    expect(calm.pick(["first", "second"])).toBe("first");
    expect(calm.logarithmic(256)).toBe(0);
    expect(calm.early(256)).toBe(0);
  });
});

describe("a replay that diverges", () => {
  const draw = (ordinal: number, value: number): LabelledDraw => ({
    stream: "a",
    kind: "delay",
    ordinal,
    bound: 1_000,
    value,
  });

  test("falls back to what the seed would have said, and says where", () => {
    const seeded = values(new Choices({ seed: "1" }), "a");
    const choices = new Choices({ seed: "1", replay: [draw(0, 7), draw(2, 9)] });
    expect(values(choices, "a")).toEqual([7, seeded[1], 9, ...seeded.slice(3)]);
    const report = choices.replayReport();
    expect(report).toMatchObject({ missing: 18, outOfRange: 0, unread: 0 });
    expect(report?.first[0]).toEqual({
      stream: "a",
      kind: "delay",
      ordinal: 1,
      reason: "missing",
      bound: 1_000,
      used: seeded[1],
    });
  });

  test("clamps a value that is out of range, and reports it", () => {
    const choices = new Choices({ seed: "1", replay: [draw(0, 700)] });
    expect(choices.choose("a", "delay", 10)).toBe(9);
    expect(choices.replayReport()).toMatchObject({
      missing: 0,
      outOfRange: 1,
      first: [{ reason: "out-of-range", recorded: 700, used: 9, bound: 10 }],
    });
  });

  test("counts the records that were never read", () => {
    const choices = new Choices({ seed: "1", replay: [draw(0, 1), draw(1, 1), { ...draw(5, 1), kind: "loss" }] });
    choices.choose("a", "delay", 1_000);
    expect(choices.replayReport()).toMatchObject({ unread: 2 });
  });

  test.each([
    { stream: "a", kind: "b", ordinal: -1, value: 0 },
    { stream: "a", kind: "b", ordinal: 0, value: 0.5 },
    { stream: "a", kind: "b", ordinal: 1e12, value: 0 },
  ])("refuses what is not a draw: %j", (draw) => {
    expect(() => new Choices({ seed: "1", replay: [draw] })).toThrow(/is not a draw/);
  });

  test("a search may decide instead of the seed", () => {
    const labels: string[] = [];
    const choices = new Choices({
      seed: "1",
      decide: (stream, kind, ordinal, bound) => {
        labels.push(`${stream} ${kind} ${ordinal}`);
        return bound - 1;
      },
    });
    expect(choices.channel("a", "loss").chance([1, 1_000])).toBe(true);
    expect(choices.choose("a", "delay", 10)).toBe(9);
    expect(labels).toEqual(["a loss 0", "a delay 0"]);
  });
});
