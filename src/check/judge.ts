/**
 * Holds states and steps against what the config asks for, in TLC's order: constraints first, then invariants (also
 * outside the model), then action properties. Whatever explores states asks the same judge.
 *
 * The first finding ends the search; with `keepsGoing`, each property is reported once and not evaluated again.
 */
import { ASSERT_FAILED } from "../compile/natives/tlc.ts";
import type { StateMachine, StatePredicate, StepPredicate } from "../compile/types.ts";
import { EvaluationError, OUT_OF_MEMORY } from "../values/types.ts";
import type { Finding } from "./finding.ts";

export interface JudgeOptions {
  /** Overrides the config's CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Go on after a violation, and report every violated property once. */
  readonly keepsGoing?: boolean;
}

export class Judge {
  readonly findings: Finding[] = [];
  /** True when nothing further is to be looked at. */
  isOver = false;
  /** The evaluation for which there was not enough memory: it ends the search, and says nothing of the specification. */
  exhausted: EvaluationError | undefined;
  readonly #machine: StateMachine;
  readonly #keepsGoing: boolean;
  #checksDeadlock: boolean;
  #invariants: readonly StatePredicate[];
  #initialProperties: readonly StatePredicate[];
  #actionProperties: readonly StepPredicate[];

  constructor(machine: StateMachine, options: JudgeOptions) {
    this.#machine = machine;
    this.#keepsGoing = options.keepsGoing === true;
    this.#checksDeadlock = options.checkDeadlock ?? machine.spec.checkDeadlock;
    this.#invariants = [...machine.invariants, ...machine.stateProperties];
    this.#initialProperties = machine.initialProperties;
    this.#actionProperties = machine.actionProperties;
  }

  /** Evaluates the assumptions, up to the first that is false or fails. */
  checkAssumptions(): void {
    for (const assumption of this.#machine.assumptions) {
      const name = assumption.name ?? "ASSUME";
      try {
        if (assumption.test()) continue;
        this.#end({ verdict: "assumption", property: name, predicate: { name, at: assumption.at }, state: -1 });
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        this.#end({ verdict: "assumption", property: name, state: -1, error });
      }
      return;
    }
  }

  isInModel(state: Int32Array): boolean {
    for (const constraint of this.#machine.constraints) if (!constraint.test(state)) return false;
    return true;
  }

  /** Constraints are asked first, as by TLC, at the level of the next state; action constraints at that of the state it leaves. */
  isStepInModel(state: Int32Array, next: Int32Array): boolean {
    const { status } = this.#machine;
    status.level++;
    const isInModel = this.isInModel(next);
    status.level--;
    if (!isInModel) return false;
    for (const constraint of this.#machine.actionConstraints) if (!constraint.test(state, next)) return false;
    return true;
  }

  /** The trace leads to state `number`, and from there to `state` when it is `beyond` the model. */
  checkState(state: Int32Array, number: number, beyond?: Int32Array): void {
    for (const invariant of this.#invariants) {
      if (this.isOver) return;
      try {
        if (invariant.test(state)) continue;
      } catch (error) {
        return this.#failIn(invariant, error, number, beyond);
      }
      this.#invariants = this.#invariants.filter((other) => other.name !== invariant.name);
      this.#report({ verdict: "invariant", predicate: invariant, ...placeOf(invariant, number, beyond) });
    }
  }

  /** `beyond` as in `checkState`. */
  checkInitialState(state: Int32Array, number: number, beyond?: Int32Array): void {
    for (const property of this.#initialProperties) {
      if (this.isOver) return;
      try {
        if (property.test(state)) continue;
      } catch (error) {
        return this.#failIn(property, error, number, beyond);
      }
      this.#initialProperties = this.#initialProperties.filter((other) => other.name !== property.name);
      this.#report({ verdict: "action-property", predicate: property, ...placeOf(property, number, beyond) });
    }
  }

  /** `from` is the number of `state`. */
  checkStep(state: Int32Array, next: Int32Array, from: number): void {
    for (const property of this.#actionProperties) {
      if (this.isOver) return;
      try {
        if (property.test(state, next)) continue;
      } catch (error) {
        return this.#failIn(property, error, from, next);
      }
      this.#actionProperties = this.#actionProperties.filter((other) => other.name !== property.name);
      this.#report({ verdict: "action-property", predicate: property, ...placeOf(property, from, next) });
    }
  }

  /** A predicate that cannot be evaluated is found out where it is: at this state or step. */
  #failIn(predicate: Predicate, error: unknown, number: number, beyond?: Int32Array): void {
    if (!(error instanceof EvaluationError)) throw error;
    this.#end({ verdict: verdictOf(error), error, ...placeOf(predicate, number, beyond) });
  }

  /** The state has no successor. */
  checkDeadlock(number: number): void {
    if (!this.#checksDeadlock || this.isOver) return;
    this.#checksDeadlock = false;
    this.#report({ verdict: "deadlock", state: number });
  }

  /** An evaluation error is a verdict on the specification, with the trace to the state in which it happened. */
  fail(error: unknown, number: number): void {
    if (!(error instanceof EvaluationError)) throw error;
    if (this.isOver) return;
    this.#end({ verdict: verdictOf(error), state: number, error });
  }

  /** What is wrong with the postconditions: the first that is false or fails. It ends nothing, since it comes last. */
  checkPostconditions(): Finding | undefined {
    for (const postcondition of this.#machine.postconditions) {
      const { name } = postcondition;
      try {
        if (postcondition.test()) continue;
        return { verdict: "postcondition", property: name, predicate: postcondition, state: -1 };
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        return { verdict: "postcondition", property: name, state: -1, error };
      }
    }
    return undefined;
  }

  #report(finding: Finding): void {
    this.findings.push(finding);
    if (!this.#keepsGoing) this.isOver = true;
  }

  #end(finding: Finding): void {
    const { error } = finding;
    if (error instanceof EvaluationError && error.code === OUT_OF_MEMORY) this.exhausted = error;
    else this.findings.push(finding);
    this.isOver = true;
  }
}

type Predicate = Pick<StatePredicate, "name" | "at">;

function placeOf(
  predicate: Predicate,
  state: number,
  beyond?: Int32Array,
): Pick<Finding, "property" | "state" | "beyond"> {
  return { property: predicate.name, state, ...(beyond === undefined ? {} : { beyond: beyond.slice() }) };
}

function verdictOf(error: EvaluationError): "assert" | "error" {
  return error.code === ASSERT_FAILED ? "assert" : "error";
}
