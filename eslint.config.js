/**
 * Lint rules. Type-checked, because `no-floating-promises` and the bans on host time and randomness are rules about
 * determinism here, not about taste. The import rules of the house are held by test/unit/tidy.test.ts.
 */
import tseslint from "typescript-eslint";

/** Rooms in which a run must be a pure function of its choices. */
const deterministicRooms = ["simulate", "search", "conform", "observe", "values", "compile", "check", "tla", "formats"];

const hostGlobals = [
  "Date",
  "performance",
  "crypto",
  "Intl",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".lockstep/", "coverage/", "test/golden/"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // Handlers implement asynchronous interfaces without always awaiting.
      "@typescript-eslint/require-await": "off",
      // `x[i]!` states that an index is in range; the compiler option which would make it necessary is off because of
      // the typed arrays of the hot paths, and the statement is worth keeping for the reader.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // A loop that walks from `this` outwards is no closure over `this`.
      "@typescript-eslint/no-this-alias": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='localeCompare']",
          message: "Order must not depend on the locale.",
        },
      ],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: deterministicRooms.map((room) => `src/${room}/**/*.ts`),
    ignores: ["src/simulate/host.ts"],
    rules: {
      "no-restricted-globals": ["error", ...hostGlobals],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Randomness is a choice: take it from Choices." },
        { object: "process", property: "hrtime", message: "Time is virtual here." },
      ],
    },
  },
  {
    // The one place where text becomes code: the text is the compiler's own, never a specification's.
    files: ["src/compile/emit/compiler.ts"],
    rules: { "@typescript-eslint/no-implied-eval": "off" },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, "no-console": "off" },
  },
  { files: ["harness/**/*.ts", "sample-systems/**/*.ts", "test/**/*.ts"], rules: { "no-console": "off" } },
);
