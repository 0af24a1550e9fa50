/**
 * Temporal formulas over numbered leaves, in negation normal form.
 *
 * A leaf is a state predicate or an action predicate. An action leaf holds at a position when the step from it does,
 * and is false of every stuttering step: it is always a `<<A>>_v`, and `[A]_v` is the negation of `<<~A>>_v`. Negation is
 * pushed to the leaves first of all: TLC leaves a double negation standing and reports wrong counterexamples for it.
 */

export type Formula =
  | { readonly kind: "true" }
  | { readonly kind: "false" }
  | { readonly kind: "state"; readonly leaf: number; readonly isNegated: boolean }
  | { readonly kind: "action"; readonly leaf: number; readonly isNegated: boolean }
  | { readonly kind: "and"; readonly parts: readonly Formula[] }
  | { readonly kind: "or"; readonly parts: readonly Formula[] }
  | { readonly kind: "always"; readonly body: Formula }
  | { readonly kind: "eventually"; readonly body: Formula };

export const TRUE: Formula = { kind: "true" };
export const FALSE: Formula = { kind: "false" };

export function stateLeaf(leaf: number): Formula {
  return { kind: "state", leaf, isNegated: false };
}

export function actionLeaf(leaf: number): Formula {
  return { kind: "action", leaf, isNegated: false };
}

/** Conjunction, flattened; absorbs TRUE and FALSE. */
export function and(...parts: readonly Formula[]): Formula {
  const flat = parts
    .flatMap((part) => (part.kind === "and" ? part.parts : [part]))
    .filter((part) => part.kind !== "true");
  if (flat.some((part) => part.kind === "false")) return FALSE;
  return flat.length === 0 ? TRUE : flat.length === 1 ? flat[0]! : { kind: "and", parts: flat };
}

/** Disjunction, flattened; absorbs TRUE and FALSE. */
export function or(...parts: readonly Formula[]): Formula {
  const flat = parts
    .flatMap((part) => (part.kind === "or" ? part.parts : [part]))
    .filter((part) => part.kind !== "false");
  if (flat.some((part) => part.kind === "true")) return TRUE;
  return flat.length === 0 ? FALSE : flat.length === 1 ? flat[0]! : { kind: "or", parts: flat };
}

/** `[]F`, with `[][]F = []F`, `[]<>[]F = <>[]F` and `[](F /\ G) = []F /\ []G`. */
export function always(body: Formula): Formula {
  switch (body.kind) {
    case "true":
    case "false":
    case "always":
      return body;
    case "and":
      return and(...body.parts.map(always));
    case "eventually":
      if (body.body.kind === "always") return body;
      // []<>(F \/ G) = []<>F \/ []<>G
      return body.body.kind === "or"
        ? or(...body.body.parts.map((part) => always(eventually(part))))
        : { kind: "always", body };
    default:
      return { kind: "always", body };
  }
}

/** `<>F`, with `<><>F = <>F`, `<>[]<>F = []<>F` and `<>(F \/ G) = <>F \/ <>G`. */
export function eventually(body: Formula): Formula {
  switch (body.kind) {
    case "true":
    case "false":
    case "eventually":
      return body;
    case "or":
      return or(...body.parts.map(eventually));
    case "always":
      if (body.body.kind === "eventually") return body;
      // <>[](F /\ G) = <>[]F /\ <>[]G
      return body.body.kind === "and"
        ? and(...body.body.parts.map((part) => eventually(always(part))))
        : { kind: "eventually", body };
    default:
      return { kind: "eventually", body };
  }
}

/** The negation, in negation normal form. */
export function not(formula: Formula): Formula {
  switch (formula.kind) {
    case "true":
      return FALSE;
    case "false":
      return TRUE;
    case "state":
    case "action":
      return { ...formula, isNegated: !formula.isNegated };
    case "and":
      return or(...formula.parts.map(not));
    case "or":
      return and(...formula.parts.map(not));
    case "always":
      return eventually(not(formula.body));
    case "eventually":
      return always(not(formula.body));
  }
}

export function implies(a: Formula, b: Formula): Formula {
  return or(not(a), b);
}

export function equivalent(a: Formula, b: Formula): Formula {
  return or(and(a, b), and(not(a), not(b)));
}

/** `F ~> G` */
export function leadsTo(a: Formula, b: Formula): Formula {
  return always(implies(a, eventually(b)));
}

/** WF_v(A): `enabled` is the leaf of ENABLED <<A>>_v, `taken` that of <<A>>_v. */
export function weakFairness(enabled: Formula, taken: Formula): Formula {
  // Kept as one []<> over a disjunction of a state and an action: one acceptance set instead of a case distinction.
  return { kind: "always", body: { kind: "eventually", body: or(not(enabled), taken) } };
}

/** SF_v(A) */
export function strongFairness(enabled: Formula, taken: Formula): Formula {
  return or(eventually(always(not(enabled))), always(eventually(taken)));
}

/** True when no temporal operator occurs. */
export function isLocal(formula: Formula): boolean {
  switch (formula.kind) {
    case "and":
    case "or":
      return formula.parts.every(isLocal);
    case "always":
    case "eventually":
      return false;
    default:
      return true;
  }
}

/** True when an action leaf occurs. */
export function hasAction(formula: Formula): boolean {
  switch (formula.kind) {
    case "action":
      return true;
    case "and":
    case "or":
      return formula.parts.some(hasAction);
    case "always":
    case "eventually":
      return hasAction(formula.body);
    default:
      return false;
  }
}

/** One text for equal formulas. */
export function keyOf(formula: Formula): string {
  switch (formula.kind) {
    case "true":
      return "T";
    case "false":
      return "F";
    case "state":
      return `${formula.isNegated ? "~" : ""}s${formula.leaf}`;
    case "action":
      return `${formula.isNegated ? "~" : ""}a${formula.leaf}`;
    case "and":
      return `(${formula.parts.map(keyOf).join("&")})`;
    case "or":
      return `(${formula.parts.map(keyOf).join("|")})`;
    case "always":
      return `[]${keyOf(formula.body)}`;
    case "eventually":
      return `<>${keyOf(formula.body)}`;
  }
}
