/**
 * The public face of the parser: files, fragments, and the order of words in a text.
 */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { Expression, Module, ModuleFile } from "./ast.ts";
import { Lexer } from "./lexer.ts";
import { ModuleParser } from "./module-parser.ts";
import type { SourceFile } from "./source.ts";
import { Token } from "./tokens.ts";

/** How SANY finds a file's module in the text around it. */
const moduleHeader = /-{4,} *MODULE(?![A-Za-z0-9_])/g;

/** How TLC finds a further module of the file: its header has a line for itself, so that one in a comment is none. */
const furtherHeader = /^-{4,}\s*MODULE\s+\w+\s*-{3,}\s*$/gm;

/**
 * Parses a `.tla` file. The first module is the file's module, and any error in it is thrown; a later module that does
 * not parse goes into `unreadable`, since nobody may ever ask for it (the reference tools do not look at it at all).
 *
 * @throws DiagnosticError with one or more diagnostics, in text order as a rule
 */
export function parseModuleFile(file: SourceFile): ModuleFile {
  const first = headerAfter(file, 0);
  if (first < 0) throw new DiagnosticError([noModule(file)]);
  const parsed = parseModuleAt(file, first);
  if (parsed.diagnostics.length > 0) throw new DiagnosticError(parsed.diagnostics);
  const modules: Module[] = [parsed.module!];
  const unreadable: NonNullable<ModuleFile["unreadable"]>[number][] = [];
  let at = furtherHeaderAfter(file, parsed.end);
  while (at >= 0) {
    const later = parseModuleAt(file, at);
    if (later.module !== undefined && later.diagnostics.length === 0) modules.push(later.module);
    else unreadable.push({ name: later.module?.name.text ?? "", diagnostics: later.diagnostics });
    at = furtherHeaderAfter(file, Math.max(later.end, at + 4));
  }
  return unreadable.length === 0 ? { modules } : { modules, unreadable };
}

/**
 * Parses an expression that is a text of its own, from `start` to `end`: a fragment from a command line, a REPL, an
 * algorithm.
 *
 * @throws DiagnosticError
 */
export function parseExpression(file: SourceFile, start = 0, end = file.text.length): Expression {
  return new FragmentParser(new Lexer(file, start, end)).fragment();
}

/**
 * The words and strings of the file's first module in text order, each once. TLC orders strings by when it first met
 * them, and it meets every token of a module (names, but also numbers and reserved words) before its strings.
 */
export function identifiersAndStrings(file: SourceFile): { identifiers: string[]; strings: string[] } {
  const identifiers = new Set<string>();
  const strings = new Set<string>();
  const start = headerAfter(file, 0);
  const lexer = new Lexer(file, Math.max(start, 0));
  // Nested modules open and close on the way to the end of the first.
  let depth = 0;
  for (let index = 0; lexer.code(index) !== Token.endOfFile; index++) {
    const code = lexer.codes[index]!;
    if (code === Token.string) strings.add(lexer.stringOf(index));
    else if (code !== Token.error) identifiers.add(lexer.textOf(index));
    if (code === Token.separator && lexer.textOf(index + 1) === "MODULE") depth++;
    if (code === Token.moduleEnd && --depth <= 0) break;
  }
  return { identifiers: [...identifiers], strings: [...strings] };
}

class FragmentParser extends ModuleParser {
  /** One expression and nothing after it. */
  fragment(): Expression {
    const expression = this.expression();
    if (this.current() !== Token.endOfFile) this.failExpected("the end of the expression");
    return expression;
  }
}

interface ParsedModule {
  /** Absent when even the header does not parse. */
  readonly module?: Module;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the module ended, or where parsing gave up. */
  readonly end: number;
}

function parseModuleAt(file: SourceFile, start: number): ParsedModule {
  const parser = new ModuleParser(new Lexer(file, start));
  try {
    const module = parser.module();
    return { module, diagnostics: parser.diagnostics, end: module.end };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { diagnostics: [...parser.diagnostics, ...error.diagnostics], end: start };
  }
}

/** The offset of the first module header at or after `from`, or -1. */
export function headerAfter(file: SourceFile, from: number): number {
  moduleHeader.lastIndex = from;
  return moduleHeader.exec(file.text)?.index ?? -1;
}

function furtherHeaderAfter(file: SourceFile, from: number): number {
  furtherHeader.lastIndex = from;
  return furtherHeader.exec(file.text)?.index ?? -1;
}

function noModule(file: SourceFile): Diagnostic {
  return {
    code: "LS1005",
    severity: "error",
    message: "there is no module in this file",
    at: { file, start: 0, end: Math.min(1, file.text.length) },
    hint: "a module begins with ---- MODULE Name ---- and ends with ====",
  };
}
