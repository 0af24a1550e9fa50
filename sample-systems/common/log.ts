/**
 * A write-ahead log on one file of the process's disk: a line for each record, each with a checksum.
 *
 * `append` puts a record behind the others; it is durable once a `flush` that was asked for after it has completed.
 * Records become durable in order, so a record that survives a crash has all its predecessors. A torn last line (a crash
 * in the middle of a write) is cut off when the log is opened; it was never flushed, so nobody was ever told about it.
 *
 * A flush that fails is not retried: after a failed fsync nobody can say what the disk holds. The rejection ends the
 * process, and the restart reads what is really there.
 */

import type { Disk } from "lockstep";

export class Log<Entry> {
  readonly #disk: Disk;
  readonly #file: string;
  /** Whether something was appended after the last flush began. */
  #dirty = false;
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(disk: Disk, file: string) {
    this.#disk = disk;
    this.#file = file;
  }

  /** Reads what survived, oldest first. To be called once, before the first append. */
  recover(): Entry[] {
    const text = this.#disk.read(this.#file) ?? "";
    const entries: Entry[] = [];
    let intact = 0;
    for (;;) {
      const end = text.indexOf("\n", intact);
      const entry = end < 0 ? undefined : decode<Entry>(text.slice(intact, end));
      if (entry === undefined) break;
      entries.push(entry.value);
      intact = end + 1;
    }
    if (intact < text.length) this.#disk.truncate(this.#file, intact);
    // What a process can read after its own crash need not be on the disk yet: the operating system may still hold it.
    this.#dirty = text.length > 0;
    return entries;
  }

  append(entry: Entry): void {
    this.#disk.append(this.#file, encode(entry));
    this.#dirty = true;
  }

  /**
   * Resolves once everything appended so far is durable. One sync serves all who wait for it (group commit): whoever
   * comes while a sync is under way, which may have begun before his record was written, shares the next one.
   */
  flush(): Promise<void> {
    if (this.#running !== undefined) {
      if (!this.#dirty) return this.#running;
      this.#queued ??= this.#running.then(() => {
        this.#queued = undefined;
        return this.#sync();
      });
      return this.#queued;
    }
    return this.#dirty ? this.#sync() : Promise.resolve();
  }

  /** Replaces the whole log by fewer records that say the same. Nothing may be appended until it has resolved. */
  async compact(entries: readonly Entry[]): Promise<void> {
    const successor = `${this.#file}.new`;
    this.#disk.write(successor, entries.map(encode).join(""));
    await this.#disk.sync(successor);
    this.#disk.rename(successor, this.#file);
    this.#dirty = true;
    await this.flush();
  }

  #sync(): Promise<void> {
    this.#dirty = false;
    const done = this.#disk.sync(this.#file).then(() => {
      this.#running = undefined;
    });
    this.#running = done;
    return done;
  }
}

function encode(entry: unknown): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

/** The entry of a line, wrapped so that any value can be one; `undefined` if the line is damaged. */
function decode<Entry>(line: string): { value: Entry } | undefined {
  const json = line.slice(CHECKSUM_LENGTH + 1);
  if (line.slice(0, CHECKSUM_LENGTH) !== checksum(json)) return undefined;
  return { value: JSON.parse(json) as Entry };
}

const CHECKSUM_LENGTH = 8;

/** FNV-1a, 32 bits: it has to notice a torn line, not an attacker. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(CHECKSUM_LENGTH, "0");
}
