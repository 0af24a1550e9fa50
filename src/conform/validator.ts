/**
 * Holds one instance of a specification against the observations of one run.
 *
 * It keeps the set of states that the observations so far allow (the candidates) and maps it through the next-state
 * relation: values that are known after a step are inputs to the evaluation. The set becoming empty is a violation; so
 * is a broken invariant or action property on the way. The method is that of trace validation by reachable sets
 * (Cirstea, Kuppe, Loillier, Merz: "Validating Traces of Distributed Programs Against TLA+ Specifications", 2024), kept
 * in process and per event.
 *
 * Declared silent actions are taken only where an observation cannot be explained without them. That choice may come
 * too late, so the last observations are gone through again: first with a few silent steps, which is soon done and usually
 * enough, and before a violation is reported with silent actions taken wherever they are possible.
 *
 * Where the specification cannot be evaluated at a candidate, nobody knows what it allows there. That is no violation, and
 * no matter as long as other candidates go on; when none does, the verdict is unknown.
 *
 * What it does not check: liveness, and constraints, symmetry or view of the config, which are artefacts of model
 * checking and do not bind a run.
 */
import type { Value } from "../values/types.ts";
import { Moving, pathOf, stepsSince, withoutPast, type Branch } from "./branch.ts";
import { EventSearch, type EventSearchOptions } from "./event-search.ts";
import { visitArguments, visitObservation } from "./held-values.ts";
import type { LostProcess } from "./lost-steps.ts";
import { LookingBack } from "./looking-back.ts";
import { FAILED_EVALUATION, type Advance, type Outcome, type Unknown } from "./outcome.ts";
import { Past, type RestingPast } from "./past.ts";
import type { Failed, StateSpace } from "./state-space.ts";
import { StepSearch, type SearchCost } from "./step-search.ts";
import type { AcceptedStep, Observation } from "./types.ts";
import { SILENT_STEPS_MAX } from "./unreported.ts";

export interface ValidatorOptions extends EventSearchOptions {
  /** Steps of killed processes may be looked for in the past (`allowLost`). */
  readonly looksBack?: boolean;
  /** Keep the steps that led to each candidate: for explanations and certificates. */
  readonly keepsWitness?: boolean;
  /** Shared by validators of one state space, with what it has learnt. */
  readonly search?: StepSearch;
}

/** All that must be known of a validator that remembers no events, to go on from where it was. */
export interface Resting extends RestingPast {
  readonly states: readonly number[];
}

export class Validator {
  #space: StateSpace;
  #events: EventSearch;
  readonly #options: ValidatorOptions;
  #branches: readonly Branch[];
  #past: Past;
  #outside = false;
  /** A candidate was lost that may have been the right one: what the specification allows is not known any more. */
  #unsure: Unknown | undefined;
  /** More behaviours explain what was observed than the candidates tell of, or their past is not all kept. */
  #isOpen: boolean;
  /** Specification steps taken on the surviving path, events that changed nothing, steps that nobody reported. */
  steps = 0;
  stutters = 0;
  silentSteps = 0;
  candidatesPeak = 1;

  /** Goes on from where another has rested, or begins at the beginning. */
  constructor(space: StateSpace, options: ValidatorOptions, resting?: Resting) {
    this.#space = space;
    this.#options = options;
    this.#events = new EventSearch(options.search ?? new StepSearch(space), options);
    this.#branches = (resting?.states ?? space.initialStates()).map((state) => ({ state }));
    this.#isOpen = options.keepsWitness !== true || resting !== undefined;
    const hasSilent = this.#events.silent.length > 0;
    this.#past = new Past({ hasSilent, looksBack: options.looksBack === true }, resting);
  }

  /** Another that goes on from where this one is, with all that it remembers; each then goes its own way. */
  fork(): Validator {
    const fork = new Validator(this.#space, { ...this.#options, search: this.#events.steps });
    fork.#branches = this.#branches;
    fork.#past = this.#past.fork();
    fork.#outside = this.#outside;
    fork.#unsure = this.#unsure;
    fork.#isOpen = this.#isOpen;
    fork.steps = this.steps;
    fork.stutters = this.stutters;
    fork.silentSteps = this.silentSteps;
    fork.candidatesPeak = this.candidatesPeak;
    return fork;
  }

  /** The states that the specification may be in. */
  get candidates(): readonly number[] {
    return this.#branches.map((branch) => branch.state);
  }

  /** False once a fault outside the specification happened. */
  get judgesSteps(): boolean {
    return !this.#outside;
  }

  get cost(): SearchCost {
    return this.#events.steps.cost;
  }

  /** Goes on in another state space of the same machine, with all that it remembers. */
  moveTo(space: StateSpace, search: StepSearch): void {
    const moving = new Moving(this.#space, space);
    this.#branches = this.#branches.map((branch) => moving.branch(branch));
    this.#past.moveTo(moving);
    this.#space = space;
    this.#events = new EventSearch(search, this.#options);
  }

  /** The values of the observations that it remembers, and of other branches; those of the states are the space's. */
  visitValues(visit: (v: Value) => void, others: readonly Branch[] = []): void {
    const visited = new Set<Branch>();
    const visitPast = (branch: Branch): void => {
      for (let at: Branch | undefined = branch; at !== undefined && !visited.has(at); at = at.previous) {
        visited.add(at);
        if (at.observation !== undefined) visitObservation(at.observation, visit);
        at.taken?.binding.forEach((v) => visit(v));
      }
    };
    this.#branches.forEach(visitPast);
    others.forEach(visitPast);
    this.#past.visitValues(visit, visitPast);
    for (const named of this.#events.silent) visitArguments(named, visit);
    const failed = this.#unsure?.failed;
    failed?.state.forEach((v) => visit(v));
    if (failed?.tried !== undefined) visitArguments(failed.tried, visit);
  }

  /** From here on one of the candidates stands for all: it is as good a witness as any. */
  settle(): void {
    this.#branches = this.#branches.slice(0, 1);
  }

  /** Takes several events whose outcome was found by trials. */
  adopt(branches: readonly Branch[], observations: readonly Observation[]): void {
    const taken = pathOf(branches[0]!).filter((branch) => observations.includes(branch.observation!));
    this.steps += taken.length;
    this.#past.skip(observations.length);
    this.#isOpen = true;
    this.#branches = branches;
    this.candidatesPeak = Math.max(this.candidatesPeak, branches.length);
  }

  #forgetPast(): void {
    this.#isOpen = true;
    this.#branches = this.#branches.map(withoutPast);
  }

  /**
   * The steps that are certain because there is one candidate, but for the last `keep`; they are let go. Nothing is
   * certain while there are several; then what led to them is let go if it may be, and kept else.
   */
  drainCertain(keep: number, mayForget: boolean): readonly Branch[] {
    if (keep === 0) this.#past.forgetCandidates();
    const [only, second] = this.#branches;
    if (second !== undefined && mayForget) this.#forgetPast();
    if (only === undefined || second !== undefined) return [];
    const path = pathOf(only);
    const certain = path.slice(0, Math.max(0, path.length - keep));
    if (certain.length === 0) return certain;
    this.#isOpen = true;
    const last = path[certain.length - 1]!;
    const after = path[certain.length];
    if (after !== undefined) after.previous = { state: last.state };
    else this.#forgetPast();
    return certain;
  }

  /** How many events are remembered. */
  get remembered(): number {
    return this.#past.levels.length;
  }

  /** Where silent steps may be needed in the past, it is not known any more whether they are. */
  forgetEvents(): void {
    this.#past.forgetEvents();
  }

  /**
   * A process was killed before it could tell everything: what it is known to do may have happened since its last report, up
   * to now. Nothing comes of it until an event cannot be explained otherwise.
   */
  allowLost(process: string, lost: LostProcess): void {
    this.#past.allowLost(process, lost);
  }

  /** What is to be known of it later, if it is no more than this. */
  resting(): Resting | undefined {
    const past = this.#outside || this.#unsure !== undefined ? undefined : this.#past.resting();
    return past === undefined ? undefined : { states: this.candidates, ...past };
  }

  /** The steps that led to the first candidate, oldest first; all of them only with `keepsWitness`. */
  witness(): AcceptedStep[] {
    return this.path().map((branch) => this.accepted(branch));
  }

  /**
   * The states of all behaviours that explain what was observed, from the initial state of each; undefined when there may be
   * more of them than `max` or than are known.
   */
  behaviours(max: number): Int32Array[][] | undefined {
    if (this.#isOpen || this.silentSteps > 0 || this.#unsure !== undefined || this.#branches.length > max)
      return undefined;
    return this.#branches.map((branch) => {
      const path = pathOf(branch);
      const first = path[0]?.previous ?? branch;
      return [first, ...path].map(({ state }) => this.#space.state(state));
    });
  }

  /** Takes one event. */
  observe(observation: Observation): Outcome {
    if (observation.outside === true) this.#outside = true;
    if (this.#outside) return undefined;
    const before = this.#branches;
    this.#space.failed = undefined;
    const search = this.#events.steps;
    search.hasMerged = false;
    const advance = this.#advance(before, observation);
    this.#noteFailure(this.#space.failed, observation);
    if (!("branches" in advance)) return advance.verdict === "violates" ? (this.#unsure ?? advance) : advance;
    const { branches, since } = advance;
    if (since !== undefined) this.#countAgain(since, before[0], branches[0]!, observation);
    this.#isOpen ||= search.hasMerged || since !== undefined;
    this.#count(branches[0]!, observation);
    this.#past.remember(observation, before, branches[0]!, search.nothingKnown);
    this.#branches = this.#options.keepsWitness === true ? branches : branches.map(withoutPast);
    this.candidatesPeak = Math.max(this.candidatesPeak, branches.length);
    return undefined;
  }

  #advance(before: readonly Branch[], observation: Observation): Advance {
    const advance = this.#events.advance(before, observation, this.#events.silent.length > 0 ? 1 : 0);
    if ("branches" in advance) return advance;
    return new LookingBack(this.#events, this.#past, before, observation).explanation(advance);
  }

  #noteFailure(failed: Failed | undefined, { event }: Observation): void {
    if (failed === undefined) return;
    this.#unsure ??= { verdict: "unknown", bound: FAILED_EVALUATION, failed: { ...failed, event } };
  }

  /** What would become of the candidates; changes nothing but caches. */
  trial(from: readonly Branch[], observation: Observation): readonly Branch[] {
    const advance = this.#events.advance(from, observation, SILENT_STEPS_MAX);
    return "branches" in advance ? advance.branches : [];
  }

  /**
   * As `trial`, of what the instance may really have done: where the specification cannot be evaluated on the way, or there are
   * too many candidates, nothing is known for sure from then on.
   */
  explore(from: readonly Branch[], observation: Observation): readonly Branch[] {
    this.#space.failed = undefined;
    const advance = this.#events.advance(from, observation, SILENT_STEPS_MAX);
    this.#noteFailure(this.#space.failed, observation);
    if ("branches" in advance) return advance.branches;
    if (advance.verdict === "unknown") this.#unsure ??= advance;
    return [];
  }

  /** The steps that led to the first candidate, oldest first; all of them only with `keepsWitness`. */
  path(): readonly Branch[] {
    const [first] = this.#branches;
    return first === undefined ? [] : pathOf(first);
  }

  /** One for trials, to which every action may happen unreported. */
  assumingSilent(silentStatesMax: number): Validator {
    const search = this.#events.steps;
    const silent = [...this.#events.silent, ...search.anyAction];
    return new Validator(this.#space, { ...this.#options, silent, silentStatesMax, search });
  }

  /** The candidates themselves, for trials. */
  get branches(): readonly Branch[] {
    return this.#branches;
  }

  /** Events that were gone through again hold other steps now; those of the event itself are yet to be counted. */
  #countAgain(start: readonly Branch[], last: Branch | undefined, now: Branch, observation: Observation): void {
    const from = new Set(start);
    const isEarlier = (branch: Branch): boolean => branch.observation !== observation;
    const [counted, found] = [stepsSince(from, last), stepsSince(from, now).filter(isEarlier)];
    const unreported = (steps: readonly Branch[]): number =>
      steps.filter(({ reported }) => reported === undefined).length;
    this.steps += found.length - counted.length;
    this.silentSteps += unreported(found) - unreported(counted);
  }

  #count(first: Branch, observation: Observation): void {
    let steps = 0;
    let at: Branch | undefined = first;
    for (; at?.previous !== undefined && at.observation === observation; at = at.previous) {
      steps++;
      if (at.reported === undefined) this.silentSteps++;
    }
    this.steps += steps;
    if (steps === 0 && observation.steps.length === 0) this.stutters++;
  }

  /** A step as it is told to others. */
  accepted(branch: Branch): AcceptedStep {
    return {
      observation: branch.observation!,
      from: this.#space.state(branch.previous!.state),
      to: this.#space.state(branch.state),
      action: branch.taken!.action,
      binding: [...branch.taken!.binding],
      ...(branch.reported === undefined ? {} : { reported: branch.reported }),
    };
  }
}
