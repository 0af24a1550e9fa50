/**
 * Leads the threads of a divided exploration. States are expanded in rounds: consecutive numbers, of one level. In a round
 * every thread expands states that it has and claims what they lead to (expander.ts); then the new states are numbered as
 * one thread would have numbered them, and entered by the threads that have them.
 *
 * A round counts up to the first state with which something is wrong, or after which a bound is reached: to its end, or
 * as if states from there on had never been looked at. What the exploration then does with that state it does itself.
 */
import type { StateMachine } from "../../compile/types.ts";
import type { SharedValues } from "../../values/types.ts";
import type { Ancestry } from "../ancestry.ts";
import type { FingerprintTable } from "../fingerprint-table.ts";
import type { BreadthFirst } from "../frontier.ts";
import type { StateKey } from "../state-key.ts";
import { Order } from "./board.ts";
import { Claims } from "./claims.ts";
import { Expander, type ExpanderOptions } from "./expander.ts";
import { Totals } from "./expansion-log.ts";
import type { FoundMemory, RoundMemory } from "./round-memory.ts";
import { Outcome, RoundParents } from "./round-parents.ts";

/** When threads share the work, and how long one step waits. Results do not depend on it. */
export interface Sharing {
  /** With fewer states waiting than this, waiting for each other costs more than there is to win: one thread goes on. */
  readonly gatherStates: number;
  /** With so many all do. */
  readonly shareStates: number;
  /**
   * States that one thread expands alone after one with which something seemed wrong, and was not: there may be more of the
   * kind, as when each state makes an atom. Twice as many each time that it comes to that again.
   */
  readonly aloneStates: number;
  readonly waitMillis: number;
}

export const SHARING: Sharing = { gatherStates: 500, shareStates: 2_000, aloneStates: 64, waitMillis: 5 };

/** Then the others are tried again in any case. */
const ALONE_STATES_MAX = 1 << 15;

/** A search that is ended waits so often for threads that are in the middle of a state, or dead. */
const INTERRUPTED_WAITS = 40;

export interface RoundsParts {
  readonly machine: StateMachine;
  readonly options: ExpanderOptions;
  readonly memory: RoundMemory;
  readonly sharing: Sharing;
  readonly onMoved: (found: FoundMemory) => void;
  // ---- the exploration's
  readonly key: StateKey;
  readonly seen: FingerprintTable;
  readonly ancestry: Ancestry;
  readonly frontier: BreadthFirst;
  readonly statesMax: number;
}

/** What a round came to; sums over all threads. */
export interface RoundResult {
  /** States that were expanded. */
  readonly expanded: number;
  readonly found: number;
  /** Something is wrong with the next state. */
  readonly isSuspicious: boolean;
  readonly totals: readonly Totals[];
}

export class Rounds {
  readonly #parts: RoundsParts;
  readonly #expander: Expander;
  readonly #parents: RoundParents;
  readonly #claims: Claims;
  readonly #totals: readonly Totals[];
  #found: FoundMemory;
  #isSharing = false;
  /** What the threads are doing; they do nothing between two rounds. */
  #phase: "between" | "expanding" | "settling" = "between";
  /** The round goes from the state of this number to the one before `#end`. */
  #first = 0;
  #end = 0;
  #result: RoundResult | undefined;
  /** How many states one thread was to expand alone the last time, and the number from which on others help again. */
  #aloneStates = 0;
  #aloneEnd = 0;
  /** Claims of states that may be expanded once more are left, which must not meet them. */
  #areClaimsOld = false;
  /** New states for each state expanded, in the last round. */
  #foundPerState = 1;

  constructor(parts: RoundsParts) {
    const { memory, seen, ancestry } = parts;
    this.#parts = parts;
    this.#parents = new RoundParents(memory.parents);
    this.#claims = new Claims(memory.claims, this.#parents);
    this.#totals = memory.totals.map((each) => new Totals(each));
    const { store } = parts.machine;
    const values = store.beginSharing();
    store.endSharing(true);
    const ordinals = ancestry.shareOrdinals(seen.size);
    this.#found = { version: 1, fingerprints: seen.share(), ordinals, queue: parts.frontier.queue.share(), values };
    this.#expander = new Expander({ ...parts, found: this.#found, thread: 0 });
    parts.onMoved(this.#found);
  }

  /** Whether states are expanded in rounds now; else the exploration expands them. */
  isSharing(): boolean {
    const { frontier, sharing } = this.#parts;
    if (this.#phase !== "between") return true;
    this.#isSharing = frontier.size >= (this.#isSharing ? sharing.gatherStates : sharing.shareStates);
    return this.#isSharing && frontier.levels.number + 1 >= this.#aloneEnd;
  }

  /**
   * Works on a round; gives what it came to when it is over. Throws EvaluationError with code `OUT_OF_MEMORY` when there is
   * no room for what the threads would make.
   */
  step(states: number): RoundResult | undefined {
    if (this.#phase === "between") this.#begin();
    if (this.#phase === "expanding") {
      if (this.#expander.expand(states) || !this.#waitFor("allRest")) return undefined;
      this.#settle();
    }
    return this.#waitFor("isDoneByAll") ? this.#endPhase() : undefined;
  }

  /** Ends the round early, so that what was expanded counts; nothing comes of it when a thread does not hear. */
  interrupt(): RoundResult | undefined {
    this.#expander.board.stopAt(this.#first);
    for (let i = 0; i < INTERRUPTED_WAITS && this.#phase !== "between"; i++) {
      const result = this.step(1);
      if (result !== undefined) return result;
    }
    if (this.#phase !== "between") this.#parts.machine.store.endSharing(false);
    return undefined;
  }

  /** True when it has come to that, now or before a little time has passed. */
  #waitFor(what: "allRest" | "isDoneByAll"): boolean {
    const { board } = this.#expander;
    const { rings } = board;
    if (!board[what]) board.sleep(rings, this.#parts.sharing.waitMillis);
    return board[what];
  }

  #endPhase(): RoundResult | undefined {
    this.#phase = "between";
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  // ---------------------------------------------------------------------------------------- one round

  #begin(): void {
    const { levels } = this.#parts.frontier;
    const { store } = this.#parts.machine;
    store.collectIfDue();
    this.#update(store.beginSharing());
    this.#phase = "expanding";
    const room = Math.floor((this.#claims.slots * 0.4) / this.#foundPerState);
    const states = Math.min(levels.waitingInNext, this.#parents.capacity, Math.max(room, 1));
    this.#first = levels.number + 1;
    this.#end = this.#first + states;
    this.#parents.begin(this.#first);
    this.#parents.clear(states);
    if (this.#areClaimsOld) this.#claims.clear();
    this.#expander.begin(this.#first, this.#end);
    this.#expander.board.give(Order.Expand, this.#first, this.#end, this.#found.version);
  }

  #settle(): void {
    const { seen, ancestry, frontier, machine } = this.#parts;
    machine.store.endSharing(true);
    const { end, found } = this.#number();
    const expanded = end - this.#first;
    const isSuspicious = end < this.#end && this.#parents.outcome(end) === Outcome.Suspicious;
    this.#result = { expanded, found, isSuspicious, totals: this.#totals };
    const { aloneStates } = this.#parts.sharing;
    this.#aloneStates = isSuspicious ? Math.min(Math.max(this.#aloneStates * 2, aloneStates), ALONE_STATES_MAX) : 0;
    this.#aloneEnd = isSuspicious ? end + 1 + this.#aloneStates : 0;
    this.#foundPerState = Math.max(found / Math.max(expanded, 1), 0.01);
    const before = seen.reserve(found);
    ancestry.shareOrdinals(seen.size);
    frontier.queue.reserve(found);
    this.#update(this.#found.values, before);
    this.#phase = "settling";
    const { board } = this.#expander;
    board.give(Order.Settle, this.#first, end, this.#found.version);
    this.#expander.settle(end);
    board.carryOut();
    this.#areClaimsOld = end < this.#end;
  }

  /** Numbers what was found, up to the state before `end`: it is the first that was not expanded, or beyond a bound. */
  #number(): { readonly end: number; readonly found: number } {
    const { seen, ancestry, statesMax } = this.#parts;
    const before = seen.size;
    let size = before;
    let parent = this.#first;
    for (; parent < this.#end && size <= statesMax; parent++) {
      if (this.#parents.outcome(parent) !== Outcome.Expanded) break;
      const count = this.#parents.found(parent);
      this.#parents.setFirstNew(parent, size);
      if (count > 0) ancestry.recordChildren(parent, size, size + count);
      size += count;
    }
    return { end: parent, found: size - before };
  }

  /** Says where memory is that has moved; `before` must be placed anew. */
  #update(values: SharedValues, before?: SharedArrayBuffer): void {
    const { seen, ancestry, frontier } = this.#parts;
    const now = {
      fingerprints: seen.share(),
      ordinals: ancestry.shareOrdinals(seen.size),
      queue: frontier.queue.share(),
      values,
    };
    const { version, fingerprints, ordinals, queue, values: valuesBefore } = this.#found;
    if (
      now.fingerprints === fingerprints &&
      now.ordinals === ordinals &&
      now.queue === queue &&
      values === valuesBefore
    )
      return;
    this.#found = { version: version + 1, ...now, ...(before === undefined ? {} : { before }) };
    this.#parts.onMoved(this.#found);
    this.#expander.move(this.#found);
  }
}
