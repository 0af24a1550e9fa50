/**
 * Explain mode: which variables an evaluation read, and where below them. `rmState[rm]` is one read of `rmState` at the
 * path `rm`, not a read of all of it.
 */
import type { Value } from "../../values/types.ts";
import type { Read, State } from "../types.ts";
import type { Expr } from "../../tla/modules/core.ts";
import { unfold } from "./enumerate.ts";
import type { Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { locate } from "./references.ts";
import { primedWorld, type World } from "./world.ts";

/** Reads kept for one conjunct; a quantifier over many elements repeats itself. */
export const READS_MAX = 100;

export class ReadRecorder {
  readonly reads: Read[] = [];
  readonly #current: State | undefined;
  readonly #next: State | undefined;

  constructor(world: World) {
    this.#current = world.current;
    this.#next = world.next;
  }

  /** Notes a read in `world`; what an ENABLED reads of its own unknowns is nobody's business. */
  note(world: World, variable: number, path: readonly Value[], value: Value): void {
    const isPrimed = world.current === this.#next && world.current !== this.#current;
    if (!isPrimed && world.current !== this.#current) return;
    const isKnown = this.reads.some(
      (read) =>
        read.variable === variable &&
        read.primed === isPrimed &&
        read.path.length === path.length &&
        read.path.every((key, i) => key === path[i]),
    );
    if (!isKnown && this.reads.length < READS_MAX) this.reads.push({ variable, path, primed: isPrimed, value });
  }
}

/** Runs with a recorder; returns what was read even when the run fails. */
export function recording<T>(
  evaluator: Evaluator,
  world: World,
  run: () => T,
): { readonly result: T; readonly reads: readonly Read[] } {
  const outer = evaluator.recorder;
  const recorder = new ReadRecorder(world);
  evaluator.recorder = recorder;
  try {
    return { result: run(), reads: recorder.reads };
  } finally {
    evaluator.recorder = outer;
  }
}

/** The value of `x[a].b` for a variable x, noted as one read; undefined when it is something else, or nobody records. */
export function recordedAccess(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "apply" | "field" },
  environment: Environment,
  world: World,
): Value | undefined {
  const { recorder, store } = evaluator;
  if (recorder === undefined) return undefined;
  const steps: (Expr & { readonly kind: "apply" | "field" })[] = [];
  let base: Expr = expression;
  while (base.kind === "apply" || base.kind === "field") {
    steps.unshift(base);
    base = base.kind === "apply" ? base.function : base.record;
  }
  const variable = variableBehind(evaluator, base, environment, world);
  if (variable === undefined) return undefined;
  const where = variable.isPrimed ? primedWorld(world) : world;
  const path: Value[] = [];
  let value = where.current?.[variable.slot] ?? 0;
  if (value === 0) return undefined;
  for (const step of steps) {
    const key = step.kind === "apply" ? evaluator.element(step.argument, environment, world) : store.string(step.name);
    const site = evaluator.site(step.at);
    if (!store.inDomain(value, key, site)) recorder.note(where, variable.slot, path, value);
    value = step.kind === "apply" ? store.apply(value, key, site) : store.field(value, key, site);
    path.push(key);
  }
  recorder.note(where, variable.slot, path, value);
  if (variable.isPrimed) evaluator.nextReads++;
  else evaluator.currentReads++;
  return value;
}

/** The slot of a variable, plain or primed, that an expression stands for. */
function variableBehind(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
  world: World,
): { readonly slot: number; readonly isPrimed: boolean } | undefined {
  const unfolded = unfold(evaluator, expression, environment);
  const base = unfolded.expression;
  if (base.kind === "builtin" && base.operator === "prime") {
    const inner = variableBehind(evaluator, base.arguments[0]!, unfolded.environment, primedWorld(world));
    return inner === undefined || inner.isPrimed ? undefined : { slot: inner.slot, isPrimed: true };
  }
  if (base.kind !== "ref" || base.target.kind !== "variable") return undefined;
  const cell = locate(evaluator, base.target, unfolded.environment, world, base.at);
  if (cell.kind === "slot") return { slot: cell.slot, isPrimed: false };
  return variableBehind(evaluator, cell.expression, cell.environment, world);
}
