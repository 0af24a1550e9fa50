/** The head of a translation: constants, variables, the algorithm's own definitions, `vars` and `ProcSet`. */
import type { EmittedVariable, Emission } from "./emission.ts";
import { fail } from "../problems.ts";

export function emitDeclarations(emission: Emission): void {
  const { writer, algorithm, globals, locals, usesDefaultValue } = emission;
  if (usesDefaultValue) writer.line("CONSTANT defaultInitValue");
  if (algorithm.definitions.isEmpty) declare(emission, [...globals, ...locals]);
  else {
    declare(emission, globals);
    writer.line("");
    writer.line("(* define statement *)");
    writer.expression(algorithm.definitions);
    writer.line("");
    declare(emission, locals);
  }
  writer.line("");
  emitVars(emission);
}

function declare({ writer, options }: Emission, variables: readonly EmittedVariable[]): void {
  if (variables.length === 0) return;
  const keyword = variables.length > 1 ? "VARIABLES " : "VARIABLE ";
  writer.write(keyword);
  for (const [index, { name, source }] of variables.entries()) {
    if (index > 0) writer.write(", ");
    if (writer.column + name.length + 1 > options.lineWidth) {
      writer.endLine();
      writer.write(" ".repeat(keyword.length));
    }
    writer.write(name, source);
  }
  writer.endLine();
}

function emitVars({ writer, file, algorithm, options, globals, locals }: Emission): void {
  const variables = [...globals, ...locals];
  if (variables.length === 0) {
    fail(file, {
      code: "LS1151",
      message: "the algorithm has no variables, so there is nothing that a step could change",
      at: algorithm.at,
      hint: "declare one with variables",
    });
  }
  writer.write("vars == << ");
  const indent = writer.column;
  for (const [index, { name, source }] of variables.entries()) {
    if (index > 0) writer.write(", ");
    if (writer.column + name.length + 1 > options.lineWidth) {
      writer.endLine();
      writer.write(" ".repeat(indent));
    }
    writer.write(name, source);
  }
  if (writer.column + " >>".length + 1 > options.lineWidth) {
    writer.endLine();
    writer.write(" ".repeat("vars ==".length));
  }
  writer.write(" >>");
  writer.line("");
}

export function emitProcSet({ writer, algorithm }: Emission): void {
  writer.write("ProcSet == ");
  for (const [index, process] of algorithm.processes.entries()) {
    if (index > 0) writer.write(" \\cup ");
    writer.write(process.isSet ? "(" : "{");
    writer.expression(process.id);
    writer.write(process.isSet ? ")" : "}");
  }
  writer.endLine();
  writer.line("");
}
