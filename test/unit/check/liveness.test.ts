/**
 * Temporal properties of small specifications, each with the answer that its text has by definition. The pitfalls are
 * those that model checkers are known to fall into; where TLC answers otherwise, the test says so.
 */
import { describe, expect, it } from "vitest";
import type { Violation } from "../../../src/check/types.ts";
import { DiagnosticError } from "../../../src/tla/diagnostics.ts";
import { checked } from "../../support/check.ts";
import { moduleText } from "../../support/specs.ts";

interface Case {
  readonly title: string;
  readonly body: string;
  readonly spec?: string;
  readonly properties: string;
  readonly cfg?: string;
  readonly modules?: readonly string[];
  /** Names of the violated properties. */
  readonly violated: readonly string[];
}

function run({ body, spec = "Spec", properties, cfg = "", modules = [] }: Omit<Case, "title" | "violated">) {
  const config = `SPECIFICATION ${spec}\nPROPERTIES ${properties}\nCHECK_DEADLOCK FALSE\n${cfg}`;
  return checked(moduleText(body), config, {}, ...modules);
}

/** x runs 0, 1, 2, 0, ... */
const CYCLE = `
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Unfair == Init /\\ [][Next]_x
`;

/** A process that is enabled in every other state. */
const BLINKING = `
VARIABLES x, done
vars == <<x, done>>
Init == x = 0 /\\ done = FALSE
Blink == x' = 1 - x /\\ UNCHANGED done
Finish == x = 1 /\\ ~done /\\ done' = TRUE /\\ UNCHANGED x
Next == Blink \\/ Finish
Weak == Init /\\ [][Next]_vars /\\ WF_vars(Blink) /\\ WF_vars(Finish)
Strong == Init /\\ [][Next]_vars /\\ WF_vars(Blink) /\\ SF_vars(Finish)
Done == <>done
`;

const INSTANCED = `---- MODULE M ----
EXTENDS Naturals
VARIABLES u, v
A == u' = 1 /\\ v' = 0
En == ENABLED A
Fair == WF_<<u, v>>(A)
====`;

const cases: readonly Case[] = [
  {
    title: "tells a cycle that goes through a state from one that stops",
    body: `${CYCLE}Again == []<>(x = 1)\nSettles == <>[](x = 1)\nLeads == (x = 0) ~> (x = 2)`,
    properties: "Again Settles Leads",
    violated: ["Settles"],
  },
  {
    title: "without fairness, nothing need ever happen",
    body: `${CYCLE}Again == []<>(x = 1)\nLeads == (x = 0) ~> (x = 2)`,
    spec: "Unfair",
    properties: "Again Leads",
    violated: ["Again", "Leads"],
  },
  {
    title: "weak fairness does not serve what is enabled only now and then",
    body: BLINKING,
    spec: "Weak",
    properties: "Done",
    violated: ["Done"],
  },
  {
    title: "strong fairness serves what is enabled again and again",
    body: BLINKING,
    spec: "Strong",
    properties: "Done",
    violated: [],
  },
  {
    title: "double negations change nothing (TLC reports all three)",
    body: `${CYCLE}A == ~<>~<>(x = 1)\nB == <>~~<>(x = 1)\nC == [](~~<>(x = 1))`,
    properties: "A B C",
    violated: [],
  },
  {
    title: "1: ENABLED binds the primed variables of an instanced module",
    body: `
VARIABLE x
Init == x = 0
Next == x' = 1 - x
I == INSTANCE M WITH u <- x, v <- x
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
AlwaysEnabled == []I!En
Fair == I!Fair`,
    modules: [INSTANCED],
    properties: "AlwaysEnabled Fair",
    violated: ["Fair"],
  },
  {
    title: "2: fairness of an action that only stutters says nothing",
    body: `
VARIABLE x
Init == x = 0
Idle == x' = x
Next == Idle \\/ (x = 0 /\\ x' = 1)
Spec == Init /\\ [][Next]_x /\\ WF_x(Idle) /\\ SF_x(Idle)
Moves == <>(x = 1)
Never == [](~ENABLED <<Idle>>_x)`,
    properties: "Moves Never",
    violated: ["Moves"],
  },
  {
    title: "3: an action that keeps the subscript is no step of it",
    body: `
VARIABLES x, y
Init == x = 0 /\\ y = 0
A == x' = 1 - x /\\ y' = y
Spec == Init /\\ [][A]_<<x, y>> /\\ WF_<<x, y>>(A)
Steps == []<><<A>>_y
Fair == WF_y(A)
Keeps == <>[][FALSE]_y`,
    properties: "Steps Fair Keeps",
    violated: ["Steps"],
  },
  {
    title: "12: variables that the subscript does not name change in steps of Next alone",
    body: `
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == x' = (x + 1) % 2 /\\ y' = (y + 1) % 3
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Moves == []<>(y = 2)
Keeps == [](x = 1 => <>(y = 5))
Alone == <>[][y' = y]_y`,
    properties: "Moves Keeps Alone",
    violated: ["Keeps", "Alone"],
  },
  {
    title: "5: where nothing is enabled the behaviour stutters for ever",
    body: `
VARIABLE x
Init == x = 0
Next == x = 0 /\\ x' = 1
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Again == []<>(x = 1)
Settles == <>[](x = 1)
Steps == []<><<Next>>_x
Stops == <>[][FALSE]_x`,
    properties: "Again Settles Steps Stops",
    violated: ["Steps"],
  },
  {
    title: "9: symmetry is not used where it would change the answer (TLC says the opposite of both)",
    body: `
CONSTANT P
VARIABLE x
Init == x \\in P
Next == \\E p \\in P : p # x /\\ x' = p
Perms == Permutations(P)
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Again == \\A p \\in P : []<>(x = p)
Settles == \\E p \\in P : <>[](x = p)`,
    cfg: "CONSTANT P = {a, b}\nSYMMETRY Perms",
    properties: "Again Settles",
    violated: ["Settles"],
  },
  {
    title: "10: quantifiers over the empty set are TRUE and FALSE",
    body: `${CYCLE}All == \\A i \\in {} : []<>(x = i)\nSome == \\E i \\in {} : []<>(x = i)`,
    properties: "All Some",
    violated: ["Some"],
  },
  {
    title: "11: fairness need not be written with WF and SF",
    body: `${CYCLE}Odd == Unfair /\\ []<><<Next>>_x /\\ ((x = 0) ~> (x = 1))\nAgain == []<>(x = 2)`,
    spec: "Odd",
    properties: "Again",
    violated: [],
  },
  {
    title: "14: fairness as the assumption of a property",
    body: `${CYCLE}Plain == <>(x = 2)\nAssuming == WF_x(Next) => <>(x = 2)`,
    spec: "Unfair",
    properties: "Plain Assuming",
    violated: ["Plain"],
  },
  {
    title: "15: []<>[] is <>[] and <>[]<> is []<>",
    body: `${CYCLE}A == []<>[](x = 1)\nB == <>[]<>(x = 1)`,
    properties: "A B",
    violated: ["A"],
  },
  {
    title: "16: a step that two actions give is a step of both",
    body: `
VARIABLE x
Init == x = 0
A == x' = 1 - x
B == x' = 1 - x
Next == A \\/ B
Spec == Init /\\ [][Next]_x /\\ WF_x(B)
Again == []<><<B>>_x`,
    properties: "Again",
    violated: [],
  },
  {
    title: "17: a step of Next that changes nothing is stuttering",
    body: `
VARIABLE x
Init == x = 0
Next == x' = x \\/ (x = 0 /\\ x' = 1)
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Moves == <>(x = 1)
Steps == []<><<Next>>_x`,
    properties: "Moves Steps",
    violated: ["Steps"],
  },
  {
    title: "18: what holds from some time on says nothing of the time before",
    body: `
VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
Spec == Init /\\ [][Next]_x
Never == ~<>[](x = 3)`,
    properties: "Never",
    violated: ["Never"],
  },
  {
    title: "formulas reach a property through definitions, parameters, LET, IF and CASE",
    body: `${CYCLE}
Always(F) == []F
Often(P(_), i) == []<>P(i)
At(i) == x = i
A == Always(<>(x = 1))
B == LET F == <>[](x = 1) IN ~F
C == IF 1 = 1 THEN Often(At, 2) ELSE FALSE
D == CASE x = 1 -> FALSE [] OTHER -> Often(LAMBDA i : x = i, 0)
E == \\A i, j \\in 0..2 : (x = i) ~> (x = j)
F == \\E i \\in 0..2 : <>[](x # i)
G == ([]<>(x = 0)) <=> ([]<>(x = 1))`,
    properties: "A B C D E F G",
    violated: ["F"],
  },
  {
    title: "actions may stand deeper than []<> and <>[] (TLC refuses these)",
    body: `${CYCLE}
Once == <><<Next>>_x
After == [](x = 1 => <><<x' = 2>>_x)
If == [][x' # 2]_x => <>[](x = 1)
Not == [](x = 1 => <><<x' = 5>>_x)`,
    properties: "Once After If Not",
    violated: ["Not"],
  },
];

describe("temporal properties", () => {
  it.each(cases)("$title", ({ violated, ...given }) => {
    const result = run(given);
    expect(result.violations.map((violation) => violation.property)).toEqual(violated);
    expect(result.verdict).toBe(violated.length === 0 ? "ok" : "liveness");
    for (const { trace, cycle } of result.violations) {
      expect(cycle?.to).toBeLessThanOrEqual(trace.length);
      expect(cycle?.isStuttering === true || cycle?.action !== undefined).toBe(true);
    }
  });

  it("a constraint that leaves no fair behaviour makes everything hold, which is said", () => {
    const body = `
VARIABLE x
Init == x = 0
Next == x' = x + 1
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Small == x < 3
Impossible == <>FALSE`;
    const result = run({ body, properties: "Impossible", cfg: "CONSTRAINT Small" });
    expect(result.verdict).toBe("ok");
    expect(result.caveats).toEqual([{ kind: "constraint" }, { kind: "no-fair-behaviour" }]);
  });

  it("7: invariants are asked of the states that a constraint cuts off, temporal properties are not", () => {
    const body = `
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 4
Spec == Init /\\ [][Next]_x
Small == x < 3
Below == [](x < 3)
Leads == (x = 3) ~> (x = 0)`;
    expect(run({ body, properties: "Below", cfg: "CONSTRAINT Small" }).violations[0]).toMatchObject({
      verdict: "invariant",
      property: "Below",
      trace: { length: 4 },
    });
    // Without the constraint the behaviour that stops at x = 3 violates it.
    expect(run({ body, properties: "Leads" }).verdict).toBe("liveness");
    expect(run({ body, properties: "Leads", cfg: "CONSTRAINT Small" })).toMatchObject({
      verdict: "ok",
      caveats: [{ kind: "constraint" }],
    });
  });

  it.each(["x' = 1", "[]<>(x' = 1)", "<>(x' = 1)", "(x' = 1) ~> (x = 1)", "[](x = 1 => x' = 2)"])(
    "4: %s says something of one step without a subscript, and is refused",
    (formula) => {
      expect(() => run({ body: `${CYCLE}Prop == ${formula}`, properties: "Prop" })).toThrow(DiagnosticError);
    },
  );

  it("fairness that no behaviour can satisfy is said too", () => {
    const result = run({
      body: `${CYCLE}Hundred == Unfair /\\ []<>(x = 100)\nNo == <>FALSE`,
      spec: "Hundred",
      properties: "No",
    });
    expect(result.verdict).toBe("ok");
    expect(result.caveats).toEqual([{ kind: "no-fair-behaviour" }]);
  });

  it("a VIEW that hides what matters leaves a property undecided where TLC shows an impossible behaviour", () => {
    const body = `
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\\ y = 0
Next == x' = 1 - x /\\ y' = (y + 1) % 4
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)
Again == []<>(y = 3)
View == x`;
    const result = run({ body, properties: "Again", cfg: "VIEW View" });
    expect(result.verdict).toBe("unknown");
    expect(result.unchecked).toEqual(["Again"]);
  });

  it("a refinement is judged with its fairness", () => {
    const abstract = `---- MODULE Abstract ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n' = (n + 1) % 2
Spec == Init /\\ [][Next]_n /\\ WF_n(Next)
====`;
    const body = `
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 4
Fair == Init /\\ [][Next]_x /\\ WF_x(Next)
Lazy == Init /\\ [][Next]_x
A == INSTANCE Abstract WITH n <- x \\div 2
Refines == A!Spec`;
    expect(run({ body, spec: "Fair", properties: "Refines", modules: [abstract] }).verdict).toBe("ok");
    expect(run({ body, spec: "Lazy", properties: "Refines", modules: [abstract] }).violations).toMatchObject([
      { property: "Refines", cycle: { isStuttering: true } },
    ]);
  });

  it("a cycle keeps clear of what strong fairness would ask of it, where that is shorter", () => {
    const body = `
VARIABLES token, wants
vars == <<token, wants>>
Node == 1 .. 3
Init == token \\in Node /\\ wants = {}
Ask(n) == n \\notin wants /\\ wants' = wants \\cup {n} /\\ UNCHANGED token
Pass(n) == token = n /\\ n \\notin wants /\\ (\\E m \\in Node \\ {n} : token' = m) /\\ UNCHANGED wants
Enter(n) == token = n /\\ n \\in wants /\\ wants' = wants \\ {n} /\\ UNCHANGED token
Next == \\E n \\in Node : Ask(n) \\/ Pass(n) \\/ Enter(n)
Spec == Init /\\ [][Next]_vars /\\ \\A n \\in Node : WF_vars(Pass(n)) /\\ SF_vars(Enter(n))
Served == \\A n \\in Node : n \\in wants ~> n \\notin wants`;
    // One asks, and two others pass the token to and fro: neither of them ever asks, so neither has to enter.
    const [{ trace, cycle }] = run({ body, properties: "Served" }).violations as [Violation];
    expect(trace.map(({ action }) => action?.name)).toEqual([undefined, "Ask", "Pass"]);
    expect(cycle).toMatchObject({ to: 2, action: { name: "Pass" } });
  });

  it("finds a violation in a graph that has no end", () => {
    const body = `
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\\ y = 0
Next == (x' = x + 1 /\\ UNCHANGED y) \\/ (y' = 1 - y /\\ UNCHANGED x)
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)
Grows == <>(x = 5)`;
    const result = run({ body, properties: "Grows" });
    expect(result.violations).toMatchObject([{ property: "Grows", cycle: { to: 1, isStuttering: false } }]);
    expect(result.queue).toBeGreaterThan(0);
  });
});

describe("what liveness checking refuses", () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    ["\\EE y : []<>(x = y)", /the temporal quantifier \\EE/],
    ["\\AA y : []<>(x = y)", /the temporal quantifier \\AA/],
    ["\\A n \\in Nat : <>(x = n)", /a quantifier around temporal operators/],
    ["\\A i \\in 0..x : <>(x = i)", /whose set is not constant/],
    ["(x' = 1) /\\ []<>(x = 1)", /an action as a temporal formula of its own/],
    ["([]<>(x = 1)) -+-> ([]<>(x = 2))", /-\+->/],
  ];
  it.each(refusals)("%s", (formula, message) => {
    const given = { body: `${CYCLE}P == ${formula}`, properties: "P" };
    expect(() => run(given)).toThrow(DiagnosticError);
    expect(() => run(given)).toThrow(message);
  });
});
