/** How the samples declare their wrong programs. */
import { describe, expect, it } from "vitest";
import { variantsOf } from "../../../sample-systems/common/variants.ts";

class Right {
  receive(): void {}
}
class Wrong {
  receive(): void {}
}

describe("variantsOf", () => {
  const description = {
    name: "forgets",
    summary: "forgets",
    expected: { action: "Add", conjunct: "x" },
    role: "server",
  };

  it("puts the class of the variant's name in the place of some processes, and leaves the rest of them", () => {
    const { forgets } = variantsOf([description], { forgets: Wrong }, (id, { role }) => id.startsWith(role));
    const right = { server1: { handler: Right, env: { ID: "1" } }, client: { handler: Right } };
    expect(forgets!.processes(right)).toEqual({
      server1: { handler: Wrong, env: { ID: "1" } },
      client: { handler: Right },
    });
    expect(forgets).toMatchObject({ summary: "forgets", expected: { action: "Add", conjunct: "x" } });
  });

  it("needs a class for each description", () => {
    expect(() => variantsOf([description], {}, () => true)).toThrow("no class for the variant forgets");
  });
});
