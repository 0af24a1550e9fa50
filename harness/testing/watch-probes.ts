/**
 * Holds a live program against its specification, at every step: the probes that it reaches while a test runs go to a
 * validator, which throws at the probe that the specification does not allow. No simulator: whatever the test starts runs
 * as it is.
 *
 * There is one sink for probes in a process, so watched tests run one after another.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { byNumber } from "../../src/conform/repair/words.ts";
import type { LogMapping } from "../../src/observe/log/log-mapping.ts";
import type { LogDebt, LogFinding } from "../../src/observe/log/log-finding.ts";
import { LogValidator } from "../../src/observe/log/log-validator.ts";
import type { ProgramRecord } from "../../src/observe/log/record.ts";
import { probe, setProbeSink, type ProbeSink } from "../../src/probe/probe.ts";
import { logSubject, type LogSubject } from "../logs/log-subject.ts";
import { explanationLines, shortPlace } from "../report/explanation-text.ts";
import { failedEvaluationJson, failedEvaluationText } from "../report/failed-evaluation.ts";
import { boundText, brokenText, saidText } from "../report/validate-report.ts";
import { asTestError, ConformanceError, explainedDetails, messageStream, userFrames } from "./conformance-error.ts";
import { pathOf } from "./paths.ts";

/** Who reports when nobody says so. */
const processDefault = "test";

/** What a program is held against: a system file, or a specification and what the program's words mean in it. */
export type WatchedSpecification = {
  /** Constants, as `--set` takes them. */
  readonly set?: Readonly<Record<string, string>>;
} & (
  | { readonly system: string | URL; readonly mapping?: LogMapping }
  | { readonly spec: string | URL; readonly config?: string | URL; readonly mapping: LogMapping }
);

export interface WatchOptions {
  /**
   * Throw out of the probe that is not allowed, into the program; true when left out. Otherwise it is told at the end, with
   * what the program did next taken into account.
   */
  readonly throws?: boolean;
}

/** What a watched program did. */
export interface Watched {
  readonly events: number;
  /** Steps of the specification, those included that nobody reported. */
  readonly steps: number;
  readonly debts: readonly LogDebt[];
}

/**
 * Makes a specification ready to watch programs; once for many tests.
 *
 * @example
 * const lock = await watchProbes({ system: new URL("./system.ts", import.meta.url) });
 *
 * test("a lock is released by its holder only", async () => {
 *   await lock.run(() => {
 *     const server = new LockServer(fakeContext);
 *     server.receive("c1", "acquire");
 *     server.receive("c1", "release");
 *   });
 * });
 */
export async function watchProbes(specification: WatchedSpecification): Promise<ProbeWatcher> {
  const frames = userFrames(watchProbes);
  const { set, mapping } = specification;
  const more = { ...(set === undefined ? {} : { set }), ...(mapping === undefined ? {} : { mapping }) };
  try {
    if ("system" in specification)
      return watcherOf(await logSubject({ system: pathOf(specification.system), ...more }));
    const { spec, config } = specification;
    const files = { spec: pathOf(spec), ...(config === undefined ? {} : { config: pathOf(config) }) };
    return watcherOf(await logSubject({ ...files, ...more }));
  } catch (error) {
    throw asTestError(error, frames);
  }
}

export interface ProbeWatcher {
  /**
   * Runs `work` and holds every probe in it against the specification, from its initial states on. Throws a
   * `ConformanceError` for a step that is not allowed, when a bound was hit, or when no step was seen.
   */
  run(work: () => unknown, options?: WatchOptions): Promise<Watched>;
  /** Runs `work`, and what it starts, as a process: the `node` of the mapping. `test` when nobody says so. */
  as<T>(process: string, work: () => T): T;
}

function watcherOf(subject: LogSubject): ProbeWatcher {
  const process = new AsyncLocalStorage<string>();
  return {
    as: (name, work) => process.run(name, work),
    run: async function run(work: () => unknown, { throws = true }: WatchOptions = {}): Promise<Watched> {
      const frames = userFrames(run);
      const watch = new Watch(subject, () => process.getStore() ?? processDefault, throws);
      const before = setProbeSink(watch.sink);
      try {
        await work();
      } finally {
        setProbeSink(before);
      }
      return watch.end(frames);
    },
  };
}

/** From the line of the program that reports on; a program that brings its own copy of the probe shows that copy too. */
function probeFrames(): string {
  return userFrames(probe.event, probe.step, probeFrames);
}

/** One run of a watched program. */
class Watch {
  readonly sink: ProbeSink;
  readonly #subject: LogSubject;
  readonly #validator: LogValidator;
  readonly #process: () => string;
  readonly #throws: boolean;
  /** The first thing that went wrong: thrown once more at the end, since a program may have caught it. */
  #error: unknown;
  /** Stack of the probe that is not allowed. */
  #frames = "";
  #events = 0;
  /** Places of the spans that were begun, by id: the end of a span stands where it began. */
  readonly #spans: (string | undefined)[] = [];

  constructor(subject: LogSubject, process: () => string, throws: boolean) {
    const { machine, explainer, mapping } = subject;
    this.#subject = subject;
    this.#process = process;
    this.#throws = throws;
    this.#validator = new LogValidator({ machine, explainer, mapping, eventName: byNumber });
    this.sink = {
      wantsPlaces: true,
      mayThrow: throws,
      event: (name, data, place) => this.#take(name, data, place, undefined),
      begin: (name, data, place) => {
        const id = this.#spans.push(place) - 1;
        this.#take(name, data, place, { id, phase: "begin" });
        return id;
      },
      end: (id, name, data, failed) =>
        this.#take(name, data, this.#spans[id], { id, phase: failed ? "failed" : "end" }),
    };
  }

  #take(name: string, data: unknown, place: string | undefined, span: ProgramRecord["span"]): void {
    if (this.#error !== undefined) return;
    const hadFinding = this.#validator.finding !== undefined;
    try {
      this.#validator.take(this.#record(name, data, place, span));
    } catch (error) {
      throw (this.#error = asTestError(error, probeFrames()));
    }
    const { finding } = this.#validator;
    if (finding === undefined || hadFinding) return;
    this.#frames = probeFrames();
    if (this.#throws) throw (this.#error = this.#refusal(finding));
  }

  #record(name: string, data: unknown, place: string | undefined, span: ProgramRecord["span"]): ProgramRecord {
    const isObject = typeof data === "object" && data !== null && !Array.isArray(data);
    return {
      kind: "program",
      log: this.#subject.name,
      line: ++this.#events,
      process: this.#process(),
      seq: undefined,
      time: undefined,
      clock: undefined,
      name,
      data: isObject ? (data as Readonly<Record<string, unknown>>) : { value: data },
      span,
      ...(place === undefined ? {} : { place }),
    };
  }

  end(frames: string): Watched {
    if (this.#error !== undefined) throw this.#error as Error;
    this.#validator.finish();
    if (this.#validator.finding !== undefined) throw this.#refusal(this.#validator.finding);
    const { records, steps } = this.#validator.counts();
    if (steps > 0) return { events: records, steps, debts: this.#validator.debts };
    const what = records === 0 ? "no probe was reached" : `none of its ${records} events is a step`;
    throw new ConformanceError(`UNKNOWN  ${this.#subject.name}: ${what}`, { verdict: "unknown" }, frames);
  }

  /** The finding as an error, with the stack of the probe that made it one. */
  #refusal(finding: LogFinding): ConformanceError {
    const { name } = this.#subject;
    const { record, instance } = finding;
    const where = "place" in record && record.place !== undefined ? ` at ${shortPlace(record.place)}` : "";
    const whose = instance === "" ? {} : { instance };
    const event = `  event ${record.line}: ${record.process} reports ${saidText(record)}${where}${instance === "" ? "" : `, instance ${instance}`}`;
    if (finding.verdict === "unknown") {
      const failed = this.#validator.failedEvaluation(finding);
      const why = failed === undefined ? "" : `\n${failedEvaluationText(failed, messageStream()).trimEnd()}`;
      const diagnostics = failed === undefined ? {} : { diagnostics: [failedEvaluationJson(failed)] };
      const details = { verdict: "unknown" as const, event: record.line, ...whose, ...diagnostics };
      return new ConformanceError(`UNKNOWN  ${name}: ${boundText(finding)}\n${event}${why}`, details, this.#frames);
    }
    const explanation = this.#validator.explain(finding);
    const lines = [
      `FAIL  ${name}: ${brokenText(finding.violation)}`,
      event,
      "",
      ...explanationLines(explanation, messageStream()),
    ];
    const details = { verdict: "violates" as const, ...explainedDetails(explanation), event: record.line, ...whose };
    return new ConformanceError(lines.join("\n"), details, this.#frames);
  }
}
