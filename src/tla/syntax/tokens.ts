/**
 * Token codes: one small integer for each fixed token (punctuation, keyword, operator) and for each open class.
 *
 * The lexer stores codes in an Int32Array and the parser compares them, so that reading a token allocates nothing.
 * Operators come last, `firstOperatorCode + index into operators`.
 */
import { operators, type Operator } from "./operators.ts";

/** Open classes and punctuation. */
export const Token = {
  endOfFile: 0,
  /** A lexical error; the parser reports it when it gets there. */
  error: 1,
  identifier: 2,
  number: 3,
  string: 4,
  /** `<1>`, `<2>a.`, `<*>`, `<+>x`: the start of a proof step, or a reference to one. */
  step: 5,
  /** `----` */
  separator: 6,
  /** `====` */
  moduleEnd: 7,
  leftParenthesis: 8,
  rightParenthesis: 9,
  leftBracket: 10,
  rightBracket: 11,
  /** `]_` */
  rightBracketSubscript: 12,
  leftBrace: 13,
  rightBrace: 14,
  leftAngle: 15,
  rightAngle: 16,
  /** `>>_` */
  rightAngleSubscript: 17,
  comma: 18,
  colon: 19,
  doubleColon: 20,
  /** Not of TLA+; kept for PlusCal. */
  semicolon: 21,
  dot: 22,
  bang: 23,
  at: 24,
  underscore: 25,
  define: 26,
  mapsTo: 27,
  arrow: 28,
  substitute: 29,
  exists: 30,
  forAll: 31,
  temporalExists: 32,
  temporalForAll: 33,
  weakFairness: 34,
  strongFairness: 35,
} as const;

const punctuationSpellings: readonly (readonly [number, string])[] = [
  [Token.leftParenthesis, "("],
  [Token.rightParenthesis, ")"],
  [Token.leftBracket, "["],
  [Token.rightBracket, "]"],
  [Token.rightBracketSubscript, "]_"],
  [Token.leftBrace, "{"],
  [Token.rightBrace, "}"],
  [Token.leftAngle, "<< ⟨"],
  [Token.rightAngle, ">> ⟩"],
  [Token.rightAngleSubscript, ">>_ ⟩_"],
  [Token.comma, ","],
  [Token.colon, ":"],
  [Token.doubleColon, ":: ∷"],
  [Token.semicolon, ";"],
  [Token.dot, "."],
  [Token.bang, "!"],
  [Token.at, "@"],
  [Token.define, "== ≜"],
  [Token.mapsTo, "|-> ↦"],
  [Token.arrow, "-> →"],
  [Token.substitute, "<- ←"],
  [Token.exists, "\\E \\exists ∃"],
  [Token.forAll, "\\A \\forall ∀"],
  [Token.temporalExists, "\\EE"],
  [Token.temporalForAll, "\\AA"],
];

const firstKeywordCode = 40;

/** The reserved words, each with its own code. Words that are operators (SUBSET, ENABLED, ...) are not among them. */
const keywordList = [
  "ACTION",
  "ASSUME",
  "ASSUMPTION",
  "AXIOM",
  "BY",
  "CASE",
  "CHOOSE",
  "CONSTANT",
  "CONSTANTS",
  "COROLLARY",
  "DEF",
  "DEFINE",
  "DEFS",
  "ELSE",
  "EXCEPT",
  "EXTENDS",
  "HAVE",
  "HIDE",
  "IF",
  "IN",
  "INSTANCE",
  "LAMBDA",
  "LEMMA",
  "LET",
  "LOCAL",
  "MODULE",
  "NEW",
  "OBVIOUS",
  "OMITTED",
  "ONLY",
  "OTHER",
  "PICK",
  "PROOF",
  "PROPOSITION",
  "PROVE",
  "QED",
  "RECURSIVE",
  "STATE",
  "SUFFICES",
  "TAKE",
  "TEMPORAL",
  "THEN",
  "THEOREM",
  "USE",
  "VARIABLE",
  "VARIABLES",
  "WITH",
  "WITNESS",
] as const;

type KeywordText = (typeof keywordList)[number];

/** The code of each reserved word: `Keyword.IF`. */
export const Keyword = Object.freeze(
  Object.fromEntries(keywordList.map((word, index) => [word, firstKeywordCode + index])),
) as Readonly<Record<KeywordText, number>>;

const lastKeywordCode = firstKeywordCode + keywordList.length - 1;

export const firstOperatorCode = 128;

/** True for the codes of operators. */
export function isOperatorCode(code: number): boolean {
  return code >= firstOperatorCode;
}

/** True for the codes of reserved words. */
export function isKeywordCode(code: number): boolean {
  return code >= firstKeywordCode && code <= lastKeywordCode;
}

/** The operator of a token code, when it is one. */
export function operatorOfCode(code: number): Operator | undefined {
  return operators[code - firstOperatorCode];
}

/** The code of an operator's canonical symbol. */
export function operatorCode(symbol: string): number {
  const index = operators.findIndex((entry) => entry.symbol === symbol);
  if (index < 0) throw new Error(`no operator ${symbol} in the table`);
  return firstOperatorCode + index;
}

/** Codes of the operators that the grammar names. */
export const OperatorToken = {
  and: operatorCode("/\\"),
  or: operatorCode("\\/"),
  in: operatorCode("\\in"),
  equals: operatorCode("="),
  minus: operatorCode("-"),
  negative: operatorCode("-."),
  product: operatorCode("\\X"),
  box: operatorCode("[]"),
} as const;

/** Reserved words and operators that are written in letters, with their codes. */
export const wordCodes: ReadonlyMap<string, number> = new Map<string, number>([
  ...keywordList.map((word, index): [string, number] => [word, firstKeywordCode + index]),
  ...["ENABLED", "UNCHANGED", "SUBSET", "UNION", "DOMAIN"].map((word): [string, number] => [word, operatorCode(word)]),
]);

/** Spellings of all fixed tokens that are not written in plain letters, with their codes. */
export const symbolCodes: ReadonlyMap<string, number> = new Map<string, number>([
  ...punctuationSpellings.flatMap(([code, spellings]) =>
    spellings.split(" ").map((text): [string, number] => [text, code]),
  ),
  ...operators.flatMap((entry, index) =>
    entry.spellings
      .filter((spelling) => !/^[A-Z]/.test(spelling))
      .map((spelling): [string, number] => [spelling, firstOperatorCode + index]),
  ),
]);

/** How messages name a token code: `")"`, `ELSE`, `an identifier`. */
export function describeCode(code: number): string {
  const operator = operatorOfCode(code);
  if (operator !== undefined) return operator.symbol;
  if (isKeywordCode(code)) return keywordList[code - firstKeywordCode]!;
  const punctuation = punctuationSpellings.find(([known]) => known === code);
  if (punctuation !== undefined) return punctuation[1].split(" ")[0]!;
  switch (code) {
    case Token.endOfFile:
      return "the end of the file";
    case Token.identifier:
      return "an identifier";
    case Token.number:
      return "a number";
    case Token.string:
      return "a string";
    case Token.step:
      return "a proof step";
    case Token.separator:
      return "----";
    case Token.moduleEnd:
      return "====";
    case Token.underscore:
      return "_";
    case Token.weakFairness:
      return "WF_";
    case Token.strongFairness:
      return "SF_";
    default:
      return "a token";
  }
}
