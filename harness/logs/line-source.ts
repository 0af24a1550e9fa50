/**
 * The lines of a log file, in constant memory: plain or gzip, once to its end or following a file that still grows.
 *
 * What comes after the last line feed is no line yet. At the end of a log that is not followed it is given as `rest`.
 */
import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import type { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { mistake } from "../cli/command-error.ts";

/** Its text is small enough for the part of the heap that is tidied up first. */
const chunkBytes = 1 << 16;
/** A line is held in memory while it is read. */
export const LINE_LENGTH_MAX = 1 << 23;
/** How often a log that is followed is looked at again. */
const pollMillis = 200;

export class LineSource {
  /** Number of the line that was taken last, from 1. */
  line = 0;
  /** What follows the last line feed, once the log has ended; empty for a log that ends well. */
  rest = "";
  #lines: string[] = [];
  #at = 0;
  #isBegun = false;
  readonly #log: string;
  readonly #chunks: AsyncIterator<string>;
  readonly #file: FileHandle | undefined;

  /** `log` is its name in messages; `file` is closed with the source. */
  constructor(log: string, chunks: AsyncIterable<string>, file?: FileHandle) {
    this.#log = log;
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#file = file;
  }

  /** The next line that has been read already, without its line feed. */
  take(): string | undefined {
    if (this.#at === this.#lines.length) return undefined;
    this.line++;
    return this.#lines[this.#at++];
  }

  /** Reads on; false at the end. Call when `take` has nothing more. Throws a DiagnosticError for a line without end. */
  async fill(): Promise<boolean> {
    const parts = [this.rest];
    let length = this.rest.length;
    for (;;) {
      const next: IteratorResult<string, unknown> = await this.#chunks.next();
      if (next.done === true) {
        this.rest = parts.join("");
        return false;
      }
      const value = this.#isBegun ? next.value : withoutMark(next.value);
      this.#isBegun = true;
      if (!value.includes("\n")) {
        // A line of megabytes comes in many chunks: joined once, when it is whole.
        parts.push(value);
        length += value.length;
        if (length > LINE_LENGTH_MAX) throw this.#tooLong();
        continue;
      }
      const lines = (parts.join("") + value).split("\n");
      this.rest = lines.pop()!;
      this.#lines = lines;
      this.#at = 0;
      return true;
    }
  }

  #tooLong(): DiagnosticError {
    const message = `${this.#log}:${this.line + 1}: the line is longer than LINE_LENGTH_MAX = ${LINE_LENGTH_MAX} characters`;
    return mistake("LS5016", message, { hint: "each line is one JSON object; is there a line feed after each?" });
  }

  /** Lets go of the file. A generator that has not begun does not end either, so that the file is not closed there. */
  async close(): Promise<void> {
    await this.#chunks.return?.(undefined);
    await this.#file?.close();
  }
}

export interface OpenOptions {
  /** Wait for more at the end of the file, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** Opens a log. Throws a DiagnosticError when it cannot be read. */
export async function openLog(path: string, options: OpenOptions): Promise<LineSource> {
  const handle = await openFile(path);
  if (path.endsWith(".gz")) {
    await handle.close();
    if (options.follow) {
      throw mistake("LS7006", `${path}: a compressed log cannot be followed`, { hint: "leave --follow out" });
    }
    return new LineSource(path, unzipped(path));
  }
  const chunks = options.follow ? followed(path, handle, options) : toEnd(handle, new StringDecoder("utf8"));
  return new LineSource(path, chunks, handle);
}

/** Without the byte order mark that some editors and shells put before a file. */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, "r");
    if (!(await handle.stat()).isDirectory()) return handle;
    await handle.close();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw mistake("LS7006", `cannot read the log ${path}${reason}`, {
      hint: "check the path; it is relative to the current folder",
    });
  }
  throw mistake("LS7006", `cannot read the log ${path}: it is a folder`, { hint: "give the files in it" });
}

/** What is there to be read from where the handle stands; the result is the number of bytes. */
async function* toEnd(handle: FileHandle, decoder: StringDecoder): AsyncGenerator<string, number> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let bytes = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
    if (bytesRead === 0) return bytes;
    bytes += bytesRead;
    yield decoder.write(buffer.subarray(0, bytesRead));
  }
}

/**
 * A log that grows. Where another file takes its place, or it is cut, records may be lost between the two: that ends
 * the reading with a message, after all that the old file holds.
 */
async function* followed(path: string, handle: FileHandle, { signal }: OpenOptions): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let bytes = 0;
  while (!signal.aborted) {
    const isReplaced = await isOther(path, handle);
    bytes += yield* toEnd(handle, decoder);
    const { size } = await handle.stat();
    if (size < bytes) throw notFollowed(path, `it was cut: ${bytes} bytes were read, and it has ${size}`);
    if (isReplaced) throw notFollowed(path, "another file has taken its place, or it was removed");
    await pause(signal);
  }
}

async function isOther(path: string, handle: FileHandle): Promise<boolean> {
  const before = await handle.stat();
  try {
    const { ino, dev } = await stat(path);
    return ino !== before.ino || dev !== before.dev;
  } catch {
    return true;
  }
}

function notFollowed(path: string, what: string): DiagnosticError {
  return mistake("LS7006", `${path} cannot be followed further: ${what}`, {
    hint: "start again with the new file, or put the rotated files together and validate them as one log",
  });
}

async function* unzipped(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const unzip: Readable = file.pipe(createGunzip());
  file.on("error", (error) => unzip.destroy(error));
  unzip.setEncoding("utf8");
  try {
    for await (const chunk of unzip) yield chunk as string;
  } catch (error) {
    throw mistake("LS7006", `${path}: ${error instanceof Error ? error.message : String(error)}`, {
      hint: "the file is cut off, or is no gzip file",
    });
  } finally {
    file.destroy();
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, pollMillis);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
