/**
 * The core tree: TLA+ after name resolution. This is what `compile/` reads.
 *
 * Every identifier points to its declaration object; operator spellings, parentheses, junction layouts and `\X` forms
 * are gone. INSTANCE is *not* expanded: a reference through an instance names the definition in the instanced module
 * and the chain of instances that leads there, and whoever evaluates it replaces the instanced module's declared
 * symbols by the substitutions, in context. (ENABLED does not distribute over substitution, so copying would be wrong:
 * see Lamport, "Specifying Systems", 17.8.) Config overrides such as `Nat <- MyNat` are not applied here either; they
 * are in `ResolvedSpec.overrides`.
 */
import type { Location } from "../syntax/source.ts";

/** 0 constant, 1 state, 2 action, 3 temporal */
export type Level = 0 | 1 | 2 | 3;

// ---------------------------------------------------------------------------------------------- declarations

export interface ConstantDeclaration {
  readonly kind: "constant";
  readonly name: string;
  readonly arity: number;
  readonly module: string;
  readonly at: Location;
}

export interface VariableDeclaration {
  readonly kind: "variable";
  readonly name: string;
  readonly module: string;
  readonly at: Location;
}

/** A formal parameter of an operator definition, LAMBDA, parametrised instance or label. `arity` > 0: an operator. */
export interface ParameterDeclaration {
  readonly kind: "parameter";
  readonly name: string;
  readonly arity: number;
  readonly at: Location;
}

/** A name bound by a quantifier, CHOOSE, set or function constructor. */
export interface BoundDeclaration {
  readonly kind: "boundVariable";
  readonly name: string;
  readonly at: Location;
}

/**
 * An operator definition, at module level or in a LET. `f[x \in S] == e` is a definition of arity 0 whose body is a
 * `function` expression with `recursiveName` set.
 */
export interface Definition {
  readonly kind: "definition";
  readonly name: string;
  readonly parameters: readonly ParameterDeclaration[];
  /** Assigned once by the resolver, after the names that it may refer to exist. */
  body: Expr;
  /** The least level consistent with the body, with level-0 arguments. */
  level: Level;
  /** True when the body can reach the definition itself (RECURSIVE, or a recursive function). */
  isRecursive: boolean;
  readonly isLocal: boolean;
  readonly isLet: boolean;
  readonly module: string;
  /** The whole definition. */
  readonly at: Location;
  readonly nameAt: Location;
  /**
   * Set when `compile/` (or a library module) provides the meaning natively, as `Naturals!+` or `TLC!PrintT`:
   * `"Module!Name"`. The body may then be a placeholder (`{kind: "native"}`) or TLA+ text that the native agrees with.
   */
  readonly native?: string;
}

/** `I(p) == INSTANCE M WITH ...`, or an unnamed `INSTANCE M` (then `name` is ""). */
export interface InstanceDeclaration {
  readonly kind: "instance";
  readonly name: string;
  readonly parameters: readonly ParameterDeclaration[];
  /** Name of the instanced module. */
  readonly target: string;
  /**
   * One entry for each CONSTANT and VARIABLE of the instanced module (with those it extends), explicit or implicit.
   * The value is evaluated where the instance stands. An operator constant is given as an operator argument.
   */
  readonly substitutions: ReadonlyMap<ConstantDeclaration | VariableDeclaration, Argument>;
  readonly isLocal: boolean;
  readonly at: Location;
}

export type Declaration =
  ConstantDeclaration | VariableDeclaration | ParameterDeclaration | BoundDeclaration | Definition;

// ---------------------------------------------------------------------------------------------- expressions

/**
 * A use of an instance: `I(a)!...`. `parent` is the instance in whose module the instance declaration itself stands,
 * when it is not the module of the expression: for `J!I!Op`, or when `Op` came into J's module by an unnamed INSTANCE.
 * Outermost last: environment(I) is built inside environment(parent).
 *
 * `arguments` are expressions of the place where the use is written, not of any instance in the chain. A symbol that
 * the instance does not substitute (of the module around a nested one, say) means what it means in the parent's
 * environment. Uses that cannot make a difference are left out: definitions of modules without CONSTANT and VARIABLE.
 */
export interface InstanceUse {
  readonly instance: InstanceDeclaration;
  readonly arguments: readonly Argument[];
  readonly parent?: InstanceUse;
}

/** An expression, or an operator given as argument. */
export type Argument = Expr | OperatorArgument;

/** An operator passed to an operator parameter: a name, an infix symbol, or a LAMBDA. */
export type OperatorArgument =
  | {
      readonly kind: "operatorRef";
      readonly target: ConstantDeclaration | ParameterDeclaration | Definition;
      readonly instance?: InstanceUse;
      readonly at: Location;
    }
  | { readonly kind: "builtinRef"; readonly operator: Builtin; readonly at: Location }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly ParameterDeclaration[];
      readonly body: Expr;
      readonly at: Location;
    };

/** Operators of the language itself. Arithmetic, sequences and so on are definitions of library modules. */
export type Builtin =
  | "and" // n-ary: junction lists and infix
  | "or" // n-ary
  | "not"
  | "implies"
  | "equivalent"
  | "equals"
  | "notEquals"
  | "in"
  | "notIn"
  | "subsetEq"
  | "union" // \cup
  | "intersect"
  | "minus" // set difference
  | "powerset" // SUBSET
  | "bigUnion" // UNION
  | "domain"
  | "product" // n-ary \X
  | "prime"
  | "unchanged"
  | "enabled"
  | "compose" // \cdot
  | "always"
  | "eventually"
  | "leadsTo"
  | "guarantees"; // -+->

export interface BoundGroup {
  /** One name, or the components of a tuple binder. */
  readonly names: readonly BoundDeclaration[];
  readonly isTuple: boolean;
  /** `x, y \in S` gives two groups with the same set expression. */
  readonly set: Expr;
}

export type Expr = { readonly at: Location } & (
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "decimal"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** The sets `BOOLEAN` and `STRING`; `Nat`, `Int`, `Real` are definitions of library modules. */
  | { readonly kind: "builtinSet"; readonly set: "BOOLEAN" | "STRING" }
  /** A name with its arguments. `instance` is set for `I!Op` and for names that came by an unnamed INSTANCE. */
  | {
      readonly kind: "ref";
      readonly target: Declaration;
      readonly arguments: readonly Argument[];
      readonly instance?: InstanceUse;
    }
  | { readonly kind: "builtin"; readonly operator: Builtin; readonly arguments: readonly Expr[] }
  | { readonly kind: "if"; readonly condition: Expr; readonly then: Expr; readonly else: Expr }
  | {
      readonly kind: "case";
      readonly arms: readonly { readonly guard: Expr; readonly value: Expr; readonly at: Location }[];
      readonly other?: Expr;
    }
  /** Definitions in order; later ones may use earlier ones. Instances in a LET appear only through `ref.instance`. */
  | { readonly kind: "let"; readonly definitions: readonly Definition[]; readonly body: Expr }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "exists" | "forall";
      readonly bounds: readonly BoundGroup[];
      readonly body: Expr;
    }
  | {
      readonly kind: "unboundedQuantifier";
      readonly quantifier: "exists" | "forall" | "temporalExists" | "temporalForall";
      readonly names: readonly BoundDeclaration[];
      readonly body: Expr;
    }
  | {
      readonly kind: "choose";
      readonly names: readonly BoundDeclaration[];
      readonly isTuple: boolean;
      readonly set?: Expr;
      readonly body: Expr;
    }
  | { readonly kind: "tuple"; readonly elements: readonly Expr[] }
  | { readonly kind: "setEnumeration"; readonly elements: readonly Expr[] }
  | { readonly kind: "setFilter"; readonly bound: BoundGroup; readonly predicate: Expr }
  | { readonly kind: "setMap"; readonly element: Expr; readonly bounds: readonly BoundGroup[] }
  /** `recursiveName`: the definition being defined, for `f[x \in S] == ... f[y] ...`. */
  | {
      readonly kind: "function";
      readonly bounds: readonly BoundGroup[];
      readonly body: Expr;
      readonly recursiveName?: Definition;
    }
  /** `f[a, b]` has one tuple argument already. */
  | { readonly kind: "apply"; readonly function: Expr; readonly argument: Expr }
  | { readonly kind: "functionSet"; readonly domain: Expr; readonly range: Expr }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly value: Expr }[] }
  | { readonly kind: "recordSet"; readonly fields: readonly { readonly name: string; readonly set: Expr }[] }
  | { readonly kind: "field"; readonly record: Expr; readonly name: string }
  | { readonly kind: "except"; readonly function: Expr; readonly updates: readonly ExceptUpdate[] }
  /** `@`: the value at the path of the innermost enclosing update. */
  | { readonly kind: "exceptAt" }
  | { readonly kind: "boxAction"; readonly action: Expr; readonly subscript: Expr }
  | { readonly kind: "angleAction"; readonly action: Expr; readonly subscript: Expr }
  | { readonly kind: "fairness"; readonly strength: "weak" | "strong"; readonly subscript: Expr; readonly action: Expr }
  | {
      readonly kind: "label";
      readonly name: string;
      readonly parameters: readonly ParameterDeclaration[];
      readonly body: Expr;
    }
  /** Placeholder body of a definition that only exists natively. */
  | { readonly kind: "native" }
);

export interface ExceptUpdate {
  /** An index step has one argument (`![a, b]` is a tuple); a field step `.f` is an index by a string, kept apart for messages. */
  readonly path: readonly (
    { readonly kind: "index"; readonly argument: Expr } | { readonly kind: "field"; readonly name: string }
  )[];
  readonly value: Expr;
  readonly at: Location;
}

// ---------------------------------------------------------------------------------------------- modules and specs

/** A module; declarations, assumptions and theorems include those of the modules that it extends, in order. */
export interface ResolvedModule {
  readonly name: string;
  readonly constants: readonly ConstantDeclaration[];
  readonly variables: readonly VariableDeclaration[];
  /** Everything visible at the end of the module under a plain name, with the instance it came through if any. */
  readonly names: ReadonlyMap<string, { readonly target: Declaration; readonly instance?: InstanceUse }>;
  readonly instances: ReadonlyMap<string, InstanceDeclaration>;
  readonly assumptions: readonly { readonly name?: string; readonly expression: Expr; readonly at: Location }[];
  readonly theorems: readonly { readonly name?: string; readonly expression: Expr; readonly at: Location }[];
}

/** A value as a `.cfg` file can write it. */
export type ConfigValue =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "modelValue"; readonly name: string }
  | { readonly kind: "set"; readonly elements: readonly ConfigValue[] };

/** What a `.cfg` file says, with places; not yet held against a module. */
export interface Config {
  readonly file?: import("../syntax/source.ts").SourceFile;
  readonly specification?: ConfigName;
  readonly init?: ConfigName;
  readonly next?: ConfigName;
  readonly assignments: readonly ConfigAssignment[];
  readonly invariants: readonly ConfigName[];
  readonly properties: readonly ConfigName[];
  readonly constraints: readonly ConfigName[];
  readonly actionConstraints: readonly ConfigName[];
  readonly symmetry?: ConfigName;
  readonly view?: ConfigName;
  readonly alias?: ConfigName;
  readonly postconditions: readonly ConfigName[];
  readonly checkDeadlock?: boolean;
}

export interface ConfigName {
  readonly name: string;
  readonly at: Location;
}

export interface ConfigAssignment {
  readonly name: ConfigName;
  /** `=[M]` and `<-[M]`: only where module M refers to the name. */
  readonly module?: string;
  /** `Op(1, 2) = 3` */
  readonly arguments?: readonly ConfigValue[];
  readonly to:
    { readonly kind: "value"; readonly value: ConfigValue } | { readonly kind: "definition"; readonly name: string };
  readonly at: Location;
}

/** A property taken apart: where each piece came from and what it is. */
export interface NamedExpr {
  /** As the config has it. */
  readonly name: string;
  readonly expression: Expr;
  readonly instance?: InstanceUse;
}

/**
 * A specification ready to compile: root module, config applied to names (not to trees).
 */
export interface ResolvedSpec {
  readonly root: ResolvedModule;
  readonly modules: ReadonlyMap<string, ResolvedModule>;
  /** State variables in declaration order: the slots of a state. */
  readonly variables: readonly VariableDeclaration[];
  /** Constants of the root and their values from the config. */
  readonly constantValues: ReadonlyMap<ConstantDeclaration, ConstantMeaning>;
  /** `Nat <- MyNat`, `Init <- MCInit`, `Def = value`: references to the key mean the entry, in every module, or only
   * in `module` when given. A meaning is evaluated in the root module's environment, wherever the reference stands. */
  readonly overrides: ReadonlyMap<
    Definition | ConstantDeclaration,
    readonly { readonly module?: string; readonly meaning: ConstantMeaning }[]
  >;
  readonly init?: Expr;
  readonly next?: Expr;
  /** The subscript of `[][Next]_v` when the config has SPECIFICATION. */
  readonly nextSubscript?: Expr;
  /** Temporal conjuncts of the specification besides `[][Next]_v`. */
  readonly fairness: readonly Expr[];
  readonly invariants: readonly NamedExpr[];
  readonly properties: readonly NamedExpr[];
  readonly constraints: readonly NamedExpr[];
  readonly actionConstraints: readonly NamedExpr[];
  readonly symmetry?: NamedExpr;
  readonly view?: NamedExpr;
  readonly alias?: NamedExpr;
  readonly postconditions: readonly NamedExpr[];
  readonly checkDeadlock: boolean;
  readonly assumptions: readonly { readonly name?: string; readonly expression: Expr; readonly at: Location }[];
  /**
   * Strings and model values in the order in which TLC first meets them (config values, identifiers of the root, of
   * the other modules, string literals): it decides CHOOSE and printing. See docs/reference/values.md.
   */
  readonly stringOrder: readonly string[];
  readonly warnings: readonly import("../diagnostics.ts").Diagnostic[];
}

/** What a constant means: values, or another definition. */
export type ConstantMeaning =
  | { readonly kind: "value"; readonly value: ConfigValue }
  /** `Op(1) = 3`: one entry for each argument tuple. */
  | {
      readonly kind: "table";
      readonly entries: readonly { readonly arguments: readonly ConfigValue[]; readonly value: ConfigValue }[];
    }
  | { readonly kind: "definition"; readonly target: Definition; readonly instance?: InstanceUse };
