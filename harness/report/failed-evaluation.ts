/** A failed evaluation, on the terminal and in JSON: what failed, through which definitions, and in which state. */
import type { FailedEvaluation } from "../../src/conform/failed-evaluation.ts";
import type { Stream } from "../cli/terminal.ts";
import { diagnosticJson, diagnosticText } from "./diagnostics.ts";
import { evaluationDiagnostic } from "./evaluation-error.ts";
import { cut } from "./values.ts";

/** Variables of the state that are shown. */
const variablesMax = 12;

export function failedEvaluationText({ report, tried, state }: FailedEvaluation, { colors, columns }: Stream): string {
  const variables = Object.entries(state).map(([name, value]) =>
    cut(`  /\\ ${name} = ${value}`, Math.max(columns, 60)),
  );
  const more = variables.length - variablesMax;
  const shown = [...variables.slice(0, variablesMax), ...(more > 0 ? [`  and ${more} more`] : [])];
  const what = tried === undefined ? "" : `while ${tried} was tried `;
  return `${diagnosticText(evaluationDiagnostic(report), colors)}${what}in a state that the specification may be in:\n${shown.join("\n")}\n`;
}

export function failedEvaluationJson({ event, report, tried, state }: FailedEvaluation): Record<string, unknown> {
  return { event, ...(tried === undefined ? {} : { tried }), ...diagnosticJson(evaluationDiagnostic(report)), state };
}
