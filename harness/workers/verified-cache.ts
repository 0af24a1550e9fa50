/**
 * What is known about specifications that were explored before: `.lockstep/cache/verified/<hash>.json`, by the hash of
 * everything that the outcome depends on: all modules that were read, the config, the constants, and Lockstep's version.
 *
 * Kept are specifications that hold, and attempts that their time ended, so that nobody waits twice for the same "too
 * large". One that does not hold is explored again each time: the report needs its error trace. Nothing but waiting depends
 * on the folder: who deletes it has everything explored once more.
 */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readText } from "../cli/host-files.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const verifiedSchema = v.object({
  distinct: count,
  transitions: count,
  generated: count,
  depth: count,
  /** Properties that the exploration did not decide. */
  unchecked: v.array(v.string()),
});
const attemptSchema = v.object({
  distinct: count,
  /** What ended it, and the time that it had been given. */
  bound: v.picklist(["time", "states", "memory"]),
  secondsMax: v.number(),
});
const schema = v.union([
  v.object({ kind: v.literal("verified"), graph: verifiedSchema }),
  v.object({ kind: v.literal("attempt"), attempt: attemptSchema }),
]);

/** The size of a specification's state graph. */
export type Verified = Readonly<v.InferOutput<typeof verifiedSchema>>;

/** An exploration that reached a bound before it had seen everything. */
export type Attempt = Readonly<v.InferOutput<typeof attemptSchema>>;

export type Remembered = v.InferOutput<typeof schema>;

/** The name under which an exploration is remembered. */
export function verificationKey(
  texts: ReadonlyMap<string, string>,
  constants: Readonly<Record<string, string>>,
  version: string,
): string {
  const files = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  const given = Object.entries(constants).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify({ version, files, given })).digest("hex").slice(0, 32);
}

/** What is remembered; undefined when nothing is, or it cannot be read. */
export function recall(cacheFolder: string, key: string): Remembered | undefined {
  const text = readText(join(cacheFolder, "verified", `${key}.json`));
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function remember(cacheFolder: string, key: string, remembered: Remembered): void {
  const folder = join(cacheFolder, "verified");
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${key}.${process.pid}`);
  writeFileSync(temporary, `${JSON.stringify(remembered)}\n`);
  renameSync(temporary, join(folder, `${key}.json`));
}
