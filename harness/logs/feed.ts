/**
 * Feeds the records of one or several logs to a validator, in the order in which they happened as far as their clocks tell.
 * Holds one chunk of each log at a time.
 */
import type { LogValidator } from "../../src/observe/log/log-validator.ts";
import type { LogRecord } from "../../src/observe/log/record.ts";
import type { Merged, RecordMerge } from "../../src/observe/log/record-merge.ts";
import { RecordReader } from "../../src/observe/log/record-reader.ts";
import { FOLLOWING_MAX } from "../../src/conform/repair/timeline.ts";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { yieldToHost } from "../cli/interrupt.ts";
import type { LineSource } from "./line-source.ts";

/** Records between two looks at signals. */
const recordsPerSlice = 2_000;
/** Records after a violation that are looked through for what the same instance did next. */
const lookaheadRecords = 20_000;

/** The records of one log, read one after another. */
export class RecordSource {
  readonly log: string;
  /** Lines whose last one was cut off: of a log that is still written, or whose writer was killed. */
  isTruncated = false;
  readonly #lines: LineSource;
  readonly #reader: RecordReader;
  #isEnded = false;

  constructor(log: string, lines: LineSource) {
    this.log = log;
    this.#lines = lines;
    this.#reader = new RecordReader(log);
  }

  /** The next record; undefined at the end of the log. Throws a DiagnosticError for a line that is no record. */
  async next(): Promise<LogRecord | undefined> {
    for (;;) {
      const record = this.nextRead();
      if (record !== undefined) return record;
      if (this.#isEnded) return undefined;
      if (!(await this.#lines.fill())) {
        this.#isEnded = true;
        return this.#last();
      }
    }
  }

  /** The next record of what has been read already. */
  nextRead(): LogRecord | undefined {
    for (let text = this.#lines.take(); text !== undefined; text = this.#lines.take()) {
      if (text.trim() !== "") return this.#reader.read(this.#lines.line, text);
    }
    return undefined;
  }

  /** What stands behind the last line feed: a record, or the beginning of one. */
  #last(): LogRecord | undefined {
    const text = this.#lines.rest;
    if (text.trim() === "") return undefined;
    try {
      return this.#reader.read(this.#lines.line + 1, text);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      this.isTruncated = true;
      return undefined;
    }
  }

  close(): Promise<void> {
    return this.#lines.close();
  }
}

/** Feeds, by `merge` when there are several logs, until the logs end, the signal comes, or a violation and some of what follows it have been seen. */
export async function feed(
  sources: readonly RecordSource[],
  merge: RecordMerge | undefined,
  validator: LogValidator,
  signal: AbortSignal,
  options: { readonly isLive: boolean; readonly onSlice: () => void },
): Promise<void> {
  const next = merge === undefined ? single(sources[0]!) : merged(sources, merge, validator);
  let lookahead = lookaheadRecords;
  for (let count = 1; !signal.aborted; count++) {
    // A log that is followed is not waited for once something is wrong: what is there must do.
    const isOver = options.isLive && validator.finding !== undefined;
    const record = isOver ? sources.map((source) => source.nextRead()).find((one) => one !== undefined) : await next();
    if (record === undefined) break;
    validator.take(record);
    if (validator.finding !== undefined && (--lookahead === 0 || validator.following.length >= FOLLOWING_MAX)) break;
    if (count % recordsPerSlice !== 0) continue;
    options.onSlice();
    await yieldToHost();
  }
  validator.finish();
}

type Next = () => Promise<LogRecord | undefined> | LogRecord | undefined;

function single(source: RecordSource): Next {
  return () => source.nextRead() ?? source.next();
}

function merged(sources: readonly RecordSource[], merge: RecordMerge, validator: LogValidator): Next {
  let last: Merged | undefined;
  const refill = async (source: number): Promise<void> => {
    const record = await sources[source]!.next();
    if (record !== undefined) return merge.add(source, record);
    merge.end(source);
    if (sources[source]!.isTruncated && last !== undefined) validator.cutOff(last.record);
  };
  const take = (): LogRecord | undefined => (last = merge.take())?.record;
  const begin = async (): Promise<LogRecord | undefined> => {
    await Promise.all(sources.map((_, source) => refill(source)));
    return take();
  };
  return () => {
    if (last === undefined) return begin();
    const { source } = last;
    const record = sources[source]!.nextRead();
    if (record === undefined) return refill(source).then(take);
    merge.add(source, record);
    return take();
  };
}
