/**
 * Small specifications, one trap each: compiled and evaluated, they must give the same states, weights, verdicts,
 * failures and steps.
 */
import { describe, test } from "vitest";
import { agree } from "./emit-support.ts";

const SPEC = "INIT Init\nNEXT Next";

const cases: Record<string, string> = {
  "\\A over a set that depends on the state, around assignments": `VARIABLES x, S
Init == x = 0 /\\ S = {1}
Next == \\/ \\E k \\in 0..2 : /\\ \\A i \\in S : x' = i + k
                         /\\ S' \\in {{1}, {2}}
        \\/ S # {} /\\ (\\A i \\in S, j \\in 1..2 : x' \\in {i, j} /\\ S' = {i})`,
  "a guard of Init with several witnesses, when all variables have their values": `VARIABLES x, y
Init == x = 1 /\\ y \\in 0..2 /\\ ((\\E k \\in 0..y : k <= x) \\/ y < 2) /\\ (x = y \\/ x # y)
Next == x' = y /\\ y' = x`,
  "a recursive operator as a guard with several witnesses": `RECURSIVE Some(_, _)
Some(n, m) == IF n = 0 THEN m > 0 ELSE Some(n - 1, m) \\/ n > m \\/ Some(n - 1, m - 1)
VARIABLES x
Init == x = 0
Next == \\E k \\in 1..3 : Some(k, x) /\\ x' = (x + k) % 4`,
  "a RECURSIVE operator that determines variables": `RECURSIVE Set(_, _)
Set(n, v) == IF n = 0 THEN x' = v ELSE Set(n - 1, v + 1) \\/ Set(n - 1, v)
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == \\E k \\in 1..2 : Set(k, x % 2) /\\ y' = k
Can == ENABLED (Set(2, x) /\\ y' = 3)`
    .replace("RECURSIVE", "VARIABLES x, y\nRECURSIVE")
    .replace("\nVARIABLES x, y\nInit", "\nInit"),
  "functions of which some values fail": `VARIABLES s, i
Init == s = <<>> /\\ i = 0
At(q) == [k \\in 0..(Len(q) + 1) |-> q[k]]
Next == \\/ Len(s) < 3 /\\ s' = Append(s, i) /\\ UNCHANGED i
        \\/ i' = (i + 1) % 3 /\\ UNCHANGED s
        \\/ /\\ s # <<>>
           /\\ s' = (LET f == At(s) IN <<f[1]>>) /\\ UNCHANGED i
           /\\ LET f == [k \\in 0..Len(s) |-> s[k]] IN \\A k \\in DOMAIN s : f[k] = s[k]
           /\\ \\A t \\in {<<1>>, <<1,2>>} : At(t)[1] = 1`,
  "operators of one argument whose results are functions on Nat": `RECURSIVE Sum(_)
Sum(q) == [n \\in Nat |-> IF q = <<>> THEN n ELSE Sum(Tail(q))[n + 1]]
VARIABLES s, i
Init == s = <<>> /\\ i = 0
Next == /\\ Sum(s)[i] = i + Len(s)
        /\\ \\/ Len(s) < 3 /\\ s' = Append(s, i) /\\ UNCHANGED i
           \\/ i' = (i + 1) % 3 /\\ UNCHANGED s`,
  "a recursive operator that hands on arguments it may not need": `RECURSIVE Ordered(_, _, _), Insert(_, _)
Ordered(t, low, high) ==
  t = <<>> \\/ (t[2] > low /\\ t[2] < high /\\ Ordered(t[1], low, t[2]) /\\ Ordered(t[3], t[2], high))
Insert(t, v) == IF t = <<>> THEN << <<>>, v, <<>> >>
                ELSE IF v < t[2] THEN [t EXCEPT ![1] = Insert(@, v)] ELSE [t EXCEPT ![3] = Insert(@, v)]
VARIABLES tree, size
Init == tree = <<>> /\\ size = 0
Next == /\\ size < 3 /\\ Ordered(tree, 0, size + 5)
        /\\ \\E v \\in 1..3 : tree' = Insert(tree, v) /\\ size' = size + 1`,
  "action composition": `VARIABLES x, y
Init == x = 0 /\\ y = 0
Inc(k) == x < 3 /\\ x' = x + k /\\ UNCHANGED y
Swap == x' = y /\\ y' = x
Twice == LET d == x - y IN Inc(1) \\cdot (Inc(2) /\\ d < 2)
Next == \\/ Inc(1) \\cdot Swap
        \\/ \\E k \\in {1, 2} : (Inc(k) \\/ Inc(1)) \\cdot (Swap \\cdot (UNCHANGED <<x, y>> \\/ Swap))
        \\/ Twice
        \\/ y' \\in 0..3 /\\ x' = 1 /\\ (Inc(1) \\cdot Swap)
        \\/ x' = 2 /\\ (Swap \\cdot (y' = x + 1 /\\ x' \\in {2, y}))
Can == ENABLED (Inc(1) \\cdot (Inc(1) \\cdot Inc(1)))`,
  "action composition beside a variable that neither action knows": `VARIABLES x, y, l
Init == x = 0 /\\ y = 0 /\\ l = 1
Log == <<1, 2, 1, 2>>
Line == Log[l]
Inc(k) == x < 6 /\\ x' = x + k /\\ UNCHANGED y
Copy(k) == y' = x - k /\\ x' = x
IsLine == l \\in 1..4 /\\ l' = l + 1
Step == LET k == Line IN Inc(k) \\cdot Copy(k)
Deep == LET k == Line IN Inc(k) \\cdot (Copy(k) \\cdot (Inc(Line) \\/ Copy(l)))
Next == IsLine /\\ (Step \\/ Deep)
Can == ENABLED Next`,
  "ENABLED of the next state, and values kept on both sides of it": `VARIABLES x, y
Init == x = 0 /\\ y = 0
Step(k) == LET d == x + k IN d < 4 /\\ x' = d
Next == \\E k \\in 1..2 : LET room == 3 - x
                        IN /\\ room > 0 /\\ x' = (x + k) % 4 /\\ y' = room
                           /\\ (ENABLED Step(k))' \\/ room = 1
                           /\\ (ENABLED (Step(1) /\\ room >= 0))' => room > 1`,
  "assignment by definition, LET name and operator parameter": `VARIABLES x, y
Init == x = 0 /\\ y = 0
xp == x'
Set(v, e) == v' = e
Next == \\/ xp = (x + 1) % 3 /\\ UNCHANGED y
        \\/ LET yp == y' IN yp = x /\\ Set(x, y)
        \\/ x' = x /\\ y' \\in {x, 1 - x}`,
  "UNCHANGED of nested tuples and of definitions": `VARIABLES x, y, z
Init == x = 0 /\\ y = 0 /\\ z = 0
yz == <<y, <<z>>>>
vars == <<x, yz>>
Next == \\/ x' = 1 - x /\\ UNCHANGED yz
        \\/ UNCHANGED vars
        \\/ y' = 1 /\\ UNCHANGED <<x, z>> /\\ UNCHANGED (x + 1)`,
  "UNCHANGED after an assignment is a test": `VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == (x' \\in 0..2 /\\ y' = x' /\\ UNCHANGED x) \\/ (x' = 1 /\\ UNCHANGED <<x, y>>)`,
  "a continuation shared by several branches": `VARIABLES x, y, z
Init == x = 0 /\\ y = 0 /\\ z = 0
Next == /\\ \\/ x' = 1 /\\ x = 0
           \\/ x' = 2 /\\ (x = 1 \\/ x = 0)
           \\/ \\E i \\in {3, 4} : x' = i /\\ y' = i
        /\\ IF x' > 1 THEN z' = 1 ELSE z' \\in {0, 2}
        /\\ y' = x' + z' - z'`,
  "implication, CASE and \\A around assignments": `VARIABLES x, y
Init == x = 0 /\\ y = [i \\in {1, 2} |-> 0]
Next == \\/ (x = 0 => x' = 1) /\\ x' \\in {1, 2} /\\ UNCHANGED y
        \\/ CASE x = 1 -> x' = 2 /\\ y' = y [] x = 2 -> x' = 0 /\\ y' = [y EXCEPT ![1] = 1 - @] [] OTHER -> FALSE
        \\/ \\A v \\in {1} : x' = v /\\ y' = y`,
  "LET is evaluated where it is first used": `VARIABLES x, s
Init == x = 0 /\\ s = <<>>
Next == LET h == Head(s)
            big == {i \\in 1..3 : i > x}
        IN \\/ s # <<>> /\\ h > 0 /\\ s' = Tail(s) /\\ x' = h
           \\/ Len(s) < 2 /\\ \\E i \\in big : s' = Append(s, i) /\\ UNCHANGED x
           \\/ x > 1 /\\ big = {3} /\\ s' = <<>> /\\ x' = 0`,
  "operators as arguments, LAMBDA, recursion, unused arguments": `RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET e == CHOOSE e \\in S : TRUE IN e + Sum(S \\ {e})
RECURSIVE Count(_, _)
Count(n, unused) == IF n = 0 THEN 0 ELSE 1 + Count(n - 1, unused + "a")
Map(Op(_), S) == {Op(e) : e \\in S}
Twice(Op(_), v) == Op(Op(v))
VARIABLES x, s
Init == x = 0 /\\ s = {}
Next == \\/ s' = Map(LAMBDA e : (e * 2) % 5, s \\cup {x + 1}) /\\ x' = x
        \\/ x' = (Sum(s) + Count(3, x)) % 4 /\\ s' = s
        \\/ x' = Twice(LAMBDA e : (e + x) % 3, 1) /\\ UNCHANGED s`,
  "recursive functions, functions of several arguments, lazy functions": `VARIABLES n, f
fact[k \\in Nat] == IF k = 0 THEN 1 ELSE k * fact[k - 1]
Init == n = 0 /\\ f = [i, j \\in {0, 1} |-> i + j]
Next == \\/ n' = fact[n % 4] % 7 /\\ f' = f
        \\/ f' = [f EXCEPT ![0, 1] = (@ + n) % 3, ![1, 0] = f[0, 1]] /\\ n' = (n + 1) % 4
        \\/ LET even[k \\in 0..n] == IF k = 0 THEN TRUE ELSE ~even[k - 1] IN even[n] /\\ n' = 1 /\\ f' = f`,
  "EXCEPT: nesting, @, clauses in order, missing keys": `VARIABLE r
Init == r = [a |-> [i \\in {1, 2} |-> 0], b |-> <<1, 2>>]
Next == \\/ r' = [r EXCEPT !.a[1] = (@ + 1) % 2, !.b = <<r.a[1], @[1]>>]
        \\/ r' = [r EXCEPT !.a = [@ EXCEPT ![2] = 1 - @], !.b[2] = @ % 2]
        \\/ r' = [r EXCEPT !.b[7] = 1 \\div 0, !.nothing = 2]`,
  "sets: filters, maps, tuple binders, lazy sets": `VARIABLES s, p
Init == s = {} /\\ p = {<<1, 2>>}
Next == \\/ \\E e \\in SUBSET {1, 2} : s' = e /\\ p' = p
        \\/ s' = {a + b : <<a, b>> \\in p} /\\ p' = {<<b, a>> : <<a, b>> \\in p}
        \\/ s' = UNION {{a, 3} : a \\in s} \\ {1} /\\ p' \\in [{1} -> s] /\\ FALSE
        \\/ p' = {t \\in (s \\X {1}) \\cup p : t[1] > 0} /\\ UNCHANGED s
        \\/ s' = {i \\in Nat : i < 3} \\cap {1, 2} /\\ UNCHANGED p`,
  "failures are the same: wrong kinds, missing keys, no witness": `VARIABLES x, f
Init == x = 0 /\\ f = [i \\in {1} |-> 2]
Next == \\/ x = 0 /\\ x' \\in 1..7 /\\ f' = f
        \\/ x = 1 /\\ x' = f[2] /\\ f' = f
        \\/ x = 2 /\\ x' = (CHOOSE i \\in {1} : i > 1) /\\ f' = f
        \\/ x = 3 /\\ (x = "a") /\\ x' = 0 /\\ f' = f
        \\/ x = 4 /\\ (IF 5 THEN TRUE ELSE FALSE) /\\ x' = 0 /\\ f' = f
        \\/ x = 5 /\\ x' = (CASE x = 1 -> 2) /\\ f' = f
        \\/ x = 6 /\\ x' = 1 /\\ (f[1] = 2 \\/ f[9] = 1) /\\ f' = f
        \\/ x = 7 /\\ x' = Head(<<>>) /\\ f' = f`,
  "comparisons of mixed kinds": `VARIABLES x, y
Init == x \\in {1, 2} /\\ y = {}
Next == \\/ y' = {x} /\\ x' = x /\\ y # {"a", "b"}
        \\/ y = {1} /\\ y' = {<<>>} /\\ UNCHANGED x
        \\/ y' = y /\\ x' = IF <<x, "a">> = <<1, 2>> THEN 2 ELSE 1`,
  "formulas about elements are remembered, but not their failures": `VARIABLES msgs, n
Init == msgs = {} /\\ n = 0
Kind(m) == m.type = "a" /\\ m.bal > 0
Next == \\/ \\E b \\in 0..1, t \\in {"a", "b"} : msgs' = msgs \\cup {[type |-> t, bal |-> b]} /\\ n' = n
        \\/ \\E m \\in msgs : /\\ m.type = "a"
                           /\\ m.bal = 1
                           /\\ m.bal > n
                           /\\ n' = m.bal /\\ msgs' = msgs
        \\/ n = 1 /\\ n' = Cardinality({m \\in msgs : Kind(m) /\\ m.bal \\in {1, 2}}) /\\ msgs' = {m \\in msgs : ~Kind(m)}
        \\/ n = 1 /\\ (\\E m \\in msgs : m.other = 1) /\\ UNCHANGED <<msgs, n>>`,
  ENABLED: `VARIABLES x, y
Init == x = 0 /\\ y = 0
Up == x < 2 /\\ x' = x + 1 /\\ y' = y
Both == x' = 5 /\\ x' = y + 6
Next == Up \\/ (~ENABLED Up /\\ x' = 0 /\\ y' = IF ENABLED (x' = 1) THEN 1 ELSE 2) \\/ (ENABLED Both /\\ y' = 9 /\\ x' = x)`,
  "boxes, angles and labels": `VARIABLES x, y
Init == x = 0 /\\ y = 0
A == x' = 1 - x /\\ y' \\in {y, 1}
Next == [A]_<<x, y>> \\/ <<A>>_y \\/ lab :: (x' = x /\\ y' = 0)`,
};

describe("compiled and evaluated alike", () => {
  for (const [name, body] of Object.entries(cases)) test(name, () => agree(body));

  test("instances: substitution, parameters, ENABLED behind a barrier", () => {
    const counter = `---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Max
VARIABLE c
Step == c < Max /\\ c' = c + 1
CanStep == ENABLED Step
Full == c = Max
====`;
    agree(
      `VARIABLES x, y
A == INSTANCE Counter WITH Max <- 2, c <- x
P(limit) == INSTANCE Counter WITH Max <- limit, c <- x + y
Init == x = 0 /\\ y = 0
Next == \\/ A!Step /\\ y' = y
        \\/ P(3)!CanStep /\\ y' = (y + 1) % 3 /\\ UNCHANGED x
        \\/ A!Full /\\ ~A!CanStep /\\ x' = 0 /\\ y' = y
Never == ~P(4)!Full`,
      `${SPEC}\nINVARIANT Never`,
      counter,
    );
  });

  test("constants from the config: values, definitions, tables, overrides", () => {
    agree(
      `CONSTANTS N, Op(_), Proc, Limit
Double == 2 * N
MyNat == 0..3
VARIABLE x
Init == x \\in Nat /\\ x < 2
Next == \\/ x' = Op(x % 2)
        \\/ \\E p \\in Proc : x' = IF p = Limit THEN 0 ELSE Double
TypeOK == x \\in Nat`,
      `CONSTANTS N = 1\nOp(0) = 1\nOp(1) = 3\nProc = {p1, p2}\nLimit = p1\nNat <- MyNat\n${SPEC}\nINVARIANT TypeOK`,
    );
  });

  test("constraints, action constraints, views and properties of all kinds", () => {
    agree(
      `VARIABLES x, y
Init == x = 0 /\\ y = 0
Up == x' = x + 1 /\\ y' \\in {y, x}
Next == Up
Spec == Init /\\ [][Next]_<<x, y>>
Small == x < 4
NotBack == y' >= y \\/ x < 2
Seen == <<x>>
Grows == [][x' > x /\\ \\A i \\in {1, 2} : x' # x + i + 1]_x
Both == Init /\\ []Small /\\ Grows`,
      "SPECIFICATION Spec\nCONSTRAINT Small\nACTION_CONSTRAINT NotBack\nVIEW Seen\nPROPERTY Both",
    );
  });
});
