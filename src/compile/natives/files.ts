/**
 * Files as natives use them: through the port, with failures told as evaluation errors at the place that asked. While a
 * trace is computed again nothing is written a second time.
 */
import { EvaluationError, type Site, type Value } from "../../values/types.ts";
import { stringOf } from "./collections.ts";
import { Refusal, type FilesPort, type NativeContext, type WriteMode } from "./native.ts";

function filesOf(context: NativeContext, site: Site): FilesPort {
  if (context.ports.files !== undefined) return context.ports.files;
  throw new EvaluationError("LS4221", "A specification may not read or write files here.", site);
}

/** A refusal of a port, at a place in the specification; other failures are our own and pass. */
export function refusedAt<T>(site: Site, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw new EvaluationError(error.code, error.message, site);
    throw error;
  }
}

/** The name of a file given by a specification. */
export function pathOf({ store }: NativeContext, path: Value, site: Site): string {
  const name = stringOf(store, path);
  if (name !== undefined) return name;
  throw new EvaluationError("LS4221", `A file name is a string, not ${store.show(path)}.`, site);
}

/** Text of a file; undefined when there is none. */
export function readIfThere(context: NativeContext, path: string, site: Site): string | undefined {
  return refusedAt(site, () => filesOf(context, site).read(path));
}

/** Text of a file that has to be there. */
export function readFile(context: NativeContext, path: string, site: Site): string {
  const text = readIfThere(context, path, site);
  if (text !== undefined) return text;
  throw new EvaluationError("LS4221", `There is no file ${path} (names are relative to the working folder).`, site);
}

export function writeFile(context: NativeContext, path: string, text: string, mode: WriteMode, site: Site): void {
  if (context.status.isReplaying) return;
  refusedAt(site, () => filesOf(context, site).write(path, text, mode));
}

/** The lines of a text; a line break at its end does not begin another one. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
