/**
 * Holds one instance of a specification against the observations of one run.
 *
 * It keeps the set of states that the observations so far allow (the candidates) and maps it through the next-state
 * relation: values that are known after a step are inputs to the evaluation. The set becoming empty is a violation; so
 * is a broken invariant or action property on the way. The method is that of trace validation by reachable sets
 * (Cirstea, Kuppe, Loillier, Merz: "Validating Traces of Distributed Programs Against TLA+ Specifications", 2024), kept
 * in process and per event. What it does not check: liveness, and constraints, symmetry or view of the config, which
 * are artefacts of model checking and do not bind a run.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { AcceptedStep, NamedAction, Observation, ObservedStep, PathValue, Violation } from "./types.ts";
import type { Broken, StateSpace, Taken } from "./state-space.ts";

/** How many states a validator may carry before it gives up with `unknown`. */
export const CANDIDATES_MAX = 4096;

export interface ValidatorOptions {
  /** How many unreported specification steps may explain a change of mapped state. */
  readonly silentStepsMax: number;
  /** Called for each accepted step when a run is examined in detail. */
  readonly onAccepted?: (step: AcceptedStep) => void;
}

/** The result of one observation: `undefined` is "goes on". */
export type Outcome =
  | undefined
  | { readonly verdict: "violates"; readonly violation: Violation }
  | { readonly verdict: "unknown"; readonly bound: string };

/** A candidate on the way through an event, and how it came about. */
interface Branch {
  readonly state: number;
  readonly taken?: Taken;
  readonly previous?: Branch;
  readonly reported?: ObservedStep;
}

export class Validator {
  readonly #space: StateSpace;
  readonly #options: ValidatorOptions;
  readonly #anyAction: readonly NamedAction[];
  readonly #unknown: Int32Array;
  #candidates: readonly number[];
  #outside = false;
  /** Specification steps taken on the surviving path, and events that changed nothing. */
  steps = 0;
  stutters = 0;
  candidatesPeak = 1;

  constructor(space: StateSpace, options: ValidatorOptions) {
    this.#space = space;
    this.#options = options;
    this.#anyAction = space.machine.actions.map((action) => ({
      action: action.index,
      arguments: new Int32Array(action.parameters.length),
    }));
    this.#unknown = new Int32Array(space.machine.variables.length);
    this.#candidates = space.initialStates();
  }

  /** The states that the specification may be in. */
  get candidates(): readonly number[] {
    return this.#candidates;
  }

  /** False once a fault outside the specification happened. */
  get judgesSteps(): boolean {
    return !this.#outside;
  }

  /** Takes one event. */
  observe(observation: Observation): Outcome {
    if (observation.outside === true) this.#outside = true;
    if (this.#outside) return undefined;
    const before = this.#candidates;
    let branches: Branch[] = before.map((state) => ({ state }));
    const last = observation.steps.length - 1;
    for (let i = 0; i <= last; i++) {
      const known = i === last ? observation.end : this.#unknown;
      const image = this.#image(branches, observation.steps[i]!, known);
      // The end values may show more than the reported steps: look for unreported ones behind the last.
      const next =
        image.length > 0 || i < last
          ? image
          : this.#silent(this.#image(branches, observation.steps[i]!, this.#unknown), observation.end);
      if (next.length === 0) {
        return { verdict: "violates", violation: this.#violation("step", "Next", observation, i, distinct(branches)) };
      }
      branches = next;
      if (branches.length > CANDIDATES_MAX) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
    }
    if (last < 0) {
      const still = branches.filter((branch) => this.#space.matches(branch.state, observation.end));
      if (still.length > 0) this.stutters++;
      branches = still.length > 0 ? still : this.#silent(branches, observation.end);
      if (branches.length === 0) {
        return { verdict: "violates", violation: this.#violation("step", "Next", observation, 0, before) };
      }
    }
    return this.#accept(branches, observation);
  }

  /** The image of the branches under one reported step. */
  #image(branches: readonly Branch[], step: ObservedStep, end: Int32Array): Branch[] {
    const known = withWholeValues(end, step.values);
    const partial = step.values.filter((value) => value.path.length > 0);
    const actions = step.actions.length > 0 ? step.actions : this.#anyAction;
    const found = new Map<number, Branch>();
    for (const branch of branches) {
      if (step.isOptional === true && this.#space.matches(branch.state, known)) found.set(branch.state, branch);
      for (const named of actions) {
        for (const taken of this.#space.stepBy(branch.state, named, known)) {
          if (found.has(taken.to) || !partial.every((value) => this.#holds(taken.to, value))) continue;
          found.set(taken.to, { state: taken.to, taken, previous: branch, reported: step });
        }
      }
    }
    return [...found.values()];
  }

  /** Up to `silentStepsMax` unreported steps that reach the known end values; the fewest that do. */
  #silent(branches: readonly Branch[], end: Int32Array): Branch[] {
    let frontier = branches;
    for (let depth = 1; depth <= this.#options.silentStepsMax && frontier.length > 0; depth++) {
      const isLast = depth === this.#options.silentStepsMax;
      const next = new Map<number, Branch>();
      for (const branch of frontier) {
        for (const named of this.#anyAction) {
          for (const taken of this.#space.stepBy(branch.state, named, isLast ? end : this.#unknown)) {
            if (!next.has(taken.to)) next.set(taken.to, { state: taken.to, taken, previous: branch });
          }
        }
      }
      const reached = [...next.values()].filter((branch) => this.#space.matches(branch.state, end));
      if (reached.length > 0) return reached;
      if (next.size > CANDIDATES_MAX) return [];
      frontier = [...next.values()];
    }
    return [];
  }

  #holds(state: number, known: PathValue): boolean {
    const store = this.#space.machine.store;
    let value = this.#space.value(state, known.variable);
    for (const key of known.path) {
      if (!store.inDomain(value, key, -1)) return false;
      value = store.apply(value, key, -1);
    }
    return value === known.value;
  }

  /** Keeps the branches whose steps and states satisfy the properties; all broken is a violation. */
  #accept(branches: readonly Branch[], observation: Observation): Outcome {
    let firstBroken: { readonly broken: Broken; readonly branch: Branch } | undefined;
    const kept: Branch[] = [];
    for (const branch of branches) {
      const broken = this.#judge(branch);
      if (broken === null) kept.push(branch);
      else firstBroken ??= { broken: broken.broken, branch: broken.branch };
    }
    if (kept.length === 0 && firstBroken !== undefined) {
      return {
        verdict: "violates",
        violation: this.#brokenViolation(firstBroken.broken, firstBroken.branch, observation),
      };
    }
    this.#candidates = kept.map((branch) => branch.state);
    this.candidatesPeak = Math.max(this.candidatesPeak, kept.length);
    this.steps += this.#report(kept[0]!, observation);
    return undefined;
  }

  #judge(branch: Branch): { broken: Broken; branch: Branch } | null {
    if (branch.previous !== undefined) {
      const earlier = this.#judge(branch.previous);
      if (earlier !== null) return earlier;
      const broken = this.#space.visit(branch.previous.state, branch.state, branch.taken!.action);
      if (broken !== null) return { broken, branch };
    }
    const broken = this.#space.brokenState(branch.state);
    return broken === null ? null : { broken, branch };
  }

  /** Tells the listener of the first surviving path's steps; returns how many there were. */
  #report(branch: Branch, observation: Observation): number {
    const path: Branch[] = [];
    for (let at: Branch | undefined = branch; at?.previous !== undefined; at = at.previous) path.unshift(at);
    if (this.#options.onAccepted !== undefined) {
      for (const step of path) {
        this.#options.onAccepted({
          observation,
          from: this.#space.state(step.previous!.state),
          to: this.#space.state(step.state),
          action: step.taken!.action,
          binding: [...step.taken!.binding],
          ...(step.reported === undefined ? {} : { reportedBy: step.reported.reportedBy }),
        });
      }
    }
    return path.length;
  }

  #violation(
    kind: Violation["kind"],
    property: string,
    observation: Observation,
    stepIndex: number,
    candidates: readonly number[],
  ): Violation {
    return { kind, property, observation, stepIndex, candidates: candidates.map((id) => this.#space.state(id)) };
  }

  #brokenViolation(broken: Broken, branch: Branch, observation: Observation): Violation {
    const from = branch.previous?.state ?? branch.state;
    return {
      ...this.#violation(broken.kind, broken.property, observation, observation.steps.length, [from]),
      taken: {
        from: this.#space.state(from),
        to: this.#space.state(branch.state),
        action: branch.taken?.action ?? -1,
        binding: [...(branch.taken?.binding ?? [])],
      },
    };
  }
}

/** The end values with the whole-variable values of a step put in. */
function withWholeValues(end: Int32Array, values: readonly PathValue[]): Int32Array {
  const whole = values.filter((value) => value.path.length === 0 && end[value.variable] === UNKNOWN);
  if (whole.length === 0) return end;
  const known = end.slice();
  for (const { variable, value } of whole) known[variable] = value;
  return known;
}

function distinct(branches: readonly Branch[]): number[] {
  return [...new Set(branches.map((branch) => branch.state))];
}
