/**
 * What `lockstep check` says: the verdict first, then why, then the numbers.
 */
import type { CheckResult, Verdict } from "../../src/check/types.ts";
import type { ErrorReport, FormulaReport } from "../../src/compile/types.ts";
import type { Store } from "../../src/values/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { diagnosticText, placeJson, placeText } from "./diagnostics.ts";
import { evaluationDiagnostic } from "./evaluation-error.ts";
import { traceJson, traceText } from "./error-trace.ts";
import { cut, count, counted, duration } from "./values.ts";

/** What surrounds a result: where it came from and how long it took. */
export interface CheckContext {
  readonly file: string;
  readonly store: Store;
  /** What a successful check has established, by name as the config has it. */
  readonly checked: readonly string[];
  readonly checksDeadlock: boolean;
  readonly seconds: number;
}

/** The whole report; ends with a line break. */
export function checkText(result: CheckResult, context: CheckContext, stream: Stream): string {
  const { colors } = stream;
  const label =
    result.verdict === "ok"
      ? colors.green("OK")
      : result.verdict === "unknown"
        ? colors.yellow("UNKNOWN")
        : colors.red("FAIL");
  const parts = [`${colors.bold(label)}  ${context.file}: ${colors.bold(headline(result, context))}\n`];
  if (result.error !== undefined) parts.push(diagnosticText(evaluationDiagnostic(result.error), colors));
  if (result.formula.length > 0)
    parts.push(`${result.formula.map((part) => formulaText(part, context.store, stream)).join("")}`);
  if (result.trace.length > 0) parts.push(traceText(result.trace, stream));
  if (result.verdict === "deadlock") {
    parts.push(
      `  ${colors.green("hint")}: if behaviours may end here, run with --no-deadlock or set CHECK_DEADLOCK FALSE\n`,
    );
  }
  parts.push(numbers(result, context));
  if (result.verdict === "ok") parts.push(unusedActions(result, stream));
  return parts.filter((part) => part !== "").join("\n");
}

function headline(result: CheckResult, context: CheckContext): string {
  const name = result.property ?? "";
  switch (result.verdict) {
    case "ok":
      return okText(context);
    case "invariant":
      return `invariant ${name} is violated`;
    case "deadlock":
      return "deadlock: a state without successor is reached";
    case "action-property":
      return result.trace.length === 1
        ? `property ${name} is violated by an initial state`
        : `property ${name} is violated by a step`;
    case "liveness":
      return `temporal property ${name} is violated`;
    case "assumption":
      return `assumption${name === "" ? "" : ` ${name}`} ${result.error === undefined ? "is false" : "cannot be evaluated"}`;
    case "assert":
      return "an assertion in the specification failed";
    case "unknown":
      return unknownText(result);
    case "error":
      return `${name === "" ? "the specification" : name} cannot be evaluated`;
  }
}

function okText(context: CheckContext): string {
  const names = [...context.checked, ...(context.checksDeadlock ? ["no deadlock"] : [])];
  return names.length === 0 ? "explored; the config names nothing to check" : names.join(", ");
}

function unknownText(result: CheckResult): string {
  if (result.bound === "interrupted") return "interrupted; nothing is violated so far";
  if (result.bound !== undefined) return `the bound "${result.bound}" was hit; nothing is violated so far`;
  return `not checked: ${result.unchecked.join(", ")} (needs liveness checking); everything else holds`;
}

/** A false formula: which part, what its sides are, for which values of bound names. */
function formulaText(part: FormulaReport, store: Store, stream: Stream): string {
  const { colors, columns } = stream;
  const width = columns - 12;
  const lines = [`  false: ${colors.bold(cut(part.text, width))}  ${colors.dim(placeText(part.at))}`];
  for (const { name, value } of part.witnesses) lines.push(`    ${name} = ${cut(store.print(value), width)}`);
  if (part.left !== undefined) lines.push(`    left   ${cut(store.print(part.left), width)}`);
  if (part.right !== undefined) lines.push(`    right  ${cut(store.print(part.right), width)}`);
  return `${lines.join("\n")}\n`;
}

function numbers(result: CheckResult, context: CheckContext): string {
  const initial = counted(result.initial, "initial state");
  const found = `${counted(result.distinct, "distinct state")}, ${count(result.generated)} generated, depth ${result.depth}, ${initial}`;
  return `${found}, ${duration(context.seconds)}\n`;
}

/** An action that never happens is usually a mistake in its guard: said even when everything holds. */
function unusedActions(result: CheckResult, stream: Stream): string {
  const unused = result.actions.filter((action) => action.taken === 0);
  if (unused.length === 0) return "";
  const names = unused.map((action) => `${action.name} (${placeText(action.at)})`);
  return `${stream.colors.yellow("never taken")}: ${names.join(", ")}\n`;
}

/** The result as JSON. */
export function checkJson(result: CheckResult, context: CheckContext): Record<string, unknown> {
  return {
    verdict: result.verdict satisfies Verdict,
    property: result.property ?? null,
    generated: result.generated,
    distinct: result.distinct,
    depth: result.depth,
    initial: result.initial,
    transitions: result.transitions ?? null,
    trace: traceJson(result.trace),
    seconds: Number(context.seconds.toFixed(3)),
    actions: result.actions.map(({ name, at, taken, found }) => ({ name, location: placeJson(at), taken, found })),
    ...(result.bound === undefined ? {} : { bound: result.bound }),
    ...(result.unchecked.length === 0 ? {} : { unchecked: result.unchecked }),
    ...(result.formula.length === 0 ? {} : { formula: result.formula.map((part) => formulaJson(part, context.store)) }),
    ...(result.error === undefined ? {} : { error: errorJson(result.error) }),
  };
}

function formulaJson(part: FormulaReport, store: Store): Record<string, unknown> {
  return {
    text: part.text,
    location: placeJson(part.at),
    witnesses: Object.fromEntries(part.witnesses.map(({ name, value }) => [name, store.print(value)])),
    ...(part.left === undefined ? {} : { left: store.print(part.left) }),
    ...(part.right === undefined ? {} : { right: store.print(part.right) }),
  };
}

function errorJson(error: ErrorReport): Record<string, unknown> {
  return {
    code: error.code,
    message: error.message,
    ...(error.at === undefined ? {} : { location: placeJson(error.at) }),
    chain: error.chain.map(({ name, at }) => ({ name, location: placeJson(at) })),
  };
}
