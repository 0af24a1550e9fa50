/**
 * Decides the temporal properties of a specification while it is explored: records the state graph, and looks for a fair
 * behaviour that violates a property whenever the graph has grown by LOOK_FACTOR, and at the end.
 *
 * What is found in a part of the graph is a violation: all steps from the states of the part are known, and ENABLED and
 * the leaves depend on nothing else. Each property is judged for itself, and its name is the one that is reported.
 */
import type { Explainer, StateMachine } from "../../compile/types.ts";
import { and, not } from "../../compile/temporal/formula.ts";
import type { StepRecorder } from "../step-recorder.ts";
import type { Caveat, Violation } from "../types.ts";
import type { LassoBuilder } from "./concrete-lasso.ts";
import { GraphRecorder } from "./graph-recorder.ts";
import type { Lasso } from "./lasso.ts";
import { lassoViolation } from "./lasso-violation.ts";
import { UnsupportedFormula } from "./problem.ts";
import { ProductTooLarge } from "./search-graph.ts";
import { Solver } from "./solve.ts";

/** Expanded states before the first look at an unfinished graph. */
const FIRST_LOOK_STATES = 25_000;
/** The next look is at so many times as many: all looks at unfinished graphs together cost a third of the last at most. */
const LOOK_FACTOR = 4;

export class Liveness {
  readonly #machine: StateMachine;
  readonly #recorder: GraphRecorder | undefined;
  #nextLook = FIRST_LOOK_STATES;
  /** By the place of the property among the temporal properties. */
  #lassos = new Map<number, Lasso>();
  readonly #undecided = new Map<string, string>();
  #isVacuous = false;
  #isComplete = false;

  constructor(machine: StateMachine) {
    this.#machine = machine;
    this.#recorder = machine.temporal === undefined ? undefined : new GraphRecorder(machine.temporal);
  }

  /** Absent when there is nothing to decide. */
  get recorder(): StepRecorder | undefined {
    return this.#recorder;
  }

  /** Whether the graph has grown enough to look at it before it is complete. */
  get isDue(): boolean {
    return this.#recorder !== undefined && this.#recorder.states >= this.#nextLook;
  }

  get isViolated(): boolean {
    return this.#lassos.size > 0;
  }

  /** Judges the properties on the graph so far, whose initial states are numbered below `initial`. */
  look(initial: number, isComplete: boolean): void {
    if (this.#recorder === undefined) return;
    this.#nextLook = this.#recorder.states * LOOK_FACTOR;
    const { fairness, properties } = this.#machine.temporal!;
    const solver = new Solver(this.#recorder.graph(initial), fairness);
    properties.forEach((formula, property) => {
      try {
        const lasso = solver.find(and(fairness, not(formula)));
        if (lasso !== undefined) this.#lassos.set(property, lasso);
      } catch (error) {
        if (!(error instanceof UnsupportedFormula || error instanceof ProductTooLarge)) throw error;
        this.#undecided.set(this.#nameOf(property), error.message);
      }
    });
    this.#isComplete = isComplete;
    this.#isVacuous = isComplete && !this.isViolated && solver.find(fairness) === undefined;
  }

  /** Each violated property once, with the shortest of the lassos found for its parts. */
  violations(explainer: Explainer, builder: LassoBuilder): Violation[] {
    const violations = new Map<string, Violation>();
    for (const [property, lasso] of this.#lassos) {
      const name = this.#nameOf(property);
      const violation = lassoViolation(this.#machine, explainer, builder, property, lasso);
      if (violation === undefined) this.#undecided.set(name, "the VIEW hides how a counterexample goes on");
      else if (violation.trace.length < (violations.get(name)?.trace.length ?? Infinity))
        violations.set(name, violation);
    }
    return [...violations.values()];
  }

  /** Names of temporal properties that are neither known to hold nor violated. */
  get undecided(): string[] {
    if (this.#isComplete) return [...this.#undecided.keys()];
    return [...new Set(this.#machine.temporalProperties.map((property) => property.name))];
  }

  caveats(): Caveat[] {
    const { spec } = this.#machine;
    if (this.#machine.temporalProperties.length === 0) return [];
    const caveats = [...this.#undecided].map(([property, why]): Caveat => ({ kind: "undecided", property, why }));
    if (spec.symmetry !== undefined) caveats.push({ kind: "symmetry" });
    if (spec.view !== undefined) caveats.push({ kind: "view" });
    if (spec.constraints.length + spec.actionConstraints.length > 0) caveats.push({ kind: "constraint" });
    if (this.#isVacuous) caveats.push({ kind: "no-fair-behaviour" });
    return caveats;
  }

  #nameOf(property: number): string {
    return this.#machine.temporalProperties[property]!.name;
  }
}
