/** Claims of new states: the smallest parent has them in the end, in whatever order threads come. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Claims, claimsBytes } from "../../../../src/check/parallel/claims.ts";
import { RoundParents } from "../../../../src/check/parallel/round-parents.ts";

function claimsOf(slots: number, parents: number): { readonly claims: Claims; readonly parents: RoundParents } {
  const made = new RoundParents(new SharedArrayBuffer(parents * 8));
  return { claims: new Claims(new SharedArrayBuffer(claimsBytes(slots)), made), parents: made };
}

describe("claims", () => {
  it("belong to the parent with the smallest number, which counts them", () => {
    const { claims, parents } = claimsOf(16, 10);
    claims.begin(100);
    parents.begin(100);
    const late = claims.claim(1, 2, 105);
    expect(claims.claim(1, 2, 107)).toBe(-1);
    expect(claims.claim(1, 2, 105)).toBe(-1);
    expect(claims.claim(1, 2, 103)).toBe(late);
    expect(claims.parent(late)).toBe(103);
    expect([claims.low(late), claims.high(late)]).toEqual([1, 2]);
    expect([parents.found(103), parents.found(105), parents.found(107)]).toEqual([1, 0, 0]);
  });

  it("of a round before are as good as none", () => {
    const { claims, parents } = claimsOf(16, 10);
    for (let first = 0; first < 100; first += 10) {
      claims.begin(first);
      parents.begin(first);
      parents.clear(10);
      for (let i = 0; i < 10; i++) expect(claims.claim(7, i, first + i)).not.toBe(-1);
      expect(claims.claim(7, 0, first + 9)).toBe(-1);
    }
  });

  it("do not depend on the order in which they are made", () => {
    const fingerprint = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 8191 }));
    const claim = fc.record({ fingerprint, parent: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 30 }), (made) => {
        const { claims, parents } = claimsOf(64, 10);
        const smallest = new Map<string, number>();
        const slots = new Map<string, number>();
        for (const {
          fingerprint: [low, high],
          parent,
        } of made) {
          const key = `${low} ${high}`;
          const slot = claims.claim(low, high, parent);
          expect(slot >= 0).toBe(parent < (smallest.get(key) ?? Infinity));
          if (slot < 0) continue;
          smallest.set(key, parent);
          slots.set(key, slot);
        }
        for (const [key, parent] of smallest) expect(claims.parent(slots.get(key)!)).toBe(parent);
        for (let parent = 0; parent < 10; parent++)
          expect(parents.found(parent)).toBe([...smallest.values()].filter((other) => other === parent).length);
      }),
    );
  });
});
