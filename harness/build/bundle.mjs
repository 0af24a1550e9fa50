/**
 * Makes the JavaScript of the build from the TypeScript sources: `node harness/build/bundle.mjs [OUT]`. Types are checked
 * and declarations written by `tsc`, beside it.
 *
 * Two hundred small modules take longer to find and load than a small specification takes to check, so they are bundled.
 * What several entry points share is in `harness/chunks/`, where a process finds one instance of it; what is imported by
 * `import()` stays apart until it is needed. Packages are not bundled.
 */
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inlinedConstants } from "./constants.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist"));

const isScript = /\.c?js$/;
const sourceOf = (script) => script.replace(isScript, ".ts");

/** Scripts that the manifest names: the command, the package's entry points, and what `npm run` starts. */
function manifestScripts() {
  const { bin, exports, scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const inScripts = Object.values(scripts).flatMap((line) => line.match(/dist\/[\w./-]+/g) ?? []);
  return [...Object.values(bin), ...Object.values(exports).map((entry) => entry.default ?? entry), ...inScripts]
    .filter((path) => isScript.test(path))
    .map((path) => path.replace(/^(\.\/)?dist\//, ""));
}

/** Scripts that the sources start as threads or processes: `compiledFile("harness/workers/thread.cjs")`. */
function startedScripts() {
  return readdirSync(join(root, "harness"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => [...readFileSync(join(root, "harness", path), "utf8").matchAll(/compiledFile\("([\w/.-]+)"\)/g)])
    .map(([, script]) => script)
    .filter((path) => isScript.test(path));
}

/** Programs of the sample systems, as they run in production. */
function samplePrograms() {
  return readdirSync(join(root, "sample-systems"), { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|[\\/])main\.ts$/.test(path))
    .map((path) => `sample-systems/${path.replaceAll("\\", "/").replace(/ts$/, "js")}`);
}

const scripts = [...new Set([...manifestScripts(), ...startedScripts(), ...samplePrograms()])];

const common = {
  absWorkingDir: root,
  outbase: root,
  outdir: out,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20.19",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
  plugins: [inlinedConstants(root)],
};

rmSync(out, { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: scripts.filter((path) => path.endsWith(".js")).map(sourceOf),
    format: "esm",
    splitting: true,
    chunkNames: "harness/chunks/[name]-[hash]",
  }),
  build({
    ...common,
    entryPoints: scripts.filter((path) => path.endsWith(".cjs")).map(sourceOf),
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    // A script that runs with kept code cannot import, only require.
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  }),
]);
// The standard modules are TLA+ text.
const library = "src/tla/library";
cpSync(join(root, library), join(out, library), { recursive: true, filter: (path) => !path.endsWith(".ts") });
