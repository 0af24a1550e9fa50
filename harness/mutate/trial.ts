/**
 * One damaged specification, from text to a short exploration: it must give a result or clear diagnostics. Anything else
 * is a fault of ours, and its text says which.
 */
import { Exploration } from "../../src/check/exploration.ts";
import { SmallGenerator, hashLabel } from "../../src/simulate/generator.ts";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
import type { FilePort } from "../../src/tla/modules/load.ts";
import { loadSpec } from "../../src/tla/modules/spec.ts";
import { checkText } from "../report/check-report.ts";
import { diagnosticsText } from "../report/diagnostics.ts";
import { hostFiles, libraryText, readText } from "../cli/host-files.ts";
import { compileSpec } from "../cli/load-machine.ts";
import { bufferTerminal } from "../cli/terminal.ts";
import { mutated } from "./mutation.ts";

/** A specification to damage: a module with its config, and the other modules beside it that it reads. */
export interface Model {
  readonly root: string;
  readonly config?: string;
  readonly modules: readonly string[];
}

export type Ending = "result" | "refused" | "cannot be evaluated" | "fault";

export interface Trial {
  readonly ending: Ending;
  /** What went wrong, for a fault; the same mistake gives the same text. */
  readonly fault?: string;
}

/** Where a trial is, for whoever watches from outside. */
export const stages = ["reading", "compiling", "exploring"] as const;

/** Bounds of the exploration. One evaluation may take longer than all of it: that is what Ctrl-C is for. */
const statesMax = 200;
const millisMax = 100;
const statesPerSlice = 10;

/** The files of a model that may be damaged: what loading it reads. Undefined when the whole model is refused. */
export function modelOf(root: string): Model | undefined {
  const read = new Set<string>();
  const files: FilePort = {
    read: (path) => {
      const text = readText(path);
      if (text !== undefined) read.add(path);
      return text;
    },
  };
  const config = root.replace(/\.tla$/, ".cfg");
  const text = readText(config);
  try {
    loadSpec({ root, files, library: libraryText, ...(text === undefined ? {} : { config: { path: config, text } }) });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return undefined;
  }
  const modules = [...read].filter((path) => path !== root);
  return text === undefined ? { root, modules } : { root, config, modules };
}

/** The damaged files of trial `number`: all text that differs from the disk's. */
export function damage(
  models: readonly Model[],
  seed: string,
  number: number,
): { model: Model; files: Map<string, string> } {
  const random = SmallGenerator.fork([1, 2, 3, 4], hashLabel(seed), hashLabel(String(number)));
  const model = models[random.below(models.length)]!;
  const candidates = [model.root, model.root, model.config ?? model.root, ...model.modules];
  const path = candidates[random.below(candidates.length)]!;
  return { model, files: new Map([[path, mutated(readText(path) ?? "", random)]]) };
}

/** Reads, compiles and explores; `at` is told each stage. */
export function tryModel(model: Model, changed: ReadonlyMap<string, string>, at: (stage: number) => void): Trial {
  const read = (path: string): string | undefined => changed.get(path) ?? readText(path);
  try {
    at(0);
    const config = model.config === undefined ? undefined : read(model.config);
    const spec = loadSpec({
      root: model.root,
      files: { ...hostFiles, read },
      library: libraryText,
      ...(config === undefined ? {} : { config: { path: model.config!, text: config } }),
    });
    at(1);
    const { machine, explainer } = compileSpec(spec);
    at(2);
    const exploration = new Exploration(machine, explainer, { statesMax });
    const deadline = performance.now() + millisMax;
    while (exploration.step(statesPerSlice)) if (performance.now() > deadline) exploration.interrupt("time");
    const result = exploration.result();
    const context = { file: model.root, store: machine.store, checked: [], checksDeadlock: true, seconds: 0 };
    const text = checkText(result, context, bufferTerminal().out);
    const error = result.violations.find((violation) => violation.error !== undefined)?.error;
    if (error === undefined) return { ending: "result" };
    const { code, message } = error;
    const isClear = code !== "LS4299" && !isInternal(text);
    return isClear ? { ending: "cannot be evaluated" } : { ending: "fault", fault: `unclear: ${code} ${message}` };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) return { ending: "fault", fault: faultText(error) };
    const unclear = error.diagnostics.find((diagnostic) => !isClear(diagnostic));
    return unclear === undefined ? { ending: "refused" } : { ending: "fault", fault: `unclear: ${unclear.message}` };
  }
}

/** A message must have words and a place inside its file, and print. */
function isClear(diagnostic: Diagnostic): boolean {
  const { out } = bufferTerminal();
  const isInside = diagnostic.at === undefined || diagnostic.at.end <= diagnostic.at.file.text.length;
  return isInside && diagnostic.message !== "" && !isInternal(diagnosticsText([diagnostic], out.colors));
}

function isInternal(text: string): boolean {
  return /\[object |TypeError|RangeError|\bat .*\.js:\d+/.test(text);
}

function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return [error.message.slice(0, 300), ...frames.slice(0, 4).map((frame) => frame.trim())].join("\n    ");
}
