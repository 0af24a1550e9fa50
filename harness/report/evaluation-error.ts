/**
 * An evaluation error as a diagnostic: what failed, through which definitions, and one thing to try. The state in which
 * it happened is the last one of the trace that is printed below it.
 */
import type { ErrorReport } from "../../src/compile/types.ts";
import type { Diagnostic } from "../../src/tla/diagnostics.ts";

/** Links of the chain that are shown from either end of a long one. */
const linksShown = 4;

/** One suggestion for each code; docs/errors.md says more. */
const hints: ReadonlyMap<string, string> = new Map([
  ["LS4001", "for a value that stands for none, use a model value: it is different from everything else"],
  ["LS4002", "a formula is TRUE or FALSE; compare the value with something"],
  ["LS4004", "the set with one element x is written {x}"],
  ["LS4005", "only functions, records and sequences are applied, have fields, a DOMAIN, or are changed by EXCEPT"],
  ["LS4006", "guard it with x \\in DOMAIN f; sequences begin at 1"],
  ["LS4007", 'check the spelling, or guard it with "field" \\in DOMAIN r'],
  ["LS4008", "<<>> is the empty sequence, {} the empty set"],
  ["LS4009", "guard it with s # <<>>"],
  ["LS4010", "guard it with Len(s)"],
  ["LS4011", "guard the operand"],
  ["LS4012", "bound the set, or replace it in the config: CONSTANT Nat <- SmallNat"],
  ["LS4013", "choose smaller constants, or ask for membership instead of listing the elements"],
  ["LS4014", "compare values of the same kind"],
  ["LS4018", "choose smaller constants, or add a CONSTRAINT"],
  ["LS4020", "choose smaller constants, or allow more with --memory MEGABYTES"],
  ["LS4201", "put the conjunct that gives it a value before this one"],
  ["LS4202", "add the missing case, or OTHER"],
  ["LS4203", "guard it with \\E x \\in S : P"],
  ["LS4204", "give it a set: \\E x \\in S : P"],
  ["LS4205", "scale to integers"],
  ["LS4206", "add UNCHANGED, or a conjunct such as x' = x + 1; a value for the same step needs the prime"],
  ["LS4207", "add a conjunct such as x = 0 or x \\in S"],
  ["LS4209", "list it under PROPERTY"],
  ["LS4211", "give it a value in the config"],
  ["LS4212", "add a line for these arguments, or replace the operator by a definition"],
  ["LS4214", "set it with TLCSet first"],
  ["LS4256", "ask for it in an invariant, a constraint, an action or the ALIAS"],
  ["LS4250", "look for the case in which the recursion ends"],
  ["LS4251", "look for the case in which the recursion ends"],
]);

/** Words that begin messages of the evaluator, which are sentences; a diagnostic is a clause. */
const firstWord = /^(?:A|An|Assert|Cannot|Evaluation|Expected|Index|Listing|No|Not|Real|The|There|This)\b/;

function clause(message: string): string {
  const begun = firstWord.test(message) ? message.charAt(0).toLowerCase() + message.slice(1) : message;
  return begun.replace(/\.$/, "");
}

/** The diagnostic of an error; definitions of the library are left out where the user's own led there. */
export function evaluationDiagnostic(error: ErrorReport): Diagnostic {
  // A recursion whose arguments were not evaluated is told once.
  const own = error.chain.filter(({ name, at }, index) => {
    const inner = error.chain[index - 1];
    return !isLibrary(at.file.path) && !(inner?.name === name && inner.at.start === at.start);
  });
  const notes: NonNullable<Diagnostic["notes"]>[number][] = own.map(({ name, at }) => {
    return { message: `while evaluating ${name}`, at };
  });
  const left = notes.length - 2 * linksShown;
  if (left > 1) notes.splice(linksShown, left, { message: "... and so on ..." });
  const hint = hints.get(error.code);
  return {
    code: error.code,
    severity: "error",
    message: clause(error.message),
    ...(error.at === undefined ? {} : { at: error.at }),
    ...(hint === undefined ? {} : { hint }),
    notes,
  };
}

function isLibrary(path: string): boolean {
  return path.startsWith("<library>/");
}
