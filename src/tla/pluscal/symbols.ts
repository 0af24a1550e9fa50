/**
 * Names of an algorithm, each made different from all others.
 *
 * A translation is one flat module, so a label that two processes share, or a local variable with the name of a label,
 * is renamed: it gets an underscore, then letters of its process or procedure, then the number of its kind. Kinds are
 * gone through in the order below, and the last of several equal names keeps it. Global variables never change.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../syntax/source.ts";
import type { Algorithm, LabelledStatement, Place, Range, Statement } from "./ast.ts";
import { diagnosticOf } from "./problems.ts";

const kinds = [
  "global",
  "label",
  "procedure",
  "process",
  "process-variable",
  "procedure-variable",
  "parameter",
] as const;

export type SymbolKind = (typeof kinds)[number];

const kindNames: Readonly<Record<SymbolKind, string>> = {
  global: "Global variable",
  label: "Label",
  procedure: "Procedure",
  process: "Process",
  "process-variable": "Process variable",
  "procedure-variable": "Procedure variable",
  parameter: "Parameter",
};

interface SymbolEntry {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Name of the process or procedure; empty for what is global, and for labels of a main body. */
  readonly context: string;
  readonly contextKind: "" | "process" | "procedure";
  readonly place: Place;
  readonly at: Range | undefined;
  /** The name in the translation. */
  newName: string;
}

const localKinds: ReadonlySet<SymbolKind> = new Set(["process-variable", "procedure-variable", "parameter"]);

export class SymbolTable {
  readonly #symbols: SymbolEntry[] = [];
  readonly #file: SourceFile;
  readonly #problems: Diagnostic[] = [];

  /** Collects the names of an algorithm and makes them different. Throws DiagnosticError for those declared twice. */
  constructor(file: SourceFile, algorithm: Algorithm) {
    this.#file = file;
    const nowhere = { line: 0, column: 0 };
    this.#declare("global", "pc", "", "", nowhere, undefined);
    if (algorithm.procedures.length > 0) this.#declare("global", "stack", "", "", nowhere, undefined);
    for (const { name, place, nameAt } of algorithm.variables)
      this.#declare("global", name, "", "process", place, nameAt);
    for (const procedure of algorithm.procedures) {
      const { name, place, nameAt } = procedure;
      this.#declare("procedure", name, "", "procedure", place, nameAt);
      for (const variable of procedure.variables)
        this.#declare("procedure-variable", variable.name, name, "procedure", variable.place, variable.nameAt);
      for (const parameter of procedure.parameters)
        this.#declare("parameter", parameter.name, name, "procedure", parameter.place, parameter.nameAt);
      this.#labels(procedure.body.labelled, name, "procedure");
    }
    for (const process of algorithm.processes) {
      const { name, place, nameAt } = process;
      this.#declare("process", name, "", "process", place, nameAt);
      for (const variable of process.variables)
        this.#declare("process-variable", variable.name, name, "process", variable.place, variable.nameAt);
      this.#labels(process.body.labelled, name, "process");
    }
    this.#labels(algorithm.body.labelled, "", "");
    if (this.#problems.length > 0) throw new DiagnosticError(this.#problems);
    this.#makeDifferent();
  }

  #labels(steps: readonly LabelledStatement[], context: string, contextKind: SymbolEntry["contextKind"]): void {
    for (const step of steps) {
      this.#declare("label", step.label, context, contextKind, step.place, step.labelAt);
      this.#labelsInside(step.statements, context, contextKind);
    }
  }

  #labelsInside(statements: readonly Statement[], context: string, contextKind: SymbolEntry["contextKind"]): void {
    for (const branch of statements.flatMap(branchesOf)) {
      this.#labelsInside(branch.statements, context, contextKind);
      this.#labels(branch.labelled, context, contextKind);
    }
  }

  #declare(
    kind: SymbolKind,
    name: string,
    context: string,
    contextKind: SymbolEntry["contextKind"],
    place: Place,
    at: Range | undefined,
  ): void {
    const namesake = localKinds.has(kind)
      ? this.#symbols.find((one) => one.name === name && (one.kind === "global" || one.context === context))
      : this.#symbols.find((one) => one.kind === kind && one.name === name && one.context === context);
    if (namesake === undefined) {
      this.#symbols.push({ kind, name, context, contextKind, place, at, newName: name });
      return;
    }
    this.#problems.push(diagnosticOf(this.#file, this.#redefined(kind, name, at, namesake)));
  }

  #redefined(
    kind: SymbolKind,
    name: string,
    at: Range | undefined,
    namesake: SymbolEntry,
  ): Parameters<typeof diagnosticOf>[1] {
    const isBuiltIn = namesake.at === undefined;
    const here = at ?? { start: 0, end: 0 };
    const notes = isBuiltIn ? {} : { notes: [{ message: "the other one", at: namesake.at! }] };
    if (kind === "label") {
      return {
        code: "LS1129",
        message: `label ${name} is defined twice: a goto could not tell the two apart`,
        at: here,
        hint: "rename one of them; processes may share a name, parts of one may not",
        ...notes,
      };
    }
    return {
      code: "LS1144",
      message: isBuiltIn
        ? `${name} cannot be declared: the translation has a variable of that name`
        : namesake.kind === kind
          ? `${kindNames[kind].toLowerCase()} ${name} is declared twice`
          : `${kindNames[kind].toLowerCase()} ${name} has the name of a ${kindNames[namesake.kind].toLowerCase()}`,
      at: here,
      hint: "choose another name",
      ...notes,
    };
  }

  #makeDifferent(): void {
    kinds.forEach((kind, number) => {
      if (kind === "global") return;
      for (const symbol of this.#symbols.filter((candidate) => candidate.kind === kind)) {
        let suffixes = 0;
        while (this.#isAmbiguous(symbol.newName)) {
          if (suffixes === 0) symbol.newName += "_";
          else symbol.newName += symbol.context.charAt(suffixes - 1) || String(number);
          suffixes++;
        }
      }
    });
  }

  #isAmbiguous(name: string): boolean {
    return this.#symbols.filter((symbol) => symbol.newName === name).length > 1;
  }

  /** The new name of what is called `name` in a process, a procedure or, with an empty context, the main body. */
  nameOf(kind: SymbolKind, name: string, context: string): string {
    return this.#find(kind, name, context)?.newName ?? name;
  }

  #find(kind: SymbolKind, name: string, context: string): SymbolEntry | undefined {
    return this.#symbols.find((one) => one.kind === kind && one.name === name && one.context === context);
  }

  hasLabel(name: string, context: string): boolean {
    return this.#find("label", name, context) !== undefined;
  }

  labelsOf(context: string): string[] {
    return this.#symbols.filter((one) => one.kind === "label" && one.context === context).map((one) => one.name);
  }

  /** The new name of a variable as it is used in a context; other names are their own. */
  variableName(name: string, context: string): string {
    const symbol = this.#symbols.find((one) => one.name === name && one.context === context);
    return symbol !== undefined && (symbol.kind === "global" || localKinds.has(symbol.kind)) ? symbol.newName : name;
  }

  /** Where the algorithm declares a name of any kind. */
  placesOf(name: string): readonly Range[] {
    return this.#symbols.flatMap((one) => (one.name === name && one.at !== undefined ? [one.at] : []));
  }

  /** One comment line for each symbol that was renamed. */
  report(): string[] {
    const lines: string[] = [];
    for (const kind of kinds) {
      for (const symbol of this.#symbols) {
        if (symbol.kind !== kind || symbol.newName === symbol.name) continue;
        const owner = symbol.context === "" ? "" : ` of ${symbol.contextKind} ${symbol.context}`;
        const { line, column } = symbol.place;
        lines.push(
          `\\* ${kindNames[kind]} ${symbol.name}${owner} at line ${line} col ${column} changed to ${symbol.newName}`,
        );
      }
    }
    return lines;
  }
}

/** The parts of a statement that contain statements, each with its labelled end. */
export function branchesOf(statement: Statement): { statements: Statement[]; labelled: LabelledStatement[] }[] {
  switch (statement.kind) {
    case "if":
      return [statement.then, statement.else];
    case "either":
      return statement.clauses;
    case "while":
      return [statement.body];
    case "with":
      return [{ statements: statement.statements, labelled: [] }];
    default:
      return [];
  }
}
