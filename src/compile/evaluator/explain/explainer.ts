/** The explainer: the evaluator's machine, asked why. */
import type { Explainer, FormulaReport, State } from "../../types.ts";
import type { Expr } from "../../../tla/modules/core.ts";
import type { Environment } from "../environment.ts";
import { judgeLasso } from "../lasso.ts";
import { placeOf, type EvaluatorMachine } from "../machine.ts";
import { NOTHING_KNOWN, walkPath } from "../run-action.ts";
import { worldOf, type World } from "../world.ts";
import { aliasFields } from "./alias.ts";
import { explainError } from "./errors.ts";
import { explainFormula } from "./formula.ts";
import { explainStep } from "./step.ts";
import { tallyConjuncts } from "./tally.ts";

export function createExplainer(machine: EvaluatorMachine): Explainer {
  return {
    explainStep: (request, limit) => explainStep(machine, request, limit),
    tallyConjuncts: (action, states) => tallyConjuncts(machine, action, states),
    explainFalse: (name, at, state, next) => explainFalse(machine, name, at, state, next),
    judgeLasso: (states, loop, last) => judgeLasso(machine, states, loop, last),
    explainError: (error, state, action) => explainError(machine, error, state, action),
    alias: (state, next) => aliasFields(machine, state, next),
  };
}

type Place = { readonly at: { readonly start: number; readonly file: { readonly path: string } } };

function isSamePlace(a: Place, b: Place): boolean {
  return a.at.start === b.at.start && a.at.file.path === b.at.file.path;
}

function explainFalse(
  machine: EvaluatorMachine,
  name: string,
  at: Place["at"],
  state: State,
  next?: State,
): FormulaReport[] {
  const world = worldOf(state, next);
  const { evaluator, spec } = machine;
  const wanted = { at };
  for (const piece of machine.pieces) {
    if (piece.name !== name || !isSamePlace(piece, wanted)) continue;
    return explainPiece(machine, piece.expression, piece, world);
  }
  const named = [...spec.invariants, ...spec.constraints, ...spec.actionConstraints, ...spec.postconditions];
  const found =
    named.find((each) => each.name === name && isSamePlace(each.expression, wanted)) ??
    named.find((each) => each.name === name);
  if (found !== undefined) return explainFormula(evaluator, found.expression, placeOf(evaluator, found), world);
  const assumption = spec.assumptions.find((each) => isSamePlace(each, wanted) || isSamePlace(each.expression, wanted));
  if (assumption !== undefined) return explainFormula(evaluator, assumption.expression, evaluator.root, world);
  return [];
}

/** The piece of a property, for the first binding of the `\A` around it for which it is false. */
function explainPiece(
  machine: EvaluatorMachine,
  expression: Expr,
  piece: EvaluatorMachine["pieces"][number],
  world: World,
): FormulaReport[] {
  const { evaluator } = machine;
  let reports: FormulaReport[] = [];
  const check = (environment: Environment): boolean => {
    if (evaluator.test(expression, environment, world)) return true;
    reports = explainFormula(evaluator, expression, environment, world);
    return false;
  };
  walkPath(evaluator, piece.path, NOTHING_KNOWN, world, check, placeOf(evaluator, piece));
  return reports;
}
