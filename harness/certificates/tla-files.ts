/**
 * The files by which TLC checks a certificate: a generated module with its config, and the modules of the specification
 * beside it, so that the folder is all that is needed. Nothing is written outside of it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { StateMachine } from "../../src/compile/types.ts";
import { UNKNOWN } from "../../src/compile/types.ts";
import type { StepLine } from "../../src/conform/certificate/lines.ts";
import {
  certificateModule,
  type CertifiedBehaviour,
  type CertifiedStep,
} from "../../src/formats/certificate-module.ts";
import { meaningText } from "../../src/tla/modules/config-text.ts";
import type { Expr } from "../../src/tla/modules/core.ts";
import { definitionOf } from "../../src/tla/modules/spec.ts";
import { textOf } from "../../src/tla/syntax/source.ts";
import { mistake } from "../cli/command-error.ts";

/** A module with more steps than this is more than parsers of TLA+ like to read. */
export const TLA_STEPS_MAX = 5_000;

interface Growing extends CertifiedBehaviour {
  readonly steps: CertifiedStep[];
}

/** Gathers the behaviours of a certificate while it is checked. */
export class TlaFiles {
  readonly #machine: StateMachine;
  readonly #behaviours = new Map<string, Growing>();
  #steps = 0;

  constructor(machine: StateMachine) {
    this.#machine = machine;
  }

  start(instance: string, state: Int32Array): void {
    this.#behaviours.set(instance, { instance, start: [...state], steps: [] });
  }

  step(line: StepLine, state: Int32Array): void {
    if (++this.#steps > TLA_STEPS_MAX) {
      throw mistake("LS7012", `--tla is for certificates of at most TLA_STEPS_MAX = ${TLA_STEPS_MAX} steps`, {
        hint: "validate a shorter log, or leave --tla out: the certificate itself is checked at any length",
      });
    }
    this.#behaviours.get(line.instance)!.steps.push({ call: this.#callOf(line), state: [...state], event: line.event });
  }

  /** Writes the files and returns their paths. */
  write(folder: string, texts: ReadonlyMap<string, string>): string[] {
    const { spec, store, variables } = this.#machine;
    const name = `${spec.root.name}Certificate`;
    const written = certificateModule({
      name,
      module: spec.root.name,
      init: formulaText(spec.init!),
      next: formulaText(spec.next!),
      store,
      variables,
      behaviours: [...this.#behaviours.values()],
      constants: new Set(spec.root.constants.map((constant) => constant.name)),
      taken: new Set([...spec.root.names.keys(), ...[...texts.values()].flatMap(wordsOf)]),
      config: this.#config(),
    });
    const modules = [...texts].filter(([path]) => path.endsWith(".tla") && !path.startsWith("<library>"));
    try {
      mkdirSync(folder, { recursive: true });
      const copies = modules.map(([path, text]) => copied(join(folder, basename(path)), text));
      const made = [
        [join(folder, `${name}.tla`), written.module],
        [join(folder, `${name}Data.tla`), written.data],
        [join(folder, `${name}.cfg`), written.config],
      ] as const;
      for (const [path, text] of made) writeFileSync(path, text);
      return [...made.map(([path]) => path), ...copies];
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      throw mistake("LS7011", `cannot write into ${folder}: ${error.message}`, { hint: "give a folder of your own" });
    }
  }

  /** The action as a formula, where the module that extends the specification can say its name. */
  #callOf({ action: name, arguments: given }: StepLine): CertifiedStep["call"] {
    const { spec, actions, store } = this.#machine;
    const target = spec.root.names.get(name)?.target;
    const action = actions.find((one) => one.name === name);
    if (target?.kind !== "definition" || target.isLocal || action === undefined) return undefined;
    const parameters = target.parameters.map((parameter) => parameter.name);
    if (parameters.join() !== action.parameters.join()) return undefined;
    const values = parameters.map((parameter) =>
      given[parameter] === undefined ? UNKNOWN : store.read(given[parameter]),
    );
    return values.includes(UNKNOWN) ? undefined : { action: name, arguments: values };
  }

  #config(): string {
    const { constantValues, overrides, invariants } = this.#machine.spec;
    const lines: string[] = [];
    const assign = (name: string, meaning: Parameters<typeof meaningText>[1], module?: string): void => {
      const inModule = module === undefined ? "" : `[${module}]`;
      const sign = meaning.kind === "definition" ? `<-${inModule}` : `=${inModule}`;
      lines.push(
        meaning.kind === "table" ? meaningText(name, meaning) : `${name} ${sign} ${meaningText(name, meaning)}`,
      );
    };
    for (const [declaration, meaning] of constantValues) assign(declaration.name, meaning);
    for (const [declaration, entries] of overrides)
      for (const { module, meaning } of entries) assign(declaration.name, meaning, module);
    const constants = [...new Set(lines)].map((line) => `  ${line}`);
    return [
      ...(constants.length === 0 ? [] : ["CONSTANTS", ...constants]),
      ...invariants.map(({ name }) => `INVARIANT ${name}`),
    ].join("\n");
  }
}

/** A formula by its name, or as it is written. */
function formulaText(formula: Expr): string {
  return definitionOf(formula)?.name ?? `(${textOf(formula.at)})`;
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

function copied(path: string, text: string): string {
  if (existsSync(path) && readFileSync(path, "utf8") !== text) {
    throw mistake("LS7011", `${path} is there already, and is another file`, {
      hint: "give --tla a folder of its own",
    });
  }
  writeFileSync(path, text);
  return path;
}
