/**
 * Helpers of the syntax tests: an expression's structure as one fully bracketed line, trees without places, and
 * diagnostics as `line:column code message`.
 */
import { DiagnosticError, type Diagnostic } from "../../../../src/tla/diagnostics.ts";
import type { Bound, Expression, Name, NameStep } from "../../../../src/tla/syntax/ast.ts";
import { parseExpression, parseModuleFile } from "../../../../src/tla/syntax/parse.ts";
import { positionAt, type SourceFile } from "../../../../src/tla/syntax/source.ts";

/** The structure of an expression given as text. */
export function read(text: string): string {
  return outline(parseExpression({ path: "test.tla", text }));
}

/** Every operator application in square brackets; parentheses of the source stay parentheses. */
export function outline(node: Expression): string {
  switch (node.kind) {
    case "number":
      return node.value === undefined ? `decimal ${node.text}` : String(node.value);
    case "string":
      return JSON.stringify(node.value);
    case "operatorName":
      return `operator ${node.symbol}`;
    case "exceptAt":
      return "@";
    case "name":
      return node.steps.map(step).join(" ! ");
    case "parentheses":
      return `(${outline(node.expression)})`;
    case "prefix":
      return `[${node.operator} ${outline(node.operand)}]`;
    case "infix":
      return `[${outline(node.left)} ${node.operator} ${outline(node.right)}]`;
    case "postfix":
      return `[${outline(node.operand)} ${node.operator}]`;
    case "junction":
      return `list ${node.operator} {${node.items.map(outline).join(" ; ")}}`;
    case "product":
      return `product{${node.factors.map(outline).join(" ; ")}}`;
    case "apply":
      return `${outline(node.function)}@(${list(node.arguments)})`;
    case "field":
      return `${outline(node.record)}.${node.field.text}`;
    case "tuple":
      return `<<${list(node.elements)}>>`;
    case "setEnumeration":
      return `set{${list(node.elements)}}`;
    case "setFilter":
      return `filter{${bound(node.bound)} : ${outline(node.predicate)}}`;
    case "setMap":
      return `map{${outline(node.element)} : ${node.bounds.map(bound).join(", ")}}`;
    case "function":
      return `function{${node.bounds.map(bound).join(", ")} |-> ${outline(node.body)}}`;
    case "functionSet":
      return `functions{${outline(node.domain)} -> ${outline(node.range)}}`;
    case "record":
      return `record{${node.fields.map((field) => `${field.name.text} |-> ${outline(field.value)}`).join(", ")}}`;
    case "recordSet":
      return `records{${node.fields.map((field) => `${field.name.text} : ${outline(field.set)}`).join(", ")}}`;
    case "except":
      return `except{${outline(node.function)} ${node.updates.map((update) => `!${update.path.map((part) => (part.kind === "field" ? `.${part.field.text}` : `@(${list(part.arguments)})`)).join("")} = ${outline(update.value)}`).join(", ")}}`;
    case "quantifier":
      return `${node.quantifier}{${node.bounds.map(bound).join(", ")} : ${outline(node.body)}}`;
    case "unboundedQuantifier":
      return `${node.quantifier}{${names(node.names)} : ${outline(node.body)}}`;
    case "choose": {
      const binder = node.isTuple ? `<<${names(node.names)}>>` : names(node.names);
      return `choose{${binder}${node.set === undefined ? "" : ` \\in ${outline(node.set)}`} : ${outline(node.body)}}`;
    }
    case "if":
      return `if{${outline(node.condition)} ; ${outline(node.then)} ; ${outline(node.else)}}`;
    case "case": {
      const arms = node.arms.map((arm) => `${outline(arm.guard)} -> ${outline(arm.value)}`);
      return `case{${[...arms, ...(node.other === undefined ? [] : [`other -> ${outline(node.other)}`])].join(" ; ")}}`;
    }
    case "let":
      return `let{${node.units.map((unit) => unit.kind).join(", ")} in ${outline(node.body)}}`;
    case "lambda":
      return `lambda{${names(node.parameters)} : ${outline(node.body)}}`;
    case "boxAction":
      return `box{${outline(node.action)} _ ${outline(node.subscript)}}`;
    case "angleAction":
      return `angle{${outline(node.action)} _ ${outline(node.subscript)}}`;
    case "fairness":
      return `${node.strength}{${outline(node.subscript)} ; ${outline(node.action)}}`;
    case "label":
      return `label ${node.name.text}(${names(node.parameters)}){${outline(node.body)}}`;
  }
}

function list(expressions: readonly Expression[]): string {
  return expressions.map(outline).join(", ");
}

function names(nodes: readonly Name[]): string {
  return nodes.map((node) => node.text).join(", ");
}

function bound(node: Bound): string {
  const binder = node.isTuple ? `<<${names(node.names)}>>` : names(node.names);
  return `${binder} \\in ${outline(node.set)}`;
}

function step(node: NameStep): string {
  if (node.kind === "index") return String(node.index);
  if (node.kind === "selector") return node.selector;
  const name = node.kind === "name" ? node.name : node.kind === "symbol" ? `symbol ${node.symbol}` : "";
  return node.arguments.length === 0 ? name : `${name}(${list(node.arguments)})`;
}

/** A tree without places and spellings: what printing must not change. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== "object" || node === null) return node;
  const places = new Set(["start", "end", "operatorAt"]);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !places.has(key))
      .map(([key, value]) => [key, withoutPlaces(value)]),
  );
}

/** A file of this text. */
export function fileOf(text: string): SourceFile {
  return { path: "test.tla", text };
}

/** A module around these lines; the first of them is line 2. */
export function moduleOf(...lines: readonly string[]): SourceFile {
  return fileOf(["---- MODULE M ----", ...lines, "===="].join("\n"));
}

/** What is wrong with a file: `line:column code message`, and indented below the hint and the notes. */
export function complaints(file: SourceFile, parse: (file: SourceFile) => unknown = parseModuleFile): string {
  try {
    parse(file);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((diagnostic) => complaint(file, diagnostic)).join("\n");
  }
  return "none";
}

function complaint(file: SourceFile, diagnostic: Diagnostic): string {
  const place = (at: Diagnostic["at"]): string => {
    const { line, column } = positionAt(file, at!.start);
    return `${line}:${column}`;
  };
  const lines = [`${place(diagnostic.at)} ${diagnostic.code} ${diagnostic.message}`];
  if (diagnostic.hint !== undefined) lines.push(`  hint: ${diagnostic.hint}`);
  for (const note of diagnostic.notes ?? []) lines.push(`  note ${place(note.at)}: ${note.message}`);
  return lines.join("\n");
}
