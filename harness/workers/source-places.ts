/**
 * From places in bundled code back to the lines that were written.
 *
 * A system file and its program run as one bundle in `.lockstep/cache/`; its stack traces and probe places name that
 * bundle. The source map at its end says where each piece came from. Our own code is bundled too, with maps beside it.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { compiledFile } from "./compiled-file.ts";

export interface SourcePlace {
  /** Absolute path. */
  readonly path: string;
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

const maps = new Map<string, TraceMap | undefined>();

/** The source map of a bundle, at its end or beside it, read once. */
function mapOf(bundlePath: string): TraceMap | undefined {
  if (!maps.has(bundlePath)) maps.set(bundlePath, readMap(bundlePath));
  return maps.get(bundlePath);
}

function readMap(bundlePath: string): TraceMap | undefined {
  try {
    return new TraceMap(readMapText(bundlePath));
  } catch {
    return undefined;
  }
}

function readMapText(bundlePath: string): string {
  if (existsSync(`${bundlePath}.map`)) return readFileSync(`${bundlePath}.map`, "utf8");
  const marker = "//# sourceMappingURL=data:application/json;base64,";
  const text = readFileSync(bundlePath, "utf8");
  const at = text.lastIndexOf(marker);
  if (at < 0) throw new Error(`${bundlePath} has no source map`);
  return Buffer.from(text.slice(at + marker.length).trim(), "base64").toString("utf8");
}

/** The place in the sources of a place in a bundle; undefined where the bundler wrote the code. */
export function originalPlace(bundlePath: string, line: number, column: number): SourcePlace | undefined {
  const map = mapOf(bundlePath);
  if (map === undefined) return undefined;
  const found = originalPositionFor(map, { line, column: Math.max(0, column - 1) });
  if (found.source === null) return undefined;
  return { path: resolve(dirname(bundlePath), found.source), line: found.line, column: found.column + 1 };
}

/** A path as messages print it: relative to the working directory when it lies inside, with forward slashes. */
export function shownPath(path: string, folder: string = process.cwd()): string {
  const inside = relative(folder, path);
  return (inside.startsWith("..") ? path : inside).split(sep).join("/");
}

const bundlePlace =
  /(?:file:\/\/)?(\/?[^\s()'"]*[\\/]\.lockstep[\\/]cache[\\/][^\s()'"?:]+\.mjs)(?:\?[^\s():]*)?:(\d+):(\d+)/g;

/** Text, such as a stack trace or a place, with every place of a bundle replaced by the user's. */
export function withOriginalPlaces(text: string): string {
  return text.replace(bundlePlace, (whole: string, path: string, line: string, column: string) => {
    const bundle = whole.startsWith("file://") ? fileURLToPath(`file://${path}`) : path;
    const place = originalPlace(bundle, Number(line), Number(column));
    return place === undefined ? whole : `${shownPath(place.path)}:${place.line}:${place.column}`;
  });
}

/** A stack trace of Lockstep itself, as a report of a mistake of ours needs it: with the places of its sources. */
export function sourceStack(stack: string): string {
  const build = fileURLToPath(compiledFile(""));
  return stack.replace(
    /(?:file:\/\/)?(\/[^\s()'":]+\.c?js):(\d+):(\d+)/g,
    (whole: string, path: string, line: string, column: string) => {
      const place = path.startsWith(build) ? originalPlace(path, Number(line), Number(column)) : undefined;
      return place === undefined ? whole : `${shownPath(place.path)}:${place.line}:${place.column}`;
    },
  );
}

/** The innermost frame of a stack that lies in a user's source. */
export function innermostPlace(stack: string): SourcePlace | undefined {
  for (const match of stack.matchAll(bundlePlace)) {
    const [whole, path = "", line, column] = match;
    const bundle = whole.startsWith("file://") ? fileURLToPath(`file://${path}`) : path;
    const place = originalPlace(bundle, Number(line), Number(column));
    if (place !== undefined && !place.path.includes(`${sep}node_modules${sep}`)) return place;
  }
  return undefined;
}

/** A stack trace as its reader wants it: original places, and only the frames of the user's own code. */
export function userStack(stack: string): string {
  const lines = stack.split("\n");
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const kept = lines.filter((line) => !isFrame(line) || /[\\/]\.lockstep[\\/]cache[\\/]/.test(line));
  return withOriginalPlaces((kept.some(isFrame) ? kept : lines).join("\n"));
}
