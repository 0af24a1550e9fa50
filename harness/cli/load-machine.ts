/**
 * From a `.tla` file to a machine that can be explored: the loading that `check`, `describe` and `fuzz` share.
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { compileMachine } from "../../src/compile/compile.ts";
import { createExplainer } from "../../src/compile/evaluator/explain/explainer.ts";
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { nativeContext, type NativePorts, type SpecificationFormulas } from "../../src/compile/natives/native.ts";
import { SiteTable } from "../../src/compile/sites.ts";
import type { Explainer, StateMachine } from "../../src/compile/types.ts";
import type { ConfigValue, ResolvedSpec } from "../../src/tla/modules/core.ts";
import { configInside, parseConfig } from "../../src/tla/modules/config.ts";
import { loadSpec, type SpecRequest } from "../../src/tla/modules/spec.ts";
import { createStore } from "../../src/values/store.ts";
import type { StoreOptions } from "../../src/values/types.ts";
import { mistake } from "./command-error.ts";
import { hostFiles, libraryText, modulePath, readText, rememberingFiles } from "./host-files.ts";

export interface SpecFiles {
  /** The `.tla` file as the user gave it. */
  readonly file: string;
  /** The `.cfg` file; the one beside the module when it exists and none is given. */
  readonly config?: string;
  /** Folders to look for modules in, after the module's own and before those of LOCKSTEP_PATH. */
  readonly path: readonly string[];
  /** Values for constants, over those of the config. */
  readonly constants?: SpecRequest["constants"];
  /** Receives the text of every file that is read, by path. */
  readonly texts?: Map<string, string>;
}

export interface Machine {
  readonly machine: StateMachine;
  readonly explainer: Explainer;
}

/** Reads and resolves a specification. Throws DiagnosticError with everything that is wrong with it. */
export function loadSpecification(files: SpecFiles): ResolvedSpec {
  const root = moduleFile(files.file);
  for (const folder of files.path) {
    if (existsSync(folder)) continue;
    throw mistake("LS7002", `there is no folder ${folder}`, { hint: "check the path given with --path" });
  }
  const config = configOf(root, files.config);
  const { texts, constants } = files;
  if (config !== undefined) texts?.set(config.path, config.text);
  return loadSpec({
    root,
    files: texts === undefined ? hostFiles : rememberingFiles(texts),
    library: libraryText,
    path: modulePath(files.path),
    ...(config === undefined ? {} : { config }),
    ...(constants === undefined ? {} : { constants }),
  });
}

/** Values of constants from TLA+ text as a config has it. `source` names the text in messages. */
export function constantValues(texts: Readonly<Record<string, string>>, source: string): Map<string, ConfigValue> {
  const entries = Object.entries(texts);
  if (entries.length === 0) return new Map();
  const text = ["CONSTANTS", ...entries.map(([name, value]) => `  ${name} = ${value}`), ""].join("\n");
  const { assignments } = parseConfig({ path: source, text });
  return new Map(assignments.flatMap(({ name, to }) => (to.kind === "value" ? [[name.name, to.value] as const] : [])));
}

/** The config that is given, else the one beside the module, else the one inside the module's file. */
function configOf(root: string, given: string | undefined): SpecRequest["config"] {
  const path = given ?? root.replace(/\.tla$/, ".cfg");
  const text = readText(path);
  if (text === undefined && given !== undefined) {
    throw mistake("LS7002", `cannot read the config ${given}`, { hint: "check the path given with --config" });
  }
  if (text !== undefined && !path.endsWith(".tla")) return { path, text };
  const module = text === undefined ? { path: root, text: readText(root) ?? "" } : { path, text };
  const name = basename(module.path, ".tla");
  const stretch = configInside(module.text, name);
  if (stretch !== undefined) return { ...module, stretch };
  if (given === undefined) return undefined;
  throw mistake("LS7002", `${given} has no part ---- CONFIG ${name} ----`, { hint: "a config is a .cfg file" });
}

/** The path with its extension; a path that cannot be read is the user's mistake, said before anything else. */
export function moduleFile(path: string): string {
  const candidates = path.endsWith(".tla") ? [path] : [`${path}.tla`, path];
  const found = candidates.find((candidate) => readText(candidate) !== undefined);
  if (found === undefined) {
    const hint = existsSync(path)
      ? "give a readable .tla file"
      : "check the path; it is relative to the current folder";
    throw mistake("LS7002", `cannot read the specification ${path}`, { hint });
  }
  if (!found.endsWith(".tla")) {
    throw mistake("LS7002", `${path} is no TLA+ module: its name does not end in .tla`, {
      hint: "a config is given with --config",
    });
  }
  return found;
}

/**
 * Compiles a resolved specification, with the evaluator beside it for explanations. Without ports the specification
 * prints nowhere and reads nothing. `hasRoomFor` as in `StoreOptions`.
 */
export function compileSpec(
  spec: ResolvedSpec,
  ports: NativePorts = {},
  hasRoomFor?: StoreOptions["hasRoomFor"],
): Machine {
  const store = createStore({ stringOrder: spec.stringOrder, ...(hasRoomFor === undefined ? {} : { hasRoomFor }) });
  const sites = new SiteTable();
  const made: { machine?: StateMachine } = {};
  const natives = nativeContext(store, {
    ...ports,
    // Asked for when a formula is evaluated; while the machine is being made there is nothing to list yet.
    formulas: () => (made.machine === undefined ? emptyFormulas : formulasOf(made.machine)),
  });
  const machine = compileMachine(spec, { store, sites, context: natives });
  made.machine = machine;
  return {
    machine,
    explainer: createExplainer(createEvaluatorMachine(spec, { store, sites, context: natives })),
  };
}

const emptyFormulas: SpecificationFormulas = {
  variables: [],
  inits: [],
  actions: [],
  temporals: [],
  invariants: [],
  impliedInits: [],
  impliedActions: [],
  impliedTemporals: [],
  constraints: [],
  actionConstraints: [],
};

/** What `TLCGet("spec")` lists. */
function formulasOf(machine: StateMachine): SpecificationFormulas {
  const { init, variables } = machine.spec;
  return {
    variables,
    inits: init === undefined ? [] : [{ name: "Init", at: init.at }],
    actions: machine.actions,
    temporals: [],
    invariants: machine.invariants,
    impliedInits: machine.initialProperties,
    impliedActions: machine.actionProperties,
    impliedTemporals: machine.temporalProperties,
    constraints: machine.constraints,
    actionConstraints: machine.actionConstraints,
  };
}
