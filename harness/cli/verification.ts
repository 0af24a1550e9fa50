/**
 * The specification of a system, explored before the system is held against it: one that does not hold says nothing about
 * a program. That takes a bounded time, and once: what came of it is remembered for as long as the specification, its
 * config and its constants stay the same.
 *
 * The verdict on the runs does not depend on it: a specification that is too large to be explored holds them just as well.
 */
import { join } from "node:path";
import { Exploration } from "../../src/check/exploration.ts";
import { withUsableSymmetry } from "../../src/check/symmetry.ts";
import type { CheckResult } from "../../src/check/types.ts";
import { row } from "../report/campaign-report.ts";
import type { CheckContext } from "../report/check-report.ts";
import { StatusLine } from "../report/status-line.ts";
import { count, counted, duration } from "../report/values.ts";
import type { PreparedSystem } from "../workers/prepare-subject.ts";
import { recall, remember, verificationKey, type Attempt, type Verified } from "../workers/verified-cache.ts";
import { checkedNames } from "./check.ts";
import { drive } from "./explore.ts";
import type { Interrupt } from "./interrupt.ts";
import { Limits } from "./limits.ts";
import type { Terminal } from "./terminal.ts";

/** A specification that takes longer is not verified unless more time is given. */
export const VERIFY_SECONDS = 10;

/** How it ended. */
export type Verification =
  | { readonly kind: "verified"; readonly graph: Verified; readonly isRemembered: boolean; readonly seconds: number }
  | { readonly kind: "skipped" }
  /** The specification ended the search before everything was explored, and nothing was violated up to there. */
  | { readonly kind: "ended" }
  | { readonly kind: "interrupted" }
  | { readonly kind: "too-large"; readonly attempt: Attempt; readonly isRemembered: boolean }
  | { readonly kind: "violated"; readonly result: CheckResult; readonly context: CheckContext };

export interface VerificationOptions {
  readonly secondsMax: number;
  readonly version: string;
  readonly terminal: Terminal;
  readonly interrupt: Interrupt;
}

export async function verification(system: PreparedSystem, options: VerificationOptions): Promise<Verification> {
  const { secondsMax, version } = options;
  const cacheFolder = join(process.cwd(), ".lockstep", "cache");
  const key = verificationKey(system.specTexts, system.constants, version);
  const known = recall(cacheFolder, key);
  if (known?.kind === "verified") return { ...known, isRemembered: true, seconds: 0 };
  // Who gives it more time than the last attempt had wants another one.
  if (known?.kind === "attempt" && known.attempt.secondsMax >= secondsMax)
    return { kind: "too-large", attempt: known.attempt, isRemembered: true };
  const found = await explored(system, options);
  if (found.kind === "verified") remember(cacheFolder, key, { kind: "verified", graph: found.graph });
  if (found.kind === "too-large") remember(cacheFolder, key, { kind: "attempt", attempt: found.attempt });
  return found;
}

async function explored(
  { spec, subject }: PreparedSystem,
  { secondsMax, terminal, interrupt }: VerificationOptions,
): Promise<Verification> {
  const started = performance.now();
  const machine = withUsableSymmetry(subject.machine);
  const result = await drive(new Exploration(machine, subject.explainer, { countTransitions: true }), {
    status: new StatusLine(terminal.err),
    interrupt,
    limits: new Limits({ secondsMax }),
  });
  const seconds = (performance.now() - started) / 1000;
  const { bound, distinct, transitions = 0, generated, depth, unchecked } = result;
  if (result.violations.length > 0) {
    const context = {
      file: spec.root.variables[0]!.at.file.path,
      store: machine.store,
      checked: checkedNames(spec),
      checksDeadlock: spec.checkDeadlock,
      seconds,
    };
    return { kind: "violated", result, context };
  }
  if (bound === "time" || bound === "states" || bound === "memory")
    return { kind: "too-large", attempt: { distinct, bound, secondsMax }, isRemembered: false };
  if (bound === "exit") return { kind: "ended" };
  if (bound !== undefined) return { kind: "interrupted" };
  const graph = { distinct, transitions, generated, depth, unchecked: [...unchecked] };
  return { kind: "verified", graph, isRemembered: false, seconds };
}

/** The row of the report; ends with a line break. */
export function verificationText(verification: Verification): string {
  const [first, ...more] = verificationLines(verification);
  return [row("specification", first!), ...more.map((line) => row("", line)), ""].join("\n");
}

function verificationLines(verification: Verification): string[] {
  switch (verification.kind) {
    case "verified": {
      const { graph, isRemembered, seconds } = verification;
      const size = `${counted(graph.distinct, "state")}, ${counted(graph.transitions, "transition")}, depth ${graph.depth}`;
      const unchecked = graph.unchecked.length === 0 ? "" : `; not checked: ${graph.unchecked.join(", ")}`;
      return [`holds: ${size} (${isRemembered ? "verified before" : duration(seconds)})${unchecked}`];
    }
    case "too-large": {
      const { attempt, isRemembered } = verification;
      const why = attempt.bound === "time" ? `in ${duration(attempt.secondsMax)}` : `(${attempt.bound})`;
      const when = isRemembered ? " (tried before)" : "";
      return [
        `not verified: ${count(attempt.distinct)} states ${why} are not all${when}`,
        "the runs are judged all the same; --verify-time 10m gives it longer",
      ];
    }
    case "ended":
      return ['not verified: it ended the search itself, with TLCSet("exit", TRUE)'];
    case "interrupted":
      return ["not verified: interrupted"];
    case "skipped":
      return ["not verified (--no-verify)"];
    case "violated":
      return ["does not hold: nothing is run against it", ""];
  }
}
