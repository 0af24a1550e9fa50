/**
 * What names mean: a chain of scopes from the innermost binding out to the module that the text stands in.
 *
 * Variables, constants and module-level definitions are not in the chain: the module at its end says whether they are
 * replaced (the text was reached through an INSTANCE) or stand for themselves. Chains are as long as the text is
 * nested, never as long as the recursion is deep: a call starts again from the place of the definition.
 */
import type { Value } from "../../values/types.ts";
import type { State } from "../types.ts";
import type {
  BoundDeclaration,
  Builtin,
  ConfigValue,
  Definition,
  Expr,
  InstanceDeclaration,
  ParameterDeclaration,
} from "../../tla/modules/core.ts";
import type { Barrier } from "./world.ts";

export type Environment = Scope | ModuleEnvironment;

/** The end of a chain: the root module, or a module reached through an instance. */
export class ModuleEnvironment {
  readonly kind = "module";
  /** Absent for the root: then constants and variables stand for themselves. */
  readonly instance: { readonly declaration: InstanceDeclaration; readonly outer: Environment } | undefined;
  /** Definitions without parameters that were seen not to depend on a state. */
  readonly constants = new Map<Definition, Value>();
  /** Environments of instances without parameters that stand in this module. */
  readonly instances = new Map<InstanceDeclaration, ModuleEnvironment>();

  constructor(instance?: { readonly declaration: InstanceDeclaration; readonly outer: Environment }) {
    this.instance = instance;
  }

  get module(): ModuleEnvironment {
    return this;
  }
}

/** An expression to be evaluated when it is first needed, and what it gave. */
export interface Thunk {
  readonly kind: "thunk";
  readonly expression: Expr;
  readonly environment: Environment;
  memo?: Memo;
}

/** A value with the worlds in which it is known to hold. */
export interface Memo {
  readonly value: Value;
  /** How often values had been given back when it was evaluated. */
  readonly collections: number;
  readonly readsCurrent: boolean;
  readonly readsNext: boolean;
  readonly current: State | undefined;
  readonly currentBarrier: Barrier | undefined;
  readonly next: State | undefined;
  readonly nextBarrier: Barrier | undefined;
}

/** An operator with the environment in which its body is evaluated. */
export type Operator =
  | { readonly kind: "definition"; readonly definition: Definition; readonly environment: Environment }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly ParameterDeclaration[];
      readonly body: Expr;
      readonly environment: Environment;
    }
  | { readonly kind: "builtin"; readonly operator: Builtin }
  | {
      readonly kind: "table";
      readonly name: string;
      readonly entries: readonly { readonly arguments: readonly ConfigValue[]; readonly value: ConfigValue }[];
    };

export interface ValueMeaning {
  readonly kind: "value";
  readonly value: Value;
}

export interface OperatorMeaning {
  readonly kind: "operator";
  readonly operator: Operator;
}

export type Meaning = ValueMeaning | Thunk | OperatorMeaning;

export type Scope = BindingScope | LetScope | CallScope | UpdateScope;

interface ScopeBase {
  readonly parent: Environment;
  readonly module: ModuleEnvironment;
}

/** One bound variable or parameter. */
export interface BindingScope extends ScopeBase {
  readonly kind: "binding";
  readonly declaration: BoundDeclaration | ParameterDeclaration | Definition;
  readonly meaning: Meaning;
}

/** The definitions of a LET: their bodies are evaluated in this very scope. */
export interface LetScope extends ScopeBase {
  readonly kind: "let";
  readonly definitions: ReadonlySet<Definition>;
  readonly thunks: Map<Definition, Thunk>;
}

/** Marks that the text from here on is the body of a definition: tells in which module a reference stands. */
export interface CallScope extends ScopeBase {
  readonly kind: "call";
  readonly definition: Definition;
}

/** The value of `@`. */
export interface UpdateScope extends ScopeBase {
  readonly kind: "update";
  readonly value: Thunk | ValueMeaning;
}

export function bind(
  parent: Environment,
  declaration: BoundDeclaration | ParameterDeclaration | Definition,
  meaning: Meaning,
): BindingScope {
  return { kind: "binding", declaration, meaning, parent, module: parent.module };
}

export function bindValue(parent: Environment, declaration: BoundDeclaration, value: Value): BindingScope {
  return bind(parent, declaration, { kind: "value", value });
}

export function letScope(parent: Environment, definitions: readonly Definition[]): LetScope {
  return { kind: "let", definitions: new Set(definitions), thunks: new Map(), parent, module: parent.module };
}

export function callScope(parent: Environment, definition: Definition): CallScope {
  return { kind: "call", definition, parent, module: parent.module };
}

export function updateScope(parent: Environment, value: Thunk | ValueMeaning): UpdateScope {
  return { kind: "update", value, parent, module: parent.module };
}

export function thunk(expression: Expr, environment: Environment): Thunk {
  return { kind: "thunk", expression, environment };
}

/** What a bound variable or parameter means here; undefined when it is not bound in this chain. */
export function lookUp(
  environment: Environment,
  declaration: BoundDeclaration | ParameterDeclaration | Definition,
): Meaning | undefined {
  for (let scope = environment; scope.kind !== "module"; scope = scope.parent)
    if (scope.kind === "binding" && scope.declaration === declaration) return scope.meaning;
  return undefined;
}

/** The LET that a definition stands in; undefined when it is not in this chain. */
export function lookUpLet(environment: Environment, definition: Definition): LetScope | undefined {
  for (let scope = environment; scope.kind !== "module"; scope = scope.parent)
    if (scope.kind === "let" && scope.definitions.has(definition)) return scope;
  return undefined;
}

/** The innermost value of `@`. */
export function lookUpUpdate(environment: Environment): Thunk | ValueMeaning | undefined {
  for (let scope = environment; scope.kind !== "module"; scope = scope.parent)
    if (scope.kind === "update") return scope.value;
  return undefined;
}

/** The module whose text an environment belongs to; undefined at the top of the root module. */
export function textModule(environment: Environment): string | undefined {
  for (let scope = environment; scope.kind !== "module"; scope = scope.parent)
    if (scope.kind === "call") return scope.definition.module;
  return environment.module.instance?.declaration.target;
}
