/**
 * What a server must not forget: its term, its vote in that term, and its log. Kept in memory, and on the disk as a
 * journal of changes.
 *
 * The invariant: what can be read here is on the disk. A change becomes readable when the sync that makes it durable has
 * completed, and all of one change at once. So whoever acts on what he reads here never acts on what a crash can take away.
 */

import type { Disk } from "lockstep";
import { Log } from "../common/log.ts";
import type { Entry, Index, ServerId, Term } from "./messages.ts";

const JOURNAL = "raft.log";

type JournalRecord =
  | { readonly type: "ballot"; readonly term: Term; readonly votedFor: ServerId | null }
  /** From `from` on the log consists of these entries; what it had there before is gone. */
  | { readonly type: "entries"; readonly from: Index; readonly entries: readonly Entry[] };

/** What is to be different. A field that is left out stays as it is. */
export interface Change {
  readonly term?: Term;
  readonly votedFor?: ServerId | null;
  readonly entries?: readonly Entry[];
}

export class StableState {
  term: Term = 0;
  votedFor: ServerId | null = null;
  /** Never changed in place. */
  entries: readonly Entry[] = [];
  readonly #journal: Log<JournalRecord>;

  constructor(disk: Disk) {
    this.#journal = new Log(disk, JOURNAL);
  }

  /** Resolves when what survived is known, and known to be durable. */
  async recover(): Promise<void> {
    const records = this.#journal.recover();
    await this.#journal.flush();
    for (const record of records) {
      if (record.type === "entries") this.entries = [...this.entries.slice(0, record.from - 1), ...record.entries];
      else Object.assign(this, { term: record.term, votedFor: record.votedFor });
    }
  }

  /** Resolves when the change is durable, at once if there is none. One change at a time. */
  async save({ term = this.term, votedFor = this.votedFor, entries = this.entries }: Change): Promise<void> {
    if (term !== this.term || votedFor !== this.votedFor) this.#journal.append({ type: "ballot", term, votedFor });
    if (entries !== this.entries) this.#journalEntries(entries);
    await this.#journal.flush();
    Object.assign(this, { term, votedFor, entries });
  }

  termAt(index: Index): Term {
    return this.entries[index - 1]?.term ?? 0;
  }

  get lastIndex(): Index {
    return this.entries.length;
  }

  get lastTerm(): Term {
    return this.termAt(this.lastIndex);
  }

  #journalEntries(entries: readonly Entry[]): void {
    let same = 0;
    while (same < entries.length && entries[same] === this.entries[same]) same += 1;
    this.#journal.append({ type: "entries", from: same + 1, entries: entries.slice(same) });
  }
}
