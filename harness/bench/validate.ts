/**
 * `npm run bench:validate`: how fast `lockstep validate` takes records, and whether its memory stays flat. Logs are made
 * from the specification of two-phase commit; each is read in a process of its own, from the file to the verdict.
 *
 * Seconds are CPU seconds (user) from the first byte to the verdict, without what it takes to prepare the system.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { prepareMapping } from "../../src/observe/log/log-mapping.ts";
import { LogValidator } from "../../src/observe/log/log-validator.ts";
import { hostTerminal } from "../cli/terminal.ts";
import { feed, RecordSource } from "../logs/feed.ts";
import { openLog } from "../logs/line-source.ts";
import { SteadyHeap } from "../logs/steady-heap.ts";
import { count } from "../report/values.ts";
import { bundleSystem } from "../workers/load-system.ts";
import { prepareSubject } from "../workers/prepare-subject.ts";
import { writeLog } from "./log-generator.ts";

interface Case {
  readonly title: string;
  readonly isFull: boolean;
  readonly resourceManagers: number;
  readonly events: number;
  readonly instancesAtOnce?: number;
}

const cases: readonly Case[] = [
  { title: "everything, 3 RMs", isFull: true, resourceManagers: 3, events: 100_000 },
  { title: "everything, 3 RMs", isFull: true, resourceManagers: 3, events: 400_000 },
  { title: "everything, 3 RMs", isFull: true, resourceManagers: 3, events: 1_000_000 },
  { title: "everything, 5,000 open", isFull: true, resourceManagers: 3, events: 400_000, instancesAtOnce: 5_000 },
  { title: "names and arguments, 16 RMs", isFull: false, resourceManagers: 16, events: 100_000 },
  { title: "names and arguments, 16 RMs", isFull: false, resourceManagers: 16, events: 400_000 },
  { title: "names and arguments, 16 RMs", isFull: false, resourceManagers: 16, events: 1_000_000 },
];

/** What a process says of the log that it has read. */
interface Measured {
  readonly verdict: string;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly triesPerEvent: number;
  readonly candidatesPeak: number;
}

const options = new Command("bench:validate")
  .description("Measures how fast lockstep validate reads logs, and how much memory it takes.")
  .option("--only <text>", "cases whose title and number of events contain this")
  .option("--read <log>", "measure this log in this process")
  .option("--managers <n>", "resource managers of the log that is read", Number, 3)
  .parse()
  .opts<{ readonly only?: string; readonly read?: string; readonly managers: number }>();

/** The system's own figure would not do: a process that is started counts what its parent had when it started it. */
class PeakMemory {
  megabytes = process.memoryUsage.rss() / 2 ** 20;
  #looks = 0;

  /** Looks at every tenth call, since asking may take a millisecond. */
  look(): void {
    if (this.#looks++ % 10 === 0) this.megabytes = Math.max(this.megabytes, process.memoryUsage.rss() / 2 ** 20);
  }
}

const { out } = hostTerminal();
if (options.read === undefined) await measureAll();
else out.write(JSON.stringify(await measure(options.read, options.managers)));

async function subjectOf(resourceManagers: number) {
  const bundle = await bundleSystem("sample-systems/two-phase-commit", resolve(".lockstep", "cache"));
  return (await prepareSubject({ bundle, set: { RM: String(resourceManagers) }, variant: undefined })).subject;
}

async function measureAll(): Promise<void> {
  const [processor] = cpus();
  out.write(
    `Node ${process.version}, ${cpus().length} x ${processor?.model ?? "unknown processor"}, load ${loadavg()[0]!.toFixed(1)} at the start\n\n` +
      `${"log".padEnd(28)} ${["events", "events/s", "peak MB", "tries/event", "candidates"].map((title) => title.padStart(11)).join(" ")}\n`,
  );
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  try {
    for (const one of cases)
      if (`${one.title} ${one.events}`.includes(options.only ?? "")) await measureCase(one, join(folder, "log.ndjson"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCase(one: Case, log: string): Promise<void> {
  const { title, resourceManagers, events } = one;
  const { machine, layout } = await subjectOf(resourceManagers);
  await writeLog(log, machine, layout.translator, one);
  const self = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [self, "--read", log, "--managers", String(resourceManagers)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const measured = JSON.parse(child.stdout) as Measured;
  if (measured.verdict !== "conforms") throw new Error(`the log of "${title}" was not accepted`);
  const cells = [
    count(events),
    count(Math.round(events / measured.seconds)),
    count(Math.round(measured.peakMegabytes)),
    measured.triesPerEvent.toFixed(2),
    count(measured.candidatesPeak),
  ];
  out.write(`${title.padEnd(28)} ${cells.map((cell) => cell.padStart(11)).join(" ")}\n`);
}

async function measure(log: string, resourceManagers: number): Promise<Measured> {
  const { machine, explainer, layout } = await subjectOf(resourceManagers);
  const mapping = prepareMapping(machine, layout.translator, { steps: {} });
  const validator = new LogValidator({ machine, explainer, mapping });
  const { signal } = new AbortController();
  const source = new RecordSource(log, await openLog(log, { follow: false, signal }));
  const heap = new SteadyHeap();
  const memory = new PeakMemory();
  const onSlice = (): void => {
    heap.look();
    memory.look();
  };
  const before = process.cpuUsage().user;
  await feed([source], undefined, validator, signal, { isLive: false, onSlice });
  const seconds = (process.cpuUsage().user - before) / 1e6;
  await source.close();
  const { records, tries, candidatesPeak } = validator.counts();
  return {
    verdict: validator.finding?.verdict ?? "conforms",
    seconds,
    peakMegabytes: memory.megabytes,
    triesPerEvent: tries / records,
    candidatesPeak,
  };
}
