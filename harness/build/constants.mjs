/**
 * An esbuild plugin that writes numeric constants of modules where they are used: `RECORD_HEAD`, `Kind.Tuple`. In a bundle
 * they are variables that may still change for all that V8 knows, so that hot code reads and tests them again and again.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

export function inlinedConstants(root) {
  const modules = new Map();
  const constantsOf = (file) => {
    let constants = modules.get(file);
    if (constants === undefined) modules.set(file, (constants = new Constants(file, constantsOf)));
    return constants;
  };
  return {
    name: "inlined-constants",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!path.startsWith(join(root, "src"))) return undefined;
        return { contents: constantsOf(path).inlined, loader: "ts" };
      });
    },
  };
}

/** What a module knows of numbers: its own constants, and those that it imports. */
class Constants {
  #file;
  #text;
  #source;
  #constantsOf;
  /** Names of the module itself: a number, or the numbers of an object by their names. */
  #own = new Map();
  /** Local name of an import: the module that it comes from, and its name there. */
  #imported = new Map();
  #inlined;

  constructor(file, constantsOf) {
    this.#file = file;
    this.#text = readFileSync(file, "utf8");
    this.#source = ts.createSourceFile(file, this.#text, ts.ScriptTarget.Latest, true);
    this.#constantsOf = constantsOf;
    for (const statement of this.#source.statements) {
      if (ts.isImportDeclaration(statement)) this.#readImport(statement);
      else if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.Const)
        this.#readConstants(statement);
    }
  }

  #readImport({ importClause, moduleSpecifier }) {
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings) || !moduleSpecifier.text.startsWith(".")) return;
    const from = join(dirname(this.#file), moduleSpecifier.text);
    for (const { name, propertyName, isTypeOnly } of bindings.elements) {
      if (!isTypeOnly && !importClause.isTypeOnly && from.endsWith(".ts"))
        this.#imported.set(name.text, { from, name: (propertyName ?? name).text });
    }
  }

  #readConstants(statement) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isIdentifier(name)) continue;
      const value = this.#numbersOf(initializer) ?? this.#numberOf(initializer);
      if (value !== undefined && /^[A-Z]/.test(name.text)) this.#own.set(name.text, value);
    }
  }

  /** The numbers of `{ A: 1, B: 2 } as const`, if it has nothing but numbers. */
  #numbersOf(expression) {
    if (!ts.isAsExpression(expression) || expression.type.getText() !== "const") return undefined;
    if (!ts.isObjectLiteralExpression(expression.expression)) return undefined;
    const numbers = new Map();
    for (const property of expression.expression.properties) {
      const number = ts.isPropertyAssignment(property) ? this.#numberOf(property.initializer) : undefined;
      if (number === undefined || !ts.isIdentifier(property.name)) return undefined;
      numbers.set(property.name.text, number);
    }
    return numbers;
  }

  #numberOf(expression) {
    if (ts.isNumericLiteral(expression)) return Number(expression.text.replaceAll("_", ""));
    if (ts.isParenthesizedExpression(expression)) return this.#numberOf(expression.expression);
    if (ts.isIdentifier(expression)) return numberIn(this.lookup(expression.text));
    if (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression))
      return numberIn(memberIn(this.lookup(expression.expression.text), expression.name.text));
    if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.MinusToken)
      return negative(this.#numberOf(expression.operand));
    if (!ts.isBinaryExpression(expression)) return undefined;
    const operation = OPERATIONS[expression.operatorToken.getText()];
    const [left, right] = [this.#numberOf(expression.left), this.#numberOf(expression.right)];
    return operation === undefined || left === undefined || right === undefined ? undefined : operation(left, right);
  }

  /** What a name at the top of this module stands for, when that is known. */
  lookup(name) {
    const imported = this.#imported.get(name);
    return imported === undefined ? this.#own.get(name) : this.#constantsOf(imported.from).lookup(imported.name);
  }

  /** The text of the module with numbers in the place of constants. */
  get inlined() {
    this.#inlined ??= this.#inline();
    return this.#inlined;
  }

  #inline() {
    const edits = [];
    const visit = (node) => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
      this.#refuseHidden(node);
      const number = isRead(node) ? this.#numberOf(node) : undefined;
      if (number === undefined) ts.forEachChild(node, visit);
      else edits.push({ start: node.getStart(), end: node.getEnd(), text: number < 0 ? `(${number})` : `${number}` });
    };
    visit(this.#source);
    let text = this.#text;
    for (const { start, end, text: number } of edits.reverse()) text = text.slice(0, start) + number + text.slice(end);
    return text;
  }

  /** Constants begin with a capital letter, and nothing local does: names need no scopes. */
  #refuseHidden(node) {
    const isLocal = ts.isParameter(node) || ts.isBindingElement(node) || ts.isVariableDeclaration(node);
    if (!isLocal || !ts.isIdentifier(node.name) || this.lookup(node.name.text) === undefined) return;
    if (node.parent.parent?.parent === this.#source) return;
    throw new Error(`${this.#file}: ${node.name.text} hides a constant of the module`);
  }
}

const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "**": (a, b) => a ** b,
  "|": (a, b) => a | b,
  "<<": (a, b) => a << b,
};

const numberIn = (value) => (typeof value === "number" ? value : undefined);
const memberIn = (value, name) => (value instanceof Map ? value.get(name) : undefined);
const negative = (value) => (value === undefined ? undefined : -value);

/** A name whose value is read, or a member of one. */
function isRead(node) {
  const isMember = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
  if (!isMember && !ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) return false;
  return parent.name !== node;
}
