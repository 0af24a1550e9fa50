/** The version in the package's manifest, which lies in one of the folders above this file, in the sources as in the build. */
import { readFileSync } from "node:fs";

export function packageVersion(): string {
  for (let folder = new URL(".", import.meta.url); ; folder = new URL("..", folder)) {
    try {
      const manifest = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === "lockstep" && manifest.version !== undefined) return manifest.version;
    } catch {
      // The folder above is tried.
    }
    if (folder.pathname === new URL("..", folder).pathname) return "unknown";
  }
}
