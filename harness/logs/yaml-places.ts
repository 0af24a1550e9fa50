/** A YAML text as a value, and where each part of it is written. */
import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from "yaml";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
import type { Location } from "../../src/tla/syntax/source.ts";

/** Keys and indices from the top. */
export type YamlPath = readonly (string | number)[];

const code = "LS7007";
/** Aliases that a value may be built of: a text of some lines must not become a value of gigabytes. */
const aliasesMax = 100;

export class YamlText {
  readonly value: unknown;
  readonly #document: Document;
  readonly #file: Location["file"];

  /** Throws a DiagnosticError for what is no YAML. */
  constructor(path: string, text: string) {
    this.#file = { path, text };
    this.#document = parseDocument(text, { prettyErrors: false });
    // A warning is about a tag that nobody knows, or a directive: its meaning would be a guess.
    const [error] = [...this.#document.errors, ...this.#document.warnings];
    if (error !== undefined) {
      const at = { file: this.#file, start: error.pos[0], end: Math.max(error.pos[0] + 1, error.pos[1]) };
      const message = error.code === "MULTIPLE_DOCS" ? "there is more than one document" : error.message;
      throw new DiagnosticError([{ code, severity: "error", message, at, hint: hintOf(error.code) }]);
    }
    this.value = this.#valueOf();
  }

  #valueOf(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: aliasesMax });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const hint = "an anchor, &name, stands before the aliases, *name, that repeat it";
      throw new DiagnosticError([{ code, severity: "error", message: error.message, at: this.place([]), hint }]);
    }
  }

  /** Where a part is written, its key included; what it is in, where it is not there itself. */
  place(path: YamlPath): Location {
    let found: readonly [number, number] = [0, this.#file.text.length];
    let node: unknown = this.#document.contents;
    for (const step of [undefined, ...path]) {
      const next = step === undefined ? { from: node, node } : this.#below(node, step);
      if (next === undefined) break;
      found = rangeOf(next) ?? found;
      node = next.node;
    }
    return { file: this.#file, start: found[0], end: Math.max(found[0] + 1, found[1]) };
  }

  /** The first text, key or value, of a part for which the test holds. */
  find(path: YamlPath, test: (text: string) => boolean): Location | undefined {
    const node: unknown = this.#document.getIn(path, true);
    for (const scalar of scalarsIn(node)) {
      if (typeof scalar.value !== "string" || !test(scalar.value)) continue;
      const [start, end] = scalar.range!;
      return { file: this.#file, start, end };
    }
    return undefined;
  }

  #below(node: unknown, step: string | number): { readonly from: unknown; readonly node: unknown } | undefined {
    const inner = isAlias(node) ? node.resolve(this.#document) : node;
    if (isSeq(inner)) return { from: inner.items[Number(step)], node: inner.items[Number(step)] };
    if (!isMap(inner)) return undefined;
    const pair = inner.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair === undefined ? undefined : { from: pair.key, node: pair.value };
  }

  /** A mistake in a part, shown at its place. */
  mistake(path: YamlPath, message: string, hint?: string): DiagnosticError {
    const diagnostic: Diagnostic = { code, severity: "error", message, at: this.place(path) };
    return new DiagnosticError([hint === undefined ? diagnostic : { ...diagnostic, hint }]);
  }
}

/** From the key to the end of the value. */
function rangeOf({
  from,
  node,
}: {
  readonly from: unknown;
  readonly node: unknown;
}): readonly [number, number] | undefined {
  const start = (from as Node | null | undefined)?.range?.[0];
  if (start === undefined) return undefined;
  return [start, (node as Node | null | undefined)?.range?.[1] ?? (from as Node).range![1]];
}

function* scalarsIn(node: unknown): IterableIterator<{ readonly value: unknown; readonly range?: Node["range"] }> {
  if (isScalar(node)) yield node;
  if (isPair(node)) for (const part of [(node as Pair).key, (node as Pair).value]) yield* scalarsIn(part);
  if (isMap(node) || isSeq(node)) for (const item of node.items) yield* scalarsIn(item);
}

function hintOf(code: string): string {
  if (code === "MULTIPLE_DOCS") return "a mapping is one document: is there a line of --- too many?";
  if (code === "DUPLICATE_KEY") return "each word is mapped once; anyOf lists what it may mean";
  if (code === "TAB_AS_INDENT") return "indent with spaces";
  if (code === "TAG_RESOLVE_FAILED") return "a text that begins with ! needs quotes";
  return "what belongs together is indented by the same number of spaces; texts with : # { [ & * ! need quotes";
}
