/**
 * The tree of an algorithm.
 *
 * It is changed in place by the passes of the translation, in their order: macros are expanded, labels added, statements
 * grouped under their labels, names made unique, and jumps turned into assignments to `pc`. That is on purpose: the
 * checksum that other tools compare is taken of the tree as those passes leave it (see `print-tree.ts`).
 *
 * Ranges are offsets in the file. `line` and `column` are 1-based with tabs expanded, as assertions print them.
 */
import type { ExpressionText } from "./expression-text.ts";

/** Offsets in the file, `start` inclusive, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place as the reference translator counts it. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Algorithm {
  readonly kind: "uniprocess" | "multiprocess";
  readonly name: string;
  readonly at: Range;
  readonly isFair: boolean;
  readonly variables: VariableDeclaration[];
  readonly definitions: ExpressionText;
  readonly macros: Macro[];
  readonly procedures: Procedure[];
  /** Of a multiprocess algorithm; empty otherwise. */
  readonly processes: Process[];
  /** Of a uniprocess algorithm; empty otherwise. */
  body: Body;
}

/** Statements as they were parsed, and then under their labels. */
export interface Body {
  statements: Statement[];
  labelled: LabelledStatement[];
}

export interface VariableDeclaration {
  name: string;
  readonly isSet: boolean;
  value: ExpressionText;
  readonly isInitialized: boolean;
  readonly at: Range;
  readonly nameAt: Range;
  readonly place: Place;
}

/** What procedures and processes have in common. */
interface Routine {
  name: string;
  readonly nameAt: Range;
  readonly at: Range;
  readonly place: Place;
  readonly plusLabels: string[];
  readonly minusLabels: string[];
  /** In the order of their first calls. */
  proceduresCalled: string[];
  readonly variables: VariableDeclaration[];
  body: Body;
}

export interface Procedure extends Routine {
  readonly parameters: VariableDeclaration[];
}

export type Fairness = "unfair" | "wf" | "sf";

export interface Process extends Routine {
  fairness: Fairness;
  /** `p \in S`, not `p = e`. */
  readonly isSet: boolean;
  readonly id: ExpressionText;
}

export interface Macro {
  readonly name: string;
  readonly nameAt: Range;
  readonly parameters: readonly string[];
  readonly statements: Statement[];
}

export interface LabelledStatement {
  label: string;
  readonly at: Range;
  readonly labelAt: Range;
  readonly place: Place;
  statements: Statement[];
}

interface StatementBase {
  readonly at: Range;
  readonly place: Place;
  /** Empty: none. */
  label: string;
  labelAt?: Range;
  /** The outermost macro call that it came from. */
  readonly macro?: { readonly at: Range; readonly place: Place };
}

export interface SingleAssignment {
  variable: string;
  readonly variableAt: Range;
  /** `[1].f`; empty when the whole variable is assigned. */
  subscript: ExpressionText;
  value: ExpressionText;
  readonly at: Range;
}

export interface Assign extends StatementBase {
  readonly kind: "assign";
  assignments: SingleAssignment[];
}

export interface If extends StatementBase {
  readonly kind: "if";
  test: ExpressionText;
  then: Branch;
  else: Branch;
  /** A branch contains a label, directly or inside; known once statements are grouped. */
  isBroken: boolean;
}

export interface Either extends StatementBase {
  readonly kind: "either";
  clauses: Branch[];
  isBroken: boolean;
}

/** The statements up to the first label, and the labelled rest. */
export interface Branch {
  statements: Statement[];
  labelled: LabelledStatement[];
}

export interface While extends StatementBase {
  readonly kind: "while";
  test: ExpressionText;
  body: Branch;
}

export interface With extends StatementBase {
  readonly kind: "with";
  readonly variable: string;
  readonly variableAt: Range;
  readonly isSet: boolean;
  value: ExpressionText;
  statements: Statement[];
}

export interface When extends StatementBase {
  readonly kind: "when" | "print" | "assert";
  expression: ExpressionText;
}

export interface Skip extends StatementBase {
  readonly kind: "skip";
}

export interface Goto extends StatementBase {
  readonly kind: "goto";
  to: string;
  readonly toAt: Range;
}

export interface Return extends StatementBase {
  readonly kind: "return";
  /** The procedure that it stands in; undefined outside. */
  from: string | undefined;
}

/** A call alone, followed by a return, or followed by a goto. */
export interface Call extends StatementBase {
  readonly kind: "call";
  to: string;
  readonly toAt: Range;
  args: ExpressionText[];
  readonly then:
    | { readonly kind: "next" }
    | { readonly kind: "return"; from: string | undefined }
    | { readonly kind: "goto"; label: string };
}

export interface MacroCall extends StatementBase {
  readonly kind: "macro";
  readonly name: string;
  readonly args: ExpressionText[];
}

export type Statement = Assign | If | Either | While | With | When | Skip | Goto | Return | Call | MacroCall;
