/**
 * The tree-walking evaluator: an expression, what its names mean (`Environment`) and what its variables mean (`World`)
 * give a value. One case for each kind of node, nothing clever; the emitting compiler is tested against it.
 *
 * Evaluation order, short circuits and laziness are TLC's. Arguments and parameterless LET definitions are evaluated
 * when first needed and remembered for the worlds in which they cannot have changed: two counters say whether a
 * current or a next value was read in between.
 */
import { SiteTable } from "../sites.ts";
import type { Native, NativeContext, NativePorts, NativeTable } from "../natives/native.ts";
import { nativeContext } from "../natives/native.ts";
import { natives as defaultNatives } from "../natives/table.ts";
import { overriddenMeaning } from "../overrides.ts";
import { EvaluationError, type Site, type Store, type Value } from "../../values/types.ts";
import type { Location } from "../../tla/syntax/source.ts";
import type { ConfigValue, ConstantMeaning, Expr, ResolvedSpec, VariableDeclaration } from "../../tla/modules/core.ts";
import { test, evaluateBuiltin } from "./logic.ts";
import { choose, setFilter, setMap } from "./binders.ts";
import { applyExpression, evaluateExcept, evaluateFunction, evaluateRecord, selectField } from "./functions.ts";
import { recordedAccess, type ReadRecorder } from "./reads.ts";
import { evaluateReference } from "./references.ts";
import { letScope, lookUpUpdate, ModuleEnvironment, type Environment, type Memo, type Thunk } from "./environment.ts";
import { fail } from "./failures.ts";
import type { World } from "./world.ts";
import { configValue } from "./config-values.ts";

export interface EvaluatorOptions {
  readonly store: Store;
  /** Shared with emitted code, so that sites mean the same in both. */
  readonly sites?: SiteTable;
  readonly natives?: NativeTable;
  readonly ports?: NativePorts;
  readonly context?: NativeContext;
}

export class Evaluator {
  readonly spec: ResolvedSpec;
  readonly store: Store;
  readonly sites: SiteTable;
  readonly natives: NativeTable;
  readonly context: NativeContext;
  readonly root = new ModuleEnvironment();
  readonly slots: ReadonlyMap<VariableDeclaration, number>;
  /** Counters of reads of current and next values: unchanged means "did not depend on them". */
  currentReads = 0;
  nextReads = 0;
  /** States between two composed actions that enumerating them has met. */
  statesBetween = 0;
  /** Definitions being evaluated at the moment. */
  depth = 0;
  /** A volatile native was called: evaluating again may give something else. */
  hasVolatile = false;
  /** In explain mode: notes what is read. Nothing that read a state is then taken from memory. */
  recorder: ReadRecorder | undefined = undefined;
  readonly #configValues = new Map<ConfigValue, Value>();

  constructor(spec: ResolvedSpec, options: EvaluatorOptions) {
    this.spec = spec;
    this.store = options.store;
    this.sites = options.sites ?? new SiteTable();
    this.natives = options.natives ?? defaultNatives;
    this.context = options.context ?? nativeContext(options.store, options.ports);
    this.slots = new Map(spec.variables.map((variable, slot) => [variable, slot]));
  }

  site(at: Location): Site {
    return this.sites.siteOf(at);
  }

  evaluate(expression: Expr, environment: Environment, world: World): Value {
    switch (expression.kind) {
      case "number":
        return this.store.integer(expression.value);
      case "decimal":
        return this.fail("LS4205", `Real numbers are not supported: ${expression.text}.`, expression.at);
      case "string":
        return this.store.string(expression.value);
      case "boolean":
        return this.store.boolean(expression.value);
      case "builtinSet":
        if (expression.set === "STRING") return this.store.infiniteSet("STRING");
        return this.store.set([this.store.FALSE, this.store.TRUE]);
      case "ref":
        return evaluateReference(this, expression, environment, world);
      case "builtin":
        return evaluateBuiltin(this, expression, environment, world);
      case "if":
        return this.test(expression.condition, environment, world, "the condition of an IF")
          ? this.evaluate(expression.then, environment, world)
          : this.evaluate(expression.else, environment, world);
      case "case":
        return this.evaluate(this.caseArm(expression, environment, world), environment, world);
      case "let":
        return this.evaluate(expression.body, letScope(environment, expression.definitions), world);
      case "quantifier":
      case "boxAction":
      case "angleAction":
        return this.store.boolean(test(this, expression, environment, world));
      case "choose":
        return choose(this, expression, environment, world);
      case "tuple":
        return this.store.tuple(expression.elements.map((part) => this.part(part, environment, world)));
      case "setEnumeration":
        return this.store.set(expression.elements.map((element) => this.element(element, environment, world)));
      case "setFilter":
        return setFilter(this, expression, environment, world);
      case "setMap":
        return setMap(this, expression, environment, world);
      case "function":
        return evaluateFunction(this, expression, environment, world);
      case "apply":
        return (
          recordedAccess(this, expression, environment, world) ?? applyExpression(this, expression, environment, world)
        );
      case "functionSet":
        return this.store.functionSet(
          this.evaluate(expression.domain, environment, world),
          this.evaluate(expression.range, environment, world),
          this.site(expression.at),
        );
      case "record":
      case "recordSet":
        return evaluateRecord(this, expression, environment, world);
      case "field":
        return (
          recordedAccess(this, expression, environment, world) ?? selectField(this, expression, environment, world)
        );
      case "except":
        return evaluateExcept(this, expression, environment, world);
      case "exceptAt":
        return this.updateValue(expression, environment, world);
      case "label":
        return this.evaluate(expression.body, environment, world);
      case "unboundedQuantifier":
        return this.fail("LS4204", "A quantifier without a set cannot be evaluated.", expression.at);
      case "fairness":
        return this.fail(
          "LS4209",
          "A fairness condition is a temporal formula: it has no value in a state.",
          expression.at,
        );
      case "native":
        return this.fail("LS4208", "This definition has no meaning of its own and no native one.", expression.at);
    }
  }

  /** The value of a formula. `what` says where it stands, as in "the condition of an IF". */
  test(expression: Expr, environment: Environment, world: World, what = "a formula"): boolean {
    return test(this, expression, environment, world, what);
  }

  /** A value fit to be an element or to be stored: in normal form. */
  element(expression: Expr, environment: Environment, world: World): Value {
    return this.normal(this.evaluate(expression, environment, world), expression.at);
  }

  /** A value fit to be part of a tuple, record or function: in normal form, unless it cannot be listed. */
  part(expression: Expr, environment: Environment, world: World): Value {
    return this.store.part(this.evaluate(expression, environment, world), this.site(expression.at));
  }

  normal(value: Value, at: Location): Value {
    return this.store.isLazy(value) ? this.store.normalize(value, this.site(at)) : value;
  }

  /** The first arm whose guard is true. */
  caseArm(expression: Expr & { kind: "case" }, environment: Environment, world: World): Expr {
    for (const arm of expression.arms)
      if (this.test(arm.guard, environment, world, "a guard of a CASE")) return arm.value;
    return (
      expression.other ?? this.fail("LS4202", "No guard of this CASE is true, and it has no OTHER.", expression.at)
    );
  }

  private updateValue(expression: Expr, environment: Environment, world: World): Value {
    const value = lookUpUpdate(environment);
    if (value === undefined) return this.fail("LS4201", "@ stands outside an EXCEPT.", expression.at);
    return value.kind === "value" ? value.value : this.force(value, world);
  }

  // -------------------------------------------------------------------------------------------- remembered values

  /** The value of an argument or LET definition, remembered where it cannot have changed. */
  force(thunk: Thunk, world: World): Value {
    const memo = thunk.memo;
    if (memo !== undefined && this.isFresh(memo, world)) {
      if (memo.readsCurrent) this.currentReads++;
      if (memo.readsNext) this.nextReads++;
      return memo.value;
    }
    const currentBefore = this.currentReads;
    const nextBefore = this.nextReads;
    const value = this.evaluate(thunk.expression, thunk.environment, world);
    thunk.memo = this.memo(value, currentBefore, nextBefore, world);
    return value;
  }

  /** A value with what it depends on: the counters of reads as they were before it was evaluated tell. */
  private memo(value: Value, currentBefore: number, nextBefore: number, world: World): Memo {
    return {
      value,
      collections: this.store.collections(),
      readsCurrent: this.currentReads !== currentBefore,
      readsNext: this.nextReads !== nextBefore,
      current: world.current,
      currentBarrier: world.currentBarrier,
      next: world.next,
      nextBarrier: world.nextBarrier,
    };
  }

  private isFresh(memo: Memo, world: World): boolean {
    if (memo.collections !== this.store.collections() || this.store.isForgotten(memo.value)) return false;
    if (this.recorder !== undefined && (memo.readsCurrent || memo.readsNext)) return false;
    const sameCurrent = memo.current === world.current && memo.currentBarrier === world.currentBarrier;
    const sameNext = memo.next === world.next && memo.nextBarrier === world.nextBarrier;
    return (!memo.readsCurrent || sameCurrent) && (!memo.readsNext || sameNext);
  }

  /** A value is remembered for good. */
  noteConstant(): void {
    this.store.keepAll();
  }

  /** A volatile native was called: nothing that it went into may be remembered as constant. */
  noteVolatile(): void {
    this.currentReads++;
    this.nextReads++;
  }

  // -------------------------------------------------------------------------------------------- configuration

  overriddenMeaning(
    target: Parameters<typeof overriddenMeaning>[1],
    module: string | undefined,
  ): ConstantMeaning | undefined {
    return overriddenMeaning(this.spec, target, module);
  }

  configValue(value: ConfigValue): Value {
    let handle = this.#configValues.get(value);
    if (handle === undefined) {
      handle = configValue(this.store, value);
      this.#configValues.set(value, handle);
      this.noteConstant();
    }
    return handle;
  }

  native(name: string): Native | undefined {
    return this.natives.get(name);
  }

  // -------------------------------------------------------------------------------------------- failures

  fail(code: string, message: string, at: Location): never {
    return fail(this.sites, code, message, at);
  }

  /** For errors without a place of their own. */
  failNowhere(code: string, message: string): never {
    throw new EvaluationError(code, message, -1);
  }
}
