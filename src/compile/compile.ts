/**
 * The emitting compiler: a resolved specification becomes a `StateMachine` made of JavaScript functions over the value
 * store. How the emission works is told in emit/: values.ts and conditions.ts for expressions, action-emission.ts for
 * actions, unit.ts for how text becomes functions.
 *
 * Init, Next and all predicates are emitted when the machine is made; forms of `step` are emitted when first asked for,
 * by action and by what is known. The few forms that cannot be emitted (emit/refusal.ts) are left to the evaluator, with
 * the predicate, action or Init in which they stand: slow, but the same meaning. They are found by trying: the machine
 * is made again without the part that could not be.
 */
import type { Location } from "../tla/syntax/source.ts";
import type { Expr, NamedExpr, ResolvedSpec } from "../tla/modules/core.ts";
import type { Store, Value } from "../values/types.ts";
import { actionPlans } from "./actions.ts";
import type { ActionPlan } from "./actions.ts";
import { test } from "./emit/conditions.ts";
import { ALL_SLOTS, Context, NO_SLOTS } from "./emit/context.ts";
import { Compiler } from "./emit/compiler.ts";
import type { Environment } from "./emit/environment.ts";
import { emitInit } from "./emit/init-emission.ts";
import { instanceEnvironment } from "./emit/instances.ts";
import { Library } from "./emit/natives.ts";
import { emitNext } from "./emit/next-emission.ts";
import { guardsTest, type LeafDerivations } from "./emit/leaf-derivations.ts";
import { pathTest } from "./emit/predicates.ts";
import { emittingPart, LeftToEvaluator, NotEmitted } from "./emit/refusal.ts";
import { emitStep } from "./emit/step-emission.ts";
import { emitTemporal } from "./emit/temporal-leaves.ts";
import type { TemporalEmission } from "./emit/temporal-leaves.ts";
import { Unit } from "./emit/unit.ts";
import { value } from "./emit/values.ts";
import { asEvaluationError } from "./evaluator/failures.ts";
import { createEvaluatorMachine } from "./evaluator/machine.ts";
import { nativeContext } from "./natives/native.ts";
import type { NativeContext, NativePorts, NativeTable } from "./natives/native.ts";
import { natives as defaultNatives } from "./natives/table.ts";
import type { NumberList } from "./number-list.ts";
import { propertyPieces } from "./properties.ts";
import type { PropertyPiece } from "./properties.ts";
import { SiteTable } from "./sites.ts";
import { UNKNOWN } from "./types.ts";
import type {
  InitialSink,
  LeafDerivations as DerivedLeaves,
  State,
  StateMachine,
  StatePredicate,
  StepPredicate,
  StepRequest,
  StepSink,
  SuccessorSink,
  TemporalChecks,
} from "./types.ts";

export interface CompileOptions {
  readonly store: Store;
  /** Shared with the evaluator, so that a site means the same place in both. */
  readonly sites?: SiteTable;
  readonly natives?: NativeTable;
  readonly ports?: NativePorts;
  /** Registers and random stream, shared with the evaluator; made from `ports` when absent. */
  readonly context?: NativeContext;
  /** Called with every piece of emitted source, for debugging. */
  readonly dumpSource?: (source: string) => void;
}

/** A machine that can tell the place of a site. */
export interface CompiledMachine extends StateMachine {
  readonly sites: SiteTable;
}

type InitialEntry = (sink: InitialSink, out: State) => void;
type SuccessorEntry = (state: State, sink: SuccessorSink, out: State) => void;
type StepEntry = (
  state: State,
  next: State,
  given: Int32Array,
  sink: StepSink,
  out: State,
  binding: Int32Array,
) => boolean;
type StateTest = (state: State) => boolean;
type StepTest = (state: State, next: State) => boolean;
type PossibleEntry = (state: State, leaves: NumberList) => void;
type AnyEntry =
  PossibleEntry | InitialEntry | SuccessorEntry | StepEntry | StateTest | StepTest | ((state: State) => Value);

export function compileMachine(spec: ResolvedSpec, options: CompileOptions): CompiledMachine {
  const { store } = options;
  const sites = options.sites ?? new SiteTable();
  const natives = options.natives ?? defaultNatives;
  const context = options.context ?? nativeContext(store, options.ports);
  const plans = actionPlans(spec);
  const pieces = propertyPieces(spec);
  let evaluator: StateMachine | undefined;
  const evaluated: Evaluated = {
    parts: new Set(),
    machine: () => (evaluator ??= createEvaluatorMachine(spec, { store, sites, natives, context })),
  };
  const compiler = new Compiler({
    spec,
    actions: plans.map((plan) => plan.action.name),
    store,
    sites,
    library: new Library(natives, context),
    evaluated: (action, state, known, sink) => {
      const request = {
        action,
        state: Int32Array.from(state),
        arguments: Int32Array.from(known),
        next: new Int32Array(state.length),
      };
      evaluated.machine().step(request, (next) => {
        sink(next, action, 1);
        return true;
      });
    },
    ...(options.dumpSource === undefined ? {} : { dumpSource: options.dumpSource }),
  });
  for (;;) {
    try {
      return new MachineBuilder(compiler, plans, pieces, evaluated).build();
    } catch (error) {
      if (!(error instanceof LeftToEvaluator)) throw error;
      evaluated.parts.add(error.part);
    }
  }
}

/** What is not emitted but evaluated, and by what. */
interface Evaluated {
  readonly parts: Set<object>;
  readonly machine: () => StateMachine;
}

/** Forms of `step` are found by two bit sets: known arguments and known next values. Beyond this many, by text. */
const MASK_BITS_MAX = 50;

class MachineBuilder {
  private readonly compiler: Compiler;
  private readonly spec: ResolvedSpec;
  private readonly plans: readonly ActionPlan[];
  private readonly pieces: readonly PropertyPiece[];
  private readonly evaluated: Evaluated;
  private readonly unit = new Unit();
  private entries: Record<string, AnyEntry> = {};
  /** To be called when the unit has been loaded. */
  private readonly links: (() => void)[] = [];
  private readonly steps: Map<number | string, StepEntry>[];

  constructor(
    compiler: Compiler,
    plans: readonly ActionPlan[],
    pieces: readonly PropertyPiece[],
    evaluated: Evaluated,
  ) {
    this.compiler = compiler;
    this.spec = compiler.spec;
    this.plans = plans;
    this.pieces = pieces;
    this.evaluated = evaluated;
    this.steps = plans.map(() => new Map<number | string, StepEntry>());
  }

  build(): CompiledMachine {
    const { spec, compiler } = this;
    const init = spec.init === undefined ? undefined : this.initialStates(spec.init);
    const emittedTemporal = this.part(
      this.pieces,
      () => this.emittedTemporal(),
      () => undefined,
    );
    const next = this.nextEntry(emittedTemporal?.derivations);
    const invariants = this.each(
      spec.invariants,
      (named) => this.statePredicate(named),
      (machine) => machine.invariants,
    );
    const constraints = this.each(
      spec.constraints,
      (named) => this.statePredicate(named),
      (machine) => machine.constraints,
    );
    const actionConstraints = this.each(
      spec.actionConstraints,
      (named) => this.stepPredicate(named),
      (machine) => machine.actionConstraints,
    );
    const initialProperties = this.each(
      this.piecesOf("initial"),
      (piece) => this.statePiece(piece),
      (machine) => machine.initialProperties,
    );
    const stateProperties = this.each(
      this.piecesOf("state"),
      (piece) => this.statePiece(piece),
      (machine) => machine.stateProperties,
    );
    const actionProperties = this.each(
      this.piecesOf("action"),
      (piece) => this.stepTest(piece.name, piece.at, (cx) => this.pieceTest(piece, cx)),
      (machine) => machine.actionProperties,
    );
    const assumptions = this.each(
      spec.assumptions,
      (assumption) => this.assumption(assumption),
      (machine) => machine.assumptions,
    );
    const temporal = this.part(
      this.pieces,
      () => (emittedTemporal === undefined ? undefined : this.temporalChecks(emittedTemporal)),
      (machine) => machine.temporal,
    );
    const view =
      spec.view === undefined
        ? undefined
        : this.part(
            spec.view,
            (named) => this.valueEntry(named, "the view", ALL_SLOTS),
            (machine) => (state: State) => machine.view!(state),
          );
    const symmetry =
      spec.symmetry === undefined
        ? undefined
        : this.part(
            spec.symmetry,
            (named) => this.symmetry(named),
            ({ symmetry: evaluated }) => evaluated!,
          );
    const postconditions = this.each(
      spec.postconditions,
      (named) => this.postcondition(named),
      (machine) => machine.postconditions,
    );
    this.entries = compiler.load(this.unit);
    for (const link of this.links) link();

    const out = new Int32Array(spec.variables.length);
    return {
      spec,
      store: compiler.store,
      status: compiler.library.context.status,
      tally: compiler.library.context.tally,
      sites: compiler.sites,
      variables: spec.variables.map((variable) => variable.name),
      actions: this.plans.map((plan) => plan.action),
      initialStates: (sink) => init?.(sink),
      successors: this.successorsOf(this.entries[next] as SuccessorEntry, out),
      statesBetween: () => this.statesBetween(),
      step: (request, sink) => this.step(request, sink),
      invariants,
      constraints,
      actionConstraints,
      initialProperties,
      stateProperties,
      actionProperties,
      temporalProperties: this.piecesOf("temporal").map(({ name, at }) => ({ name, at })),
      ...(temporal === undefined ? {} : { temporal }),
      assumptions,
      ...(view === undefined ? {} : { view }),
      ...(symmetry === undefined ? {} : { symmetry }),
      postconditions,
    };
  }

  // -------------------------------------------------------------------------------------------- Init, Next, step

  private initialStates(init: Expr): StateMachine["initialStates"] {
    return this.part(
      init,
      () => {
        const name = this.entry(this.unit, ["sink", "out"], "initial states", NO_SLOTS, NO_SLOTS, (cx) => {
          emitInit(init, this.compiler.root, cx);
        });
        const count = this.spec.variables.length;
        return (sink) => this.guarded(this.entries[name] as InitialEntry, sink, new Int32Array(count), undefined);
      },
      (machine) => (sink) => machine.initialStates(sink),
    );
  }

  private nextEntry(derivations: LeafDerivations | undefined): string {
    return this.entry(this.unit, ["state", "sink", "out"], "successors", ALL_SLOTS, NO_SLOTS, (cx) => {
      emitNext(this.plans, cx, this.compiler.root, this.evaluated.parts, derivations);
    });
  }

  private statesBetween(): number {
    const { parts, machine } = this.evaluated;
    return this.compiler.runtime.composition.states + (parts.size === 0 ? 0 : machine().statesBetween());
  }

  private successorsOf(run: SuccessorEntry, out: State): StateMachine["successors"] {
    return (state, sink) => this.guarded(run, state, sink, out);
  }

  private step(request: StepRequest, sink: StepSink): void {
    const plan = this.plans[request.action];
    if (plan === undefined) throw new Error(`there is no action ${String(request.action)}`);
    const { epoch } = this.compiler;
    const run = this.stepEntry(plan, request);
    this.keepConstantsSince(epoch);
    if (run === undefined) {
      this.evaluated.machine().step(request, sink);
      return;
    }
    const out = new Int32Array(this.spec.variables.length);
    const binding = new Int32Array(plan.parameters.length);
    const { state, next, arguments: given } = request;
    this.guarded(() => run(state, next, given, sink, out, binding), undefined, undefined, undefined);
  }

  /** Undefined when the action is left to the evaluator. */
  private stepEntry(plan: ActionPlan, request: StepRequest): StepEntry | undefined {
    if (this.evaluated.parts.has(plan)) return undefined;
    const forms = this.steps[plan.action.index]!;
    const key = maskOf(request.arguments, plan.parameters.length, request.next, this.spec.variables.length);
    const known = forms.get(key);
    if (known !== undefined) return known;
    const unit = new Unit();
    let nextKnown = NO_SLOTS;
    request.next.forEach((handle, slot) => {
      if (handle !== UNKNOWN) nextKnown |= 1n << BigInt(slot);
    });
    const knownArguments = plan.parameters.map((_, index) => request.arguments[index] !== UNKNOWN);
    const parameters = ["state", "next", "given", "sink", "out", "binding"];
    try {
      const comment = `a step of action ${String(plan.action.index)}`;
      const name = this.entry(unit, parameters, comment, ALL_SLOTS, nextKnown, (cx) => {
        emitStep(plan, knownArguments, cx, this.compiler.root);
      });
      const run = this.compiler.load<Record<string, StepEntry>>(unit)[name]!;
      forms.set(key, run);
      return run;
    } catch (error) {
      if (!(error instanceof NotEmitted)) throw error;
      this.evaluated.parts.add(plan);
      return undefined;
    }
  }

  // -------------------------------------------------------------------------------------------- predicates

  private statePredicate(named: NamedExpr): StatePredicate {
    const entry = this.predicateEntry(
      "a state predicate",
      (cx) => test(named.expression, this.placeOf(named), cx).text,
      ALL_SLOTS,
    );
    return {
      name: named.name,
      at: named.expression.at,
      test: (state) => this.guarded(entry.run, state, NO_STATE, undefined),
    };
  }

  private stepPredicate(named: NamedExpr): StepPredicate {
    return this.stepTest(named.name, named.expression.at, (cx) => test(named.expression, this.placeOf(named), cx).text);
  }

  private stepTest(name: string, at: Location, emit: (cx: Context) => string): StepPredicate {
    const entry = this.predicateEntry("a predicate of steps", emit, ALL_SLOTS, ALL_SLOTS);
    return { name, at, test: (state, next) => this.guarded(entry.run, state, next, undefined) };
  }

  private piecesOf(kind: PropertyPiece["kind"]): readonly PropertyPiece[] {
    return this.pieces.filter((piece) => piece.kind === kind);
  }

  private statePiece(piece: PropertyPiece): StatePredicate {
    const entry = this.predicateEntry("a piece of a property", (cx) => this.pieceTest(piece, cx), ALL_SLOTS);
    return { name: piece.name, at: piece.at, test: (state) => this.guarded(entry.run, state, NO_STATE, undefined) };
  }

  private assumption(assumption: ResolvedSpec["assumptions"][number]): StateMachine["assumptions"][number] {
    const { root } = this.compiler;
    const entry = this.predicateEntry("an assumption", (cx) => test(assumption.expression, root, cx).text, NO_SLOTS);
    const name = assumption.name === undefined ? {} : { name: assumption.name };
    return { ...name, at: assumption.at, test: () => this.guarded(entry.run, NO_STATE, NO_STATE, undefined) };
  }

  private pieceTest(piece: PropertyPiece, cx: Context): string {
    return pathTest(piece.path, piece.expression, this.placeOf(piece), cx).text;
  }

  /** Fairness matters to temporal properties alone: without any it is not looked at, as in TLC. */
  private emittedTemporal(): TemporalEmission | undefined {
    const pieces = this.piecesOf("temporal");
    if (pieces.length === 0) return undefined;
    const bodies = new Set(this.plans.map((plan) => plan.body));
    return emitTemporal(this.compiler, this.unit, pieces, bodies, (piece) => this.placeOf(piece));
  }

  private temporalChecks(emitted: TemporalEmission): TemporalChecks {
    const { derivations } = emitted;
    const tester =
      (entry: string): StepTest =>
      (state, next) =>
        this.guarded(this.entries[entry] as StepTest, state, next, undefined);
    return {
      fairness: emitted.fairness,
      properties: emitted.properties,
      stateLeaves: emitted.stateLeaves.map(({ entry, action, isOfSteps }) => {
        const run = tester(entry);
        const enabled = action === undefined ? {} : { enabledAction: action, isOfSteps: isOfSteps === true };
        return { test: (state) => run(state, NO_STATE), ...enabled };
      }),
      actionLeaves: emitted.actionLeaves.map((entry, leaf) => ({
        test: tester(entry),
        isDecided: derivations.isDecided(leaf),
      })),
      derivations: this.leafDerivations(emitted),
    };
  }

  /** After Next was emitted. */
  private leafDerivations({ derivations, emitPossible }: TemporalEmission): DerivedLeaves {
    const entry = emitPossible();
    const leaves = derivations.shown.map(({ leaf, guards }) => {
      const slots = derivations.slotsOf(leaf)!;
      if (guards.length === 0) return { leaf, slots };
      const comment = "what guards an action of a temporal formula";
      const entry = this.predicateEntry(comment, (cx) => guardsTest(guards, cx).text, ALL_SLOTS);
      return { leaf, slots, guard: (state: State) => this.guarded(entry.run, state, NO_STATE, undefined) };
    });
    return {
      shown: this.compiler.runtime.shown,
      leaves,
      possible: (state, list) => this.guarded(this.entries[entry] as PossibleEntry, state, list, undefined),
    };
  }

  private valueEntry(named: NamedExpr, comment: string, current: bigint): (state: State) => Value {
    const name = this.entry(this.unit, ["state"], comment, current, NO_SLOTS, (cx) => {
      const result = cx.normal(value(named.expression, this.placeOf(named), cx), named.expression.at);
      cx.add(`return ${result.text};`);
    });
    return (state) => this.guarded(this.entries[name] as (state: State) => Value, state, undefined, undefined);
  }

  private symmetry(named: NamedExpr): NonNullable<StateMachine["symmetry"]> {
    const run = this.valueEntry(named, "the symmetry set", NO_SLOTS);
    return { name: named.name, at: named.expression.at, value: () => run(NO_STATE) };
  }

  private postcondition(named: NamedExpr): { readonly name: string; readonly at: Location; test(): boolean } {
    const entry = this.predicateEntry(
      `the postcondition ${named.name}`,
      (cx) => test(named.expression, this.placeOf(named), cx).text,
      NO_SLOTS,
    );
    return {
      name: named.name,
      at: named.expression.at,
      test: () => this.guarded(entry.run, NO_STATE, NO_STATE, undefined),
    };
  }

  /** Emits an entry that returns the condition: there is something to call once the unit is loaded. */
  private predicateEntry(comment: string, emit: (cx: Context) => string, current: bigint, next = NO_SLOTS): Entry {
    const name = this.entry(this.unit, ["state", "next"], comment, current, next, (cx) => {
      const remembering = cx.remembering(2);
      remembering.add(`return ${emit(remembering)};`);
    });
    const entry: Entry = { run: NOT_LOADED };
    this.links.push(() => (entry.run = this.entries[name] as StepTest));
    return entry;
  }

  // -------------------------------------------------------------------------------------------- helpers

  /** A part of the machine: emitted, or the evaluator's when it was found that it cannot be. */
  private part<Part extends object, Made>(
    part: Part,
    emit: (part: Part) => Made,
    evaluate: (machine: StateMachine) => Made,
  ): Made {
    return this.evaluated.parts.has(part) ? evaluate(this.evaluated.machine()) : emittingPart(part, () => emit(part));
  }

  private each<Part extends object, Made>(
    parts: readonly Part[],
    emit: (part: Part) => Made,
    evaluate: (machine: StateMachine) => readonly Made[],
  ): Made[] {
    return parts.map((part, index) => this.part(part, emit, (machine) => evaluate(machine)[index]!));
  }

  private entry(
    unit: Unit,
    parameters: readonly string[],
    comment: string,
    current: bigint,
    next: bigint,
    emit: (cx: Context) => void,
  ): string {
    const emitted = unit.declare(parameters, comment, true);
    const block = unit.begin(emitted);
    emit(new Context(this.compiler, unit, block, false, current, next));
    unit.finish(emitted, block);
    return emitted.name;
  }

  private placeOf(named: { readonly instance?: NamedExpr["instance"] }): Environment {
    const { root } = this.compiler;
    return named.instance === undefined ? root : instanceEnvironment(named.instance, root);
  }

  /** Runs an entry on up to three arguments, which saves a closure for every call. */
  private guarded<A, B, C, T>(run: (a: A, b: B, c: C) => T, a: A, b: B, c: C): T {
    const { store } = this.compiler;
    const mark = store.mark();
    const lazies = store.lazyMark();
    const { epoch } = this.compiler;
    let result: T;
    try {
      result = run(a, b, c);
    } catch (error) {
      this.keepConstantsSince(epoch);
      store.forgetLazies(lazies);
      throw this.failed(error, mark);
    }
    if (epoch !== this.compiler.epoch) this.keepConstantsSince(epoch);
    if (store.lazyMark() !== lazies) store.forgetLazies(lazies);
    return result;
  }

  /** When constants were folded in between (a form of `step` was emitted) they must stay, and may be lazy values. */
  private keepConstantsSince(epoch: number): void {
    if (epoch !== this.compiler.epoch) this.compiler.store.keepAll();
  }

  /** Whatever failed, the building stack and the recursion counter start afresh. */
  private failed(error: unknown, mark: number): unknown {
    this.compiler.store.release(mark);
    this.compiler.runtime.recursion.depth = 0;
    return asEvaluationError(error);
  }
}

const NO_STATE: State = new Int32Array(0);

/** An emitted test of states or steps, from when its unit has been loaded. */
interface Entry {
  run: StepTest;
}

const NOT_LOADED: StepTest = () => {
  throw new Error("an entry is called before its unit is loaded");
};

function maskOf(given: Int32Array, parameters: number, next: Int32Array, variables: number): number | string {
  if (parameters + variables > MASK_BITS_MAX) {
    return `${Array.from(given, (v) => (v === UNKNOWN ? "0" : "1")).join("")} ${Array.from(next, (v) => (v === UNKNOWN ? "0" : "1")).join("")}`;
  }
  let mask = 0;
  for (let i = 0; i < parameters; i++) mask = mask * 2 + (given[i] === UNKNOWN ? 0 : 1);
  for (let i = 0; i < variables; i++) mask = mask * 2 + (next[i] === UNKNOWN ? 0 : 1);
  return mask;
}
