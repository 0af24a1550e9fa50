import { describe, expect, it } from "vitest";
import { loadSpec } from "../../../../src/tla/modules/spec.ts";
import type { Expr } from "../../../../src/tla/modules/core.ts";
import { complaints, filesOf, library, load, show } from "./support.ts";

const Counter = `EXTENDS Naturals
CONSTANT Max
VARIABLE count
TypeOK == count \\in 0 .. Max
Init == count = 0
Up == count < Max /\\ count' = count + 1
Next == Up
Spec == Init /\\ [][Next]_count /\\ WF_count(Next)
Reaches == <>(count = Max)`;

/** The body of the definition that a reference names. */
function opened(expression: Expr | undefined): string {
  return expression?.kind === "ref" && expression.target.kind === "definition"
    ? show(expression.target.body)
    : "nothing";
}

describe("a specification with its config", () => {
  it("is taken apart into Init, Next and fairness, with the constants and what to check", () => {
    const spec = load({ Root: Counter }, "SPECIFICATION Spec CONSTANT Max = 3 INVARIANT TypeOK PROPERTY Reaches");

    expect(show(spec.init!)).toBe("Init");
    expect(show(spec.next!)).toBe("Next");
    expect(show(spec.nextSubscript!)).toBe("count");
    expect(spec.fairness.map(show)).toEqual(["weak_count(Next)"]);
    expect([...spec.constantValues].map(([constant, meaning]) => [constant.name, meaning])).toEqual([
      ["Max", { kind: "value", value: { kind: "number", value: 3n } }],
    ]);
    expect(spec.invariants.map(({ name }) => name)).toEqual(["TypeOK"]);
    expect(spec.properties.map(({ name }) => name)).toEqual(["Reaches"]);
    expect(spec.checkDeadlock).toBe(true);
  });

  it("may name INIT and NEXT", () => {
    const spec = load({ Root: Counter }, "INIT Init NEXT Next CONSTANT Max = 3 CHECK_DEADLOCK FALSE");
    expect([show(spec.init!), show(spec.next!), spec.fairness.length, spec.checkDeadlock]).toEqual([
      "Init",
      "Next",
      0,
      false,
    ]);
  });

  it("keeps the meaning of parts that lie behind instances, arguments and LET", () => {
    const Root = `VARIABLE x
I == INSTANCE Inner WITH c <- x
Fairness(v) == WF_x(x' = v)
Spec == LET start == x = 0 IN start /\\ I!InnerSpec /\\ Fairness(7)`;
    const Inner = "VARIABLE c\nNext == c' = c\nInnerSpec == /\\ c = 0\n             /\\ [][Next]_c";
    const spec = load({ Root, Inner }, "SPECIFICATION Spec");

    expect(show(spec.init!)).toBe("and(let start == equals(x, 0) in start, let start == equals(x, 0) in I!InnerSpec)");
    expect(show(spec.next!)).toBe("let start == equals(x, 0) in I!InnerSpec");
    const next = spec.next?.kind === "let" ? spec.next.body : undefined;
    expect(opened(next)).toBe("Next");
    expect(spec.fairness.map(show)).toEqual(["let start == equals(x, 0) in Fairness(7)"]);
  });

  it("overrides definitions, also in other modules, and turns them into model values", () => {
    const Root = `EXTENDS Mid
MyNat == 0 .. 3
None == CHOOSE n : n \\notin Nat
MyInit == x = 1
F(a) == a`;
    const Mid =
      "EXTENDS Naturals\nVARIABLE x\nCONSTANT Op(_, _)\nInit == x = 0\nNext == x' \\in Nat\nSpec == Init /\\ [][Next]_x";
    const spec = load(
      { Root, Mid },
      "SPECIFICATION Spec CONSTANTS Nat <- MyNat None = None Init <- MyInit Nat <- [Mid] MyNat Op(1, 2) = 3 Op(2, 2) = 4",
    );
    const overrides = [...spec.overrides].map(([target, entries]) => [
      target.name,
      target.module,
      ...entries.map((entry) => `${entry.module ?? "everywhere"} ${entry.meaning.kind}`),
    ]);
    expect(overrides).toEqual([
      ["Nat", "Naturals", "everywhere definition", "Mid definition"],
      ["None", "Root", "everywhere value"],
      ["Init", "Mid", "everywhere definition"],
    ]);
    const table = [...spec.constantValues.values()][0];
    expect(table?.kind === "table" && table.entries).toHaveLength(2);
    expect(show(spec.init!)).toBe("Init");
  });

  it("follows a specification that is itself overridden", () => {
    const Root = "VARIABLE x\nSpec == x = 0 /\\ [][x' = x]_x\nOther == x = 1 /\\ [][x' = 2]_x";
    expect(show(load({ Root }, "SPECIFICATION Spec CONSTANT Spec <- Other").init!)).toBe("equals(x, 1)");
  });

  it("takes values for constants from outside over those of the config", () => {
    const spec = loadSpec({
      root: "Root.tla",
      files: filesOf({ Root: Counter }),
      library,
      config: { path: "Root.cfg", text: "SPECIFICATION Spec CONSTANT Max = 3" },
      constants: new Map([["Max", { kind: "number", value: 5n }]]),
    });
    expect([...spec.constantValues.values()]).toEqual([{ kind: "value", value: { kind: "number", value: 5n } }]);
  });

  it("goes by the usual names when there is no config and no constant needs a value", () => {
    const Root = "VARIABLE x\nInit == x = 0\nNext == x' = x";
    expect(show(load({ Root }).next!)).toBe("Next");
    expect(show(load({ Root: `${Root}\nSpec == x = 1 /\\ [][Next]_x` }).init!)).toBe("equals(x, 1)");
    expect(load({ Root: "ASSUME 1 = 1" }).assumptions).toHaveLength(1);
    expect(complaints(() => load({ Root: Counter }))).toEqual([
      "LS3016 Root.tla:3:10 the constant Max has no value (write Root.cfg with CONSTANT Max = ...)",
    ]);
    expect(complaints(() => load({ Root: "VARIABLE x" }))).toEqual([
      "LS3040 module Root has no config, and no definition Spec, or Init and Next, to go by (write Root.cfg with SPECIFICATION, or INIT and NEXT)",
    ]);
  });

  it("orders strings as TLC meets them: config, identifiers of the root, of others, literals of others, of the root", () => {
    const Root =
      'EXTENDS Other\nVARIABLES zebra, apple\nA == {"q", "zebra", "apple", "o"} \\* "comment"\nS == zebra = apple';
    const Other = 'B == {"o", "p"} (* "no" *)';
    const spec = load({ Root, Other }, 'CONSTANT A = {"s9", "r9"} CONSTANT B = mv INIT S NEXT S');
    const order = spec.stringOrder.filter((text) =>
      ["s9", "r9", "mv", "q", "zebra", "apple", "o", "p", "no", "comment"].includes(text),
    );
    expect(order).toEqual(["s9", "r9", "mv", "zebra", "apple", "o", "p", "q"]);
  });
});

describe("mistakes between a module and its config", () => {
  const Root = `EXTENDS Naturals
CONSTANTS N, Op(_)
VARIABLE x
D == 1
S == x
E == x' = 1
F(a, b) == a
G(a) == a
Inv(a) == TRUE
Spec == x = 0 /\\ [][x' = x]_x
Two == x = 0 /\\ [][x' = x]_x /\\ [][x' = 1]_x
Bare == x = 0 /\\ x' = x /\\ [][x' = x]_x
Always == x = 0 /\\ [](x = 0) /\\ [][x' = x]_x
NoInit == [][x' = x]_x`;
  const good = "CONSTANT N = 1 Op <- G ";
  const mistakes: readonly (readonly [what: string, config: string, expected: readonly string[]])[] = [
    [
      "a missing value",
      "SPECIFICATION Spec CONSTANT Op <- G",
      ["LS3016 Root.tla:3:11 the constant N has no value (add CONSTANT N = ... to the config)"],
    ],
    [
      "an unknown constant",
      `SPECIFICATION Spec ${good} NN <- G`,
      ["LS3010 Root.cfg:1:44 module Root has no constant or definition NN (did you mean N?)"],
    ],
    [
      "an unknown replacement",
      "SPECIFICATION Spec CONSTANT N <- DD Op <- G",
      ["LS3011 Root.cfg:1:29 N is to be replaced by DD, which module Root does not define (did you mean D?)"],
    ],
    [
      "a replacement of another arity",
      "SPECIFICATION Spec CONSTANT N = 1 Op <- F",
      ["LS3012 Root.cfg:1:35 Op takes 1 arguments, but its replacement F takes 2"],
    ],
    [
      "a replacement that is not constant",
      "SPECIFICATION Spec CONSTANT N <- S Op <- G",
      ["LS3014 Root.cfg:1:29 the constant N is to be replaced by S, which is a state function"],
    ],
    [
      "a chain of replacements",
      "SPECIFICATION Spec CONSTANT N <- D D <- S Op <- G",
      ["LS3015 Root.cfg:1:29 D replaces N and is replaced itself (write N <- S)"],
    ],
    [
      "a value for a variable",
      `SPECIFICATION Spec ${good} x = 2`,
      ["LS3013 Root.cfg:1:44 x is a variable: a config gives values to constants and definitions"],
    ],
    [
      "an unknown module",
      `SPECIFICATION Spec ${good} Nat <- [Natural] D`,
      ["LS3010 Root.cfg:1:44 the specification has no module Natural (did you mean Naturals?)"],
    ],
    [
      "an unknown invariant",
      `SPECIFICATION Spec INVARIANT Invv ${good}`,
      ["LS3011 Root.cfg:1:30 the invariant Invv is not defined in module Root (did you mean Inv?)"],
    ],
    [
      "an invariant with parameters",
      `SPECIFICATION Spec INVARIANT Inv ${good}`,
      ["LS3012 Root.cfg:1:30 the invariant Inv takes arguments, but a config cannot give any"],
    ],
    [
      "an invariant that is an action",
      `SPECIFICATION Spec INVARIANT E ${good}`,
      [
        "LS3043 Root.cfg:1:30 the invariant E must be a state function, but it is an action (it has primes, or UNCHANGED; a step is judged by PROPERTY [][E]_vars)",
      ],
    ],
    [
      "a property that is an action",
      `SPECIFICATION Spec PROPERTY E ${good}`,
      ["LS3043 Root.cfg:1:29 the property E is an action, not a temporal formula (define it as [][E]_vars)"],
    ],
    [
      "an initial predicate that is a constant",
      `INIT D NEXT E ${good}`,
      ["LS3044 Root.cfg:1:6 INIT names D, which is the same in every state (D has to refer to a variable)"],
    ],
    [
      "a name through an instance",
      `SPECIFICATION Spec INVARIANT I!Inv ${good}`,
      [
        "LS3011 Root.cfg:1:30 the invariant I!Inv is not defined in module Root (a config names definitions of the root module: add a definition that is equal to I!Inv)",
      ],
    ],
    [
      "SPECIFICATION and INIT",
      `SPECIFICATION Spec INIT S ${good}`,
      ["LS3003 Root.cfg:1:25 a config has SPECIFICATION, or INIT and NEXT, but not both (remove the one or the other)"],
    ],
    [
      "NEXT without INIT",
      `NEXT E ${good}`,
      ["LS3041 Root.cfg:1:6 the config names no initial predicate (add SPECIFICATION Spec, or INIT Init)"],
    ],
    [
      "two next-state relations",
      `SPECIFICATION Two ${good}`,
      ["LS3042 Root.tla:12:33 the specification has two conjuncts of the form [][Next]_v"],
    ],
    [
      "an action alone",
      `SPECIFICATION Bare ${good}`,
      ["LS3042 Root.tla:13:18 an action stands alone as a conjunct of the specification (write [][Next]_vars)"],
    ],
    [
      "[]P in the specification",
      `SPECIFICATION Always ${good}`,
      [
        "LS3042 Root.tla:14:20 []P as a conjunct of the specification says nothing that can be executed (check it as an INVARIANT)",
      ],
    ],
    [
      "no initial predicate",
      `SPECIFICATION NoInit ${good}`,
      ["LS3041 Root.cfg:1:15 the specification NoInit has no initial predicate"],
    ],
  ];
  it.each(mistakes)("%s", (_, config, expected) => {
    expect(complaints(() => load({ Root }, config))).toEqual(expected);
  });

  it("a value for a constant that does not exist only warns, as in TLC", () => {
    const spec = load({ Root }, `SPECIFICATION Spec ${good} defaultInitValue = defaultInitValue NN = 2`);
    expect(spec.warnings.map(({ code, hint }) => [code, hint])).toEqual([
      ["LS3010", "the line says nothing: remove it"],
      ["LS3010", "did you mean N?"],
    ]);
  });
});
