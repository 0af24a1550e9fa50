/**
 * What a system file says about its program in the specification's terms, and the small functions to say it with.
 *
 * Everything here is data and user's functions over JavaScript values; `observer.ts` turns it into observations.
 * A mapping never reads the memory of a dead process: each mapped part is declared *durable*, *volatile*, *history* or
 * derived from what was *sent*, which fixes what it is while its process is down.
 */

// ------------------------------------------------------------------------------------------ steps

/** What the program reported: its data, with who reported it. */
export type ProgramEvent = Readonly<Record<string, unknown>> & { readonly process: string; readonly event: string };

/** Nothing in the specification happens here. */
export interface Stutter {
  readonly kind: "stutter";
}
export const stutter: Stutter = { kind: "stutter" };

/** A fault that the specification does not have: from here on only safety is judged. */
export interface Outside {
  readonly kind: "outside";
}
export const outside: Outside = { kind: "outside" };

/** What a step adds to or takes from a set, a sequence or a bag; the rest of it stays as it is. */
export interface Changed {
  readonly kind: "changed";
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
}

/** `{ msgs: added(message) }`: put into the set or bag, or at the end of the sequence. */
export function added(...elements: readonly unknown[]): Changed {
  return { kind: "changed", added: elements, removed: [] };
}

/** `{ inbox: { [rm]: removed(message) } }`: taken from the set or bag, or from the front of the sequence. */
export function removed(...elements: readonly unknown[]): Changed {
  return { kind: "changed", added: [], removed: elements };
}

/** Values of parts by their paths: `{ node: parts([["n1", "term"], 3]) }`. */
export interface Parts {
  readonly kind: "parts";
  readonly parts: readonly (readonly [path: readonly unknown[], value: unknown])[];
}

export function parts(...given: Parts["parts"]): Parts {
  return { kind: "parts", parts: given };
}

/**
 * One step of the specification. `values` are known after it: whole variables, or parts as nested objects: by one key
 * in an object, by any path with `parts`; `added` and `removed` say how a container changed.
 */
export interface Step {
  readonly kind: "step";
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Several steps, one after the other. */
export interface Sequence {
  readonly kind: "sequence";
  readonly steps: readonly (Step | AnyOf)[];
}

/** One of several steps, or none if `stutter` is among them: the program does not say which. */
export interface AnyOf {
  readonly kind: "anyOf";
  readonly steps: readonly (Step | Stutter)[];
}

export type StepResult = Stutter | Outside | Step | Sequence | AnyOf;

/**
 * `sequence(a, b)`: both steps, in this order. It cannot be called `then`: a module that exports a function of that name
 * is taken for a promise, and `await import("lockstep")` would wait for ever.
 */
export function sequence(...steps: readonly (Step | AnyOf)[]): Sequence {
  return { kind: "sequence", steps };
}

/** `anyOf(a, b)`: one of them. `anyOf(a, stutter)`: a, unless it has happened before; the mapped values tell. */
export function anyOf(...steps: readonly (Step | Stutter)[]): AnyOf {
  return { kind: "anyOf", steps };
}

/** `act.RMPrepare({ rm }, { rmState: { [rm]: "prepared" } })`: an action, its known arguments, values known after it. */
export type Act = Readonly<
  Record<string, (args?: Readonly<Record<string, unknown>>, values?: Readonly<Record<string, unknown>>) => Step>
>;

export interface StepTools {
  readonly act: Act;
  /** The process that reported. */
  readonly node: string;
  /**
   * The model value that stands for one of the program's unbounded identifiers: the first new one gets the first element
   * of the constant, and so on, in each instance afresh. `rename("Key", e.key)`.
   */
  readonly rename: (constant: string, identifier: unknown) => string;
}

/** How one of the program's words, or a fault, is meant in the specification. */
export type StepMapping = StepResult | ((event: ProgramEvent, tools: StepTools) => StepResult);

// ------------------------------------------------------------------------------------------ state

/** What a mapping function may read, for one instance. */
export interface View {
  /** The instance's key, as `instance` gave it; "" when there is only one. */
  readonly instance: string;
  /** The process that owns the part. */
  readonly node: string;
  /** The handler object of a process that is up. */
  memory<T = unknown>(): T | undefined;
  /** A file as the process sees it, or as it survived while the process is down. */
  file(name: string): string | undefined;
}

/** A message as it was handed to the network. */
export interface SentMessage {
  readonly from: string;
  readonly to: string;
  readonly message: unknown;
}

/** A mapped value, and what it is while its process is down. */
export type Part =
  /** Read from what survives a crash. */
  | { readonly kind: "durable"; readonly read: (view: View) => unknown }
  /** Read from memory; a crash resets it to `whenDown`. */
  | { readonly kind: "volatile"; readonly read: (view: View) => unknown; readonly whenDown: unknown }
  /** Read from memory; the last value survives. `combine` merges what a restarted process knows into it. */
  | {
      readonly kind: "history";
      readonly read: (view: View) => unknown;
      readonly combine: (last: unknown, now: unknown) => unknown;
    }
  /** Folded over the messages that the process has sent: what was sent stays sent. */
  | {
      readonly kind: "sends";
      readonly initial: unknown;
      readonly fold: (value: unknown, sent: SentMessage) => unknown;
    };

/** Read from what survives a crash: `view.file(...)`. `undefined` means nothing new, `unobserved` that it cannot be said. */
export function durable(read: (view: View) => unknown): Part {
  return { kind: "durable", read };
}

/** Read from memory; a crash resets it. */
export function volatile(read: (view: View) => unknown, whenDown: unknown): Part {
  return { kind: "volatile", read, whenDown };
}

/** Read from memory; the last reported value survives a crash. */
export function history(
  read: (view: View) => unknown,
  combine: (last: unknown, now: unknown) => unknown = (_last, now) => now,
): Part {
  return { kind: "history", read, combine };
}

/** Folded over the messages that the process sends for this instance. */
export function sends<T>(initial: T, fold: (value: T, sent: SentMessage) => T): Part {
  return { kind: "sends", initial, fold: fold as (value: unknown, sent: SentMessage) => unknown };
}

/** A variable of the specification: one part, or a function whose values are parts, each read on a process of its own. */
export type VariableMapping =
  | { readonly kind: "on"; readonly node: string; readonly part: Part }
  | {
      readonly kind: "perKey";
      readonly owners: Readonly<Record<string, string>>;
      readonly part: (key: string) => Part;
    };

/**
 * What a part returns when its process cannot say: whatever the specification has then is right. As a variable is
 * compared whole, none of it is observed until all its parts can be read again.
 */
export const unobserved: unique symbol = Symbol("unobserved");

/** The whole variable is read on one process. */
export function on(node: string, part: Part): VariableMapping {
  return { kind: "on", node, part };
}

/** The variable is a function: its value at each node is read on that node. */
export function perNode(nodes: readonly string[], part: Part | ((node: string) => Part)): VariableMapping {
  return perKey(Object.fromEntries(nodes.map((node) => [node, node])), part);
}

/** The variable is a function: its value at each key is read on the process that `owners` names for the key. */
export function perKey(
  owners: Readonly<Record<string, string>>,
  part: Part | ((key: string) => Part),
): VariableMapping {
  return { kind: "perKey", owners, part: typeof part === "function" ? part : () => part };
}

/** The network of the specification: the set of all messages ever sent, or the bag of those that are on their way. */
export interface MessageMapping {
  readonly variable: string;
  /** The variable is a bag (a function from messages to numbers of copies): what is delivered or lost is taken out. */
  readonly inFlight?: boolean;
  /**
   * With `inFlight`: the message that the program says, by a word, that it has taken. Left out, a message is taken when it
   * arrives. A program that deals with one thing after another takes it later, and never if it crashes before. As a crash may
   * come between what is said and what is sent, the variable is not observed any more when one has cut an event.
   */
  readonly takenBy?: (event: ProgramEvent) => SentMessage | undefined;
  /** The specification's message for one of the program's; `undefined` for what the specification leaves out. */
  readonly toSpec: (message: unknown, sent: SentMessage) => unknown;
}

// ------------------------------------------------------------------------------------------ all of it

/** Fault kinds of the simulator that need a meaning in the specification when a run may have them. */
export const FAULT_KINDS = ["crash", "restart", "loss", "duplicate"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What else happens to a message: a specification whose network is a bag or channels has a step for it. */
export const MESSAGE_KINDS = ["sent", "received"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface Mapping {
  readonly steps: Readonly<Record<string, StepMapping>>;
  readonly state: Readonly<Record<string, VariableMapping>>;
  readonly messages?: MessageMapping;
  readonly faults: Readonly<Partial<Record<FaultKind, StepMapping>>>;
  /** `sent` as soon as a message is handed to the network, `received` before its receiver handles it. */
  readonly messageSteps: Readonly<Partial<Record<MessageKind, StepMapping>>>;
  /** Which instance of the specification an event or message belongs to; `undefined`: none. */
  readonly instance: (data: Readonly<Record<string, unknown>>) => string | undefined;
  /** How many unreported steps may explain a change of mapped state in one event. */
  readonly silentStepsMax: number;
  /** With probes, no step goes unreported. */
  readonly reportsEveryStep: boolean;
  /** Actions that happen without being reported, tried only where a report cannot be explained without them. */
  readonly silent: readonly string[];
  /** Actions that only the simulator tells of: silent where it is not heard. */
  readonly silentInLogs: readonly string[];
  /** How many states a run may be in as far as is known; `CANDIDATES_MAX` when absent. */
  readonly candidatesMax?: number;
}
