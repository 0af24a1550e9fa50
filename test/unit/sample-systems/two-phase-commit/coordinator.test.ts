import { beforeEach, describe, expect, it } from "vitest";
import { Coordinator } from "../../../../sample-systems/two-phase-commit/coordinator.ts";
import type { Begin, Message, Outcome } from "../../../../sample-systems/two-phase-commit/messages.ts";
import { Log } from "../../../../sample-systems/common/log.ts";
import { Bench, type Sent } from "./bench.ts";

const participants = ["rm1", "rm2", "rm3"];
const work = Object.fromEntries(participants.map((id) => [id, { account: "a", amount: 1 }]));
const begin: Begin = { type: "begin", request: "request", work };

let bench: Bench<Coordinator>;

beforeEach(async () => {
  bench = await new Bench("tm", Coordinator).start();
});

const vote = (transaction: string, answer: "yes" | "no"): Message => ({ type: "vote", transaction, vote: answer });
const acknowledge = (transaction: string, outcome: Outcome): Message => ({
  type: "acknowledgement",
  transaction,
  outcome,
});
const decisions = (sent: readonly Sent[]): string[] =>
  sent.flatMap(({ to, message }) => (message.type === "decision" ? [`${to} ${message.outcome}`] : []));
const results = (sent: readonly Sent[]): string[] =>
  sent.flatMap(({ message }) => (message.type === "result" ? [message.outcome] : []));
const everybody = (outcome: Outcome): string[] => participants.map((id) => `${id} ${outcome}`);

/** Begins the transaction and returns its name. */
async function begun(message: Begin = begin): Promise<string> {
  await bench.receive("client", message);
  const prepare = bench.takeSent().find((sent) => sent.message.type === "prepare")?.message;
  if (prepare?.type !== "prepare") throw new Error("nobody was asked to prepare");
  return prepare.transaction;
}

async function allVote(transaction: string): Promise<void> {
  for (const participant of participants) await bench.receive(participant, vote(transaction, "yes"));
}

async function allAcknowledge(transaction: string, outcome: Outcome): Promise<void> {
  for (const participant of participants) await bench.receive(participant, acknowledge(transaction, outcome));
}

describe("the coordinator", () => {
  it("asks everybody, and commits once all have voted yes and the commit is on disk", async () => {
    await bench.receive("client", begin);
    expect(bench.takeSent().map(({ to, message }) => `${to} ${message.type}`)).toEqual([
      "rm1 prepare",
      "rm2 prepare",
      "rm3 prepare",
    ]);

    const transaction = "tm-1-1";
    await allVote(transaction);
    expect(bench.takeSent()).toEqual([]);

    await bench.disk.completeSyncs();
    const sent = bench.takeSent();
    expect(decisions(sent)).toEqual(everybody("commit"));
    expect(results(sent)).toEqual(["commit"]);
  });

  it("aborts at the first no, without waiting for the disk", async () => {
    const transaction = await begun();
    await bench.receive("rm2", vote(transaction, "no"));
    expect(decisions(bench.takeSent())).toEqual(everybody("abort"));
    expect(bench.disk.pendingSyncs).toBe(0);
  });

  it("aborts when the votes are late", async () => {
    const transaction = await begun({ ...begin, timeoutMillis: 70 });
    await bench.receive("rm1", vote(transaction, "yes"));
    await bench.fireTimers(({ delayMicros }) => delayMicros === 70_000);
    expect(decisions(bench.takeSent())).toEqual(everybody("abort"));
  });

  it("does not let the timeout overrule a commit which is being written", async () => {
    await allVote(await begun({ ...begin, timeoutMillis: 70 }));
    await bench.fireTimers(({ delayMicros }) => delayMicros === 70_000);
    await bench.disk.completeSyncs();
    expect(decisions(bench.takeSent())).toEqual(everybody("commit"));
  });

  it("counts a voter once, however often the vote arrives", async () => {
    const transaction = await begun();
    for (let copy = 0; copy < 3; copy += 1) await bench.receive("rm1", vote(transaction, "yes"));
    await bench.receive("stranger", vote(transaction, "yes"));
    expect(bench.disk.pendingSyncs).toBe(0);
    expect([...(bench.handler.transaction(transaction)?.votes ?? [])]).toEqual(["rm1"]);
  });

  it("asks again those who have not voted, and tells again those who have not confirmed", async () => {
    const transaction = await begun();
    await bench.receive("rm1", vote(transaction, "yes"));
    await bench.fireTimers(({ delayMicros }) => delayMicros < 100_000);
    expect(bench.takeSent().map(({ to, message }) => `${to} ${message.type}`)).toEqual(["rm2 prepare", "rm3 prepare"]);

    await bench.receive("rm2", vote(transaction, "no"));
    bench.takeSent();
    await bench.receive("rm3", acknowledge(transaction, "abort"));
    await bench.fireTimers();
    expect(decisions(bench.takeSent())).toEqual(["rm1 abort", "rm2 abort"]);
  });

  it("ends a transaction when everybody has confirmed, and has no timers left", async () => {
    const transaction = await begun();
    await bench.receive("rm1", vote(transaction, "no"));
    await allAcknowledge(transaction, "abort");
    expect(bench.handler.transaction(transaction)).toBeUndefined();
    expect(bench.timers).toEqual([]);
  });

  it("begins a repeated request once, and repeats its result", async () => {
    const transaction = await begun();
    await bench.receive("client", begin);
    expect(bench.takeSent()).toEqual([]);
    await bench.receive("rm1", vote(transaction, "no"));
    bench.takeSent();
    await bench.receive("client", begin);
    expect(results(bench.takeSent())).toEqual(["abort"]);
    await allAcknowledge(transaction, "abort");
    await bench.receive("client", begin);
    expect(results(bench.takeSent())).toEqual(["abort"]);
  });

  it("does not begin what it cannot carry out", async () => {
    await bench.receive("client", { ...begin, work: {} });
    await bench.receive("client", { ...begin, work: { ...work, stranger: { account: "a", amount: 1 } } });
    expect(bench.takeSent()).toEqual([]);
    expect(bench.logged).toHaveLength(2);
  });

  it("keeps the transactions of several clients apart", async () => {
    const one = await begun();
    await bench.receive("other client", begin);
    const other = bench.takeSent().map(({ message }) => (message.type === "prepare" ? message.transaction : ""));
    expect(other).not.toContain(one);
    await allVote(one);
    await bench.receive("rm1", vote(other[0] ?? "", "no"));
    await bench.disk.completeSyncs();
    expect(decisions(bench.takeSent())).toEqual([...everybody("abort"), ...everybody("commit")]);
  });
});

describe("a coordinator that has crashed", () => {
  it("commits what was durable, and tells the client", async () => {
    await allVote(await begun());
    await bench.disk.completeSyncs();
    await bench.restart();
    const sent = bench.takeSent();
    expect(decisions(sent)).toEqual(everybody("commit"));
    expect(results(sent)).toEqual(["commit"]);
  });

  it("aborts what it finds begun and not committed", async () => {
    const transaction = await begun();
    const other = await begun({ ...begin, request: "another" });
    await allVote(other);
    await bench.disk.completeSyncs();
    await bench.restart();
    const sent = bench.takeSent();
    expect(
      decisions(sent.filter(({ message }) => "transaction" in message && message.transaction === transaction)),
    ).toEqual(everybody("abort"));
  });

  it("aborts what it has lost, when somebody asks or votes", async () => {
    const transaction = await begun();
    await allVote(transaction);
    await bench.restart();
    expect(bench.takeSent()).toEqual([]);
    await bench.receive("rm1", { type: "inquiry", transaction });
    await bench.receive("rm2", vote(transaction, "yes"));
    expect(decisions(bench.takeSent())).toEqual(["rm1 abort", "rm2 abort"]);
  });

  it("never uses the name of a lost transaction again", async () => {
    const lost = await begun();
    await bench.restart();
    expect(await begun()).not.toBe(lost);
  });

  it("still knows how a finished transaction ended", async () => {
    const transaction = await begun();
    await allVote(transaction);
    await bench.disk.completeSyncs();
    await allAcknowledge(transaction, "commit");
    await allVote(await begun({ ...begin, request: "to flush the end of the first" }));
    await bench.disk.completeSyncs();
    await bench.restart();
    bench.takeSent();
    await bench.receive("rm1", { type: "inquiry", transaction });
    await bench.receive("client", begin);
    const sent = bench.takeSent();
    expect(decisions(sent)).toEqual(["rm1 commit"]);
    expect(results(sent)).toEqual(["commit"]);
  });

  it("says nothing until the number of its start is durable", async () => {
    bench.crash();
    const starting = bench.start();
    await bench.receive("rm1", { type: "inquiry", transaction: "tm-1-1" });
    expect(bench.takeSent()).toEqual([]);
    await starting;
    await bench.receive("rm1", { type: "inquiry", transaction: "tm-1-1" });
    expect(decisions(bench.takeSent())).toEqual(["rm1 abort"]);
  });

  it("says nothing about a transaction that is not decided", async () => {
    const transaction = await begun();
    await bench.receive("rm1", { type: "inquiry", transaction });
    await allVote(transaction);
    await bench.receive("rm1", { type: "inquiry", transaction });
    expect(bench.takeSent()).toEqual([]);
  });

  it("compacts a long log when it starts, and knows afterwards what it knew before", async () => {
    const log = new Log<object>(bench.disk, "coordinator.log");
    const order = { client: "client", request: begin.request, work };
    log.append({ type: "begun", transaction: "tm-1-1", ...order });
    log.append({ type: "committed", transaction: "tm-1-1" });
    log.append({ type: "begun", transaction: "tm-1-2", ...order, request: "undecided" });
    const ended = { type: "ended", client: "client", request: "old", outcome: "commit" };
    for (let copy = 0; copy < 20_000; copy += 1) log.append({ ...ended, transaction: "tm-0-1" });
    void log.flush();
    await bench.disk.completeSyncs();

    await bench.restart();
    expect(bench.disk.read("coordinator.log")?.split("\n").length).toBeLessThan(10);
    for (const restart of [1, 2]) {
      expect(decisions(bench.takeSent()), `restart ${restart}`).toEqual([
        ...everybody("commit"),
        ...everybody("abort"),
      ]);
      await bench.receive("rm1", { type: "inquiry", transaction: "tm-0-1" });
      expect(decisions(bench.takeSent())).toEqual(["rm1 commit"]);
      await bench.restart();
    }
    bench.takeSent();
    expect(await begun({ ...begin, request: "new" })).toBe("tm-4-1");
  });
});
