/**
 * The disk of a process in production: one folder of flat files, with fsync.
 *
 * Changes go to the operating system synchronously and in order, and become durable by `sync`, which also makes the names of the folder durable, as
 * the simulated disk does. Nothing is cached here: what the process reads is what the file holds.
 */
import {
  closeSync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DiskError } from "../../src/simulate/disk.ts";
import { assertFileName, type Disk } from "../../src/simulate/process.ts";

const fsyncDescriptor = promisify(fsync);

export class FileDisk implements Disk {
  readonly #folder: string;
  /** Open files, for appending and syncing. */
  readonly #descriptors = new Map<string, number>();
  /** Counts changes of names; durable up to the second number. */
  #nameChanges = 0;
  #durableNames = 0;
  #isClosed = false;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  read(file: string): string | undefined {
    assertFileName(file);
    try {
      return readFileSync(this.#path(file), "utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  list(): string[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  }

  append(file: string, text: string): void {
    if (this.#isClosed) return;
    writeFully(this.#open(file), text);
  }

  write(file: string, text: string): void {
    if (this.#isClosed) return;
    const descriptor = this.#open(file);
    ftruncateSync(descriptor, 0);
    writeFully(descriptor, text);
  }

  truncate(file: string, length: number): void {
    if (this.#isClosed) return;
    if (!Number.isInteger(length) || length < 0)
      throw new RangeError(`cannot truncate ${file} to ${length} characters`);
    const text = this.#existing(file);
    if (length < text.length) ftruncateSync(this.#open(file), Buffer.byteLength(text.slice(0, length)));
  }

  rename(from: string, to: string): void {
    if (this.#isClosed) return;
    assertFileName(to);
    this.#existing(from);
    if (from === to) return;
    this.#close(from);
    this.#close(to);
    renameSync(this.#path(from), this.#path(to));
    this.#nameChanges++;
  }

  remove(file: string): void {
    if (this.#isClosed) return;
    assertFileName(file);
    this.#close(file);
    rmSync(this.#path(file), { force: true });
    this.#nameChanges++;
  }

  async sync(file: string): Promise<void> {
    // As in the simulator, what a dead process waits for never comes.
    if (this.#isClosed) return new Promise(() => undefined);
    this.#existing(file);
    // A descriptor of its own: the file may be renamed, removed or closed while the sync is under way.
    const descriptor = openSync(this.#path(file), "r+");
    const nameChanges = this.#nameChanges;
    try {
      await fsyncDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (nameChanges > this.#durableNames) {
      await this.#syncFolder();
      this.#durableNames = Math.max(this.#durableNames, nameChanges);
    }
    if (this.#isClosed) return new Promise(() => undefined);
  }

  /** From here on, nothing that the process does reaches the disk. */
  close(): void {
    this.#isClosed = true;
    for (const file of [...this.#descriptors.keys()]) this.#close(file);
  }

  #path(file: string): string {
    return join(this.#folder, file);
  }

  #existing(file: string): string {
    const text = this.read(file);
    if (text === undefined) throw new DiskError(`no such file: ${file}`);
    return text;
  }

  #open(file: string): number {
    assertFileName(file);
    const open = this.#descriptors.get(file);
    if (open !== undefined) return open;
    const descriptor = openSync(this.#path(file), "a");
    // It may be a new file; syncing the folder once too often does no harm.
    this.#nameChanges++;
    this.#descriptors.set(file, descriptor);
    return descriptor;
  }

  #close(file: string): void {
    const descriptor = this.#descriptors.get(file);
    if (descriptor === undefined) return;
    this.#descriptors.delete(file);
    closeSync(descriptor);
  }

  async #syncFolder(): Promise<void> {
    // Windows has no fsync of folders; its file systems journal names by themselves.
    if (process.platform === "win32") return;
    const descriptor = openSync(this.#folder, "r");
    try {
      await fsyncDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function writeFully(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
