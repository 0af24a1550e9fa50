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
import { UNKNOWN, type Explainer } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { Blockers } from "./blockers.ts";
import { CANDIDATES_MAX, inferredIn, Moving, pathOf, stepsSince, withoutPast, type Branch } from "./branch.ts";
import { visitArguments, visitObservation } from "./held-values.ts";
import { imageOf } from "./image.ts";
import type { Broken, Failed, StateSpace } from "./state-space.ts";
import { LOOK_BACK_MAX, throughLost, type Kill, type LostProcess } from "./lost-steps.ts";
import { Passage, type Level, type Passed } from "./passage.ts";
import { StepSearch } from "./step-search.ts";
import type { SearchCost } from "./step-search.ts";
import type { AcceptedStep, NamedAction, Observation, Violation } from "./types.ts";
import { SILENT_STEPS_MAX, UnreportedSteps } from "./unreported.ts";

/** Observations that are gone through again, with silent steps everywhere, before a violation is reported. */
export const SILENT_HISTORY_MAX = 1_000;
/** Silent steps that are looked at on the way, all together. */
export const SILENT_TRIES_MAX = 500_000;

/** Candidates and silent steps that are looked at while a few of those are looked for in the past, for one observation. */
export const FEW_SILENT_TRIES_MAX = 20_000;

/** Kills that are looked back to. */
export const KILLS_MAX = 3;

export interface ValidatorOptions {
  /** How many unreported specification steps may explain a change of mapped state. */
  readonly silentStepsMax: number;
  /** Actions that happen without being reported. */
  readonly silent?: readonly NamedAction[];
  /** How many states it may carry before it gives up with `unknown`; `CANDIDATES_MAX` when absent. */
  readonly candidatesMax?: number;
  /** States behind silent steps that are looked at before one observed step; as many as it may carry when absent. */
  readonly silentStatesMax?: number;
  /** Tells which variables block a step, so that only silent actions that write them are tried. */
  readonly explainer?: Explainer;
  /** Steps of killed processes may be looked for in the past (`allowLost`). */
  readonly looksBack?: boolean;
  /** Keep the steps that led to each candidate: for explanations and certificates. */
  readonly keepsWitness?: boolean;
  /** Shared by validators of one state space, with what it has learnt. */
  readonly search?: StepSearch;
}

/** All that must be known of a validator that has no past, to go on from where it was. */
export interface Resting {
  readonly states: readonly number[];
  /** Processes that were killed since it spoke last; absent when there are none. */
  readonly kills: readonly LostProcess[] | undefined;
  /** Silent steps may be needed in a past that is not known any more. */
  readonly hasForgotten?: true;
}

/** The result of one observation: `undefined` is "goes on". */
export type Outcome =
  | undefined
  | { readonly verdict: "violates"; readonly violation: Violation }
  | { readonly verdict: "unknown"; readonly bound: string; readonly failed?: FailedStep };

/** The name that a failed evaluation has among the bounds that make a verdict unknown. */
export const FAILED_EVALUATION = "a failed evaluation";

/** The evaluation that failed, and the event that was held against the specification then. */
export type FailedStep = Failed & { readonly event: number };

/** What one event makes of the candidates. */
type Advance = { readonly branches: readonly Branch[] } | Exclude<Outcome, undefined>;

/** How many silent steps may come before a reported one that cannot be taken else; or as many as there may be, in any case. */
type SilentBefore = number | "wherever possible";

const NO_ACTIONS: readonly NamedAction[] = [];
const NO_BRANCHES: readonly Branch[] = [];

export class Validator {
  #search: StepSearch;
  #space: StateSpace;
  readonly #options: ValidatorOptions;
  /** Made when it is needed: most runs have no steps that nobody reports. */
  #unreported: UnreportedSteps | undefined;
  readonly #silent: readonly NamedAction[];
  #branches: readonly Branch[];
  #levels: Level[] = [];
  /** Events that were taken. */
  #events = 0;
  #kills: readonly Kill[];
  /** Levels were let go, so that going through them again does not start at the beginning. */
  #hasForgotten = false;
  #outside = false;
  /** A candidate was lost since the specification could not be evaluated there: what it allows is not known any more. */
  #failed: FailedStep | undefined;
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
    this.#silent = options.silent ?? NO_ACTIONS;
    this.#kills = (resting?.kills ?? []).map((kill) => ({ ...kill, first: 0, last: 0 }));
    this.#search = options.search ?? new StepSearch(space);
    this.#branches = (resting?.states ?? space.initialStates()).map((state) => ({ state }));
    this.#isOpen = options.keepsWitness !== true || resting !== undefined;
    this.#hasForgotten = resting?.hasForgotten === true;
  }

  /** Another that goes on from where this one is, with all that it remembers; each then goes its own way. */
  fork(): Validator {
    const fork = new Validator(this.#space, { ...this.#options, search: this.#search });
    fork.#branches = this.#branches;
    fork.#levels = this.#levels.map((level) => ({ ...level }));
    fork.#events = this.#events;
    fork.#kills = this.#kills;
    fork.#hasForgotten = this.#hasForgotten;
    fork.#outside = this.#outside;
    fork.#failed = this.#failed;
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
    return this.#search.cost;
  }

  /** Goes on in another state space of the same machine, with all that it remembers. */
  moveTo(space: StateSpace, search: StepSearch): void {
    const moving = new Moving(this.#space, space);
    const move = (branch: Branch): Branch => moving.branch(branch);
    this.#branches = this.#branches.map(move);
    this.#levels = this.#levels.map((level) => ({ ...level, before: level.before.map(move) }));
    this.#space = space;
    this.#search = search;
    this.#unreported = undefined;
  }

  get #unreportedSteps(): UnreportedSteps {
    const { silentStepsMax, explainer } = this.#options;
    const candidatesMax = this.#candidatesMax;
    const silentStatesMax = this.#options.silentStatesMax ?? candidatesMax;
    const blockers = (): Blockers => new Blockers(this.#space.machine, explainer);
    const bounds = { silentStepsMax, silentStatesMax, candidatesMax };
    return (this.#unreported ??= new UnreportedSteps(this.#search, blockers(), bounds));
  }

  get #candidatesMax(): number {
    return this.#options.candidatesMax ?? CANDIDATES_MAX;
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
    for (const { observation, before, inferred } of this.#levels) {
      visitObservation(observation, visit);
      before.forEach(visitPast);
      for (const named of inferred) visitArguments(named, visit);
    }
    for (const named of this.#silent) visitArguments(named, visit);
    for (const { actions } of this.#kills) for (const named of actions) visitArguments(named, visit);
    this.#failed?.state.forEach((v) => visit(v));
    if (this.#failed?.tried !== undefined) visitArguments(this.#failed.tried, visit);
  }

  /** From here on one of the candidates stands for all: it is as good a witness as any. */
  settle(): void {
    this.#branches = this.#branches.slice(0, 1);
  }

  /** Takes several events whose outcome was found by trials. */
  adopt(branches: readonly Branch[], observations: readonly Observation[]): void {
    const taken = pathOf(branches[0]!).filter((branch) => observations.includes(branch.observation!));
    this.steps += taken.length;
    this.#hasForgotten ||= this.#silent.length > 0;
    this.#events += observations.length;
    this.#isOpen = true;
    this.#levels = [];
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
    if (keep === 0) this.#forgetLevels();
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
    return this.#levels.length;
  }

  /** Where silent steps may be needed in the past, it is not known any more whether they are. */
  forgetEvents(): void {
    this.#hasForgotten ||= this.#levels.length > 0 && this.#silent.length > 0;
    this.#levels = [];
  }

  /**
   * Nothing is expected of it for now. Without declared silent steps only lost ones would be looked for in its past, and
   * not in an instance that is quiet. With them the events are kept, and no states but those at the beginning.
   */
  #forgetLevels(): void {
    if (this.#silent.length === 0) this.#levels = [];
    this.#levels.forEach((level, i) => (level.before = i === 0 ? level.before.map(withoutPast) : NO_BRANCHES));
  }

  /**
   * A process was killed before it could tell everything: what it is known to do may have happened since its last report, up
   * to now. Nothing comes of it until an event cannot be explained otherwise.
   */
  allowLost(process: string, lost: LostProcess): void {
    const told = this.#levels.findLastIndex(({ observation }) => observation.process === process);
    const kill = { ...lost, first: this.#base + told + 1, last: this.#events };
    this.#kills = [...this.#openKills().filter(({ id }) => id !== lost.id), kill].slice(-KILLS_MAX);
  }

  /** Those whose lost steps can still be looked for. */
  #openKills(): readonly Kill[] {
    return this.#kills.filter(({ last }) => last >= this.#base);
  }

  /** The number of the first event that is remembered. */
  get #base(): number {
    return this.#events - this.#levels.length;
  }

  /** What is to be known of it later, if it is no more than this. */
  resting(): Resting | undefined {
    if (this.#outside || this.#failed !== undefined || this.#levels.length > 0) return undefined;
    const kills = this.#openKills();
    return {
      states: this.candidates,
      kills: kills.length === 0 ? undefined : kills,
      ...(this.#hasForgotten ? { hasForgotten: true } : {}),
    };
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
    if (this.#isOpen || this.silentSteps > 0 || this.#failed !== undefined || this.#branches.length > max)
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
    this.#search.hasMerged = false;
    const advance = this.#advanceOrReconsider(before, observation);
    this.#noteFailure(this.#space.failed, observation);
    if (!("branches" in advance)) return advance.verdict === "violates" ? (this.#undecided() ?? advance) : advance;
    this.#isOpen ||= this.#search.hasMerged;
    this.#count(advance.branches[0]!, observation);
    this.#remember(observation, before, advance.branches[0]!);
    this.#branches = this.#options.keepsWitness === true ? advance.branches : advance.branches.map(withoutPast);
    this.candidatesPeak = Math.max(this.candidatesPeak, advance.branches.length);
    return undefined;
  }

  #noteFailure(failed: Failed | undefined, { event }: Observation): void {
    if (failed !== undefined) this.#failed ??= { ...failed, event };
  }

  /** Where a candidate was lost that may have been the right one, nothing is known for sure. */
  #undecided(): Outcome {
    if (this.#failed === undefined) return undefined;
    return { verdict: "unknown", bound: FAILED_EVALUATION, failed: this.#failed };
  }

  /** What would become of the candidates; changes nothing but caches. */
  trial(from: readonly Branch[], observation: Observation): readonly Branch[] {
    const advance = this.#advance(from, observation, SILENT_STEPS_MAX);
    return "branches" in advance ? advance.branches : [];
  }

  /**
   * As `trial`, of what the instance may really have done: where the specification cannot be evaluated on the way, nothing is
   * known for sure from then on.
   */
  explore(from: readonly Branch[], observation: Observation): readonly Branch[] {
    this.#space.failed = undefined;
    const branches = this.trial(from, observation);
    this.#noteFailure(this.#space.failed, observation);
    return branches;
  }

  /** The steps that led to the first candidate, oldest first; all of them only with `keepsWitness`. */
  path(): readonly Branch[] {
    const [first] = this.#branches;
    return first === undefined ? [] : pathOf(first);
  }

  /** One for trials, to which every action may happen unreported. */
  assumingSilent(silentStatesMax: number): Validator {
    const silent = [...this.#silent, ...this.#search.anyAction];
    return new Validator(this.#space, { ...this.#options, silent, silentStatesMax, search: this.#search });
  }

  /** The candidates themselves, for trials. */
  get branches(): readonly Branch[] {
    return this.#branches;
  }

  // ---------------------------------------------------------------------------------------- silent steps, again

  #advanceOrReconsider(before: readonly Branch[], observation: Observation): Advance {
    if (this.#silent.length === 0) {
      const direct = this.#advance(before, observation, 0);
      if ("branches" in direct || direct.verdict !== "violates") return direct;
      return this.#withLostSteps(before, observation) ?? direct;
    }
    const soon = this.#advance(before, observation, 1);
    if ("branches" in soon) return soon;
    this.#recall();
    const few = this.#withFewSilent(before, observation);
    if (few !== undefined) return few;
    const lazy = this.#advance(before, observation, SILENT_STEPS_MAX);
    if ("branches" in lazy || lazy.verdict !== "violates") return lazy;
    return this.#reconsider(before, observation) ?? this.#withLostSteps(before, observation) ?? lazy;
  }

  /**
   * A silent step or a few, needed earlier than it showed: looked for in ever more of the past. What this does not find may
   * be there all the same.
   */
  #withFewSilent(before: readonly Branch[], observation: Observation): Advance | undefined {
    const levels = [...this.#levels, { observation, before, inferred: NO_ACTIONS }];
    const advance = (branches: readonly Branch[], one: Observation): readonly Branch[] => this.#soon(branches, one);
    const actionsAt = () => this.#silent;
    let triesMax = FEW_SILENT_TRIES_MAX;
    for (let budget = 1; budget <= SILENT_STEPS_MAX; budget++) {
      for (let back = 2; triesMax > 0; back *= 2) {
        const start = Math.max(0, levels.length - back);
        const passage = new Passage({ search: this.#search, actionsAt, budget, advance, triesMax });
        const found = passage.through(levels.slice(start));
        if (found !== undefined) return this.#foundInPast(found, start, before, observation);
        triesMax -= passage.tries;
        if (start === 0) break;
      }
    }
    return undefined;
  }

  /** The past was something else from a level on; what leads to it now may be where later events begin. */
  #foundInPast(found: Passed, start: number, before: readonly Branch[], observation: Observation): Advance {
    const from = this.#levels[start]?.before ?? before;
    this.#countAgain(from, before[0], found.branches[0]!, observation);
    const ancestors = new Set(found.branches.flatMap((branch) => [branch, ...pathOf(branch)]));
    const path = pathOf(found.branches[0]!);
    this.#levels.slice(start).forEach((level, i) => {
      const last = path.findLast((branch) => branch.observation === level.observation);
      level.inferred = last === undefined ? NO_ACTIONS : inferredIn(last, level.observation);
      const known = new Set(level.before.map(({ state }) => state));
      const more = found.before[i]!.filter((branch) => ancestors.has(branch) && !known.has(branch.state));
      if (more.length > 0) level.before = [...more, ...level.before];
    });
    this.#isOpen = true;
    return { branches: found.branches };
  }

  /** Finds again the candidates before each event, where they were let go. */
  #recall(): void {
    const last = this.#levels.findLastIndex(({ before }) => before.length === 0);
    if (last < 0) return;
    const advance = (branches: readonly Branch[], one: Observation): readonly Branch[] => this.#soon(branches, one);
    const passage = new Passage({ search: this.#search, actionsAt: () => NO_ACTIONS, budget: 0, advance });
    const levels = this.#levels.slice(0, last + 1);
    passage.through(levels)?.before.forEach((found, i) => {
      if (levels[i]!.before.length === 0) levels[i]!.before = found;
    });
  }

  /** What becomes of candidates, with no more than one silent step at a time. */
  #soon(branches: readonly Branch[], one: Observation): readonly Branch[] {
    const outcome = this.#advance(branches, one, 0);
    return "branches" in outcome ? outcome.branches : [];
  }

  /** With steps of processes that were killed: of the last one first, then of more of them. */
  #withLostSteps(before: readonly Branch[], observation: Observation): Advance | undefined {
    const open = this.#openKills();
    const levels = [...this.#levels, { observation, before, inferred: NO_ACTIONS }];
    const advance = (branches: readonly Branch[], one: Observation): readonly Branch[] => this.trial(branches, one);
    for (let n = 1; n <= open.length; n++) {
      const kills = open.slice(-n);
      const first = Math.max(0, Math.min(...kills.map((kill) => kill.first)) - this.#base);
      const start = levels.findLastIndex(({ before: known }, i) => i <= first && known.length > 0);
      const found = throughLost(this.#search, levels.slice(start), this.#base + start, kills, advance);
      if (found === undefined) continue;
      this.#countAgain(levels[start]!.before, before[0], found.branches[0]!, observation);
      this.#levels.slice(start).forEach((level, i) => (level.before = found.before[i]!));
      this.#isOpen = true;
      return { branches: found.branches };
    }
    const isPastKnown = open.every(({ first }) => first >= this.#base);
    return isPastKnown ? undefined : { verdict: "unknown", bound: "LOOK_BACK_MAX" };
  }

  /** Goes through ever more of the past with silent steps wherever they are possible; undefined: nothing survives. */
  #reconsider(before: readonly Branch[], observation: Observation): Advance | undefined {
    const levels = [...this.#levels, { observation, before, inferred: NO_ACTIONS }];
    const lookedAtMax = this.#unreportedSteps.lookedAt + SILENT_TRIES_MAX;
    for (let back = 1; ; back = Math.min(back * 2, levels.length)) {
      const outcome = this.#again(levels.slice(-back), lookedAtMax);
      if (outcome !== undefined && !("verdict" in outcome && outcome.verdict === "violates")) return outcome;
      if (back === levels.length) break;
    }
    return this.#hasForgotten ? { verdict: "unknown", bound: "SILENT_HISTORY_MAX" } : undefined;
  }

  #again(levels: readonly Level[], lookedAtMax: number): Advance | undefined {
    let branches = levels[0]!.before;
    for (const { observation } of levels) {
      if (this.#unreportedSteps.lookedAt > lookedAtMax) return { verdict: "unknown", bound: "SILENT_TRIES_MAX" };
      const advance = this.#advance(branches, observation, "wherever possible");
      if (!("branches" in advance)) return advance.verdict === "unknown" ? advance : undefined;
      branches = advance.branches;
    }
    return { branches };
  }

  #remember(observation: Observation, before: readonly Branch[], after: Branch): void {
    this.#events++;
    const max = this.#silent.length > 0 ? SILENT_HISTORY_MAX : this.#options.looksBack === true ? LOOK_BACK_MAX : 0;
    if (max === 0) return;
    this.#levels.push({ observation: this.#kept(observation), before, inferred: inferredIn(after, observation) });
    if (this.#levels.length <= max * 2) return;
    // Going through them again begins where the candidates are known.
    const start = this.#levels.findIndex(({ before: known }, i) => i >= this.#levels.length - max && known.length > 0);
    this.#levels = this.#levels.slice(start);
    this.#hasForgotten = this.#silent.length > 0;
  }

  /** Who gives an observation may go on writing to its end values. */
  #kept(observation: Observation): Observation {
    const { end } = observation;
    const isKnown = end.some((value) => value !== UNKNOWN);
    return { ...observation, end: isKnown ? end.slice() : this.#search.nothingKnown };
  }

  // ---------------------------------------------------------------------------------------- one event

  #advance(before: readonly Branch[], observation: Observation, silent: SilentBefore): Advance {
    let branches = before;
    const last = observation.steps.length - 1;
    for (let i = 0; i <= last; i++) {
      const known = i === last ? observation.end : this.#search.nothingKnown;
      const next = this.#through(branches, observation, i, known, silent);
      if (next === undefined) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      if (next.length === 0) return this.#refused("step", "Next", observation, i, branches);
      if (next.length > this.#candidatesMax) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      branches = next;
    }
    if (last < 0) {
      const still = branches.filter((branch) => this.#space.matches(branch.state, observation.end));
      const found = still.length > 0 ? still : this.#unreportedSteps.after(branches, observation);
      if (found === undefined) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      branches = found;
      if (branches.length === 0) return this.#refused("step", "Next", observation, 0, before);
    }
    return this.#judged(branches, observation);
  }

  /**
   * The image of the branches under one reported step, with silent steps before it and unreported ones after it; undefined
   * when there were too many states to look at.
   */
  #through(
    branches: readonly Branch[],
    observation: Observation,
    index: number,
    end: Int32Array,
    silent: SilentBefore,
  ): readonly Branch[] | undefined {
    const step = observation.steps[index]!;
    const search = this.#search;
    if (silent === "wherever possible") {
      const closure = this.#unreportedSteps.closure(branches, this.#silent, observation);
      return closure === undefined ? undefined : imageOf(search, closure, step, end, observation);
    }
    const direct = imageOf(search, branches, step, end, observation);
    if (direct.length > 0) return direct;
    const behind = this.#unreportedSteps.before(branches, this.#silent, silent, step, end, observation);
    if (behind === undefined || behind.length > 0 || index < observation.steps.length - 1) return behind;
    // The end values may show more than the reported steps: look for unreported ones behind the last.
    return this.#unreportedSteps.after(
      imageOf(search, branches, step, this.#search.nothingKnown, observation),
      observation,
    );
  }

  // ---------------------------------------------------------------------------------------- verdicts

  /** Keeps the branches whose steps and states satisfy the properties; all broken is a violation. */
  #judged(branches: readonly Branch[], observation: Observation): Advance {
    let firstBroken: { readonly broken: Broken; readonly branch: Branch } | undefined;
    const kept: Branch[] = [];
    for (const branch of branches) {
      const found = this.#judge(branch, observation);
      if (found === null) kept.push(branch);
      else if (found.broken.kind === "failed") this.#space.failed ??= found.broken;
      else firstBroken ??= { broken: found.broken, branch: found.branch };
    }
    if (kept.length > 0) return { branches: kept };
    if (firstBroken === undefined)
      return this.#refused("step", "Next", observation, observation.steps.length, branches);
    return {
      verdict: "violates",
      violation: this.#brokenViolation(firstBroken.broken, firstBroken.branch, observation),
    };
  }

  /** Judges the steps of this event; those of earlier ones have been judged. */
  #judge(branch: Branch, observation: Observation): { broken: Broken | Failed; branch: Branch } | null {
    if (branch.previous !== undefined && branch.observation === observation) {
      const earlier = this.#judge(branch.previous, observation);
      if (earlier !== null) return earlier;
      const broken = this.#space.visit(branch.previous.state, branch.state, branch.taken!.action);
      if (broken !== null) return { broken, branch };
    }
    const broken = this.#space.brokenState(branch.state);
    return broken === null ? null : { broken, branch };
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

  #refused(
    kind: Violation["kind"],
    property: string,
    observation: Observation,
    stepIndex: number,
    branches: readonly Branch[],
  ): Advance {
    const candidates = [...new Set(branches.map((branch) => branch.state))].map((id) => this.#space.state(id));
    return { verdict: "violates", violation: { kind, property, observation, stepIndex, candidates } };
  }

  #brokenViolation(broken: Broken, branch: Branch, observation: Observation): Violation {
    const from = this.#space.state(branch.previous?.state ?? branch.state);
    return {
      kind: broken.kind,
      property: broken.property,
      observation,
      stepIndex: observation.steps.length,
      candidates: [from],
      taken: {
        from,
        to: this.#space.state(branch.state),
        action: branch.taken?.action ?? -1,
        binding: [...(branch.taken?.binding ?? [])],
      },
    };
  }
}
