/**
 * Translations compared by what they define, not by how they are laid out.
 *
 * Translators have changed over the years: the order of variables, the disjunct that lets ended processes stutter, the
 * form of UNCHANGED. None of it says that an algorithm was edited, so none of it counts here.
 */
import { Lexer } from "../syntax/lexer.ts";
import type { SourceFile } from "../syntax/source.ts";
import { Keyword, Token } from "../syntax/tokens.ts";
import type { Range } from "./ast.ts";

/** A token of a translation. */
export interface DefinitionToken extends Range {
  readonly text: string;
}

/** A definition, or the variables, which are one entry with an empty name. */
export interface FoundDefinition extends Range {
  readonly name: string;
  readonly tokens: readonly DefinitionToken[];
}

/** Reads the definitions of a stretch of a file. */
export function definitionsIn(file: SourceFile, { start, end }: Range): FoundDefinition[] {
  const tokens = tokensOf(new Lexer(file, start, end));
  const heads = tokens.flatMap((_, index) => (isHead(tokens, index) ? [index] : []));
  const bounds = [...new Set([0, ...heads, tokens.length])];
  return bounds.slice(0, -1).flatMap((from, index) => {
    const own = tokens.slice(from, bounds[index + 1]);
    const [first] = own;
    if (first === undefined) return [];
    const name = isHead(tokens, from) ? first.text : "";
    return [{ name, tokens: own, start: first.start, end: own.at(-1)!.end }];
  });
}

function tokensOf(lexer: Lexer): (DefinitionToken & { readonly code: number; readonly depth: number })[] {
  const tokens: (DefinitionToken & { code: number; depth: number })[] = [];
  let lets = 0;
  for (let index = 0; lexer.code(index) !== Token.endOfFile; index++) {
    const code = lexer.codes[index]!;
    if (code === Keyword.IN) lets--;
    const [start, end] = [lexer.starts[index]!, lexer.ends[index]!];
    tokens.push({ code, text: lexer.textOf(index), start, end, depth: lets });
    if (code === Keyword.LET) lets++;
  }
  return tokens;
}

/** A name before `==`, perhaps with parameters, outside LET; or a declaration. */
function isHead(tokens: readonly { readonly code: number; readonly depth: number }[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (isDeclaration(token.code)) return true;
  if (token.code !== Token.identifier || token.depth > 0) return false;
  let at = index + 1;
  if (tokens[at]?.code === Token.leftParenthesis) {
    while (at < tokens.length && tokens[at]!.code !== Token.rightParenthesis) at++;
    at++;
  }
  return tokens[at]?.code === Token.define;
}

function isDeclaration(code: number): boolean {
  return [Keyword.VARIABLE, Keyword.VARIABLES, Keyword.CONSTANT, Keyword.CONSTANTS].includes(code);
}

/** What differs first between two translations; undefined when they define the same. */
export function firstDifference(
  ours: readonly FoundDefinition[],
  theirs: readonly FoundDefinition[],
): string | undefined {
  const [left, right] = [normalized(ours), normalized(theirs)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.find((name) => left.get(name) !== right.get(name));
}

/** Definitions by name, in a form in which harmless differences are gone. The order of definitions is that of the map. */
function normalized(definitions: readonly FoundDefinition[]): Map<string, string> {
  const variables = definitions
    .filter(({ name }) => isVariables(name))
    .flatMap(({ tokens }) => tokens.slice(1).map((token) => token.text))
    .filter((text) => text !== ",");
  const found = new Map([["VARIABLES", variables.toSorted().join(" ")]]);
  for (const { name, tokens } of definitions) {
    if (isVariables(name) || name === "Terminating") continue;
    const words = tokens.map((token) => token.text);
    found.set(name, normalForm(name, words));
  }
  return found;
}

function isVariables(name: string): boolean {
  return name === "VARIABLE" || name === "VARIABLES";
}

const ended = 'pc [ self ] = "Done"';
/** How translators have written that a process may stutter after its end. */
const stutterings = [
  "\\/ Terminating",
  `\\/ ( ( \\A self \\in ProcSet : ${ended} ) /\\ UNCHANGED vars )`,
  '\\/ ( pc = "Done" /\\ UNCHANGED vars )',
];

function normalForm(name: string, words: readonly string[]): string {
  let text = words.join(" ");
  text = text.replace(/UNCHANGED << ([^<>]*) >>/g, (_, list: string) => `UNCHANGED ${sortedList(list)}`);
  text = text
    .replace(/(\w+) ' = \1(?= (?:\/\\|\\\/|ELSE|$))/g, "UNCHANGED $1")
    .replace(/(\w+) ' = \1$/, "UNCHANGED $1");
  if (name === "vars") text = text.replace(/<< (.*) >>/, (_, list: string) => `<< ${sortedList(list)} >>`);
  if (name === "Next") for (const stuttering of stutterings) text = text.replace(stuttering, "");
  return text.trim();
}

function sortedList(list: string): string {
  return list.split(" , ").toSorted().join(" , ");
}
