/**
 * How the engine reads files: the loader's port, answered from the disk of this machine. The engine itself imports
 * nothing of Node.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledFile } from "../workers/compiled-file.ts";
import type { FilePort } from "../../src/tla/modules/load.ts";

/** Larger files are refused: a specification is written by people. */
const fileBytesMax = 16 * 1024 * 1024;

/** Errors of the file system that mean "there is no such file" to whoever looks for one. */
const absent = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EACCES"]);

/** The text of a file, or undefined when it cannot be read. A byte order mark is dropped. */
export function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > fileBytesMax) return undefined;
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Error && "code" in error && absent.has(String(error.code))) return undefined;
    throw error;
  }
}

/** The port of the loader; paths are as the user gave them, relative to the working directory. */
export const hostFiles: FilePort = {
  read: readText,
  list: (folder) => {
    try {
      return readdirSync(folder === "" ? "." : folder).sort();
    } catch {
      return [];
    }
  },
};

/** The same port, which puts the text of every file that is read into `texts`, by path. */
export function rememberingFiles(texts: Map<string, string>): FilePort {
  const read = (path: string): string | undefined => {
    const text = readText(path);
    if (text !== undefined) texts.set(path, text);
    return text;
  };
  return { ...hostFiles, read };
}

const libraryFolder = fileURLToPath(compiledFile("src/tla/library/"));

/** Text of a standard module. Names come from user files: only plain ones are looked up. */
export function libraryText(module: string): string | undefined {
  return /^\w+$/.test(module) ? readText(join(libraryFolder, `${module}.tla`)) : undefined;
}

/**
 * Folders in which modules are looked for after the root module's own: those that were given, then those of the
 * environment variable LOCKSTEP_PATH, between colons.
 */
export function modulePath(given: readonly string[], environment: NodeJS.ProcessEnv = process.env): string[] {
  const inherited = (environment["LOCKSTEP_PATH"] ?? "").split(":").filter((folder) => folder !== "");
  return [...given, ...inherited];
}

/** Joins a path of a system file with the folder that it stands in. */
export function resolvePath(folder: string, path: string): string {
  return resolve(folder, path);
}
