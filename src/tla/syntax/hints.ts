/**
 * What a syntax error may come from: the one "try this" of a message, guessed from the tokens around its place. Mostly
 * these are habits of other languages: `&&`, `!=`, `;`, `if` in small letters.
 */
import type { Lexer } from "./lexer.ts";
import { Keyword, OperatorToken, Token, isKeywordCode, wordCodes } from "./tokens.ts";

/** Operators that other languages have for something that TLA+ writes otherwise; in TLA+ they have no meaning of their own. */
const foreignOperators: ReadonlyMap<string, string> = new Map([
  ["&&", "conjunction is written /\\"],
  ["&", "conjunction is written /\\"],
  ["||", "disjunction is written \\/"],
  ["|", "a set is written {x \\in S : P}, with a colon; disjunction is \\/"],
  ["**", "a power is written x ^ y"],
  [":=", "equality is written =, and the next value of x is x'; := belongs to PlusCal"],
]);

/** Words that stand for operators elsewhere. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["and", "conjunction is written /\\"],
  ["or", "disjunction is written \\/"],
  ["not", "negation is written ~"],
  ["in", "membership is written \\in"],
  ["notin", "it is written \\notin"],
  ["union", "union is written \\cup"],
  ["intersect", "intersection is written \\cap"],
  ["exists", "it is written \\E x \\in S : P"],
  ["forall", "it is written \\A x \\in S : P"],
  ["mod", "the remainder is written %"],
  ["div", "integer division is written \\div"],
  ["return", "TLA+ has no return: a definition is its value"],
]);

/** What an operator that the specification does not define may stand for. */
export function hintForOperator(spelling: string): string | undefined {
  return foreignOperators.get(spelling);
}

/** What the name of an undefined thing may stand for: `true`, `and`. */
export function hintForWord(word: string): string | undefined {
  const upper = word.toUpperCase();
  if (upper === "TRUE" || upper === "FALSE" || upper === "BOOLEAN") return `write ${upper}, in capitals`;
  return foreignWords.get(word.toLowerCase());
}

/** For something unexpected at token `index`. */
export function hintForFound(lexer: Lexer, index: number): string | undefined {
  return hintForCode(lexer, index) ?? hintForWordAt(lexer, index) ?? hintForWordAt(lexer, index - 1);
}

function hintForCode(lexer: Lexer, index: number): string | undefined {
  const code = lexer.code(index);
  const next = lexer.code(index + 1);
  switch (code) {
    case Token.define:
      return "== only defines; equality is written =";
    case Token.identifier:
      if (next !== Token.define) return undefined;
      return index > 0 && lexer.codes[index - 1] === Token.comma
        ? "remove the comma, or complete the list"
        : "complete what stands before it; or, if nothing is defined here, write = for equality";
    case Token.bang:
      return next === OperatorToken.equals ? "not equal is written # or /=" : "negation is written ~";
    case Token.mapsTo:
      return "|-> belongs into [x \\in S |-> e] or a record [field |-> e]";
    case Token.semicolon:
      return "TLA+ has no semicolons; conjuncts are joined by /\\";
    case Token.substitute:
      return "<- belongs into INSTANCE ... WITH x <- e; less than a negative number needs a space: x < -1";
    case Token.step:
      return "this reads as the name of a proof step; put spaces around < and >";
    default:
      return undefined;
  }
}

/** A name that is a reserved word in small letters, or an operator of other languages. */
function hintForWordAt(lexer: Lexer, index: number): string | undefined {
  if (index < 0 || lexer.code(index) !== Token.identifier) return undefined;
  const text = lexer.textOf(index);
  const reserved = wordCodes.get(text.toUpperCase());
  if (reserved !== undefined && isKeywordCode(reserved) && reserved !== Keyword.IN) {
    return `reserved words are written in capitals: ${text.toUpperCase()}`;
  }
  return foreignWords.get(text.toLowerCase());
}

/** An operator of another language between two tokens that conflict: what stands around it is read as its operands. */
export function hintForConflict(lexer: Lexer, from: number, to: number): string | undefined {
  for (let index = from; index <= to; index++) {
    const hint = foreignOperators.get(lexer.textOf(index));
    if (hint !== undefined) return hint;
  }
  return undefined;
}

/** `x =<<1>>` is read as `=<` and `<`: true when an operand is missing at token `index` for that reason. */
export function isGluedTuple(lexer: Lexer, index: number): boolean {
  return [index - 1, index].some((at) => {
    if (at < 1 || !lexer.textOf(at).startsWith("<")) return false;
    return lexer.textOf(at - 1) === "=<" && lexer.ends[at - 1] === lexer.starts[at];
  });
}

/** True when a `<<` before token `index` is still open: then a single `>` is most likely half of its `>>`. */
export function isInOpenTuple(lexer: Lexer, index: number): boolean {
  let depth = 0;
  for (let at = index; at >= 0; at--) {
    const code = lexer.codes[at]!;
    if (code === Token.define || code === Token.separator) return false;
    if (code === Token.rightAngle || code === Token.rightAngleSubscript) depth++;
    else if (code === Token.leftAngle && --depth < 0) return true;
  }
  return false;
}
