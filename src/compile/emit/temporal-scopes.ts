/** What names mean in temporal formulas whose leaves are emitted. */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import type { PathStep } from "../actions.ts";
import type { Placed, Scopes } from "../temporal/translator.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { instanceEnvironment } from "./instances.ts";
import { bindConstant } from "./loops.ts";
import { expand, letEnvironment, meaningOf } from "./names.ts";
import { refuse } from "./refusal.ts";
import { levelIn } from "./temporal-level.ts";

export class EmittedScopes implements Scopes<Environment> {
  /** For constants only. */
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  isStateFormula(expression: Expr, scope: Environment): boolean {
    return levelIn(expression, scope) <= 1;
  }

  insideLet(expression: Expr & { readonly kind: "let" }, scope: Environment): Environment {
    return letEnvironment(expression, scope, undefined);
  }

  insideCall(step: PathStep & { readonly kind: "call" }, scope: Environment): Environment {
    const outer = step.isOverride ? this.#context.compiler.root : scope;
    const place = step.instance === undefined ? outer : instanceEnvironment(step.instance, outer);
    const binding = place.lookup(step.definition);
    const own = binding?.kind === "closure" ? binding.environment : place.context;
    return expand(step.definition.parameters, step.definition.body, step.arguments, own, scope, undefined);
  }

  meaning(reference: Expr & { readonly kind: "ref" }, scope: Environment): Placed<Environment> | undefined {
    const meaning = meaningOf(this.#context.compiler, reference, scope);
    switch (meaning.kind) {
      case "binding": {
        const { binding } = meaning;
        return binding.kind === "thunk" ? { expression: binding.expression, scope: binding.environment } : undefined;
      }
      case "builtin":
        return { expression: meaning.expression, scope: meaning.environment };
      case "lambda":
      case "call": {
        const { parameters, body } = meaning.kind === "call" ? meaning.definition : meaning;
        const { arguments: args, environment, callerEnvironment } = meaning;
        return { expression: body, scope: expand(parameters, body, args, environment, callerEnvironment, undefined) };
      }
      case "constant":
      case "native":
        return undefined;
    }
  }

  elements(bound: BoundGroup, scope: Environment): readonly number[] | undefined {
    const { compiler } = this.#context;
    const { store } = compiler;
    const set = compiler.fold(bound.set, scope);
    if (set === undefined) return undefined;
    const enumerated = store.enumerate(set, compiler.sites.siteOf(bound.set.at));
    return Array.from({ length: store.size(enumerated) }, (_, i) => store.at(enumerated, i));
  }

  withElement(bound: BoundGroup, element: number, scope: Environment): Environment {
    // An element that does not have the shape of the pattern: the evaluator says so.
    return bindConstant(bound, element, scope, this.#context) ?? refuse("a tuple of another shape", bound.set.at);
  }
}
