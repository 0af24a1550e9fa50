/**
 * Finds and parses modules: beside the root module, then along the path, then among the further modules of the files
 * already read, then in the library.
 *
 * Files are read through a port, so nothing here knows the host. A local file wins over a library module of the same
 * name, as people expect who carry their own `Folds.tla`. Each module file is read and parsed once.
 */
import { translatedModule } from "../pluscal/module-translation.ts";
import type { Module } from "../syntax/ast.ts";
import { parseModuleFile } from "../syntax/parse.ts";
import type { Location, SourceFile } from "../syntax/source.ts";
import { libraryModules } from "../library/natives.ts";
import { didYouMean } from "./near-names.ts";
import { withHint, type Problems } from "./problems.ts";

/** Reads text files; a file that does not exist is undefined. */
export interface FilePort {
  read(path: string): string | undefined;
  /** Names of the files in a folder, for hints. */
  list?(folder: string): readonly string[];
}

export interface LoadOptions {
  /** The root module's file. */
  readonly root: string;
  readonly files: FilePort;
  /** Folders to search after the root module's own, in order. */
  readonly path?: readonly string[];
  /** Text of a library module, by its name. */
  readonly library: (module: string) => string | undefined;
}

/** A module file that was found and parsed. */
export interface LoadedFile {
  readonly file: SourceFile;
  readonly modules: readonly Module[];
  readonly isLibrary: boolean;
}

/** The folder of a path with its separator, or "" for a bare file name. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

export class ModuleLoader {
  readonly #options: LoadOptions;
  readonly #problems: Problems;
  readonly #folders: readonly string[];
  readonly #loaded = new Map<string, LoadedFile | undefined>();
  /** Further modules of the files that were read: a specification may be handed around as one file. */
  readonly #companions = new Map<string, LoadedFile>();

  constructor(options: LoadOptions, problems: Problems) {
    this.#options = options;
    this.#problems = problems;
    const path = (options.path ?? []).map((folder) => (folder === "" || folder.endsWith("/") ? folder : `${folder}/`));
    this.#folders = [...new Set([folderOf(options.root), ...path])];
  }

  /** The root module's file; problems are reported. */
  loadRoot(): LoadedFile | undefined {
    const path = this.#options.root;
    const text = this.#options.files.read(path);
    if (text === undefined) {
      this.#problems.error("LS2001", `cannot read ${path}`, undefined, { hint: "check the path of the specification" });
      return undefined;
    }
    const loaded = this.#parse({ path, text }, false);
    const module = loaded?.modules[0];
    if (loaded === undefined || module === undefined) return undefined;
    const expected = path.slice(folderOf(path).length).replace(/\.tla$/, "");
    if (module.name.text !== expected) this.#nameMismatch(loaded.file, module, expected);
    this.#loaded.set(module.name.text, loaded);
    return loaded;
  }

  /** The file of module `name`, which is needed at `at`; problems are reported once for each module. */
  load(name: string, at: Location): LoadedFile | undefined {
    if (this.#loaded.has(name)) return this.#loaded.get(name);
    const loaded = this.#find(name, at);
    this.#loaded.set(name, loaded);
    return loaded;
  }

  #find(name: string, at: Location): LoadedFile | undefined {
    for (const folder of this.#folders) {
      const path = `${folder}${name}.tla`;
      const text = this.#options.files.read(path);
      if (text === undefined) continue;
      const loaded = this.#parse({ path, text }, false);
      const module = loaded?.modules[0];
      if (loaded !== undefined && module !== undefined && module.name.text !== name) {
        this.#nameMismatch(loaded.file, module, name);
      }
      return loaded;
    }
    const companion = this.#companions.get(name);
    if (companion !== undefined) return companion;
    const text = this.#options.library(name);
    if (text !== undefined) return this.#parse({ path: `<library>/${name}.tla`, text }, true);
    this.#notFound(name, at);
    return undefined;
  }

  /** Parses a file; one with an algorithm is translated first unless its translation is current. */
  #parse(written: SourceFile, isLibrary: boolean): LoadedFile | undefined {
    try {
      const { file, warnings } = isLibrary ? { file: written, warnings: [] } : translatedModule(written);
      for (const warning of warnings) this.#problems.add(warning);
      const { modules } = parseModuleFile(file);
      for (const module of modules.slice(1)) {
        const name = module.name.text;
        if (!this.#companions.has(name)) this.#companions.set(name, { file, modules: [module], isLibrary });
      }
      return { file, modules, isLibrary };
    } catch (error) {
      this.#problems.absorb(error);
      return undefined;
    }
  }

  #nameMismatch(file: SourceFile, module: Module, expected: string): void {
    const at = { file, start: module.name.start, end: module.name.end };
    this.#problems.error("LS2002", `the file ${file.path} contains module ${module.name.text}, not ${expected}`, at, {
      hint: `rename the file to ${module.name.text}.tla, or the module to ${expected}`,
    });
  }

  #notFound(name: string, at: Location): void {
    const known = [...libraryModules];
    for (const folder of this.#folders) {
      for (const entry of this.#options.files.list?.(folder) ?? []) {
        if (entry.endsWith(".tla")) known.push(entry.slice(0, -4));
      }
    }
    const hint = didYouMean(name, known) ?? "add the folder that has it with --path DIR";
    const places = [`beside ${this.#options.root}`, ...this.#folders.slice(1).map((folder) => `in ${folder}`)];
    this.#problems.error("LS2001", `module ${name} is neither ${places.join(", nor ")}, nor in the library`, at, {
      ...withHint(hint),
    });
  }
}
