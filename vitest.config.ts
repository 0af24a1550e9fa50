import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // The package's own entry points, as sample systems import them, from the sources and not from the last build.
  resolve: {
    alias: [
      { find: /^lockstep$/, replacement: source("src/system/index.ts") },
      { find: /^lockstep\/probe$/, replacement: source("src/probe/probe.ts") },
      { find: /^lockstep\/testing$/, replacement: source("harness/testing/testing.ts") },
      { find: /^lockstep\/runtime$/, replacement: source("harness/runtime/runtime.ts") },
    ],
  },
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          exclude: ["test/end-to-end/**"],
          // Files share a process, its modules and its optimised code: 106 instead of 183 s of CPU time. Nothing in src/
          // keeps what one test could leave to another.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "end-to-end",
          include: ["test/end-to-end/**/*.test.ts"],
          // Compiles the command line once, without checking types, so that tests start it as a child process.
          globalSetup: ["test/end-to-end/build-cli.ts"],
        },
      },
    ],
  },
});
