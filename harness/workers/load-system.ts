/**
 * Loads a system file. Node 20 cannot strip types, so the file is bundled with everything it imports, except Lockstep
 * itself, which resolves to this very package: the definition and whoever runs it must share one copy.
 *
 * The bundle goes to `.lockstep/cache/`, named by its content, so that workers import the same program and an unchanged
 * system is not written again. A file that cannot be loaded leaves nothing behind.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Message, Plugin } from "esbuild";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
import { lineStarts, type Location, type SourceFile } from "../../src/tla/syntax/source.ts";
import type { LogMapping, MappingFile } from "../../src/observe/log/log-mapping.ts";
import type { System } from "../../src/system/define-system.ts";
import { mistake } from "../cli/command-error.ts";
import { readText } from "../cli/host-files.ts";
import { compiledFile } from "./compiled-file.ts";
import { didYouMean } from "../../src/tla/modules/near-names.ts";
import { innermostPlace, shownPath, type SourcePlace } from "./source-places.ts";

/** A system file, bundled. */
export interface SystemBundle {
  /** Absolute path of the system file. */
  readonly file: string;
  /** Folder of the system file. */
  readonly folder: string;
  /** Absolute path of the bundle. */
  readonly bundlePath: string;
  /** Hash of the bundle's program, without its source map: the same for the same program in any folder. */
  readonly hash: string;
  /** This process has written the bundle; it was not in the cache. */
  readonly isNew: boolean;
}

const systemFileNames = ["system.ts", "system.mts", "system.js", "system.mjs"];

const entryPoints: Readonly<Record<string, string>> = {
  lockstep: compiledFile("src/system/index.js").href,
  "lockstep/probe": compiledFile("src/probe/probe.js").href,
  "lockstep/runtime": compiledFile("harness/runtime/runtime.js").href,
};

/** The system file that a path means: the file, or the `system.ts` of a folder. */
export function findSystemFile(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) {
    if (!statSync(absolute).isDirectory()) return absolute;
    const found = systemFileNames.map((name) => join(absolute, name)).find((candidate) => existsSync(candidate));
    if (found !== undefined) return found;
    throw mistake("LS6001", `there is no system file in ${path}`, { hint: "a system file is named system.ts" });
  }
  throw mistake("LS6001", `there is no system file ${path}`, {
    hint: "give a system file, or a folder with a system.ts",
  });
}

/** Resolves the package's own entry points to this copy of it. */
const onePackage: Plugin = {
  name: "lockstep",
  setup(build) {
    build.onResolve({ filter: /^lockstep(\/.*)?$/ }, ({ path }) => {
      const entry = entryPoints[path];
      return entry === undefined
        ? { errors: [{ text: `"${path}" is not an entry point of lockstep: ${Object.keys(entryPoints).join(", ")}` }] }
        : { path: entry, external: true };
    });
  },
};

/** Bundles a system file into the cache below `cacheFolder`. */
export async function bundleSystem(path: string, cacheFolder: string): Promise<SystemBundle> {
  const file = findSystemFile(path);
  const { build } = await import("esbuild");
  let text: string;
  try {
    const result = await build({
      entryPoints: [file],
      outfile: join(cacheFolder, "system.mjs"),
      absWorkingDir: process.cwd(),
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      format: "esm",
      sourcemap: "inline",
      keepNames: true,
      logLevel: "silent",
      plugins: [onePackage],
      // Packages written for CommonJS ask for Node's modules with `require`.
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
    });
    text = result.outputFiles[0]!.text;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new DiagnosticError(error.errors.map((message) => buildDiagnostic(message)));
  }
  const hash = createHash("sha256").update(programText(text)).digest("hex").slice(0, 16);
  const contentHash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const bundlePath = join(cacheFolder, `${contentHash}.mjs`);
  const isNew = !existsSync(bundlePath);
  if (isNew) writeWhole(bundlePath, text);
  return { file, folder: dirname(file), bundlePath, hash, isNew };
}

/** The bundle without what depends on where it lies: comments with paths, our own location, the source map. */
function programText(bundle: string): string {
  return bundle
    .replace(/\/\/# sourceMappingURL=.*\s*$/, "")
    .replace(/^\/\/ .*$/gm, "")
    .replaceAll(/"file:\/\/[^"]*"/g, '"lockstep"');
}

/** Writes a file completely or not at all. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Imports a bundle and returns what its system file exports by default. */
export async function importSystem(bundle: SystemBundle): Promise<System> {
  const exported = await importDefault(bundle);
  if (isSystem(exported)) return exported;
  discardBundle(bundle);
  throw mistake("LS6004", `${shownPath(bundle.file)} does not export a system`, {
    ...startOf(bundle.file),
    hint: "write `export default defineSystem({ ... })`",
  });
}

/** Imports a bundle and returns what its mapping file exports by default. */
export async function importMapping(bundle: SystemBundle): Promise<LogMapping> {
  const exported = await importDefault(bundle);
  if (isMapping(exported)) return exported.mapping;
  discardBundle(bundle);
  throw mistake("LS6006", `${shownPath(bundle.file)} does not export a mapping`, {
    ...startOf(bundle.file),
    hint: "write `export default defineMapping({ steps: { ... } })`",
  });
}

async function importDefault(bundle: SystemBundle): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(bundle.bundlePath).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const diagnostic = (await missingExport(bundle, error)) ?? thrownDiagnostic(bundle, error);
    discardBundle(bundle);
    throw new DiagnosticError([diagnostic]);
  }
}

function isMapping(value: unknown): value is MappingFile {
  return typeof value === "object" && value !== null && "lockstepMapping" in value && value.lockstepMapping === 1;
}

function isSystem(value: unknown): value is System {
  return typeof value === "object" && value !== null && "lockstepSystem" in value && value.lockstepSystem === 1;
}

/**
 * Takes the bundle of a system that cannot be used away again, with folders that are empty then: a mistake leaves nothing
 * behind. What an earlier command has written stays.
 */
export function discardBundle(bundle: SystemBundle): void {
  if (!bundle.isNew) return;
  rmSync(bundle.bundlePath, { force: true });
  for (const folder of [dirname(bundle.bundlePath), dirname(dirname(bundle.bundlePath))]) {
    try {
      rmdirSync(folder);
    } catch {
      // Not empty, or somebody else was quicker.
      return;
    }
  }
}

// ---------------------------------------------------------------------------------------------- diagnostics

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function buildDiagnostic(message: Message): Diagnostic {
  const { location, text } = message;
  const at =
    location === null
      ? undefined
      : locationOf({ path: resolve(location.file), line: location.line, column: location.column + 1 }, location.length);
  return {
    code: "LS6002",
    severity: "error",
    message: text,
    ...(at === undefined ? {} : { at }),
    hint: buildHint(text),
  };
}

/** The bundler's own advice is for who calls it, and is left out. */
function buildHint(text: string): string {
  const name = /^Could not resolve "(.*)"$/.exec(text)?.[1];
  if (name === undefined) return "the bundler stops there; the rest of the file may be right";
  if (/^[./]/.test(name)) return "the path is relative to the file that has the import, and ends with .ts";
  return didYouMean(name, Object.keys(entryPoints)) ?? `is it installed? npm install ${name}`;
}

/** A name that one of our own entry points does not export: they are no part of the bundle, so the bundler does not see it. */
async function missingExport(bundle: SystemBundle, error: unknown): Promise<Diagnostic | undefined> {
  const [, url, name] =
    /requested module '(.*)' does not provide an export named '(.*)'/.exec(
      error instanceof Error ? error.message : "",
    ) ?? [];
  const entry = Object.entries(entryPoints).find(([, href]) => href === url)?.[0];
  if (entry === undefined || name === undefined) return undefined;
  const exported = Object.keys((await import(url!)) as object);
  const at = wordIn(bundle.file, name);
  const hint = didYouMean(name, exported) ?? `it has ${exported.sort().join(", ")}`;
  return {
    code: "LS6003",
    severity: "error",
    message: `"${entry}" does not export ${name}`,
    hint,
    ...(at === undefined ? {} : { at }),
  };
}

function thrownDiagnostic(bundle: SystemBundle, error: unknown): Diagnostic {
  return {
    ...userErrorDiagnostic("LS6003", `${shownPath(bundle.file)} throws while it is loaded`, bundle, error),
    hint: "a system file only declares; start programs in `processes`",
  };
}

/** An exception of the user's code, with the line that threw it. */
export function userErrorDiagnostic(code: string, message: string, bundle: SystemBundle, error: unknown): Diagnostic {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = error instanceof Error ? userPlace(error, bundle.folder) : undefined;
  const at = place === undefined ? startOf(bundle.file).at : locationOf(place, 1);
  return { code, severity: "error", message: `${message}: ${text}`, ...(at === undefined ? {} : { at }) };
}

/** Frames that lead from where a mistake is noticed, in a mapping, to the program's own: more than the usual ten. */
export const STACK_FRAMES = 40;

/**
 * Diagnostics of a system with places, where there were none: where the user's code was when one was found, else where the
 * system file has the word that it is about, provided that it has it once.
 */
export function withUserPlaces(error: DiagnosticError, systemFile: string): readonly Diagnostic[] {
  const place = userPlace(error, dirname(systemFile));
  return error.diagnostics.map((diagnostic) => {
    if (diagnostic.at !== undefined) return diagnostic;
    const at = place === undefined ? wordIn(systemFile, diagnostic.name) : locationOf(place, 1);
    return at === undefined ? diagnostic : { ...diagnostic, at };
  });
}

/** Where in the user's code an error was made; `folder` is the system's. */
export function userPlace(error: Error, folder: string): SourcePlace | undefined {
  const stack = error.stack ?? "";
  return innermostPlace(stack) ?? placeBelow(folder, stack);
}

/** The innermost frame in a folder's own files: of a stack that the test runner has led back to the sources already. */
function placeBelow(folder: string, stack: string): SourcePlace | undefined {
  for (const [, path = "", line, column] of stack.matchAll(/\(?((?:[A-Za-z]:)?[\\/][^\s():]+):(\d+):(\d+)\)?$/gm)) {
    const inside = relative(folder, path);
    if (!inside.startsWith("..") && !inside.includes("node_modules"))
      return { path, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/**
 * Where a system or mapping file has a word of its `steps`, or a kind of `faultSteps.crash`: as the only key of that name, or
 * as the only word.
 */
export function placeOfWord(file: string, word: string): Location | undefined {
  const name = word.replace(/^(faultSteps|messageSteps)\./, "");
  return wordIn(file, name, "[\"'`]?\\s*[:(]") ?? wordIn(file, name);
}

/** The only place where a file has a word, before what `next` matches; undefined when there are several. */
function wordIn(path: string, word: string | undefined, next = ""): Location | undefined {
  const text = word === undefined || word === "" ? undefined : readText(path);
  if (text === undefined) return undefined;
  const [found, second] = text.matchAll(new RegExp(`(?<![\\w$])${escaped(word!)}(?![\\w$])(?=${next})`, "g"));
  if (found === undefined || second !== undefined) return undefined;
  return { file: { path: shownPath(path), text }, start: found.index, end: found.index + word!.length };
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function startOf(path: string): { readonly at?: Location } {
  const at = locationOf({ path, line: 1, column: 1 }, 1);
  return at === undefined ? {} : { at };
}

function locationOf(place: SourcePlace, length: number): Location | undefined {
  const text = readText(place.path);
  if (text === undefined) return undefined;
  const file: SourceFile = { path: shownPath(place.path), text };
  const start = Math.min(text.length, (lineStarts(file)[place.line - 1] ?? 0) + place.column - 1);
  return { file, start, end: Math.min(text.length, start + Math.max(1, length)) };
}
