/** Parts of variables that were observed, held against what an action gives: what evaluating whole values cannot show. */
import { describe, expect, it } from "vitest";
import { contradictions } from "../../../src/conform/contradictions.ts";
import { stepRequests } from "../../../src/conform/explain.ts";
import { Bench, type StepText } from "../../support/observations.ts";
import { moduleText, specOf } from "../../support/specs.ts";

const shop = `VARIABLES stock, basket
Init == stock = [f \\in {"pear", "fig"} |-> 3] /\\ basket = {}
Take(f) == /\\ stock' = [stock EXCEPT ![f] = @ - 1]
           /\\ basket' = basket \\cup {f}
Next == \\E f \\in {"pear", "fig"} : Take(f)`;

/** What contradicts a step that is observed as `step` in the initial state: text, sides, part. */
function foundFor(step: StepText): unknown[] {
  const bench = new Bench(specOf(moduleText(shop), "INIT Init\nNEXT Next"));
  const { machine, explainer, space } = bench;
  const state = space.state(space.initialStates()[0]!);
  const observation = bench.event([step]);
  const violation = { kind: "step", property: "Next", observation, stepIndex: 0, candidates: [state] } as const;
  const [request] = stepRequests(machine, violation, state);
  const [report] = explainer.explainStep(request!.step, 1);
  return contradictions(machine, request!.observed, report!, state).map(({ text, kind, left, right, part }) => ({
    text,
    kind,
    sides: [left, right].map((value) => machine.store.print(value!)),
    ...(part === undefined ? {} : { part }),
  }));
}

const pear = { action: "Take", args: { f: '"pear"' } };

describe("a part of a variable that was observed", () => {
  it("contradicts the conjunct that gives the variable, where that has another value there", () => {
    expect(foundFor({ ...pear, set: [[["stock", '"pear"'], "1"]] })).toEqual([
      { text: "stock' = [stock EXCEPT ![f] = @ - 1]", kind: "effect", sides: ["2", "1"], part: 'stock["pear"]' },
    ]);
  });

  it("contradicts nothing where it is what the action gives, or where the action has no such part", () => {
    expect(foundFor({ ...pear, set: [[["stock", '"pear"'], "2"]] })).toEqual([]);
    expect(foundFor({ ...pear, set: [[["stock", '"plum"'], "2"]] })).toEqual([]);
  });

  it("counts once for each variable, however many parts differ", () => {
    const parts: StepText["set"] = [
      [["stock", '"fig"'], "0"],
      [["stock", '"pear"'], "0"],
    ];
    expect(foundFor({ ...pear, set: parts })).toMatchObject([{ sides: ["3", "0"], part: 'stock["fig"]' }]);
  });
});

describe("an element that was taken from a container", () => {
  it("is to be there before, whatever the action is", () => {
    expect(foundFor({ ...pear, remove: [[["basket"], '"fig"']] })).toEqual([
      { text: "what is taken from basket is there", kind: "guard", sides: ['"fig"', "{}"] },
    ]);
  });

  it("contradicts nothing when one is put in", () => {
    expect(foundFor({ ...pear, add: [[["basket"], '"pear"']] })).toEqual([]);
  });
});
