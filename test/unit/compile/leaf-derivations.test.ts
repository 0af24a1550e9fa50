import { describe, expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createStore } from "../../../src/values/store.ts";
import { leafRecording } from "../../support/leaf-recording.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** Which action leaves derivations decide; the graph must be the one that evaluating all leaves gives. */
function decided(text: string, cfg = "", ...more: readonly string[]): boolean[] {
  const spec = specOf(moduleText(text), `SPECIFICATION Spec\nPROPERTY Live\n${cfg}`, ...more);
  const machine = compileMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
  const recording = leafRecording(machine, 1000)!;
  expect(recording.differences).toEqual([]);
  expect(recording.steps).toBeGreaterThan(0);
  return [...recording.decided];
}

const LIGHTS = `
VARIABLES on, moves
vars == <<on, moves>>
Init == on = {} /\\ moves = 0
Turn(p) == p \\notin on /\\ on' = on \\cup {p} /\\ moves' = moves
Off(p) == p \\in on /\\ on' = on \\ {p} /\\ moves' = (moves + 1) % 3
Live == []<>(on = {})
`;

describe("action leaves known from derivations", () => {
  it("are those that are actions of Next: one process, all of them, several actions at once", () => {
    const text = `${LIGHTS}
      Next == \\E p \\in 1..2 : Turn(p) \\/ Off(p)
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next) /\\ (\\A p \\in 1..2 : SF_vars(Off(p)))
                   /\\ WF_vars(\\E p \\in 1..2 : Turn(p))`;
    expect(decided(text)).toEqual([true, true, true, true]);
  });

  it("include those that a state formula guards", () => {
    const text = `${LIGHTS}
      Next == \\E p \\in 1..2 : Turn(p) \\/ Off(p)
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(moves = 1 /\\ Off(2))`;
    expect(decided(text)).toEqual([true]);
  });

  it("put the derivations of one step together", () => {
    const text = `${LIGHTS}
      Both == on = {1, 2} /\\ on' = {1} /\\ moves' = (moves + 1) % 3
      Next == (\\E p \\in 1..2 : Turn(p) \\/ Off(p)) \\/ Both
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(Off(2)) /\\ WF_vars(Both)`;
    expect(decided(text)).toEqual([true, true]);
  });

  it("look at the subscript: a step that leaves it alone does not count", () => {
    const text = `${LIGHTS}
      Next == \\E p \\in 1..2 : Turn(p) \\/ Off(p)
      Spec == Init /\\ [][Next]_vars /\\ WF_moves(Next) /\\ WF_<<moves>>(Turn(1)) /\\ WF_(moves + 1)(Off(1))`;
    expect(decided(text)).toEqual([true, true, false]);
  });

  it("know that an action is enabled though a constraint cuts its step off", () => {
    const text = `${LIGHTS}
      Next == \\E p \\in 1..2 : Turn(p) \\/ Off(p)
      Few == on # {1, 2}
      Odd == moves' # 2
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(Turn(2)) /\\ WF_vars(Off(1))`;
    expect(decided(text, "CONSTRAINT Few")).toEqual([true, true]);
    expect(decided(text, "ACTION_CONSTRAINT Odd")).toEqual([true, true]);
  });

  it("are not decided where Next does not try the argument in every state", () => {
    const text = `
      VARIABLES sent, got
      vars == <<sent, got>>
      Init == sent = {} /\\ got = {}
      Send(m) == sent' = sent \\cup {m} /\\ got' = got
      Receive(m) == m \\notin got /\\ got' = got \\cup {m} /\\ sent' = sent
      Take(m) == m \\in sent /\\ sent' = sent \\ {m} /\\ got' = got
      Next == (\\E m \\in 1..3 : Send(m)) \\/ (\\E m \\in sent : Receive(m) \\/ Take(m))
      Some == \\E m \\in sent : Receive(m)
      Live == <>(got = {1, 2, 3})
      Spec == Init /\\ [][Next]_vars
        /\\ (\\A m \\in 1..2 : WF_vars(Receive(m)))
        /\\ WF_vars(\\E m \\in sent : Take(m)) /\\ WF_vars(Some) /\\ WF_vars(\\E m \\in got : Take(m))
        /\\ WF_vars(Send(4))`;
    // Receive(1), Receive(2); then those over the same set, over another set, and what Next never does.
    expect(decided(text)).toEqual([false, false, true, true, false, false]);
  });

  it("are told apart by their arguments", () => {
    const text = `
      VARIABLES x, y
      vars == <<x, y>>
      Init == x = 0 /\\ y = 0
      Set(a, b) == x' = a /\\ y' = b
      Twice(Op(_), a) == x' = Op(a) /\\ y' = y
      Plus(a) == (a + 1) % 3
      Next == (\\E a, b \\in 0..2 : Set(a, b)) \\/ (\\E a \\in 0..2 : Twice(Plus, a)) \\/ Set(2, x)
      Live == <>(x = 2)
      Spec == Init /\\ [][Next]_vars
        /\\ WF_vars(Set(1, 2)) /\\ WF_vars(\\E a \\in 0..2 : Set(a, a)) /\\ WF_vars(\\E a \\in 0..2 : Twice(Plus, a))
        /\\ WF_vars(Set(2, x)) /\\ WF_vars(Set(2, y)) /\\ WF_vars(Set(0, 3)) /\\ WF_vars(\\E a \\in 1..3 : Set(a, 0))`;
    expect(decided(text)).toEqual([true, true, true, true, false, false, false]);
  });

  it("are found behind LET, labels, single bullets and parameters of quantified definitions", () => {
    const text = `${LIGHTS}
      Step(p) == LET q == 3 - p IN
                 \\/ lab(p) :: /\\ q \\notin on /\\ on' = on \\cup {q} /\\ moves' = moves
                 \\/ Off(q)
      Next == /\\ \\E p \\in 1..2 : Step(p)
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next) /\\ (\\A p \\in 1..2 : WF_vars(Step(p)) /\\ WF_vars(Off(p)))`;
    expect(decided(text)).toEqual([true, true, true, true, true]);
  });

  it("are told from loops that are not unrolled", () => {
    const text = `${LIGHTS}
      Big == 1..3000
      Next == \\E p \\in Big : (p < 3 /\\ (Turn(p) \\/ Off(p))) \\/ (p = 1 /\\ Off(p))
      Jump(p) == p \\in {1, 2} \\cup on /\\ moves' = p /\\ on' = on
      Wide == \\E p \\in Big : Jump(p)
      Spec == Init /\\ [][Next \\/ Wide]_vars /\\ WF_vars(Jump(1)) /\\ WF_vars(Wide) /\\ WF_vars(Jump(0)) /\\ WF_vars(Off(1))`;
    expect(decided(text)).toEqual([true, true, false, false]);
  });

  it("are not those of a refined specification: its primes mean something else under ENABLED", () => {
    const clock = `---- MODULE Clock ----\nEXTENDS Naturals\nVARIABLE t\nTick == t' = (t + 1) % 2\nSpec == t = 0 /\\ [][Tick]_t /\\ WF_t(Tick)\n====`;
    const text = `
      VARIABLES x, y
      vars == <<x, y>>
      C == INSTANCE Clock WITH t <- (x + y) % 2
      Init == x = 0 /\\ y = 0
      X == x' = (x + 1) % 2 /\\ y' = y
      Y == y' = (y + 1) % 2 /\\ x' = x
      Next == X \\/ Y
      Live == C!Spec
      Spec == Init /\\ [][Next]_vars /\\ WF_vars(X)`;
    expect(decided(text, "", clock)).toEqual([true, false]);
  });
});
