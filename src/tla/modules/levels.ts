/**
 * Levels: is an expression constant (0), a state function (1), an action (2) or a temporal formula (3)?
 *
 * What a definition's level depends on is kept symbolically: a base level, and the parameters, constants and variables
 * that contribute theirs. A reference supplies the arguments and, through instances, the substitutions. Operators that
 * limit the level of an operand (prime: a state function) put that limit on what contributes to it, so that `F(x')`
 * is refused when F primes its parameter.
 *
 * Recursive definitions start at level 0 and are raised until nothing changes.
 */
import type {
  Argument,
  ConstantDeclaration,
  ConstantMeaning,
  Definition,
  Expr,
  InstanceDeclaration,
  InstanceUse,
  Level,
  ParameterDeclaration,
  ResolvedModule,
  ResolvedSpec,
  VariableDeclaration,
} from "./core.ts";
import type { Location } from "../syntax/source.ts";
import { withHint, type Problems } from "./problems.ts";
import type { ResolverState } from "./resolve-context.ts";
import { childrenOf, isExpression } from "./walk.ts";

/** What may contribute a level of its own. */
type Symbol = ParameterDeclaration | ConstantDeclaration | VariableDeclaration;

interface Limit {
  readonly level: Level;
  readonly why: string;
}

/** The level of an expression, as far as it does not depend on `contributors`, and what it demands of them. */
interface Summary {
  base: Level;
  readonly contributors: Set<Symbol>;
  readonly limits: Map<Symbol, Limit>;
}

const levelNames = ["a constant", "a state function", "an action", "a temporal formula"] as const;

const actionMisplaced = "an action cannot stand here: a state predicate or temporal formula is needed";

/** "an action" and so on. */
export function describeLevel(level: Level): string {
  return levelNames[level];
}

const finished = new WeakMap<Definition, Summary>();

/** Checks every definition, instance, assumption and theorem, and sets `Definition.level`. */
export function checkLevels(state: ResolverState, modules: ReadonlyMap<string, ResolvedModule>): void {
  const walker = new LevelWalker(state.problems);
  for (const definition of state.definitions) {
    definition.level = levelOfSummary(walker.summaryOf(definition));
  }
  for (const instance of state.instances) walker.checkInstance(instance, modules);
  for (const module of modules.values()) {
    for (const { expression, at } of module.assumptions) {
      if (levelOf(expression) > 0) {
        const hint = "ASSUME is about constants; check what holds of the variables as an INVARIANT";
        state.problems.error(
          "LS2033",
          `an assumption must be constant, but this is ${describeLevel(levelOf(expression))}`,
          at,
          { hint },
        );
      }
    }
    for (const { expression } of module.theorems) walker.summarize(expression);
  }
}

/** The level of an expression in its own context, with nothing substituted. */
export function levelOf(expression: Expr): Level {
  return levelOfSummary(new LevelWalker(undefined).summarize(expression));
}

/** True when the expression is the same in all states, also when the config replaces what it refers to. */
export function isConstant(expression: Expr, overrides: ResolvedSpec["overrides"]): boolean {
  return levelOf(expression) === 0 && ![...overrides].some(([replaced, entries]) => raisesLevel(replaced, entries));
}

function raisesLevel(
  replaced: Definition | ConstantDeclaration,
  entries: readonly { readonly meaning: ConstantMeaning }[],
): boolean {
  const before = replaced.kind === "definition" ? replaced.level : 0;
  return entries.some(({ meaning }) => meaning.kind === "definition" && meaning.target.level > before);
}

function newSummary(): Summary {
  return { base: 0, contributors: new Set(), limits: new Map() };
}

function levelOfSummary(summary: Summary): Level {
  if (summary.base > 0) return summary.base;
  for (const symbol of summary.contributors) if (symbol.kind === "variable") return 1;
  return 0;
}

function raise(summary: Summary, level: Level): void {
  if (level > summary.base) summary.base = level;
}

class LevelWalker {
  readonly #problems: Problems | undefined;
  /** Definitions being summarized, with what is known of them so far. */
  readonly #open = new Map<Definition, { approximation: Summary; wasUsed: boolean }>();
  /** Open definitions whose approximation was used since the innermost began. */
  #provisional = false;

  constructor(problems: Problems | undefined) {
    this.#problems = problems;
  }

  summarize(expression: Expr): Summary {
    const summary = newSummary();
    this.#visit(expression, summary);
    return summary;
  }

  summaryOf(definition: Definition): Summary {
    const known = finished.get(definition);
    if (known !== undefined) return known;
    const open = this.#open.get(definition);
    if (open !== undefined) {
      open.wasUsed = true;
      this.#provisional = true;
      return open.approximation;
    }
    return this.#summarizeDefinition(definition);
  }

  #summarizeDefinition(definition: Definition): Summary {
    const entry = { approximation: newSummary(), wasUsed: false };
    this.#open.set(definition, entry);
    const wasProvisional = this.#provisional;
    this.#provisional = false;
    // Levels and contributors only grow, so this ends; the number of symbols bounds it.
    for (;;) {
      entry.wasUsed = false;
      const next = this.summarize(definition.body);
      if (definition.body.kind === "native") for (const each of definition.parameters) next.contributors.add(each);
      const isStable = isSame(entry.approximation, next);
      entry.approximation = next;
      if (!entry.wasUsed || isStable) break;
    }
    this.#open.delete(definition);
    // Part of a larger cycle: right only once the outermost of it is.
    if (!this.#provisional || this.#open.size === 0) finished.set(definition, entry.approximation);
    this.#provisional = this.#open.size > 0 && (this.#provisional || wasProvisional);
    return entry.approximation;
  }

  // -------------------------------------------------------------------------------------------- expressions

  #visit(expression: Expr, into: Summary): void {
    switch (expression.kind) {
      case "number":
      case "decimal":
      case "string":
      case "boolean":
      case "builtinSet":
      case "exceptAt":
      case "native":
        return;
      case "ref":
        return this.#visitReference(expression, into);
      case "builtin":
        return this.#visitBuiltin(expression, into);
      case "boxAction":
      case "angleAction":
        this.#operand(expression.action, 2, "the action of [A]_v or <<A>>_v must not be temporal", into);
        this.#operand(expression.subscript, 1, "the subscript of an action must be a state function", into);
        return raise(into, 2);
      case "fairness":
        this.#operand(expression.action, 2, "the action of a fairness condition must not be temporal", into);
        this.#operand(expression.subscript, 1, "the subscript of a fairness condition must be a state function", into);
        return raise(into, 3);
      case "unboundedQuantifier":
        if (expression.quantifier === "temporalExists" || expression.quantifier === "temporalForall") raise(into, 3);
        return this.#visit(expression.body, into);
      case "let":
        for (const definition of expression.definitions) definition.level = levelOfSummary(this.summaryOf(definition));
        return this.#visit(expression.body, into);
      default:
        // The forms that only pass levels on.
        for (const child of childrenOf(expression)) if (isExpression(child)) this.#visit(child, into);
    }
  }

  /** Adds an operand whose level must be at most `most`; its contributors get that limit too. */
  #operand(expression: Expr, most: Level, why: string, into: Summary): Summary {
    const summary = this.summarize(expression);
    const level = levelOfSummary(summary);
    if (level > most) this.#problems?.error("LS2030", `${why}, but this is ${describeLevel(level)}`, expression.at);
    for (const symbol of summary.contributors) limit(summary, symbol, { level: most, why });
    merge(into, summary);
    return summary;
  }

  #visitBuiltin(expression: Extract<Expr, { kind: "builtin" }>, into: Summary): void {
    const [first, second] = expression.arguments;
    switch (expression.operator) {
      case "prime":
        this.#operand(first!, 1, "only a state function can be primed", into);
        return raise(into, 2);
      case "unchanged":
        this.#operand(first!, 1, "only a state function can be UNCHANGED", into);
        return raise(into, 2);
      case "enabled": {
        const inner = newSummary();
        this.#operand(first!, 2, "only an action can be ENABLED", inner);
        for (const [symbol, bound] of inner.limits) limit(into, symbol, bound);
        return raise(into, 1);
      }
      case "compose":
        for (const each of expression.arguments) this.#operand(each, 2, "only actions can be composed", into);
        return raise(into, 2);
      case "always":
      case "eventually":
        this.#temporalOperand(expression.operator, first!, into);
        return raise(into, 3);
      case "leadsTo":
      case "guarantees":
        for (const each of [first!, second!]) {
          const summary = this.summarize(each);
          if (levelOfSummary(summary) === 2) this.#problems?.error("LS2031", actionMisplaced, each.at);
          merge(into, summary);
        }
        return raise(into, 3);
      default:
        for (const each of expression.arguments) this.#visit(each, into);
    }
  }

  /** `[]` wants `[A]_v` and `<>` wants `<<A>>_v` when the operand is an action at all. */
  #temporalOperand(operator: "always" | "eventually", operand: Expr, into: Summary): void {
    const summary = this.summarize(operand);
    merge(into, summary);
    if (operand.kind === (operator === "always" ? "boxAction" : "angleAction")) return;
    if (levelOfSummary(summary) !== 2) return;
    const [symbol, form] = operator === "always" ? ["[]", "[A]_v"] : ["<>", "<<A>>_v"];
    this.#problems?.error("LS2031", `${symbol} is followed by an action that is not of the form ${form}`, operand.at, {
      hint: operator === "always" ? "write [][Next]_vars" : "write <><<A>>_vars",
    });
  }

  // ---------------------------------------------------------------------------------------------- references

  #visitReference(expression: Extract<Expr, { kind: "ref" }>, into: Summary): void {
    const { target, instance } = expression;
    if (target.kind === "boundVariable") return;
    if (target.kind !== "definition") {
      for (const argument of expression.arguments) this.#visitArgument(argument, into);
      return this.#contribute(target, instance, into);
    }
    const summary = this.summaryOf(target);
    raise(into, summary.base);
    // Each argument is looked at once, also when it does not contribute (under ENABLED): its own mistakes count.
    const given = expression.arguments.map((argument) => this.#summarizeArgument(argument));
    const summaryFor = (symbol: Symbol): Summary => {
      const index = target.parameters.indexOf(symbol as ParameterDeclaration);
      if (index >= 0) return given[index] ?? newSummary();
      const through = newSummary();
      this.#contribute(symbol, instance, through);
      return through;
    };
    for (const symbol of summary.contributors) merge(into, summaryFor(symbol));
    for (const argument of given) for (const [symbol, bound] of argument.limits) limit(into, symbol, bound);
    for (const [symbol, bound] of summary.limits) {
      const contribution = summaryFor(symbol);
      this.#checkLimit(symbol, bound, levelOfSummary(contribution), expression);
      for (const contributor of contribution.contributors) limit(into, contributor, bound);
    }
  }

  #checkLimit(symbol: Symbol, bound: Limit, level: Level, use: Extract<Expr, { kind: "ref" }>): void {
    if (level <= bound.level || use.target.kind !== "definition") return;
    const { target } = use;
    const index = target.parameters.indexOf(symbol as ParameterDeclaration);
    const subject =
      index < 0 ? `${symbol.name}, through ${target.name},` : `the argument ${symbol.name} of ${target.name}`;
    const at = use.arguments[index]?.at ?? use.at;
    this.#problems?.error("LS2032", `${subject} is ${describeLevel(level)}: ${bound.why}`, at);
  }

  #summarizeArgument(argument: Argument): Summary {
    const summary = newSummary();
    this.#visitArgument(argument, summary);
    return summary;
  }

  #visitArgument(argument: Argument, into: Summary): void {
    switch (argument.kind) {
      case "builtinRef":
        if (argument.operator === "prime" || argument.operator === "unchanged") raise(into, 2);
        return;
      case "lambda": {
        const summary = this.summarize(argument.body);
        for (const parameter of argument.parameters) summary.contributors.delete(parameter);
        return merge(into, summary);
      }
      case "operatorRef": {
        if (argument.target.kind !== "definition") return this.#contribute(argument.target, argument.instance, into);
        const summary = this.summaryOf(argument.target);
        raise(into, summary.base);
        for (const symbol of summary.contributors) {
          if (!argument.target.parameters.includes(symbol as ParameterDeclaration)) {
            this.#contribute(symbol, argument.instance, into);
          }
        }
        return;
      }
      default:
        return this.#visit(argument, into);
    }
  }

  /** Adds what a symbol contributes when it is reached through instances: the level of its substitution. */
  #contribute(symbol: Symbol, use: InstanceUse | undefined, into: Summary): void {
    if (use === undefined) {
      into.contributors.add(symbol);
      return;
    }
    const substitution = use.instance.substitutions.get(symbol as ConstantDeclaration);
    if (substitution === undefined) return this.#contribute(symbol, use.parent, into);
    const summary = newSummary();
    this.#visitArgument(substitution, summary);
    raise(into, summary.base);
    for (const inner of summary.contributors) {
      const index = use.instance.parameters.indexOf(inner as ParameterDeclaration);
      const argument = use.arguments[index];
      if (index < 0) this.#contribute(inner, use.parent, into);
      else if (argument !== undefined) this.#visitArgument(argument, into);
    }
  }

  /** A module with variables wants constants for its constants, and state functions for its variables. */
  checkInstance(instance: InstanceDeclaration, modules: ReadonlyMap<string, ResolvedModule>): void {
    const hasVariables = [...instance.substitutions.keys()].some((declared) => declared.kind === "variable");
    for (const [declared, argument] of instance.substitutions) {
      const summary = newSummary();
      this.#visitArgument(argument, summary);
      const level = levelOfSummary(summary);
      const most: Level = declared.kind === "variable" ? 1 : hasVariables ? 0 : 3;
      if (level <= most) continue;
      const needed = declared.kind === "variable" ? "a state function" : "constant";
      const message = `${declared.name} of module ${instance.target} is a ${declared.kind}: its substitution must be ${needed}, but it is ${describeLevel(level)}`;
      this.#problems?.error("LS2034", message, argument.at, {
        notes: modules.has(declared.module) ? [{ message: "declared here", at: declared.at }] : [],
      });
    }
  }
}

function merge(into: Summary, from: Summary): void {
  raise(into, from.base);
  for (const symbol of from.contributors) into.contributors.add(symbol);
  for (const [symbol, bound] of from.limits) limit(into, symbol, bound);
}

function limit(summary: Summary, symbol: Symbol, bound: Limit): void {
  const known = summary.limits.get(symbol);
  if (known === undefined || bound.level < known.level) summary.limits.set(symbol, bound);
}

function isSame(a: Summary, b: Summary): boolean {
  return a.base === b.base && a.contributors.size === b.contributors.size && a.limits.size === b.limits.size;
}

/** Places of every problem are inside the given expression: used where a level is demanded from outside. */
export function requireLevel(
  expression: Expr,
  most: Level,
  what: string,
  at: Location,
  problems: Problems,
  code: string,
  hint?: string,
): boolean {
  const level = levelOf(expression);
  if (level <= most) return true;
  const message = `${what} must be ${levelNames[most]}, but it is ${describeLevel(level)}`;
  problems.error(code, message, at, withHint(level === 2 ? hint : level === 3 ? "list it under PROPERTY" : undefined));
  return false;
}
