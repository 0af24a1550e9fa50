/**
 * Names inside expressions of an action: a variable that the step has assigned is primed, one that each process has its
 * own of is applied to the process.
 *
 * It works on tokens, so a bound name that is the name of such a variable is changed too, as by the reference translator.
 */
import { ExpressionText, builtin } from "../expression-text.ts";
import type { Emission } from "./emission.ts";

/** Which variables a step has assigned so far, and how often. */
export class Changes {
  readonly #counts: Map<string, number>;

  constructor(before?: Changes) {
    this.#counts = new Map(before === undefined ? [] : before.#counts);
  }

  has(variable: string): boolean {
    return this.#counts.has(variable);
  }

  /** Counts an assignment; returns how many there are now. */
  add(variable: string): number {
    const count = (this.#counts.get(variable) ?? 0) + 1;
    this.#counts.set(variable, count);
    return count;
  }

  /** Takes the larger count of each variable. */
  merge(other: Changes): void {
    for (const [variable, count] of other.#counts)
      this.#counts.set(variable, Math.max(count, this.#counts.get(variable) ?? 0));
  }
}

/** `[self]` or `[id]`. */
export function subscriptOf(process: ExpressionText): ExpressionText {
  const bracket = process.clone();
  for (const token of bracket.tokens) token.column += 1;
  bracket.lines[0]!.unshift({ ...builtin("["), column: 0 });
  bracket.append(builtin("]"));
  return bracket;
}

/** A copy of `expression` with primes and with `subscript` behind the variables of a process. */
export function inAction(
  emission: Emission,
  expression: ExpressionText,
  subscript: ExpressionText | undefined,
  changes: Changes,
): ExpressionText {
  const copy = expression.clone();
  const replacements = new Map<string, ExpressionText>();
  for (const token of copy.tokens) {
    if (replacements.has(token.text)) continue;
    const isPrimed = token.type === "identifier" && changes.has(token.text);
    const isSubscripted =
      token.type === "added" || (token.type === "identifier" && emission.subscripted.has(token.text));
    if (!isPrimed && !(isSubscripted && subscript !== undefined)) continue;
    const { text, type } = token;
    let replacement = new ExpressionText([[{ text, type, column: 0 }]]);
    if (isPrimed) replacement.append(builtin("'"));
    if (isSubscripted && subscript !== undefined) {
      const applied = subscript.clone();
      applied.prepend(replacement, 0);
      replacement = applied;
    }
    replacements.set(text, replacement);
  }
  copy.substitute(replacements, false);
  return copy;
}
