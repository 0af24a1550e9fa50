/**
 * Names, applications and paths `A!B(x)!1!<<`, bounds, formal parameters and subscripts.
 */
import type { Bound, Expression, ExceptStep, GeneralName, Name, NameStep, Parameter } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import type { Operator } from "./operators.ts";
import { OperatorToken, Token, operatorOfCode } from "./tokens.ts";

export abstract class NameParser extends Cursor {
  /** An expression, as far as operators that bind less than `left` go. */
  abstract expression(left?: Operator): Expression;

  protected abstract lambda(): Expression;

  /** LAMBDA, an operator symbol for itself, or an expression: arguments and substitutions. */
  protected abstract operatorOrExpression(): Expression;

  protected abstract bracketed(): Expression;

  // ---------------------------------------------------------------------------------------- paths

  /** `x`, `F(a, b)`, `I(a)!F(b)`, `Op!1!<<`, at an identifier. */
  protected generalName(): GeneralName {
    const start = this.start;
    const name = this.takeName();
    const steps: NameStep[] = [this.#nameStep(name.text, name.start)];
    while (this.current() === Token.bang) steps.push(this.#pathStep());
    return { kind: "name", steps, start, end: this.previousEnd };
  }

  /** `+(1, 2)`, at the symbol: an operator in nonfix form. */
  protected nonfix(): GeneralName {
    const start = this.start;
    const symbol = operatorOfCode(this.current())!.symbol;
    this.advance();
    const first: NameStep = { kind: "symbol", symbol, arguments: this.arguments(), start, end: this.previousEnd };
    const steps: NameStep[] = [first];
    while (this.current() === Token.bang) steps.push(this.#pathStep());
    return { kind: "name", steps, start, end: this.previousEnd };
  }

  #nameStep(name: string, start: number): NameStep {
    const args = this.current() === Token.leftParenthesis ? this.arguments() : [];
    return { kind: "name", name, arguments: args, start, end: this.previousEnd };
  }

  /** One step after `!`. */
  #pathStep(): NameStep {
    this.advance();
    const start = this.start;
    const code = this.current();
    const index = this.position;
    const operator = operatorOfCode(code);
    if (code === OperatorToken.equals && !this.#mayFollowSymbol(this.codeAhead(1))) {
      this.failExpected("a name or an operator after !", "not equal is written # or /=");
    }
    if (code === Token.identifier) {
      this.advance();
      return this.#nameStep(this.textAt(index), start);
    }
    if (operator !== undefined) {
      this.advance();
      const args = this.current() === Token.leftParenthesis ? this.arguments() : [];
      return { kind: "symbol", symbol: operator.symbol, arguments: args, start, end: this.previousEnd };
    }
    if (code === Token.leftParenthesis) {
      return { kind: "arguments", arguments: this.arguments(), start, end: this.previousEnd };
    }
    if (code === Token.number && /^\d+$/.test(this.textAt(index))) {
      this.advance();
      return { kind: "index", index: Number(this.textAt(index)), start, end: this.previousEnd };
    }
    const selector = selectors.get(code);
    if (selector === undefined) this.failExpected("a name, an operator, a number, :, @, << or >> after !");
    this.advance();
    return { kind: "selector", selector, start, end: this.previousEnd };
  }

  /** True for what may follow an operator symbol in a path: its arguments, or the end of the argument that it is. */
  #mayFollowSymbol(next: number): boolean {
    return next === Token.leftParenthesis || next === Token.comma || next === Token.rightParenthesis;
  }

  /** `(a, +, LAMBDA x : e)` */
  protected arguments(): Expression[] {
    const opener = this.position;
    this.expect(Token.leftParenthesis);
    if (this.current() === Token.rightParenthesis) {
      this.failExpected("an argument", "an operator without arguments is written without parentheses");
    }
    const args = this.commaList(() => this.operatorOrExpression());
    this.expectClosing(opener);
    return args;
  }

  // ---------------------------------------------------------------------------------------- subscripts

  /** What may follow `]_` and `>>_`: a name with its path and arguments, or something in brackets. */
  protected subscript(): Expression {
    const code = this.current();
    if (code === Token.identifier) return this.generalName();
    if (isOpening(code)) return this.bracketed();
    this.failExpected("the variables of the subscript after _", "as in [][Next]_vars or <<A>>_<<x, y>>");
  }

  /**
   * `v(A)` after `WF_`: the last parentheses hold the action, whatever precedes them is the subscript (`WF_f(x)(A)`).
   */
  protected fairnessParts(): { subscript: Expression; action: Expression } {
    if (this.current() !== Token.identifier) {
      if (!isOpening(this.current())) this.failExpected("the subscript of a fairness condition", "as in WF_vars(Next)");
      const subscript = this.bracketed();
      return { subscript, action: this.#fairnessAction() };
    }
    const start = this.start;
    const steps: NameStep[] = [];
    for (;;) {
      const name = this.expectName("a name");
      let end = this.previousEnd;
      let args: Expression[] = [];
      if (this.current() === Token.leftParenthesis) {
        const group = this.arguments();
        if (this.current() !== Token.leftParenthesis && this.current() !== Token.bang) {
          steps.push({ kind: "name", name: name.text, arguments: [], start: name.start, end });
          return { subscript: { kind: "name", steps, start, end }, action: this.#onlyAction(group) };
        }
        args = group;
        end = this.previousEnd;
      }
      steps.push({ kind: "name", name: name.text, arguments: args, start: name.start, end });
      if (!this.accept(Token.bang)) {
        return { subscript: { kind: "name", steps, start, end }, action: this.#fairnessAction() };
      }
    }
  }

  #fairnessAction(): Expression {
    const opener = this.position;
    this.expect(Token.leftParenthesis, "before the action of the fairness condition", "as in WF_vars(Next)");
    const action = this.expression();
    this.expectClosing(opener);
    return action;
  }

  #onlyAction(group: readonly Expression[]): Expression {
    const action = group[0]!;
    if (group.length === 1 && action.kind !== "operatorName" && action.kind !== "lambda") return action;
    this.fail(group[1] ?? action, {
      code: "LS1007",
      message: "a fairness condition is about one action",
      hint: "as in WF_vars(Next); a subscript of several variables is a tuple: WF_<<x, y>>(Next)",
    });
  }

  // ---------------------------------------------------------------------------------------- bounds

  /** `x, y \in S` or `<<a, b>> \in S` */
  protected bound(): Bound {
    const start = this.start;
    const isTuple = this.current() === Token.leftAngle;
    const names = isTuple ? this.nameTuple() : this.commaList(() => this.expectName("the name of a bound variable"));
    this.expect(
      OperatorToken.in,
      names.length > 1 || isTuple ? "after the bound variables" : "after the bound variable",
    );
    const set = this.expression();
    return { kind: "bound", names, isTuple, set, start, end: this.previousEnd };
  }

  protected bounds(): Bound[] {
    return this.commaList(() => this.bound());
  }

  /** `<<a, b>>`, all of them names. */
  protected nameTuple(): Name[] {
    const opener = this.position;
    this.expect(Token.leftAngle);
    const names = this.commaList(() => this.expectName("the name of a bound variable"));
    this.expectClosing(opener);
    return names;
  }

  /**
   * True when the tokens from `index` on are `x, y \in` or `<<...>> \in`: how SANY tells `[x \in S |-> e]` from other
   * brackets. `onlyOne` asks for a single name or tuple, as in a set filter.
   */
  protected beginsBound(index: number, onlyOne: boolean): boolean {
    const lexer = this.lexer;
    if (lexer.code(index) === Token.leftAngle) {
      let at = index + 1;
      while (lexer.code(at) === Token.identifier && lexer.code(at + 1) === Token.comma) at += 2;
      return (
        lexer.code(at) === Token.identifier &&
        lexer.code(at + 1) === Token.rightAngle &&
        lexer.code(at + 2) === OperatorToken.in
      );
    }
    let at = index;
    while (!onlyOne && lexer.code(at) === Token.identifier && lexer.code(at + 1) === Token.comma) at += 2;
    return lexer.code(at) === Token.identifier && lexer.code(at + 1) === OperatorToken.in;
  }

  // ---------------------------------------------------------------------------------------- EXCEPT paths

  /** `[i, j]` or `.field` after `!`. */
  protected exceptStep(): ExceptStep {
    const start = this.start;
    if (this.accept(Token.dot)) {
      const field = this.expectNameOrWord("the name of a field");
      return { kind: "field", field, start, end: this.previousEnd };
    }
    const opener = this.position;
    this.expect(Token.leftBracket, 'or "." after ! in EXCEPT', "as in [f EXCEPT ![i].field = e]");
    const args = this.commaList(() => this.expression());
    this.expectClosing(opener);
    return { kind: "index", arguments: args, start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- parameters

  /** `x`, `F(_, _)`, `_ + _`, `_ ^+`, `-. _` */
  protected parameter(what: string): Parameter {
    const start = this.start;
    const code = this.current();
    if (code === Token.underscore) return this.#infixParameter(start);
    if (operatorOfCode(code)?.fixity === "prefix" && this.codeAhead(1) === Token.underscore) {
      const name = this.#symbolName();
      this.advance();
      return { name, arity: 1, fixity: "prefix", start, end: this.previousEnd };
    }
    const name = this.expectName(what);
    let arity = 0;
    if (this.current() === Token.leftParenthesis && this.codeAhead(1) === Token.underscore) {
      const opener = this.position;
      this.advance();
      arity = this.commaList(() => this.expect(Token.underscore)).length;
      this.expectClosing(opener);
    }
    return { name, arity, fixity: "name", start, end: this.previousEnd };
  }

  /** `_ + _` or `_ ^+` */
  #infixParameter(start: number): Parameter {
    this.advance();
    const fixity = operatorOfCode(this.current())?.fixity;
    if (fixity !== "infix" && fixity !== "postfix") {
      this.failExpected(
        "an infix or postfix operator after _",
        "an operator parameter is declared as F(_), _ + _ or _ ^+",
      );
    }
    const name = this.#symbolName();
    if (fixity === "infix") this.expect(Token.underscore, "after the infix operator");
    return { name, arity: fixity === "infix" ? 2 : 1, fixity, start, end: this.previousEnd };
  }

  /** The operator token that is next, as a name with its canonical symbol. */
  #symbolName(): Name {
    const symbol = operatorOfCode(this.current())!.symbol;
    const node = this.nodeAt(this.position);
    this.advance();
    return { text: symbol, start: node.start, end: node.end };
  }
}

const selectors: ReadonlyMap<number, ":" | "@" | "<<" | ">>"> = new Map([
  [Token.colon, ":"],
  [Token.at, "@"],
  [Token.leftAngle, "<<"],
  [Token.rightAngle, ">>"],
]);

function isOpening(code: number): boolean {
  return (
    code === Token.leftParenthesis || code === Token.leftBracket || code === Token.leftBrace || code === Token.leftAngle
  );
}
