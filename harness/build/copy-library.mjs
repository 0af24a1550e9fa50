/**
 * Copies the standard modules (TLA+ text) beside the compiled code: `tsc` only carries TypeScript along.
 * Run by `npm run build` after `tsc`.
 */
import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const from = fileURLToPath(new URL("src/tla/library/", root));
const to = fileURLToPath(new URL("dist/src/tla/library/", root));

if (existsSync(from)) {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".ts") });
}
