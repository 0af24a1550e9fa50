/**
 * Definitions, declarations and instances: what stands between the expressions of a module, and in LET.
 */
import type {
  Assume,
  Constants,
  FunctionDefinition,
  Instance,
  InstanceDefinition,
  InstanceUnit,
  Let,
  Name,
  OperatorDefinition,
  Parameter,
  Recursive,
  Variables,
} from "./ast.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { Keyword, Token, operatorOfCode } from "./tokens.ts";

type AnyDefinition = OperatorDefinition | FunctionDefinition | InstanceDefinition;

const definitionHint = "a definition is written Name == e, F(x) == e or f[x \\in S] == e";

export abstract class UnitParser extends ExpressionParser {
  // ---------------------------------------------------------------------------------------- declarations

  protected constants(): Constants {
    const start = this.start;
    this.advance();
    const declarations = this.declaredList(() => this.parameter("the name of a constant"));
    return { kind: "constants", declarations, start, end: this.previousEnd };
  }

  protected variables(): Variables {
    const start = this.start;
    this.advance();
    const names = this.declaredList(() => this.expectName("the name of a variable"));
    return { kind: "variables", names, start, end: this.previousEnd };
  }

  protected recursive(): Recursive {
    const start = this.start;
    this.advance();
    const declarations = this.commaList(() => this.parameter("the name of an operator"));
    return { kind: "recursive", declarations, start, end: this.previousEnd };
  }

  protected assume(): Assume {
    const start = this.start;
    const isAxiom = this.current() === Keyword.AXIOM;
    this.advance();
    const name = this.factName();
    const expression = this.expression();
    const end = this.previousEnd;
    const assume = { kind: "assume" as const, isAxiom, expression, start, end };
    return name === undefined ? assume : { ...assume, name };
  }

  /** The `Name ==` of a named assumption or theorem. */
  protected factName(): Name | undefined {
    if (this.current() !== Token.identifier || this.codeAhead(1) !== Token.define) return undefined;
    const name = this.takeName();
    this.advance();
    return name;
  }

  // ---------------------------------------------------------------------------------------- definitions

  protected letUnits(): Let["units"] {
    const units: (AnyDefinition | Recursive)[] = [];
    for (;;) {
      const code = this.current();
      if (units.length > 0 && this.#endsLet()) return units;
      if (code === Keyword.RECURSIVE) units.push(this.recursive());
      else if (code === Token.identifier || code === Keyword.LOCAL || operatorOfCode(code)?.fixity === "prefix") {
        units.push(this.definition());
      } else return units;
    }
  }

  /**
   * A name that nobody would take for the head of a definition, not even of one that is mistyped: IN is missing.
   * Within the bounds of a function anything may stand, even a LET with definitions of its own, so `f[` is taken for a head.
   */
  #endsLet(): boolean {
    if (this.current() !== Token.identifier || this.beginsDefinition(this.position)) return false;
    const code = this.codeAhead(1);
    if (code === Token.leftBracket) return false;
    const next = operatorOfCode(code)?.symbol;
    return next !== "=" && next !== ":=";
  }

  /** A definition, with its LOCAL if any. */
  protected definition(): AnyDefinition {
    const start = this.start;
    const isLocal = this.accept(Keyword.LOCAL);
    if (this.current() !== Token.identifier) return this.#prefixDefinition(start, isLocal);
    const next = operatorOfCode(this.codeAhead(1));
    const isInfix = next?.fixity === "infix" && this.codeAhead(2) === Token.identifier;
    if (isInfix && this.codeAhead(3) === Token.define) return this.#infixDefinition(start, isLocal);
    if (next?.fixity === "postfix") return this.#postfixDefinition(start, isLocal);
    return this.#namedDefinition(start, isLocal);
  }

  /** `x == e`, `F(a, G(_)) == e`, `f[x \in S] == e`, `I(a) == INSTANCE M` */
  #namedDefinition(start: number, isLocal: boolean): AnyDefinition {
    const name = this.takeName();
    if (this.current() === Token.leftBracket) return this.#functionDefinition(start, isLocal, name);
    const parameters = this.current() === Token.leftParenthesis ? this.#parameters() : [];
    this.#expectDefine(name);
    if (this.current() === Keyword.INSTANCE) {
      const instance = this.instance();
      return { kind: "instanceDefinition", name, parameters, instance, isLocal, start, end: this.previousEnd };
    }
    const body = this.expression();
    return { kind: "operator", name, fixity: "name", parameters, body, isLocal, start, end: this.previousEnd };
  }

  #expectDefine(name: Name): void {
    if (this.accept(Token.define)) return;
    if (this.isFirstOnLine(this.position)) {
      // The name ends its line, so it is rather left over from the unit above than the head of a definition.
      this.position--;
      this.failUnit(`complete the unit above it, or write ${name.text} == e`);
    }
    const found = operatorOfCode(this.current())?.symbol;
    const hint =
      found === "=" || found === ":="
        ? `a definition is written with ==; ${found === "=" ? "= is equality" : ":= belongs to PlusCal"}`
        : definitionHint;
    this.failExpected(`== after ${name.text}`, hint);
  }

  #parameters(): Parameter[] {
    const opener = this.position;
    this.advance();
    const parameters = this.commaList(() => this.parameter("a parameter"));
    this.expectClosing(opener, true);
    return parameters;
  }

  #functionDefinition(start: number, isLocal: boolean, name: Name): FunctionDefinition {
    const opener = this.position;
    this.advance();
    const bounds = this.bounds();
    this.expectClosing(opener, true);
    this.#expectDefine(name);
    const body = this.expression();
    return { kind: "functionDefinition", name, bounds, body, isLocal, start, end: this.previousEnd };
  }

  #infixDefinition(start: number, isLocal: boolean): OperatorDefinition {
    const left = this.#plainParameter();
    const name = this.#operatorName();
    const right = this.#plainParameter();
    return this.#symbolDefinition(start, isLocal, name, "infix", [left, right]);
  }

  #postfixDefinition(start: number, isLocal: boolean): OperatorDefinition {
    const operand = this.#plainParameter();
    const name = this.#operatorName();
    return this.#symbolDefinition(start, isLocal, name, "postfix", [operand]);
  }

  /** `-. a == e`, `~ a == e` */
  #prefixDefinition(start: number, isLocal: boolean): OperatorDefinition {
    if (operatorOfCode(this.current())?.fixity !== "prefix") this.failExpected("a definition", definitionHint);
    const name = this.#operatorName();
    const operand = this.#plainParameter();
    return this.#symbolDefinition(start, isLocal, name, "prefix", [operand]);
  }

  #symbolDefinition(
    start: number,
    isLocal: boolean,
    name: Name,
    fixity: OperatorDefinition["fixity"],
    parameters: readonly Parameter[],
  ): OperatorDefinition {
    this.#expectDefine(name);
    const body = this.expression();
    return { kind: "operator", name, fixity, parameters, body, isLocal, start, end: this.previousEnd };
  }

  #plainParameter(): Parameter {
    if (this.current() !== Token.identifier) this.failExpected("a parameter");
    const name = this.takeName();
    return { name, arity: 0, fixity: "name", start: name.start, end: name.end };
  }

  #operatorName(): Name {
    const symbol = operatorOfCode(this.current())!.symbol;
    const node = this.nodeAt(this.position);
    this.advance();
    return { text: symbol, start: node.start, end: node.end };
  }

  // ---------------------------------------------------------------------------------------- instances

  protected instanceUnit(): InstanceUnit {
    const start = this.start;
    const isLocal = this.accept(Keyword.LOCAL);
    const instance = this.instance();
    return { kind: "instance", instance, isLocal, start, end: this.previousEnd };
  }

  /** `INSTANCE M WITH x <- e, + <- Plus` */
  protected instance(): Instance {
    const start = this.start;
    this.expect(Keyword.INSTANCE);
    const module = this.expectNameOrWord("the name of a module");
    const substitutions = this.accept(Keyword.WITH) ? this.commaList(() => this.#substitution()) : [];
    return { module, substitutions, start, end: this.previousEnd };
  }

  #substitution(): Instance["substitutions"][number] {
    const start = this.start;
    const isSymbol = operatorOfCode(this.current()) !== undefined;
    const name = isSymbol ? this.#operatorName() : this.expectName("the name of a constant or variable of the module");
    this.expect(Token.substitute, `after ${name.text}`, "as in INSTANCE M WITH x <- e");
    const value = this.operatorOrExpression();
    return { name, value, start, end: this.previousEnd };
  }
}
