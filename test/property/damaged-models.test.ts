/**
 * Damaged specifications and configs, from text to a short exploration: a result or a clear message, never another
 * exception. `npm run mutate -- --specs DIR --count N` does the same to any folder, and also notices what never ends.
 */
import { describe, expect, it } from "vitest";
import { damage, modelOf, tryModel, type Ending } from "../../harness/mutate/trial.ts";

const models = ["specs/TwoPhase.tla", "specs/TransactionCommit.tla"].map((path) => modelOf(path)!);
const trials = 250;

describe("a damaged model", () => {
  it("is one that has a result while it is whole", () => {
    for (const model of models) expect(tryModel(model, new Map(), () => undefined)).toEqual({ ending: "result" });
  });

  it("has a result or is refused, and both happen", () => {
    const endings = new Map<Ending, number>();
    for (let number = 0; number < trials; number++) {
      const { model, files } = damage(models, "quick", number);
      const { ending, fault } = tryModel(model, files, () => undefined);
      expect(fault, `mutation ${number} of seed quick`).toBeUndefined();
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
    expect(endings.get("result")).toBeGreaterThan(trials / 10);
    expect(endings.get("refused")).toBeGreaterThan(trials / 10);
  });

  it("is the same for the same seed and number", () => {
    expect(damage(models, "quick", 7)).toEqual(damage(models, "quick", 7));
  });
});
