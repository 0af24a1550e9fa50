/**
 * The syntax tree of TLA+2, as written: parentheses, operator spellings and list layouts are kept, so that the printer
 * can give the same tree back. Names are not resolved here; `modules/` lowers this tree to `core.ts`.
 *
 * Every node has `start` and `end`: offsets in the source file of its module.
 */
import type { Diagnostic } from "../diagnostics.ts";

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** An identifier with its place. */
export interface Name extends Node {
  readonly text: string;
}

/** Canonical operator symbol, one for all spellings: `=<` for `<=` and `\leq`, `#` for `/=`, `\cup` for `\union`, `/\`
 * for `\land`, `\E` for `\exists`; ASCII for Unicode. The table is in `operators.ts`. */
export type OperatorSymbol = string;

export type Expression =
  | NumberLiteral
  | StringLiteral
  | OperatorName
  | GeneralName
  | Parenthesized
  | Prefix
  | Infix
  | Postfix
  | JunctionList
  | CartesianProduct
  | FunctionApplication
  | FieldSelection
  | Tuple
  | SetEnumeration
  | SetFilter
  | SetMap
  | FunctionConstructor
  | FunctionSet
  | RecordConstructor
  | RecordSet
  | Except
  | ExceptAt
  | BoundedQuantifier
  | UnboundedQuantifier
  | Choose
  | If
  | Case
  | Let
  | Lambda
  | BoxAction
  | AngleAction
  | Fairness
  | Label;

/** `12`, `1.5`, `\b01`, `\o17`, `\hFF`. `value` is absent for a decimal fraction. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly text: string;
  readonly value?: bigint;
}

/** `value` has escapes resolved. */
export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: string;
}

/** An operator symbol standing for itself: an argument such as `F(+, 1)`. */
export interface OperatorName extends Node {
  readonly kind: "operatorName";
  readonly symbol: OperatorSymbol;
}

/** One step of `A!B(x)!1!<<`. Arguments stand on the step that they are written on. */
export type NameStep =
  | (Node & { readonly kind: "name"; readonly name: string; readonly arguments: readonly Expression[] })
  /** An infix, prefix or postfix symbol used in nonfix form after `!`, as in `I!+(1, 2)` */
  | (Node & { readonly kind: "symbol"; readonly symbol: OperatorSymbol; readonly arguments: readonly Expression[] })
  /** Subexpression navigation: `!1`, `!:`, `!@`, `!<<`, `!>>`, and `!(a, b)` with arguments only */
  | (Node & { readonly kind: "index"; readonly index: number })
  | (Node & { readonly kind: "selector"; readonly selector: ":" | "@" | "<<" | ">>" })
  | (Node & { readonly kind: "arguments"; readonly arguments: readonly Expression[] });

/** A name, an application `F(a, b)`, or a path `I(a)!F(b)`. TRUE, FALSE, BOOLEAN, STRING, Nat, Int are names too. The
 * first step is `name` or (nonfix `+(1, 2)`) `symbol`. */
export interface GeneralName extends Node {
  readonly kind: "name";
  readonly steps: readonly NameStep[];
}

export interface Parenthesized extends Node {
  readonly kind: "parentheses";
  readonly expression: Expression;
}

/** `~ - ENABLED UNCHANGED [] <> SUBSET UNION DOMAIN`; unary minus has the symbol `-.` */
export interface Prefix extends Node {
  readonly kind: "prefix";
  readonly operator: OperatorSymbol;
  readonly operatorAt: Node;
  readonly operand: Expression;
}

export interface Infix extends Node {
  readonly kind: "infix";
  readonly operator: OperatorSymbol;
  readonly operatorAt: Node;
  readonly left: Expression;
  readonly right: Expression;
}

/** `'`, `^+`, `^*`, `^#` */
export interface Postfix extends Node {
  readonly kind: "postfix";
  readonly operator: OperatorSymbol;
  readonly operatorAt: Node;
  readonly operand: Expression;
}

/** A bulleted list. Each item's node range begins at its bullet's text (the expression, not the bullet). */
export interface JunctionList extends Node {
  readonly kind: "junction";
  readonly operator: "/\\" | "\\/";
  readonly items: readonly Expression[];
}

/** `A \X B \X C` is one node with three factors; `(A \X B) \X C` has two. */
export interface CartesianProduct extends Node {
  readonly kind: "product";
  readonly factors: readonly Expression[];
}

/** `f[a]`, `f[a, b]` (which means `f[<<a, b>>]`) */
export interface FunctionApplication extends Node {
  readonly kind: "apply";
  readonly function: Expression;
  readonly arguments: readonly Expression[];
}

/** `r.name` */
export interface FieldSelection extends Node {
  readonly kind: "field";
  readonly record: Expression;
  readonly field: Name;
}

export interface Tuple extends Node {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
}

export interface SetEnumeration extends Node {
  readonly kind: "setEnumeration";
  readonly elements: readonly Expression[];
}

/** `x, y \in S` or `<<a, b>> \in S` */
export interface Bound extends Node {
  readonly kind: "bound";
  readonly names: readonly Name[];
  /** True for `<<a, b>> \in S`: the names are the components of one element. */
  readonly isTuple: boolean;
  readonly set: Expression;
}

/** `{x \in S : P}`: exactly one bound with one name or one tuple. */
export interface SetFilter extends Node {
  readonly kind: "setFilter";
  readonly bound: Bound;
  readonly predicate: Expression;
}

/** `{e : x \in S, y \in T}` */
export interface SetMap extends Node {
  readonly kind: "setMap";
  readonly element: Expression;
  readonly bounds: readonly Bound[];
}

/** `[x \in S |-> e]` */
export interface FunctionConstructor extends Node {
  readonly kind: "function";
  readonly bounds: readonly Bound[];
  readonly body: Expression;
}

/** `[S -> T]` */
export interface FunctionSet extends Node {
  readonly kind: "functionSet";
  readonly domain: Expression;
  readonly range: Expression;
}

/** `[a |-> 1, b |-> 2]` */
export interface RecordConstructor extends Node {
  readonly kind: "record";
  readonly fields: readonly { readonly name: Name; readonly value: Expression }[];
}

/** `[a : S, b : T]` */
export interface RecordSet extends Node {
  readonly kind: "recordSet";
  readonly fields: readonly { readonly name: Name; readonly set: Expression }[];
}

/** `[f EXCEPT ![a].b[c, d] = e, ...]` */
export interface Except extends Node {
  readonly kind: "except";
  readonly function: Expression;
  readonly updates: readonly ExceptUpdate[];
}

export interface ExceptUpdate extends Node {
  readonly path: readonly ExceptStep[];
  readonly value: Expression;
}

export type ExceptStep =
  | (Node & { readonly kind: "index"; readonly arguments: readonly Expression[] })
  | (Node & { readonly kind: "field"; readonly field: Name });

/** `@` inside an EXCEPT update */
export interface ExceptAt extends Node {
  readonly kind: "exceptAt";
}

export interface BoundedQuantifier extends Node {
  readonly kind: "quantifier";
  readonly quantifier: "\\E" | "\\A";
  readonly bounds: readonly Bound[];
  readonly body: Expression;
}

/** `\E x, y : P`, `\A x : P`, and the temporal `\EE`, `\AA` */
export interface UnboundedQuantifier extends Node {
  readonly kind: "unboundedQuantifier";
  readonly quantifier: "\\E" | "\\A" | "\\EE" | "\\AA";
  readonly names: readonly Name[];
  readonly body: Expression;
}

/** `CHOOSE x \in S : P`; without `set` it is unbounded. Several names stand for a tuple. */
export interface Choose extends Node {
  readonly kind: "choose";
  readonly names: readonly Name[];
  readonly isTuple: boolean;
  readonly set?: Expression;
  readonly body: Expression;
}

export interface If extends Node {
  readonly kind: "if";
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}

export interface Case extends Node {
  readonly kind: "case";
  readonly arms: readonly (Node & { readonly guard: Expression; readonly value: Expression })[];
  readonly other?: Expression;
}

export interface Let extends Node {
  readonly kind: "let";
  readonly units: readonly (OperatorDefinition | FunctionDefinition | InstanceDefinition | Recursive)[];
  readonly body: Expression;
}

export interface Lambda extends Node {
  readonly kind: "lambda";
  readonly parameters: readonly Name[];
  readonly body: Expression;
}

/** `[A]_v` */
export interface BoxAction extends Node {
  readonly kind: "boxAction";
  readonly action: Expression;
  readonly subscript: Expression;
}

/** `<<A>>_v` */
export interface AngleAction extends Node {
  readonly kind: "angleAction";
  readonly action: Expression;
  readonly subscript: Expression;
}

/** `WF_v(A)`, `SF_v(A)` */
export interface Fairness extends Node {
  readonly kind: "fairness";
  readonly strength: "WF" | "SF";
  readonly subscript: Expression;
  readonly action: Expression;
}

/** `lab(x) :: e` */
export interface Label extends Node {
  readonly kind: "label";
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: Expression;
}

/** `x`, `F(_, _)`, `_ + _`, `-. _`, `_ ^+` as a formal parameter or a CONSTANT declaration. `arity` 0 is a plain name;
 * for a symbol `name.text` is its canonical symbol. */
export interface Parameter extends Node {
  readonly name: Name;
  readonly arity: number;
  readonly fixity: "name" | "prefix" | "infix" | "postfix";
}

/** `F(x, G(_)) == e`, `a + b == e`, `-. a == e`, `a ^+ == e` */
export interface OperatorDefinition extends Node {
  readonly kind: "operator";
  readonly name: Name;
  readonly fixity: "name" | "prefix" | "infix" | "postfix";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly isLocal: boolean;
}

/** `f[x \in S, y \in T] == e`, possibly recursive */
export interface FunctionDefinition extends Node {
  readonly kind: "functionDefinition";
  readonly name: Name;
  readonly bounds: readonly Bound[];
  readonly body: Expression;
  readonly isLocal: boolean;
}

export interface Instance extends Node {
  readonly module: Name;
  readonly substitutions: readonly (Node & { readonly name: Name; readonly value: Expression })[];
}

/** `I(a) == INSTANCE M WITH x <- e` */
export interface InstanceDefinition extends Node {
  readonly kind: "instanceDefinition";
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly instance: Instance;
  readonly isLocal: boolean;
}

/** `INSTANCE M WITH ...` without a name */
export interface InstanceUnit extends Node {
  readonly kind: "instance";
  readonly instance: Instance;
  readonly isLocal: boolean;
}

/** `RECURSIVE F(_), g` */
export interface Recursive extends Node {
  readonly kind: "recursive";
  readonly declarations: readonly Parameter[];
}

export interface Constants extends Node {
  readonly kind: "constants";
  readonly declarations: readonly Parameter[];
}

export interface Variables extends Node {
  readonly kind: "variables";
  readonly names: readonly Name[];
}

/** `ASSUME`, `ASSUMPTION` (evaluated) and `AXIOM` (not evaluated) */
export interface Assume extends Node {
  readonly kind: "assume";
  readonly isAxiom: boolean;
  readonly name?: Name;
  readonly expression: Expression;
}

/** A theorem; `ASSUME ... PROVE` bodies and proofs are skipped (the range is kept), so `expression` may be absent. */
export interface Theorem extends Node {
  readonly kind: "theorem";
  readonly name?: Name;
  readonly expression?: Expression;
}

/** `USE`, `HIDE`: skipped. */
export interface UseOrHide extends Node {
  readonly kind: "useOrHide";
}

/** `----` between units */
export interface Separator extends Node {
  readonly kind: "separator";
}

export type Unit =
  | Constants
  | Variables
  | Recursive
  | OperatorDefinition
  | FunctionDefinition
  | InstanceDefinition
  | InstanceUnit
  | Assume
  | Theorem
  | UseOrHide
  | Separator
  | Module;

export interface Module extends Node {
  readonly kind: "module";
  readonly name: Name;
  readonly extends: readonly Name[];
  readonly units: readonly Unit[];
}

/** Everything in a `.tla` file: the first module is the file's module; later ones are kept for look-up by name. */
export interface ModuleFile {
  readonly modules: readonly Module[];
  /** Later modules of the file that do not parse: an error only if one of them is asked for. `name` is "" when unknown. */
  readonly unreadable?: readonly { readonly name: string; readonly diagnostics: readonly Diagnostic[] }[];
}
