/**
 * Each wrong variant in the shortest story that shows what is wrong with it, told to the right program as well.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Coordinator } from "../../../../sample-systems/two-phase-commit/coordinator.ts";
import type { Message, Vote } from "../../../../sample-systems/two-phase-commit/messages.ts";
import { Participant } from "../../../../sample-systems/two-phase-commit/participant.ts";
import { AbortsAlone } from "../../../../sample-systems/two-phase-commit/variants/aborts-alone.ts";
import { AnnouncesBeforeLogging } from "../../../../sample-systems/two-phase-commit/variants/announces-before-logging.ts";
import { variantClasses } from "../../../../sample-systems/two-phase-commit/variants/classes.ts";
import { CountsAnyReply } from "../../../../sample-systems/two-phase-commit/variants/counts-any-reply.ts";
import { CountsMessages } from "../../../../sample-systems/two-phase-commit/variants/counts-messages.ts";
import { DecidesEarly } from "../../../../sample-systems/two-phase-commit/variants/decides-early.ts";
import { ForgetsAbort } from "../../../../sample-systems/two-phase-commit/variants/forgets-abort.ts";
import { variantDescriptions } from "../../../../sample-systems/two-phase-commit/variants/index.ts";
import { PresumesCommit } from "../../../../sample-systems/two-phase-commit/variants/presumes-commit.ts";
import { TimeoutOverrulesCommit } from "../../../../sample-systems/two-phase-commit/variants/timeout-overrules-commit.ts";
import { VotesBeforeLogging } from "../../../../sample-systems/two-phase-commit/variants/votes-before-logging.ts";
import { Bench } from "./bench.ts";

const TRANSACTION = "tm-1-1";
const TIMEOUT_MILLIS = 70;
const posting = { account: "a", amount: 1 };
const begin: Message = {
  type: "begin",
  request: "request",
  work: { rm1: posting, rm2: posting, rm3: posting },
  timeoutMillis: TIMEOUT_MILLIS,
};
const prepare: Message = { type: "prepare", transaction: TRANSACTION, posting };
const vote = (answer: Vote): Message => ({ type: "vote", transaction: TRANSACTION, vote: answer });

/** What others hear of a process, in words: the votes and decisions, each once. */
function said(bench: Bench<Coordinator> | Bench<Participant>): string[] {
  const words = bench.outbox.map(({ message }) =>
    message.type === "vote" ? message.vote : message.type === "decision" ? message.outcome : "",
  );
  return [...new Set(words.filter((word) => word !== ""))];
}

async function coordinator(role: typeof Coordinator): Promise<Bench<Coordinator>> {
  const bench = await new Bench("tm", role).start();
  await bench.receive("client", begin);
  return bench;
}

async function participant(role: typeof Participant): Promise<Bench<Participant>> {
  return new Bench("rm1", role).start();
}

async function receiveVotes(bench: Bench<Coordinator>, votes: readonly (readonly [string, Vote])[]): Promise<void> {
  for (const [from, answer] of votes) await bench.receive(from, vote(answer));
}

const allYes = [
  ["rm1", "yes"],
  ["rm2", "yes"],
  ["rm3", "yes"],
] as const;

describe("the wrong variants", () => {
  it("decides-early commits with two votes of three", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await receiveVotes(bench, allYes.slice(0, 2));
      await bench.disk.completeSyncs();
      return said(bench);
    };
    expect(await story(Coordinator)).toEqual([]);
    expect(await story(DecidesEarly)).toEqual(["commit"]);
  });

  it("counts-messages takes three votes of one participant for three participants", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await receiveVotes(bench, [
        ["rm1", "yes"],
        ["rm1", "yes"],
        ["rm1", "yes"],
      ]);
      await bench.disk.completeSyncs();
      return said(bench);
    };
    expect(await story(Coordinator)).toEqual([]);
    expect(await story(CountsMessages)).toEqual(["commit"]);
  });

  it("counts-any-reply commits against a no", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await receiveVotes(bench, [...allYes.slice(0, 2), ["rm3", "no"]]);
      await bench.disk.completeSyncs();
      return said(bench);
    };
    expect(await story(Coordinator)).toEqual(["abort"]);
    expect(await story(CountsAnyReply)).toEqual(["commit"]);
  });

  it("announces-before-logging takes a commit back after a crash", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await receiveVotes(bench, allYes);
      const before = said(bench);
      await bench.restart();
      await bench.receive("rm1", { type: "inquiry", transaction: TRANSACTION });
      return [...before, ...said(bench)];
    };
    expect(await story(Coordinator)).toEqual(["abort"]);
    expect(await story(AnnouncesBeforeLogging)).toEqual(["commit", "abort"]);
  });

  it("timeout-overrules-commit says both when the timer fires during the sync", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await receiveVotes(bench, allYes);
      await bench.fireTimers(({ delayMicros }) => delayMicros === TIMEOUT_MILLIS * 1000);
      await bench.disk.completeSyncs();
      return said(bench);
    };
    expect(await story(Coordinator)).toEqual(["commit"]);
    expect(await story(TimeoutOverrulesCommit)).toEqual(["abort", "commit"]);
  });

  it("presumes-commit commits a transaction that it has lost", async () => {
    const story = async (role: typeof Coordinator): Promise<string[]> => {
      const bench = await coordinator(role);
      await bench.restart();
      await bench.receive("rm1", { type: "inquiry", transaction: TRANSACTION });
      return said(bench);
    };
    expect(await story(Coordinator)).toEqual(["abort"]);
    expect(await story(PresumesCommit)).toEqual(["commit"]);
  });

  it("aborts-alone breaks its promise when nobody tells it the outcome", async () => {
    const story = async (role: typeof Participant): Promise<string[]> => {
      const bench = await participant(role);
      await bench.receiveAndSync("tm", prepare);
      for (let patience = 0; patience < 3; patience += 1) await bench.fireTimers();
      await bench.disk.completeSyncs();
      return said(bench);
    };
    expect(await story(Participant)).toEqual(["yes"]);
    expect(await story(AbortsAlone)).toEqual(["yes", "no"]);
  });

  it("votes-before-logging breaks a promise that it has forgotten", async () => {
    const story = async (role: typeof Participant): Promise<string[]> => {
      const bench = await participant(role);
      await bench.receive("tm", prepare);
      const before = said(bench);
      await bench.restart();
      await bench.receiveAndSync("tm", prepare);
      return [...before, ...said(bench)];
    };
    expect(await story(Participant)).toEqual(["no"]);
    expect(await story(VotesBeforeLogging)).toEqual(["yes", "no"]);
  });

  it("forgets-abort votes yes where it has voted no", async () => {
    const story = async (role: typeof Participant): Promise<string[]> => {
      const bench = await participant(role);
      await bench.receiveAndSync("tm", { ...prepare, transaction: "other" });
      bench.outbox = [];
      await bench.receiveAndSync("tm", prepare);
      await bench.receiveAndSync("tm", { type: "decision", transaction: "other", outcome: "abort" });
      await bench.receiveAndSync("tm", prepare);
      return said(bench);
    };
    expect(await story(Participant)).toEqual(["no"]);
    expect(await story(ForgetsAbort)).toEqual(["no", "yes"]);
  });

  it("are each described, and expected to violate something that the specification says", () => {
    expect(variantDescriptions.map(({ name }) => name).sort()).toEqual(Object.keys(variantClasses).sort());
    const specification = readFileSync(new URL("../../../../specs/TwoPhase.tla", import.meta.url), "utf8");
    for (const { expected } of variantDescriptions) {
      const start = specification.search(new RegExp(`^${expected.action}(\\(rm\\))? ==$`, "m"));
      expect(start, expected.action).toBeGreaterThan(0);
      const body = specification.slice(start, specification.indexOf("\n\n", start));
      expect(body).toContain(`/\\ ${expected.conjunct}\n`);
    }
  });
});
