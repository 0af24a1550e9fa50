/**
 * Theorems and their proofs. Proofs mean nothing to a model checker: they are skipped, by the levels of their steps, so
 * that exactly the proof is skipped and the definitions after it are not. ASSUME ... PROVE is parsed and dropped.
 */
import type { Theorem, UseOrHide } from "./ast.ts";
import { Keyword, OperatorToken, Token, isKeywordCode, isOperatorCode, operatorOfCode } from "./tokens.ts";
import { UnitParser } from "./unit-parser.ts";

/** How deeply proofs may nest; SANY has the same bound. */
export const maxProofDepth = 100;

/** Tokens that no proof step contains. */
const outsideProofs: ReadonlySet<number> = new Set([
  Keyword.THEOREM,
  Keyword.PROPOSITION,
  Keyword.LEMMA,
  Keyword.COROLLARY,
  Keyword.AXIOM,
  Keyword.ASSUMPTION,
  Keyword.EXTENDS,
  Token.separator,
  Token.moduleEnd,
  Token.endOfFile,
]);

const proofKeywords: ReadonlySet<number> = new Set([Keyword.BY, Keyword.PROOF, Keyword.OBVIOUS, Keyword.OMITTED]);

/** Punctuation after which an expression must follow, so that a step's name is a reference and no new step. */
const beforeOperand: ReadonlySet<number> = new Set([
  Token.leftParenthesis,
  Token.leftBracket,
  Token.leftBrace,
  Token.leftAngle,
  Token.comma,
  Token.colon,
  Token.doubleColon,
  Token.bang,
  Token.define,
  Token.mapsTo,
  Token.arrow,
  Token.substitute,
]);

/** Levels of the words `NEW x`, `VARIABLE x` in ASSUME. */
const declarationKinds: ReadonlySet<number> = new Set([
  Keyword.CONSTANT,
  Keyword.VARIABLE,
  Keyword.STATE,
  Keyword.ACTION,
  Keyword.TEMPORAL,
]);

export abstract class ProofParser extends UnitParser {
  protected theorem(): Theorem {
    const start = this.start;
    this.advance();
    const name = this.factName();
    const expression = this.#isAssumeProve() ? this.#skipAssumeProve() : this.expression();
    if (this.#beginsProof(-1)) this.#skipProof(-1, 0);
    const theorem = { kind: "theorem" as const, start, end: this.previousEnd };
    const named = name === undefined ? theorem : { ...theorem, name };
    return expression === undefined ? named : { ...named, expression };
  }

  protected useOrHide(): UseOrHide {
    const start = this.start;
    this.advance();
    this.#skipFacts();
    return { kind: "useOrHide", start, end: this.previousEnd };
  }

  // ---------------------------------------------------------------------------------------- ASSUME ... PROVE

  /** At `ASSUME`, `[]ASSUME`, or a label before them. */
  #isAssumeProve(): boolean {
    let distance = 0;
    if (this.codeAhead(0) === Token.identifier && this.codeAhead(1) === Token.doubleColon) distance = 2;
    if (this.codeAhead(distance) === OperatorToken.box) distance++;
    return this.codeAhead(distance) === Keyword.ASSUME;
  }

  #skipAssumeProve(): undefined {
    this.depth++;
    if (this.accept(Token.identifier)) this.advance();
    this.accept(OperatorToken.box);
    this.expect(Keyword.ASSUME);
    this.commaList(() => this.#skipAssumption());
    if (this.codeAhead(1) === Keyword.PROVE) this.accept(OperatorToken.box);
    this.expect(Keyword.PROVE, "after the assumptions");
    this.expression();
    this.depth--;
  }

  #skipAssumption(): void {
    if (this.#isAssumeProve()) {
      this.#skipNestedAssumeProve();
      return;
    }
    const isNew = this.accept(Keyword.NEW);
    const hasKind = declarationKinds.has(this.current());
    if (hasKind) this.advance();
    if (!isNew && !hasKind) {
      this.expression();
      return;
    }
    this.parameter("the name that is declared");
    if (this.accept(OperatorToken.in)) this.expression();
  }

  #skipNestedAssumeProve(): void {
    if (this.depth > maxProofDepth) this.failExpected("fewer nested ASSUME", `at most ${maxProofDepth} may be nested`);
    this.#skipAssumeProve();
  }

  // ---------------------------------------------------------------------------------------- proofs

  /** True when a proof begins here for a statement in a proof of this level (-1: for a theorem). */
  #beginsProof(level: number): boolean {
    const code = this.lexer.code(this.position);
    if (code !== Token.step) return proofKeywords.has(code);
    const text = this.textAt(this.position);
    if (text.startsWith("<*")) return level < 0;
    return text.startsWith("<+") || stepLevel(text, level) > level;
  }

  /** Skips a proof; `parentLevel` is the level of the proof around it. */
  #skipProof(parentLevel: number, depth: number): void {
    if (depth > maxProofDepth) this.failExpected("a shallower proof", `proofs nest at most ${maxProofDepth} deep`);
    const opener = this.position;
    this.accept(Keyword.PROOF);
    if (this.accept(Keyword.OBVIOUS) || this.accept(Keyword.OMITTED)) return;
    if (this.accept(Keyword.BY)) {
      this.#skipFacts();
      return;
    }
    if (this.current() !== Token.step) this.failExpected("BY, OBVIOUS, OMITTED or a step such as <1>1. after PROOF");
    const level = stepLevel(this.textAt(this.position), parentLevel + 1);
    for (;;) {
      this.#expectStep(opener, level);
      if (this.accept(Keyword.QED)) {
        if (this.#beginsProof(level)) this.#skipProof(level, depth + 1);
        return;
      }
      this.#skipStatement();
      if (this.#beginsProof(level)) this.#skipProof(level, depth + 1);
    }
  }

  #expectStep(opener: number, level: number): void {
    this.throwIfLexical();
    const isStep = this.lexer.code(this.position) === Token.step;
    if (isStep && stepLevel(this.textAt(this.position), level) === level) {
      this.advance();
      return;
    }
    this.fail(this.nodeAt(this.position), {
      code: "LS1012",
      message: `expected the next step of a proof at level ${level}, or its QED, found ${this.describeFound()}`,
      hint: `end the steps of this proof with <${level}> QED`,
      notes: [{ message: "the proof begins here", at: this.location(this.nodeAt(opener)) }],
    });
  }

  /** Skips what a step says, up to its proof or the next step. */
  #skipStatement(): void {
    const first = this.position;
    let isAfterDef = false;
    for (;;) {
      const code = this.lexer.code(this.position);
      if (code === Token.step && this.position > first && !this.#isStepReference(isAfterDef)) return;
      if (proofKeywords.has(code) || outsideProofs.has(code)) return;
      isAfterDef ||= code === Keyword.DEF || code === Keyword.DEFS;
      this.throwIfLexical();
      this.advance();
    }
  }

  /** Skips the facts and definitions after BY, USE and HIDE. */
  #skipFacts(): void {
    this.accept(Keyword.ONLY);
    let isAfterDef = false;
    for (;;) {
      const code = this.lexer.code(this.position);
      if (code === Token.step && !this.#isStepReference(isAfterDef)) return;
      isAfterDef ||= code === Keyword.DEF || code === Keyword.DEFS;
      if (proofKeywords.has(code) || this.beginsUnit(this.position)) return;
      this.throwIfLexical();
      this.advance();
    }
  }

  /**
   * True when the step token that is next stands where an expression is expected. Operators listed after DEF have no
   * operands: in `BY DEF Inv, +` a new step may follow.
   */
  #isStepReference(isAfterDef: boolean): boolean {
    const previous = this.lexer.codes[this.position - 1]!;
    if (isOperatorCode(previous)) return !isAfterDef && operatorOfCode(previous)!.fixity !== "postfix";
    if (isKeywordCode(previous)) return previous !== Keyword.QED && !isTerminal(previous);
    return beforeOperand.has(previous);
  }
}

function isTerminal(code: number): boolean {
  return code === Keyword.OBVIOUS || code === Keyword.OMITTED;
}

/** The level of a step token; `implicit` for `<*>` and `<+>`. */
function stepLevel(text: string, implicit: number): number {
  const digits = /^<(\d+)>/.exec(text);
  return digits === null ? implicit : Number(digits[1]);
}
