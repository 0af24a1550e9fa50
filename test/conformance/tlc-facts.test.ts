/**
 * What TLC does where the books are silent, one small specification for each fact: outcome, generated and distinct
 * states, depth. The facts were seen in runs of TLC (breadth first, one worker), or follow from one by counting by hand.
 */
import { describe, expect, it } from "vitest";
import { checked } from "../support/check.ts";
import { moduleText } from "../support/specs.ts";

interface Fact {
  readonly what: string;
  readonly body: string;
  /** Besides INIT Init and NEXT Next. */
  readonly cfg?: string;
  /** Outcome, violated name, generated/distinct/depth, error code. */
  readonly outcome: string;
}

function outcomeOf({ body, cfg = "" }: Fact): string {
  const text = moduleText(body);
  const config = cfg.includes("SPECIFICATION") ? cfg : `INIT Init NEXT Next ${cfg}`;
  const { verdict, violations, generated, distinct, depth } = checked(text, config);
  const { property, error } = violations[0] ?? {};
  return [verdict, property, `${generated}/${distinct}/${depth}`, error?.code].filter((part) => part).join(" ");
}

function facts(title: string, table: readonly Fact[]): void {
  describe(title, () => {
    it.each(table.map((fact) => [fact.what, fact] as const))("%s", (_, fact) => {
      expect(outcomeOf(fact)).toBe(fact.outcome);
    });
  });
}

const x0 = "VARIABLE x\nInit == x = 0\n";

facts("counting", [
  {
    what: "every derivation is generated, of initial states too",
    body: "VARIABLE x\nInit == x = 1 \\/ x = 1 \\/ x \\in {2, 3}\nNext == UNCHANGED x",
    outcome: "ok 7/3/1",
  },
  {
    what: "a quantifier before the last assignment multiplies",
    body: `${x0}Next == (\\E i \\in 1..3 : TRUE) /\\ x' = 0`,
    outcome: "ok 4/1/1",
  },
  { what: "and one behind it does not", body: `${x0}Next == x' = 0 /\\ (\\E i \\in 1..3 : TRUE)`, outcome: "ok 2/1/1" },
  {
    what: "[A]_v has the stuttering step as a branch of its own",
    body: `${x0}Next == [x' = 0]_x`,
    outcome: "ok 3/1/1",
  },
  {
    what: "no initial state is a success of depth 0",
    body: "VARIABLE x\nInit == x \\in {}\nNext == x' = 1",
    outcome: "ok 0/0/0",
  },
  {
    what: "initial states that are all outside the constraint give depth 1",
    body: `${x0}Next == x' = 1\nC == x > 0`,
    cfg: "CONSTRAINT C",
    outcome: "ok 1/0/1",
  },
  {
    what: "the depth of a violation is that of the state that shows it",
    body: `${x0}Next == x' = x + 1\nInv == x < 3`,
    cfg: "INVARIANT Inv",
    outcome: "invariant Inv 4/4/4",
  },
  {
    what: "a composed action generates the states between as well",
    body: `${x0}A == x < 2 /\\ x' = x + 1\nNext == A \\cdot A`,
    cfg: "CHECK_DEADLOCK FALSE",
    outcome: "ok 3/2/2",
  },
  {
    what: "a variable that composed actions do not know, and whose next value is known, keeps its value in between",
    body:
      "VARIABLES x, l\nInit == x = 0 /\\ l = 1\nA == x' = x + 1\nB(i) == x' = x + i\n" +
      "Next == l <= 3 /\\ l' = l + 1 /\\ LET i == l IN A \\cdot B(i)\nInv == l > 3 => x = 9",
    cfg: "INVARIANT Inv\nCHECK_DEADLOCK FALSE",
    outcome: "ok 7/4/4",
  },
  {
    what: "a property that asks for the queue counts the successors of the state; an invariant does not count its state",
    body: `${x0}Next == x < 9 /\\ x' = x + 1\nInv == x > 0 => TLCGet("queue") = 0\nP == <>[](x < 9 => TLCGet("queue") = 1)`,
    cfg: "INVARIANT Inv\nPROPERTY P\nCHECK_DEADLOCK FALSE",
    outcome: "ok 10/10/10",
  },
  {
    what: "a state outside the constraint is not asked whether the step is one of the action constraint",
    body: `${x0}Next == x < 3 /\\ x' = x + 1\nC == x < 2\nAC == Assert(x' < 2, "asked")`,
    cfg: "CONSTRAINT C\nACTION_CONSTRAINT AC\nCHECK_DEADLOCK FALSE",
    outcome: "ok 3/2/2",
  },
  {
    what: "a state whose successor is outside the constraint is no deadlock",
    body: `${x0}Next == x < 3 /\\ x' = x + 1\nC == x < 3`,
    cfg: "CONSTRAINT C",
    outcome: "ok 4/3/3",
  },
  {
    what: "a view merges states, and what it merges is not looked at",
    body: "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = (x + 1) % 3 /\\ y' = y + 1\nV == x\nInv == y < 3",
    cfg: "VIEW V INVARIANT Inv",
    outcome: "ok 4/3/3",
  },
]);

facts("the order of checks", [
  {
    what: "successors are checked as they come: the invariant before the type error behind it",
    body: `${x0}Next == x' = 1 \\/ x' = 2 \\/ x' = x + "a"\nInv == x # 2`,
    cfg: "INVARIANT Inv",
    outcome: "invariant Inv 3/3/2",
  },
  {
    what: "invariants are checked outside the constraint, where states are generated and not stored",
    body: `${x0}Next == x' = x + 1\nC == x < 3\nInv == x < 3`,
    cfg: "CONSTRAINT C INVARIANT Inv",
    outcome: "invariant Inv 4/3/3",
  },
  {
    what: "also in initial states",
    body: `VARIABLE x\nInit == x \\in 0..3\nNext == x' = x\nC == x < 1\nInv == x # 2`,
    cfg: "CONSTRAINT C INVARIANT Inv",
    outcome: "invariant Inv 3/1/1",
  },
  {
    what: "and so are properties about one state",
    body: `VARIABLE x\nInit == x \\in 0..3\nNext == x' = x\nC == x < 1\nP == x # 2`,
    cfg: "CONSTRAINT C PROPERTY P",
    outcome: "action-property P 3/1/1",
  },
  {
    what: "a property about one state is checked in initial states only",
    body: `${x0}Next == x' = 1\nP == x = 0`,
    cfg: "PROPERTY P",
    outcome: "ok 3/2/2",
  },
  {
    what: "where it may fail",
    body: `${x0}Next == x' = x\nP == x = 1`,
    cfg: "PROPERTY P",
    outcome: "action-property P 1/1/1",
  },
  {
    what: "[]P in a property is an invariant, through definitions, /\\ and \\A",
    body: `${x0}Next == x' = (x + 1) % 3\nQ == [](x < 2)\nP == Q /\\ \\A k \\in 1..2 : [](x < 2 + k)`,
    cfg: "PROPERTY P",
    outcome: "invariant P 3/3/3",
  },
  {
    what: "[][A]_v in a property is checked on every step, also to old states",
    body: `${x0}Next == x' = (x + 1) % 3\nP == [][x' = x + 1]_x`,
    cfg: "PROPERTY P",
    outcome: "action-property P 4/3/3",
  },
  {
    what: "a constant invariant may be false",
    body: `${x0}Next == x' = x\nInv == FALSE`,
    cfg: "INVARIANT Inv",
    outcome: "invariant Inv 1/1/1",
  },
]);

facts("what assigns", [
  {
    what: "the left side through LET, and through a parameter",
    body: `${x0}Set(v, e) == v' = e\nNext == LET xp == x' IN xp = 1 \\/ Set(x, 2)`,
    outcome: "ok 7/3/2",
  },
  {
    what: "\\A as a conjunction",
    body: "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == \\A i \\in {1, 2} : IF i = 1 THEN x' = 1 ELSE y' = 2",
    outcome: "ok 3/2/2",
  },
  {
    what: "\\A over a set that depends on the state",
    body: "VARIABLES x, S\nInit == x = 0 /\\ S = {1, 2}\nNext == (\\A i \\in S : x' \\in {1, 2}) /\\ S' = S",
    outcome: "ok 7/3/2",
  },
  {
    what: "a RECURSIVE operator",
    body: `${x0}RECURSIVE R(_)\nR(n) == IF n = 0 THEN x' = 9 ELSE R(n - 1)\nNext == R(3)`,
    outcome: "ok 3/2/2",
  },
  {
    what: "an implication whose left side is false assigns nothing",
    body: `${x0}Next == (x = 1 => x' = 4)`,
    outcome: "error 2/1/1 LS4206",
  },
  { what: "the right side of an equation does not", body: `${x0}Next == 1 = x'`, outcome: "error 1/1/1 LS4201" },
  { what: "nor does a negation", body: `${x0}Next == ~(x' # 1)`, outcome: "error 1/1/1 LS4201" },
  {
    what: "UNCHANGED of nested tuples",
    body: "VARIABLES x, y, z\nInit == x = 0 /\\ y = 0 /\\ z = 0\nNext == UNCHANGED <<x, <<y, z>>>>",
    outcome: "ok 2/1/1",
  },
  {
    what: "a variable that no conjunct gives a value",
    body: "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = 1",
    outcome: "error 2/1/1 LS4206",
  },
  {
    what: "nor Init",
    body: "VARIABLES x, y\nInit == x = 0\nNext == UNCHANGED <<x, y>>",
    outcome: "error 0/0/0 LS4207",
  },
]);

facts("the config", [
  {
    what: "assigns values to the arguments of an operator constant",
    body: 'CONSTANTS Op(_), Two(_, _)\nVARIABLE x\nInit == x = Op(1)\nNext == x\' = Two(x, "a")',
    cfg: 'CONSTANTS Op(1) = 3 Op(2) = 5 Two(3, "a") = 2 Two(2, "a") = 3',
    outcome: "ok 3/2/2",
  },
  {
    what: "puts a definition in the place of Nat, in library modules as well",
    body: "VARIABLE x\nFew == 0..3\nInit == x \\in Nat\nNext == x' \\in {y \\in Nat : y > x}",
    cfg: "CONSTANT Nat <- Few CHECK_DEADLOCK FALSE",
    outcome: "ok 10/4/1",
  },
  {
    what: "makes a definition a model value",
    body: "CONSTANT Val\nVARIABLE x\nNone == CHOOSE v : v \\notin Val\nInit == x = None\nNext == x' \\in Val \\cup {None}",
    cfg: "CONSTANTS Val = {v1, v2} None = None",
    outcome: "ok 10/3/2",
  },
  {
    what: "takes the last of two values",
    body: "CONSTANTS A, S\nVARIABLE x\nInit == x = A\nNext == x' \\in S",
    cfg: "CONSTANT A = a S = {b, 3} A = b",
    outcome: "ok 5/2/2",
  },
  {
    what: "has comments of both kinds, nested",
    body: `${x0}Next == x' = x`,
    cfg: "\\* one\n(* two (* three *) *)",
    outcome: "ok 2/1/1",
  },
  {
    what: "has a specification that is taken apart through definitions and LET",
    body: `${x0}Step == x' = 1 - x\nSpec == /\\ LET I == Init IN I\n        /\\ [][Step]_<<x>>\n        /\\ WF_x(Step)`,
    cfg: "SPECIFICATION Spec",
    outcome: "ok 3/2/2",
  },
]);

facts("evaluation", [
  {
    what: "EXCEPT at an argument outside the domain changes nothing",
    body: "VARIABLE x\nInit == x = [a |-> 1]\nNext == x' = [x EXCEPT !.b = 2]",
    outcome: "ok 2/1/1",
  },
  {
    what: "Assert in Next is an outcome of its own",
    body: `${x0}Next == Assert(x < 2, "boo") /\\ x' = x + 1`,
    outcome: "assert 3/3/3 LS4213",
  },
  {
    what: "an unbounded CHOOSE that is not used does no harm",
    body: `${x0}None == CHOOSE v : v \\notin Nat\nNext == x' = x`,
    outcome: "ok 2/1/1",
  },
  {
    what: "-7 \\div 2 is -(7 \\div 2), and (0 - 7) \\div 2 floors",
    body: `${x0}Next == x' = 0 /\\ -7 \\div 2 = 0 - 3 /\\ (0 - 7) \\div 2 = 0 - 4`,
    outcome: "ok 2/1/1",
  },
  {
    what: "sets of two million elements are run through",
    body: `${x0}Next == x' = x /\\ \\A n \\in 1..2000000 : n > 0`,
    outcome: "ok 2/1/1",
  },
]);

facts("constants that take for ever and that nobody asks for", [
  {
    what: "a call behind a guard that is never true",
    body: `VARIABLE x
RECURSIVE Slow(_)
Slow(n) == IF n = 0 THEN TRUE ELSE Slow(n - 1) /\\ Slow(n - 1)
Init == x = 0
Next == \\/ x < 3 /\\ x' = x + 1
        \\/ x > 5 /\\ Slow(70) /\\ x' = 0`,
    cfg: "CHECK_DEADLOCK FALSE",
    outcome: "ok 4/4/4",
  },
  {
    what: "a quantifier in an implication whose left side is never true",
    body: `VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
Inv == x > 3 => \\A i, j, k \\in 1..30000 : i + j # k * 2 + 90000`,
    cfg: "INVARIANT Inv CHECK_DEADLOCK FALSE",
    outcome: "ok 4/4/4",
  },
  {
    what: "a LET that one branch needs",
    body: `VARIABLE x
Init == x = 0
Next == LET slow == {i \\in 1..100000 : \\A j \\in 1..100000 : i # j + 100000} IN
        IF x < 3 THEN x' = x + 1 ELSE x > 3 /\\ x' \\in slow`,
    cfg: "CHECK_DEADLOCK FALSE",
    outcome: "ok 4/4/4",
  },
]);
