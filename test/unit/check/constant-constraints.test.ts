/** A constraint that no state can satisfy is refused, and one that depends on the state or the run is not. */
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/tla/diagnostics.ts";
import { checked } from "../../support/check.ts";
import { moduleText } from "../../support/specs.ts";

const text = moduleText(`CONSTANT On
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
Off == ~On
Sums == 1 + 1 = 3
Never == x > 5
Shallow == TLCGet("level") < 2
Unknown == CHOOSE n \\in {} : TRUE
Real == x < 2`);

/** What comes of it: the codes of a refusal, or verdict and distinct states. */
function outcome(statement: string): string {
  try {
    const { verdict, distinct } = checked(text, `CONSTANT On = TRUE INIT Init NEXT Next ${statement}`);
    return `${verdict} ${distinct}`;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code} ${message}`).join("; ");
  }
}

describe("constraints that are the same in every state", () => {
  it("are refused when they are FALSE: nothing would be checked", () => {
    expect(outcome("CONSTRAINT Off")).toBe("LS3045 the CONSTRAINT Off is FALSE whatever the state is");
    expect(outcome("ACTION_CONSTRAINT Sums")).toBe("LS3045 the ACTION_CONSTRAINT Sums is FALSE whatever the state is");
  });

  it("are as good as none when they are TRUE", () => {
    expect(outcome("CONSTRAINT On ACTION_CONSTRAINT On")).toBe("ok 3");
  });

  it("are not those that only happen to hold of no state, or ask where the run stands", () => {
    expect(outcome("CONSTRAINT Never")).toBe("ok 0");
    expect(outcome("CONSTRAINT Shallow")).toBe("ok 1");
  });

  it("are not those that the config replaces by what depends on the state", () => {
    expect(outcome("CONSTRAINT Off CONSTANT Off <- Real")).toBe("ok 2");
  });

  it("fail as ever where they cannot be evaluated", () => {
    expect(outcome("CONSTRAINT Unknown")).toBe("error 0");
  });
});
