/**
 * The disk of one process: flat files of text, with what survives a crash.
 *
 * Model
 * - A change is visible to the process at once and *pending* until a sync that was requested after it completes.
 * - A crash keeps, for each file on its own, what was durable plus a prefix of the pending changes; of the first append that is lost, a part may survive (a torn record).
 * - `write` is two changes, truncation and append, so a crash in between leaves an empty or partial file.
 * - Creating, renaming and removing files are changes of the directory: each atomic, kept as a prefix in their own order, and
 *   made durable by the next completed sync of any file, as the journal of ext4 does in its default mode.
 * - Contents and names are independent: a renamed file whose contents were never synced may come back empty.
 *
 * Limits: no reordering of the changes of one file, no bit rot, no lost sync, no full disk. A torn append is cut between characters, not
 * bytes. Why a prefix: it is what an append-only log on one file sees from a disk that honours fsync; a program that
 * fails under it fails under the weaker models as well.
 */

import type { Choices, Ratio } from "./choices.ts";
import type { DiskView } from "./world-types.ts";

/** Raised in the program, as a file system would: a missing file to rename or sync. */
export class DiskError extends Error {
  override readonly name = "DiskError";
}

type Change =
  { readonly kind: "append"; readonly text: string } | { readonly kind: "truncate"; readonly length: number };

type NameChange =
  | { readonly kind: "create"; readonly name: string; readonly file: FileState }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "remove"; readonly name: string };

/** The contents behind a name. */
class FileState {
  durable = "";
  visible = "";
  pending: Change[] = [];
  /** How many changes have ever become durable: places sync requests among the pending ones. */
  settled = 0;

  apply(change: Change): void {
    this.pending.push(change);
    this.visible = applied(this.visible, change);
  }
}

/** A sync under way: what will be durable when it completes. */
export interface SyncRequest {
  readonly name: string;
  readonly file: FileState;
  readonly contents: string;
  readonly changes: number;
  readonly nameChanges: number;
}

/** What a crash took. */
export interface DiskLoss {
  readonly file: string;
  readonly lostChanges: number;
  readonly torn: boolean;
}

export interface DiskLossOdds {
  readonly loss: Ratio;
  readonly torn: Ratio;
}

export class SimulatedDisk implements DiskView {
  private names = new Map<string, FileState>();
  private durableNames = new Map<string, FileState>();
  private pendingNames: NameChange[] = [];
  private settledNames = 0;

  files(): readonly string[] {
    return [...this.names.keys()].sort();
  }

  visible(name: string): string | undefined {
    return this.names.get(name)?.visible;
  }

  durable(name: string): string | undefined {
    return this.durableNames.get(name)?.durable;
  }

  append(name: string, text: string): void {
    this.openOrCreate(name).apply({ kind: "append", text });
  }

  write(name: string, text: string): void {
    const file = this.openOrCreate(name);
    if (file.visible !== "") file.apply({ kind: "truncate", length: 0 });
    file.apply({ kind: "append", text });
  }

  truncate(name: string, length: number): void {
    if (!Number.isInteger(length) || length < 0)
      throw new RangeError(`cannot truncate ${name} to ${length} characters`);
    const file = this.existing(name);
    if (length < file.visible.length) file.apply({ kind: "truncate", length });
  }

  rename(from: string, to: string): void {
    this.existing(from);
    if (from !== to) this.changeNames({ kind: "rename", from, to });
  }

  remove(name: string): void {
    if (this.names.has(name)) this.changeNames({ kind: "remove", name });
  }

  requestSync(name: string): SyncRequest {
    const file = this.existing(name);
    return {
      name,
      file,
      contents: file.visible,
      changes: file.settled + file.pending.length,
      nameChanges: this.settledNames + this.pendingNames.length,
    };
  }

  /** Requests may complete in any order; an older one than the last changes nothing. */
  completeSync(request: SyncRequest): void {
    const { file } = request;
    if (request.changes > file.settled) {
      file.pending.splice(0, request.changes - file.settled);
      file.settled = request.changes;
      file.durable = request.contents;
    }
    const settling = request.nameChanges - this.settledNames;
    if (settling > 0) {
      for (const change of this.pendingNames.splice(0, settling)) renamed(this.durableNames, change);
      this.settledNames = request.nameChanges;
    }
  }

  /** Whether a crash now could lose anything. */
  hasPending(): boolean {
    if (this.pendingNames.length > 0) return true;
    for (const file of this.names.values()) if (file.pending.length > 0) return true;
    return false;
  }

  /** The power is gone: pending changes survive as far as the choices say. Returns what was lost. */
  crash(choices: Choices, stream: string, odds: DiskLossOdds): DiskLoss[] {
    const losses: DiskLoss[] = [];
    for (const [file, name] of this.reachableFiles()) {
      if (file.pending.length === 0) continue;
      // A stream for each file: what one loses does not depend on which others had something to lose.
      const fileStream = `${stream}/${name}`;
      const gone = drawLost(choices, fileStream, odds, file.pending.length);
      const torn = settleContents(file, gone, choices, fileStream, odds);
      if (gone > 0) losses.push({ file: name, lostChanges: gone, torn });
    }
    const pending = this.pendingNames.length;
    if (pending > 0) {
      const gone = drawLost(choices, `${stream}/(names)`, odds, pending);
      for (const change of this.pendingNames.slice(0, pending - gone)) renamed(this.durableNames, change);
      if (gone > 0) losses.push({ file: "(names)", lostChanges: gone, torn: false });
    }
    this.settledNames += pending;
    this.pendingNames = [];
    this.names = new Map(this.durableNames);
    return losses;
  }

  /**
   * Every file that has a name now or may get one back, when a rename or removal is lost; in the order of the names, so that the
   * draws are the same in every run.
   */
  private reachableFiles(): Map<FileState, string> {
    const files = new Map<FileState, string>();
    for (const [name, file] of this.names) files.set(file, name);
    for (const [name, file] of this.durableNames) if (!files.has(file)) files.set(file, name);
    for (const change of this.pendingNames) {
      if (change.kind === "create" && !files.has(change.file)) files.set(change.file, change.name);
    }
    return files;
  }

  private openOrCreate(name: string): FileState {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const file = new FileState();
    this.changeNames({ kind: "create", name, file });
    return file;
  }

  private existing(name: string): FileState {
    const file = this.names.get(name);
    if (file === undefined) throw new DiskError(`no such file: ${name}`);
    return file;
  }

  private changeNames(change: NameChange): void {
    this.pendingNames.push(change);
    renamed(this.names, change);
  }
}

/** How many of the pending changes are lost: 0 is the calm outcome. */
function drawLost(choices: Choices, stream: string, odds: DiskLossOdds, pending: number): number {
  return choices.channel(stream, "loses").chance(odds.loss) ? 1 + choices.channel(stream, "lost").choose(pending) : 0;
}

/** Leaves in the file what survives, and says whether a record was torn. */
function settleContents(file: FileState, gone: number, choices: Choices, stream: string, odds: DiskLossOdds): boolean {
  const surviving = file.pending.length - gone;
  let text = file.durable;
  for (let index = 0; index < surviving; index++) text = applied(text, file.pending[index] as Change);
  const firstLost = file.pending[surviving];
  let isTorn = false;
  if (firstLost?.kind === "append" && firstLost.text.length > 1 && choices.channel(stream, "torn").chance(odds.torn)) {
    const kept = choices.channel(stream, "kept");
    text += firstLost.text.slice(0, characterBoundary(firstLost.text, 1 + kept.choose(firstLost.text.length - 1)));
    isTorn = true;
  }
  file.settled += file.pending.length;
  file.pending = [];
  file.durable = text;
  file.visible = text;
  return isTorn;
}

function applied(text: string, change: Change): string {
  return change.kind === "append" ? text + change.text : text.slice(0, change.length);
}

function renamed(names: Map<string, FileState>, change: NameChange): void {
  switch (change.kind) {
    case "create":
      names.set(change.name, change.file);
      return;
    case "remove":
      names.delete(change.name);
      return;
    case "rename": {
      const file = names.get(change.from);
      if (file === undefined) return;
      names.delete(change.from);
      names.set(change.to, file);
      return;
    }
  }
}

/** The largest cut up to `length` that does not split a surrogate pair. */
function characterBoundary(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}
