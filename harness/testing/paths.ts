/** Files as tests name them: `new URL("./system.ts", import.meta.url)`, or a path relative to the working directory. */
import { fileURLToPath } from "node:url";
import { shownPath } from "../workers/source-places.ts";

/** The path, as messages show it. */
export function pathOf(given: string | URL): string {
  return given instanceof URL || given.startsWith("file:") ? shownPath(fileURLToPath(given)) || "." : given;
}
