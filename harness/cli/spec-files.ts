/**
 * The files that a specification may touch while it is checked: it reads what the user can read, and writes only below
 * the working folder, which is where a person looks for what came out.
 *
 * A specification is a document that may come from anywhere. It must not be able to put code where it is run later, so
 * hidden folders and files (`.git`, `.lockstep`, `.npmrc`) and `node_modules` are closed to it, and links are followed
 * before it is decided where a file lies.
 */
import {
  constants,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Refusal, type FilesPort } from "../../src/compile/natives/native.ts";

/** Larger files are refused: their text would not fit into one string of values. */
const fileBytesMax = 256 * 1024 * 1024;

/** Files for a specification that runs in this folder. */
export function specFiles(folder: string): FilesPort {
  return {
    read: (path) => readRegular(resolve(folder, path), path),
    write: (path, text, { append }) => {
      const target = writableTarget(folder, path);
      const how = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;
      withHostErrors("write", path, () => {
        mkdirSync(dirname(target), { recursive: true });
        const file = openSync(target, how | (append ? constants.O_APPEND : constants.O_TRUNC), 0o644);
        try {
          writeSync(file, text);
        } finally {
          closeSync(file);
        }
      });
    },
  };
}

function readRegular(absolute: string, shown: string): string | undefined {
  return withHostErrors("read", shown, () => {
    const found = statSync(absolute, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile()) throw new Refusal("LS4221", `${shown} is not a regular file.`);
    if (found.size > fileBytesMax) throw new Refusal("LS4221", `${shown} is larger than ${fileBytesMax} bytes.`);
    return readFileSync(absolute, "utf8").replace(/^\uFEFF/, "");
  });
}

/** Where a file would really be written; throws unless that is an open place below the folder. */
function writableTarget(folder: string, path: string): string {
  const root = realpathSync(folder);
  if (path === "" || path.includes("\0")) throw new Refusal("LS4222", `${JSON.stringify(path)} names no file.`);
  const target = withHostErrors("write", path, () => realTarget(resolve(root, path)));
  const inside = relative(root, target);
  const parts = inside.split(sep);
  if (inside === "" || parts[0] === ".." || resolve(root, inside) !== target)
    throw new Refusal("LS4222", `A specification writes below the working folder only; ${path} lies outside.`);
  if (parts.some((part) => part.startsWith(".") || part === "node_modules"))
    throw new Refusal("LS4222", `A specification does not write hidden files or node_modules: ${path}.`);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) throw new Refusal("LS4222", `${path} is not a regular file.`);
  return target;
}

/** The path with all links followed, in the part of it that exists. */
function realTarget(absolute: string): string {
  if (lstatSync(absolute, { throwIfNoEntry: false }) !== undefined) return realpathSync(absolute);
  const above = dirname(absolute);
  return above === absolute ? absolute : join(realTarget(above), basename(absolute));
}

function withHostErrors<T>(what: "read" | "write", shown: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error instanceof Refusal) throw error;
    if (what === "read" && error.code === "ENOTDIR") return undefined as T;
    throw new Refusal("LS4221", `${shown} cannot be ${what === "read" ? "read" : "written"} (${String(error.code)}).`);
  }
}
