/**
 * The order in which TLC first meets strings and model values, which is the order in which it sorts them.
 *
 * Values of the config in file order; identifiers of the root module and then of the other modules, in text order (a
 * string that is spelt like an identifier shares its place); string literals, those of the modules that a module needs
 * before its own. It decides CHOOSE and printing.
 */
import type { Config, ConfigValue } from "./core.ts";
import type { SourceFile } from "../syntax/source.ts";
import { unescapeString } from "../syntax/lexer.ts";

export interface OrderedModule {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** `parsed`: modules in the order of reading, root first; `analysed`: each after those that it needs, root last. */
export function stringOrderOf(
  config: Config | undefined,
  parsed: readonly OrderedModule[],
  analysed: readonly OrderedModule[],
): readonly string[] {
  const order = new Set<string>();
  for (const assignment of config?.assignments ?? []) {
    for (const value of assignment.arguments ?? []) addValue(value, order);
    if (assignment.to.kind === "value") addValue(assignment.to.value, order);
  }
  const words = new Map<OrderedModule, { readonly identifiers: string[]; readonly literals: string[] }>();
  for (const module of parsed) {
    const found = wordsOf(module);
    words.set(module, found);
    for (const identifier of found.identifiers) order.add(identifier);
  }
  for (const module of analysed) for (const literal of words.get(module)?.literals ?? []) order.add(literal);
  return [...order];
}

function addValue(value: ConfigValue, order: Set<string>): void {
  if (value.kind === "string") order.add(value.value);
  else if (value.kind === "modelValue") order.add(value.name);
  else if (value.kind === "set") for (const element of value.elements) addValue(element, order);
}

const word = /\\\*[^\n]*|\(\*|"(?:[^"\\\n]|\\.)*"|\\[A-Za-z]+|[0-9_]*[A-Za-z][A-Za-z0-9_]*/g;
const commentEdge = /\(\*|\*\)/g;

/** Identifiers and string literals of a module's text, first occurrences in order, comments left out. */
function wordsOf(module: OrderedModule): { identifiers: string[]; literals: string[] } {
  const identifiers = new Set<string>();
  const literals = new Set<string>();
  const { text } = module.file;
  word.lastIndex = module.start;
  for (let match = word.exec(text); match !== null && match.index < module.end; match = word.exec(text)) {
    const found = match[0];
    if (found === "(*") word.lastIndex = endOfComment(text, match.index + 2);
    else if (found.startsWith('"')) literals.add(unescapeString(found));
    else if (!found.startsWith("\\")) identifiers.add(found);
  }
  return { identifiers: [...identifiers], literals: [...literals] };
}

function endOfComment(text: string, from: number): number {
  let depth = 1;
  commentEdge.lastIndex = from;
  for (let match = commentEdge.exec(text); match !== null; match = commentEdge.exec(text)) {
    depth += match[0] === "(*" ? 1 : -1;
    if (depth === 0) return commentEdge.lastIndex;
  }
  return text.length;
}
