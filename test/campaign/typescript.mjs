/**
 * `node --import ./test/campaign/typescript.mjs FILE.ts`: runs TypeScript sources where they are, without a build. Node 20
 * cannot strip types; esbuild can, file by file. The campaign is the only thing of test/ that runs outside of vitest.
 */
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { transform } from "esbuild";

// Node runs hooks in a thread of their own, which loads this module a second time.
if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  if (!url.endsWith(".ts")) return nextLoad(url, context);
  const sourcefile = fileURLToPath(url);
  const text = await readFile(sourcefile, "utf8");
  const { code } = await transform(text, { loader: "ts", target: "node20", sourcefile, sourcemap: "inline" });
  return { format: "module", source: code, shortCircuit: true };
}
