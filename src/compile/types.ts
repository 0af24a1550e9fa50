/**
 * The state machine of a specification: what `check/` explores and `conform/` holds an implementation against.
 *
 * Two things implement it. The compiler (`compile.ts`) emits JavaScript and is what runs. The evaluator
 * (`evaluator/`) walks the core tree, slowly and obviously; it evaluates constants, explains (which conjunct was false,
 * which definitions led to an error), and is the oracle the compiler is tested against.
 *
 * A state is an Int32Array of value handles, one per variable in the order of `ResolvedSpec.variables`, all in normal
 * form. Buffers handed to a sink are reused: copy what you keep.
 */
import type { Store, Value } from "../values/types.ts";
import type { Location } from "../tla/syntax/source.ts";
import type { ResolvedSpec } from "../tla/modules/core.ts";
import type { ExplorationStatus } from "./natives/exploration-status.ts";
import type { StepTally } from "./natives/native.ts";
import type { NumberList } from "./number-list.ts";
import type { Formula } from "./temporal/formula.ts";

export type State = Int32Array;

/**
 * One action of Next: Next taken apart through disjunctions, existential quantifiers (also over sets that depend on
 * the state), LET and definition calls down to the last call whose body is not itself such a choice. An unnamed
 * disjunct takes the enclosing definition's name.
 */
export interface Action {
  readonly index: number;
  /** Name of the definition, as users write it: `RMPrepare`; through an instance `I!Name`. */
  readonly name: string;
  /** Formal parameters of the definition, or the quantified names when the disjunct has no definition of its own. */
  readonly parameters: readonly string[];
  /** The definition's body, or the disjunct. */
  readonly at: Location;
  /** True when the action can leave every variable unchanged by its text alone (UNCHANGED vars). */
  readonly variablesWritten: readonly number[];
  readonly variablesRead: readonly number[];
}

/** Called for every initial state; `weight` is the number of derivations TLC would count. */
export type InitialSink = (state: State, weight: number) => void;

/** Called for every successor; `weight` as above; duplicates are not removed. */
export type SuccessorSink = (next: State, action: number, weight: number) => void;

/** A known value has a handle; `UNKNOWN` is "not observed". 0 is never a handle. */
export const UNKNOWN = 0;

/** One step to be explained by an action. */
export interface StepRequest {
  readonly action: number;
  readonly state: State;
  /** Known arguments in the order of `Action.parameters`; `UNKNOWN` where they are to be found. */
  readonly arguments: Int32Array;
  /** Known next values; `UNKNOWN` where they follow from the action. Known ones are inputs, not filters afterwards. */
  readonly next: Int32Array;
}

/** Called for each way to take the step; `binding` holds the value of each parameter. Return false to stop. */
export type StepSink = (next: State, binding: Int32Array) => boolean;

export interface StatePredicate {
  readonly name: string;
  readonly at: Location;
  test(state: State): boolean;
}

export interface StepPredicate {
  readonly name: string;
  readonly at: Location;
  test(state: State, next: State): boolean;
}

/** Temporal formulas of a specification, over predicates by number. */
export interface TemporalChecks {
  /** What the specification says besides Init and [][Next]_v. */
  readonly fairness: Formula;
  /** In the order of `StateMachine.temporalProperties`. */
  readonly properties: readonly Formula[];
  readonly stateLeaves: readonly StateLeaf[];
  /** Each is a `<<A>>_v`: false of stuttering steps, which it need not be asked about. */
  readonly actionLeaves: readonly ActionLeaf[];
  /** What is known of action leaves without evaluating them; absent when nothing is. */
  readonly derivations?: LeafDerivations;
}

export interface StateLeaf {
  /** The leaf is ENABLED of this action leaf: true of a state from which some step satisfies that. */
  readonly enabledAction?: number;
  /** It is false of a state from which no step of Next satisfies the action, if derivations decide the action. */
  readonly isOfSteps?: boolean;
  test(state: State): boolean;
}

export interface ActionLeaf {
  /** A step satisfies the leaf if and only if one of its derivations shows it. */
  readonly isDecided?: boolean;
  test(state: State, next: State): boolean;
}

/** Action leaves that are parts of Next: a step of such an action was derived by it. */
export interface LeafDerivations {
  /** While a successor is delivered: what its derivation shows, as indexes into `leaves`. */
  readonly shown: NumberList;
  /** A derivation shows the leaf if the guard holds where the step begins, and the step changes one of the slots. */
  readonly leaves: readonly {
    readonly leaf: number;
    readonly slots: readonly number[];
    readonly guard?: (state: State) => boolean;
  }[];
  /** Adds the leaves that are not decided, and that some step from the state may satisfy. */
  possible(state: State, leaves: NumberList): void;
}

export interface StateMachine {
  readonly spec: ResolvedSpec;
  /** What the specification is told when it asks where the exploration stands; whoever explores writes it. */
  readonly status: ExplorationStatus;
  readonly tally: StepTally;
  readonly store: Store;
  readonly variables: readonly string[];
  readonly actions: readonly Action[];
  initialStates(sink: InitialSink): void;
  successors(state: State, sink: SuccessorSink): void;
  /** States between two composed actions (`A \\cdot B`) that `successors` has met so far: TLC counts them as generated. */
  statesBetween(): number;
  /** All ways in which one action explains a step. Evaluation errors are thrown as `EvaluationError`. */
  step(request: StepRequest, sink: StepSink): void;
  readonly invariants: readonly StatePredicate[];
  readonly constraints: readonly StatePredicate[];
  readonly actionConstraints: readonly StepPredicate[];
  /** PROPERTY conjuncts without temporal operators: hold in initial states. */
  readonly initialProperties: readonly StatePredicate[];
  /** `[]P` conjuncts of properties. */
  readonly stateProperties: readonly StatePredicate[];
  /** `[][A]_v` conjuncts of properties; stuttering on v is allowed by the test itself. */
  readonly actionProperties: readonly StepPredicate[];
  /** Conjuncts of properties that need liveness checking. */
  readonly temporalProperties: readonly { readonly name: string; readonly at: Location }[];
  /** What liveness checking needs: there when there are temporal properties. */
  readonly temporal?: TemporalChecks | undefined;
  /** ASSUMEs in order; `test` evaluates. */
  readonly assumptions: readonly { readonly name?: string; readonly at: Location; test(): boolean }[];
  /** The VIEW's value, or undefined when there is none. */
  view?(state: State): Value;
  /** The SYMMETRY's value, a set of functions, or undefined when there is none. */
  symmetry?: { readonly name: string; readonly at: Location; value(): Value };
  readonly postconditions: readonly { readonly name: string; readonly at: Location; test(): boolean }[];
}

// ---------------------------------------------------------------------------------------------- explain mode

/** What a conjunct is for, seen from one step. */
export type ConjunctKind =
  /** reads only the current state (and arguments) */
  | "guard"
  /** determines a primed variable */
  | "effect"
  /** UNCHANGED, or x' = x */
  | "frame"
  /** a domain of a parameter: `\E m \in msgs` */
  | "argument";

/** A value that a conjunct read: a variable and the path below it, as `msgs`, or `rmState["rm1"]`. */
export interface Read {
  readonly variable: number;
  readonly path: readonly Value[];
  readonly primed: boolean;
  readonly value: Value;
}

export interface ConjunctReport {
  readonly at: Location;
  /** Source text, white space folded. */
  readonly text: string;
  readonly kind: ConjunctKind;
  readonly outcome: "true" | "false" | "error" | "skipped";
  /** For comparisons and memberships: both sides. For an effect: the value the spec gives and the one observed. */
  readonly operator?: string;
  readonly left?: Value;
  readonly right?: Value;
  /** For effect and frame conjuncts: which variable. */
  readonly variable?: number;
  readonly reads: readonly Read[];
  readonly error?: string;
}

export interface ActionReport {
  readonly action: number;
  /** Values of the parameters, in order. */
  readonly binding: readonly Value[];
  /** In source order; nested conjunctions flattened; quantifiers and disjunctions kept whole. */
  readonly conjuncts: readonly ConjunctReport[];
  /** The state the action gives when its guards are taken as true; UNKNOWN where it gives none. */
  readonly expected: Int32Array;
}

/** How a conjunct of an action fared when the action was evaluated in many states. */
export interface ConjunctTally {
  readonly at: Location;
  /** Source text, white space folded; of a quantifier what comes before the colon. */
  readonly text: string;
  /** A choice is a `\E` with the conjuncts below it, alternatives a disjunction. */
  readonly kind: "choice" | "alternatives" | "conjunct";
  /** How many choices, alternatives and calls it stands in. */
  readonly depth: number;
  /** Evaluated, once for each way in which what stands before it is true. */
  readonly reached: number;
  /** True; for a choice on the way to the action: led to a successor. */
  readonly passed: number;
}

/** An evaluation error told in the user's terms. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly at?: Location;
  /** Innermost first: the definitions (with parameter values as text) that led there. */
  readonly chain: readonly { readonly name: string; readonly at: Location }[];
}

/** A false formula broken down: which conjunct, which quantifier witness. */
export interface FormulaReport {
  readonly at: Location;
  readonly text: string;
  readonly witnesses: readonly { readonly name: string; readonly value: Value }[];
  readonly operator?: string;
  readonly left?: Value;
  readonly right?: Value;
  readonly reads: readonly Read[];
}

/** A behaviour held against the specification. */
export interface LassoJudgement {
  /** It begins in an initial state, and each step is one of Next or changes nothing. */
  readonly isBehaviour: boolean;
  readonly isFair: boolean;
  /** Of each temporal property, in the order of `StateMachine.temporalProperties`: does it hold? */
  readonly properties: readonly boolean[];
  /** False when evaluating again may give something else: there is randomness in the specification. */
  readonly isRepeatable: boolean;
}

/** The slow side: explains steps, formulas and errors. */
export interface Explainer {
  /** One report for each binding of the parameters that the arguments leave open (at most `limit`). */
  explainStep(request: StepRequest, limit: number): ActionReport[];
  /** How the conjuncts of an action fare in each of these states, in the order of the text. */
  tallyConjuncts(action: number, states: readonly State[]): ConjunctTally[];
  /** Why a predicate of the machine (invariant, property, assumption) is false in a state or step. */
  explainFalse(name: string, at: Location, state: State, next?: State): FormulaReport[];
  /**
   * What the specification and its temporal properties say of a behaviour, by definition: the states, and after the last
   * one those from number `loop` on, again and again. `last` is the state that the last step leads to.
   */
  judgeLasso(states: readonly State[], loop: number, last: State): LassoJudgement;
  /** Re-evaluates what failed and says where and through which definitions. */
  explainError(error: unknown, state?: State, action?: number): ErrorReport;
  /**
   * What the config's ALIAS shows of a state, its primes meaning `next`; undefined when there is none. Throws
   * EvaluationError where it cannot be evaluated.
   */
  alias(state: State, next: State): readonly { readonly name: string; readonly value: Value }[] | undefined;
}
