/**
 * Resolves modules: from syntax trees to `ResolvedModule`s, each module once.
 *
 * EXTENDS shares declarations, INSTANCE refers to them through an `InstanceUse`; nothing is copied. Levels are checked
 * at the end, over everything that was resolved (`levels.ts`).
 */
import type {
  Argument,
  ConstantDeclaration,
  Declaration,
  Expr,
  InstanceDeclaration,
  InstanceUse,
  ResolvedModule,
  VariableDeclaration,
} from "./core.ts";
import type { Module, Name, Unit } from "../syntax/ast.ts";
import type { Location, SourceFile } from "../syntax/source.ts";
import { proofModules } from "../library/natives.ts";
import { hoist } from "./hoist.ts";
import { ModuleLoader, type LoadOptions } from "./load.ts";
import { Problems } from "./problems.ts";
import { declare, locate, type Context, type ResolverState } from "./resolve-context.ts";
import {
  closeRecursive,
  declareRecursive,
  defineFunction,
  defineInstance,
  defineOperator,
} from "./resolve-definition.ts";
import { importBinding, importInstance, makeInstance, throughUse } from "./resolve-instance.ts";
import { lower } from "./resolve-expression.ts";
import { checkLevels } from "./levels.ts";
import type { OrderedModule } from "./string-order.ts";
import { Scope, type Binding, type ModuleRecord, type Mutable } from "./scope.ts";

/** The modules of one specification. */
export interface ResolvedModules {
  readonly root: ResolvedModule;
  /** By name; nested modules under `Outer!Inner`. */
  readonly modules: ReadonlyMap<string, ResolvedModule>;
  /** Modules in the order in which they were read, root first; nested ones are part of theirs. */
  readonly parsed: readonly OrderedModule[];
  /** The same, each after those that it needs. */
  readonly analysed: readonly OrderedModule[];
  readonly problems: Problems;
}

/** Loads and resolves the root module with everything it needs; throws `DiagnosticError` with every error found. */
export function resolveModules(options: LoadOptions): ResolvedModules {
  const problems = new Problems();
  const resolver = new Resolver(options, problems);
  const root = resolver.resolveRoot();
  problems.throwIfAny();
  if (root === undefined) throw new Error("a root module that cannot be resolved has at least one problem");
  return {
    root: root.resolved,
    modules: resolver.modules,
    parsed: resolver.parsed,
    analysed: resolver.analysed,
    problems,
  };
}

type MutableModule = Mutable<ResolvedModule> & {
  constants: Mutable<ResolvedModule["constants"]>;
};

class Resolver {
  readonly modules = new Map<string, ResolvedModule>();
  readonly parsed: OrderedModule[] = [];
  readonly analysed: OrderedModule[] = [];
  readonly #loader: ModuleLoader;
  readonly #problems: Problems;
  readonly #state: ResolverState;
  readonly #records = new Map<string, ModuleRecord | undefined>();
  /** Names of the modules being resolved, outermost first: to find cycles. */
  readonly #open: string[] = [];

  constructor(options: LoadOptions, problems: Problems) {
    this.#loader = new ModuleLoader(options, problems);
    this.#problems = problems;
    this.#state = {
      problems,
      sources: new WeakMap(),
      closed: new WeakSet(),
      pending: new Map(),
      definitions: [],
      instances: [],
      moduleNamed: (name, from) => this.#moduleNamed(name, from),
    };
  }

  resolveRoot(): ModuleRecord | undefined {
    const loaded = this.#loader.loadRoot();
    const syntax = loaded?.modules[0];
    if (loaded === undefined || syntax === undefined) return undefined;
    const record = this.#resolveModule(syntax, loaded.file, false);
    checkLevels(this.#state, this.modules);
    return record;
  }

  #moduleNamed(name: Name, from: ModuleRecord): ModuleRecord | undefined {
    for (let record: ModuleRecord | undefined = from; record !== undefined; record = record.enclosing) {
      const nested = record.nested.get(name.text);
      if (nested !== undefined) return nested;
    }
    const at = { file: from.file, start: name.start, end: name.end };
    if (this.#open.includes(name.text)) {
      const cycle = [...this.#open.slice(this.#open.indexOf(name.text)), name.text];
      this.#problems.error("LS2003", `modules depend on each other in a circle: ${cycle.join(" needs ")}`, at);
      return undefined;
    }
    if (this.#records.has(name.text)) return this.#records.get(name.text);
    const loaded = this.#loader.load(name.text, at);
    const syntax = loaded?.modules[0];
    let record: ModuleRecord | undefined;
    if (loaded !== undefined && syntax !== undefined) {
      record = this.#resolveModule(syntax, loaded.file, loaded.isLibrary);
    }
    this.#records.set(name.text, record);
    return record;
  }

  #resolveModule(syntax: Module, file: SourceFile, isLibrary: boolean, enclosing?: ModuleRecord): ModuleRecord {
    const name = syntax.name.text;
    const record = newRecord(syntax, file, isLibrary, enclosing);
    const context: Context = {
      state: this.#state,
      module: record,
      scope: record.scope,
      owners: undefined,
      inUpdate: false,
    };
    const ordered: OrderedModule = { file, start: syntax.start, end: syntax.end };
    if (enclosing === undefined) this.parsed.push(ordered);
    this.#open.push(name);
    for (const extended of syntax.extends) this.#extend(extended, context);
    for (const unit of syntax.units) this.#resolveUnit(unit, context);
    closeRecursive(record.scope, context);
    this.#open.pop();
    if (enclosing === undefined) this.analysed.push(ordered);
    finishRecord(record);
    this.modules.set(qualifiedName(record), record.resolved);
    return record;
  }

  #extend(name: Name, context: Context): void {
    const { module } = context;
    const extended = this.#moduleNamed(name, module);
    if (extended === undefined) {
      module.isIncomplete = true;
      return;
    }
    if (extended.isIncomplete) module.isIncomplete = true;
    const at = locate(context, name);
    const isWeak = extended.isLibrary && proofModules.has(extended.name) && !module.isLibrary;
    const unified = unifiedSymbols(extended, context);
    const use = unified.size === 0 ? undefined : { instance: unifyingInstance(extended, unified, at), arguments: [] };
    const origin = { name: extended.name, module: extended.name, instance: use, level: 0 } as const;
    const through = (statement: Statement): Statement =>
      use === undefined ? statement : { ...statement, expression: hoist(statement.expression, origin) };
    for (const [text, binding] of extended.exports) {
      if (binding.kind === "declaration" && unified.has(binding.target)) continue;
      const seen = use === undefined ? binding : throughUse(binding, use, binding.isLocal, context);
      importBinding(text, isWeak ? { ...seen, isWeak } : seen, at, context);
    }
    for (const [text, nested] of extended.nested) module.nested.set(text, nested);
    for (const declared of extended.declared) {
      if (!module.declared.includes(declared) && !unified.has(declared)) module.declared.push(declared);
    }
    const own = module.resolved;
    pushNew(own.assumptions, extended.resolved.assumptions.map(through));
    pushNew(own.theorems, extended.resolved.theorems.map(through));
  }

  #resolveUnit(unit: Unit, context: Context): void {
    switch (unit.kind) {
      case "constants":
        for (const { name, arity } of unit.declarations) {
          const at = locate(context, name);
          this.#declareSymbol({ kind: "constant", name: name.text, arity, module: context.module.name, at }, context);
        }
        return;
      case "variables":
        for (const name of unit.names) {
          const at = locate(context, name);
          this.#declareSymbol({ kind: "variable", name: name.text, module: context.module.name, at }, context);
        }
        return;
      case "recursive":
        return declareRecursive(unit, false, context);
      case "operator":
        defineOperator(unit, false, context);
        return;
      case "functionDefinition":
        defineFunction(unit, false, context);
        return;
      case "instanceDefinition":
        return defineInstance(unit, context);
      case "instance": {
        const made = makeInstance(unit.instance, unit, context);
        if (made !== undefined) importInstance(made, unit.isLocal, context);
        return;
      }
      case "assume":
      case "theorem":
        return this.#resolveStatement(unit, context);
      case "module": {
        const nested = this.#resolveModule(unit, context.module.file, context.module.isLibrary, context.module);
        context.module.nested.set(unit.name.text, nested);
        return;
      }
      case "useOrHide":
      case "separator":
        return;
    }
  }

  #declareSymbol(declared: ModuleRecord["declared"][number], context: Context): void {
    const binding: Binding = { kind: "declaration", target: declared, isLocal: false, at: declared.at };
    if (declare(context, context.scope, declared.name, binding)) context.module.declared.push(declared);
  }

  /** Named assumptions and theorems are definitions too. Axioms and theorems are resolved but never evaluated. */
  #resolveStatement(unit: Extract<Unit, { kind: "assume" | "theorem" }>, context: Context): void {
    if (unit.expression === undefined) return;
    const at = locate(context, unit);
    let expression: Expr;
    if (unit.name === undefined) expression = lower(unit.expression, context);
    else {
      const { name, start, end } = unit;
      const body = unit.expression;
      const made = {
        kind: "operator",
        name,
        fixity: "name",
        parameters: [],
        body,
        isLocal: false,
        start,
        end,
      } as const;
      const definition = defineOperator(made, false, context);
      if (definition === undefined) return;
      expression = definition.body;
    }
    const statement = { expression, at, ...(unit.name === undefined ? {} : { name: unit.name.text }) };
    if (unit.kind === "theorem" || unit.isAxiom) pushNew(context.module.resolved.theorems, [statement]);
    else pushNew(context.module.resolved.assumptions, [statement]);
  }
}

type Statement = ResolvedModule["assumptions"][number];

/**
 * CONSTANTs and VARIABLEs of an extended module that another one declares already under the same name. TLC makes one of
 * them: the second module is used as if it were instantiated with the first one's.
 */
function unifiedSymbols(extended: ModuleRecord, context: Context): Map<Declaration, Binding & { kind: "declaration" }> {
  const unified = new Map<Declaration, Binding & { kind: "declaration" }>();
  for (const declared of extended.declared) {
    const existing = context.scope.lookup(declared.name);
    if (existing?.kind !== "declaration" || existing.target === declared) continue;
    const isAlike =
      declared.kind === "constant"
        ? existing.target.kind === "constant" && existing.target.arity === declared.arity
        : existing.target.kind === "variable";
    if (isAlike) unified.set(declared, existing);
  }
  return unified;
}

function unifyingInstance(
  extended: ModuleRecord,
  unified: ReadonlyMap<Declaration, Binding & { kind: "declaration" }>,
  at: Location,
): InstanceDeclaration {
  const substitutions = new Map<ConstantDeclaration | VariableDeclaration, Argument>();
  for (const declared of extended.declared) {
    const target = unified.get(declared)?.target;
    if (target === undefined) continue;
    if (target.kind === "constant" && target.arity > 0)
      substitutions.set(declared, { kind: "operatorRef", target, at });
    else substitutions.set(declared, { kind: "ref", target, arguments: [], at });
  }
  return { kind: "instance", name: "", parameters: [], target: extended.name, substitutions, isLocal: false, at };
}

function newRecord(syntax: Module, file: SourceFile, isLibrary: boolean, enclosing?: ModuleRecord): ModuleRecord {
  const resolved: MutableModule = {
    name: syntax.name.text,
    constants: [],
    variables: [],
    names: new Map(),
    instances: new Map(),
    assumptions: [],
    theorems: [],
  };
  return {
    name: syntax.name.text,
    file,
    isLibrary,
    syntax,
    resolved,
    scope: new Scope(enclosing?.scope),
    declared: [],
    exports: new Map(),
    nested: new Map(),
    ...(enclosing === undefined ? {} : { enclosing }),
    isIncomplete: enclosing?.isIncomplete ?? false,
  };
}

function qualifiedName(record: ModuleRecord): string {
  return record.enclosing === undefined ? record.name : `${qualifiedName(record.enclosing)}!${record.name}`;
}

/** Fills the public face of a module from its frame. */
function finishRecord(record: ModuleRecord): void {
  const resolved = record.resolved as Mutable<ResolvedModule>;
  resolved.constants = record.declared.filter((declared) => declared.kind === "constant");
  resolved.variables = record.declared.filter((declared) => declared.kind === "variable");
  const names = new Map<string, { target: Declaration; instance?: InstanceUse }>();
  const instances = new Map<string, InstanceDeclaration>();
  for (const [name, binding] of record.scope.names) {
    if (!binding.isLocal) record.exports.set(name, binding);
    if (binding.kind === "instance") instances.set(name, binding.instance);
    else
      names.set(
        name,
        binding.instance === undefined
          ? { target: binding.target }
          : { target: binding.target, instance: binding.instance },
      );
  }
  resolved.names = names;
  resolved.instances = instances;
}

/** The public lists are readonly to everybody else. */
function pushNew<T>(list: readonly T[], items: readonly T[]): void {
  for (const item of items) if (!list.includes(item)) (list as T[]).push(item);
}
