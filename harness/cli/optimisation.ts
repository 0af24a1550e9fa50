/**
 * When V8 optimises emitted code. A specification becomes hundreds of functions, most of which run for less than a second
 * in all: left alone, V8 spends more time on optimising them, in threads of its own, than they take. A function that
 * matters runs for the whole search and loses some milliseconds by being optimised later. Measured in docs/checker-speed.md.
 */
import { setFlagsFromString } from "node:v8";

/** The flag in bytes of bytecode that a function runs through before V8 looks at it; the usual number is V8's own. */
const budget = { usual: 67_584, patient: 264_000 } as const;

/** The versions whose usual number is known: those of Node 20. Others are left alone. */
const isKnownVersion = process.versions.v8.startsWith("11.");

/**
 * Runs `work` with V8 taking its time. Afterwards the flag is what it was, since V8 keeps compiled scripts (code-cache.ts)
 * apart by their flags.
 */
export async function optimisedLate<T>(work: () => Promise<T>): Promise<T> {
  if (!isKnownVersion) return work();
  setFlagsFromString(`--interrupt-budget=${budget.patient}`);
  try {
    return await work();
  } finally {
    setFlagsFromString(`--interrupt-budget=${budget.usual}`);
  }
}
