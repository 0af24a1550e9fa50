import { describe, expect, it } from "vitest";
import { levelOf } from "../../../../src/tla/modules/levels.ts";
import { complaints, definition, resolve } from "./support.ts";

const levelsIn = (modules: Readonly<Record<string, string>>, ...names: string[]): Record<string, number> => {
  const resolved = resolve(modules);
  return Object.fromEntries(names.map((name) => [name, definition(resolved, name).level]));
};

describe("levels", () => {
  it("are 0 for constants, 1 for state functions, 2 for actions, 3 for temporal formulas", () => {
    const Root = `CONSTANT N
VARIABLES x, y
Constant == N = 1
State == x = N
Action == x' = N
Temporal == []State
Can == ENABLED Action
Same == UNCHANGED <<x, y>>
Box == [Action]_x
Fair == WF_x(Action)
Eventually == State ~> Constant`;
    expect(
      levelsIn({ Root }, "Constant", "State", "Action", "Temporal", "Can", "Same", "Box", "Fair", "Eventually"),
    ).toEqual({
      Constant: 0,
      State: 1,
      Action: 2,
      Temporal: 3,
      Can: 1,
      Same: 2,
      Box: 2,
      Fair: 3,
      Eventually: 3,
    });
  });

  it("come from the arguments where a parameter is passed on, and not where it is only asked for", () => {
    const Root = `VARIABLE x
Id(a) == a
Ignore(a) == 1
Apply(F(_), a) == F(a)
Zero == Id(1)
One == Id(x)
Two == Id(x')
Still0 == LET I(a) == Ignore(a) IN I(x')
Higher == Apply(Id, x)
Lambda == Apply(LAMBDA a : x', 1)
Parameter(a) == LET local == a IN local = x`;
    expect(levelsIn({ Root }, "Zero", "One", "Two", "Still0", "Higher", "Lambda", "Parameter")).toEqual({
      Zero: 0,
      One: 1,
      Two: 2,
      Still0: 0,
      Higher: 1,
      Lambda: 2,
      Parameter: 1,
    });
  });

  it("come from the substitutions of an instance", () => {
    const M = "CONSTANT c\nVARIABLE v\nC == c\nV == v\nP == v' = c";
    const Root = `VARIABLE x
I == INSTANCE M WITH c <- 1, v <- x
J == INSTANCE M WITH c <- 1, v <- 2
K(p) == INSTANCE M WITH c <- 1, v <- p
A == I!C
B == I!V
D == J!V
E == J!P
F == K(x)!V
G == K(3)!V`;
    expect(levelsIn({ Root, M }, "A", "B", "D", "E", "F", "G")).toEqual({ A: 0, B: 1, D: 0, E: 2, F: 1, G: 0 });
  });

  it("of recursive definitions are found by repeating until nothing changes", () => {
    const Root = `EXTENDS Naturals
VARIABLE x
RECURSIVE F(_), G(_)
F(n) == IF n = 0 THEN x ELSE G(n - 1)
G(n) == IF n = 0 THEN 1 ELSE F(n - 1)
h[n \\in Nat] == IF n = 0 THEN x ELSE h[n - 1]
A == G(2)`;
    expect(levelsIn({ Root }, "F", "G", "h", "A")).toEqual({ F: 1, G: 1, h: 1, A: 1 });
  });

  it("take linear time for nested applications", () => {
    const nested = "F(".repeat(300) + "x'" + ")".repeat(300);
    const resolved = resolve({ Root: `VARIABLE x\nF(a) == a\nA == ${nested}` });
    expect(levelOf(definition(resolved, "A").body)).toBe(2);
  });
});

describe("mistakes in levels", () => {
  const mistakes: readonly (readonly [what: string, root: string, expected: readonly string[]])[] = [
    [
      "a primed action",
      "VARIABLE x\nA == (x')'",
      ["LS2030 Root.tla:3:7 only a state function can be primed, but this is an action"],
    ],
    [
      "a primed argument, found at the call",
      "VARIABLE x\nNextOf(e) == e'\nA == NextOf(x')",
      ["LS2032 Root.tla:4:13 the argument e of NextOf is an action: only a state function can be primed"],
    ],
    [
      "through two calls",
      "VARIABLE x\nF(e) == e'\nG(e) == F(e)\nA == G(x')",
      ["LS2032 Root.tla:5:8 the argument e of G is an action: only a state function can be primed"],
    ],
    [
      "[] of an action",
      "VARIABLE x\nA == [](x' = x)",
      ["LS2031 Root.tla:3:9 [] is followed by an action that is not of the form [A]_v (write [][Next]_vars)"],
    ],
    [
      "<> of an action",
      "VARIABLE x\nA == <>(x' = x)",
      ["LS2031 Root.tla:3:9 <> is followed by an action that is not of the form <<A>>_v (write <><<A>>_vars)"],
    ],
    [
      "an action that leads to something",
      "VARIABLE x\nA == (x' = 1) ~> (x = 2)",
      ["LS2031 Root.tla:3:7 an action cannot stand here: a state predicate or temporal formula is needed"],
    ],
    [
      "fairness of a temporal formula",
      "VARIABLE x\nA == WF_x([](x = 1))",
      ["LS2030 Root.tla:3:11 the action of a fairness condition must not be temporal, but this is a temporal formula"],
    ],
    [
      "an assumption about the state",
      "VARIABLE x\nASSUME x = 1",
      [
        "LS2033 Root.tla:3:1 an assumption must be constant, but this is a state function (ASSUME is about constants; check what holds of the variables as an INVARIANT)",
      ],
    ],
    [
      "a constant of a module with variables, given a state function",
      "VARIABLE x\nI == INSTANCE M WITH c <- x, v <- x",
      [
        "LS2034 Root.tla:3:27 c of module M is a constant: its substitution must be constant, but it is a state function",
      ],
    ],
    [
      "a variable, given an action",
      "VARIABLE x\nI == INSTANCE M WITH c <- 1, v <- x'",
      [
        "LS2034 Root.tla:3:35 v of module M is a variable: its substitution must be a state function, but it is an action",
      ],
    ],
  ];
  it.each(mistakes)("%s", (_, root, expected) => {
    expect(complaints(() => resolve({ Root: root, M: "CONSTANT c\nVARIABLE v" }))).toEqual(expected);
  });
});
