/**
 * The text of a translation: declarations, `Init`, the actions of procedures and processes, `Next`, `Spec`,
 * `Termination`. Line for line as the reference translator lays it out.
 */
import { ActionEmission } from "./action.ts";
import { emitDeclarations, emitProcSet } from "./declarations.ts";
import { createEmission, selfText, type Emission, type EmissionRequest } from "./emission.ts";
import { emitInit } from "./init.ts";
import { emitNext, emitTermination } from "./next.ts";
import { emitSpec } from "./spec.ts";
import type { Range } from "../ast.ts";
import type { Step } from "../jumps.ts";
import type { Writer } from "../writer.ts";

export function emitTranslation(request: EmissionRequest): Writer {
  const emission = createEmission(request);
  const { writer, symbols, isMulti } = emission;
  for (const line of symbols.report()) writer.line(line);
  emitDeclarations(emission);
  if (isMulti) emitProcSet(emission);
  emitInit(emission);
  emitProcedures(emission);
  if (isMulti) emitProcesses(emission);
  else emitMainBody(emission);
  emitNext(emission);
  emitSpec(emission);
  emitTermination(emission);
  return writer;
}

function emitProcedures(emission: Emission): void {
  const { algorithm, steps, isMulti } = emission;
  const argument = isMulti ? "(self)" : "";
  const actions = new ActionEmission(emission, isMulti ? selfText() : undefined);
  for (const [index, procedure] of algorithm.procedures.entries()) {
    const own = steps.procedures[index]!;
    for (const step of own) actions.emit(step.label + argument, step);
    emitDisjunction(emission, procedure.name + argument, own, argument, procedure.at);
  }
}

function emitProcesses(emission: Emission): void {
  const { algorithm, steps, omissions } = emission;
  for (const [index, process] of algorithm.processes.entries()) {
    const argument = process.isSet ? "(self)" : "";
    const actions = new ActionEmission(emission, process.isSet ? selfText() : process.id);
    const own = steps.processes[index]!;
    for (const step of own) actions.emit((omissions.omitPc ? process.name : step.label) + argument, step);
    if (!omissions.omitPc) emitDisjunction(emission, process.name + argument, own, argument, process.at);
  }
}

function emitMainBody(emission: Emission): void {
  const actions = new ActionEmission(emission, undefined);
  for (const step of emission.steps.body) actions.emit(emission.omissions.omitPc ? "Next" : step.label, step);
}

/** `p(self) == L(self) \/ M(self)`. */
function emitDisjunction(
  { writer, options }: Emission,
  name: string,
  steps: readonly Step[],
  argument: string,
  at: Range,
): void {
  writer.within(at, () => {
    writer.write(`${name} == `);
    const indent = " ".repeat(writer.column + 2);
    for (const [index, { label, labelAt }] of steps.entries()) {
      const action = label + argument;
      if (index > 0) {
        if (writer.column + 7 + action.length > options.lineWidth) writer.endLine();
        writer.write(`${writer.column === 0 ? indent : ""} \\/ `);
      }
      writer.write(action, labelAt);
    }
  });
  writer.line("");
}
