/** The initial predicate: global variables, procedures, processes, `stack`, `pc`. */
import type { Process, VariableDeclaration } from "../ast.ts";
import { ExpressionText, builtin, identifier, madeText } from "../expression-text.ts";
import { selfText, type Emission } from "./emission.ts";
import { needsParentheses } from "./parentheses.ts";
import { Changes, inAction, subscriptOf } from "./subscripts.ts";

const indent = "Init == ".length;

export function emitInit(emission: Emission): void {
  new InitEmission(emission).emit();
}

class InitEmission {
  readonly #emission: Emission;
  /** What the next line begins with: the head of the definition, and then blanks. */
  #prefix = "Init == ";

  constructor(emission: Emission) {
    this.#emission = emission;
  }

  emit(): void {
    const { algorithm, isMulti, omissions, writer } = this.#emission;
    if (algorithm.variables.length > 0) this.#title("Global variables");
    for (const variable of algorithm.variables) this.#conjunct(variable, () => this.#plain(variable));
    for (const procedure of algorithm.procedures) {
      const variables = [...procedure.parameters, ...procedure.variables];
      if (variables.length > 0) this.#title(`Procedure ${procedure.name}`);
      for (const variable of variables)
        this.#conjunct(variable, () => (isMulti ? this.#ofProcedure(variable) : this.#plain(variable)));
    }
    for (const process of algorithm.processes) {
      if (process.variables.length > 0) this.#title(`Process ${process.name}`);
      for (const variable of process.variables) this.#conjunct(variable, () => this.#ofProcess(variable, process));
    }
    if (algorithm.procedures.length > 0)
      this.#line(isMulti ? "/\\ stack = [self \\in ProcSet |-> << >>]" : "/\\ stack = << >>");
    if (!omissions.omitPc) this.#pc();
    writer.line("");
  }

  #takePrefix(): string {
    const prefix = this.#prefix;
    this.#prefix = " ".repeat(indent);
    return prefix;
  }

  #title(text: string): void {
    this.#line(`(* ${text} *)`);
  }

  #line(text: string): void {
    this.#emission.writer.line(this.#takePrefix() + text);
  }

  #conjunct(variable: VariableDeclaration, write: () => void): void {
    const { writer } = this.#emission;
    writer.write(`${this.#takePrefix()}/\\ `);
    writer.within(variable.at, write);
    writer.endLine();
  }

  #plain(variable: VariableDeclaration): void {
    const { writer } = this.#emission;
    writer.write(`${variable.name} ${relation(variable)} `);
    const parenthesize = needsParentheses(variable.value.toText());
    if (parenthesize) writer.write("(");
    writer.expression(variable.value);
    if (parenthesize) writer.write(")");
  }

  #ofProcedure(variable: VariableDeclaration): void {
    const { writer } = this.#emission;
    writer.write(`${variable.name} = [ self \\in ProcSet |-> `);
    writer.expression(this.#forSelf(variable.value));
    writer.write("]");
  }

  #ofProcess(variable: VariableDeclaration, process: Process): void {
    const { writer } = this.#emission;
    if (!process.isSet) {
      writer.write(`${variable.name} ${relation(variable)} `);
      writer.expression(variable.value);
      return;
    }
    if (variable.isSet) {
      writer.write(`${variable.name} \\in [`);
      writer.expression(process.id);
      writer.write(" -> ");
      writer.expression(inAction(this.#emission, variable.value, anyOf(process.id), new Changes()));
    } else {
      writer.write(`${variable.name} = [self \\in `);
      writer.expression(process.id);
      writer.write(" |-> ");
      writer.expression(this.#forSelf(variable.value));
    }
    writer.write("]");
  }

  #forSelf(value: ExpressionText): ExpressionText {
    return inAction(this.#emission, value, subscriptOf(selfText()), new Changes());
  }

  #pc(): void {
    const { algorithm, isMulti, writer } = this.#emission;
    const { processes } = algorithm;
    if (!isMulti) {
      this.#line(`/\\ pc = "${algorithm.body.labelled[0]!.label}"`);
      return;
    }
    const labelOf = (process: Process): string => `"${process.body.labelled[0]!.label}"`;
    const head = "/\\ pc = [self \\in ProcSet |-> ";
    if (processes.length === 1) {
      this.#line(`${head}${labelOf(processes[0]!)}]`);
      return;
    }
    writer.write(`${this.#takePrefix()}${head}CASE `);
    const column = writer.column - "[] ".length;
    for (const [index, process] of processes.entries()) {
      if (index > 0) writer.write(`${" ".repeat(column)}[] `);
      writer.write(`self ${process.isSet ? "\\in" : "="} `);
      writer.expression(process.id);
      writer.write(` -> ${labelOf(process)}${index === processes.length - 1 ? "]" : ""}`);
      writer.endLine();
    }
  }
}

function relation(variable: VariableDeclaration): string {
  return variable.isSet ? "\\in" : "=";
}

/** `[CHOOSE self \in S : TRUE]`: some process, where a set of initial values reads another local. */
function anyOf(set: ExpressionText): ExpressionText {
  const head = new ExpressionText([
    [
      { ...builtin("["), column: 0 },
      { ...builtin("CHOOSE"), column: 1 },
      { ...identifier("self"), column: 8 },
      // The blank is a part of the token in the reference translator, which makes two of them.
      { ...builtin("\\in "), column: 13 },
    ],
  ]);
  const middle = set.clone();
  middle.prepend(head, 1);
  const whole = madeText([builtin(":"), builtin("TRUE]")], 1);
  whole.prepend(middle, 1);
  return whole;
}
