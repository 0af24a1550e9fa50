/**
 * Which faults a run may suffer, and how often. Odds are exact ratios, durations are microseconds of virtual time.
 *
 * A profile gives all fields; a system overrides the ones it wants. With `swarm`, each run first draws for every kind of fault whether it takes part at all
 * (Groce et al., "Swarm testing", ISSTA 2012): runs with few kinds of fault reach places that runs with all of them never see.
 */

import { CHOICE_BOUND_MAX, type Ratio } from "./choices.ts";

export interface NetworkFaults {
  readonly delayMinMicros: number;
  readonly delayMaxMicros: number;
  /** Odds that a message is slow: anywhere up to `slowMaxMicros`. */
  readonly slow: Ratio;
  readonly slowMaxMicros: number;
  readonly loss: Ratio;
  readonly duplicate: Ratio;
  /** Messages of one directed link arrive in the order in which they were sent, as over one TCP connection. */
  readonly fifo: boolean;
}

/** A fault that lasts: up to `count` of them in a run, each taking place with odds of `chance`. */
export interface LastingFault {
  readonly count: number;
  readonly chance: Ratio;
  readonly minMicros: number;
  readonly maxMicros: number;
}

export interface PartitionFaults extends LastingFault {
  /** Odds that only one direction is cut. */
  readonly oneWay: Ratio;
}

export interface CrashFaults {
  /** At most so many crashes in a run. */
  readonly count: number;
  /** Odds that each of them takes place. */
  readonly chance: Ratio;
  /** An in-event crash strikes one of the first so many events of an incarnation; early ones more often. */
  readonly events: number;
  /** It cuts that event before one of its first so many effects, or at its end if it has fewer. */
  readonly effects: number;
  /** Odds that a crash strikes between events instead, at some time of the fault window. */
  readonly idle: Ratio;
  readonly downMinMicros: number;
  readonly downMaxMicros: number;
}

export interface ClockFaults {
  /** The clock of each process is off by up to so much, either way. */
  readonly offsetMaxMicros: number;
  /** And runs fast or slow by up to so many parts per million. */
  readonly driftMaxPpm: number;
}

export interface ScheduleFaults {
  /** Events of the same microsecond are ordered by a draw below this; 1 keeps them in the order in which they were caused. */
  readonly ties: number;
}

export interface DiskFaults {
  readonly syncMinMicros: number;
  readonly syncMaxMicros: number;
  /** Odds that a crash loses any of the unsynced changes of a file. */
  readonly loss: Ratio;
  /** Odds that part of the first lost append survives. */
  readonly torn: Ratio;
}

export interface FaultOptions {
  readonly swarm: boolean;
  /** Lasting faults and crashes begin in this window from the start of the run. */
  readonly windowMicros: number;
  /** From this time on there are no faults: partitions heal, processes resume and restart. Infinity: never. */
  readonly healAtMicros: number;
  readonly schedule: ScheduleFaults;
  readonly network: NetworkFaults;
  readonly partition: PartitionFaults;
  readonly clog: LastingFault;
  readonly burst: LastingFault;
  readonly pause: LastingFault;
  readonly crash: CrashFaults;
  readonly clock: ClockFaults;
  readonly disk: DiskFaults;
}

export type FaultProfile = "calm" | "reorder" | "lossy" | "chaos";

export const FAULT_PROFILES: readonly FaultProfile[] = ["calm", "reorder", "lossy", "chaos"];

/** A profile with changes. Groups are merged field by field. */
export type FaultSettings = { readonly profile?: FaultProfile } & {
  readonly [K in keyof FaultOptions]?: FaultOptions[K] extends object ? Partial<FaultOptions[K]> : FaultOptions[K];
};

const NEVER: Ratio = [0, 1];
const NO_LASTING: LastingFault = { count: 0, chance: NEVER, minMicros: 0, maxMicros: 0 };

const CALM: FaultOptions = {
  swarm: false,
  windowMicros: 2_000_000,
  healAtMicros: 2_000_000,
  schedule: { ties: 1 },
  network: {
    delayMinMicros: 1_000,
    delayMaxMicros: 1_000,
    slow: NEVER,
    slowMaxMicros: 0,
    loss: NEVER,
    duplicate: NEVER,
    fifo: false,
  },
  partition: { ...NO_LASTING, oneWay: NEVER },
  clog: NO_LASTING,
  burst: NO_LASTING,
  pause: NO_LASTING,
  crash: { count: 0, chance: NEVER, events: 1, effects: 1, idle: NEVER, downMinMicros: 0, downMaxMicros: 0 },
  clock: { offsetMaxMicros: 0, driftMaxPpm: 0 },
  disk: { syncMinMicros: 500, syncMaxMicros: 500, loss: NEVER, torn: NEVER },
};

const REORDER: FaultOptions = {
  ...CALM,
  schedule: { ties: 8 },
  network: { ...CALM.network, delayMinMicros: 500, delayMaxMicros: 5_000, slow: [1, 20], slowMaxMicros: 200_000 },
  disk: { ...CALM.disk, syncMinMicros: 200, syncMaxMicros: 4_000 },
};

const LOSSY: FaultOptions = {
  ...REORDER,
  swarm: true,
  network: { ...REORDER.network, loss: [1, 20], duplicate: [1, 20] },
  partition: { count: 2, chance: [1, 2], minMicros: 20_000, maxMicros: 500_000, oneWay: [1, 3] },
};

const CHAOS: FaultOptions = {
  ...LOSSY,
  clog: { count: 2, chance: [1, 2], minMicros: 10_000, maxMicros: 300_000 },
  burst: { count: 2, chance: [1, 2], minMicros: 10_000, maxMicros: 300_000 },
  pause: { count: 1, chance: [1, 2], minMicros: 10_000, maxMicros: 400_000 },
  crash: {
    count: 4,
    chance: [1, 2],
    events: 256,
    effects: 6,
    idle: [1, 5],
    downMinMicros: 1_000,
    downMaxMicros: 300_000,
  },
  clock: { offsetMaxMicros: 500_000, driftMaxPpm: 10_000 },
  disk: { ...LOSSY.disk, loss: [1, 2], torn: [1, 2] },
};

const PROFILES: Readonly<Record<FaultProfile, FaultOptions>> = {
  calm: CALM,
  reorder: REORDER,
  lossy: LOSSY,
  chaos: CHAOS,
};

/** A campaign makes many worlds from one settings object, which is read only. */
const resolved = new WeakMap<FaultSettings, FaultOptions>();
const NO_SETTINGS: FaultSettings = {};

/** The full options of a profile with its overrides. `profile` defaults to calm. Do not change the settings afterwards. */
export function faultOptions(settings: FaultSettings = NO_SETTINGS): FaultOptions {
  let options = resolved.get(settings);
  if (options === undefined) resolved.set(settings, (options = resolve(settings)));
  return options;
}

function resolve(settings: FaultSettings): FaultOptions {
  const base = PROFILES[settings.profile ?? "calm"];
  const options: FaultOptions = {
    swarm: settings.swarm ?? base.swarm,
    windowMicros: settings.windowMicros ?? base.windowMicros,
    healAtMicros: settings.healAtMicros ?? settings.windowMicros ?? base.healAtMicros,
    schedule: { ...base.schedule, ...settings.schedule },
    network: { ...base.network, ...settings.network },
    partition: { ...base.partition, ...settings.partition },
    clog: { ...base.clog, ...settings.clog },
    burst: { ...base.burst, ...settings.burst },
    pause: { ...base.pause, ...settings.pause },
    crash: { ...base.crash, ...settings.crash },
    clock: { ...base.clock, ...settings.clock },
    disk: { ...base.disk, ...settings.disk },
  };
  assertOptions(options);
  return options;
}

function assertOptions(options: FaultOptions): void {
  for (const [group, fields] of Object.entries(options) as [string, unknown][]) {
    if (typeof fields !== "object" || fields === null) continue;
    for (const [name, value] of Object.entries(fields as Record<string, unknown>)) {
      const usual = (CALM as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[group]?.[name];
      if (Array.isArray(usual)) assertRatio(`${group}.${name}`, value);
      else if (typeof usual === "number") assertCount(`${group}.${name}`, value);
    }
  }
  assertCount("windowMicros", options.windowMicros);
  if (options.healAtMicros !== Infinity) assertCount("healAtMicros", options.healAtMicros);
}

function assertRatio(name: string, ratio: unknown): void {
  const [numerator, denominator, more] = Array.isArray(ratio) ? (ratio as readonly number[]) : [];
  const valid =
    numerator !== undefined &&
    denominator !== undefined &&
    more === undefined &&
    Number.isInteger(numerator) &&
    Number.isInteger(denominator) &&
    numerator >= 0 &&
    denominator >= 1 &&
    numerator <= denominator &&
    denominator <= CHOICE_BOUND_MAX;
  if (!valid)
    throw new RangeError(`faults: ${name} is a ratio of integers such as [1, 100], not ${JSON.stringify(ratio)}`);
}

function assertCount(name: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) >= CHOICE_BOUND_MAX) {
    throw new RangeError(
      `faults: ${name} is an integer from 0 to ${CHOICE_BOUND_MAX - 1}, not ${JSON.stringify(value)}`,
    );
  }
}
