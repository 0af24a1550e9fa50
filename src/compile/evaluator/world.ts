/**
 * What variables mean at one moment of an evaluation: the current state, the next state, and which of them are the
 * fresh unknowns of an ENABLED or an action composition.
 *
 * A world never changes. Assigning a next value gives a new world with a new array, so that whatever was remembered
 * about the old one (memoised arguments, LET values) can be told by the identity of its arrays.
 */
import type { Value } from "../../values/types.ts";
import { UNKNOWN, type State } from "../types.ts";
import type { VariableDeclaration } from "../../tla/modules/core.ts";
import type { ModuleEnvironment } from "./environment.ts";

/**
 * The variables of instanced modules that stand for themselves. `ENABLED A` inside an instance keeps the primed
 * variables of the instanced module as unknowns of their own, while its unprimed variables are looked up through the
 * substitution (Specifying Systems, 17.8). The unknowns get slots after those of the root's variables.
 */
export class Barrier {
  readonly size: number;
  readonly #slots = new Map<ModuleEnvironment, Map<VariableDeclaration, number>>();

  constructor(rootVariables: number, innermost: ModuleEnvironment) {
    let size = rootVariables;
    for (let module = innermost; module.instance !== undefined; module = module.instance.outer.module) {
      const slots = new Map<VariableDeclaration, number>();
      for (const declaration of module.instance.declaration.substitutions.keys())
        if (declaration.kind === "variable") slots.set(declaration, size++);
      this.#slots.set(module, slots);
    }
    this.size = size;
  }

  slotOf(module: ModuleEnvironment, variable: VariableDeclaration): number | undefined {
    return this.#slots.get(module)?.get(variable);
  }
}

export interface World {
  /** What an unprimed variable reads; absent where only constants may be read. */
  readonly current: State | undefined;
  readonly currentBarrier: Barrier | undefined;
  /** What a primed variable reads; absent where there is no next state. */
  readonly next: State | undefined;
  readonly nextBarrier: Barrier | undefined;
}

export const NO_STATE: World = {
  current: undefined,
  currentBarrier: undefined,
  next: undefined,
  nextBarrier: undefined,
};

export function worldOf(current: State | undefined, next?: State): World {
  return { current, currentBarrier: undefined, next, nextBarrier: undefined };
}

/** The world inside a prime. */
export function primedWorld(world: World): World {
  return { current: world.next, currentBarrier: world.nextBarrier, next: undefined, nextBarrier: undefined };
}

/** Which array of a world an assignment fills: `current` while Init is enumerated, `next` while an action is. */
export type Side = "current" | "next";

export function withAssigned(world: World, side: Side, slot: number, value: Value): World {
  const values = Int32Array.from(world[side]!);
  values[slot] = value;
  return side === "current" ? { ...world, current: values } : { ...world, next: values };
}

/** True when each of the first `count` slots of the side has a value. */
export function isComplete(world: World, side: Side, count: number): boolean {
  const values = world[side]!;
  for (let slot = 0; slot < count; slot++) if (values[slot] === UNKNOWN) return false;
  return true;
}
