/**
 * Where labels must stand, and adding those that are missing.
 *
 * A label begins a step, and a step is one action: it may assign each variable once and jump only at its end. The rules
 * are those of the reference translator, with their gaps: a `with` is compared only with what was assigned before the
 * sequence that it stands in, and what was assigned before it is forgotten after it.
 */
import type { SourceFile } from "../syntax/source.ts";
import type { Algorithm, Body, Call, Range, Return, Statement } from "./ast.ts";
import { diagnosticOf, fail, type Mistake } from "./problems.ts";
import type { Diagnostic } from "../diagnostics.ts";

/** Why a statement needs a label. */
type Reason =
  | { readonly kind: "first" }
  | { readonly kind: "while" }
  | { readonly kind: "after-jump" | "after-branch" | "after-with"; readonly before: Statement }
  | { readonly kind: "assigned"; readonly variable: string };

export interface AddedLabel {
  readonly label: string;
  readonly statement: Statement;
  readonly diagnostic: Diagnostic;
}

/** Names for labels, and the list of those that were added. */
export class LabelSource {
  readonly added: AddedLabel[] = [];
  readonly #file: SourceFile;
  readonly #root: string;
  readonly #typed: ReadonlySet<string>;
  #next = 1;

  constructor(file: SourceFile, root: string, typed: ReadonlySet<string>) {
    this.#file = file;
    this.#root = root;
    this.#typed = typed;
  }

  /** Gives the statement a label unless it has one. */
  require(statement: Statement, reason: Reason): void {
    if (statement.label !== "") return;
    let label: string;
    do label = `${this.#root}${this.#next++}`;
    while (this.#typed.has(label));
    statement.label = label;
    this.added.push({ label, statement, diagnostic: diagnosticOf(this.#file, mistakeOf(statement, reason)) });
  }
}

function mistakeOf(statement: Statement, reason: Reason): Mistake {
  const { code, message } = textOf(reason);
  const before = "before" in reason ? reason.before : undefined;
  return {
    code,
    message: `a label is missing: ${message}`,
    at: headOf(statement),
    hint: "write a label and a colon before it, or let labels be added with the option label",
    ...(before === undefined ? {} : { notes: [{ message: "the statement before", at: headOf(before) }] }),
  };
}

function textOf(reason: Reason): { code: string; message: string } {
  switch (reason.kind) {
    case "first":
      return { code: "LS1120", message: "the first statement of a process, procedure or algorithm begins a step" };
    case "while":
      return { code: "LS1121", message: "a while begins a step, since each round of the loop does" };
    case "after-jump": {
      const { before } = reason;
      const word = before.kind === "call" && before.then.kind !== "next" ? `call and ${before.then.kind}` : before.kind;
      return { code: "LS1122", message: `a ${word} ends its step, so the statement after it begins another` };
    }
    case "after-branch":
      return {
        code: "LS1123",
        message: `the ${reason.before.kind} before this statement has a label, call, return or goto inside, so its branches end their steps`,
      };
    case "after-with":
      return {
        code: "LS1122",
        message: "the with before this statement has a call, return or goto inside, which ends the step",
      };
    case "assigned":
      return {
        code: "LS1124",
        message: `${reason.variable} is assigned earlier in this step, and a step assigns a variable once`,
      };
  }
}

/** The beginning of a statement, on one line as a rule. */
export function headOf(statement: Statement): Range {
  const at = statement.macro?.at ?? statement.at;
  switch (statement.kind) {
    case "assign":
    case "skip":
    case "goto":
    case "return":
    case "call":
    case "macro":
      return at;
    default:
      return statement.macro === undefined ? { start: at.start, end: at.start + wordLength(statement.kind) } : at;
  }
}

function wordLength(kind: string): number {
  return kind === "when" ? 4 : kind.length;
}

interface Outcome {
  /** The sequence contains a label, or its end is the end of a step. */
  readonly needsLabelAfter: boolean;
  /** Variables assigned since the last label. */
  readonly assigned: ReadonlySet<string>;
}

export class LabelRules {
  readonly #file: SourceFile;
  readonly #algorithm: Algorithm;
  readonly #labels: LabelSource;
  /** The procedure whose body is read; in a uniprocess main body still the last one, as in the reference translator. */
  currentProcedure: string | undefined;

  constructor(file: SourceFile, algorithm: Algorithm, labels: LabelSource) {
    this.#file = file;
    this.#algorithm = algorithm;
    this.#labels = labels;
  }

  /** Adds the labels that the rules require in a body. */
  addTo(body: Body): void {
    this.#sequence(body.statements, { kind: "first" }, false, new Set());
  }

  #sequence(
    statements: readonly Statement[],
    first: Reason | undefined,
    inWith: boolean,
    before: ReadonlySet<string>,
  ): Outcome {
    let assigned: ReadonlySet<string> = new Set(before);
    let pending = first;
    let hasLabel = false;
    for (const statement of statements) {
      if (statement.label !== "") {
        if (inWith) this.#failLabelInWith(statement);
        hasLabel = true;
        assigned = new Set();
      }
      if (pending !== undefined) {
        if (inWith) this.#failAfterJumpInWith(statement);
        this.#labels.require(statement, pending);
        pending = undefined;
        hasLabel = true;
        assigned = new Set();
      }
      const step = this.#statement(statement, inWith, before, assigned);
      ({ assigned, pending } = step);
      hasLabel ||= step.addedLabel;
    }
    return { needsLabelAfter: hasLabel || pending !== undefined, assigned };
  }

  #statement(
    statement: Statement,
    inWith: boolean,
    before: ReadonlySet<string>,
    assigned: ReadonlySet<string>,
  ): { assigned: ReadonlySet<string>; pending: Reason | undefined; addedLabel: boolean } {
    switch (statement.kind) {
      case "if":
      case "either": {
        const branches = statement.kind === "if" ? [statement.then, statement.else] : statement.clauses;
        const outcomes = branches.map((branch) => this.#sequence(branch.statements, undefined, inWith, assigned));
        return {
          assigned: union(...outcomes.map((outcome) => outcome.assigned)),
          pending: outcomes.some((outcome) => outcome.needsLabelAfter)
            ? { kind: "after-branch", before: statement }
            : undefined,
          addedLabel: false,
        };
      }
      case "while":
        if (inWith) this.#failWhileInWith(statement);
        this.#labels.require(statement, { kind: "while" });
        this.#sequence(statement.body.statements, undefined, false, new Set());
        return { assigned: new Set(), pending: undefined, addedLabel: true };
      case "with": {
        const outcome = this.#sequence(statement.statements, undefined, true, inWith ? before : new Set());
        const repeated = inWith ? undefined : common(before, outcome.assigned);
        if (repeated !== undefined) this.#labels.require(statement, { kind: "assigned", variable: repeated });
        return {
          assigned: repeated === undefined ? outcome.assigned : new Set(),
          pending: outcome.needsLabelAfter ? { kind: "after-with", before: statement } : undefined,
          addedLabel: repeated !== undefined,
        };
      }
      case "assign":
        return this.#assigning(
          statement,
          statement.assignments.map((one) => one.variable),
          inWith,
          assigned,
        );
      case "call":
      case "return":
        return {
          ...this.#assigning(statement, this.#assignedByJump(statement), inWith, assigned),
          pending: { kind: "after-jump", before: statement },
        };
      case "goto":
        return { assigned, pending: { kind: "after-jump", before: statement }, addedLabel: false };
      case "when":
      case "print":
      case "assert":
      case "skip":
        return { assigned, pending: undefined, addedLabel: false };
      case "macro":
        throw new Error("macros are expanded before labels are added");
    }
  }

  #assigning(
    statement: Statement,
    variables: readonly string[],
    inWith: boolean,
    assigned: ReadonlySet<string>,
  ): { assigned: ReadonlySet<string>; pending: undefined; addedLabel: boolean } {
    const written = new Set(variables);
    const repeated = common(assigned, written);
    if (repeated === undefined) return { assigned: union(assigned, written), pending: undefined, addedLabel: false };
    if (inWith) this.#failAssignedInWith(statement, repeated);
    this.#labels.require(statement, { kind: "assigned", variable: repeated });
    return { assigned: written, pending: undefined, addedLabel: true };
  }

  /** A call assigns the stack; a return, and a call of the procedure itself, every parameter and local there is. */
  #assignedByJump(statement: Call | Return): string[] {
    const setsLocals =
      statement.kind === "return" || statement.then.kind === "return" || statement.to === this.currentProcedure;
    if (!setsLocals) return ["stack"];
    const locals = this.#algorithm.procedures.flatMap((procedure) => [...procedure.parameters, ...procedure.variables]);
    return ["stack", ...locals.map((variable) => variable.name)];
  }

  #failLabelInWith(statement: Statement): never {
    fail(this.#file, {
      code: "LS1125",
      message: `label ${statement.label} stands inside a with: a with is a part of one step and has no labels`,
      at: statement.labelAt ?? statement.at,
      hint: "end the with before it; keep the chosen value in a variable if later steps need it",
    });
  }

  #failWhileInWith(statement: Statement): never {
    fail(this.#file, {
      code: "LS1130",
      message: "a while stands inside a with: each round of a loop is a step, and a with is a part of one",
      at: headOf(statement),
      hint: "keep the chosen value in a variable and put the loop after the with",
    });
  }

  #failAfterJumpInWith(statement: Statement): never {
    fail(this.#file, {
      code: "LS1132",
      message: "a statement follows a call, return or goto inside a with: a jump ends the step, and so the with",
      at: headOf(statement),
      hint: "move it before the jump, or behind the with and give it a label",
    });
  }

  #failAssignedInWith(statement: Statement, variable: string): never {
    fail(this.#file, {
      code: "LS1131",
      message: `${variable} is assigned twice inside a with: a with is a part of one step, which assigns a variable once`,
      at: headOf(statement),
      hint: "combine the two assignments into one, or join them with || when they assign different parts",
    });
  }
}

function union(...sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** The first element of `second` that is in `first`. */
function common(first: ReadonlySet<string>, second: ReadonlySet<string>): string | undefined {
  return [...second].find((element) => first.has(element));
}
