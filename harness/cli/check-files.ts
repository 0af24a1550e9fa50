/** The files that `lockstep check` writes: an error trace (`--trace-out`), the state graph (`--dump`). */
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { basename } from "node:path";
import type { ExploredGraph } from "../../src/check/explored-graph.ts";
import type { Violation } from "../../src/check/types.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import { dotText } from "../../src/formats/dot.ts";
import { itfTrace } from "../../src/formats/itf.ts";
import type { TraceData } from "../../src/formats/trace-data.ts";
import { traceModule } from "../../src/formats/trace-module.ts";
import { actionText } from "../report/error-trace.ts";
import { mistake } from "./command-error.ts";

/** Before anything runs: a name that says no format is the user's mistake. */
export function requireTraceFile(path: string): void {
  if (path.endsWith(".itf.json")) return;
  if (/^[A-Za-z]\w*\.tla$/.test(basename(path))) return;
  throw mistake("LS7010", `the name ${path} does not say in which format the trace is to be written`, {
    hint: "end it in .itf.json, or in .tla after a name that a module can have",
  });
}

export function requireDumpFile(path: string): void {
  if (path.endsWith(".dot")) return;
  throw mistake("LS7010", `the name ${path} does not say in which format the graph is to be written`, {
    hint: "end it in .dot, the format of Graphviz",
  });
}

/** Writes the trace of a violation; returns the paths written, none when it has no trace. */
export function writeTrace(path: string, machine: StateMachine, violation: Violation, title: string): string[] {
  if (violation.states.length === 0) return [];
  const trace: TraceData = {
    title,
    module: machine.spec.root.name,
    store: machine.store,
    variables: machine.variables,
    states: violation.states.map((state) => [...state]),
    ...(violation.cycle === undefined ? {} : { loop: violation.cycle.to - 1 }),
    actions: violation.trace.map(({ action }) => (action === undefined ? undefined : actionText(action))),
  };
  if (path.endsWith(".itf.json")) {
    writeText(path, `${JSON.stringify(itfTrace(trace), null, 2)}\n`);
    return [path];
  }
  const written = traceModule(trace, basename(path, ".tla"));
  const config = path.replace(/\.tla$/, ".cfg");
  writeText(path, written.module);
  writeText(config, written.config);
  return [path, config];
}

function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Writes the graph state by state. */
export function writeGraph(path: string, graph: ExploredGraph): void {
  const { machine } = graph;
  const pieces = dotText(machine.spec.root.name, {
    states: graph.size,
    isInitial: (state) => state < graph.initialCount,
    label: (number) => {
      const state = graph.state(number);
      return machine.variables.map((name, v) => `/\\ ${name} = ${machine.store.print(state[v]!)}`);
    },
    *steps(state) {
      if (!graph.isExpanded(state)) return;
      for (const { to, action } of graph.transitions(state)) yield { to, label: machine.actions[action]!.name };
    },
  });
  try {
    const file = openSync(path, "w");
    for (const piece of pieces) writeSync(file, piece);
    closeSync(file);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Error {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return mistake("LS7011", `cannot write ${path} (${reason})`, {
    hint: "check that its folder exists and is writable",
  });
}
