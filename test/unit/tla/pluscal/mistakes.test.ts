/**
 * Deliberate mistakes in algorithms, and what is said about each. Changing a message changes the file of them; read it as
 * somebody who has just made that mistake.
 */
import { describe, expect, it } from "vitest";
import { mistakesIn, moduleWith } from "./support.ts";

const t = String.raw;

/** An algorithm in C syntax around a part; the part begins on line 5. */
const c = (body: string, declarations = ""): string =>
  moduleWith(`--algorithm M {
  variables x = 0, y = [i \\in 1..2 |-> 0];${declarations}
${body}
}`);
const inBody = (statements: string, declarations = ""): string => c(`  { A: ${statements} }`, declarations);
const p = (text: string): string => moduleWith(`--algorithm M\nvariables x = 0;\n${text}\nend algorithm;`);

const mistakes: Readonly<Record<string, string>> = {
  "= for :=": inBody("x = x + 1;"),
  ":= in a declaration": c("  { A: skip }", "\n  variables z := 1;").replace(";\n  variables z", ", z"),
  "a missing semicolon between assignments": inBody("x := 1 y[1] := 2;"),
  "a missing semicolon before a keyword": inBody("x := 1 if (x = 1) skip;"),
  "a missing semicolon before await": inBody("x := 1 await x = 1;"),
  "a missing semicolon before a label": inBody("x := 1\n B: x := 2;"),
  "a missing semicolon after a block": inBody("if (x = 0) { skip } x := 1;"),
  "an empty block": inBody("if (x = 0) { };"),
  "an if without parentheses": inBody("if x = 0 { skip };"),
  "then in the C syntax": inBody("if (x = 0) then { skip };"),
  "an either without or": inBody("either { skip };"),
  "an unclosed bracket": inBody("x := y[1;"),
  "a bracket that closes nothing": inBody("x := 1];"),
  "a missing right side": inBody("x := ;"),
  "an incomplete right side": inBody("x := x +;"),
  "operators whose order is not clear": inBody(t`await x = 1 /\ x = 2 \/ x = 3;`),
  "a missing condition": inBody("await ;"),
  "a quantifier without colon": inBody(t`await \A i \in {1};`),
  "an unclosed string": inBody('print "abc;'),
  "a missing closing brace": moduleWith("--algorithm M { variables x = 0; { A: x := 1 "),
  "no body": c(""),
  "procedures after processes": c("  process (p = 1) { A: skip }\n  procedure f() { B: return }"),
  "a set as the initial value of a parameter": c("  { A: skip }", t` procedure f(a \in {1}) { F: return }`),
  "end without its word": p("begin A: if x = 0 then skip; end; "),
  "elseif for elsif": p("begin A: if x = 0 then skip; elseif x = 1 then skip; end if;"),
  "do missing after while": p("begin A: while x < 3 x := x + 1; end while;"),
  "a reserved word as a variable": moduleWith("--algorithm M { variables if = 0; { A: skip } }"),
  "a keyword of TLA+ as a label": inBody("skip; THEN: skip;"),
  "an unknown macro": inBody("increment(x);"),
  "a macro that is defined later": c("  { A: one(x) }", " macro one(v) { two(v) } macro two(v) { v := 2 }"),
  "a macro with too few arguments": inBody("set(x);", " macro set(v, w) { v := w }"),
  "two macros of one name": inBody("set(x);", " macro set(v) { v := 1 } macro set(v) { v := 2 }"),
  "a macro that assigns a number": inBody("set(1 + x);", " macro set(v) { v := 1 }"),
  "an unknown procedure": inBody("call f(1);"),
  "a procedure with too many arguments": inBody("call f(1, 2);", " procedure f(a) { F: return }"),
  "a return in a process": c("  process (p = 1) { A: return }"),
  "a goto into another process": c("  process (p = 1) { A: goto Begin }\n  process (q = 2) { Begin: skip }"),
  "a misspelt label": inBody("skip; Again: x := 1; goto Agian;"),
  "an assignment to a constant": inBody("N := 1;"),
  "an assignment to the name of a with": inBody(t`with (i \in {1}) { i := 2 };`),
  "two assignments to a variable in one group": inBody("x := 1 || x := 2;"),
  "a variable declared twice": moduleWith("--algorithm M { variables x = 0, x = 1; { A: skip } }"),
  "an algorithm without variables": moduleWith("--algorithm M { { A: while (TRUE) skip } }"),
  "a character that TLA+ does not have": inBody("x := x ¤ 1;"),
};

describe("a mistake in an algorithm", () => {
  it.each(Object.entries(mistakes))("%s", (_, text) => {
    const said = mistakesIn(text);
    expect(said).toMatch(/^\d+:\d+ LS1\d{3} /);
    expect(said).toContain("hint: ");
    expect(said).not.toMatch(/undefined|\[object|hint: none/);
    expect(`\n${text}\n${said}\n`).toMatchSnapshot();
  });
});
