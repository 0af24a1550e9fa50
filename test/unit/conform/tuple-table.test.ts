import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TupleTable } from "../../../src/conform/tuple-table.ts";

describe("TupleTable", () => {
  it("numbers tuples in order of arrival and finds them again", () => {
    const table = new TupleTable();
    expect(table.intern([7, 8], 0, 2)).toBe(0);
    expect(table.wasNew).toBe(true);
    expect(table.intern([0, 7, 8, 9], 1, 2)).toBe(0);
    expect(table.wasNew).toBe(false);
    expect(table.intern([7, 8], 0, 1)).toBe(1);
    expect([...table.get(0)]).toEqual([7, 8]);
    expect(table.at(0, 1)).toBe(8);
  });

  it("agrees with a map from text to number, through growth", () => {
    const tuples = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 6 }), {
      maxLength: 3000,
      minLength: 1000,
    });
    fc.assert(
      fc.property(tuples, (all) => {
        const table = new TupleTable();
        const model = new Map<string, number>();
        for (const tuple of all) {
          const key = tuple.join();
          const known = model.get(key);
          const number = table.intern(tuple, 0, tuple.length);
          expect(table.wasNew).toBe(known === undefined);
          expect(number).toBe(known ?? model.size);
          model.set(key, number);
        }
        expect(table.size).toBe(model.size);
      }),
      { seed: 1, numRuns: 20 },
    );
  });
});
