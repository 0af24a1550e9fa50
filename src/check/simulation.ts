/**
 * Random behaviours of a specification, for state spaces that are too large to explore. Each begins in an initial state
 * and takes one of the next steps, each derivation being equally likely, until it is long enough or nothing leads on.
 * Behaviour number i depends on the seed and on i alone.
 *
 * Checked on the way: invariants, properties of states and of steps, deadlock, assertions. Not checked: liveness, since
 * behaviours are cut, and everything off the way. Constraints cut steps as in an exploration.
 */
import type { Explainer, StateMachine } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { ActionCounts } from "./action-counts.ts";
import { lookedAtMax, withConjuncts } from "./conjunct-coverage.ts";
import { refuseFalseConstraints } from "./constant-constraints.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { Judge, type JudgeOptions } from "./judge.ts";
import { RandomSource } from "./random-source.ts";
import { hasEnded, verdictWithoutViolation } from "./search-end.ts";
import { SpreadSample } from "./spread-sample.ts";
import { StateKey } from "./state-key.ts";
import type { ActionCoverage, Bound, Checker, CheckResult, Progress, Violation } from "./types.ts";
import { postconditionViolations } from "./postcondition.ts";
import { violationOf } from "./violation.ts";

export interface SimulationOptions extends JudgeOptions {
  /** Behaviours to make. */
  readonly behaviours: number;
  /** States of a behaviour. */
  readonly depthMax: number;
  readonly seed: string;
  /** Look at the conjuncts of all actions, not only of those that were never enabled. */
  readonly coversConjuncts?: boolean;
}

/** What a successor led to, while one is chosen. */
interface Choice {
  readonly next: Int32Array;
  readonly action: number;
  readonly weight: number;
}

export class Simulation implements Checker {
  readonly #machine: StateMachine;
  readonly #explainer: Explainer;
  readonly #options: SimulationOptions;
  readonly #judge: Judge;
  readonly #key: StateKey;
  readonly #seen = new FingerprintTable();
  readonly #actions: ActionCounts;
  /** States in which conjuncts are looked at. */
  readonly #sample: SpreadSample;
  readonly #violations: Violation[] = [];
  #initialStates: Choice[] = [];
  #random: RandomSource;
  /** The behaviour that is being made, and its number. */
  #behaviour: Int32Array[] = [];
  /** A successor that is judged before it is chosen. */
  #judged: Int32Array = new Int32Array(0);
  #done = 0;
  #steps = 0;
  #generated = 0;
  #depth = 0;
  #isStarted = false;
  #bound: Bound | undefined;
  /** Ends what this holds of the store's values. */
  readonly #letGo: () => void;

  constructor(machine: StateMachine, explainer: Explainer, options: SimulationOptions) {
    refuseFalseConstraints(machine);
    this.#machine = machine;
    this.#explainer = explainer;
    this.#options = options;
    this.#judge = new Judge(machine, options);
    this.#key = new StateKey(machine);
    this.#actions = new ActionCounts(machine.actions.length);
    this.#sample = new SpreadSample(lookedAtMax(options.coversConjuncts === true));
    this.#random = new RandomSource(options.seed, 0);
    machine.status.counts = () => this.progress;
    machine.status.variables = machine.variables;
    machine.status.behaviour = () => this.#statesTo(machine.status.level);
    machine.store.keepAll();
    this.#letGo = machine.store.hold({ visitValues: (visit) => this.#visitValues(visit) });
  }

  #visitValues(visit: (v: Value) => void): void {
    for (const { next } of this.#initialStates) next.forEach(visit);
    for (const state of this.#behaviour) state.forEach(visit);
    for (const state of this.#sample.states) state.forEach(visit);
  }

  get progress(): Progress {
    return {
      generated: this.#generated,
      distinct: this.#seen.size,
      queue: 0,
      depth: this.#depth,
      behaviours: this.#done,
    };
  }

  /** Adds up to `states` states to behaviours. */
  step(states: number): boolean {
    if (!this.#isStarted) this.#start();
    for (let i = 0; i < states && !this.#isOver; i++) {
      if (this.#behaviour.length === 0) this.#begin();
      else this.#extend();
      this.#machine.store.collectIfDue();
      if (this.#machine.status.exitRequested) this.interrupt("exit");
    }
    return !this.#isOver;
  }

  interrupt(bound: Bound): void {
    this.#bound ??= bound;
  }

  get #isOver(): boolean {
    return this.#judge.isOver || this.#bound !== undefined || this.#done >= this.#options.behaviours;
  }

  #start(): void {
    this.#isStarted = true;
    this.#machine.status.begin(0);
    this.#judge.checkAssumptions();
    this.#explain([]);
    if (this.#judge.isOver) return;
    try {
      this.#machine.initialStates((state, weight) => {
        this.#judged = state;
        this.#machine.status.level = 1;
        if (this.#judge.isInModel(state)) this.#initialStates.push({ next: state.slice(), action: -1, weight });
        this.#machine.status.level = 0;
      });
    } catch (error) {
      this.#judge.fail(error, -1);
      this.#explain([]);
    }
    this.#judgeInitialStates();
    if (this.#initialStates.length === 0) this.#done = this.#options.behaviours;
  }

  /** All of them, as in TLC, and not only those that behaviours happen to begin with. */
  #judgeInitialStates(): void {
    for (const { next } of this.#initialStates) {
      if (this.#judge.isOver) break;
      this.#behaviour = [next];
      this.#machine.status.begin(1);
      this.#judge.checkState(next, 0);
      this.#judge.checkInitialState(next, 0);
      this.#explain(this.#behaviour);
    }
    this.#behaviour = [];
  }

  #begin(): void {
    this.#random = new RandomSource(this.#options.seed, this.#done);
    const { next } = this.#choose(this.#initialStates);
    this.#behaviour = [next];
    this.#visit(next);
    this.#endIfLong();
  }

  #extend(): void {
    const from = this.#behaviour.at(-1)!;
    const choices = this.#successors(from);
    if (this.#judge.isOver) return;
    if (choices.length === 0) return this.#end();
    const { next, action } = this.#choose(choices);
    const { status } = this.#machine;
    status.action = this.#machine.actions[action];
    this.#judge.checkStep(from, next, 0);
    this.#explain(this.#behaviour);
    this.#behaviour.push(next);
    if (this.#visit(next)) this.#actions.find(action);
    status.level++;
    this.#judge.checkState(next, 0);
    this.#explain(this.#behaviour);
    this.#endIfLong();
  }

  /** The steps from a state that stay in the model. */
  #successors(from: Int32Array): Choice[] {
    const choices: Choice[] = [];
    let hasSuccessor = false;
    this.#steps++;
    this.#machine.status.begin(this.#behaviour.length, from);
    try {
      this.#machine.successors(from, (next, action, weight) => {
        hasSuccessor = true;
        this.#judged = next;
        this.#generated += weight;
        this.#actions.take(action, this.#steps, weight);
        if (this.#judge.isStepInModel(from, next)) choices.push({ next: next.slice(), action, weight });
      });
    } catch (error) {
      this.#judge.fail(error, 0);
    }
    if (!hasSuccessor) this.#judge.checkDeadlock(0);
    this.#explain(this.#behaviour);
    return choices;
  }

  /** A successor that may be chosen is looked at one level higher than the behaviour has got. */
  #statesTo(level: number): readonly Int32Array[] {
    if (level === 0) return [];
    return this.#behaviour.length < level ? [...this.#behaviour, this.#judged.slice()] : this.#behaviour;
  }

  #choose(choices: readonly Choice[]): Choice {
    let left = this.#random.below(choices.reduce((sum, choice) => sum + choice.weight, 0));
    for (const choice of choices) {
      left -= choice.weight;
      if (left < 0) return choice;
    }
    throw new Error("a choice has no weight");
  }

  /** True when the state was not visited before. */
  #visit(state: Int32Array): boolean {
    this.#key.of(state);
    this.#seen.add(this.#key.low, this.#key.high);
    if (this.#seen.wasNew) this.#sample.add(state);
    this.#depth = Math.max(this.#depth, this.#behaviour.length);
    return this.#seen.wasNew;
  }

  #endIfLong(): void {
    if (this.#behaviour.length >= this.#options.depthMax) this.#end();
  }

  #end(): void {
    this.#behaviour = [];
    this.#done++;
  }

  /** Findings are explained as they come, since the behaviour that shows them goes on. */
  #explain(states: readonly Int32Array[]): void {
    const { findings } = this.#judge;
    if (findings.length === this.#violations.length) return;
    this.#machine.status.replay(() => {
      for (const finding of findings.slice(this.#violations.length))
        this.#violations.push(violationOf(this.#machine, this.#explainer, finding, [...states]));
    });
    // What is told of the violation are values, all over it.
    this.#machine.store.keepAll();
  }

  /** Evaluates the postcondition, so it is asked for once. */
  result(): CheckResult {
    const { exhausted } = this.#judge;
    if (exhausted !== undefined) this.interrupt("memory");
    if (hasEnded(this.#bound))
      this.#violations.push(
        ...postconditionViolations(this.#machine, this.#judge, this.#explainer, this.#violations[0]),
      );
    this.#letGo();
    const unchecked = this.#machine.temporalProperties.map((property) => property.name);
    return {
      verdict: this.#violations[0]?.verdict ?? verdictWithoutViolation("simulated", this.#bound),
      violations: this.#violations,
      generated: this.#generated,
      distinct: this.#seen.size,
      depth: this.#depth,
      initial: this.#initialStates.length,
      queue: 0,
      behaviours: this.#done,
      transitions: undefined,
      actions: this.#coverage(),
      bound: this.#bound,
      unchecked: this.#violations.length === 0 ? unchecked : [],
      caveats: [],
      ...(exhausted === undefined
        ? {}
        : { exhausted: this.#explainer.explainError(exhausted, this.#behaviour.at(-1)) }),
    };
  }

  /** Evaluating again says and remembers nothing. */
  #coverage(): ActionCoverage[] {
    const actions = this.#actions.report(this.#machine);
    const coversAll = this.#options.coversConjuncts === true;
    if (this.#violations.length > 0 && !coversAll) return actions;
    return this.#machine.status.replay(() =>
      withConjuncts(actions, this.#explainer, coversAll, () => this.#sample.states),
    );
  }
}
