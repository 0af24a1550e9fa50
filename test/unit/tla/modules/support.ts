/** Files in memory, the real library, and core trees as short text, for the tests of the resolver. */
import { readFileSync } from "node:fs";
import { DiagnosticError, type Diagnostic } from "../../../../src/tla/diagnostics.ts";
import type {
  Argument,
  BoundGroup,
  Definition,
  Expr,
  InstanceUse,
  ResolvedSpec,
} from "../../../../src/tla/modules/core.ts";
import { resolveModules, type ResolvedModules } from "../../../../src/tla/modules/resolve.ts";
import { loadSpec } from "../../../../src/tla/modules/spec.ts";
import { positionAt } from "../../../../src/tla/syntax/source.ts";

const libraryFolder = new URL("../../../../src/tla/library/", import.meta.url);

export function library(module: string): string | undefined {
  try {
    return readFileSync(new URL(`${module}.tla`, libraryFolder), "utf8");
  } catch {
    return undefined;
  }
}

/** Wraps the units of a module in its header and footer; the first line of `body` is line 2. */
export function moduleText(name: string, body: string): string {
  return `---- MODULE ${name} ----\n${body}\n====\n`;
}

/** Module files by name, as a port. */
export function filesOf(modules: Readonly<Record<string, string>>): { read(path: string): string | undefined } {
  return { read: (path) => (path.endsWith(".tla") ? bodyOf(modules, path) : undefined) };
}

function bodyOf(modules: Readonly<Record<string, string>>, path: string): string | undefined {
  const body = modules[path.slice(0, -4)];
  if (body === undefined) return undefined;
  return body.startsWith("----") ? body : moduleText(path.slice(path.lastIndexOf("/") + 1, -4), body);
}

/** Resolves module `Root` among the given modules. */
export function resolve(modules: Readonly<Record<string, string>>): ResolvedModules {
  return resolveModules({ root: "Root.tla", files: filesOf(modules), library });
}

/** Loads module `Root` with a config. */
export function load(modules: Readonly<Record<string, string>>, config?: string): ResolvedSpec {
  return loadSpec({
    root: "Root.tla",
    files: filesOf(modules),
    library,
    ...(config === undefined ? {} : { config: { path: "Root.cfg", text: config } }),
  });
}

/** What `attempt` complains about: `code line:column message (hint)`. */
export function complaints(attempt: () => unknown): string[] {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.filter((each) => each.severity === "error").map(complaint);
  }
  return [];
}

export function complaint({ code, message, at, hint }: Diagnostic): string {
  const position = at === undefined ? undefined : positionAt(at.file, at.start);
  const place =
    at === undefined || position === undefined ? "" : ` ${at.file.path}:${position.line}:${position.column}`;
  return `${code}${place} ${message}${hint === undefined ? "" : ` (${hint})`}`;
}

export function definition(resolved: { readonly root: ResolvedSpec["root"] }, name: string): Definition {
  const target = resolved.root.names.get(name)?.target;
  if (target?.kind !== "definition") throw new Error(`${name} is no definition`);
  return target;
}

/** The body of a definition of the root as text. */
export function body(resolved: { readonly root: ResolvedSpec["root"] }, name: string): string {
  return show(definition(resolved, name).body);
}

/** An expression as text: what is written with operators comes out as `name(arguments)`. */
export function show(expression: Argument): string {
  switch (expression.kind) {
    case "number":
    case "boolean":
      return String(expression.value).toUpperCase();
    case "decimal":
      return expression.text;
    case "string":
      return JSON.stringify(expression.value);
    case "builtinSet":
      return expression.set;
    case "ref":
      return `${through(expression.instance)}${expression.target.name}${list(expression.arguments)}`;
    case "operatorRef":
      return `&${through(expression.instance)}${expression.target.name}`;
    case "builtinRef":
      return `&${expression.operator}`;
    case "lambda":
      return `(${expression.parameters.map((parameter) => parameter.name).join(", ")} -> ${show(expression.body)})`;
    case "builtin":
      return `${expression.operator}${list(expression.arguments)}`;
    case "let": {
      const definitions = expression.definitions.map(
        (each) => `${each.name}${list2(each.parameters.map((parameter) => parameter.name))} == ${show(each.body)}`,
      );
      return `let ${definitions.join("; ")} in ${show(expression.body)}`;
    }
    case "if":
      return `if(${[expression.condition, expression.then, expression.else].map(show).join(", ")})`;
    case "quantifier":
      return `${expression.quantifier} ${bounds(expression.bounds)} : ${show(expression.body)}`;
    case "function": {
      const name = expression.recursiveName === undefined ? "" : `${expression.recursiveName.name} = `;
      return `[${name}${bounds(expression.bounds)} |-> ${show(expression.body)}]`;
    }
    case "setFilter":
      return `{${bounds([expression.bound])} : ${show(expression.predicate)}}`;
    case "setMap":
      return `{${show(expression.element)} : ${bounds(expression.bounds)}}`;
    case "setEnumeration":
      return `{${expression.elements.map(show).join(", ")}}`;
    case "tuple":
      return `<<${expression.elements.map(show).join(", ")}>>`;
    case "apply":
      return `${show(expression.function)}[${show(expression.argument)}]`;
    case "field":
      return `${show(expression.record)}.${expression.name}`;
    case "choose":
      return `choose ${expression.names.map((name) => name.name).join(", ")} : ${show(expression.body)}`;
    case "except": {
      const updates = expression.updates.map(
        (update) =>
          `${update.path.map((step) => (step.kind === "field" ? `.${step.name}` : `[${show(step.argument)}]`)).join("")} = ${show(update.value)}`,
      );
      return `[${show(expression.function)} except ${updates.join(", ")}]`;
    }
    case "exceptAt":
      return "@";
    case "boxAction":
      return `[${show(expression.action)}]_${show(expression.subscript)}`;
    case "fairness":
      return `${expression.strength}_${show(expression.subscript)}(${show(expression.action)})`;
    case "label":
      return `${expression.name}:: ${show(expression.body)}`;
    case "native":
      return "native";
    default:
      return expression.kind;
  }
}

function list(expressions: readonly Argument[]): string {
  return list2(expressions.map(show));
}

function list2(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `(${texts.join(", ")})`;
}

function bounds(groups: readonly BoundGroup[]): string {
  return groups
    .map(({ names, isTuple, set }) => {
      const text = names.map((name) => name.name).join(", ");
      return `${isTuple ? `<<${text}>>` : text} in ${show(set)}`;
    })
    .join(", ");
}

/** `I(a)!`, innermost instance last; unnamed ones are written `M?`. */
function through(use: InstanceUse | undefined): string {
  if (use === undefined) return "";
  const name = use.instance.name === "" ? `${use.instance.target}?` : use.instance.name;
  return `${through(use.parent)}${name}${list(use.arguments)}!`;
}

/** The substitutions of the instance behind a reference. */
export function substitutions(expression: Expr): Record<string, string> {
  if (expression.kind !== "ref" || expression.instance === undefined) return {};
  const entries = [...expression.instance.instance.substitutions];
  return Object.fromEntries(entries.map(([declared, value]) => [declared.name, show(value)]));
}
