/**
 * Prints a syntax tree as TLA+ whose parse is the same tree. Spacing and line breaks are the printer's own; comments,
 * proofs and spellings are not in the tree, and an ASSUME ... PROVE theorem, whose body is not either, gets a stand-in.
 *
 * It adds no parentheses: a tree that could not have been parsed (a sum under a product without `parentheses`) prints
 * as text that means something else.
 */
import type {
  Bound,
  Expression,
  ExceptStep,
  Instance,
  Module,
  ModuleFile,
  Name,
  NameStep,
  Parameter,
  Unit,
} from "./ast.ts";
import { operatorOf } from "./operators.ts";
import { PrintBuffer } from "./print-buffer.ts";

/** The text of an expression. */
export function printExpression(expression: Expression): string {
  const printer = new Printer();
  printer.expression(expression);
  return printer.toString();
}

/** The text of a definition, declaration or nested module. */
export function printUnit(unit: Unit): string {
  const printer = new Printer();
  printer.unit(unit);
  return printer.toString();
}

/** The text of a whole file: its modules one after another. */
export function printModuleFile(file: ModuleFile): string {
  const printer = new Printer();
  for (const module of file.modules) {
    printer.unit(module);
    printer.endUnit();
  }
  return printer.toString();
}

/** The literal of a string value, with its quotes. */
export function quoteString(value: string): string {
  return `"${value.replace(/[\\"\n\t\r\f]/g, (character) => escapes.get(character)!)}"`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
  ["\f", "\\f"],
]);

class Printer {
  readonly #out = new PrintBuffer();

  toString(): string {
    return this.#out.toString();
  }

  endUnit(): void {
    this.#out.endUnit();
  }

  // ---------------------------------------------------------------------------------------- units

  unit(unit: Unit): void {
    const out = this.#out;
    switch (unit.kind) {
      case "module":
        return this.#module(unit);
      case "separator":
        return out.token("----");
      case "constants":
        out.token("CONSTANTS");
        return this.#commas(unit.declarations, (declaration) => this.#parameter(declaration));
      case "variables":
        out.token("VARIABLES");
        return this.#names(unit.names);
      case "recursive":
        out.token("RECURSIVE");
        return this.#commas(unit.declarations, (declaration) => this.#parameter(declaration));
      case "operator":
      case "functionDefinition":
      case "instanceDefinition":
        return this.#definition(unit);
      case "instance":
        if (unit.isLocal) out.token("LOCAL");
        return this.#instance(unit.instance);
      case "assume":
        return this.#fact(unit.isAxiom ? "AXIOM" : "ASSUME", unit.name, unit.expression);
      case "theorem":
        return this.#fact("THEOREM", unit.name, unit.expression);
      case "useOrHide":
        return out.token("USE");
    }
  }

  #module(module: Module): void {
    const out = this.#out;
    out.token(`---- MODULE ${module.name.text} ----`);
    out.endUnit();
    if (module.extends.length > 0) {
      out.token("EXTENDS");
      this.#names(module.extends);
      out.endUnit();
    }
    for (const unit of module.units) {
      this.unit(unit);
      out.endUnit();
    }
    out.token("====");
  }

  #fact(word: string, name: Name | undefined, expression: Expression | undefined): void {
    const out = this.#out;
    out.token(word);
    if (name !== undefined) out.token(`${name.text} ==`);
    if (expression === undefined) out.token("ASSUME TRUE PROVE TRUE");
    else this.expression(expression);
  }

  #definition(unit: Extract<Unit, { kind: "operator" | "functionDefinition" | "instanceDefinition" }>): void {
    const out = this.#out;
    if (unit.isLocal) out.token("LOCAL");
    if (unit.kind === "functionDefinition") {
      out.token(unit.name.text);
      out.openingGlued("[");
      this.#commas(unit.bounds, (bound) => this.#bound(bound));
      out.glued("]");
    } else if (unit.kind === "operator" && unit.fixity !== "name") this.#symbolHead(unit.name.text, unit.parameters);
    else {
      out.token(unit.name.text);
      if (unit.parameters.length > 0) {
        out.openingGlued("(");
        this.#commas(unit.parameters, (parameter) => this.#parameter(parameter));
        out.glued(")");
      }
    }
    out.token("==");
    if (unit.kind === "instanceDefinition") this.#instance(unit.instance);
    else this.expression(unit.body);
  }

  /** `a + b`, `a ^+`, `-. a` */
  #symbolHead(symbol: string, parameters: readonly Parameter[]): void {
    const [first, second] = parameters;
    const isPrefix = operatorOf(symbol)?.fixity === "prefix";
    if (isPrefix) this.#out.token(symbol);
    this.#out.token(first!.name.text);
    if (!isPrefix) this.#out.token(symbol);
    if (second !== undefined) this.#out.token(second.name.text);
  }

  #parameter(parameter: Parameter): void {
    const out = this.#out;
    switch (parameter.fixity) {
      case "prefix":
        return out.token(`${parameter.name.text} _`);
      case "postfix":
        return out.token(`_ ${parameter.name.text}`);
      case "infix":
        return out.token(`_ ${parameter.name.text} _`);
      case "name": {
        const blanks = Array.from({ length: parameter.arity }, () => "_").join(", ");
        return out.token(parameter.arity === 0 ? parameter.name.text : `${parameter.name.text}(${blanks})`);
      }
    }
  }

  #instance(instance: Instance): void {
    const out = this.#out;
    out.token("INSTANCE");
    out.token(instance.module.text);
    if (instance.substitutions.length === 0) return;
    out.token("WITH");
    this.#commas(instance.substitutions, (substitution) => {
      out.token(substitution.name.text);
      out.token("<-");
      this.expression(substitution.value);
    });
  }

  // ---------------------------------------------------------------------------------------- lists

  #commas<T>(items: readonly T[], print: (item: T) => void): void {
    items.forEach((item, index) => {
      if (index > 0) this.#out.glued(",");
      print(item);
    });
  }

  #expressions(expressions: readonly Expression[]): void {
    this.#commas(expressions, (expression) => this.expression(expression));
  }

  #names(names: readonly Name[]): void {
    this.#commas(names, (name) => this.#out.token(name.text));
  }

  #bound(bound: Bound): void {
    this.#binder(bound.names, bound.isTuple);
    this.#out.token("\\in");
    this.expression(bound.set);
  }

  #binder(names: readonly Name[], isTuple: boolean): void {
    if (isTuple) this.#out.opening("<<");
    this.#names(names);
    if (isTuple) this.#out.glued(">>");
  }

  #bracket(open: string, close: string, elements: readonly Expression[]): void {
    this.#out.opening(open);
    this.#expressions(elements);
    this.#out.glued(close);
  }

  // ---------------------------------------------------------------------------------------- expressions

  expression(node: Expression): void {
    const out = this.#out;
    switch (node.kind) {
      case "number":
        return out.token(node.text);
      case "string":
        return out.token(quoteString(node.value));
      case "operatorName":
        return out.token(node.symbol);
      case "exceptAt":
        return out.token("@");
      case "name":
        return this.#path(node.steps);
      case "parentheses":
        return this.#bracket("(", ")", [node.expression]);
      case "tuple":
        return this.#bracket("<<", ">>", node.elements);
      case "setEnumeration":
        return this.#bracket("{", "}", node.elements);
      case "prefix":
        return this.#prefix(node);
      case "infix":
        this.expression(node.left);
        out.token(this.#infixSymbol(node.operator));
        return this.expression(node.right);
      case "postfix":
        this.expression(node.operand);
        return out.glued(node.operator);
      case "junction":
        return this.#junction(node);
      case "product":
        return node.factors.forEach((factor, index) => {
          if (index > 0) out.token("\\X");
          this.expression(factor);
        });
      case "apply":
        this.expression(node.function);
        out.openingGlued("[");
        this.#expressions(node.arguments);
        return out.glued("]");
      case "field":
        this.expression(node.record);
        // `1.2a` would begin with a fraction.
        if (/^\d/.test(node.field.text)) out.opening(".");
        else out.openingGlued(".");
        return out.token(node.field.text);
      default:
        return this.#form(node);
    }
  }

  /** After a junction list the symbol begins a line, where `/\` could be read as one more bullet. */
  #infixSymbol(symbol: string): string {
    if (!this.#out.isAfterList) return symbol;
    return symbol === "/\\" ? "\\land" : symbol === "\\/" ? "\\lor" : symbol;
  }

  #prefix(node: Extract<Expression, { kind: "prefix" }>): void {
    const isWord = /^[A-Z]/.test(node.operator);
    const text = node.operator === "-." ? "-" : node.operator;
    if (isWord) this.#out.token(text);
    else this.#out.opening(text);
    this.expression(node.operand);
  }

  #junction(node: Extract<Expression, { kind: "junction" }>): void {
    const out = this.#out;
    const column = out.columnOf(node.operator);
    node.items.forEach((item, index) => {
      if (index > 0) out.newLine(column);
      out.token(node.operator);
      this.expression(item);
    });
    out.finishList(column);
  }

  #path(steps: readonly NameStep[]): void {
    const out = this.#out;
    steps.forEach((step, index) => {
      if (index > 0) out.openingGlued("!");
      switch (step.kind) {
        case "name":
          out.token(step.name);
          break;
        case "symbol":
          // An operand that begins with /\ would be a junction list.
          out.token(index > 0 ? step.symbol : nonfixSpelling(step.symbol));
          break;
        case "index":
          return out.token(String(step.index));
        case "selector":
          return out.token(step.selector);
        case "arguments":
      }
      if (step.arguments.length === 0) return;
      out.openingGlued("(");
      this.#expressions(step.arguments);
      out.glued(")");
    });
  }

  /** Forms with words and brackets of their own. */
  #form(node: Exclude<Expression, { kind: SimpleKind }>): void {
    const out = this.#out;
    switch (node.kind) {
      case "setFilter":
        out.opening("{");
        this.#bound(node.bound);
        out.token(":");
        this.expression(node.predicate);
        return out.glued("}");
      case "setMap":
        out.opening("{");
        this.expression(node.element);
        out.token(":");
        this.#commas(node.bounds, (bound) => this.#bound(bound));
        return out.glued("}");
      case "function":
        out.opening("[");
        this.#commas(node.bounds, (bound) => this.#bound(bound));
        out.token("|->");
        this.expression(node.body);
        return out.glued("]");
      case "functionSet":
        out.opening("[");
        this.expression(node.domain);
        out.token("->");
        this.expression(node.range);
        return out.glued("]");
      case "record":
        return this.#fields(
          "|->",
          node.fields.map((field) => [field.name, field.value]),
        );
      case "recordSet":
        return this.#fields(
          ":",
          node.fields.map((field) => [field.name, field.set]),
        );
      case "except":
        return this.#except(node);
      case "boxAction":
      case "angleAction":
        out.opening(node.kind === "boxAction" ? "[" : "<<");
        this.expression(node.action);
        out.openingGlued(node.kind === "boxAction" ? "]_" : ">>_");
        return this.expression(node.subscript);
      case "fairness":
        out.opening(`${node.strength}_`);
        this.expression(node.subscript);
        out.openingGlued("(");
        this.expression(node.action);
        return out.glued(")");
      default:
        return this.#wordForm(node);
    }
  }

  #fields(mark: string, fields: readonly (readonly [Name, Expression])[]): void {
    const out = this.#out;
    out.opening("[");
    this.#commas(fields, ([name, value]) => {
      out.token(name.text);
      out.token(mark);
      this.expression(value);
    });
    out.glued("]");
  }

  #except(node: Extract<Expression, { kind: "except" }>): void {
    const out = this.#out;
    out.opening("[");
    this.expression(node.function);
    out.token("EXCEPT");
    this.#commas(node.updates, (update) => {
      out.opening("!");
      for (const step of update.path) this.#exceptStep(step);
      out.token("=");
      this.expression(update.value);
    });
    out.glued("]");
  }

  #exceptStep(step: ExceptStep): void {
    const out = this.#out;
    if (step.kind === "field") {
      out.openingGlued(".");
      return out.token(step.field.text);
    }
    out.openingGlued("[");
    this.#expressions(step.arguments);
    out.glued("]");
  }

  #wordForm(node: Extract<Expression, { kind: WordKind }>): void {
    const out = this.#out;
    switch (node.kind) {
      case "quantifier":
        out.token(node.quantifier);
        this.#commas(node.bounds, (bound) => this.#bound(bound));
        return this.#body(":", node.body);
      case "unboundedQuantifier":
        out.token(node.quantifier);
        this.#names(node.names);
        return this.#body(":", node.body);
      case "choose":
        out.token("CHOOSE");
        this.#binder(node.names, node.isTuple);
        if (node.set !== undefined) this.#body("\\in", node.set);
        return this.#body(":", node.body);
      case "lambda":
        out.token("LAMBDA");
        this.#names(node.parameters);
        return this.#body(":", node.body);
      case "label":
        out.token(node.name.text);
        if (node.parameters.length > 0) {
          out.openingGlued("(");
          this.#names(node.parameters);
          out.glued(")");
        }
        return this.#body("::", node.body);
      case "if":
        this.#body("IF", node.condition);
        this.#body("THEN", node.then);
        return this.#body("ELSE", node.else);
      case "case":
        return this.#case(node);
      case "let":
        return this.#let(node);
    }
  }

  #body(word: string, body: Expression): void {
    this.#out.token(word);
    this.expression(body);
  }

  #case(node: Extract<Expression, { kind: "case" }>): void {
    node.arms.forEach((arm, index) => {
      this.#body(index === 0 ? "CASE" : "[]", arm.guard);
      this.#body("->", arm.value);
    });
    if (node.other !== undefined) this.#body(node.arms.length === 0 ? "CASE OTHER ->" : "[] OTHER ->", node.other);
  }

  #let(node: Extract<Expression, { kind: "let" }>): void {
    const out = this.#out;
    const column = out.columnOf("LET");
    out.token("LET");
    node.units.forEach((unit, index) => {
      if (index > 0) out.newLine(column + "LET ".length);
      this.unit(unit);
    });
    out.newLine(column);
    this.#body("IN", node.body);
  }
}

type SimpleKind =
  | "number"
  | "string"
  | "operatorName"
  | "exceptAt"
  | "name"
  | "parentheses"
  | "tuple"
  | "setEnumeration"
  | "prefix"
  | "infix"
  | "postfix"
  | "junction"
  | "product"
  | "apply"
  | "field";

type WordKind = "quantifier" | "unboundedQuantifier" | "choose" | "lambda" | "label" | "if" | "case" | "let";

function nonfixSpelling(symbol: string): string {
  return symbol === "/\\" ? "\\land" : symbol === "\\/" ? "\\lor" : symbol;
}
