/**
 * The result of `lockstep check` as JSON. What is wrong first stands at the top, for those who ask for nothing further;
 * `violations` has everything that was found.
 */
import type { ActionCoverage, CheckResult, Violation } from "../../src/check/types.ts";
import type { ErrorReport, FormulaReport } from "../../src/compile/types.ts";
import type { Store } from "../../src/values/types.ts";
import type { CheckContext } from "./check-report.ts";
import { placeJson } from "./diagnostics.ts";
import { traceJson } from "./error-trace.ts";
import { cycleJson } from "./liveness-report.ts";

export function checkJson(result: CheckResult, context: CheckContext): Record<string, unknown> {
  const violations = result.violations.map((violation) => violationJson(violation, context.store));
  const { property, trace, ...details } = violations[0] ?? { property: null, trace: [] };
  return {
    property,
    trace,
    ...details,
    verdict: result.verdict,
    generated: result.generated,
    distinct: result.distinct,
    depth: result.depth,
    initial: result.initial,
    queue: result.queue,
    ...(result.behaviours === undefined ? {} : { behaviours: result.behaviours, seed: context.seed ?? null }),
    transitions: result.transitions ?? null,
    seconds: Number(context.seconds.toFixed(3)),
    ...(context.threads === undefined ? {} : { threads: context.threads }),
    actions: result.actions.map(actionJson),
    ...(result.bound === undefined ? {} : { bound: result.bound }),
    ...(result.exhausted === undefined ? {} : { exhausted: errorJson(result.exhausted) }),
    ...(result.unchecked.length === 0 ? {} : { unchecked: result.unchecked }),
    ...(result.caveats.length === 0 ? {} : { caveats: result.caveats }),
    violations,
  };
}

function actionJson({ at, conjuncts, ...counts }: ActionCoverage): Record<string, unknown> {
  return {
    ...counts,
    location: placeJson(at),
    ...(conjuncts === undefined
      ? {}
      : {
          conjunctStates: conjuncts.states,
          conjuncts: conjuncts.conjuncts.map(({ at: place, ...one }) => ({ ...one, location: placeJson(place) })),
        }),
  };
}

function violationJson(
  { verdict, property, trace, cycle, formula, error }: Violation,
  store: Store,
): Record<string, unknown> {
  return {
    verdict,
    property: property ?? null,
    trace: traceJson(trace),
    ...(cycle === undefined ? {} : { cycle: cycleJson(cycle) }),
    ...(formula.length === 0 ? {} : { formula: formula.map((part) => formulaJson(part, store)) }),
    ...(error === undefined ? {} : { error: errorJson(error) }),
  };
}

function formulaJson(part: FormulaReport, store: Store): Record<string, unknown> {
  return {
    text: part.text,
    location: placeJson(part.at),
    witnesses: Object.fromEntries(part.witnesses.map(({ name, value }) => [name, store.show(value)])),
    ...(part.left === undefined ? {} : { left: store.show(part.left) }),
    ...(part.right === undefined ? {} : { right: store.show(part.right) }),
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
