/**
 * A module and its config together: the specification that is checked.
 *
 * The config is applied to names, never to trees: what a constant means and which definitions are replaced is kept in
 * tables that `compile/` reads. A SPECIFICATION is taken apart into Init, [][Next]_v and fairness.
 */
import type { Location, SourceFile } from "../syntax/source.ts";
import { parseConfig, type Stretch } from "./config.ts";
import type {
  Config,
  ConfigAssignment,
  ConfigName,
  ConfigValue,
  Definition,
  Expr,
  Level,
  NamedExpr,
  ResolvedModule,
  ResolvedSpec,
} from "./core.ts";
import { isConstant, levelOf, requireLevel } from "./levels.ts";
import { folderOf, type LoadOptions } from "./load.ts";
import { meaningsOf, type Meanings } from "./meanings.ts";
import { didYouMean } from "./near-names.ts";
import { withHint, type Problems } from "./problems.ts";
import { resolveModules, type ResolvedModules } from "./resolve.ts";
import { instanceOption } from "./scope.ts";
import { stringOrderOf } from "./string-order.ts";
import { conjunctsOf, type Piece } from "./take-apart.ts";

export interface SpecRequest extends LoadOptions {
  /** The config's file; one that holds more than the config says where it stands. */
  readonly config?: { readonly path: string; readonly text: string; readonly stretch?: Stretch };
  /** Values for constants, over those of the config. */
  readonly constants?: ReadonlyMap<string, ConfigValue>;
}

/** Loads, resolves and checks a specification; throws `DiagnosticError` with everything that is wrong. */
export function loadSpec(options: SpecRequest): ResolvedSpec {
  const modules = resolveModules(options);
  let config: Config | undefined;
  if (options.config !== undefined) {
    const { path, text, stretch } = options.config;
    config = parseConfig({ path, text }, stretch);
  }
  return resolveSpec({
    ...modules,
    ...(config === undefined ? {} : { config }),
    ...(options.constants === undefined ? {} : { constants: options.constants }),
  });
}

/** Holds a config against the modules. Without one, a module whose constants need no values is read by convention. */
export function resolveSpec(
  input: ResolvedModules & { readonly config?: Config; readonly constants?: SpecRequest["constants"] },
): ResolvedSpec {
  const { root, modules, problems } = input;
  const config = withConstants(input.config ?? conventionalConfig(root, problems), input.constants);
  const meanings = meaningsOf(config, root, modules, problems);
  const builder = new SpecBuilder(root, config, meanings, problems);
  const behaviour = builder.behaviour();
  const spec: ResolvedSpec = {
    root,
    modules,
    variables: root.variables,
    constantValues: meanings.constantValues,
    overrides: meanings.overrides,
    ...behaviour,
    invariants: builder.named(config.invariants, "invariant", 1),
    properties: builder.properties(),
    constraints: builder.named(config.constraints, "constraint", 1),
    actionConstraints: builder.named(config.actionConstraints, "action constraint", 2),
    ...builder.single("symmetry", "symmetry set", 0),
    ...builder.single("view", "view", 1),
    ...builder.single("alias", "alias", 2),
    postconditions: builder.named(config.postconditions, "postcondition", 2),
    checkDeadlock: config.checkDeadlock ?? true,
    assumptions: root.assumptions,
    stringOrder: stringOrderOf(config, input.parsed, input.analysed),
    warnings: problems.warnings,
  };
  problems.throwIfAny();
  return spec;
}

/** `Spec`, or `Init` and `Next`, when there is no config. No invariants are assumed. */
function conventionalConfig(root: ResolvedModule, problems: Problems): Config {
  const empty = {
    assignments: [],
    invariants: [],
    properties: [],
    constraints: [],
    actionConstraints: [],
    postconditions: [],
  };
  if (root.variables.length === 0) return empty;
  const at = root.variables[0]!.at;
  const names = (name: string): ConfigName | undefined => {
    const target = root.names.get(name)?.target;
    return target?.kind === "definition" && target.parameters.length === 0 ? { name, at: target.nameAt } : undefined;
  };
  const specification = names("Spec");
  if (specification !== undefined) return { ...empty, specification };
  const init = names("Init");
  const next = names("Next");
  if (init !== undefined && next !== undefined) return { ...empty, init, next };
  const folder = folderOf(at.file.path);
  problems.error(
    "LS3040",
    `module ${root.name} has no config, and no definition Spec, or Init and Next, to go by`,
    undefined,
    {
      hint: `write ${folder}${root.name}.cfg with SPECIFICATION, or INIT and NEXT`,
    },
  );
  return empty;
}

/** Assignments from outside replace those of the config. Their places are in a text made for the purpose. */
function withConstants(config: Config, constants: SpecRequest["constants"]): Config {
  if (constants === undefined || constants.size === 0) return config;
  const text = [...constants.keys()].join("\n");
  const file: SourceFile = { path: "<constants>", text };
  let start = 0;
  const given = [...constants].map(([name, value]): ConfigAssignment => {
    const at = { file, start, end: start + name.length };
    start = at.end + 1;
    return { name: { name, at }, to: { kind: "value", value }, at };
  });
  const kept = config.assignments.filter(
    (assignment) => assignment.module !== undefined || !constants.has(assignment.name.name),
  );
  return { ...config, assignments: [...kept, ...given] };
}

class SpecBuilder {
  readonly #root: ResolvedModule;
  readonly #config: Config;
  readonly #meanings: Meanings;
  readonly #problems: Problems;

  constructor(root: ResolvedModule, config: Config, meanings: Meanings, problems: Problems) {
    this.#root = root;
    this.#config = config;
    this.#meanings = meanings;
    this.#problems = problems;
  }

  // -------------------------------------------------------------------------------------------------- behaviour

  behaviour(): Pick<ResolvedSpec, "init" | "next" | "nextSubscript" | "fairness"> {
    const { specification, init, next } = this.#config;
    const other = init ?? next;
    if (specification !== undefined && other !== undefined) {
      this.#problems.error("LS3003", "a config has SPECIFICATION, or INIT and NEXT, but not both", other.at, {
        hint: "remove the one or the other",
        notes: [{ message: "SPECIFICATION is here", at: specification.at }],
      });
      return { fairness: [] };
    }
    if (specification !== undefined) return this.#fromSpecification(specification);
    const initial = init && this.#notConstant(this.#expression(init, "initial predicate", 1), init, "INIT");
    const step = next && this.#notConstant(this.#expression(next, "next-state action", 2), next, "NEXT");
    if (this.#root.variables.length > 0 || other !== undefined) this.#demand(init, next);
    return {
      ...(initial === undefined ? {} : { init: initial }),
      ...(step === undefined ? {} : { next: step }),
      fairness: [],
    };
  }

  /** Whatever were explored with a constant in this place would say nothing: TLC refuses it as well. */
  #notConstant(expression: Expr | undefined, { name, at }: ConfigName, keyword: string): Expr | undefined {
    if (expression !== undefined && isConstant(expression, this.#meanings.overrides))
      this.#problems.error("LS3044", `${keyword} names ${name}, which is the same in every state`, at, {
        hint: `${name} has to refer to a variable`,
      });
    return expression;
  }

  #demand(init: ConfigName | undefined, next: ConfigName | undefined): void {
    if (this.#problems.errors.some((problem) => problem.code === "LS3040")) return;
    const at = init?.at ?? next?.at;
    if (init === undefined && next === undefined) {
      const message = "the config names neither SPECIFICATION nor INIT and NEXT";
      const hint = this.#root.names.has("Spec")
        ? "add SPECIFICATION Spec"
        : "add SPECIFICATION Spec, or INIT Init and NEXT Next";
      this.#problems.error("LS3041", message, this.#configStart(), { hint });
      return;
    }
    if (init === undefined) {
      this.#problems.error("LS3041", "the config names no initial predicate", at, {
        hint: "add SPECIFICATION Spec, or INIT Init",
      });
    }
    if (next === undefined) {
      this.#problems.error("LS3041", "the config names no next-state action", at, {
        hint: "add SPECIFICATION Spec, or NEXT Next",
      });
    }
  }

  /** For what the config lacks: its first line. */
  #configStart(): Location | undefined {
    const file = this.#config.file;
    return file === undefined ? undefined : { file, start: 0, end: Math.min(1, file.text.length) };
  }

  #fromSpecification(name: ConfigName): Pick<ResolvedSpec, "init" | "next" | "nextSubscript" | "fairness"> {
    const formula = this.#expression(name, "specification", 3);
    if (formula === undefined) return { fairness: [] };
    const initial: Expr[] = [];
    const fairness: Expr[] = [];
    let step: { readonly next: Expr; readonly subscript: Expr; readonly piece: Piece } | undefined;
    for (const piece of conjunctsOf(formula, (definition) => this.#meanings.overrideOf(definition))) {
      const { shape, whole } = piece;
      const level = this.#levelOf(whole);
      const box = boxAction(shape);
      if (level <= 1) initial.push(whole);
      else if (box !== undefined && step !== undefined) this.#twoNexts(piece, step.piece);
      else if (box !== undefined) step = { next: piece.wrap(box.action), subscript: piece.wrap(box.subscript), piece };
      else if (level === 2 || isAlways(shape)) this.#badConjunct(piece, level, name);
      else fairness.push(whole);
    }
    const isRead = !this.#problems.errors.some((problem) => problem.code === "LS3042");
    if (this.#root.variables.length > 0 && isRead) this.#demandParts(initial.length > 0, step !== undefined, name);
    const init = initial.length === 1 ? initial[0] : conjunction(initial);
    return {
      ...(init === undefined ? {} : { init }),
      ...(step === undefined ? {} : { next: step.next, nextSubscript: step.subscript }),
      fairness,
    };
  }

  #levelOf(expression: Expr): Level {
    return levelOf(expression);
  }

  #demandParts(hasInit: boolean, hasNext: boolean, name: ConfigName): void {
    if (!hasInit) this.#problems.error("LS3041", `the specification ${name.name} has no initial predicate`, name.at);
    if (!hasNext) {
      this.#problems.error("LS3041", `the specification ${name.name} has no conjunct [][Next]_vars`, name.at);
    }
  }

  #twoNexts(second: Piece, first: Piece): void {
    const message = "the specification has two conjuncts of the form [][Next]_v";
    this.#problems.error("LS3042", message, second.shape.at, {
      notes: [{ message: "the other one", at: first.shape.at }],
    });
  }

  #badConjunct(piece: Piece, level: Level, name: ConfigName): void {
    const [message, hint] =
      level === 2
        ? ["an action stands alone as a conjunct of the specification", "write [][Next]_vars"]
        : ["[]P as a conjunct of the specification says nothing that can be executed", "check it as an INVARIANT"];
    this.#problems.error("LS3042", message, piece.shape.at, {
      hint,
      notes: [{ message: `${name.name} is the SPECIFICATION of the config`, at: name.at }],
    });
  }

  // ------------------------------------------------------------------------------------------------------ names

  named(names: readonly ConfigName[], what: string, most: Level): NamedExpr[] {
    return names.flatMap((name) => {
      const expression = this.#expression(name, what, most);
      return expression === undefined ? [] : [{ name: name.name, expression }];
    });
  }

  single<Field extends "symmetry" | "view" | "alias">(
    field: Field,
    what: string,
    most: Level,
  ): Partial<Record<Field, NamedExpr>> {
    const name = this.#config[field];
    if (name === undefined) return {};
    const expression = this.#expression(name, what, most);
    if (field === "view") this.#notConstant(expression, name, "VIEW");
    return expression === undefined ? {} : ({ [field]: { name: name.name, expression } } as Record<Field, NamedExpr>);
  }

  properties(): NamedExpr[] {
    const properties = this.named(this.#config.properties, "property", 3);
    for (const [index, property] of properties.entries()) {
      if (levelOf(property.expression) !== 2) continue;
      const message = `the property ${property.name} is an action, not a temporal formula`;
      const at = this.#config.properties[index]?.at ?? property.expression.at;
      this.#problems.error("LS3043", message, at, { hint: `define it as [][${property.name}]_vars` });
    }
    return properties;
  }

  /** A reference to the definition that the config names. */
  #expression(name: ConfigName, what: string, most: Level): Expr | undefined {
    const named = this.#root.names.get(name.name);
    if (named === undefined) {
      const hint = name.name.includes("!")
        ? `a config names definitions of the root module: add a definition that is equal to ${name.name}`
        : didYouMean(name.name, this.#root.names.keys());
      const message = `the ${what} ${name.name} is not defined in module ${this.#root.name}`;
      this.#problems.error("LS3011", message, name.at, withHint(hint));
      return undefined;
    }
    const { target, instance } = named;
    if (target.kind === "definition" && target.parameters.length > 0) {
      this.#problems.error("LS3012", `the ${what} ${name.name} takes arguments, but a config cannot give any`, name.at);
      return undefined;
    }
    const at = target.kind === "definition" ? target.nameAt : target.at;
    const expression: Expr = { kind: "ref", target, arguments: [], ...instanceOption(instance), at };
    const hint =
      most === 1 ? `it has primes, or UNCHANGED; a step is judged by PROPERTY [][${name.name}]_vars` : undefined;
    return requireLevel(expression, most, `the ${what} ${name.name}`, name.at, this.#problems, "LS3043", hint)
      ? expression
      : undefined;
  }
}

function boxAction(shape: Expr): Extract<Expr, { kind: "boxAction" }> | undefined {
  if (shape.kind !== "builtin" || shape.operator !== "always") return undefined;
  const operand = shape.arguments[0]!;
  return operand.kind === "boxAction" ? operand : undefined;
}

/** `[]P` for a state predicate P. */
function isAlways(shape: Expr): boolean {
  return shape.kind === "builtin" && shape.operator === "always" && levelOf(shape.arguments[0]!) <= 1;
}

function conjunction(parts: readonly Expr[]): Expr | undefined {
  const first = parts[0];
  return first === undefined ? undefined : { kind: "builtin", operator: "and", arguments: parts, at: first.at };
}

/** The definition behind a named expression, for messages and traces. */
export function definitionOf(expression: Expr): Definition | undefined {
  return expression.kind === "ref" && expression.target.kind === "definition" ? expression.target : undefined;
}
