/**
 * ENABLED and action composition: is there a state that makes an action true? Found by the same enumeration that finds
 * successors, on fresh unknowns.
 *
 * Under an instance the unknowns are the instanced module's own primed variables: ENABLED binds them, so they are not
 * replaced by the substitution. `Barrier` keeps them apart from the variables outside.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { ENABLED_STATES_MAX } from "./bounds.ts";
import { UNKNOWN } from "../types.ts";
import type { Environment } from "./environment.ts";
import { enumerate, type Continuation, type Purpose } from "./enumerate.ts";
import type { Evaluator } from "./evaluator.ts";
import { Barrier, type World } from "./world.ts";

/** A world with the same current state and a next state of which nothing is known. */
function withFreshNext(evaluator: Evaluator, environment: Environment, world: World): World {
  const barrier = new Barrier(evaluator.slots.size, environment.module);
  return {
    current: world.current,
    currentBarrier: world.currentBarrier,
    next: new Int32Array(barrier.size),
    nextBarrier: barrier,
  };
}

export function isEnabled(evaluator: Evaluator, action: Expr, environment: Environment, world: World): boolean {
  const nextBefore = evaluator.nextReads;
  let found = false;
  enumerate(evaluator, { side: "next" }, action, environment, withFreshNext(evaluator, environment, world), () => {
    found = true;
    return false;
  });
  // What was read as next state is bound by ENABLED.
  evaluator.nextReads = nextBefore;
  return found;
}

/** `A \cdot B` as a test of a step. */
export function isComposable(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "builtin" },
  environment: Environment,
  world: World,
): boolean {
  let found = false;
  forEachMiddle(evaluator, expression.arguments[0]!, environment, world, (middle) => {
    found = evaluator.test(expression.arguments[1]!, environment, secondHalf(evaluator, middle, world), "an action");
    return !found;
  });
  return found;
}

/** `A \cdot B` followed: B assigns the next state, from each state that A leads to. */
export function composedWorlds(
  evaluator: Evaluator,
  purpose: Purpose,
  expression: Expr & { readonly kind: "builtin" },
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  return forEachMiddle(evaluator, expression.arguments[0]!, environment, world, (middle) => {
    evaluator.statesBetween++;
    const second = secondHalf(evaluator, middle, world);
    return enumerate(evaluator, purpose, expression.arguments[1]!, environment, second, (reached) =>
      then({ ...world, next: reached.next }),
    );
  });
}

/** Where B starts. What A leaves open, and was determined before the composition, has kept its value there: see emit/compose.ts. */
function secondHalf(evaluator: Evaluator, middle: World, world: World): World {
  const between = Int32Array.from(middle.next!);
  for (let slot = 0; slot < evaluator.slots.size; slot++)
    if (between[slot] === UNKNOWN && world.next![slot] !== UNKNOWN) between[slot] = world.current![slot]!;
  return {
    current: between,
    currentBarrier: middle.nextBarrier,
    next: world.next,
    nextBarrier: world.nextBarrier,
  };
}

function forEachMiddle(
  evaluator: Evaluator,
  action: Expr,
  environment: Environment,
  world: World,
  visit: Continuation,
): boolean {
  let states = 0;
  return enumerate(
    evaluator,
    { side: "next", testsOnceComplete: evaluator.slots.size },
    action,
    environment,
    withFreshNext(evaluator, environment, world),
    (middle) => {
      if (++states > ENABLED_STATES_MAX)
        evaluator.fail(
          "LS4252",
          `An action composition has more than ENABLED_STATES_MAX (${ENABLED_STATES_MAX}) states.`,
          action.at,
        );
      return visit(middle);
    },
  );
}
