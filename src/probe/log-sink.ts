/**
 * Probes as a log: one JSON record per line, for validating what a production system did. The record:
 *
 * `{"v":1,"process":"rm1","seq":0,"time":1704067200000000,"name":"vote.durable","data":{...},"span":{"id":0,"phase":"begin"}}`
 *
 * `seq` counts the records of the process from 0, so that a gap shows; `time` is whatever clock the caller gives, in microseconds;
 * `span` is there only for spans. Data that JSON cannot hold is replaced by a note, since a probe never fails.
 */

import type { ProbeSink } from "./probe.ts";

export const LOG_RECORD_VERSION = 1;

export interface LogRecord {
  readonly v: typeof LOG_RECORD_VERSION;
  readonly process: string;
  readonly seq: number;
  readonly time: number;
  readonly name: string;
  readonly data?: unknown;
  readonly span?: { readonly id: number; readonly phase: "begin" | "end" | "failed" };
}

export interface LogSinkOptions {
  readonly process: string;
  /** Microseconds since 1970. */
  readonly now: () => number;
  /** Gets one line at a time, the line feed included. */
  readonly write: (line: string) => void;
}

export function createLogSink(options: LogSinkOptions): ProbeSink {
  let seq = 0;
  let spans = 0;
  const log = (name: string, data: unknown, span: LogRecord["span"]): void => {
    const record = {
      v: LOG_RECORD_VERSION as typeof LOG_RECORD_VERSION,
      process: options.process,
      seq: seq++,
      time: options.now(),
      name,
    };
    options.write(
      `${line({ ...record, ...(data === undefined ? {} : { data }), ...(span === undefined ? {} : { span }) })}\n`,
    );
  };
  return {
    event: (name, data) => log(name, data, undefined),
    begin: (name, data) => {
      const id = spans++;
      log(name, data, { id, phase: "begin" });
      return id;
    },
    end: (id, name, data, failed) => log(name, data, { id, phase: failed ? "failed" : "end" }),
  };
}

function line(record: LogRecord): string {
  try {
    return JSON.stringify(record);
  } catch (error) {
    return JSON.stringify({ ...record, data: { unwritable: error instanceof Error ? error.message : String(error) } });
  }
}
