/**
 * Places of files of the build. The build bundles modules (docs/architecture.md, "How it starts"), so a file cannot name
 * its neighbours from its own place in the sources; but every bundle lies two folders below the root of the build, as
 * this file lies below the root of the sources.
 *
 * The build makes an entry point of every script that is named in a literal here: to start a thread or a process from a
 * file, `compiledFile("harness/….js")` is all that it takes. A `.cjs` is one file that shares nothing.
 */

/** A file of the build, by its path in the sources; in tests, which run the sources, the source itself. */
export function compiledFile(path: string): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(`../../${isSource ? path.replace(/\.c?js$/, ".ts") : path}`, import.meta.url);
}
