/** V8 takes its time while a specification is checked, and only then. */
import { cachedDataVersionTag } from "node:v8";
import { describe, expect, it } from "vitest";
import { optimisedLate } from "../../../harness/cli/optimisation.ts";

describe("work that V8 optimises late", () => {
  it("gives its result, and leaves V8's flags as they were, on which kept code depends", async () => {
    const usual = cachedDataVersionTag();
    const inside = await optimisedLate(() => Promise.resolve(cachedDataVersionTag()));
    if (process.versions.v8.startsWith("11.")) expect(inside).not.toBe(usual);
    else expect(inside).toBe(usual);
    expect(cachedDataVersionTag()).toBe(usual);
  });

  it("leaves them so when it fails as well", async () => {
    const usual = cachedDataVersionTag();
    await expect(optimisedLate(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(cachedDataVersionTag()).toBe(usual);
  });
});
