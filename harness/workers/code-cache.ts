/**
 * Runs a script of the build with the code that V8 made of it the last time: compiling our own functions anew takes
 * longer than checking a small specification.
 *
 * The cache lies beside the script, where only those can write who can change the script, in one file for each version of
 * V8, its flags, and the processor's features; V8 refuses what does not fit them. A cache older than its script is not
 * offered. Nothing depends on it: where it cannot be read or written, the script is compiled as ever.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

/** Caches that may lie beside a script: a megabyte each, one for each set of flags that somebody starts Node with. */
const cachesMax = 8;

export interface CachedScript {
  /** What the script exports, as a CommonJS module. */
  readonly exports: unknown;
  /** Keeps the code of all functions that have run so far, unless they came from the cache. */
  readonly keepCode: () => void;
}

/** Runs a CommonJS script, given by its absolute path. */
export function loadScript(path: string): CachedScript {
  const cachePath = `${path}.${cachedDataVersionTag().toString(16)}.cache`;
  const cachedData = readCache(cachePath, path);
  const script = new Script(`(function (exports, require, module, __filename) {${readFileSync(path, "utf8")}\n})`, {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module = { exports: {} };
  const body = script.runInThisContext() as (...args: unknown[]) => void;
  body(module.exports, createRequire(path), module, path);
  const isCached = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    keepCode: () => {
      if (!isCached) writeCache(cachePath, script.createCachedData());
    },
  };
}

function readCache(cachePath: string, path: string): Buffer | undefined {
  try {
    return statSync(cachePath).mtimeMs < statSync(path).mtimeMs ? undefined : readFileSync(cachePath);
  } catch {
    return undefined;
  }
}

/** Completely or not at all, as V8 does not notice every damage; two processes may do it at once. */
function writeCache(cachePath: string, code: Buffer): void {
  const temporary = `${cachePath}.${process.pid}`;
  try {
    if (readdirSync(dirname(cachePath)).filter((name) => name.endsWith(".cache")).length >= cachesMax) return;
    const file = openSync(temporary, "wx");
    writeSync(file, code);
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, cachePath);
  } catch {
    // The package lies where this user cannot write.
  }
}
