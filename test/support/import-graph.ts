/**
 * The import graph of the project, read with ts-morph: who imports which file, and which identifiers a file uses as
 * globals. Only the tidy test reads it.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join, posix, relative } from "node:path";
import { Node, Project, SyntaxKind, type SourceFile } from "ts-morph";

export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

export interface Import {
  /** Project-relative path of the importing file. */
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Project-relative path of the imported file; absent for packages and `node:` modules. */
  readonly to?: string;
  readonly isTypeOnly: boolean;
}

/** Files below `folder` with one of the extensions, project-relative with forward slashes, in order. */
export function filesIn(folder: string, extensions: readonly string[]): string[] {
  const skipped = new Set(["node_modules", "dist", ".lockstep", ".git", "coverage"]);
  const found: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) walk(path);
      } else if (extensions.some((extension) => entry.name.endsWith(extension))) {
        found.push(relative(root, path).split("\\").join("/"));
      }
    }
  };
  walk(join(root, folder));
  return found.sort();
}

/** Parses the files without resolving anything outside them. */
export function parse(paths: readonly string[]): SourceFile[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  return paths.map((path) => project.addSourceFileAtPath(join(root, path)));
}

export function pathOf(file: SourceFile): string {
  return relative(root, file.getFilePath()).split("\\").join("/");
}

/** Static imports, re-exports, `import()` calls and types, and scripts that are started: `compiledFile("path.js")`. */
export function importsOf(file: SourceFile): Import[] {
  const from = pathOf(file);
  const found: Import[] = [];
  const add = (node: Node, specifier: string, isTypeOnly: boolean): void => {
    const base = { from, line: node.getStartLineNumber(), specifier, isTypeOnly };
    found.push(
      specifier.startsWith(".") ? { ...base, to: posix.normalize(posix.join(dirname(from), specifier)) } : base,
    );
  };
  for (const declaration of file.getImportDeclarations()) {
    const named = declaration.getNamedImports();
    const onlyTypes = named.length > 0 && named.every((name) => name.isTypeOnly()) && !declaration.getDefaultImport();
    add(declaration, declaration.getModuleSpecifierValue(), declaration.isTypeOnly() || onlyTypes);
  }
  for (const declaration of file.getExportDeclarations()) {
    const specifier = declaration.getModuleSpecifierValue();
    if (specifier !== undefined) add(declaration, specifier, declaration.isTypeOnly());
  }
  for (const node of file.getDescendantsOfKind(SyntaxKind.ImportType)) {
    const literal = node.getArgument().asKind(SyntaxKind.LiteralType)?.getLiteral();
    if (Node.isStringLiteral(literal)) add(node, literal.getLiteralValue(), true);
  }
  for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const [argument] = call.getArguments();
    if (!Node.isStringLiteral(argument)) continue;
    const path = argument.getLiteralValue();
    if (call.getExpression().getKind() === SyntaxKind.ImportKeyword) add(call, path, false);
    if (call.getExpression().getText() === "compiledFile" && /\.c?js$/.test(path)) {
      const to = path.replace(/\.c?js$/, ".ts");
      found.push({ from, line: call.getStartLineNumber(), specifier: path, to, isTypeOnly: false });
    }
  }
  return found;
}

/** Places where `name` is read as a global: not a property, key, parameter, type or declaration of that name. */
export function usesOfGlobal(file: SourceFile, names: ReadonlySet<string>): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = [];
  for (const identifier of file.getDescendantsOfKind(SyntaxKind.Identifier)) {
    const name = identifier.getText();
    if (!names.has(name) || isOnlyALabel(identifier)) continue;
    found.push({ name, line: identifier.getStartLineNumber() });
  }
  return found;
}

function isOnlyALabel(identifier: Node): boolean {
  const parent = identifier.getParent();
  if (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === identifier) {
    return parent.getExpression().getText() !== "globalThis";
  }
  if (Node.isTypeReference(parent) || Node.isQualifiedName(parent)) return true;
  const named = [
    Node.isPropertyAssignment,
    Node.isPropertySignature,
    Node.isPropertyDeclaration,
    Node.isMethodDeclaration,
    Node.isMethodSignature,
    Node.isInterfaceDeclaration,
    Node.isTypeAliasDeclaration,
  ];
  return (
    parent !== undefined &&
    named.some((is) => is(parent) && "getNameNode" in parent && parent.getNameNode() === identifier)
  );
}

/** Property reads such as `Math.random` or `x.localeCompare`, as "object.property" text with the line. */
export function propertyReads(file: SourceFile): { text: string; property: string; line: number }[] {
  return file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression).map((node) => ({
    text: node.getText(),
    property: node.getName(),
    line: node.getStartLineNumber(),
  }));
}
