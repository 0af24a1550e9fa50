/**
 * From a bundled system to a subject that can run. The main thread does it once, to find mistakes and to verify the
 * specification; each worker does it once for itself, since compiled machines cannot be sent between threads.
 */
import { resolve } from "node:path";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { FaultSettings } from "../../src/simulate/fault-options.ts";
import type { System } from "../../src/system/define-system.ts";
import { prepare, type Prepared } from "../../src/system/prepare.ts";
import { libraryText, modulePath, rememberingFiles } from "../cli/host-files.ts";
import { compileSpec } from "../cli/load-machine.ts";
import {
  discardBundle,
  importSystem,
  userErrorDiagnostic,
  userPlace,
  withUserPlaces,
  type SystemBundle,
} from "./load-system.ts";
import { shownPath } from "./source-places.ts";

/** What a system is prepared with: plain data, the same in every thread. */
export interface SubjectRequest {
  readonly bundle: SystemBundle;
  readonly set: Readonly<Record<string, string>>;
  readonly variant: string | undefined;
  /** Instead of the faults that the system file has. */
  readonly faults?: FaultSettings | undefined;
}

export interface PreparedSystem extends Prepared {
  readonly system: System;
  /** Every file of the specification that was read, by path: what a verification of it depends on. */
  readonly specTexts: ReadonlyMap<string, string>;
}

/** What a system file prints while it is loaded goes to stderr: stdout belongs to the report. */
async function withoutStdout<T>(work: () => Promise<T>): Promise<T> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

/** Imports and prepares a system. Throws DiagnosticError with everything that is wrong with it. */
export async function prepareSubject(request: SubjectRequest): Promise<PreparedSystem> {
  const { bundle, set, variant, faults } = request;
  const system = await withoutStdout(() => importSystem(bundle));
  const specTexts = new Map<string, string>();
  const library = (module: string): string | undefined => {
    const text = libraryText(module);
    if (text !== undefined) specTexts.set(`<library>/${module}.tla`, text);
    return text;
  };
  try {
    const definition = faults === undefined ? system.definition : { ...system.definition, faults };
    const prepared = prepare(definition, {
      folder: bundle.folder,
      files: rememberingFiles(specTexts),
      library,
      set,
      ...(variant === undefined ? {} : { variant }),
      modulePath: modulePath([]),
      resolvePath: (folder, path) => shownPath(resolve(folder, path)),
      compile: compileSpec,
    });
    return { ...prepared, system, specTexts };
  } catch (error) {
    const mistakes = mistakesOf(bundle, error);
    if (mistakes === undefined) throw error;
    discardBundle(bundle);
    throw mistakes;
  }
}

/** What a user did wrong; undefined when it is our own fault. */
function mistakesOf(bundle: SystemBundle, error: unknown): DiagnosticError | undefined {
  if (error instanceof DiagnosticError) return new DiagnosticError(withUserPlaces(error, bundle.file));
  if (!(error instanceof Error) || userPlace(error, bundle.folder) === undefined) return undefined;
  const message = `${shownPath(bundle.file)} throws while the system is put together`;
  return new DiagnosticError([userErrorDiagnostic("LS6005", message, bundle, error)]);
}
