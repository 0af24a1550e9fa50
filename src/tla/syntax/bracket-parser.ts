/**
 * Everything in brackets: `(e)`, tuples, `<<A>>_v`, the four set forms in braces, and the forms in square brackets.
 */
import type { ExceptUpdate, Expression, Name, Node } from "./ast.ts";
import { NameParser } from "./name-parser.ts";
import { OperatorToken, Keyword, Token } from "./tokens.ts";

export abstract class BracketParser extends NameParser {
  /** The bracketed expression whose opening bracket is the next token. */
  protected bracketed(): Expression {
    switch (this.current()) {
      case Token.leftParenthesis:
        return this.#parentheses();
      case Token.leftAngle:
        return this.#tupleOrAction();
      case Token.leftBrace:
        return this.#braces();
      default:
        return this.#squareBrackets();
    }
  }

  #parentheses(): Expression {
    const opener = this.position;
    const start = this.start;
    this.advance();
    const expression = this.expression();
    this.expectClosing(opener);
    return { kind: "parentheses", expression, start, end: this.previousEnd };
  }

  /** `<<a, b>>` or `<<A>>_v` */
  #tupleOrAction(): Expression {
    const opener = this.position;
    const start = this.start;
    this.advance();
    if (this.accept(Token.rightAngle)) return { kind: "tuple", elements: [], start, end: this.previousEnd };
    const elements = this.commaList(() => this.expression());
    if (this.current() !== Token.rightAngleSubscript) {
      this.expectClosing(opener);
      return { kind: "tuple", elements, start, end: this.previousEnd };
    }
    if (elements.length > 1) {
      this.failExpected(">> to close <<", "<<A>>_v takes one action; put its conjuncts together with /\\");
    }
    this.advance();
    const subscript = this.subscript();
    return { kind: "angleAction", action: elements[0]!, subscript, start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- { }

  #braces(): Expression {
    const opener = this.position;
    const start = this.start;
    this.advance();
    if (this.accept(Token.rightBrace)) return { kind: "setEnumeration", elements: [], start, end: this.previousEnd };
    if (this.beginsBound(this.position, true) && this.hasColon(opener)) return this.#setFilter(opener, start);
    const first = this.expression();
    if (this.accept(Token.colon)) {
      const bounds = this.bounds();
      this.expectClosing(opener);
      return { kind: "setMap", element: first, bounds, start, end: this.previousEnd };
    }
    const elements = [first];
    while (this.accept(Token.comma)) elements.push(this.expression());
    if (this.current() === Token.colon) {
      this.failExpected(
        "} to close {",
        "a set is filtered over one name or tuple: {x \\in S : P}, {<<x, y>> \\in S \\X T : P}",
      );
    }
    this.expectClosing(opener);
    return { kind: "setEnumeration", elements, start, end: this.previousEnd };
  }

  /** `{x \in S : P}` */
  #setFilter(opener: number, start: number): Expression {
    const bound = this.bound();
    this.expect(Token.colon, "after the set");
    const predicate = this.expression();
    this.expectClosing(opener);
    return { kind: "setFilter", bound, predicate, start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- [ ]

  #squareBrackets(): Expression {
    const opener = this.position;
    const start = this.start;
    this.advance();
    const isField = this.current() === Token.identifier || this.isWord(this.current());
    if (isField && this.codeAhead(1) === Token.mapsTo) return this.#record(opener, start);
    if (isField && this.codeAhead(1) === Token.colon) return this.#recordSet(opener, start);
    // SANY takes whatever begins like a bound for a function. `[x \in S]_v` can only be an action, so it is one here.
    if (this.beginsBound(this.position, false) && !(this.endsInSubscript(opener) && !this.hasMapsTo(opener))) {
      return this.#function(opener, start);
    }
    const first = this.expression();
    switch (this.current()) {
      case Token.arrow:
        return this.#functionSet(opener, start, first);
      case Keyword.EXCEPT:
        return this.#except(opener, start, first);
      case Token.rightBracketSubscript: {
        this.advance();
        const subscript = this.subscript();
        return { kind: "boxAction", action: first, subscript, start, end: this.previousEnd };
      }
      default:
        return this.#failSquareBracket(opener);
    }
  }

  #failSquareBracket(opener: number): never {
    if (this.current() === Token.rightBracket) {
      this.failExpected(
        '"]_" with the variables of the subscript, "->", EXCEPT or "|->"',
        "an action in brackets needs a subscript, as in [Next]_vars; an index needs its function before the [",
      );
    }
    if (this.current() === Token.comma)
      this.failExpected('"->", EXCEPT or "]_"', "a sequence or tuple is written <<a, b>>");
    this.failClosing(opener, Token.rightBracket);
  }

  #record(opener: number, start: number): Expression {
    const fields = this.commaList(() => {
      const name = this.expectNameOrWord("the name of a field");
      this.expect(Token.mapsTo, `after the field ${name.text}`, "a record is written [a |-> 1, b |-> 2]");
      return { name, value: this.expression() };
    });
    this.expectClosing(opener);
    return { kind: "record", fields, start, end: this.previousEnd };
  }

  #recordSet(opener: number, start: number): Expression {
    const fields = this.commaList(() => {
      const name = this.expectNameOrWord("the name of a field");
      this.expect(Token.colon, `after the field ${name.text}`, "a set of records is written [a : S, b : T]");
      return { name, set: this.expression() };
    });
    this.expectClosing(opener);
    return { kind: "recordSet", fields, start, end: this.previousEnd };
  }

  #function(opener: number, start: number): Expression {
    const bounds = this.bounds();
    if (this.current() === Token.rightBracket) {
      this.failExpected('"|->" after the bounds', "a function is written [x \\in S |-> e]");
    }
    if (this.current() === Token.arrow) {
      this.failExpected('"|->"', "a function is written [x \\in S |-> e]; [S -> T] is the set of all functions");
    }
    if (this.current() !== Token.mapsTo) this.failClosing(opener, Token.rightBracket);
    this.advance();
    const body = this.expression();
    this.expectClosing(opener);
    return { kind: "function", bounds, body, start, end: this.previousEnd };
  }

  #functionSet(opener: number, start: number, domain: Expression): Expression {
    this.advance();
    const range = this.expression();
    this.expectClosing(opener);
    return { kind: "functionSet", domain, range, start, end: this.previousEnd };
  }

  #except(opener: number, start: number, fun: Expression): Expression {
    this.advance();
    const updates = this.commaList(() => this.#exceptUpdate());
    this.expectClosing(opener);
    return { kind: "except", function: fun, updates, start, end: this.previousEnd };
  }

  /** `![i].field = e` */
  #exceptUpdate(): ExceptUpdate {
    const start = this.start;
    this.expect(Token.bang, "before the place that EXCEPT changes", "as in [f EXCEPT ![i] = e, ![j] = d]");
    const path = [this.exceptStep()];
    while (this.current() === Token.dot || this.current() === Token.leftBracket) path.push(this.exceptStep());
    this.expect(OperatorToken.equals, "after the place that EXCEPT changes", "as in [f EXCEPT ![i] = e]");
    const value = this.expression();
    return { path, value, start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- after an expression

  /** `f[a, b]`, at the bracket. */
  protected functionApplication(fun: Expression): Expression {
    const opener = this.position;
    this.advance();
    const args = this.commaList(() => this.expression());
    this.expectClosing(opener);
    return { kind: "apply", function: fun, arguments: args, start: fun.start, end: this.previousEnd };
  }

  /** `r.name`, at the dot. */
  protected fieldSelection(record: Expression): Expression {
    this.advance();
    const field: Name & Node = this.expectNameOrWord("the name of a field after the dot");
    return { kind: "field", record, field, start: record.start, end: this.previousEnd };
  }
}
