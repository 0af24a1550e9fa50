/**
 * Operators by precedence, junction lists by column, labels, and the atoms of expressions.
 *
 * `expression(left)` reads an operand and then operators as long as they bind tighter than `left`, comparing ranges of
 * precedence as SANY does: when neither operator binds tighter, it is a conflict and an error that names both.
 */
import type { Expression, GeneralName, JunctionList, Label, Name, NumberLiteral } from "./ast.ts";
import { junctionEnd, maxNesting, maxTreeDepth } from "./cursor.ts";
import { hintForConflict, isGluedTuple, isInOpenTuple } from "./hints.ts";
import { KeywordParser } from "./keyword-parser.ts";
import { bindsLooser, bindsTighter, operatorOf, type Operator } from "./operators.ts";
import { Keyword, OperatorToken, Token, isOperatorCode, operatorOfCode } from "./tokens.ts";

const negative = operatorOf("-.")!;
const characterLowerL = 108;

export abstract class ExpressionParser extends KeywordParser {
  /** Token index of the operator that is given to `expression` as `left`, for the message of a conflict. */
  #leftOperatorAt = -1;

  expression(left?: Operator): Expression {
    const leftAt = this.#leftOperatorAt;
    const depthBefore = this.depth;
    const heightBefore = this.height;
    if (++this.depth > maxNesting) this.#failDeep(maxNesting);
    this.height = 0;
    let node = this.#operand(left, leftAt);
    let height = this.height + 1;
    for (;;) {
      this.height = 0;
      const code = this.current();
      if (isOperatorCode(code)) {
        const operator = operatorOfCode(code)!;
        if (operator.fixity === "prefix") break;
        if (left !== undefined && !this.#continues(left, leftAt, operator)) break;
        node = operator.fixity === "postfix" ? this.#postfix(node, operator) : this.#infix(node, operator);
      } else if (code === Token.leftBracket) node = this.functionApplication(node);
      else if (code === Token.dot) node = this.fieldSelection(node);
      else break;
      height = Math.max(height, this.height) + 1;
      if (height > maxTreeDepth) this.#failDeep(maxTreeDepth);
    }
    this.depth = depthBefore;
    this.height = Math.max(heightBefore, height);
    return node;
  }

  #failDeep(bound: number): never {
    this.fail(this.nodeAt(this.position), {
      code: "LS1013",
      message: `this expression nests more than ${bound} levels deep`,
      hint: "give parts of it names of their own; a long chain of operators counts as nesting",
    });
  }

  // ---------------------------------------------------------------------------------------- operators

  /** True when `operator` belongs to the operand on the right of `left`, false when it takes the whole as its operand. */
  #continues(left: Operator, leftAt: number, operator: Operator): boolean {
    if (bindsLooser(left, operator)) return true;
    if (bindsTighter(left, operator)) return false;
    return this.#failConflict(left, leftAt);
  }

  #failConflict(left: Operator, leftAt: number): never {
    const here = this.nodeAt(this.position);
    const leftText = this.textAt(leftAt);
    const text = this.textAt(this.position);
    const isSame = left === operatorOfCode(this.lexer.code(this.position));
    this.fail(here, {
      code: "LS1009",
      message: isSame
        ? `${text} twice in a row needs parentheses: it does not associate`
        : `it is not clear whether ${leftText} or ${text} comes first: their precedences conflict`,
      hint: this.#hintForConflict(left, leftAt),
      notes: [{ message: `the other ${leftText}`, at: this.location(this.nodeAt(leftAt)) }],
    });
  }

  #hintForConflict(left: Operator, leftAt: number): string {
    if (this.#isMistypedDefinition(left)) return "if this line begins a definition, write == for =";
    const isPrime = operatorOfCode(this.lexer.code(this.position))?.symbol === "'";
    if (left.symbol === "UNCHANGED" && isPrime) return "leave the prime out: UNCHANGED x means x' = x";
    if (left.symbol === "ENABLED" && isPrime) return "ENABLED is followed by an action, such as ENABLED Next";
    return hintForConflict(this.lexer, leftAt, this.position) ?? "add parentheses";
  }

  /** `Foo = e` on a new line after an unfinished equation is mostly a definition with one = missing. */
  #isMistypedDefinition(left: Operator): boolean {
    const isEquals = this.lexer.code(this.position) === OperatorToken.equals;
    return isEquals && left.symbol === "=" && this.isFirstOnLine(this.position - 1);
  }

  #postfix(operand: Expression, operator: Operator): Expression {
    const operatorAt = this.nodeAt(this.position);
    this.advance();
    return {
      kind: "postfix",
      operator: operator.symbol,
      operatorAt,
      operand,
      start: operand.start,
      end: operatorAt.end,
    };
  }

  #infix(leftNode: Expression, operator: Operator): Expression {
    const operatorAt = this.nodeAt(this.position);
    this.#leftOperatorAt = this.position;
    this.advance();
    const right = this.expression(operator);
    const start = leftNode.start;
    const end = this.previousEnd;
    if (operator.symbol === "\\X") {
      // A chain without parentheses is one product: triples, not pairs of pairs.
      const factors = leftNode.kind === "product" ? [...leftNode.factors, right] : [leftNode, right];
      return { kind: "product", factors, start, end };
    }
    return { kind: "infix", operator: operator.symbol, operatorAt, left: leftNode, right, start, end };
  }

  #prefix(operator: Operator): Expression {
    const start = this.start;
    const operatorAt = this.nodeAt(this.position);
    this.#leftOperatorAt = this.position;
    this.advance();
    const operand = this.expression(operator);
    return { kind: "prefix", operator: operator.symbol, operatorAt, operand, start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- operands

  #operand(left: Operator | undefined, leftAt: number): Expression {
    const code = this.current();
    if (code === Token.identifier) return this.#nameOrLabel(left, leftAt);
    if (code === Token.number) return this.#number();
    if (code === Token.string) return this.#string();
    if (isOpening(code)) return this.bracketed();
    if (isOperatorCode(code)) return this.#operatorOperand(code, left, leftAt);
    if (code === Token.at) return this.#exceptAt();
    return this.keywordExpression() ?? this.#failOperand(left, leftAt);
  }

  /** An operand that begins with an operator: a junction list, a prefix operator, or `+(1, 2)`. */
  #operatorOperand(code: number, left: Operator | undefined, leftAt: number): Expression {
    if (this.#isBullet(code)) return this.#junction(code);
    const operator = operatorOfCode(code)!;
    if (code === OperatorToken.minus) {
      // Unary minus after an operator that binds tighter, as in 2 ^ -1, is a conflict in SANY too.
      if (left !== undefined && left.low > negative.high) this.#failConflict(left, leftAt);
      return this.#prefix(negative);
    }
    if (code === OperatorToken.negative || operator.fixity !== "prefix") {
      if (this.codeAhead(1) === Token.leftParenthesis) return this.nonfix();
      return this.#failOperand(left, leftAt);
    }
    return this.#prefix(operator);
  }

  #failOperand(left: Operator | undefined, leftAt: number): never {
    const isAfterOperator = left !== undefined && leftAt === this.position - 1;
    const after = isAfterOperator ? ` after ${this.textAt(leftAt)}` : "";
    const code = this.current();
    if (code === Keyword.LAMBDA) {
      this.failExpected(
        `an expression${after}`,
        "LAMBDA may only stand for an operator argument, as in F(LAMBDA x : x + 1)",
      );
    }
    if (code === Keyword.OTHER) this.failExpected(`an expression${after}`, "OTHER is the last arm of a CASE");
    if (isAfterOperator && left.symbol === ">" && isInOpenTuple(this.lexer, leftAt)) {
      this.failExpected(`an expression${after}`, "a tuple is closed with >>");
    }
    if (isGluedTuple(this.lexer, this.position)) {
      this.failExpected(`an expression${after}`, "=<< is read as =< and <: put a space before <<");
    }
    const isRound = isAfterOperator && this.textAt(leftAt).startsWith("(");
    const roundHint = `${this.textAt(Math.max(leftAt, 0))} is an operator of its own; as an argument write F( +)`;
    this.failExpected(`an expression${after}`, isRound ? roundHint : undefined);
  }

  #nameOrLabel(left: Operator | undefined, leftAt: number): Expression {
    const index = this.position;
    const name = this.generalName();
    const next = this.current();
    if (next === Token.define && this.isFirstOnLine(index)) {
      // `F(x) ==` on a new line is the next definition, so the operand that was expected is missing.
      this.position = index;
      this.#failOperand(left, leftAt);
    }
    return next === Token.doubleColon ? this.#label(name, left, leftAt) : name;
  }

  #number(): NumberLiteral {
    const { start, end } = this.nodeAt(this.position);
    const text = this.textAt(this.position);
    this.advance();
    const value = numberValue(text);
    return value === undefined ? { kind: "number", text, start, end } : { kind: "number", text, value, start, end };
  }

  #string(): Expression {
    const { start, end } = this.nodeAt(this.position);
    const value = this.lexer.stringOf(this.position);
    this.advance();
    return { kind: "string", value, start, end };
  }

  #exceptAt(): Expression {
    const { start, end } = this.nodeAt(this.position);
    this.advance();
    return { kind: "exceptAt", start, end };
  }

  // ---------------------------------------------------------------------------------------- labels

  /** `lab(x, y) :: e`, at the colons. The label may not change what the expression without it would mean. */
  #label(name: GeneralName, left: Operator | undefined, leftAt: number): Label {
    const step = name.steps[0]!;
    const parameters = name.steps.length === 1 && step.kind === "name" ? step.arguments.map(plainName) : [undefined];
    if (step.kind !== "name" || !parameters.every((parameter) => parameter !== undefined)) {
      this.failExpected("an operator", "a label is a name, with names as its parameters: lab(x, y) :: e");
    }
    const label = this.nodeAt(this.position);
    this.advance();
    const body = this.expression();
    const bodyOperator = body.kind === "infix" || body.kind === "postfix" ? operatorOf(body.operator) : undefined;
    if (left !== undefined && bodyOperator !== undefined && !bindsLooser(left, bodyOperator)) {
      this.fail(label, {
        code: "LS1011",
        message: `without the label ${step.name} this expression would be read differently`,
        hint: "put the label and its expression into parentheses",
        notes: [{ message: `because of this ${this.textAt(leftAt)}`, at: this.location(this.nodeAt(leftAt)) }],
      });
    }
    const labelName: Name = { text: step.name, start: step.start, end: step.start + step.name.length };
    return { kind: "label", name: labelName, parameters, body, start: name.start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- junction lists

  /** Only the symbols make bullets; `\land` and `\lor` are always infix. */
  #isBullet(code: number): boolean {
    if (code !== OperatorToken.and && code !== OperatorToken.or) return false;
    return this.lexer.file.text.charCodeAt(this.start + 1) !== characterLowerL;
  }

  /** A list of items after bullets of the same kind in the same column. */
  #junction(code: number): JunctionList {
    const start = this.start;
    const column = this.lexer.columns[this.position]!;
    const outerColumn = this.junctionColumn;
    const outerBullet = this.junctionBullet;
    const items: Expression[] = [];
    do {
      this.junctionBullet = this.position;
      this.advance();
      this.junctionColumn = column;
      items.push(this.expression());
      this.junctionColumn = outerColumn;
    } while (this.current() === code && this.lexer.columns[this.position] === column && this.#isBullet(code));
    this.junctionBullet = outerBullet;
    return {
      kind: "junction",
      operator: code === OperatorToken.and ? "/\\" : "\\/",
      items,
      start,
      end: this.previousEnd,
    };
  }

  // ---------------------------------------------------------------------------------------- operator arguments

  protected operatorOrExpression(): Expression {
    const code = this.current();
    if (code === Keyword.LAMBDA) return this.lambda();
    if (!isOperatorCode(code) || !this.#standsAlone(code)) return this.expression();
    const { start, end } = this.nodeAt(this.position);
    const symbol = operatorOfCode(code)!.symbol;
    this.advance();
    return { kind: "operatorName", symbol, start, end };
  }

  /** True when the operator that is next is an argument itself: a comma, a closing parenthesis or a new unit follows. */
  #standsAlone(code: number): boolean {
    const next = this.codeAhead(1);
    if (next === Token.comma || next === Token.rightParenthesis) return true;
    const isPrefix = code === OperatorToken.minus || operatorOfCode(code)!.fixity === "prefix";
    if (!isPrefix && next === Token.identifier) return !this.#isBullet(code);
    return this.beginsUnit(this.position + 1) || next === Keyword.IN || next === junctionEnd;
  }
}

function isOpening(code: number): boolean {
  return (
    code === Token.leftParenthesis || code === Token.leftBracket || code === Token.leftBrace || code === Token.leftAngle
  );
}

function plainName(expression: Expression): Name | undefined {
  if (expression.kind !== "name" || expression.steps.length > 1) return undefined;
  const step = expression.steps[0]!;
  if (step.kind !== "name" || step.arguments.length > 0) return undefined;
  return { text: step.name, start: step.start, end: step.end };
}

/** The value of an integer literal; undefined for a fraction. */
function numberValue(text: string): bigint | undefined {
  if (text.includes(".")) return undefined;
  if (!text.startsWith("\\")) return BigInt(text);
  const prefix = { b: "0b", o: "0o", h: "0x" }[text.charAt(1).toLowerCase()]!;
  return BigInt(prefix + text.slice(2));
}
