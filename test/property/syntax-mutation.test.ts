/**
 * Whatever is done to the text of a specification, reading it gives a tree or clear diagnostics: never another
 * exception, never an endless loop. And a text that still reads also prints to a text with the same tree.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { ModuleFile } from "../../src/tla/syntax/ast.ts";
import { tokenize } from "../../src/tla/syntax/lexer.ts";
import { identifiersAndStrings, parseModuleFile } from "../../src/tla/syntax/parse.ts";
import { printModuleFile } from "../../src/tla/syntax/printer.ts";
import { fileOf, withoutPlaces } from "../unit/tla/syntax/outline.ts";

const specifications = [
  String.raw`
---- MODULE Lock ----
EXTENDS Naturals, Sequences, TLC
CONSTANTS Client, Max, Order(_, _), _ ++ _
VARIABLES queue, holder, clock
vars == <<queue, holder, clock>>
LOCAL Later(a, b) == /\ a # b
                     /\ \/ Order(a, b)
                        \/ a > b /\ ~Order(b, a)
Init == /\ queue = <<>>
        /\ holder \in {"none"} \cup Client
        /\ clock = [c \in Client |-> 0]
Ask(c) == /\ \A i \in 1..Len(queue) : queue[i].who # c
          /\ queue' = Append(queue, [who |-> c, at |-> clock[c]])
          /\ clock' = [clock EXCEPT ![c] = @ + 1]
          /\ UNCHANGED holder
Take == LET first == Head(queue)
            rest[i \in DOMAIN queue] == IF i = 1 THEN 0 ELSE rest[i - 1] + 1
        IN  /\ queue # << >>
            /\ holder' = CASE first.at > Max -> "late" [] OTHER -> first.who
            /\ UNCHANGED <<queue, clock>>
Next == Take \/ \E c \in Client : Ask(c)
Spec == Init /\ [][Next]_vars /\ WF_vars(Take) /\ SF_<<queue>>(Take)
Live == \A c \in Client : (holder = c) ~> <>(holder # c)
====
`,
  String.raw`text before
---- MODULE Proofs ----
EXTENDS TLAPS
(* a comment (* nested *) *) \* and one more
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN x + Sum(S \ {x})
a \prec b == a < b
-. a == 0 - a
Pairs == {<<x, y>> \in Nat \X Nat : x \prec y}
Map == [Nat -> [a : Nat, b : SUBSET STRING]]
I(p) == INSTANCE Other WITH q <- p, + <- Plus, F <- LAMBDA x : x
THEOREM Safe == ASSUME NEW x \in Nat, x > 0 PROVE I(x)!Spec!1 => []x
<1>1. Init => x
  BY DEF Init, +
<1>2. CASE x
  <2>1. SUFFICES x OBVIOUS
  <2> QED BY <2>1, <1>1
<1> QED BY <1>1, <1>2
---- MODULE Inner ----
ASSUME Fine == lab(x) :: 1.5 \leq \hFF
====
Word == "a\"b" \o "\\" \o "</script>"
====
---- MODULE Second ----
A == <<x>>_y
====
`,
];

type Edit = readonly [
  kind: "remove" | "insert" | "swap" | "repeat",
  unit: "character" | "token" | "line",
  at: number,
  more: number,
];

const insertions = [
  ..."()[]{}<>_=|/\\~-!@'\",:;.\t\n *",
  "==",
  "====",
  "----",
  "/\\",
  "\\/",
  "(*",
  "*)",
  "\\*",
  "<<",
  ">>",
  "]_",
  "|->",
];
insertions.push(
  "\\in ",
  "LET ",
  "IN ",
  "IF ",
  "CASE ",
  "[] ",
  "<1>1. ",
  "QED ",
  "BY ",
  "LAMBDA ",
  "\u2203",
  "\u00a0",
  "\ud83d",
  "\u0000",
);

/** The pieces that an edit works on; together they are the text. */
function piecesOf(text: string, unit: Edit[1]): string[] {
  if (unit === "character") return [...text];
  if (unit === "line") return text.split(/(?<=\n)/);
  const pieces: string[] = [];
  let at = 0;
  for (const token of tokenize(fileOf(text))) {
    pieces.push(text.slice(at, token.end));
    at = token.end;
  }
  return [...pieces, text.slice(at)];
}

function edited(text: string, [kind, unit, at, more]: Edit): string {
  const pieces = piecesOf(text, unit);
  const index = at % pieces.length;
  const other = more % pieces.length;
  switch (kind) {
    case "remove":
      pieces.splice(index, 1 + (more % 3));
      break;
    case "insert":
      pieces.splice(index, 0, insertions[more % insertions.length]!);
      break;
    case "repeat":
      pieces.splice(other, 0, pieces[index]!);
      break;
    case "swap":
      [pieces[index], pieces[other]] = [pieces[other]!, pieces[index]!];
  }
  return pieces.join("");
}

/** The tree, or undefined when the text is refused as it should be. */
function read(text: string): ModuleFile | undefined {
  const file = fileOf(text);
  try {
    return parseModuleFile(file);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    for (const { code, message, at } of error.diagnostics) {
      expect(code).toMatch(/^LS10\d\d$/);
      expect(message).not.toMatch(/undefined|\[object|a token/);
      expect(at!.start).toBeGreaterThanOrEqual(0);
      expect(at!.end).toBeLessThanOrEqual(text.length);
    }
    return undefined;
  }
}

const edits = fc.array(
  fc.tuple(
    fc.constantFrom<Edit[0][]>("remove", "insert", "swap", "repeat"),
    fc.constantFrom<Edit[1][]>("character", "token", "line"),
    fc.nat(100_000),
    fc.nat(100_000),
  ),
  { minLength: 1, maxLength: 4 },
);

describe("a damaged specification", () => {
  it("is whole before it is damaged", () => {
    for (const text of specifications) expect(read(text)?.modules.length).toBeGreaterThan(0);
  });

  it("is read, or refused with places and sentences", () => {
    fc.assert(
      fc.property(fc.constantFrom(...specifications), edits, (text, list) => {
        const damaged = list.reduce(edited, text);
        identifiersAndStrings(fileOf(damaged));
        const tree = read(damaged);
        if (tree === undefined) return;
        const { modules } = tree;
        expect(withoutPlaces(read(printModuleFile({ modules })))).toEqual(withoutPlaces({ modules }));
      }),
      { seed: 20_260_103, numRuns: 1500 },
    );
  });

  it("may be no specification at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.boolean(), (text, hasHeader) => {
        read(hasHeader ? `---- MODULE M ----\n${text}\n====` : text);
      }),
      { seed: 20_260_104, numRuns: 800 },
    );
  });
});
