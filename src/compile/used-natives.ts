/**
 * Which natives looking at a state may call: those in Next, in predicates that states or steps are held against, and in
 * the view.
 *
 * Errs on the safe side: all meanings that the config gives to a name count, wherever they hold.
 */
import type { Argument, Declaration, Expr, InstanceUse, NamedExpr, ResolvedSpec } from "../tla/modules/core.ts";
import { forEachChild, forEachReference } from "./emit/analysis.ts";
import type { NativeTable } from "./natives/native.ts";
import { natives } from "./natives/table.ts";

/**
 * The name of an operator, as `TLCGet`, by which looking at a state may do or give something else the next time: it
 * prints, draws, reads files, or asks where the exploration stands. Undefined when there is none.
 */
export function volatileNative(spec: ResolvedSpec, table: NativeTable = natives): string | undefined {
  return new Search(spec, table, (name) => table.get(name)?.isVolatile === true).run();
}

/** The same of one formula of the config. */
export function isVolatile(spec: ResolvedSpec, formula: NamedExpr): boolean {
  return new Search(spec, natives, (name) => natives.get(name)?.isVolatile === true).runOn([formula]) !== undefined;
}

/** True when the native is used; `name` is its full one, as `TLCExt!Trace`. */
export function usesNative(spec: ResolvedSpec, name: string): boolean {
  const module = name.slice(0, name.indexOf("!"));
  return spec.modules.has(module) && new Search(spec, natives, (other) => other === name).run() !== undefined;
}

class Search {
  readonly #spec: ResolvedSpec;
  readonly #table: NativeTable;
  readonly #isWanted: (name: string) => boolean;
  readonly #visited = new Set<Declaration>();
  #found: string | undefined;

  constructor(spec: ResolvedSpec, table: NativeTable, isWanted: (name: string) => boolean) {
    this.#spec = spec;
    this.#table = table;
    this.#isWanted = isWanted;
  }

  run(): string | undefined {
    const spec = this.#spec;
    if (spec.next !== undefined) this.#expression(spec.next);
    const view = spec.view === undefined ? [] : [spec.view];
    return this.runOn([spec.invariants, spec.properties, spec.constraints, spec.actionConstraints, view].flat());
  }

  runOn(formulas: readonly NamedExpr[]): string | undefined {
    for (const named of formulas) this.#named(named);
    return this.#found;
  }

  #named({ expression, instance }: NamedExpr): void {
    this.#expression(expression);
    if (instance !== undefined) this.#instance(instance);
  }

  #expression(expression: Expr): void {
    forEachReference(expression, (target) => this.#declaration(target));
    forEachChild(expression, (child) => this.#expression(child));
  }

  #instance(use: InstanceUse): void {
    for (const argument of [...use.arguments, ...use.instance.substitutions.values()]) this.#argument(argument);
    if (use.parent !== undefined) this.#instance(use.parent);
  }

  #argument(argument: Argument): void {
    if (argument.kind === "lambda") this.#expression(argument.body);
    else if (argument.kind === "operatorRef") this.#declaration(argument.target);
    else if (argument.kind !== "builtinRef") this.#expression(argument);
  }

  #declaration(target: Declaration): void {
    if (this.#visited.has(target)) return;
    this.#visited.add(target);
    if (target.kind !== "constant" && target.kind !== "definition") return;
    const overrides = this.#spec.overrides.get(target) ?? [];
    const value = target.kind === "constant" ? this.#spec.constantValues.get(target) : undefined;
    for (const meaning of [...overrides.map((entry) => entry.meaning), ...(value === undefined ? [] : [value])])
      if (meaning.kind === "definition") {
        this.#declaration(meaning.target);
        if (meaning.instance !== undefined) this.#instance(meaning.instance);
      }
    if (target.kind === "constant") return;
    if (target.native === undefined || !this.#table.has(target.native)) this.#expression(target.body);
    else if (this.#isWanted(target.native)) this.#found ??= target.name;
  }
}
