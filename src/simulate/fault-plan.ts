/**
 * The faults of one run, drawn before it begins.
 *
 * Every possible fault is a slot with a stream of its own ("faults/crash/2"): whether it happens, when, to whom. So shrinking switches one
 * fault off without moving another, a search enumerates exactly the parameters that matter, and the hot path draws nothing. Faults of
 * single messages (loss, duplication, slow delivery) are drawn by their link at the send; here it is only decided whether they take part.
 *
 * An in-event crash is placed by the ordinal of the event within the incarnation of its victim (the n-th event since it
 * started) and the ordinal of the effect within that event, not by time: it lands in the middle of a protocol step whatever the delays are. A victim's
 * second crash counts from its restart, so crashes during recovery are common.
 */

import type { Choices, Ratio } from "./choices.ts";
import type { FaultKind } from "./fault-ledger.ts";
import type { ClockFaults, CrashFaults, FaultOptions, LastingFault } from "./fault-options.ts";
import type { ProcessId } from "./process.ts";

const NEVER: Ratio = [0, 1];
const EVEN: Ratio = [1, 2];

/** A crash inside an event; counted from the start of the incarnation that it ends. */
export interface InEventCrash {
  readonly kind: "in-event";
  readonly victim: number;
  /** Ordinal of the event in the incarnation. */
  readonly event: number;
  /** Effects of that event which still happen. */
  readonly effects: number;
  readonly downMicros: number;
}

/** A crash as an event of its own. */
export interface IdleCrash {
  readonly kind: "idle";
  readonly victim: number;
  readonly at: number;
  readonly downMicros: number;
}

export interface PlannedPartition {
  readonly at: number;
  readonly until: number;
  /** Whether each process, by index, is on the side that is cut off. */
  readonly side: readonly boolean[];
  /** `both`, or only the messages that leave or enter the side. */
  readonly cut: "both" | "leaving" | "entering";
}

/** Messages to or from one process wait until the end; a burst then arrives at one instant, a clog with the usual delays. */
export interface PlannedHold {
  readonly kind: "clog" | "burst";
  readonly at: number;
  readonly until: number;
  readonly victim: number;
  readonly direction: "to" | "from";
}

export interface PlannedPause {
  readonly at: number;
  readonly until: number;
  readonly victim: number;
}

export interface ClockSkew {
  readonly offsetMicros: number;
  readonly driftPpm: number;
}

export interface FaultPlan {
  /** The odds of the faults of single messages and of the disk, zero for a kind that the swarm left out. */
  readonly loss: Ratio;
  readonly duplicate: Ratio;
  readonly slow: Ratio;
  readonly diskLoss: Ratio;
  readonly torn: Ratio;
  readonly partitions: readonly PlannedPartition[];
  readonly holds: readonly PlannedHold[];
  readonly pauses: readonly PlannedPause[];
  readonly crashes: readonly (InEventCrash | IdleCrash)[];
  /** By process; undefined for an exact clock. */
  readonly clocks: readonly (ClockSkew | undefined)[];
}

/** The processes, in order, and which of them may crash or pause. */
export interface PlannedProcess {
  readonly id: ProcessId;
  readonly mayFail: boolean;
}

export function planFaults(choices: Choices, options: FaultOptions, processes: readonly PlannedProcess[]): FaultPlan {
  const planner = new Planner(choices, options, processes);
  const { network, disk } = options;
  return {
    loss: planner.odds("loss", network.loss),
    duplicate: planner.odds("duplicate", network.duplicate),
    slow: planner.odds("slow", network.slow),
    diskLoss: planner.odds("disk-loss", disk.loss),
    torn: planner.odds("torn", disk.torn),
    partitions: planner.partitions(),
    holds: [...planner.holds("clog", options.clog), ...planner.holds("burst", options.burst)],
    pauses: planner.pauses(),
    crashes: planner.crashes(options.crash),
    clocks: planner.clocks(options.clock),
  };
}

class Planner {
  private readonly choices: Choices;
  private readonly options: FaultOptions;
  private readonly processes: readonly PlannedProcess[];
  /** Indices of the processes that may crash and pause. */
  private readonly victims: readonly number[];

  constructor(choices: Choices, options: FaultOptions, processes: readonly PlannedProcess[]) {
    this.choices = choices;
    this.options = options;
    this.processes = processes;
    this.victims = processes.flatMap((process, index) => (process.mayFail ? [index] : []));
  }

  odds(kind: FaultKind, odds: Ratio): Ratio {
    return odds[0] > 0 && this.takesPart(kind) ? odds : NEVER;
  }

  partitions(): PlannedPartition[] {
    const { partition } = this.options;
    return this.slots("partition", partition).flatMap((stream): PlannedPartition[] => {
      const side = this.processes.map(() => this.choices.channel(stream, "side").chance(EVEN));
      const oneWay = this.choices.channel(stream, "one-way").chance(partition.oneWay);
      const cut = !oneWay ? "both" : this.choices.channel(stream, "entering").chance(EVEN) ? "entering" : "leaving";
      const span = this.span(stream, partition);
      // All on one side is no partition: the calm outcome of these draws.
      return side.includes(true) && side.includes(false) ? [{ ...span, side, cut }] : [];
    });
  }

  holds(kind: "clog" | "burst", fault: LastingFault): PlannedHold[] {
    return this.slots(kind, fault).map((stream) => ({
      kind,
      victim: this.choices.channel(stream, "victim").choose(this.processes.length),
      direction: this.choices.channel(stream, "from").chance(EVEN) ? "from" : "to",
      ...this.span(stream, fault),
    }));
  }

  pauses(): PlannedPause[] {
    const { pause } = this.options;
    if (this.victims.length === 0) return [];
    return this.slots("pause", pause).map((stream) => ({ victim: this.victim(stream), ...this.span(stream, pause) }));
  }

  crashes(crash: CrashFaults): (InEventCrash | IdleCrash)[] {
    if (this.victims.length === 0) return [];
    return this.slots("crash", crash).map((stream) => {
      const victim = this.victim(stream);
      const downMicros = this.choices.channel(stream, "down").between(crash.downMinMicros, crash.downMaxMicros);
      if (this.choices.channel(stream, "idle").chance(crash.idle)) {
        return { kind: "idle", victim, at: this.begin(stream), downMicros };
      }
      const event = this.choices.channel(stream, "event").logarithmic(Math.max(1, crash.events));
      const effects = this.choices.channel(stream, "effect").choose(Math.max(1, crash.effects));
      return { kind: "in-event", victim, event, effects, downMicros };
    });
  }

  clocks(clock: ClockFaults): (ClockSkew | undefined)[] {
    const exact = (clock.offsetMaxMicros === 0 && clock.driftMaxPpm === 0) || !this.takesPart("clock");
    return this.processes.map(({ id }) => {
      if (exact) return undefined;
      const stream = `faults/clock/${id}`;
      const offsetMicros = signed(this.choices.channel(stream, "offset").between(0, 2 * clock.offsetMaxMicros));
      const driftPpm = signed(this.choices.channel(stream, "drift").between(0, 2 * clock.driftMaxPpm));
      return offsetMicros === 0 && driftPpm === 0 ? undefined : { offsetMicros, driftPpm };
    });
  }

  /** The streams of the slots of a kind that take place. */
  private slots(kind: FaultKind, fault: { readonly count: number; readonly chance: Ratio }): string[] {
    if (fault.count === 0 || fault.chance[0] === 0 || this.options.healAtMicros === 0 || !this.takesPart(kind))
      return [];
    const streams: string[] = [];
    for (let slot = 0; slot < fault.count; slot++) {
      const stream = `faults/${kind}/${slot}`;
      if (this.choices.channel(stream, "happens").chance(fault.chance)) streams.push(stream);
    }
    return streams;
  }

  private takesPart(kind: FaultKind): boolean {
    return !this.options.swarm || this.choices.channel("faults/swarm", kind).chance(EVEN);
  }

  private victim(stream: string): number {
    return this.choices.channel(stream, "victim").pick(this.victims);
  }

  private begin(stream: string): number {
    const window = Math.min(this.options.windowMicros, this.options.healAtMicros);
    return this.choices.channel(stream, "at").early(Math.max(1, window));
  }

  private span(stream: string, fault: LastingFault): { at: number; until: number } {
    const at = this.begin(stream);
    const lasting = this.choices.channel(stream, "lasts").between(fault.minMicros, fault.maxMicros);
    return { at, until: Math.min(at + lasting, this.options.healAtMicros) };
  }
}

/** 0, -1, 1, -2, 2, ...: small draws are small deviations. */
function signed(draw: number): number {
  return draw % 2 === 0 ? draw / 2 : -(draw + 1) / 2;
}
