/**
 * The system file: what a user writes to hold a program against its specification.
 *
 * @example
 * export default defineSystem({
 *   spec: "specs/TwoPhase.tla",
 *   constants: { RM: nodes("rm", 3) },
 *   processes: ({ RM }) => ({
 *     tm: handler(Coordinator),
 *     ...each(RM, () => handler(Participant)),
 *     client: handler(Client, { mayFail: false }),
 *   }),
 *   steps: { "vote.sent": (e, { act, node }) => act.RMPrepare({ rm: node }) },
 *   faults: { profile: "chaos", crash: stutter, restart: stutter, loss: stutter, duplicate: stutter },
 *   instance: (e) => e.transaction,
 * });
 */
import type { FaultKind, MessageKind, MessageMapping, StepMapping, VariableMapping } from "../observe/mapping.ts";
import type { FaultSettings } from "../simulate/fault-options.ts";
import type { AnyHandlerClass } from "../simulate/process.ts";
import type { ProcessOptions } from "../simulate/world-types.ts";

/** A constant of the specification as a system gives it. Strings are TLA+ strings; model values come from `modelValue`. */
export type ConstantValue =
  | number
  | string
  | boolean
  | { readonly kind: "modelValue"; readonly name: string }
  | { readonly kind: "nodes"; readonly prefix: string; readonly count: number }
  | { readonly kind: "set"; readonly elements: readonly ConstantValue[] };

/** A set of model values that are also names of processes: `nodes("rm", 3)` is `{rm1, rm2, rm3}`; `--set RM=5` makes it five. */
export function nodes(prefix: string, count: number): ConstantValue {
  return { kind: "nodes", prefix, count };
}

export function modelValue(name: string): ConstantValue {
  return { kind: "modelValue", name };
}

export function setOf(...elements: readonly ConstantValue[]): ConstantValue {
  return { kind: "set", elements };
}

/** What `processes` and `state` are given: node names for sets of nodes, numbers, strings and booleans as they are. */
export type ConstantsGiven<C extends Readonly<Record<string, ConstantValue>>> = {
  readonly [K in keyof C]: C[K] extends number
    ? number
    : C[K] extends string
      ? string
      : C[K] extends boolean
        ? boolean
        : readonly string[];
};

/** A process that runs a handler class. */
export function handler(handlerClass: AnyHandlerClass, options: Omit<ProcessOptions, "handler"> = {}): ProcessOptions {
  return { ...options, handler: handlerClass };
}

/** One process for each node. */
export function each(
  names: readonly string[],
  process: (node: string) => ProcessOptions,
): Record<string, ProcessOptions> {
  return Object.fromEntries(names.map((name) => [name, process(name)]));
}

/** A deliberately wrong program: some of the processes replaced. */
export interface Variant {
  /** What is wrong, in one line. */
  readonly summary: string;
  /** Gives the processes of the wrong system, from those of the right one. */
  readonly processes: (right: Readonly<Record<string, ProcessOptions>>) => Record<string, ProcessOptions>;
  /** Recorded before the explainer first ran on it: the action and the false conjunct it should name. */
  readonly expected?: { readonly action: string; readonly conjunct: string };
}

export interface SystemDefinition<
  C extends Readonly<Record<string, ConstantValue>> = Readonly<Record<string, ConstantValue>>,
> {
  /** Shown in reports; the folder's name when left out. */
  readonly name?: string;
  /** Path of the `.tla` file, relative to the system file. */
  readonly spec: string;
  /** Path of the `.cfg` file; the one beside the specification when left out. */
  readonly config?: string;
  /** Constants over those of the `.cfg`. */
  readonly constants?: C;
  readonly processes: (constants: ConstantsGiven<C>) => Readonly<Record<string, ProcessOptions>>;
  /** The program's words -> the specification's actions. */
  readonly steps?: Readonly<Record<string, StepMapping>>;
  /** Where the specification's variables are read from. */
  readonly state?: (constants: ConstantsGiven<C>) => Readonly<Record<string, VariableMapping>>;
  readonly messages?: MessageMapping;
  /** Which faults runs may have. */
  readonly faults?: FaultSettings;
  /** What a fault means in the specification; each kind that runs may have needs an entry. */
  readonly faultSteps?: Readonly<Partial<Record<FaultKind, StepMapping>>>;
  /** Where the specification has steps for messages that are sent and received: a network as a bag, or channels. */
  readonly messageSteps?: Readonly<Partial<Record<MessageKind, StepMapping>>>;
  /** Which instance of the specification an event or message belongs to; left out: there is only one. */
  readonly instance?: (data: Readonly<Record<string, unknown>>) => string | undefined;
  /** How many unreported steps may explain a change of mapped state in one event; 1 when left out. */
  readonly silentStepsMax?: number;
  /**
   * The program reports each step by a probe, so that a change without a report is no step that nobody reported but a
   * mistake; `silentStepsMax` then holds for runs without probes. Without it a report that is missing goes unnoticed.
   */
  readonly reportsEveryStep?: boolean;
  /** Actions of the specification that happen without being reported: a message lost, a timeout, an internal step. */
  readonly silent?: readonly string[];
  /**
   * Actions that only the simulator tells of, by `faultSteps` or `messageSteps`: a message duplicated. In a log nobody does,
   * so there they are silent.
   */
  readonly silentInLogs?: readonly string[];
  /** How many states of the specification a run may be in as far as is known, before it ends unknown; 4,096 when left out. */
  readonly candidatesMax?: number;
  readonly horizonMicros?: number;
  readonly eventLimit?: number;
  /** Names an instance's final state; `committed`, `aborted` and `undecided` are understood by the report. */
  readonly outcome?: (state: Readonly<Record<string, unknown>>) => string;
  readonly variants?: Readonly<Record<string, Variant>>;
}

/** Marks a definition as a system; what a system file exports by default. */
export interface System {
  readonly lockstepSystem: 1;
  readonly definition: SystemDefinition;
}

/** Declares a system. Checks nothing yet: mistakes are reported together, with names near, when it is loaded. */
export function defineSystem<const C extends Readonly<Record<string, ConstantValue>>>(
  definition: SystemDefinition<C>,
): System {
  return { lockstepSystem: 1, definition: definition as unknown as SystemDefinition };
}
