/** The checker on specifications given as text: what `lockstep check` does, without files and threads. */
import { Exploration } from "../../src/check/exploration.ts";
import type { CheckOptions, CheckResult } from "../../src/check/types.ts";
import { compileMachine } from "../../src/compile/compile.ts";
import { createExplainer } from "../../src/compile/evaluator/explain/explainer.ts";
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { SiteTable } from "../../src/compile/sites.ts";
import type { Explainer, StateMachine } from "../../src/compile/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import type { StoreOptions } from "../../src/values/types.ts";
import { specOf } from "./specs.ts";

export interface Compiled {
  readonly machine: StateMachine;
  readonly explainer: Explainer;
}

/** The compiled machine of a specification, with its explainer. */
export function compiled(spec: ResolvedSpec, options: StoreOptions = {}): Compiled {
  const store = createStore({ stringOrder: spec.stringOrder, ...options });
  const sites = new SiteTable();
  return {
    machine: compileMachine(spec, { store, sites }),
    explainer: createExplainer(createEvaluatorMachine(spec, { store, sites })),
  };
}

/** Explores a specification given as text, with the modules that it needs, to its end. */
export function checked(
  text: string,
  cfg: string,
  options: CheckOptions = {},
  ...modules: readonly string[]
): CheckResult {
  return checkedSpec(specOf(text, cfg, ...modules), options);
}

/** Explores a specification to its end. */
export function checkedSpec(spec: ResolvedSpec, options: CheckOptions = {}): CheckResult {
  const { machine, explainer } = compiled(spec);
  const exploration = new Exploration(machine, explainer, options);
  while (exploration.step(1_000));
  return exploration.result();
}
