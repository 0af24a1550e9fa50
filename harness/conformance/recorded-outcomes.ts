/**
 * What TLC said about the models of the repository tlaplus/Examples, and the differences from it that are explained.
 * Both are data beside the tests: facts with their provenance, and reasons that docs/tlc-compatibility.md tells in full.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What is compared. */
export interface Outcome {
  /** `ok`, `invariant`, `liveness`, or another verdict of `lockstep check`. */
  readonly outcome: string;
  /** The violated name, as the config has it. */
  readonly violated?: string;
  readonly distinct: number;
  readonly depth: number;
  /** States of the counterexample; recorded for invariants, where the shortest one has the same length for everybody. */
  readonly traceLength?: number;
  readonly generated: number;
}

export interface RecordedModel extends Outcome {
  /** Paths below specifications/. */
  readonly tla: string;
  readonly cfg: string;
  /** User CPU seconds of TLC's process. */
  readonly seconds: number;
}

/** A difference that is known, with the reason why TLC's figure is not the one to have. */
export interface Explained {
  readonly cfg: string;
  readonly parts: readonly (keyof Outcome)[];
  readonly reason: string;
}

export function recordedModels(): readonly RecordedModel[] {
  return read<{ readonly models: readonly RecordedModel[] }>("tlc-outcomes.json").models;
}

export function explainedDifferences(): readonly Explained[] {
  return read<{ readonly differences: readonly Explained[] }>("explained-differences.json").differences;
}

function read<T>(name: string): T {
  const path = fileURLToPath(new URL(`../../../test/conformance/${name}`, import.meta.url));
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
