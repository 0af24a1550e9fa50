/**
 * What is known about specifications that were verified before: `.lockstep/cache/verified/<hash>.json`, by the hash of
 * every module that was read, of the config, of the constants and of Lockstep's version. Only success is remembered; a
 * violation is found again, with its trace.
 */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readText } from "../cli/host-files.ts";

/** The size of a specification's state graph. */
export interface Verified {
  readonly distinct: number;
  readonly transitions: number;
  readonly generated: number;
  readonly depth: number;
  /** Properties that the exploration did not decide. */
  readonly unchecked: readonly string[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.object({
  distinct: count,
  transitions: count,
  generated: count,
  depth: count,
  unchecked: v.array(v.string()),
});

/** The name under which a verification is remembered. */
export function verificationKey(
  texts: ReadonlyMap<string, string>,
  constants: Readonly<Record<string, string>>,
  version: string,
): string {
  const files = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  const given = Object.entries(constants).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify({ version, files, given })).digest("hex").slice(0, 32);
}

/** A remembered verification; undefined when there is none, or it cannot be read. */
export function recall(cacheFolder: string, key: string): Verified | undefined {
  const text = readText(join(cacheFolder, "verified", `${key}.json`));
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function remember(cacheFolder: string, key: string, verified: Verified): void {
  const folder = join(cacheFolder, "verified");
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${key}.${process.pid}`);
  writeFileSync(temporary, `${JSON.stringify(verified)}\n`);
  renameSync(temporary, join(folder, `${key}.json`));
}
