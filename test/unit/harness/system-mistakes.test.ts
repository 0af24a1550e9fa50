/** Mistakes that are made in a system file, and what is said about each: what is wrong, where, and what to do. */
import { afterEach, describe, expect, it } from "vitest";
import { assertConforms, ConformanceError } from "lockstep/testing";
import { folderWith } from "../../support/folder.ts";
import { counterFiles, rightCounter } from "../../support/tiny-system.ts";

let folder: ReturnType<typeof folderWith>;
afterEach(() => folder.remove());

/** The message for the counter's system with one text replaced, without its code frame and folder. */
async function saidOf(text: string, replacement: string): Promise<string> {
  expect(rightCounter).toContain(text);
  folder = folderWith(counterFiles(rightCounter.replace(text, replacement)));
  const error: unknown = await assertConforms(folder.path, { runs: 2, failures: folder.path }).then(
    () => "it conforms",
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConformanceError)) throw error;
  expect(error.verdict).toBe("mistake");
  return error.message
    .replaceAll(`${folder.path}/`, "")
    .split("\n")
    .filter((line) => !/^ +>? *\d* \|/.test(line))
    .join("\n");
}

describe("a mistake in a system file", () => {
  it("is a word with the nearest one that there is, at its place", async () => {
    expect(await saidOf("act.Increment", "act.Incremented")).toBe(
      'error LS5004: steps["incremented"] names the action "Incremented", which Next does not have\n' +
        "  at system.ts:31:45\n" +
        "  hint: did you mean Increment?",
    );
  });

  it.each([
    // Names.
    ["Increment({}", "Increment({ by: 1 }", 'Increment has no argument "by"', "31:57"],
    ["{ count: e.count", "{ cont: e.count", '"cont", which is not a variable', "31:61"],
    ["faults:", "horizonMicro: 5, faults:", 'a system has no field "horizonMicro"', "32:3"],
    ["faults:", "faultSteps: { crashes: stutter }, faults:", 'faultSteps has no field "crashes"', "32:17"],
    ["faults:", "constants: { Maximum: 3 }, faults:", "the constant Maximum, which Counter does not have", "32:16"],
    ['"reorder"', '"reordered"', 'there is no fault profile "reordered"', "32:23"],
    ['"reorder"', '"reorder", network: { lost: [1, 2] }', 'faults.network has no field "lost"', "32:44"],
    ["handler(Clock)", "handler(Clocks)", "system.ts throws while the system is put together", "30:65"],
    ['from "lockstep"', 'from "lock-step"', 'Could not resolve "lock-step"', "1:60"],
    // Values of another kind.
    ["faults:", 'horizonMicros: "5", faults:', 'horizonMicros is a whole number greater than 0, not "5"', "32:3"],
    ['"reorder"', '"reorder", network: { loss: 0.5 }', "network.loss is a ratio of integers such as", "32:44"],
    ["handler(Counter)", "Counter", "the process counter is made with handler(Class), and is a function", ""],
    ["(e, { act }) => act.Increment({}, { count: e.count as number })", '"Increment"', "where a step is expected", ""],
    // What only a run can show: the place is the program's.
    ['probe.event("incremented"', 'probe.event("increment"', '"increment", which `steps` does not map', "12:11"],
    ["=> act.Increment(", "=> void act.Increment(", 'for "incremented" gives nothing', "12:11"],
    ["act.Increment({}, { count: e.count as number })", "[act.Increment()]", "gives an object", "12:11"],
  ])("%j, written %j", async (text, written, said, place) => {
    const message = await saidOf(text, written);
    expect(message).toContain(said);
    if (place !== "") expect(message).toContain(`at system.ts:${place}`);
  });
});
