/**
 * The same programs and the same mapping against specs/TwoPhaseLive.tla, which also says what has to happen in the end:
 * what a run still owes is reported as a debt.
 */
import { defineSystem } from "lockstep";
import system from "./system.ts";
import { SkipsTheLast } from "./variants/skips-the-last.ts";

export default defineSystem({
  ...system.definition,
  name: "two-phase commit that gets somewhere",
  spec: "../../specs/TwoPhaseLive.tla",
  variants: {
    ...system.definition.variants,
    "skips-the-last": {
      summary: "never sends the decision to the last participant: no step is wrong, one is missing for ever",
      processes: (right) => ({ ...right, tm: { ...right.tm!, handler: SkipsTheLast } }),
    },
  },
});
