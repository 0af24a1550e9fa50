/**
 * What cannot be emitted: which variables are determined must be known when an action is emitted, and a few forms (a
 * RECURSIVE operator that determines variables, `\A` over a set that depends on the state) say it only when they run.
 * The part of the machine in which one stands is left to the evaluator, which knows every form; see compile.ts.
 */
import type { Location } from "../../tla/syntax/source.ts";

/** Thrown while something is emitted. Never reaches a user. */
export class NotEmitted extends Error {
  readonly at: Location;

  constructor(what: string, at: Location) {
    super(`not emitted: ${what}`);
    this.name = "NotEmitted";
    this.at = at;
  }
}

export function refuse(what: string, at: Location): never {
  throw new NotEmitted(what, at);
}

/** A part of the machine (a predicate, an action, Init) that has to be left to the evaluator. */
export class LeftToEvaluator extends Error {
  readonly part: object;

  constructor(part: object) {
    super("a part of the machine is left to the evaluator");
    this.name = "LeftToEvaluator";
    this.part = part;
  }
}

/** Emits a part; when that cannot be, says which part it was. */
export function emittingPart<T>(part: object, emit: () => T): T {
  try {
    return emit();
  } catch (error) {
    if (error instanceof NotEmitted) throw new LeftToEvaluator(part);
    throw error;
  }
}
