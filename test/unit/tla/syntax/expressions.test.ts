import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../../src/tla/syntax/parse.ts";
import { complaints, fileOf, read } from "./outline.ts";

const t = String.raw;

describe("reading an expression", () => {
  it("gives a tree whose nodes say where they stand in the text", () => {
    const text = t`x' = x + 1`;
    const tree = parseExpression(fileOf(text));
    if (tree.kind !== "infix") throw new Error("an equation was expected");
    expect(tree.operator).toBe("=");
    expect(text.slice(tree.left.start, tree.left.end)).toBe("x'");
    expect(text.slice(tree.right.start, tree.right.end)).toBe("x + 1");
    expect(text.slice(tree.operatorAt.start, tree.operatorAt.end)).toBe("=");
  });

  // Other parsers take the first two tokens of each of these for an application `~(x)`, without a word.
  it.each([
    [t`~(x) \in S`, t`[~ [(x) \in S]]`],
    [t`~(x) = y`, "[~ [(x) = y]]"],
    [t`~(x)'`, "[~ [(x) ']]"],
    [t`~(f).b`, "[~ (f).b]"],
    [t`DOMAIN (f)[x]`, "[DOMAIN (f)@(x)]"],
    [t`UNION (S)[x]`, "[UNION (S)@(x)]"],
    [t`[](x)`, "[[] (x)]"],
    [t`-(x)^2`, "[-. [(x) ^ 2]]"],
  ])("applies a prefix operator to all that binds tighter: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    [t`-x^2`, "[-. [x ^ 2]]"],
    [t`-x + y`, "[[-. x] + y]"],
    [t`a - -b`, "[a - [-. b]]"],
    [t`1..-1`, "[1 .. [-. 1]]"],
    [t`-1..1`, "[[-. 1] .. 1]"],
    [t`a - b + c`, "[[a - b] + c]"],
    [t`a + b - c`, "[a + [b - c]]"],
    [t`a %% b %% c`, "[[a %% b] %% c]"],
    [t`a \o b \o c`, t`[[a \o b] \o c]`],
    [t`1 :> 2 @@ 3 :> 4`, "[[1 :> 2] @@ [3 :> 4]]"],
    [t`DOMAIN f \cup S`, t`[[DOMAIN f] \cup S]`],
    [t`SUBSET S \ T`, t`[[SUBSET S] \ T]`],
    [t`a <=> b => c`, "[[a <=> b] => c]"],
    [t`~P /\ Q => R`, t`[[[~ P] /\ Q] => R]`],
    [t`<>[]P`, "[<> [[] P]]"],
    [t`ENABLED A /\ B`, t`[[ENABLED A] /\ B]`],
    [t`x' = y'`, "[[x '] = [y ']]"],
    [t`r.a.b[1].c'`, "[r.a.b@(1).c ']"],
    [t`a \cdot b \cdot c`, t`[[a \cdot b] \cdot c]`],
  ])("knows the precedences: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    t`a /\ b \/ c`,
    "a = b = c",
    "a => b => c",
    t`a \in b \in c`,
    "a ^ b ^ c",
    "a .. b .. c",
    t`a \cup b \cap c`,
    "a % b % c",
    "2 ^ -1",
    "2 * -3",
    t`SUBSET S \X T`,
    t`a \wr b \wr c`,
    "a !! b !! c",
  ])("refuses operators whose precedences conflict: %s", (text) => {
    expect(complaints(fileOf(text), (file) => parseExpression(file))).toContain("LS1009");
  });

  it("points at both operators of a conflict", () => {
    expect(complaints(fileOf(t`a /\ b \/ c`), (file) => parseExpression(file))).toBe(
      [
        t`1:8 LS1009 it is not clear whether /\ or \/ comes first: their precedences conflict`,
        "  hint: add parentheses",
        t`  note 1:3: the other /\ `.trimEnd(),
      ].join("\n"),
    );
  });

  it.each([
    [t`A \X B \X C`, "product{A ; B ; C}"],
    [t`(A \X B) \X C`, "product{(product{A ; B}) ; C}"],
    [t`A \times (B \X C)`, "product{A ; (product{B ; C})}"],
    [t`A \X B \cup C`, t`[product{A ; B} \cup C]`],
  ])("keeps a chain of products together: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    [t`{x \in S : P}`, t`filter{x \in S : P}`],
    [t`{<<x, y>> \in S : P}`, t`filter{<<x, y>> \in S : P}`],
    [t`{x \in S : \E y \in T : P}`, t`filter{x \in S : \E{y \in T : P}}`],
    [t`{x + y : x \in S, y \in T}`, t`map{[x + y] : x \in S, y \in T}`],
    [t`{x \in T : x \in S}`, t`filter{x \in T : [x \in S]}`],
    [t`{1 \in x : x \in T}`, t`map{[1 \in x] : x \in T}`],
    [t`{x \in S}`, t`set{[x \in S]}`],
    [t`{x \in S /\ y}`, t`set{[[x \in S] /\ y]}`],
    [t`{x, y \in S}`, t`set{x, [y \in S]}`],
    [t`{<<1, 2>> \in S}`, t`set{[<<1, 2>> \in S]}`],
    [t`{CHOOSE x \in S : P}`, t`set{choose{x \in S : P}}`],
    [t`{x \in CHOOSE y : P}`, t`set{[x \in choose{y : P}]}`],
    [t`{x \in CHOOSE y : P : Q}`, t`filter{x \in choose{y : P} : Q}`],
    [t`{x \in Op!: : P}`, t`filter{x \in Op ! : : P}`],
    [t`{x \in [f EXCEPT ![1] = 0] : P}`, t`filter{x \in except{f !@(1) = 0} : P}`],
    ["{}", "set{}"],
  ])("tells the forms in braces apart: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    [t`[x, y \in S, <<a, b>> \in T |-> e]`, t`function{x, y \in S, <<a, b>> \in T |-> e}`],
    [t`[x \in CASE a -> b [] OTHER -> c |-> e]`, t`function{x \in case{a -> b ; other -> c} |-> e}`],
    [t`[x \in S |-> [y \in T |-> e]]`, t`function{x \in S |-> function{y \in T |-> e}}`],
    ["[S -> [T -> U]]", "functions{S -> functions{T -> U}}"],
    ["[a |-> 1, IF |-> 2]", "record{a |-> 1, IF |-> 2}"],
    ["[a : S, b : T]", "records{a : S, b : T}"],
    [t`[A]_v`, "box{A _ v}"],
    [t`[x \in S]_v`, t`box{[x \in S] _ v}`],
    [t`[][A]_<<x, y>>`, "[[] box{A _ <<x, y>>}]"],
    [t`[A]_I!vars`, "box{A _ I ! vars}"],
    [t`<<A>>_v`, "angle{A _ v}"],
    [t`<<a, b>>`, "<<a, b>>"],
    [t`<>(<<A>>_<<x, y>>)`, "[<> (angle{A _ <<x, y>>})]"],
    [t`[f EXCEPT ![a].b[c, d] = @ + 1, !.g = 2]`, "except{f !@(a).b@(c, d) = [@ + 1], !.g = 2}"],
    ["f[a, b][c]", "f@(a, b)@(c)"],
  ])("tells the forms in brackets apart: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    ["WF_v(A)", "WF{v ; A}"],
    ["WF_<<x, y>>(A)", "WF{<<x, y>> ; A}"],
    ["SF_f(x)(A)", "SF{f(x) ; A}"],
    ["WF_I!vars(A!B)", "WF{I ! vars ; A ! B}"],
    [t`WF_v(A) /\ SF_v(B)`, t`[WF{v ; A} /\ SF{v ; B}]`],
  ])("finds the action of a fairness condition: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    [t`\E x : P`, t`\E{x : P}`],
    [t`\E x, y \in S, <<a, b>> \in T : P`, t`\E{x, y \in S, <<a, b>> \in T : P}`],
    [t`\A x \in S : x > 1 /\ y`, t`\A{x \in S : [[x > 1] /\ y]}`],
    [t`a /\ \E x \in S : b /\ c`, t`[a /\ \E{x \in S : [b /\ c]}]`],
    [t`\EE x, y : P`, t`\EE{x, y : P}`],
    ["CHOOSE x : P", "choose{x : P}"],
    [t`CHOOSE <<x, y>> \in S : P`, t`choose{<<x, y>> \in S : P}`],
    [t`IF a THEN b ELSE c /\ d`, t`if{a ; b ; [c /\ d]}`],
    ["CASE a -> b [] c -> d [] OTHER -> e", "case{a -> b ; c -> d ; other -> e}"],
    ["CASE a -> CASE b -> c [] OTHER -> d", "case{a -> case{b -> c ; other -> d}}"],
    ["CASE a -> []b [] c -> d", "case{a -> [[] b] ; c -> d}"],
    [
      t`LET x == 1 RECURSIVE f(_) f(n) == n g[i \in S] == i I == INSTANCE M a ++ b == a IN x`,
      "let{operator, recursive, operator, functionDefinition, instanceDefinition, operator in x}",
    ],
  ])("lets what begins with a word reach as far as it can: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    ["F(LAMBDA x : x + 1, y)", "F(lambda{x : [x + 1]}, y)"],
    ["F(+, -, ~, SUBSET, -., 1)", "F(operator +, operator -, operator ~, operator SUBSET, operator -., 1)"],
    ["F( *, ', ^+)", "F(operator *, operator ', operator ^+)"],
    ["F(-1)", "F([-. 1])"],
    ["+(1, 2)", "symbol +(1, 2)"],
    ["-.(1)", "symbol -.(1)"],
    ["I!+(1, 2)", "I ! symbol +(1, 2)"],
    [t`\land(a, b)`, t`symbol /\(a, b)`],
    ["Op!1!<<!>>!:!@", "Op ! 1 ! << ! >> ! : ! @"],
    ["Foo(x)!Bar!Baz(y)!(z)", "Foo(x) ! Bar ! Baz(y) ! (z)"],
  ])("reads operators as arguments, nonfix and in paths: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it.each([
    ["lab :: x + y", "label lab(){[x + y]}"],
    ["lab(x, y) :: e", "label lab(x, y){e}"],
    [t`a /\ lab :: b = c`, t`[a /\ label lab(){[b = c]}]`],
  ])("reads labels: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it("refuses a label that changes how the rest is read", () => {
    expect(complaints(fileOf("a + lab :: b + c"), (file) => parseExpression(file))).toContain("LS1011");
  });

  it.each([
    ["a ≤ b ∧ ¬c ⇒ ∀ x ∈ S : ⟨x⟩ ≠ □d", t`[[[a =< b] /\ [~ c]] => \A{x \in S : [<<x>> # [[] d]]}]`],
    ["⟨A⟩_v ∨ [x ∈ ℕ ↦ x]", t`[angle{A _ v} \/ function{x \in Nat |-> x}]`],
    ["A ∪ B × C", t`[A \cup product{B ; C}]`],
    [t`x <= 1`, "[x =< 1]"],
    [t`x \leq 1`, "[x =< 1]"],
    [t`S \union T`, t`[S \cup T]`],
    [t`x /= y`, "[x # y]"],
  ])("gives every spelling of an operator its one symbol: %s", (text, structure) => {
    expect(read(text)).toBe(structure);
  });

  it("treats names that mean something to JavaScript as names", () => {
    expect(read("constructor + __proto__ + toString.hasOwnProperty")).toBe(
      "[[constructor + __proto__] + toString.hasOwnProperty]",
    );
  });

  it("reads a fragment from the middle of a text to its end", () => {
    expect(parseExpression(fileOf("Nat <- 0..3"), 7).kind).toBe("infix");
  });
});

describe("junction lists", () => {
  const lists: readonly (readonly [string, readonly string[], string])[] = [
    ["keep infix operators inside an item", [t`/\ a`, t`/\ b \/ c`, t`/\ d`], t`list /\ {a ; [b \/ c] ; d}`],
    ["nest", [t`/\ \/ a`, t`   \/ b`, t`/\ c`], t`list /\ {list \/ {a ; b} ; c}`],
    ["take a bullet further right for an operator", [t`/\ a`, t`  /\ b`], t`list /\ {[a /\ b]}`],
    ["end at an operator further left", [t`  /\ a`, t`  /\ b`, "=> c"], t`[list /\ {a ; b} => c]`],
    ["end at a bullet further left", [t`   /\ a`, t`   /\ b`, t` /\ c`], t`[list /\ {a ; b} /\ c]`],
    ["end a CASE", [t`/\ CASE a -> b`, "     [] c -> d", t`/\ e`], t`list /\ {case{a -> b ; c -> d} ; e}`],
    ["end an IF", [t`/\ x = IF a`, "       THEN b", "       ELSE c", t`/\ d`], t`list /\ {[x = if{a ; b ; c}] ; d}`],
    [
      "end a quantifier",
      [t`/\ \E x \in S :`, t`     /\ a`, t`     /\ b`, t`/\ c`],
      t`list /\ {\E{x \in S : list /\ {a ; b}} ; c}`,
    ],
    ["expand tabs to eight columns", [t`	/\ a`, t`        /\ b`], t`list /\ {a ; b}`],
    ["may mix the spellings of one symbol", [t`/\ a`, "∧ b"], t`list /\ {a ; b}`],
    ["stand in brackets", [t`{/\ a`, t` /\ b, c}`], t`set{list /\ {a ; b}, c}`],
    ["ignore comments", [t`/\ a (* /\ x *) /\ b`, t`/\ c \* /\ d`], t`list /\ {[a /\ b] ; c}`],
    [
      "hold definitions",
      [t`/\ LET y == /\ a`, t`            /\ b`, "   IN y", t`/\ c`],
      t`list /\ {let{operator in y} ; c}`,
    ],
    ["let a box follow a bullet", [t`/\ a`, t`/\ []<>b`], t`list /\ {a ; [[] [<> b]]}`],
  ];

  it.each(lists)("%s", (_, lines, structure) => {
    expect(read(lines.join("\n"))).toBe(structure);
  });

  it("report what is not to the right of its bullet, with the bullet", () => {
    expect(complaints(fileOf(t`/\ F(a,` + "\nb)"), (file) => parseExpression(file))).toBe(
      [
        t`2:1 LS1010 expected an expression, found "b"`,
        "  hint: complete the item above, or move this to the right of its bullet",
        t`  note 1:1: column 1 is not right of this /\ in column 1, so its item ends before it`,
      ].join("\n"),
    );
  });
});
