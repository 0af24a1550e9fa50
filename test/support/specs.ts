/**
 * Specifications from strings, for tests: `machineOf(text, cfg)` reads a module (and, as more texts, those that it
 * needs) and gives the evaluator's machine; `explore` walks its states breadth first and counts as TLC does.
 */
import { readFileSync } from "node:fs";
import { createEvaluatorMachine, type EvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import type { NativePorts } from "../../src/compile/natives/native.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import { loadSpec } from "../../src/tla/modules/spec.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import type { Value } from "../../src/values/types.ts";

const library = new URL("../../src/tla/library/", import.meta.url);

/** The text of a library module. */
export function libraryText(module: string): string | undefined {
  try {
    return readFileSync(new URL(`${module}.tla`, library), "utf8");
  } catch {
    return undefined;
  }
}

function nameOf(text: string): string {
  const found = /-{4,}\s*MODULE\s+(\w+)/.exec(text);
  if (found === null) throw new Error("a test module has no header");
  return found[1]!;
}

/** A specification from the text of its root module, its configuration and further modules. */
export function specOf(text: string, cfg?: string, ...more: readonly string[]): ResolvedSpec {
  const files = new Map([text, ...more].map((module) => [`${nameOf(module)}.tla`, module]));
  const root = `${nameOf(text)}.tla`;
  return loadSpec({
    root,
    files: { read: (path) => files.get(path) },
    library: libraryText,
    ...(cfg === undefined ? {} : { config: { path: root.replace(".tla", ".cfg"), text: cfg } }),
  });
}

/** A specification from files. */
export function specFromFiles(
  path: string,
  config = path.replace(/\.tla$/, ".cfg"),
  folders: readonly string[] = [],
): ResolvedSpec {
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  };
  const text = read(config);
  return loadSpec({
    root: path,
    files: { read },
    path: folders,
    library: libraryText,
    ...(text === undefined ? {} : { config: { path: config, text } }),
  });
}

export function machineOfSpec(spec: ResolvedSpec, ports?: NativePorts): EvaluatorMachine {
  const store = createStore({ stringOrder: spec.stringOrder });
  return createEvaluatorMachine(spec, { store, ...(ports === undefined ? {} : { ports }) });
}

/** The evaluator's machine of a specification given as text. */
export function machineOf(text: string, cfg?: string, ...more: readonly string[]): EvaluatorMachine {
  return machineOfSpec(specOf(text, cfg, ...more));
}

/** A module `Test` with a header, these modules extended and this body. */
export function moduleText(body: string, extended = "Integers, Sequences, FiniteSets, TLC"): string {
  return `---- MODULE Test ----\n${extended === "" ? "" : `EXTENDS ${extended}\n`}${body}\n====\n`;
}

/** The value of a constant expression, printed. Definitions may stand before it. */
export function valueOf(expression: string, definitions = "", ports?: NativePorts): string {
  const spec = specOf(moduleText(`${definitions}\nResult == ${expression}`), "");
  const machine = machineOfSpec(spec, ports);
  return machine.store.print(machine.evaluate(definitionBody(spec, "Result")));
}

/** The body of a definition of the root module, as a reference to it. */
export function definitionBody(spec: ResolvedSpec, name: string) {
  const target = spec.root.names.get(name)?.target;
  if (target?.kind !== "definition") throw new Error(`${name} is not defined`);
  return { kind: "ref" as const, target, arguments: [], at: target.at };
}

export interface Exploration {
  readonly outcome: "ok" | "invariant" | "deadlock" | "property" | "action-property" | "assumption";
  readonly violated?: string;
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  readonly initial: number;
}

/** States explored before a test gives up. */
const EXPLORED_STATES_MAX = 3_000_000;

class Stop extends Error {
  readonly outcome: Exploration["outcome"];
  readonly violated: string;

  constructor(outcome: Exploration["outcome"], violated: string) {
    super(outcome);
    this.outcome = outcome;
    this.violated = violated;
  }
}

/** Breadth-first exploration in the order and with the counts of TLC. A test's own loop, not the product's checker. */
export function explore(machine: StateMachine, atLevel?: (level: number) => void): Exploration {
  const explorer = new Explorer(machine, atLevel);
  try {
    for (const assumption of machine.assumptions)
      if (!assumption.test()) throw new Stop("assumption", assumption.name ?? "");
    explorer.run();
  } catch (error) {
    if (error instanceof Stop) return { outcome: error.outcome, violated: error.violated, ...explorer.counts() };
    throw error;
  }
  return { outcome: "ok", ...explorer.counts() };
}

class Explorer {
  private readonly machine: StateMachine;
  /** Told the level of the state that is being expanded, for `TLCGet("level")`. */
  private readonly atLevel: ((level: number) => void) | undefined;
  private readonly seen = new Set<string>();
  private readonly queue: { state: Int32Array; depth: number }[] = [];
  private generated = 0;
  private depth = 0;
  private initial = 0;

  constructor(machine: StateMachine, atLevel: ((level: number) => void) | undefined) {
    this.machine = machine;
    this.atLevel = atLevel;
  }

  counts() {
    return { generated: this.generated, distinct: this.seen.size, depth: this.depth, initial: this.initial };
  }

  run(): void {
    const { machine } = this;
    machine.initialStates((state, weight) => {
      this.generated += weight;
      this.admit(state, 1, () => {
        for (const property of machine.initialProperties)
          if (!property.test(state)) throw new Stop("property", property.name);
      });
    });
    this.initial = this.seen.size;
    for (let head = 0; head < this.queue.length; head++) {
      const { state, depth } = this.queue[head]!;
      let hasSuccessor = false;
      this.atLevel?.(depth);
      machine.successors(state, (next, _action, weight) => {
        hasSuccessor = true;
        this.generated += weight;
        const inModel = machine.actionConstraints.every((constraint) => constraint.test(state, next));
        this.admit(next, depth + 1, () => undefined, inModel);
        for (const property of machine.actionProperties)
          if (!property.test(state, next)) throw new Stop("action-property", property.name);
      });
      if (!hasSuccessor && machine.spec.checkDeadlock) throw new Stop("deadlock", "");
    }
  }

  private admit(state: Int32Array, depth: number, whenNew: () => void, inModel = true): void {
    const { machine } = this;
    const isInside = inModel && machine.constraints.every((constraint) => constraint.test(state));
    const key: Value | string = machine.view?.(state) ?? state.join();
    const isNew = isInside && !this.seen.has(String(key));
    if (isNew) {
      this.seen.add(String(key));
      if (this.seen.size > EXPLORED_STATES_MAX) throw new Error("too many states for a test");
      if (depth > this.depth) this.depth = depth;
    }
    if (isNew || !isInside)
      for (const invariant of [...machine.invariants, ...machine.stateProperties])
        if (!invariant.test(state)) throw new Stop("invariant", invariant.name);
    if (isNew) {
      whenNew();
      this.queue.push({ state: Int32Array.from(state), depth });
    }
  }
}
