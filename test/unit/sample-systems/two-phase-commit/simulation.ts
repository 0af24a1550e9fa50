/**
 * Runs the whole system in a world and judges it by what two-phase commit promises, without the specification: nobody
 * commits what somebody else aborts, nobody changes his mind, and in the end everybody who voted knows.
 */
import type { Coordinator } from "../../../../sample-systems/two-phase-commit/coordinator.ts";
import type { Message, Outcome, Posting, Result, Vote } from "../../../../sample-systems/two-phase-commit/messages.ts";
import type { Participant } from "../../../../sample-systems/two-phase-commit/participant.ts";
import system from "../../../../sample-systems/two-phase-commit/system.ts";
import { Choices } from "../../../../src/simulate/choices.ts";
import { inMacrotask } from "../../../../src/simulate/host.ts";
import type { Envelope, WorldObserver } from "../../../../src/simulate/observer.ts";
import type { ProcessOptions, RunResult } from "../../../../src/simulate/world-types.ts";
import { World } from "../../../../src/simulate/world.ts";

export type Fault = "calm" | "reorder" | "lossy" | "chaos";

/** What was heard of one transaction. */
interface Heard {
  readonly postings: Map<string, Posting>;
  readonly decisions: Set<Outcome>;
  /** By participant, in the order in which it said so. */
  readonly applied: Map<string, Outcome>;
  /** The last vote of each participant. */
  readonly votes: Map<string, Vote>;
}

export interface Judgement {
  readonly result: RunResult;
  readonly complaints: string[];
  readonly committed: number;
  readonly aborted: number;
  readonly undecided: number;
}

const RM = ["rm1", "rm2", "rm3"];

export function processesOf(variant?: string): Record<string, ProcessOptions> {
  const right = system.definition.processes({ RM });
  const wrong = variant === undefined ? undefined : system.definition.variants?.[variant];
  return { ...(wrong === undefined ? right : wrong.processes(right)) };
}

class Listener implements WorldObserver {
  readonly complaints: string[] = [];
  readonly transactions = new Map<string, Heard>();
  readonly results: Result[] = [];

  send({ from, to, message: data }: Envelope): void {
    const message = data as Message;
    if (message.type === "begin") return;
    const heard = this.#heard(message.transaction);
    switch (message.type) {
      case "prepare":
        heard.postings.set(to, message.posting);
        return;
      case "vote":
        if ((heard.votes.get(from) ?? message.vote) !== message.vote || heard.applied.has(from)) {
          this.complaints.push(`${message.transaction}: ${from} has changed its vote`);
        }
        heard.votes.set(from, message.vote);
        return;
      case "decision":
        heard.decisions.add(message.outcome);
        if (heard.decisions.size > 1) this.complaints.push(`${message.transaction}: both decisions were sent`);
        return;
      case "acknowledgement":
        this.#apply(from, message.transaction, message.outcome, heard);
        return;
      case "result":
        this.results.push(message);
        return;
      case "inquiry":
        return;
    }
  }

  #apply(participant: string, transaction: string, outcome: Outcome, heard: Heard): void {
    heard.applied.set(participant, outcome);
    if (new Set(heard.applied.values()).size > 1) this.complaints.push(`${transaction}: one commits, another aborts`);
  }

  #heard(transaction: string): Heard {
    let heard = this.transactions.get(transaction);
    if (heard === undefined) {
      heard = { postings: new Map(), decisions: new Set(), applied: new Map(), votes: new Map() };
      this.transactions.set(transaction, heard);
    }
    return heard;
  }
}

/** One run with one seed, driven to its end. */
export function simulate(seed: string, profile: Fault, variant?: string): Promise<Judgement> {
  const listener = new Listener();
  const world = new World({
    choices: new Choices({ seed }),
    processes: processesOf(variant),
    faults: { ...system.definition.faults, profile },
    observer: listener,
  });
  return inMacrotask(() => {
    world.run();
    return judge(world, listener);
  });
}

function judge(world: World, listener: Listener): Judgement {
  const result = world.result();
  const { complaints } = listener;
  if (result.end?.kind !== "quiescent") complaints.push(`ended by ${result.end?.kind ?? "nothing"}`);
  const count = { commit: 0, abort: 0, undecided: 0 };
  for (const [transaction, heard] of listener.transactions) {
    const [decision] = heard.decisions;
    count[decision ?? "undecided"] += 1;
    for (const participant of heard.votes.keys()) {
      const state = memory<Participant>(world, participant)?.transaction(transaction)?.state;
      const expected = decision === "commit" ? "committed" : "aborted";
      // Whoever has forgotten an aborted transaction holds nothing that would contradict it.
      const agrees = state === expected || (state === undefined && expected === "aborted");
      if (!agrees) complaints.push(`${transaction}: ${participant} is ${state ?? "ignorant"}, not ${expected}`);
    }
    if (memory<Coordinator>(world, "tm")?.transaction(transaction) !== undefined) {
      complaints.push(`${transaction} has not ended`);
    }
  }
  complaints.push(...wrongBalances(world, listener), ...wrongResults(listener));
  return { result, complaints, committed: count.commit, aborted: count.abort, undecided: count.undecided };
}

/** Each account holds what it held at the beginning, and what committed transactions have added. */
function wrongBalances(world: World, listener: Listener): string[] {
  const wrong: string[] = [];
  for (const rm of RM) {
    const expected = new Map<string, number>();
    for (const { decisions, postings } of listener.transactions.values()) {
      const posting = postings.get(rm);
      if (posting === undefined || !decisions.has("commit")) continue;
      expected.set(posting.account, (expected.get(posting.account) ?? 50) + posting.amount);
    }
    for (const [account, balance] of expected) {
      const actual = memory<Participant>(world, rm)?.balance(account);
      if (actual !== balance) wrong.push(`${rm} has ${actual ?? "no memory"} in ${account}, not ${balance}`);
      if (balance < 0) wrong.push(`${rm} was allowed to overdraw ${account}`);
    }
  }
  return wrong;
}

function wrongResults({ results, transactions }: Listener): string[] {
  return results
    .filter(({ transaction, outcome }) => transactions.get(transaction)?.decisions.has(outcome) !== true)
    .map(({ transaction, outcome }) => `${transaction}: the client was told ${outcome}`);
}

function memory<T>(world: World, process: string): T | undefined {
  return world.handlerOf(process) as T | undefined;
}
