/**
 * What the resolver knows while it lowers one expression or definition.
 *
 * Contexts are passed down and never changed; what is found out (problems, sources of definitions, which definitions
 * need no instance) is kept in the shared `ResolverState`.
 */
import type { BoundDeclaration, Definition, InstanceDeclaration, ParameterDeclaration } from "./core.ts";
import type { Declaration } from "./core.ts";
import type { Name, Node, Parameter } from "../syntax/ast.ts";
import { positionAt, writtenAt, type Location } from "../syntax/source.ts";
import type { Problems } from "./problems.ts";
import type { Scope, Binding, DefinitionSource, ModuleRecord } from "./scope.ts";

/** Shared by all modules of one specification. */
export interface ResolverState {
  readonly problems: Problems;
  /** Syntax of definitions, for subexpression names. */
  readonly sources: WeakMap<Definition, DefinitionSource>;
  /** Definitions and instances that cannot depend on any CONSTANT or VARIABLE: they need no instance environment. */
  readonly closed: WeakSet<Definition | InstanceDeclaration>;
  /** Declared by RECURSIVE and not yet defined. */
  readonly pending: Map<Definition, Location>;
  /** Every definition in the order in which they were made, for the level check. */
  readonly definitions: Definition[];
  readonly instances: InstanceDeclaration[];
  /** The module of this name as seen from `from`: nested, from a file, or from the library. */
  moduleNamed(name: Name, from: ModuleRecord): ModuleRecord | undefined;
}

/** The definitions around a place, innermost first. */
export interface Owners {
  readonly definition: Definition;
  readonly outer: Owners | undefined;
}

export interface Context {
  readonly state: ResolverState;
  readonly module: ModuleRecord;
  readonly scope: Scope;
  readonly owners: Owners | undefined;
  /** Inside the right side of an EXCEPT update, where `@` means something. */
  readonly inUpdate: boolean;
}

export function locate(context: Context, node: Node): Location {
  return { file: context.module.file, start: node.start, end: node.end };
}

export function withScope(context: Context, scope: Scope): Context {
  return { ...context, scope };
}

/** `file:line:column`, for notes inside sentences. */
export function placeText(at: Location): string {
  const { file, start } = writtenAt(at);
  const { line, column } = positionAt(file, start);
  return `${file.path}:${line}:${column}`;
}

const kindNames = {
  constant: "a constant",
  variable: "a variable",
  parameter: "a parameter",
  boundVariable: "a bound variable",
  definition: "a definition",
} as const;

export function describeTarget(target: Declaration): string {
  return kindNames[target.kind];
}

/** Binds `name` in the frame of `scope` unless it already means something; TLA+ has no shadowing. */
export function declare(context: Context, scope: Scope, name: string, binding: Binding): boolean {
  const existing = scope.lookup(name);
  if (existing === undefined || existing.isWeak === true) {
    scope.names.set(name, binding);
    return true;
  }
  if (sameMeaning(existing, binding)) return true;
  const what = existing.kind === "instance" ? "an instance" : describeTarget(existing.target);
  context.state.problems.error("LS2012", `${name} is already ${what}`, binding.at, {
    hint: "choose another name: in TLA+ no name is declared twice, and none hides another",
    notes: [{ message: `${name} is ${what} here`, at: existing.at }],
  });
  return false;
}

export function sameMeaning(a: Binding, b: Binding): boolean {
  if (a.kind === "instance") return b.kind === "instance" && a.instance === b.instance && a.parent === b.parent;
  return b.kind === "declaration" && a.target === b.target && a.instance?.instance === b.instance?.instance;
}

/** Declares bound variables in a new frame. */
export function bindNames(context: Context, scope: Scope, names: readonly Name[]): BoundDeclaration[] {
  return names.map((name) => {
    const at = locate(context, name);
    const target: BoundDeclaration = { kind: "boundVariable", name: name.text, at };
    declare(context, scope, name.text, { kind: "declaration", target, isLocal: true, at });
    return target;
  });
}

/** Declares formal parameters in a new frame. */
export function bindParameters(
  context: Context,
  scope: Scope,
  parameters: readonly Parameter[],
): ParameterDeclaration[] {
  return parameters.map((parameter) => bindParameter(context, scope, parameter.name, parameter.arity));
}

export function bindParameter(context: Context, scope: Scope, name: Name, arity: number): ParameterDeclaration {
  const at = locate(context, name);
  const target: ParameterDeclaration = { kind: "parameter", name: name.text, arity, at };
  declare(context, scope, name.text, { kind: "declaration", target, isLocal: true, at });
  return target;
}
