/**
 * Steps become actions: each begins with a test of `pc` and ends with an assignment to it, and calls and returns become
 * assignments to the stack.
 *
 * The tree is changed in place, also where a step's statements stay with it: the checksum covers what comes out. Only the
 * sequence right under a label is copied, so the step keeps its own last statement.
 */
import type { SourceFile } from "../syntax/source.ts";
import type {
  Algorithm,
  Assign,
  Call,
  Either,
  If,
  LabelledStatement,
  Procedure,
  Range,
  Return,
  SingleAssignment,
  Statement,
  While,
} from "./ast.ts";
import { ExpressionText, added, builtin, identifier, madeText, string } from "./expression-text.ts";
import { counted } from "./macros.ts";
import { fail } from "./problems.ts";
import { firstLineTokens, stackRecord } from "./stack-record.ts";

/** One action of the translation: statements without labels and jumps. */
export interface Step {
  readonly label: string;
  readonly at: Range;
  readonly labelAt: Range;
  readonly statements: Statement[];
}

export interface RoutineSteps {
  readonly procedures: readonly Step[][];
  readonly processes: readonly Step[][];
  readonly body: readonly Step[];
}

/** The actions of an algorithm. With `omitPc`, nothing tests or assigns `pc`. */
export function stepsOf(file: SourceFile, algorithm: Algorithm, omitPc: boolean): RoutineSteps {
  const procedures = algorithm.procedures.map((procedure) =>
    new StepMaker(file, algorithm, omitPc, procedure).steps(procedure.body.labelled, "Error"),
  );
  const outside = new StepMaker(file, algorithm, omitPc, undefined);
  return {
    procedures,
    processes: algorithm.processes.map((process) => outside.steps(process.body.labelled, "Done")),
    body: outside.steps(algorithm.body.labelled, "Done"),
  };
}

/** What became of a sequence of statements. */
interface Ended {
  /** Actions split out of it. */
  readonly extra: readonly Step[];
  /** Nothing in it has assigned `pc`. */
  readonly needsJump: boolean;
}

class StepMaker {
  readonly #file: SourceFile;
  readonly #algorithm: Algorithm;
  readonly #omitPc: boolean;
  readonly #procedure: Procedure | undefined;
  /** The label of the step that is being made: where its implicit parts come from. */
  #labelAt: Range = { start: 0, end: 0 };

  constructor(file: SourceFile, algorithm: Algorithm, omitPc: boolean, procedure: Procedure | undefined) {
    this.#file = file;
    this.#algorithm = algorithm;
    this.#omitPc = omitPc;
    this.#procedure = procedure;
  }

  /** The actions of consecutive steps, the last of which goes on at `next`. */
  steps(labelled: readonly LabelledStatement[], next: string): Step[] {
    return labelled.flatMap((step, index) => this.#step(step, labelled[index + 1]?.label ?? next));
  }

  #step(step: LabelledStatement, next: string): Step[] {
    const { label, at, labelAt } = step;
    this.#labelAt = labelAt;
    const [first, ...rest] = step.statements;
    if (first?.kind === "while") return this.#whileStep(step, first, rest, next);
    const statements = [...step.statements];
    const extra = this.#endWithJump(statements, next);
    if (this.#omitPc) return [...extra];
    return [{ label, at, labelAt, statements: [this.#testOfPc(label, labelAt), ...statements] }, ...extra];
  }

  #whileStep(step: LabelledStatement, loop: While, rest: Statement[], next: string): Step[] {
    const { label, at, labelAt } = step;
    const statements: Statement[] = this.#omitPc ? [] : [this.#testOfPc(label, labelAt)];
    const body = [...loop.body.statements];
    const bodyExtra = this.#endWithJump(body, loop.body.labelled[0]?.label ?? label);
    const restExtra = this.#endWithJump(rest, next);
    const isEndless = isTrue(loop.test);
    if (isEndless) statements.push(...body);
    else {
      statements.push({
        kind: "if",
        at: { start: loop.at.start, end: Math.max(loop.at.end, rest.at(-1)?.at.end ?? 0) },
        place: loop.place,
        label: "",
        test: loop.test,
        then: { statements: body, labelled: [] },
        else: { statements: rest, labelled: [] },
        isBroken: false,
      });
    }
    return [
      { label, at, labelAt, statements },
      ...this.steps(loop.body.labelled, label),
      ...bodyExtra,
      ...(isEndless ? [] : restExtra),
    ];
  }

  /** Ends a sequence with a jump to `next` unless it jumps already; returns the actions split out of it. */
  #endWithJump(statements: Statement[], next: string): readonly Step[] {
    const labelAt = this.#labelAt;
    const { extra, needsJump } = this.#end(statements, next);
    if (needsJump) statements.push(this.#goTo(next, labelAt));
    this.#labelAt = labelAt;
    return extra;
  }

  #end(statements: Statement[], next: string): Ended {
    const ended = this.#endLast(statements, next);
    return this.#omitPc ? { ...ended, needsJump: false } : ended;
  }

  #endLast(statements: Statement[], next: string): Ended {
    const last = statements.at(-1);
    const replaceLast = (by: readonly Statement[]): void => void statements.splice(-1, 1, ...by);
    switch (last?.kind) {
      case "if":
        return last.isBroken ? this.#brokenIf(last, next, replaceLast) : this.#plainIf(last, next);
      case "either":
        return last.isBroken ? this.#brokenEither(last, next, replaceLast) : this.#plainEither(last, next);
      case "with":
        return this.#end(last.statements, next);
      case "goto":
        replaceLast([this.#goTo(last.to, last.at)]);
        return { extra: [], needsJump: false };
      case "call":
        replaceLast(last.then.kind === "return" ? this.#callReturn(last, last.then.from) : this.#call(last, next));
        return { extra: [], needsJump: false };
      case "return":
        replaceLast(this.#return(last));
        return { extra: [], needsJump: false };
      default:
        return { extra: [], needsJump: true };
    }
  }

  #plainIf(statement: If, next: string): Ended {
    return this.#joinBranches([statement.then.statements, statement.else.statements], next);
  }

  #plainEither(statement: Either, next: string): Ended {
    return this.#joinBranches(
      statement.clauses.map((clause) => clause.statements),
      next,
    );
  }

  /** One jump in a branch moves the assignment to `pc` into all of them; otherwise it stays behind the statement. */
  #joinBranches(branches: readonly Statement[][], next: string): Ended {
    const labelAt = this.#labelAt;
    const ended = branches.map((branch) => this.#end(branch, next));
    const needsJump = ended.every((one) => one.needsJump);
    if (!needsJump) {
      for (const [index, branch] of branches.entries()) {
        if (ended[index]!.needsJump) branch.push(this.#goTo(next, labelAt));
      }
    }
    return { extra: ended.flatMap((one) => one.extra), needsJump };
  }

  #brokenIf(statement: If, next: string, replaceLast: (by: readonly Statement[]) => void): Ended {
    const { then, else: otherwise } = statement;
    const [thenStatements, elseStatements] = [ownOrEmpty(then.statements), ownOrEmpty(otherwise.statements)];
    const thenExtra = this.#endWithJump(thenStatements, then.labelled[0]?.label ?? next);
    const elseExtra = this.#endWithJump(elseStatements, otherwise.labelled[0]?.label ?? next);
    replaceLast([
      {
        ...statement,
        then: { statements: thenStatements, labelled: [] },
        else: { statements: elseStatements, labelled: [] },
        isBroken: false,
      },
    ]);
    const steps = [...this.steps(then.labelled, next), ...this.steps(otherwise.labelled, next)];
    return { extra: [...steps, ...thenExtra, ...elseExtra], needsJump: false };
  }

  #brokenEither(statement: Either, next: string, replaceLast: (by: readonly Statement[]) => void): Ended {
    const clauses = statement.clauses.map((clause) => ({ ...clause, statements: ownOrEmpty(clause.statements) }));
    const extra = clauses.flatMap((clause) => [
      ...this.#endWithJump(clause.statements, clause.labelled[0]?.label ?? next),
      ...this.steps(clause.labelled, next),
    ]);
    replaceLast([
      {
        ...statement,
        clauses: clauses.map(({ statements }) => ({ statements, labelled: [] })),
        isBroken: false,
      },
    ]);
    return { extra, needsJump: false };
  }

  // ------------------------------------------------------------------------------------------ pc

  #testOfPc(label: string, at: Range): Statement {
    return {
      kind: "when",
      at,
      place: nowhere,
      label: "",
      expression: madeText([added("pc"), builtin("="), string(label)], 1),
    };
  }

  #goTo(label: string, at: Range): Statement {
    return assign("pc", madeText([string(label)], 0), at);
  }

  // ------------------------------------------------------------------------------------------ procedures

  #procedureNamed(name: string, call: Call): Procedure {
    const procedure = this.#algorithm.procedures.find((candidate) => candidate.name === name);
    if (procedure !== undefined) return procedure;
    fail(this.#file, {
      code: "LS1147",
      message: `there is no procedure ${name} to call`,
      at: call.toAt,
      hint:
        this.#algorithm.procedures.length === 0
          ? "the algorithm has no procedures; a macro is called without the word call"
          : `the procedures are ${this.#algorithm.procedures.map((one) => one.name).join(", ")}; a macro is called without the word call`,
    });
  }

  /** Where a procedure begins. */
  #entry(procedure: Procedure): string {
    return procedure.body.labelled[0]!.label;
  }

  #parameters(call: Call, procedure: Procedure): SingleAssignment[] {
    if (call.args.length !== procedure.parameters.length) {
      fail(this.#file, {
        code: "LS1148",
        message: `procedure ${procedure.name} takes ${counted(procedure.parameters.length, "argument")}, and gets ${call.args.length}`,
        at: call.at,
        hint: `its parameters are (${procedure.parameters.map((parameter) => parameter.name).join(", ")})`,
        notes: [{ message: "the procedure", at: procedure.nameAt }],
      });
    }
    return procedure.parameters.map((parameter, index) => single(parameter.name, call.args[index]!, call.at));
  }

  /** The parameters and a new record on the stack together, then the initial values of the locals, in their order. */
  #call(call: Call, next: string): Statement[] {
    const procedure = this.#procedureNamed(call.to, call);
    const returnTo = call.then.kind === "goto" ? call.then.label : next;
    const record = stackRecord(call.to, [string(returnTo)], procedure, [added("stack")]);
    return [
      group([single("stack", record, call.at), ...this.#parameters(call, procedure)], call.at),
      ...this.#initializeLocals(procedure, call.at),
      this.#goTo(this.#entry(procedure), call.at),
    ];
  }

  #initializeLocals(procedure: Procedure, at: Range): Statement[] {
    return procedure.variables.map((variable) => assign(variable.name, variable.value, at));
  }

  #return(statement: Return): Statement[] {
    statement.from ??= this.#procedure?.name;
    const procedure = this.#algorithm.procedures.find((candidate) => candidate.name === statement.from);
    if (procedure === undefined) this.#failReturn(statement);
    const { at } = statement;
    return [
      assign("pc", headOfStack("pc"), at),
      ...procedure.variables.map((variable) => assign(variable.name, headOfStack(variable.name), at)),
      ...procedure.parameters.map((parameter) => assign(parameter.name, headOfStack(parameter.name), at)),
      assign("stack", madeText(tailOfStack, 0), at),
    ];
  }

  #failReturn(statement: Statement): never {
    fail(this.#file, {
      code: "LS1149",
      message: "this return stands in no procedure",
      at: statement.macro?.at ?? statement.at,
      hint: "a process ends with its last statement, or with goto Done",
    });
  }

  /**
   * A call right before a return replaces the caller's record instead of adding one. The caller's parameters stay in
   * the record below: only its locals are restored, as in the reference translator.
   */
  #callReturn(call: Call, from: string | undefined): Statement[] {
    const caller = this.#algorithm.procedures.find((one) => one.name === (from ?? this.#procedure?.name));
    if (caller === undefined) this.#failReturn(call);
    const callee = this.#procedureNamed(call.to, call);
    const { at } = call;
    const restored: SingleAssignment[] = [];
    if (caller !== callee) {
      for (const variable of caller.variables) restored.push(single(variable.name, headOfStack(variable.name), at));
      restored.push(single("stack", stackRecord(call.to, headOfStackTokens("pc"), callee, tailOfStack), at));
    }
    return [
      group([...restored, ...this.#parameters(call, callee)], at),
      ...this.#initializeLocals(callee, at),
      this.#goTo(this.#entry(callee), at),
    ];
  }
}

/** An empty prefix of a branch stays empty in the tree when its jump is made; others are changed in it. */
function ownOrEmpty(statements: Statement[]): Statement[] {
  return statements.length === 0 ? [] : statements;
}

const nowhere = { line: 0, column: 0 };

const headOfStackTokens = (field: string) => [
  identifier("Head"),
  builtin("("),
  added("stack"),
  builtin(")"),
  builtin("."),
  identifier(field),
];

const headOfStack = (field: string): ExpressionText => madeText(headOfStackTokens(field), 0);

const tailOfStack = [identifier("Tail"), builtin("("), added("stack"), builtin(")")];

function single(variable: string, value: ExpressionText, at: Range): SingleAssignment {
  return { variable, variableAt: at, subscript: new ExpressionText(), value, at };
}

function group(assignments: SingleAssignment[], at: Range): Assign {
  return { kind: "assign", at, place: nowhere, label: "", assignments };
}

function assign(variable: string, value: ExpressionText, at: Range): Assign {
  return group([single(variable, value, at)], at);
}

/** `TRUE` or `(TRUE)`: such a loop never ends, so it has no test. */
export function isTrue(test: ExpressionText): boolean {
  return ["TRUE", "(TRUE)"].includes(firstLineTokens(test) ?? "");
}
