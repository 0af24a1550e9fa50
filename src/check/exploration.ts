/**
 * Exhaustive exploration of a specification's states: breadth-first, in TLC's order and with TLC's counts, or depth-first
 * on request.
 *
 * For each successor: count it, test the constraints, store it when it is in the model, test invariants (when new, or
 * every time when it lies outside the model), then action properties (every step, also to old states). States live only
 * as long as they wait in the queue; of an expanded state nothing is kept but its fingerprint and its ancestry, from
 * which the error trace is computed again.
 *
 * `step` does a bounded amount of work, so that whoever drives it can show progress and stop.
 */
import type { ErrorReport, Explainer, StateMachine, SuccessorSink } from "../compile/types.ts";
import { TRACE } from "../compile/natives/tlc-ext.ts";
import { usesNative } from "../compile/used-natives.ts";
import { EvaluationError, OUT_OF_MEMORY, type Value } from "../values/types.ts";
import { ActionCounts } from "./action-counts.ts";
import { Ancestry, lastStates, statesAlong } from "./ancestry.ts";
import { sampledNumbers, withConjuncts } from "./conjunct-coverage.ts";
import { refuseFalseConstraints } from "./constant-constraints.ts";
import { CutOff } from "./cut-off.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { BreadthFirst, DepthFirst, type Frontier } from "./frontier.ts";
import { Judge } from "./judge.ts";
import { KeptStates } from "./kept-states.ts";
import { LassoBuilder } from "./liveness/concrete-lasso.ts";
import { Liveness } from "./liveness/liveness.ts";
import type { FoundMemory, RoundMemory } from "./parallel/round-memory.ts";
import { Rounds, SHARING, type RoundResult, type Sharing } from "./parallel/rounds.ts";
import { postconditionViolations } from "./postcondition.ts";
import { hasEnded, verdictWithoutViolation } from "./search-end.ts";
import { StateKey } from "./state-key.ts";
import { both, type StepRecorder } from "./step-recorder.ts";
import { TransitionCounter } from "./transition-counter.ts";
import type { ActionCoverage, Bound, Checker, CheckOptions, CheckResult, Progress, Violation } from "./types.ts";
import { violationOf } from "./violation.ts";

/** Distinct states that are explored unless told otherwise: about what fits into four gigabytes. */
export const STATES_MAX = 50_000_000;

/** States that one state leads to between two questions whether the search is to go on. */
const STATES_BETWEEN_LIMITS = 4096;

/** The threads that help an exploration. */
export interface Helpers {
  readonly memory: RoundMemory;
  /** Told where the memory is that they need, now and whenever it has grown. */
  readonly onMoved: (found: FoundMemory) => void;
  readonly sharing?: Sharing;
}

export class Exploration implements Checker {
  readonly #machine: StateMachine;
  readonly #options: CheckOptions;
  readonly #explainer: Explainer;
  readonly #judge: Judge;
  readonly #key: StateKey;
  readonly #statesMax: number;
  readonly #depthMax: number;
  readonly #seen = new FingerprintTable();
  readonly #frontier: Frontier;
  /** How threads work together, when others help. */
  #rounds: Rounds | undefined;
  readonly #ancestry = new Ancestry();
  readonly #actions: ActionCounts;
  readonly #transitions: TransitionCounter | undefined;
  readonly #recorder: StepRecorder | undefined;
  readonly #liveness: Liveness;
  readonly #keepsGoing: boolean;
  readonly #coversConjuncts: boolean;
  #generated = 0;
  #initial = 0;
  /** The greatest level of a stored state; initial states have level 1. */
  #depth = 0;
  /** The state being expanded (known to the frontier as well), its number, and how many successors it has had so far. */
  #state: Int32Array = new Int32Array(0);
  #current = -1;
  #ordinal = 0;
  /** The state that is judged: initial, or a successor of the one being expanded. */
  #judged: Int32Array = new Int32Array(0);
  /** Kept for specifications that ask for the behaviour which leads to a state. */
  readonly #kept: KeptStates | undefined;
  /** Made once: a closure for every state would be garbage for every state. */
  readonly #onSuccessor: SuccessorSink = (next, action, weight) => this.#addSuccessor(next, action, weight);
  /** States that were not expanded because of their level. */
  #tooDeep = 0;
  #isStarted = false;
  #isFinished = false;
  readonly #recordsLiveness: boolean;
  /** Ends what this holds of the store's values. */
  readonly #letGo: () => void;
  #bound: Bound | undefined;
  /** States until the limit is asked again; whether an enumeration was left in its midst. */
  #untilLimit = STATES_BETWEEN_LIMITS;
  #isCutOff = false;
  /** The state that was expanded when memory was used up, and the one that was judged: the evaluation was about one of them. */
  #exhaustedIn: readonly Int32Array[] = [];

  /** Throws DiagnosticError for a symmetry set that is none, and for constraints that nothing satisfies. */
  constructor(machine: StateMachine, explainer: Explainer, options: CheckOptions = {}, recorder?: StepRecorder) {
    refuseFalseConstraints(machine);
    this.#machine = machine;
    this.#options = options;
    this.#explainer = explainer;
    this.#judge = new Judge(machine, options);
    this.#key = new StateKey(machine);
    this.#statesMax = options.statesMax ?? STATES_MAX;
    this.#depthMax = options.depthMax ?? Infinity;
    const width = machine.variables.length;
    this.#frontier = options.isDepthFirst === true ? new DepthFirst(width) : new BreadthFirst(width);
    this.#actions = new ActionCounts(machine.actions.length);
    this.#transitions = options.countTransitions === true ? new TransitionCounter() : undefined;
    machine.status.counts = () => this.progress;
    machine.status.variables = machine.variables;
    machine.status.behaviour = () => this.#behaviour();
    this.#kept = usesNative(machine.spec, TRACE) ? new KeptStates(width) : undefined;
    this.#liveness = new Liveness(machine);
    // The liveness search needs states in the order of their numbers: depth first it decides nothing.
    this.#recordsLiveness = options.isDepthFirst !== true;
    this.#recorder = both(this.#recordsLiveness ? this.#liveness.recorder : undefined, recorder);
    this.#keepsGoing = options.keepsGoing === true;
    this.#coversConjuncts = options.coversConjuncts === true;
    machine.store.keepAll();
    this.#letGo = machine.store.hold({ visitValues: (visit) => this.#visitValues(visit) });
  }

  /** Between two states these are all the values there are: successors, guards and properties have been evaluated. */
  #visitValues(visit: (v: Value) => void): void {
    this.#frontier.visitValues(visit);
    this.#kept?.visitValues(visit);
    this.#recorder?.visitValues?.(visit);
    for (const { beyond } of this.#judge.findings) beyond?.forEach(visit);
    for (const state of this.#exhaustedIn) state.forEach(visit);
  }

  get progress(): Progress {
    return { generated: this.#generated, distinct: this.#seen.size, queue: this.#frontier.size, depth: this.#depth };
  }

  /** Expands up to `states` states; false when there is nothing left to do. */
  step(states: number): boolean {
    if (!this.#isStarted) this.#start();
    for (let i = 0; i < states && !this.#isOver; i++) {
      if (this.#rounds?.isSharing() === true) {
        this.#stepRounds(this.#rounds, states);
        break;
      }
      this.#expandNext();
      this.#machine.store.collectIfDue();
      if (this.#machine.status.exitRequested) this.interrupt("exit");
    }
    if (this.#isOver) this.#finish();
    return !this.#isOver;
  }

  /** Stops early, with verdict unknown unless something was found before. */
  interrupt(bound: Bound): void {
    this.#bound ??= bound;
  }

  get #isOver(): boolean {
    return this.#judge.isOver || this.#liveness.isViolated || this.#bound !== undefined || this.#frontier.size === 0;
  }

  /**
   * From now on other threads help, which follow (parallel/follower.ts). Only where `reasonToBeAlone` gives none, and
   * between two steps.
   */
  divide(helpers: Helpers): void {
    const frontier = this.#frontier;
    if (!(frontier instanceof BreadthFirst)) throw new Error("only a breadth-first search is divided");
    const parts = {
      machine: this.#machine,
      options: this.#options,
      key: this.#key,
      seen: this.#seen,
      ancestry: this.#ancestry,
      frontier,
      statesMax: this.#statesMax,
      sharing: SHARING,
      ...helpers,
    };
    this.#rounds = this.#unlessExhausted(() => new Rounds(parts));
  }

  /** Ends the search when there is no room for the values that threads would make together. */
  #unlessExhausted<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof EvaluationError && error.code === OUT_OF_MEMORY)) throw error;
      this.interrupt("memory");
      return undefined;
    }
  }

  // ---------------------------------------------------------------------------------------- initial states

  #start(): void {
    this.#isStarted = true;
    this.#machine.status.begin(0);
    this.#judge.checkAssumptions();
    if (this.#judge.isOver || this.#machine.spec.init === undefined) return;
    try {
      this.#machine.initialStates((state, weight) => this.#addInitial(state, weight));
    } catch (error) {
      this.#failOrStop(error, -1);
    }
    this.#initial = this.#seen.size;
    this.#checkBounds();
  }

  #addInitial(state: Int32Array, weight: number): void {
    if (this.#judge.isOver) return;
    this.#generated += weight;
    this.#depth = 1;
    this.#askLimit();
    this.#machine.status.level = 1;
    this.#judged = state;
    this.#admitInitial(state, weight);
    this.#machine.status.level = 0;
  }

  #admitInitial(state: Int32Array, weight: number): void {
    if (!this.#judge.isInModel(state)) return this.#judgeInitial(state, weight, -1, state);
    this.#key.of(state);
    const number = this.#seen.add(this.#key.low, this.#key.high);
    if (!this.#seen.wasNew) return;
    this.#ancestry.record(number, -1, number);
    this.#kept?.keep(number, state);
    this.#frontier.push(state, number, 1);
    this.#recorder?.initialState?.(number, state);
    this.#judgeInitial(state, weight, number);
  }

  /** An initial state outside the constraint is judged as well: no state leads to it, and it is `beyond` the model. */
  #judgeInitial(state: Int32Array, weight: number, number: number, beyond?: Int32Array): void {
    this.#judge.checkState(state, number, beyond);
    this.#judge.checkInitialState(state, number, beyond);
    this.#countOnlyFirst(weight);
  }

  // ---------------------------------------------------------------------------------------- successors

  #expandNext(): void {
    const frontier = this.#frontier;
    frontier.advance();
    const { number } = frontier;
    if (frontier.level >= this.#depthMax) {
      this.#tooDeep++;
      return;
    }
    this.#expand(number);
    frontier.settle();
    this.#checkBounds();
    if (this.#liveness.isDue && !this.#keepsGoing && !this.#judge.isOver) this.#liveness.look(this.#initial, false);
  }

  #expand(number: number): void {
    this.#current = number;
    this.#state = this.#frontier.state;
    this.#ordinal = 0;
    const between = this.#machine.statesBetween();
    this.#machine.status.begin(this.#frontier.level, this.#state);
    this.#key.expand(this.#state);
    try {
      this.#recorder?.beginState(number, this.#state);
      this.#machine.successors(this.#state, this.#onSuccessor);
      this.#recorder?.endState();
    } catch (error) {
      // A successor that is found incomplete has been generated, as TLC counts.
      if (isIncompleteSuccessor(error) && !this.#judge.isOver) this.#generated++;
      this.#failOrStop(error, number);
    }
    this.#generated += this.#machine.statesBetween() - between;
    if (this.#ordinal === 0) this.#judge.checkDeadlock(number);
    if (this.#judge.exhausted !== undefined) this.#exhaustedIn = [this.#state.slice(), this.#judged.slice()];
  }

  #failOrStop(error: unknown, number: number): void {
    if (error instanceof CutOff) this.#isCutOff = true;
    else this.#judge.fail(error, number);
  }

  /** A state may have more successors, and a specification more initial states, than anyone can wait for. */
  #askLimit(): void {
    if (--this.#untilLimit > 0) return;
    this.#untilLimit = STATES_BETWEEN_LIMITS;
    this.#checkBounds();
    this.#bound ??= this.#options.limit?.();
    if (this.#bound !== undefined) throw new CutOff();
  }

  /** All threads expand states; what they found is entered when a round is over. */
  #stepRounds(rounds: Rounds, states: number): void {
    const frontier = this.#frontier as BreadthFirst;
    if (frontier.levels.next >= this.#depthMax) {
      this.#tooDeep += frontier.size;
      frontier.advanceBy(frontier.size, 0);
      return;
    }
    const result = this.#unlessExhausted(() => rounds.step(states));
    if (result !== undefined) this.#enter(result);
    // The next state is one with which some thread found something wrong: here it is found out what.
    if (result?.isSuspicious === true && !this.#isOver) this.#expandNext();
  }

  #enter({ expanded, found, totals }: RoundResult): void {
    const frontier = this.#frontier as BreadthFirst;
    const { levels } = frontier;
    frontier.advanceBy(expanded, found);
    if (found > 0) this.#depth = Math.max(this.#depth, levels.level + 1);
    for (const sums of totals) {
      this.#generated += sums.generated;
      this.#transitions?.addAll(sums.transitions);
      sums.forEachAction((action, enabled, taken, news) => this.#actions.addAll(action, enabled, taken, news));
    }
    this.#checkBounds();
  }

  /** Temporal properties come last, and only if nothing else ended the search. */
  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const interrupted = this.#rounds?.interrupt();
    if (interrupted !== undefined) this.#enter(interrupted);
    if (this.#judge.exhausted !== undefined) this.#bound ??= "memory";
    if (this.#tooDeep > 0) this.#bound ??= "depth";
    if (this.#judge.isOver || this.#isCutOff || this.#bound === "interrupted" || !this.#recordsLiveness) return;
    this.#liveness.look(this.#initial, this.#bound === undefined && this.#frontier.size === 0);
  }

  #addSuccessor(next: Int32Array, action: number, weight: number): void {
    const judge = this.#judge;
    const { status } = this.#machine;
    const from = this.#current;
    const ordinal = this.#ordinal++;
    // The emitted code runs the state's successors to the end; what comes after the violation does not count.
    if (judge.isOver) return;
    this.#judged = next;
    this.#generated += weight;
    this.#askLimit();
    this.#actions.take(action, from, weight);
    status.action = this.#machine.actions[action];
    let number = -1;
    const isInModel = judge.isStepInModel(this.#state, next);
    status.level = this.#frontier.level + 1;
    if (isInModel) {
      this.#key.ofSuccessor(next);
      number = this.#seen.add(this.#key.low, this.#key.high);
      this.#transitions?.add(from, number);
      if (this.#seen.wasNew) {
        this.#actions.find(action);
        this.#ancestry.record(number, from, ordinal);
        this.#kept?.keep(number, next);
        const level = this.#frontier.level + 1;
        if (level > this.#depth) this.#depth = level;
        judge.checkState(next, number);
        // Only now, as in TLC: an invariant that asks for the queue sees it without the state that it is about.
        this.#frontier.push(next, number, level);
      }
    } else judge.checkState(next, from, next);
    status.level = this.#frontier.level;
    if (!judge.isOver) this.#recorder?.step(next, action, number);
    judge.checkStep(this.#state, next, from);
    status.action = undefined;
    this.#countOnlyFirst(weight);
  }

  /** A violation ends the search at the first derivation of the state that shows it. */
  #countOnlyFirst(weight: number): void {
    if (this.#judge.isOver) this.#generated -= weight - 1;
  }

  /** The states that lead to the one that is looked at; a successor is looked at one level higher. */
  #behaviour(): Int32Array[] {
    const kept = this.#kept;
    const { level } = this.#machine.status;
    if (kept === undefined || level === 0) return [];
    const states = this.#ancestry.numbersTo(this.#current).map((number) => kept.state(number));
    return states.length < level ? [...states, this.#judged.slice()] : states;
  }

  #checkBounds(): void {
    if (this.#seen.size > this.#statesMax && this.#frontier.size > 0) this.#bound ??= "states";
  }

  // ---------------------------------------------------------------------------------------- the answer

  /** Evaluates the postcondition, so it is asked for once. */
  result(): CheckResult {
    const { status } = this.#machine;
    const exhausted = this.#exhausted();
    const violations = status.replay(() => this.#violations());
    violations.push(...this.#postconditionViolations(violations[0]));
    this.#letGo();
    return { ...this.#report(violations), ...(exhausted === undefined ? {} : { exhausted }) };
  }

  /** What the evaluation has made that used up the memory is given back first: to tell of it, it is evaluated again. */
  #exhausted(): ErrorReport | undefined {
    const error = this.#judge.exhausted;
    if (error === undefined) return undefined;
    this.#machine.store.collect();
    return this.#machine.status.replay(() => {
      const reports = [...this.#exhaustedIn, undefined].map((state) => this.#explainer.explainError(error, state));
      return reports.find(({ chain }) => chain.length > 0) ?? reports[0];
    });
  }

  #violations(): Violation[] {
    const machine = this.#machine;
    const lassos = this.#liveness.violations(
      this.#explainer,
      new LassoBuilder(
        machine,
        this.#judge,
        this.#key,
        this.#seen,
        (number) => this.#ancestry.numbersTo(number).length,
      ),
    );
    const violations = this.#judge.findings.map((finding) => {
      const path = this.#ancestry.pathTo(finding.state);
      return violationOf(machine, this.#explainer, finding, statesAlong(machine, this.#judge, this.#key, path));
    });
    return [...violations, ...lassos];
  }

  /** The postcondition is evaluated when the search came to its end: a violation, or the one the specification wished. */
  #postconditionViolations(found: Violation | undefined): Violation[] {
    if (!hasEnded(this.#bound)) return [];
    return postconditionViolations(this.#machine, this.#judge, this.#explainer, found);
  }

  #report(violations: readonly Violation[]): CheckResult {
    const actions = this.#actions.report(this.#machine);
    const unchecked = violations.length === 0 ? this.#liveness.undecided : [];
    return {
      verdict: violations[0]?.verdict ?? verdictWithoutViolation("ok", this.#bound, unchecked),
      violations,
      generated: this.#generated,
      distinct: this.#seen.size,
      depth: this.#depth,
      initial: this.#initial,
      queue: this.#frontier.size + this.#tooDeep,
      transitions: this.#transitions?.count,
      actions: violations.length > 0 && !this.#coversConjuncts ? actions : this.#withConjuncts(actions),
      bound: this.#bound,
      unchecked,
      caveats: this.#liveness.caveats(),
    };
  }

  /** Evaluating again says and remembers nothing. */
  #withConjuncts(actions: readonly ActionCoverage[]): ActionCoverage[] {
    const states = (): readonly Int32Array[] => {
      const numbers = sampledNumbers(this.#seen.size, this.#coversConjuncts);
      const paths = numbers.map((number) => this.#ancestry.pathTo(number));
      return lastStates(this.#machine, this.#judge, this.#key, paths);
    };
    return this.#machine.status.replay(() => withConjuncts(actions, this.#explainer, this.#coversConjuncts, states));
  }
}

function isIncompleteSuccessor(error: unknown): boolean {
  return error instanceof EvaluationError && error.code === "LS4206";
}
