import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "engine", include: ["test/**/*.test.ts"], exclude: ["test/end-to-end/**"] },
      },
      {
        extends: true,
        test: {
          name: "end-to-end",
          include: ["test/end-to-end/**/*.test.ts"],
          // Bundles the command line once, so that a test starts it as a child in a fraction of a second.
          globalSetup: ["test/end-to-end/bundle-cli.ts"],
        },
      },
    ],
  },
});
