/**
 * The variables of the specification as the program has them, for one instance: parts that are read on processes, and the
 * network. `observed` is what the next observation may claim: a variable with a part that cannot be read now is left out.
 *
 * It never reads the memory of a process that is down: what a part is then, its kind says.
 */
import type { StateSpace } from "../conform/state-space.ts";
import { withCopies } from "../conform/containers.ts";
import { UNKNOWN } from "../compile/types.ts";
import type { WorldFace } from "../simulate/world-types.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import type { Value } from "../values/types.ts";
import type { Layout, Slot } from "./layout.ts";
import type { Level } from "./levels.ts";
import { unobserved } from "./mapping.ts";
import type { SentMessage, View } from "./mapping.ts";

/** What an instance's state is read from. */
export interface StateSetting {
  /** The instance's key. */
  readonly key: string;
  readonly layout: Layout;
  readonly space: StateSpace;
  readonly level: Level;
  readonly world: WorldFace;
  /** The values that variables begin with. */
  readonly initial: Int32Array;
  /** The first of the states that the specification may be in. */
  readonly candidate: () => number;
}

export class MappedState {
  /** A variable has changed since the last observation. */
  hasChanged = false;
  readonly #setting: StateSetting;
  readonly #layout: Layout;
  /** Mapped values now; one handle per variable. */
  readonly #end: Int32Array;
  /** Last JavaScript value and handle of each slot. */
  readonly #values: unknown[];
  readonly #handles: Int32Array;
  /** Slots that cannot be read now: history of a process that is down, or that says so. Their variables are not observed. */
  readonly #hidden = new Set<Slot>();
  /** The slots of all processes are still to be read for the first time. */
  #isNew = true;

  constructor(setting: StateSetting) {
    const { layout, initial } = setting;
    const { machine, messages, slots } = layout;
    this.#setting = setting;
    this.#layout = layout;
    this.#end = new Int32Array(machine.variables.length);
    if (this.#observesMessages) this.#end[messages] = initial[messages]!;
    this.#values = slots.map((slot) => (slot.part.kind === "sends" ? slot.part.initial : undefined));
    this.#handles = new Int32Array(slots.length);
  }

  get #readsParts(): boolean {
    return this.#setting.level.state;
  }

  get #observesMessages(): boolean {
    const { level } = this.#setting;
    const { messages } = this.#layout.mapping;
    return messages !== undefined && level.messages && (messages.takenBy === undefined || level.probes !== "none");
  }

  /** The mapped values, without the variables that have a part which cannot be read now; `isKept`: they will not change. */
  observed(isKept: boolean): Int32Array {
    if (this.#hidden.size === 0 && !isKept) return this.#end;
    const end = this.#end.slice();
    for (const slot of this.#hidden) end[slot.variable] = UNKNOWN;
    return end;
  }

  // ---------------------------------------------------------------------------------------- the network

  /** A copy of a message, as the specification has it, comes into the network or leaves it. */
  changeNetwork(message: unknown, copies: 1 | -1): void {
    const { mapping, messages, translator, machine } = this.#layout;
    const before = this.#end[messages]!;
    if (before === UNKNOWN) return;
    const { variable, inFlight = false } = mapping.messages!;
    const value = translator.value(message, variable, inFlight ? "key" : "element");
    const hasAllCounts = inFlight && machine.store.inDomain(this.#setting.initial[messages]!, value, -1);
    const after = inFlight
      ? withCopies(machine.store, before, value, copies, hasAllCounts)
      : machine.store.setAdd(before, value, -1);
    if (after === before) return;
    this.#end[messages] = after;
    this.hasChanged = true;
  }

  /** What is on its way cannot be said any more. */
  forgetNetwork(): void {
    this.#end[this.#layout.messages] = UNKNOWN;
  }

  // ---------------------------------------------------------------------------------------- parts

  /** A process of this instance has sent a message. */
  foldSend(sent: SentMessage): void {
    if (!this.#readsParts) return;
    for (const slot of this.#layout.slotsOf.get(sent.from) ?? []) {
      if (slot.part.kind === "sends") this.#assign(slot, slot.part.fold(this.#values[slot.index], sent));
    }
  }

  /** Reads the parts of the processes again, the first time those of all. */
  read(processes: readonly string[]): void {
    if (!this.#readsParts) return;
    if (this.#isNew) this.#readAll();
    else for (const process of processes) this.#readSlots(this.#layout.slotsOf.get(process) ?? []);
  }

  #readAll(): void {
    this.#isNew = false;
    for (const slot of this.#layout.slots) {
      if (slot.part.kind === "sends") this.#assign(slot, this.#values[slot.index]);
    }
    for (const slots of this.#layout.slotsOf.values()) this.#readSlots(slots);
  }

  #readSlots(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const value = this.#read(slot);
      if (value === unobserved) this.#hidden.add(slot);
      else if (value !== undefined) this.#assign(slot, value);
    }
  }

  /** The part's value now; undefined when there is nothing new to say. */
  #read(slot: Slot): unknown {
    const part = slot.part;
    if (part.kind === "sends") return undefined;
    const wasHidden = this.#hidden.delete(slot);
    if (part.kind === "durable") return part.read(this.#view(slot));
    const isUp = this.#setting.world.isUp(slot.owner);
    if (part.kind === "volatile") return isUp ? part.read(this.#view(slot)) : part.whenDown;
    if (!isUp) return unobserved;
    const now = part.read(this.#view(slot));
    if (now === undefined && !wasHidden) return undefined;
    if (now === unobserved) return unobserved;
    const last = this.#specValue(slot);
    return now === undefined ? last : part.combine(last, now);
  }

  /**
   * What the specification has for a slot, as a JavaScript value: a history variable remembers what the process told of
   * before a crash, even what it told in the very event that the crash cut. Of several candidates the first one counts.
   */
  #specValue(slot: Slot): unknown {
    const { machine, translator } = this.#layout;
    const whole = this.#setting.space.value(this.#setting.candidate(), slot.variable);
    return translator.toJavaScript(slot.key === undefined ? whole : machine.store.apply(whole, slot.key, -1));
  }

  #view(slot: Slot): View {
    const { world, key } = this.#setting;
    return {
      instance: key,
      node: slot.owner,
      memory: <T>() => world.handlerOf(slot.owner) as T | undefined,
      file: (name) => world.diskOf(slot.owner).visible(name),
    };
  }

  #assign(slot: Slot, value: unknown): void {
    if (Object.is(value, this.#values[slot.index]) && this.#handles[slot.index] !== UNKNOWN && !isObject(value)) return;
    const { machine } = this.#layout;
    this.#values[slot.index] = value;
    const name = machine.variables[slot.variable]!;
    const handle = this.#converted(value, name, slot);
    if (handle === this.#handles[slot.index]) return;
    this.#handles[slot.index] = handle;
    const before: Value = this.#end[slot.variable]!;
    const whole = before === UNKNOWN ? this.#setting.initial[slot.variable]! : before;
    const after = slot.key === undefined ? handle : machine.store.update(whole, slot.key, handle, -1);
    if (after !== before) {
      this.#end[slot.variable] = after;
      this.hasChanged = true;
    }
  }

  /** A value for a slot; one that would do for each key of a variable was probably meant for one of them. */
  #converted(value: unknown, name: string, { key, owner }: Slot): Value {
    const { translator } = this.#layout;
    try {
      return translator.value(value, name, key === undefined ? "whole" : "element");
    } catch (error) {
      if (!(error instanceof DiagnosticError) || key !== undefined || !translator.isOfEachKey(value, name)) throw error;
      const hint = `${name} is a function: perNode(names, part) reads its value at each node on that node; on("${owner}", part) has to give all of it`;
      throw new DiagnosticError(error.diagnostics.map((diagnostic) => ({ hint, ...diagnostic })));
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
