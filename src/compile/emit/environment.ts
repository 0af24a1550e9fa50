/**
 * Compile-time environments: what each declared name stands for at the point where code is being emitted.
 *
 * An environment is a chain of small maps. `context` is the environment of the module (the root, or an instance of a
 * module with its substitutions): bodies of module-level definitions are compiled in it, whatever the locals of the
 * caller are. Bodies of LET definitions are compiled in the environment of their LET.
 */
import type {
  BoundDeclaration,
  ConstantDeclaration,
  Definition,
  Expr,
  OperatorArgument,
  ParameterDeclaration,
  VariableDeclaration,
} from "../../tla/modules/core.ts";
import type { Block, Line } from "./block.ts";
import type { Operand } from "./operand.ts";

/** `@` of the innermost EXCEPT is looked up under this key. */
export const EXCEPT_AT = { kind: "exceptAt" } as const;

export type Bindable =
  ConstantDeclaration | VariableDeclaration | ParameterDeclaration | BoundDeclaration | Definition | typeof EXCEPT_AT;

/** A lazily computed value: evaluated at its first use on each path, and kept in a JavaScript local. */
export interface Thunk {
  readonly kind: "thunk";
  readonly expression: Expr;
  readonly environment: Environment;
  /** Where its locals are declared; absent when it is used at most once, outside loops, and needs none. */
  readonly home?: Block;
  /** The locals that keep it, for the current and for the next state. */
  readonly cells: [Cell | undefined, Cell | undefined];
}

export interface Cell {
  /** The local; empty until it is first needed. */
  name: string;
  /** The frame of the state that the kept value belongs to; set with the name. */
  frame?: number;
  /** Where it is declared. */
  readonly line: Line;
  /** How it reads, once its code was emitted for the first time. */
  operand?: Operand;
  /** Names of the emitted functions that compute it where that is too much to repeat, by what is known there. */
  readonly computations: Map<string, string>;
}

export type Binding =
  /** A state variable of the specification. */
  | { readonly kind: "slot"; readonly index: number }
  /** A JavaScript local or a constant. */
  | { readonly kind: "operand"; readonly operand: Operand }
  | Thunk
  /** An argument that was passed to an emitted function unevaluated. */
  | { readonly kind: "forced"; readonly name: string }
  /** A definition of a LET, or one that is reached through an instance: the environment of its body. */
  | { readonly kind: "closure"; readonly environment: Environment }
  /** An operator given as argument. */
  | { readonly kind: "operator"; readonly operator: OperatorArgument; readonly environment: Environment }
  /** Inside ENABLED of an instance: unprimed through the substitution, primed an unknown of its own. */
  | { readonly kind: "barrier"; readonly current: Binding; readonly nextSlot: number };

export class Environment {
  readonly parent: Environment | undefined;
  readonly context: Environment;
  private readonly bindings = new Map<Bindable, Binding>();

  private constructor(parent: Environment | undefined, isContext: boolean) {
    this.parent = parent;
    this.context = isContext || parent === undefined ? this : parent.context;
  }

  static root(): Environment {
    return new Environment(undefined, true);
  }

  /** A child for local names. */
  extend(): Environment {
    return new Environment(this, false);
  }

  /** A child for the symbols of an instanced module. */
  instance(): Environment {
    return new Environment(this, true);
  }

  /** Only while the environment is being built, before anything is compiled in it. */
  bind(declaration: Bindable, binding: Binding): this {
    this.bindings.set(declaration, binding);
    return this;
  }

  with(declaration: Bindable, binding: Binding): Environment {
    return this.extend().bind(declaration, binding);
  }

  lookup(declaration: Bindable): Binding | undefined {
    for (let environment: Environment | undefined = this; environment !== undefined; environment = environment.parent) {
      const found = environment.bindings.get(declaration);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** All bindings of the contexts from here outward: the substitutions in force. */
  *contextBindings(): Generator<readonly [Bindable, Binding]> {
    for (
      let environment: Environment | undefined = this.context;
      environment !== undefined;
      environment = environment.parent
    ) {
      if (environment.context === environment) yield* environment.bindings;
    }
  }

  /** Bindings of local names, innermost first, each name once. */
  *localBindings(): Generator<readonly [Bindable, Binding]> {
    const seen = new Set<Bindable>();
    for (let environment: Environment = this; environment.context !== environment; environment = environment.parent!) {
      for (const [name, binding] of environment.bindings) {
        if (seen.has(name)) continue;
        seen.add(name);
        yield [name, binding];
      }
    }
  }
}
