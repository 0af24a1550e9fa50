/**
 * The expressions that begin with a word and reach as far as they can: IF, CASE, LET, CHOOSE, LAMBDA, quantifiers, and
 * the fairness conditions.
 */
import type { Case, Expression, Let, Name, Node } from "./ast.ts";
import { BracketParser } from "./bracket-parser.ts";
import { Keyword, OperatorToken, Token } from "./tokens.ts";

export abstract class KeywordParser extends BracketParser {
  /** The definitions and RECURSIVE declarations between LET and IN. */
  protected abstract letUnits(): Let["units"];

  /** An expression that begins with a keyword or quantifier, or undefined when the next token begins none. */
  protected keywordExpression(): Expression | undefined {
    switch (this.current()) {
      case Keyword.IF:
        return this.#if();
      case Keyword.CASE:
        return this.#case();
      case Keyword.LET:
        return this.#let();
      case Keyword.CHOOSE:
        return this.#choose();
      case Token.exists:
      case Token.forAll:
        return this.#quantifier();
      case Token.temporalExists:
      case Token.temporalForAll:
        return this.#unboundedQuantifier();
      case Token.weakFairness:
      case Token.strongFairness:
        return this.#fairness();
      default:
        return undefined;
    }
  }

  #if(): Expression {
    const start = this.start;
    this.advance();
    const condition = this.expression();
    this.expect(Keyword.THEN);
    const then = this.expression();
    this.expect(Keyword.ELSE, "", "every IF of TLA+ has an ELSE");
    const otherwise = this.expression();
    return { kind: "if", condition, then, else: otherwise, start, end: this.previousEnd };
  }

  #case(): Expression {
    const start = this.start;
    this.advance();
    const arms: Case["arms"][number][] = [];
    let other: Expression | undefined;
    do {
      const armStart = this.start;
      if (this.accept(Keyword.OTHER)) {
        this.expect(Token.arrow, "after OTHER");
        other = this.expression();
        break;
      }
      const guard = this.expression();
      this.expect(Token.arrow, "after the guard of a CASE");
      const value = this.expression();
      arms.push({ guard, value, start: armStart, end: this.previousEnd });
    } while (this.accept(OperatorToken.box));
    if (other !== undefined && this.current() === OperatorToken.box) {
      this.failExpected("the end of the CASE", "OTHER is the last arm of a CASE");
    }
    const end = this.previousEnd;
    return other === undefined ? { kind: "case", arms, start, end } : { kind: "case", arms, other, start, end };
  }

  #let(): Expression {
    const start = this.start;
    this.advance();
    const units = this.letUnits();
    if (units.length === 0) this.failExpected("a definition after LET");
    this.expect(Keyword.IN, "after the definitions of LET");
    const body = this.expression();
    return { kind: "let", units, body, start, end: this.previousEnd };
  }

  #choose(): Expression {
    const start = this.start;
    this.advance();
    const isTuple = this.current() === Token.leftAngle;
    const names = isTuple ? this.nameTuple() : [this.expectName("the name of a bound variable")];
    const set = this.accept(OperatorToken.in) ? this.expression() : undefined;
    this.expect(Token.colon, set === undefined ? "or \\in after CHOOSE and its variable" : "after the set of a CHOOSE");
    const body = this.expression();
    const range: Node = { start, end: this.previousEnd };
    if (set === undefined) return { kind: "choose", names, isTuple, body, ...range };
    return { kind: "choose", names, isTuple, set, body, ...range };
  }

  /** `\E x, y : P` when only names stand before the colon, otherwise `\E x \in S, <<y, z>> \in T : P` */
  #quantifier(): Expression {
    if (this.#isUnbounded()) return this.#unboundedQuantifier();
    const start = this.start;
    const quantifier = this.current() === Token.exists ? "\\E" : "\\A";
    this.advance();
    const bounds = this.bounds();
    this.expect(Token.colon, `after the bounds of ${quantifier}`, `as in ${quantifier} x \\in S : P`);
    const body = this.expression();
    return { kind: "quantifier", quantifier, bounds, body, start, end: this.previousEnd };
  }

  #isUnbounded(): boolean {
    let distance = 1;
    while (this.codeAhead(distance) === Token.identifier && this.codeAhead(distance + 1) === Token.comma) distance += 2;
    return this.codeAhead(distance) === Token.identifier && this.codeAhead(distance + 1) === Token.colon;
  }

  #unboundedQuantifier(): Expression {
    const start = this.start;
    const quantifier = quantifierSymbols.get(this.current())!;
    this.advance();
    const names = this.commaList(() => this.expectName("the name of a bound variable"));
    const isTemporal = quantifier.length === 3;
    this.expect(
      Token.colon,
      `after the variables of ${quantifier}`,
      isTemporal ? `${quantifier} takes no sets` : undefined,
    );
    const body = this.expression();
    return { kind: "unboundedQuantifier", quantifier, names, body, start, end: this.previousEnd };
  }

  #fairness(): Expression {
    const start = this.start;
    const strength = this.current() === Token.weakFairness ? "WF" : "SF";
    this.advance();
    const { subscript, action } = this.fairnessParts();
    return { kind: "fairness", strength, subscript, action, start, end: this.previousEnd };
  }

  /** `LAMBDA x, y : e`, where an operator may be given. */
  protected lambda(): Expression {
    const start = this.start;
    this.advance();
    const parameters: Name[] = this.commaList(() => this.expectName("a parameter of LAMBDA"));
    this.expect(Token.colon, "after the parameters of LAMBDA");
    const body = this.expression();
    return { kind: "lambda", parameters, body, start, end: this.previousEnd };
  }
}

const quantifierSymbols: ReadonlyMap<number, "\\E" | "\\A" | "\\EE" | "\\AA"> = new Map([
  [Token.exists, "\\E"],
  [Token.forAll, "\\A"],
  [Token.temporalExists, "\\EE"],
  [Token.temporalForAll, "\\AA"],
]);
