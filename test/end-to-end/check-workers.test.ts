/** `lockstep check --workers`: threads change how long it takes, and nothing else. */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

/** Processes that count up, each in its own time, and send what they have counted: 117,649 states, up to 15,000 wait. */
const model = (cfg: string): string => {
  const body = `
VARIABLES counts, sent
Init == counts = [p \\in 1..6 |-> 0] /\\ sent = {}
Count(p) == counts[p] < 6 /\\ counts' = [counts EXCEPT ![p] = @ + 1]
Step(p) == Count(p) /\\ sent' = IF counts[p] = 2 THEN sent \\cup {p} ELSE sent
Next == \\E p \\in 1..6 : Step(p)
Known == \\A p \\in sent : counts[p] > 2
NotAll == \\E p \\in 1..6 : counts[p] # 6
Told == PrintT("told") /\\ Known`;
  const made = folderWith({
    "Counting.tla": `---- MODULE Counting ----\nEXTENDS Naturals, TLC\n${body}\n====\n`,
    "Counting.cfg": `INIT Init NEXT Next CHECK_DEADLOCK FALSE ${cfg}`,
  });
  folders.push(made);
  return made.path;
};

/** How many threads expanded states in the last run; one with one worker says nothing of it. */
let threads: unknown;

async function both(folder: string, ...options: readonly string[]): Promise<Record<string, unknown>> {
  const check = async (workers: string): Promise<Record<string, unknown>> => {
    const { out, err } = await lockstep(
      ["check", "Counting.tla", "--format", "json", "--workers", workers, ...options],
      { folder },
    );
    expect(err).toBe("");
    const { seconds, threads: explored, ...result } = JSON.parse(out) as Record<string, unknown>;
    expect(typeof seconds).toBe("number");
    threads = explored;
    return result;
  };
  const [one, two] = [await check("1"), await check("2")];
  expect(two).toEqual(one);
  return two;
}

describe("lockstep check --workers", () => {
  // A busy machine may have explored everything before the second thread is ready.
  it("gives the same verdict, counts and coverage with two threads as with one", { retry: 3 }, async () => {
    const result = await both(model("INVARIANT Known"));
    expect(threads).toBe(2);
    expect(result).toMatchObject({ verdict: "ok", distinct: 117_649, depth: 37 });
  });

  it("gives the same error trace", async () => {
    const result = await both(model("INVARIANT NotAll"));
    expect(result).toMatchObject({ verdict: "invariant", property: "NotAll" });
    expect(result["trace"]).toHaveLength(37);
  });

  it("stops at the same bound", async () => {
    expect(await both(model(""), "--max-states", "90000")).toMatchObject({ verdict: "unknown", distinct: 90_001 });
  });

  it("says why only one thread explores", async () => {
    const printing = await lockstep(["check", "Counting.tla", "--workers", "2", "--depth", "2"], {
      folder: model("INVARIANT Told"),
    });
    expect(printing.err).toBe(
      "one thread explores, because the specification uses PrintT, which depends on the order of the evaluations\n",
    );
    const deep = await lockstep(["check", "Counting.tla", "--workers", "2", "--dfs"], { folder: model("") });
    expect(deep.err).toBe("one thread explores, because depth first the order of the states is the search\n");
  });
});
