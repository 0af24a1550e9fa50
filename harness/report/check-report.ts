/**
 * What `lockstep check` says: the verdict first, then why, then the numbers.
 */
import type { CheckResult, Verdict, Violation } from "../../src/check/types.ts";
import type { FormulaReport } from "../../src/compile/types.ts";
import type { Store } from "../../src/values/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { conjunctTable, coverageTable, neverEnabled } from "./coverage-report.ts";
import { diagnosticText, placeText } from "./diagnostics.ts";
import { evaluationDiagnostic } from "./evaluation-error.ts";
import { traceText } from "./error-trace.ts";
import { caveatsText, cycleText } from "./liveness-report.ts";
import { cut, count, counted, duration } from "./values.ts";

/** What surrounds a result: where it came from and how long it took. */
export interface CheckContext {
  readonly file: string;
  readonly store: Store;
  /** What a successful check has established, by name as the config has it. */
  readonly checked: readonly string[];
  readonly checksDeadlock: boolean;
  readonly seconds: number;
  /** Threads that expanded states, where several were asked for. */
  readonly threads?: number;
  /** Of a simulation. */
  readonly seed?: string;
  /** Print how often each action was enabled and taken, and its conjuncts true. */
  readonly showsCoverage?: boolean;
  /** Print of each state of a trace only what changed. */
  readonly showsOnlyChanges?: boolean;
}

/** The whole report; ends with a line break. */
export function checkText(result: CheckResult, context: CheckContext, stream: Stream): string {
  const { colors } = stream;
  const parts =
    result.violations.length === 0
      ? [headline(outcomeLabel(result.verdict, colors), outcomeText(result, context)), exhaustedText(result, colors)]
      : result.violations.flatMap((violation) => violationParts(violation, context, stream, headline));
  parts.push(numbers(result, context), nothingCheckedText(result, colors));
  if (context.showsCoverage) parts.push(coverageTable(result, stream), conjunctTable(result, stream));
  parts.push(caveatsText(result, stream));
  if (result.violations.length === 0) parts.push(neverEnabled(result, stream));
  return parts.filter((part) => part !== "").join("\n");

  function headline(label: string, text: string): string {
    return `${colors.bold(label)}  ${context.file}: ${colors.bold(text)}\n`;
  }
}

/** Everything holds of no state at all, and whoever reads OK should know. A module of assumptions alone has no actions. */
function nothingCheckedText({ verdict, distinct, generated, actions }: CheckResult, colors: Stream["colors"]): string {
  if (verdict !== "ok" || distinct > 0 || actions.length === 0) return "";
  const why =
    generated === 0 ? "no state satisfies the initial predicate" : "every initial state is outside the constraint";
  return `${colors.yellow("note")}: ${why}, so there was nothing to check\n`;
}

/** The evaluation that used up the memory. */
function exhaustedText({ exhausted }: CheckResult, colors: Stream["colors"]): string {
  return exhausted === undefined ? "" : diagnosticText(evaluationDiagnostic(exhausted), colors);
}

function outcomeLabel(verdict: Verdict, colors: Stream["colors"]): string {
  if (verdict === "ok") return colors.green("OK");
  return colors.yellow(verdict === "simulated" || verdict === "ended" ? verdict.toUpperCase() : "UNKNOWN");
}

function violationParts(
  violation: Violation,
  context: CheckContext,
  stream: Stream,
  headline: (label: string, text: string) => string,
): string[] {
  const { colors } = stream;
  const { verdict, error, formula, trace, cycle } = violation;
  const hint = "if behaviours may end here, run with --no-deadlock or set CHECK_DEADLOCK FALSE";
  return [
    headline(colors.red("FAIL"), violationText(violation)),
    error === undefined ? "" : diagnosticText(evaluationDiagnostic(error), colors),
    formula.map((part) => formulaText(part, context.store, stream)).join(""),
    traceText(trace, stream, { onlyChanges: context.showsOnlyChanges === true }),
    cycle === undefined ? "" : cycleText(cycle, trace.length, stream),
    verdict === "deadlock" ? `  ${colors.green("hint")}: ${hint}\n` : "",
  ];
}

/** What is wrong, in a few words. */
export function violationText({ verdict, property, trace, error }: Violation): string {
  const name = property ?? "";
  switch (verdict) {
    case "invariant":
      return `invariant ${name} is violated`;
    case "deadlock":
      return "deadlock: a state without successor is reached";
    case "action-property":
      return trace.length === 1
        ? `property ${name} is violated by an initial state`
        : `property ${name} is violated by a step`;
    case "liveness":
      return `temporal property ${name} is violated`;
    case "assumption":
      return `assumption${name === "" ? "" : ` ${name}`} ${error === undefined ? "is false" : "cannot be evaluated"}`;
    case "postcondition":
      return `postcondition ${name} ${error === undefined ? "is false" : "cannot be evaluated"}`;
    case "assert":
      return "an assertion in the specification failed";
    case "error":
      return `${name === "" ? "the specification" : name} cannot be evaluated`;
  }
}

/** When nothing is wrong: what is known to hold, or why it is not known. */
function outcomeText(result: CheckResult, context: CheckContext): string {
  const unchecked = result.unchecked.length === 0 ? "" : `; not decided: ${result.unchecked.join(", ")}`;
  if (result.verdict === "simulated") {
    const behaviours = counted(result.behaviours ?? 0, "random behaviour");
    return `nothing is violated in ${behaviours}; other behaviours were not looked at${unchecked}`;
  }
  if (result.verdict === "ended")
    return `the specification ended the search with TLCSet("exit", TRUE), and nothing was violated up to there${unchecked}`;
  if (result.bound !== undefined) return `${boundText(result)}; nothing is violated so far`;
  if (result.verdict === "unknown") return `not decided: ${result.unchecked.join(", ")}; everything else holds`;
  const names = [...context.checked, ...(context.checksDeadlock ? ["no deadlock"] : [])];
  return names.length === 0 ? "explored; the config names nothing to check" : names.join(", ");
}

function boundText({ bound, distinct, depth }: CheckResult): string {
  switch (bound) {
    case "states":
      return `stopped by the bound on states after ${count(distinct)}`;
    case "depth":
      return `stopped by the bound on depth, ${depth}`;
    case "time":
      return "stopped by the bound on time";
    case "memory":
      return `stopped by the bound on memory after ${count(distinct)} distinct states`;
    default:
      return "interrupted";
  }
}

/** A false formula: which part, what its sides are, for which values of bound names. */
function formulaText(part: FormulaReport, store: Store, stream: Stream): string {
  const { colors, columns } = stream;
  const width = columns - 12;
  const lines = [`  false: ${colors.bold(cut(part.text, width))}  ${colors.dim(placeText(part.at))}`];
  for (const { name, value } of part.witnesses) lines.push(`    ${name} = ${cut(store.show(value), width)}`);
  if (part.left !== undefined) lines.push(`    left   ${cut(store.show(part.left), width)}`);
  if (part.right !== undefined) lines.push(`    right  ${cut(store.show(part.right), width)}`);
  return `${lines.join("\n")}\n`;
}

function numbers(result: CheckResult, context: CheckContext): string {
  const took = duration(context.seconds);
  const states = `${counted(result.distinct, "distinct state")}, ${count(result.generated)} generated`;
  if (result.behaviours !== undefined)
    return `${counted(result.behaviours, "behaviour")} of up to ${counted(result.depth, "state")}, ${states}, seed ${context.seed ?? ""}, ${took}\n`;
  const initial = counted(result.initial, "initial state");
  const left = result.bound === undefined ? "" : `, ${count(result.queue)} not expanded`;
  return `${states}, depth ${result.depth}, ${initial}${left}, ${took}\n`;
}
