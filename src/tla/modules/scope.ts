/**
 * What a name means at a place: the resolver's own view of modules.
 *
 * A scope is a chain of frames: binders, LETs, operator parameters, the module, the modules around it. TLA+ forbids
 * shadowing, so the order in which definitions appear decides only what is visible *yet*; looking a name up later
 * than its place cannot find something else. Subexpression names rely on that.
 */
import type {
  ConstantDeclaration,
  Declaration,
  Definition,
  InstanceDeclaration,
  InstanceUse,
  ResolvedModule,
  VariableDeclaration,
} from "./core.ts";
import type { Expression, Module } from "../syntax/ast.ts";
import type { Location, SourceFile } from "../syntax/source.ts";

/** The resolver fills in declarations after it has handed them out (RECURSIVE). */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type Binding = DeclarationBinding | InstanceBinding;

export interface DeclarationBinding {
  readonly kind: "declaration";
  readonly target: Declaration;
  /** The instances through which the name came here. */
  readonly instance?: InstanceUse;
  readonly isLocal: boolean;
  readonly at: Location;
  /** Came from a module of the proof system: another meaning replaces it. */
  readonly isWeak?: boolean;
  /** Set for a function's name inside its own definition: was it used there? */
  readonly watch?: { used: boolean };
}

/** `I == INSTANCE M`: only `I!name` may be used. */
export interface InstanceBinding {
  readonly kind: "instance";
  readonly instance: InstanceDeclaration;
  readonly module: ModuleRecord;
  /** The instances through which the instance itself came here. */
  readonly parent?: InstanceUse;
  readonly isLocal: boolean;
  readonly at: Location;
  readonly isWeak?: boolean;
}

/** A module while and after it is resolved. */
export interface ModuleRecord {
  readonly name: string;
  readonly file: SourceFile;
  readonly isLibrary: boolean;
  readonly syntax: Module;
  readonly resolved: ResolvedModule;
  /** The module's own frame: everything visible at its end. */
  readonly scope: Scope;
  /** CONSTANTs and VARIABLEs, those of extended modules included: what an INSTANCE has to substitute. */
  readonly declared: (ConstantDeclaration | VariableDeclaration)[];
  /** Every name that an EXTENDS or INSTANCE of the module gives. */
  readonly exports: Map<string, Binding>;
  /** Nested modules, usable after their end. */
  readonly nested: Map<string, ModuleRecord>;
  /** The module around a nested one. */
  readonly enclosing?: ModuleRecord;
  /** A module that it needs could not be read: undefined names in it are not reported. */
  isIncomplete: boolean;
}

export class Scope {
  readonly names = new Map<string, Binding>();
  readonly parent: Scope | undefined;

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  lookup(name: string): Binding | undefined {
    const own = this.names.get(name);
    if (own !== undefined) return own;
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  /** Every visible name, for hints. */
  *visibleNames(): Iterable<string> {
    yield* this.names.keys();
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) yield* scope.names.keys();
  }
}

/** The syntax and the scope of a definition's body, kept for subexpression names. */
export interface DefinitionSource {
  readonly body: Expression;
  /** The scope in which the body was resolved, parameters included. */
  readonly scope: Scope;
  readonly module: ModuleRecord;
}

/** Puts `outer` around the instances of `inner`: the name came through `inner` into a module used through `outer`. */
export function throughInstance(
  inner: InstanceUse | undefined,
  outer: InstanceUse | undefined,
): InstanceUse | undefined {
  if (inner === undefined) return outer;
  if (outer === undefined) return inner;
  return { instance: inner.instance, arguments: inner.arguments, parent: throughInstance(inner.parent, outer)! };
}

/** `{instance}` or nothing, for `exactOptionalPropertyTypes`. */
export function instanceOption(instance: InstanceUse | undefined): { readonly instance?: InstanceUse } {
  return instance === undefined ? {} : { instance };
}

export function isDefinition(target: Declaration): target is Definition {
  return target.kind === "definition";
}
