/** Folders that tests write into. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of its own with the given files, for one test; removed by `remove`. */
export function folderWith(files: Readonly<Record<string, string>>): {
  readonly path: string;
  readonly list: () => string[];
  readonly read: (name: string) => string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), "lockstep-test-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return {
    path,
    list: () => readdirSync(path, { recursive: true, encoding: "utf8" }).sort(),
    read: (name) => readFileSync(join(path, name), "utf8"),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
