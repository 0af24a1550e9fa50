/** States with numbers: dropped in front, cut at the end, and put in order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberedStates } from "../../../../src/check/parallel/numbered-states.ts";

/** A state that tells its number. */
const stateOf = (number: number): Int32Array => Int32Array.of(number, number * 2);

function contents(states: NumberedStates): number[] {
  const state = new Int32Array(2);
  return Array.from({ length: states.length }, (_, index) => {
    states.read(index, state);
    expect(state).toEqual(stateOf(states.number(index)));
    return states.number(index);
  });
}

describe("numbered states", () => {
  it("are copied in the order of their numbers, from a number on", () => {
    const states = new NumberedStates(2);
    for (const number of [3, 7, 9, 1, 2, 8]) states.push(number, stateOf(number));
    const sorted = new NumberedStates(2);
    states.copyInOrder(3, sorted);
    expect(contents(sorted)).toEqual([3, 7, 8, 9]);
    expect(contents(states)).toEqual([3, 7, 9, 1, 2, 8]);
  });

  it("behave as an array does", () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 2_000 }) }),
      fc.record({ drop: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ cut: fc.integer({ min: 0, max: 100 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const states = new NumberedStates(2);
        let model: number[] = [];
        let next = 0;
        for (const made of steps) {
          if ("push" in made)
            for (let i = 0; i < made.push; i++, next++) {
              states.push(next, stateOf(next));
              model.push(next);
            }
          else if ("drop" in made) {
            const count = Math.min(made.drop, model.length);
            states.dropFirst(count);
            model = model.slice(count);
          } else {
            model = model.slice(0, Math.max(0, model.length - made.cut));
            states.truncate(model.length);
          }
        }
        expect(contents(states)).toEqual(model);
      }),
      { numRuns: 50 },
    );
  });
});
