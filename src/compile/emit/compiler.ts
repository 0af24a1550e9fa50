/**
 * What is shared by everything that one machine emits: the store, the table of sites, the root environment, values of
 * constants, and the folding of constant expressions, which is done by emitting and running them.
 */
import type {
  ConfigValue,
  ConstantDeclaration,
  ConstantMeaning,
  Definition,
  Expr,
  ResolvedSpec,
} from "../../tla/modules/core.ts";
import { EvaluationError } from "../../values/types.ts";
import type { Store, Value } from "../../values/types.ts";
import { overriddenMeaning } from "../overrides.ts";
import type { SiteTable } from "../sites.ts";
import type { Library } from "./natives.ts";
import { isClosed } from "./closed.ts";
import { ALL_SLOTS, Context, NO_SLOTS } from "./context.ts";
import { markDeferred } from "./deferred.ts";
import { Environment } from "./environment.ts";
import { FoldingBudget, FoldingGivenUp } from "./folding-budget.ts";
import { valueUnfolded } from "./values.ts";
import { createRuntime } from "./runtime.ts";
import type { EvaluatedAction, Runtime } from "./runtime.ts";
import { Unit } from "./unit.ts";

export interface CompilerOptions {
  readonly spec: ResolvedSpec;
  readonly store: Store;
  readonly sites: SiteTable;
  readonly library: Library;
  /** Names of the actions, for messages. */
  readonly actions: readonly string[];
  /** Runs the actions that cannot be emitted. */
  readonly evaluated: EvaluatedAction;
  /** Called with every emitted source, for debugging. */
  readonly dumpSource?: (source: string) => void;
}

type Emitted = Readonly<Record<string, (...args: never[]) => unknown>>;

export class Compiler {
  readonly spec: ResolvedSpec;
  readonly store: Store;
  readonly sites: SiteTable;
  readonly library: Library;
  readonly runtime: Runtime;
  readonly root: Environment;
  private readonly dumpSource: ((source: string) => void) | undefined;
  /** Counts the units that were loaded: what a unit holds on to lives as long as the machine. */
  epoch = 0;
  /**
   * Inside a definition without parameters: such a constant is evaluated once, so that a random choice in it is made
   * once, and what it prints is printed once, as in TLC.
   */
  mayDraw = false;
  private slots: number;
  private readonly foldingBudget = new FoldingBudget();
  private readonly folded = new WeakMap<Environment, Map<Expr, Value | undefined>>();

  constructor(options: CompilerOptions) {
    this.spec = options.spec;
    this.store = options.store;
    this.sites = options.sites;
    this.library = options.library;
    this.dumpSource = options.dumpSource;
    this.runtime = createRuntime(
      options.store,
      options.spec.variables.map((variable) => variable.name),
      options.actions,
      options.evaluated,
      options.library.context.tally,
    );
    this.slots = options.spec.variables.length;
    this.root = Environment.root();
    options.spec.variables.forEach((variable, index) => this.root.bind(variable, { kind: "slot", index }));
  }

  /** What the config says of a constant or definition, seen from text in `module`. */
  meaningOf(declaration: ConstantDeclaration | Definition, module: string | undefined): ConstantMeaning | undefined {
    const overridden = overriddenMeaning(this.spec, declaration, module);
    if (overridden !== undefined || declaration.kind !== "constant") return overridden;
    return this.spec.constantValues.get(declaration);
  }

  configValue(value: ConfigValue): Value {
    switch (value.kind) {
      case "number":
        return this.store.integer(value.value);
      case "string":
        return this.store.string(value.value);
      case "boolean":
        return this.store.boolean(value.value);
      case "modelValue":
        return this.store.modelValue(value.name);
      case "set":
        return this.store.set(value.elements.map((element) => this.configValue(element)));
    }
  }

  /** Slots of the specification and those given out by `freshSlot`. */
  get slotCount(): number {
    return this.slots;
  }

  /** A slot after those of the specification, for an unknown inside ENABLED. */
  freshSlot(): number {
    return this.slots++;
  }

  /** Runs a computation on constants; undefined when it fails: then it is left to run time, where it may not be reached. */
  tryFold(compute: () => Value): Value | undefined {
    const mark = this.store.mark();
    const depth = this.runtime.recursion.depth;
    try {
      return compute();
    } catch (error) {
      this.store.release(mark);
      this.runtime.recursion.depth = depth;
      const isLeft = error instanceof EvaluationError || error instanceof RangeError || error instanceof FoldingGivenUp;
      if (isLeft) return undefined;
      throw error;
    }
  }

  /** Runs `work` inside or outside a constant definition. */
  drawing<T>(mayDraw: boolean, work: () => T): T {
    const before = this.mayDraw;
    this.mayDraw = mayDraw;
    try {
      return work();
    } finally {
      this.mayDraw = before;
    }
  }

  /** The value of a definition without parameters, when it is constant; computed once, however long it takes. */
  foldDefinition(definition: Definition, environment: Environment): Value | undefined {
    markDeferred(definition.body);
    const value = this.drawing(true, () => this.fold(definition.body, environment, definition.isLet));
    if (value !== undefined && environment === this.root) this.library.context.constants.set(definition, value);
    return value;
  }

  /** The value of an expression without free variables; undefined when it has some, or evaluating it fails or takes long. */
  fold(expression: Expr, environment: Environment, isBounded = true): Value | undefined {
    let known = this.folded.get(environment);
    if (known === undefined) this.folded.set(environment, (known = new Map<Expr, Value | undefined>()));
    if (known.has(expression)) return known.get(expression);
    known.set(expression, undefined);
    if (!isClosed(this, expression, environment)) return undefined;
    const value = this.drawing(false, () => this.tryFold(() => this.run(expression, environment, isBounded)));
    known.set(expression, value);
    return value;
  }

  /** Emits an expression without free variables and evaluates it. */
  private run(expression: Expr, environment: Environment, isBounded: boolean): Value {
    const unit = new Unit();
    const entry = unit.declare([], "a constant", true);
    const block = unit.begin(entry);
    const context = new Context(this, unit, block, false, NO_SLOTS, NO_SLOTS);
    const operand = valueUnfolded(expression, environment, context);
    if (operand.constant !== undefined) return operand.constant;
    block.add(`return ${operand.text};`);
    unit.finish(entry, block);
    if (!isBounded) return this.load<{ [name: string]: () => Value }>(unit)[entry.name]!();
    const evaluate = this.load<{ [name: string]: () => Value }>(unit, this.foldingBudget.step)[entry.name]!;
    return this.foldingBudget.run(evaluate);
  }

  /** Turns a unit into functions, by the names of its entries. `step` is called for each call and round of a loop. */
  load<T extends Emitted>(unit: Unit, step?: () => void): T {
    this.epoch++;
    const source = unit.source(step !== undefined);
    this.dumpSource?.(source);
    const runtime = Object.entries(this.runtime);
    const names = runtime.map(([name]) => name);
    const values = runtime.map(([, value]) => value);
    // The one place where text becomes code; the text is ours alone (see unit.ts).
    const build = new Function("S", "K", "N", "step", ...names, `const { TRUE, FALSE } = S;\n${source}`) as (
      ...args: unknown[]
    ) => T;
    return build(this.store, unit.constants, this.library.functions, step, ...values);
  }

  /** A context at the start of a function of state and next state. */
  stateContext(unit: Unit, block: import("./block.ts").Block, current = ALL_SLOTS, next = NO_SLOTS): Context {
    return new Context(this, unit, block, false, current, next);
  }
}
