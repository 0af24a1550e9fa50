/**
 * Whether a translation needs `pc` and the disjunct `Terminating`: a process that is one endless loop of one step needs
 * neither.
 */
import type { Body } from "./ast.ts";
import type { TranslationOptions } from "./options.ts";
import type { ParsedAlgorithm } from "./parse-algorithm.ts";

export interface Omissions {
  /** No variable `pc`: every action is always possible, and has the name of its process. */
  readonly omitPc: boolean;
  /** Nothing ends, so no disjunct `Terminating` and no `Termination`. */
  readonly omitTermination: boolean;
}

export function omissionsOf(parsed: ParsedAlgorithm, options: TranslationOptions): Omissions {
  const { algorithm } = parsed;
  const isMulti = algorithm.kind === "multiprocess";
  const bodies = isMulti ? algorithm.processes.map((process) => process.body) : [algorithm.body];
  const found = bodies.map(loopOf);
  const omitPc =
    !options.isOldVersion &&
    algorithm.procedures.length === 0 &&
    !parsed.usesGoto &&
    !parsed.hasFairnessLabel &&
    found.every((loop) => loop === "one-step");
  // An old version of a uniprocess algorithm always ends; of a multiprocess one it does not, as in the reference translator.
  const mayOmit = !options.isOldVersion || isMulti;
  const omitTermination = mayOmit && !parsed.usesGotoDone && found.some((loop) => loop !== "none");
  return { omitPc, omitTermination };
}

/** A body that is `L: while TRUE ...` and nothing else, and whether each round is one step. */
function loopOf(body: Body): "one-step" | "steps" | "none" {
  const [step, ...rest] = body.labelled;
  const loop = step?.statements[0];
  if (step === undefined || rest.length > 0 || step.statements.length > 1 || loop?.kind !== "while") return "none";
  const { test } = loop;
  if (!test.isOneToken || test.firstToken?.text !== "TRUE") return "none";
  const hasLabels =
    loop.body.labelled.length > 0 ||
    loop.body.statements.some(
      (statement) => (statement.kind === "if" || statement.kind === "either") && statement.isBroken,
    );
  return hasLabels ? "steps" : "one-step";
}
