/**
 * What the config says about constants and definitions: values, and definitions that replace others.
 *
 * As in TLC: `=` gives a value, `<-` names a definition of the root module, of repeated assignments the last wins,
 * and a definition may be given a value or replaced just as a constant is, in every module that uses it. With `[M]` the
 * assignment holds only for what module M calls by that name.
 */
import type {
  Config,
  ConfigAssignment,
  ConstantDeclaration,
  ConstantMeaning,
  Declaration,
  Definition,
  ResolvedModule,
} from "./core.ts";
import { describeLevel, levelOf } from "./levels.ts";
import { circleOf } from "./replacement-circles.ts";
import { didYouMean } from "./near-names.ts";
import { withHint, type Problems } from "./problems.ts";

type Key = Definition | ConstantDeclaration;
type Override = { readonly module?: string; readonly meaning: ConstantMeaning };

export interface Meanings {
  readonly constantValues: ReadonlyMap<ConstantDeclaration, ConstantMeaning>;
  readonly overrides: ReadonlyMap<Key, readonly Override[]>;
  /** The replacement of a definition where no module is named. */
  overrideOf(definition: Definition): ConstantMeaning | undefined;
}

export function meaningsOf(
  config: Config,
  root: ResolvedModule,
  modules: ReadonlyMap<string, ResolvedModule>,
  problems: Problems,
): Meanings {
  const builder = new MeaningBuilder(root, modules, problems);
  for (const assignment of config.assignments) builder.assign(assignment);
  builder.checkChains(config.assignments);
  builder.checkCircles(config.assignments);
  builder.checkMissing(config.file !== undefined);
  const { constantValues, overrides } = builder;
  return {
    constantValues,
    overrides,
    overrideOf: (definition) => overrides.get(definition)?.find((entry) => entry.module === undefined)?.meaning,
  };
}

/** `A = A`: a model value of its own name. */
function isOwnName({ name, to }: ConfigAssignment): boolean {
  return to.kind === "value" && to.value.kind === "modelValue" && to.value.name === name.name;
}

/**
 * The value of PlusCal variables that have none. The author never wrote the constant, and translators put
 * `defaultInitValue = defaultInitValue` into the config: so that is what it means.
 */
function isDefaultInitValue({ name, at }: ConstantDeclaration): boolean {
  return name === "defaultInitValue" && at.file.origin?.(at.start, at.end) !== undefined;
}

class MeaningBuilder {
  readonly constantValues = new Map<ConstantDeclaration, ConstantMeaning>();
  readonly overrides = new Map<Key, Override[]>();
  readonly #root: ResolvedModule;
  readonly #modules: ReadonlyMap<string, ResolvedModule>;
  readonly #problems: Problems;
  /** Names whose assignment was wrong: that they have no value needs no second message. */
  readonly #refused = new Set<string>();

  constructor(root: ResolvedModule, modules: ReadonlyMap<string, ResolvedModule>, problems: Problems) {
    this.#root = root;
    this.#modules = modules;
    this.#problems = problems;
  }

  assign(assignment: ConfigAssignment): void {
    const errorsBefore = this.#problems.errors.length;
    this.#apply(assignment);
    if (this.#problems.errors.length > errorsBefore) this.#refused.add(assignment.name.name);
  }

  #apply(assignment: ConfigAssignment): void {
    const target = this.#targetOf(assignment);
    if (target === undefined) return;
    if (target.kind !== "constant" && target.kind !== "definition") {
      const message = `${target.name} is a variable: a config gives values to constants and definitions`;
      this.#problems.error("LS3013", message, assignment.name.at);
      return;
    }
    const meaning = this.#meaningOf(assignment, target);
    if (meaning === undefined) return;
    if (target.kind === "constant" && assignment.module === undefined) {
      this.constantValues.set(target, meaning);
      return;
    }
    const { module } = assignment;
    const others = (this.overrides.get(target) ?? []).filter((entry) => entry.module !== module);
    this.overrides.set(target, [...others, { ...(module === undefined ? {} : { module }), meaning }]);
  }

  /** The constant or definition on the left. */
  #targetOf(assignment: ConfigAssignment): Declaration | undefined {
    const { name, at } = assignment.name;
    if (assignment.module !== undefined) return this.#targetInModule(assignment, assignment.module);
    const bang = name.indexOf("!");
    const instance = bang < 0 ? undefined : this.#root.instances.get(name.slice(0, bang));
    const target =
      instance === undefined
        ? this.#root.names.get(name)?.target
        : this.#modules.get(instance.target)?.names.get(name.slice(bang + 1))?.target;
    if (target !== undefined) return target;
    const isValue = assignment.to.kind === "value";
    const near = isOwnName(assignment)
      ? undefined
      : didYouMean(name, isValue ? this.#constantNames() : this.#root.names.keys());
    // TLC ignores a value for a name that does not exist, and translators of PlusCal write
    // `defaultInitValue = defaultInitValue` into every config; a definition for one is a mistake.
    if (isValue) {
      this.#problems.warning("LS3010", `module ${this.#root.name} has no constant ${name}`, at, {
        hint: near ?? "the line says nothing: remove it",
      });
    } else {
      const message = `module ${this.#root.name} has no constant or definition ${name}`;
      this.#problems.error("LS3010", message, at, withHint(near ?? this.#constantsHint()));
    }
    return undefined;
  }

  #targetInModule(assignment: ConfigAssignment, moduleName: string): Declaration | undefined {
    const { name, at } = assignment.name;
    const module = this.#modules.get(moduleName);
    if (module === undefined) {
      const hint = didYouMean(moduleName, this.#modules.keys());
      this.#problems.error("LS3010", `the specification has no module ${moduleName}`, assignment.at, withHint(hint));
      return undefined;
    }
    const target = module.names.get(name)?.target;
    if (target !== undefined) return target;
    const hint = didYouMean(name, module.names.keys());
    this.#problems.error("LS3010", `module ${moduleName} has no constant or definition ${name}`, at, withHint(hint));
    return undefined;
  }

  #constantNames(): string[] {
    return this.#root.constants.map((constant) => constant.name);
  }

  #constantsHint(): string | undefined {
    const names = this.#constantNames();
    return names.length === 0 ? "the module has no constants" : `its constants are ${names.join(", ")}`;
  }

  #meaningOf(assignment: ConfigAssignment, target: Key): ConstantMeaning | undefined {
    const arity = target.kind === "constant" ? target.arity : target.parameters.length;
    if (assignment.to.kind === "definition")
      return this.#definitionMeaning(assignment, assignment.to.name, target, arity);
    const given = assignment.arguments ?? [];
    if (given.length !== arity) {
      const wanted = arity === 0 ? "no arguments" : `${arity} argument${arity === 1 ? "" : "s"}`;
      const hint =
        arity > 0
          ? `write ${target.name} <- Definition, or one line ${target.name}(...) = value for each argument`
          : undefined;
      this.#problems.error(
        "LS3012",
        `${target.name} takes ${wanted}, but ${given.length} are given`,
        assignment.at,
        withHint(hint),
      );
      return undefined;
    }
    const { value } = assignment.to;
    if (arity === 0) return { kind: "value", value };
    const known =
      target.kind === "constant" ? this.constantValues.get(target) : this.overrides.get(target)?.[0]?.meaning;
    const entries = known?.kind === "table" ? known.entries : [];
    return { kind: "table", entries: [...entries, { arguments: given, value }] };
  }

  #definitionMeaning(
    assignment: ConfigAssignment,
    name: string,
    target: Key,
    arity: number,
  ): ConstantMeaning | undefined {
    const at = assignment.at;
    const found = this.#root.names.get(name);
    if (found?.target.kind === "constant" && found.target.arity === 0) return this.constantValues.get(found.target);
    if (found?.target.kind !== "definition") {
      const hint = didYouMean(name, this.#root.names.keys()) ?? `define ${name} in module ${this.#root.name}`;
      const message = `${assignment.name.name} is to be replaced by ${name}, which module ${this.#root.name} does not define`;
      this.#problems.error("LS3011", message, at, withHint(hint));
      return undefined;
    }
    const replacement = found.target;
    if (replacement.parameters.length !== arity) {
      const message = `${target.name} takes ${arity} arguments, but its replacement ${name} takes ${replacement.parameters.length}`;
      this.#problems.error("LS3012", message, at, {
        notes: [{ message: `${name} is defined here`, at: replacement.nameAt }],
      });
      return undefined;
    }
    const reference = { kind: "ref" as const, target: replacement, arguments: [], at };
    const level = levelOf(found.instance === undefined ? reference : { ...reference, instance: found.instance });
    if (target.kind === "constant" && level > 0) {
      const message = `the constant ${target.name} is to be replaced by ${name}, which is ${describeLevel(level)}`;
      this.#problems.error("LS3014", message, at, {
        notes: [{ message: `${name} is defined here`, at: replacement.nameAt }],
      });
      return undefined;
    }
    if (replacement === target) return undefined;
    return {
      kind: "definition",
      target: replacement,
      ...(found.instance === undefined ? {} : { instance: found.instance }),
    };
  }

  /** `A <- B` and `B <- C`: which of the two goes first would matter. */
  checkChains(assignments: readonly ConfigAssignment[]): void {
    const replaced = new Map<string, ConfigAssignment>();
    for (const assignment of assignments) {
      if (assignment.to.kind === "definition" && assignment.module === undefined) {
        replaced.set(assignment.name.name, assignment);
      }
    }
    for (const assignment of replaced.values()) {
      if (assignment.to.kind !== "definition" || assignment.to.name === assignment.name.name) continue;
      const other = replaced.get(assignment.to.name);
      if (other === undefined) continue;
      const message = `${assignment.to.name} replaces ${assignment.name.name} and is replaced itself`;
      this.#problems.error("LS3015", message, assignment.at, {
        ...withHint(other.to.kind === "definition" ? `write ${assignment.name.name} <- ${other.to.name}` : undefined),
        notes: [{ message: "it is replaced here", at: other.at }],
      });
    }
  }

  /** A replacement that uses what it replaces has no value, and whoever evaluates it never comes to an end. */
  checkCircles(assignments: readonly ConfigAssignment[]): void {
    const meaningOf = (key: Key, module: string): ConstantMeaning | undefined => {
      const entries = this.overrides.get(key) ?? [];
      const entry = entries.find((one) => one.module === module) ?? entries.find((one) => one.module === undefined);
      return entry?.meaning ?? (key.kind === "constant" ? this.constantValues.get(key) : undefined);
    };
    for (const { name, to, at } of assignments) {
      const replaced = this.#root.names.get(name.name)?.target;
      const replacement = to.kind === "definition" ? this.#root.names.get(to.name)?.target : undefined;
      if (replaced?.kind !== "constant" && replaced?.kind !== "definition") continue;
      if (replacement?.kind !== "definition" || replaced === replacement) continue;
      const circle = circleOf(replaced, replacement, meaningOf);
      if (circle === undefined) continue;
      const message = `${name.name} is replaced by ${replacement.name}, which uses ${name.name} itself`;
      this.#problems.error("LS3019", message, at, {
        hint: `define ${replacement.name} without ${name.name}`,
        notes: circle.map((definition) => ({ message: `${definition.name} is defined here`, at: definition.nameAt })),
      });
    }
  }

  checkMissing(hasConfig: boolean): void {
    for (const constant of this.#root.constants) {
      if (this.constantValues.has(constant) || this.#refused.has(constant.name)) continue;
      if (isDefaultInitValue(constant)) {
        this.constantValues.set(constant, { kind: "value", value: { kind: "modelValue", name: constant.name } });
        continue;
      }
      const hint = hasConfig
        ? `add CONSTANT ${constant.name} = ... to the config`
        : `write ${this.#root.name}.cfg with CONSTANT ${constant.name} = ...`;
      this.#problems.error("LS3016", `the constant ${constant.name} has no value`, constant.at, { hint });
    }
  }
}
