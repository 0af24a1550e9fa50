/**
 * The operator table of TLA+2: every operator symbol with its spellings, fixity, precedence range and associativity.
 *
 * The ranges and associativities are those of SANY, the reference parser, where it differs from the table in
 * "Specifying Systems" (SUBSET, UNION and DOMAIN bind at 10-13, `%%` is left-associative, `!!` and `\wr` are not).
 * The first spelling of an entry is the canonical symbol: the tree, the resolver and the printer use no other. All
 * spellings, ASCII and Unicode, of one operator are the same operator, also when a specification defines it.
 */
import type { OperatorSymbol } from "./ast.ts";

export type Fixity = "prefix" | "infix" | "postfix";

export type Associativity = "left" | "none";

export interface Operator {
  /** The canonical symbol; the prefix minus is `-.`, as in its definition. */
  readonly symbol: OperatorSymbol;
  readonly fixity: Fixity;
  /** The range of precedences: `a` binds tighter than `b` when `a.low > b.high`; overlapping ranges are a conflict. */
  readonly low: number;
  readonly high: number;
  readonly associativity: Associativity;
  /** All spellings in source text, the canonical one first. */
  readonly spellings: readonly string[];
}

function operator(
  fixity: Fixity,
  range: readonly [number, number],
  associativity: Associativity,
  text: string,
): Operator {
  const spellings = text.split(" ");
  return { symbol: spellings[0]!, fixity, low: range[0], high: range[1], associativity, spellings };
}

function infix(low: number, high: number, associativity: Associativity, ...operators: readonly string[]): Operator[] {
  return operators.map((text) => operator("infix", [low, high], associativity, text));
}

function prefix(low: number, high: number, ...operators: readonly string[]): Operator[] {
  return operators.map((text) => operator("prefix", [low, high], "none", text));
}

function postfix(low: number, high: number, ...operators: readonly string[]): Operator[] {
  return operators.map((text) => operator("postfix", [low, high], "none", text));
}

/** Every operator. `\X` is here for its precedence; the parser gathers a chain of them into one product node. */
export const operators: readonly Operator[] = [
  ...prefix(4, 4, "~ \\lnot \\neg ¬"),
  ...prefix(4, 15, "[] □", "<> ◇", "ENABLED", "UNCHANGED"),
  ...prefix(10, 13, "SUBSET", "UNION", "DOMAIN"),
  ...prefix(12, 12, "-."),

  ...infix(1, 1, "none", "=> ⇒"),
  ...infix(2, 2, "none", "<=> \\equiv ≡ ⇔", "~> ↝", "-+-> ⇸"),
  ...infix(3, 3, "left", "/\\ \\land ∧", "\\/ \\lor ∨"),
  ...infix(5, 5, "none", "=", "# /= ≠", "\\in ∈", "\\notin ∉", "<", ">", "=< <= \\leq ≤", ">= \\geq ≥"),
  ...infix(5, 5, "none", "\\subset ⊂", "\\subseteq ⊆", "\\supset ⊃", "\\supseteq ⊇"),
  ...infix(5, 5, "none", "\\sqsubset ⊏", "\\sqsubseteq ⊑", "\\sqsupset ⊐", "\\sqsupseteq ⊒"),
  ...infix(5, 5, "none", "\\prec ≺", "\\preceq ⪯", "\\succ ≻", "\\succeq ⪰", "\\ll ≪", "\\gg ≫"),
  ...infix(5, 5, "none", "\\sim ∼", "\\simeq ≃", "\\approx ≈", "\\cong ≅", "\\asymp ≍", "\\doteq ≐", "\\propto ∝"),
  ...infix(5, 5, "none", "|- ⊢", "|= ⊨", "-| ⊣", "=| ⫤", ":= ≔", "::= ⩴"),
  ...infix(5, 14, "left", "\\cdot ⋅"),
  ...infix(6, 6, "left", "@@"),
  ...infix(7, 7, "none", ":>", "<:"),
  ...infix(8, 8, "none", "\\"),
  ...infix(8, 8, "left", "\\cup \\union ∪", "\\cap \\intersect ∩"),
  ...infix(9, 9, "none", ".. ‥", "... …"),
  ...infix(9, 13, "left", "$", "$$", "?? ⁇", "##", "\\uplus ⊎", "\\sqcap ⊓", "\\sqcup ⊔"),
  ...infix(9, 13, "none", "!! ‼"),
  ...infix(9, 14, "none", "\\wr ≀"),
  ...infix(10, 10, "left", "+", "++", "\\oplus (+) ⊕"),
  ...infix(10, 11, "left", "|", "|| ‖", "%%"),
  ...infix(10, 11, "none", "%"),
  ...infix(10, 13, "left", "\\X \\times ×"),
  ...infix(11, 11, "left", "-", "--", "\\ominus (-) ⊖"),
  ...infix(13, 13, "left", "*", "**", "&", "&&", "\\o \\circ ∘", "\\odot (.) ⊙", "\\otimes (\\X) ⊗"),
  ...infix(13, 13, "left", "\\bigcirc ◯", "\\bullet ●", "\\star ⋆"),
  ...infix(13, 13, "none", "/", "//", "\\div ÷", "\\oslash (/) ⊘"),
  ...infix(14, 14, "none", "^", "^^"),

  ...postfix(15, 15, "'", "^+ ⁺", "^*", "^#"),
];

const bySymbol = new Map<OperatorSymbol, Operator>(operators.map((entry) => [entry.symbol, entry]));

const bySpelling = new Map<string, Operator>(
  operators.flatMap((entry) => entry.spellings.map((spelling): [string, Operator] => [spelling, entry])),
);

/** The operator with this canonical symbol. */
export function operatorOf(symbol: OperatorSymbol): Operator | undefined {
  return bySymbol.get(symbol);
}

/** The canonical symbol of a spelling: `=<` for `\leq`; undefined when it is no operator. */
export function canonicalSymbol(spelling: string): OperatorSymbol | undefined {
  return bySpelling.get(spelling)?.symbol;
}

/** True when `left` binds tighter than `right` in `a left b right c`: the expression is `(a left b) right c`. */
export function bindsTighter(left: Operator, right: Operator): boolean {
  return left.low > right.high || (left === right && left.associativity === "left");
}

/** True when `right` binds tighter than `left` in `a left b right c`: the expression is `a left (b right c)`. */
export function bindsLooser(left: Operator, right: Operator): boolean {
  return left.high < right.low;
}
