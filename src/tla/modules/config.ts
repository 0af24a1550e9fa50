/**
 * Reads a `.cfg` file: what it says, with places; `spec.ts` holds it against the module.
 *
 * The language is TLC's: statements in any order, lists separated by white space, comments as in TLA+. After a mistake
 * reading goes on at the next statement, so that several mistakes are reported together.
 */
import { DiagnosticError } from "../diagnostics.ts";
import { tokenize, type TokenObject } from "../syntax/lexer.ts";
import type { Location, SourceFile } from "../syntax/source.ts";
import type { Config, ConfigAssignment, ConfigName, ConfigValue } from "./core.ts";
import { didYouMean } from "./near-names.ts";
import { Problems, withHint } from "./problems.ts";

type ListField = "invariants" | "properties" | "constraints" | "actionConstraints" | "postconditions";
type SingleField = "specification" | "init" | "next" | "symmetry" | "view" | "alias";

const listStatements: ReadonlyMap<string, ListField> = new Map([
  ["INVARIANT", "invariants"],
  ["INVARIANTS", "invariants"],
  ["PROPERTY", "properties"],
  ["PROPERTIES", "properties"],
  ["CONSTRAINT", "constraints"],
  ["CONSTRAINTS", "constraints"],
  ["ACTION_CONSTRAINT", "actionConstraints"],
  ["ACTION_CONSTRAINTS", "actionConstraints"],
  ["POSTCONDITION", "postconditions"],
  ["POSTCONDITIONS", "postconditions"],
]);

const singleStatements: ReadonlyMap<string, SingleField> = new Map([
  ["SPECIFICATION", "specification"],
  ["INIT", "init"],
  ["NEXT", "next"],
  ["SYMMETRY", "symmetry"],
  ["VIEW", "view"],
  ["ALIAS", "alias"],
]);

/** Statements of TLC that guide its simulator; they do not change what a specification means. */
const ignoredStatements: ReadonlySet<string> = new Set(["_PERIODIC", "_RL_REWARD", "_POSSIBLE"]);

const otherStatements = ["CONSTANT", "CONSTANTS", "CHECK_DEADLOCK"];

const statementNames: ReadonlySet<string> = new Set([
  ...listStatements.keys(),
  ...singleStatements.keys(),
  ...ignoredStatements,
  ...otherStatements,
]);

/** Sets nest no deeper than this in a config. */
const nestingMax = 1000;

/** A stretch of a text, from `start` up to `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a module's file itself says how it is to be checked, as the traces do that TLC writes: from the line
 * `---- CONFIG Name ----` to the next line that begins with `====`. Undefined when there is no such part.
 */
export function configInside(text: string, name: string): Stretch | undefined {
  for (const header of text.matchAll(/^-{4,}\s*CONFIG\s+(\w+)\s*-{4,}\s*$/gm)) {
    if (header[1] !== name) continue;
    const start = header.index + header[0].length;
    const length = text.slice(start).search(/^====/m);
    return { start, end: length < 0 ? text.length : start + length };
  }
  return undefined;
}

/** Parses a config file, or a stretch of it; throws `DiagnosticError` with every mistake found. */
export function parseConfig(file: SourceFile, stretch?: Stretch): Config {
  const parser = new ConfigParser(file, stretch);
  parser.parse();
  return parser.finish();
}

/** Thrown inside the parser to go on at the next statement; the problem is reported already. */
class StatementFailed extends Error {}

class ConfigParser {
  readonly #file: SourceFile;
  readonly #tokens: readonly TokenObject[];
  readonly #problems = new Problems();
  #index = 0;
  readonly #lists: Record<ListField, ConfigName[]> = {
    invariants: [],
    properties: [],
    constraints: [],
    actionConstraints: [],
    postconditions: [],
  };
  readonly #single: Partial<Record<SingleField, ConfigName>> = {};
  readonly #assignments: ConfigAssignment[] = [];
  #checkDeadlock: boolean | undefined;

  constructor(file: SourceFile, stretch: Stretch | undefined) {
    this.#file = file;
    this.#tokens = tokenize(file, stretch?.start, stretch?.end);
  }

  parse(): void {
    while (this.#index < this.#tokens.length) {
      try {
        this.#statement();
      } catch (error) {
        if (!(error instanceof StatementFailed)) throw error;
        while (this.#index < this.#tokens.length && !this.#atStatement()) this.#index++;
      }
    }
  }

  finish(): Config {
    if (this.#problems.errors.length > 0) throw new DiagnosticError(this.#problems.errors);
    return {
      file: this.#file,
      assignments: this.#assignments,
      ...this.#lists,
      ...this.#single,
      ...(this.#checkDeadlock === undefined ? {} : { checkDeadlock: this.#checkDeadlock }),
    };
  }

  #statement(): void {
    const token = this.#next();
    const list = listStatements.get(token.text);
    const single = singleStatements.get(token.text);
    if (list !== undefined) {
      while (this.#more()) this.#lists[list].push(this.#name(token.text));
    } else if (single !== undefined) {
      this.#singleStatement(single, token);
    } else if (token.text === "CONSTANT" || token.text === "CONSTANTS") {
      while (this.#more()) this.#assignment();
    } else if (token.text === "CHECK_DEADLOCK") {
      this.#deadlockStatement(token);
    } else if (ignoredStatements.has(token.text)) {
      while (this.#more()) this.#index++;
    } else {
      this.#unknownStatement(token);
    }
  }

  #unknownStatement(token: TokenObject): never {
    if (token.diagnostic !== undefined) this.#fail("LS3001", token.diagnostic.message, token, token.diagnostic.hint);
    const isWord = token.kind === "identifier" || token.kind === "keyword";
    const hint =
      didYouMean(token.text, statementNames) ??
      (isWord
        ? "a config consists of statements such as SPECIFICATION, CONSTANT and INVARIANT"
        : "names in a list are separated by white space");
    this.#fail("LS3001", `${token.text} does not begin a statement of a config`, token, hint);
  }

  #singleStatement(field: SingleField, keyword: TokenObject): void {
    if (!this.#more()) this.#fail("LS3002", `${keyword.text} must be followed by a name`, keyword);
    const name = this.#name(keyword.text);
    const earlier = this.#single[field];
    if (earlier === undefined) {
      this.#single[field] = name;
      return;
    }
    this.#problems.error("LS3003", `${keyword.text} appears twice`, this.#at(keyword), {
      hint: "remove one of the two",
      notes: [{ message: `it is ${earlier.name} here already`, at: earlier.at }],
    });
  }

  #deadlockStatement(keyword: TokenObject): void {
    const token = this.#tokens[this.#index];
    if (token?.text !== "TRUE" && token?.text !== "FALSE") {
      const hint = "write CHECK_DEADLOCK FALSE when behaviours may end";
      this.#fail("LS3002", "CHECK_DEADLOCK must be followed by TRUE or FALSE", token ?? keyword, hint);
    }
    this.#index++;
    this.#checkDeadlock = token.text === "TRUE";
  }

  /** `A = v`, `A <- B`, `A <-[M] B`, `A = [M] v`, `Op(1, 2) = v`, `I!A <- B` */
  #assignment(): void {
    const start = this.#tokens[this.#index]!;
    const name = this.#constantName();
    const given = this.#tokens[this.#index]?.text === "(" ? this.#argumentList() : undefined;
    const operator = this.#tokens[this.#index];
    if (operator === undefined || (operator.text !== "=" && operator.text !== "<-")) {
      const found = operator === undefined ? "the end of the file" : operator.text;
      const hint = `write ${name.name} = value, or ${name.name} <- Definition`;
      this.#fail("LS3002", `expected = or <- after ${name.name}, found ${found}`, operator ?? start, hint);
    }
    this.#index++;
    const module = this.#tokens[this.#index]?.text === "[" ? this.#moduleName() : undefined;
    const to =
      operator.text === "="
        ? { kind: "value" as const, value: this.#value(name.name, 0) }
        : { kind: "definition" as const, name: this.#name("<-").name };
    if (to.kind === "value") this.#expectValueEnd(name.name);
    const end = this.#tokens[this.#index - 1]!.end;
    this.#assignments.push({
      name,
      ...(module === undefined ? {} : { module }),
      ...(given === undefined ? {} : { arguments: given }),
      to,
      at: { file: this.#file, start: start.start, end },
    });
  }

  /** `1..3`, `2 + 3`, `f[1]`: a value is over where no name follows, so this is an expression. */
  #expectValueEnd(constant: string): void {
    const token = this.#tokens[this.#index];
    if (token === undefined || (token.kind !== "operator" && token.kind !== "punctuation")) return;
    const isComma = token.text === ",";
    this.#fail(
      "LS3004",
      isComma
        ? "assignments are not separated by commas"
        : `a config has no expressions, but ${token.text} follows the value of ${constant}`,
      token,
      isComma ? "write one assignment on each line" : `define the value in the module and write ${constant} <- Name`,
    );
  }

  /** The left side of an assignment: a name, or the symbol of an operator constant as in `+ <- Plus`. */
  #constantName(): ConfigName {
    const token = this.#tokens[this.#index];
    const next = this.#tokens[this.#index + 1]?.text;
    if (token?.kind !== "operator" || (next !== "<-" && next !== "(")) return this.#name("CONSTANT");
    this.#index++;
    return { name: token.text, at: this.#at(token) };
  }

  #argumentList(): ConfigValue[] {
    const open = this.#next();
    const values = [this.#value("the argument", 0)];
    while (this.#tokens[this.#index]?.text === ",") {
      this.#index++;
      values.push(this.#value("the argument", 0));
    }
    this.#expect(")", open);
    return values;
  }

  #moduleName(): string {
    const open = this.#next();
    const name = this.#name("[");
    this.#expect("]", open);
    return name.name;
  }

  #value(what: string, depth: number): ConfigValue {
    const token = this.#tokens[this.#index];
    if (token === undefined) {
      this.#fail("LS3002", `a value for ${what} is missing at the end of the file`, this.#tokens[this.#index - 1]!);
    }
    this.#index++;
    switch (token.kind) {
      case "number":
        if (/^\d+$/.test(token.text)) return { kind: "number", value: BigInt(token.text) };
        break;
      case "string":
        return { kind: "string", value: token.value ?? "" };
      case "identifier":
      case "keyword":
        if (token.text === "TRUE" || token.text === "FALSE") return { kind: "boolean", value: token.text === "TRUE" };
        if (!statementNames.has(token.text)) return { kind: "modelValue", name: token.text };
        break;
      default:
        if (token.text === "{" && depth < nestingMax) return { kind: "set", elements: this.#elements(token, depth) };
    }
    this.#index--;
    const hint = valueHint(what, token);
    this.#fail("LS3004", `${token.text} is not a value that a config can hold`, token, hint);
  }

  #elements(open: TokenObject, depth: number): ConfigValue[] {
    const elements: ConfigValue[] = [];
    if (this.#tokens[this.#index]?.text === "}") {
      this.#index++;
      return elements;
    }
    elements.push(this.#value("the set", depth + 1));
    while (this.#tokens[this.#index]?.text === ",") {
      this.#index++;
      elements.push(this.#value("the set", depth + 1));
    }
    this.#expect("}", open);
    return elements;
  }

  /** A name; `I!Name` is read as one name. */
  #name(after: string): ConfigName {
    const token = this.#tokens[this.#index];
    if (token === undefined || (token.kind !== "identifier" && token.kind !== "keyword")) {
      const found = token === undefined ? "the end of the file" : token.text;
      const hint =
        token?.text === ","
          ? "names in a list are separated by white space"
          : token?.text === ":" || token?.text === "="
            ? "a keyword is followed by names, with nothing between"
            : undefined;
      this.#fail(
        "LS3002",
        `expected a name after ${after}, found ${found}`,
        token ?? this.#tokens[this.#index - 1]!,
        hint,
      );
    }
    this.#index++;
    let text = token.text;
    let end = token.end;
    while (this.#tokens[this.#index]?.text === "!" && this.#tokens[this.#index + 1]?.kind === "identifier") {
      const member = this.#tokens[this.#index + 1]!;
      text += `!${member.text}`;
      end = member.end;
      this.#index += 2;
    }
    return { name: text, at: { file: this.#file, start: token.start, end } };
  }

  #expect(text: string, open: TokenObject): void {
    const token = this.#tokens[this.#index];
    if (token?.text === text) {
      this.#index++;
      return;
    }
    const found = token === undefined ? "the end of the file" : token.text;
    this.#problems.error("LS3002", `expected ${text}, found ${found}`, this.#at(token ?? open), {
      notes: [{ message: `to close this ${open.text}`, at: this.#at(open) }],
    });
    throw new StatementFailed();
  }

  #atStatement(): boolean {
    return statementNames.has(this.#tokens[this.#index]!.text);
  }

  #more(): boolean {
    return this.#index < this.#tokens.length && !this.#atStatement();
  }

  #next(): TokenObject {
    return this.#tokens[this.#index++]!;
  }

  #at(token: TokenObject): Location {
    return { file: this.#file, start: token.start, end: token.end };
  }

  #fail(code: string, message: string, token: TokenObject, hint?: string): never {
    this.#problems.error(code, message, this.#at(token), withHint(hint));
    throw new StatementFailed();
  }
}

function valueHint(what: string, token: TokenObject): string {
  if (token.text === "-")
    return `a config has no negative numbers: define the value in the module and write ${what} <- Name`;
  if (token.text === "<<" || token.text === "[") {
    return `a config has no tuples, records or functions: define the value in the module and write ${what} <- Name`;
  }
  return "values are numbers, strings, TRUE, FALSE, names (model values) and sets of these";
}
