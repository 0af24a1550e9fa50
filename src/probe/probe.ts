/**
 * Probes: how a program says, in its own words, what it did. The only part of Lockstep that a program under test imports.
 *
 * A probe goes to the sink that is installed under `Symbol.for("lockstep.probe")`, since programs are bundled apart from
 * the harness and would not share a module with it. Without a sink a probe does nothing, and it never throws into the
 * program (but for sinks of tests, which say so) and never changes what it does. Neither this file nor the log sink has dependencies.
 *
 * @module
 */

export { createLogSink, type LogRecord, type LogSinkOptions } from "./log-sink.ts";

const SINK = Symbol.for("lockstep.probe");

/** What receives probes. The simulator installs one for each run; production uses none, or a log (`createLogSink`). */
export interface ProbeSink {
  /** Whether to find out the source place of each probe, which costs a stack trace. */
  readonly wantsPlaces?: boolean;
  /** What it throws goes on into the program: for tests that hold a program against its specification, and nothing else. */
  readonly mayThrow?: boolean;
  event(name: string, data: unknown, place: string | undefined): void;
  /** Begins a span and returns its id. */
  begin(name: string, data: unknown, place: string | undefined): number;
  end(span: number, name: string, data: unknown, failed: boolean): void;
}

export interface Probe {
  /** An instant: this has happened now. */
  event(this: void, name: string, data?: unknown): void;
  /**
   * A span: the effect lies somewhere inside `work`. If a crash cuts it, both outcomes remain possible. Gives what `work` gives.
   *
   * @example
   * await probe.step("vote.durable", { transaction }, () => disk.sync("votes"));
   */
  step<T>(this: void, name: string, data: unknown, work: () => T | Promise<T>): Promise<T>;
}

export const probe: Probe = {
  event(name, data) {
    const sink = currentSink();
    if (sink === undefined) return;
    try {
      sink.event(name, data, sink.wantsPlaces === true ? callerPlace(probe.event) : undefined);
    } catch (error) {
      fail(sink, error);
    }
  },

  async step(name, data, work) {
    const sink = currentSink();
    if (sink === undefined) return work();
    const span = begin(sink, name, data, sink.wantsPlaces === true ? callerPlace(probe.step) : undefined);
    try {
      const result = await work();
      end(sink, span, name, data, false);
      return result;
    } catch (error) {
      end(sink, span, name, data, true);
      throw error;
    }
  },
};

/** Installs a sink, or none; returns the one before. */
export function setProbeSink(sink: ProbeSink | undefined): ProbeSink | undefined {
  const holder = globalThis as { [SINK]?: ProbeSink | undefined };
  const before = holder[SINK];
  holder[SINK] = sink;
  return before;
}

function currentSink(): ProbeSink | undefined {
  return (globalThis as { [SINK]?: ProbeSink | undefined })[SINK];
}

function begin(sink: ProbeSink, name: string, data: unknown, place: string | undefined): number {
  try {
    return sink.begin(name, data, place);
  } catch (error) {
    fail(sink, error);
    return -1;
  }
}

function end(sink: ProbeSink, span: number, name: string, data: unknown, failed: boolean): void {
  if (span < 0) return;
  try {
    sink.end(span, name, data, failed);
  } catch (error) {
    fail(sink, error);
  }
}

/** A probe that fails must not change what the program does, unless its sink is there to do just that. */
function fail(sink: ProbeSink, error: unknown): void {
  if (sink.mayThrow === true) throw error;
}

/** `file:line:column` of whoever called `callee`; undefined where the host gives no such stack. */
function callerPlace(callee: (...args: never[]) => unknown): string | undefined {
  const holder: { stack?: string } = {};
  const ErrorWithCapture = Error as unknown as { captureStackTrace?: (target: object, above: unknown) => void };
  if (ErrorWithCapture.captureStackTrace === undefined) return undefined;
  ErrorWithCapture.captureStackTrace(holder, callee);
  const frame = holder.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  const place = frame === undefined ? undefined : /(?:\(|at (?:async )?)([^()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place?.replace(/^file:\/\//, "");
}
