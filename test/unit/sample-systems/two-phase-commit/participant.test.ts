import { beforeEach, describe, expect, it } from "vitest";
import { Log } from "../../../../sample-systems/common/log.ts";
import type { Message, Posting } from "../../../../sample-systems/two-phase-commit/messages.ts";
import { Participant } from "../../../../sample-systems/two-phase-commit/participant.ts";
import { Bench, type Sent } from "./bench.ts";

let bench: Bench<Participant>;

beforeEach(async () => {
  bench = await new Bench("rm1", Participant, { OPENING_BALANCE: "50" }).start();
});

const deposit: Posting = { account: "a", amount: 10 };
const prepare = (transaction: string, posting: Posting = deposit): Message => ({
  type: "prepare",
  transaction,
  posting,
});
const commit = (transaction: string): Message => ({ type: "decision", transaction, outcome: "commit" });
const abort = (transaction: string): Message => ({ type: "decision", transaction, outcome: "abort" });

function words(sent: readonly Sent[]): string[] {
  return sent.map(({ message }) => {
    if (message.type === "vote") return message.vote;
    if (message.type === "acknowledgement") return `${message.outcome} done`;
    return message.type;
  });
}

/** What it answers once its disk has caught up. */
async function answers(message: Message): Promise<string[]> {
  await bench.receiveAndSync("tm", message);
  return words(bench.takeSent());
}

/** Restarts, lets the probation pass, and forgets what was sent meanwhile. */
async function restartAndWait(): Promise<void> {
  await bench.restart();
  await bench.fireTimers();
  bench.takeSent();
}

describe("a participant", () => {
  it("votes when its promise is durable, and acknowledges when the outcome is", async () => {
    await bench.receive("tm", prepare("t"));
    expect(bench.takeSent()).toEqual([]);
    await bench.disk.completeSyncs();
    expect(words(bench.takeSent())).toEqual(["yes"]);

    await bench.receive("tm", commit("t"));
    expect(bench.takeSent()).toEqual([]);
    await bench.disk.completeSyncs();
    expect(words(bench.takeSent())).toEqual(["commit done"]);
    expect(bench.handler.balance("a")).toBe(60);
    expect(bench.timers).toEqual([]);
  });

  it("refuses what it cannot promise: not enough in the account, or an account promised to another", async () => {
    expect(await answers(prepare("t1", { account: "a", amount: -51 }))).toEqual(["no"]);
    expect(await answers(prepare("t2", { account: "a", amount: -50 }))).toEqual(["yes"]);
    expect(await answers(prepare("t3", { account: "a", amount: 1 }))).toEqual(["no"]);
    expect(await answers(prepare("t4", { account: "b", amount: 1 }))).toEqual(["yes"]);
    expect(await answers(abort("t2"))).toEqual(["abort done"]);
    expect(await answers(prepare("t5", { account: "a", amount: -50 }))).toEqual(["yes"]);
  });

  it("gives the same vote when it is asked again", async () => {
    expect(await answers(prepare("t1"))).toEqual(["yes"]);
    expect(await answers(prepare("t1"))).toEqual(["yes"]);
    expect(await answers(prepare("t2"))).toEqual(["no"]);
    await answers(abort("t1"));
    expect(await answers(prepare("t2"))).toEqual(["no"]);
  });

  it("does not vote on what was decided while it prepared", async () => {
    await bench.receive("tm", prepare("t"));
    await bench.receive("tm", abort("t"));
    await bench.disk.completeSyncs();
    await bench.disk.completeSyncs();
    expect(words(bench.takeSent())).toEqual(["abort done"]);
    expect(bench.handler.transaction("t")?.state).toBe("aborted");
  });

  it("refuses in silence a question which an abort has overtaken", async () => {
    expect(await answers(abort("t"))).toEqual(["abort done"]);
    expect(await answers(prepare("t"))).toEqual([]);
  });

  it("acknowledges a decision again, and does nothing twice", async () => {
    await answers(prepare("t"));
    await answers(commit("t"));
    expect(await answers(commit("t"))).toEqual(["commit done"]);
    expect(bench.handler.balance("a")).toBe(60);
  });

  it("does not undo an outcome, and does not confirm what it has never promised", async () => {
    await answers(prepare("t1"));
    await answers(commit("t1"));
    expect(await answers(abort("t1"))).toEqual([]);
    await answers(abort("t2"));
    expect(await answers(commit("t2"))).toEqual([]);
    expect(await answers(commit("t3"))).toEqual(["no"]);
    expect(bench.logged).toHaveLength(3);
  });

  it("asks for the decision as long as it has none, after a yes and after a no", async () => {
    await answers(prepare("t1"));
    await answers(prepare("t2"));
    await bench.fireTimers();
    await bench.fireTimers();
    expect(words(bench.takeSent())).toEqual(["inquiry", "inquiry", "inquiry", "inquiry"]);
    await answers(abort("t1"));
    await answers(abort("t2"));
    expect(bench.timers).toEqual([]);
  });
});

describe("a participant that has crashed", () => {
  it("keeps its promises: the account stays locked, and it asks how the transaction ended", async () => {
    await answers(prepare("t1"));
    await bench.restart();
    expect(words(bench.takeSent())).toEqual(["inquiry"]);
    await bench.fireTimers();
    bench.takeSent();
    expect(await answers(prepare("t2"))).toEqual(["no"]);
    expect(await answers(commit("t1"))).toEqual(["commit done"]);
    expect(bench.handler.balance("a")).toBe(60);
  });

  it("keeps its refusals", async () => {
    await answers(prepare("t", { account: "a", amount: -51 }));
    await answers(prepare("deposit"));
    await answers(commit("deposit"));
    await restartAndWait();
    expect(await answers(prepare("t", { account: "a", amount: -51 }))).toEqual(["no"]);
  });

  it("keeps the outcomes, balances included", async () => {
    await answers(prepare("t1"));
    await answers(commit("t1"));
    await answers(prepare("t2"));
    await answers(abort("t2"));
    await restartAndWait();
    expect(bench.handler.balance("a")).toBe(60);
    expect(await answers(prepare("t2"))).toEqual([]);
    expect(await answers(commit("t1"))).toEqual(["commit done"]);
    expect(await answers(prepare("t3"))).toEqual(["yes"]);
  });

  it("knows nothing of a promise that it has not made", async () => {
    await bench.receive("tm", prepare("t"));
    await restartAndWait();
    expect(bench.handler.transaction("t")).toBeUndefined();
    expect(await answers(prepare("t"))).toEqual(["yes"]);
  });

  it("is on probation for a while", async () => {
    await bench.restart();
    expect(await answers(prepare("t1"))).toEqual(["no"]);
    await bench.fireTimers();
    bench.takeSent();
    expect(await answers(prepare("t2"))).toEqual(["yes"]);
  });

  it("compacts a long log when it starts, and knows afterwards what it knew before", async () => {
    await answers(prepare("paid"));
    await answers(commit("paid"));
    await answers(prepare("refused", { account: "a", amount: -100 }));
    await answers(prepare("promised", { account: "b", amount: -1 }));
    const log = new Log<object>(bench.disk, "participant.log");
    for (let copy = 0; copy < 20_000; copy += 1) log.append({ type: "aborted", transaction: "old", coordinator: "tm" });
    void log.flush();
    await bench.disk.completeSyncs();

    await restartAndWait();
    expect(bench.disk.read("participant.log")?.split("\n").length).toBeLessThan(10);
    await restartAndWait();
    expect(bench.handler.balance("a")).toBe(60);
    expect(await answers(commit("paid"))).toEqual(["commit done"]);
    expect(await answers(prepare("refused"))).toEqual(["no"]);
    expect(await answers(commit("promised"))).toEqual(["commit done"]);
    expect(bench.handler.balance("b")).toBe(49);
    expect(await answers(prepare("old"))).toEqual([]);
  });
});
