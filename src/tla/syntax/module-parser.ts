/**
 * Modules: header, EXTENDS, units, end; and going on after an error at the next unit.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { Module, Name, Separator, Unit } from "./ast.ts";
import { ProofParser } from "./proof-parser.ts";
import { Keyword, Token, operatorOfCode } from "./tokens.ts";

/** More errors than this are not reported for one module: the rest is likely to follow from the first. */
export const maxDiagnostics = 20;

/** How deeply modules may be nested in one another. */
export const maxModuleNesting = 50;

export class ModuleParser extends ProofParser {
  /** What went wrong so far. The parser goes on after each, so the tree is only worth something when this is empty. */
  readonly diagnostics: Diagnostic[] = [];
  #moduleNesting = 0;

  /** Parses the module whose header is next. */
  module(): Module {
    const start = this.start;
    const header = this.position;
    if (++this.#moduleNesting > maxModuleNesting)
      this.failExpected("a shallower module", "modules are nested too deeply");
    const name = this.#header();
    const extended = this.#guard(() => this.#extends(), []);
    const units = this.#units(header, name);
    this.#moduleNesting--;
    return { kind: "module", name, extends: extended, units, start, end: this.previousEnd };
  }

  #header(): Name {
    this.expect(Token.separator, "before MODULE");
    this.expect(Keyword.MODULE, "after ----");
    const name = this.expectNameOrWord("the name of the module");
    this.expect(Token.separator, `after MODULE ${name.text}`, `as in ---- MODULE ${name.text} ----`);
    return name;
  }

  #extends(): Name[] {
    if (!this.accept(Keyword.EXTENDS)) return [];
    return this.declaredList(() => this.expectNameOrWord("the name of a module"));
  }

  #units(header: number, name: Name): Unit[] {
    const units: Unit[] = [];
    for (;;) {
      const code = this.lexer.code(this.position);
      if (code === Token.moduleEnd) {
        this.advance();
        return units;
      }
      if (code === Token.endOfFile) {
        this.#reportUnclosed(header, name);
        return units;
      }
      const unit = this.#guard(() => this.#unit(), undefined);
      if (unit !== undefined) units.push(unit);
    }
  }

  #reportUnclosed(header: number, name: Name): void {
    // After another error the end was most likely skipped over.
    if (this.diagnostics.length > 0) return;
    this.#report({
      code: "LS1006",
      severity: "error",
      message: `module ${name.text} is never closed`,
      at: this.location({ start: this.lexer.starts[header]!, end: name.end }),
      hint: "end the module with ====",
    });
  }

  #unit(): Unit {
    switch (this.current()) {
      case Token.separator:
        return this.codeAhead(1) === Keyword.MODULE ? this.module() : this.#separator();
      case Keyword.CONSTANT:
      case Keyword.CONSTANTS:
        return this.constants();
      case Keyword.VARIABLE:
      case Keyword.VARIABLES:
        return this.variables();
      case Keyword.RECURSIVE:
        return this.recursive();
      case Keyword.ASSUME:
      case Keyword.ASSUMPTION:
      case Keyword.AXIOM:
        return this.assume();
      case Keyword.THEOREM:
      case Keyword.PROPOSITION:
      case Keyword.LEMMA:
      case Keyword.COROLLARY:
        return this.theorem();
      case Keyword.USE:
      case Keyword.HIDE:
        return this.useOrHide();
      case Keyword.INSTANCE:
        return this.instanceUnit();
      case Keyword.LOCAL:
        return this.codeAhead(1) === Keyword.INSTANCE ? this.instanceUnit() : this.definition();
      case Token.identifier:
        // A name in the middle of a line that defines nothing is rather the rest of the unit before it.
        if (!this.isFirstOnLine(this.position) && !this.beginsDefinition(this.position)) this.failUnit();
        return this.definition();
      default:
        return this.#otherUnit();
    }
  }

  #otherUnit(): Unit {
    const isPrefix = operatorOfCode(this.current())?.fixity === "prefix";
    if (isPrefix && this.beginsDefinition(this.position)) return this.definition();
    const isExtends = this.current() === Keyword.EXTENDS;
    return this.failUnit(isExtends ? "a module has one EXTENDS, right after its header" : undefined);
  }

  #separator(): Separator {
    const node = this.nodeAt(this.position);
    this.advance();
    return { kind: "separator", ...node };
  }

  // ---------------------------------------------------------------------------------------- going on after errors

  /** Runs one rule; when it fails, notes why, moves to the next unit and gives `otherwise`. */
  #guard<T>(rule: () => T, otherwise: T): T {
    const start = this.position;
    const nesting = this.#moduleNesting;
    this.junctionColumn = 0;
    this.junctionBullet = -1;
    this.depth = 0;
    try {
      return rule();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const diagnostic of error.diagnostics) this.#report(diagnostic);
      this.#moduleNesting = nesting;
      this.junctionColumn = 0;
      this.#skipToUnit(start);
      return otherwise;
    }
  }

  /** Skips to the next line that begins a unit no further right than the one that failed began. */
  #skipToUnit(start: number): void {
    const lexer = this.lexer;
    const column = lexer.columns[start]!;
    if (this.position === start) this.position++;
    for (; ; this.position++) {
      const code = lexer.code(this.position);
      if (code === Token.endOfFile || code === Token.moduleEnd || code === Token.separator) return;
      const mayBegin = lexer.columns[this.position]! <= column && this.isFirstOnLine(this.position);
      if (mayBegin && this.beginsUnit(this.position)) return;
    }
  }

  #report(diagnostic: Diagnostic): void {
    const isKnown = this.diagnostics.some((known) => known.at?.start === diagnostic.at?.start);
    if (isKnown || this.diagnostics.length >= maxDiagnostics) return;
    this.diagnostics.push(diagnostic);
  }
}
