/**
 * The state machine of a specification, by evaluation. Slow and obvious: the oracle of the emitting compiler, and the
 * one that explains.
 */
import { type Store, type Value } from "../../values/types.ts";
import { actionPlans, type ActionPlan } from "../actions.ts";
import { propertyPieces, type PropertyPiece } from "../properties.ts";
import type { NativeContext, NativePorts, NativeTable } from "../natives/native.ts";
import type { SiteTable } from "../sites.ts";
import {
  UNKNOWN,
  type InitialSink,
  type State,
  type StateMachine,
  type StatePredicate,
  type StepPredicate,
  type StepRequest,
  type StepSink,
  type SuccessorSink,
} from "../types.ts";
import type { Expr, NamedExpr, ResolvedSpec } from "../../tla/modules/core.ts";
import { definitionOf } from "../../tla/modules/spec.ts";
import { enumerate, type Purpose } from "./enumerate.ts";
import type { Environment } from "./environment.ts";
import { Evaluator } from "./evaluator.ts";
import { asEvaluationError, sealChain } from "./failures.ts";
import { instanceEnvironment } from "./instances.ts";
import { argumentsAgree, bindingOf, knownNames, NOTHING_KNOWN, runAction, walkPath } from "./run-action.ts";
import { evaluatedTemporal } from "./temporal.ts";
import { NO_STATE, worldOf, type World } from "./world.ts";

export interface EvaluatorMachineOptions {
  readonly store: Store;
  /** Shared with emitted code, so that a site means the same place in both. */
  readonly sites?: SiteTable;
  readonly natives?: NativeTable;
  readonly ports?: NativePorts;
  /** Registers and random stream, shared with emitted code; made from `ports` when absent. */
  readonly context?: NativeContext;
}

/** A machine with what only the evaluator has: places of sites, and values of constant definitions. */
export interface EvaluatorMachine extends StateMachine {
  readonly evaluator: Evaluator;
  readonly plans: readonly ActionPlan[];
  /** Where the pieces of properties stand. */
  readonly pieces: readonly PropertyPiece[];
  /** Is the state one that a behaviour may begin with? By the initial predicate alone: nothing is enumerated. */
  isInitial(state: State): boolean;
  /** Does an action with these arguments lead from one state to the other? By its formula alone: nothing is searched. */
  allows(action: number, binding: Int32Array, from: State, to: State): boolean;
  /** The value of an expression of the root module, in a state if one is given. */
  evaluate(expression: Expr, state?: State, next?: State): Value;
}

export function createEvaluatorMachine(spec: ResolvedSpec, options: EvaluatorMachineOptions): EvaluatorMachine {
  const evaluator = new Evaluator(spec, options);
  const plans = actionPlans(spec);
  const pieces = propertyPieces(spec);
  const ofKind = (kind: PropertyPiece["kind"]): PropertyPiece[] => pieces.filter((piece) => piece.kind === kind);
  const statePiece = (piece: PropertyPiece): StatePredicate => ({
    name: piece.name,
    at: piece.at,
    test: (state) => testPiece(evaluator, piece, worldOf(state)),
  });
  let temporal: StateMachine["temporal"];
  const { view, symmetry } = spec;
  return {
    spec,
    store: options.store,
    status: evaluator.context.status,
    tally: evaluator.context.tally,
    evaluator,
    plans,
    pieces,
    variables: spec.variables.map((variable) => variable.name),
    actions: plans.map((plan) => plan.action),
    initialStates: (sink) => guarded(evaluator, () => initialStates(evaluator, sink)),
    successors: (state, sink) => guarded(evaluator, () => successors(evaluator, plans, state, sink)),
    statesBetween: () => evaluator.statesBetween,
    step: (request, sink) => guarded(evaluator, () => step(evaluator, plans, request, sink)),
    invariants: spec.invariants.map((named) => statePredicate(evaluator, named)),
    constraints: spec.constraints.map((named) => statePredicate(evaluator, named)),
    actionConstraints: spec.actionConstraints.map((named) => stepPredicate(evaluator, named)),
    initialProperties: ofKind("initial").map(statePiece),
    stateProperties: ofKind("state").map(statePiece),
    actionProperties: ofKind("action").map((piece) => ({
      name: piece.name,
      at: piece.at,
      test: (state, next) => testPiece(evaluator, piece, worldOf(state, next)),
    })),
    temporalProperties: ofKind("temporal").map(({ name, at }) => ({ name, at })),
    get temporal() {
      return (temporal ??= temporalChecks(evaluator, ofKind("temporal")));
    },
    assumptions: spec.assumptions.map((assumption) => ({
      ...(assumption.name === undefined ? {} : { name: assumption.name }),
      at: assumption.at,
      test: () =>
        guarded(evaluator, () => evaluator.test(assumption.expression, evaluator.root, NO_STATE, "an assumption")),
    })),
    isInitial: (state) =>
      guarded(
        evaluator,
        () => spec.init !== undefined && evaluator.test(spec.init, evaluator.root, worldOf(state), "Init"),
      ),
    allows: (action, binding, from, to) =>
      guarded(evaluator, () => allows(evaluator, plans[action]!, binding, from, to)),
    evaluate: (expression, state, next) =>
      guarded(evaluator, () => evaluator.element(expression, evaluator.root, worldOf(state, next))),
    ...(view === undefined
      ? {}
      : {
          view: (state: State) =>
            guarded(evaluator, () => evaluator.element(view.expression, placeOf(evaluator, view), worldOf(state))),
        }),
    ...(symmetry === undefined
      ? {}
      : {
          symmetry: {
            name: symmetry.name,
            at: symmetry.expression.at,
            value: () =>
              guarded(evaluator, () => evaluator.element(symmetry.expression, placeOf(evaluator, symmetry), NO_STATE)),
          },
        }),
    postconditions: spec.postconditions.map((postcondition) => ({
      name: postcondition.name,
      at: postcondition.expression.at,
      test: () => guarded(evaluator, () => testNamed(evaluator, postcondition, NO_STATE)),
    })),
  };
}

/**
 * An entry into the machine: the host's stack running out is an evaluation error like any other, and lazy values that
 * nothing remembers are let go.
 */
function guarded<T>(evaluator: Evaluator, run: () => T): T {
  const { store } = evaluator;
  const lazies = store.lazyMark();
  const depth = evaluator.depth;
  try {
    return run();
  } catch (error) {
    evaluator.depth = depth;
    throw asEvaluationError(error);
  } finally {
    store.forgetLazies(lazies);
  }
}

// ------------------------------------------------------------------------------------------------ states

function initialStates(evaluator: Evaluator, sink: InitialSink): void {
  const { init, variables } = evaluator.spec;
  // A module without a behaviour has assumptions to check and no states.
  if (init === undefined) return;
  const blank = worldOf(new Int32Array(variables.length));
  const purpose: Purpose = { side: "current", testsOnceComplete: variables.length };
  enumerate(evaluator, purpose, init, evaluator.root, blank, (reached) => {
    requireComplete(
      evaluator,
      reached.current!,
      "LS4207",
      "The initial predicate",
      definitionOf(init)?.nameAt ?? init.at,
    );
    outside(() => sink(reached.current!, 1));
    return true;
  });
}

function successors(evaluator: Evaluator, plans: readonly ActionPlan[], state: State, sink: SuccessorSink): void {
  const count = evaluator.spec.variables.length;
  const purpose: Purpose = { side: "next", testsOnceComplete: count };
  for (const plan of plans)
    runAction(evaluator, plan, NOTHING_KNOWN, purpose, worldOf(state, new Int32Array(count)), (reached) => {
      requireComplete(evaluator, reached.next!, "LS4206", `The action ${plan.action.name}`, plan.action.at);
      outside(() => sink(reached.next!, plan.action.index, 1));
      return true;
    });
}

function step(evaluator: Evaluator, plans: readonly ActionPlan[], request: StepRequest, sink: StepSink): void {
  const plan = plans[request.action];
  if (plan === undefined) throw new Error(`evaluator: there is no action ${request.action}`);
  const count = evaluator.spec.variables.length;
  const purpose: Purpose = { side: "next", testsOnceComplete: count };
  const world = worldOf(request.state, Int32Array.from(request.next));
  runAction(evaluator, plan, knownNames(plan, request.arguments), purpose, world, (reached, environment) => {
    const binding = bindingOf(evaluator, plan, environment, reached);
    if (!argumentsAgree(binding, request.arguments)) return true;
    requireComplete(evaluator, reached.next!, "LS4206", `The action ${plan.action.name}`, plan.action.at);
    return outside(() => sink(reached.next!, binding));
  });
}

/** The action's formula, tested in the one world of both states, under the bindings that agree with the given one. */
function allows(evaluator: Evaluator, plan: ActionPlan, binding: Int32Array, from: State, to: State): boolean {
  const world = worldOf(from, to);
  const isRefuted = walkPath(evaluator, plan.path, knownNames(plan, binding), world, (environment) => {
    if (!argumentsAgree(bindingOf(evaluator, plan, environment, world), binding)) return true;
    return !evaluator.test(plan.body, environment, world, plan.action.name);
  });
  return !isRefuted;
}

function requireComplete(
  evaluator: Evaluator,
  values: Int32Array,
  code: string,
  who: string,
  at: import("../../tla/syntax/source.ts").Location,
): void {
  const missing = evaluator.spec.variables
    .filter((_, slot) => values[slot] === UNKNOWN)
    .map((variable) => variable.name);
  if (missing.length === 0) return;
  const which = missing.length === 1 ? `the variable ${missing[0]!}` : `the variables ${missing.join(", ")}`;
  evaluator.fail(code, `${who} does not say what becomes of ${which}.`, at);
}

/** Calls the caller's sink: an error of its own is not led to by our definitions. */
function outside<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    sealChain(error);
    throw error;
  }
}

// ------------------------------------------------------------------------------------------------ predicates

/** Where a named formula of the configuration stands. */
export function placeOf(evaluator: Evaluator, named: { readonly instance?: NamedExpr["instance"] }): Environment {
  return named.instance === undefined ? evaluator.root : instanceEnvironment(evaluator, named.instance, evaluator.root);
}

function testNamed(evaluator: Evaluator, named: NamedExpr, world: World): boolean {
  return evaluator.test(named.expression, placeOf(evaluator, named), world, named.name);
}

function statePredicate(evaluator: Evaluator, named: NamedExpr): StatePredicate {
  return {
    name: named.name,
    at: named.expression.at,
    test: (state) => guarded(evaluator, () => testNamed(evaluator, named, worldOf(state))),
  };
}

function stepPredicate(evaluator: Evaluator, named: NamedExpr): StepPredicate {
  return {
    name: named.name,
    at: named.expression.at,
    test: (state, next) => guarded(evaluator, () => testNamed(evaluator, named, worldOf(state, next))),
  };
}

function temporalChecks(evaluator: Evaluator, pieces: readonly PropertyPiece[]): StateMachine["temporal"] {
  if (pieces.length === 0) return undefined;
  const place = (piece: PropertyPiece): Environment => placeOf(evaluator, piece);
  return evaluatedTemporal(evaluator, pieces, place, (run) => guarded(evaluator, run));
}

function testPiece(evaluator: Evaluator, piece: PropertyPiece, world: World): boolean {
  return guarded(evaluator, () =>
    walkPath(
      evaluator,
      piece.path,
      NOTHING_KNOWN,
      world,
      (environment) => evaluator.test(piece.expression, environment, world, piece.name),
      placeOf(evaluator, piece),
    ),
  );
}
