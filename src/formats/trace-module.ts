/**
 * A behaviour as a TLA+ module of its own: exact values, readable by every tool that reads TLA+. `Trace` is the sequence
 * of states; `Init` and `Next` walk along it, so that formulas can be evaluated in each state of it.
 */
import type { Store, Value } from "../values/types.ts";
import { collectModelValues, type TraceData } from "./trace-data.ts";

/** Characters in a line before a value is broken over lines. */
const WIDTH = 100;

export interface TraceModule {
  /** Text of the `.tla` file. */
  readonly module: string;
  /** Text of the `.cfg` file: gives the model values their meaning. */
  readonly config: string;
}

export function traceModule(trace: TraceData, name: string): TraceModule {
  const modelValues = new Set<string>();
  for (const state of trace.states) for (const value of state) collectModelValues(trace.store, value, modelValues);
  const taken = new Set([...trace.variables, ...modelValues]);
  const free = (wanted: string): string => (taken.has(wanted) ? free(`${wanted}_`) : wanted);
  const names = { trace: free("Trace"), position: free("position"), init: free("Init"), next: free("Next") };
  const constants = modelValues.size === 0 ? "" : `CONSTANTS ${[...modelValues].join(", ")}\n\n`;
  return {
    module: `---- MODULE ${name} ----
(* ${comment(trace.title)}
   A behaviour of ${trace.module}, written by lockstep check. *)
EXTENDS Naturals, Sequences, TLC

${constants}VARIABLES ${[...trace.variables, names.position].join(", ")}

${names.trace} == <<
${trace.states.map((state, i) => stateText(trace, state, i)).join(",\n")} >>

${definition(names.init, [
  `${names.position} = 1`,
  ...trace.variables.map((variable) => `${variable} = ${names.trace}[1].${variable}`),
])}

${definition(names.next, [
  `${names.position} < Len(${names.trace})`,
  `${names.position}' = ${names.position} + 1`,
  ...trace.variables.map((variable) => `${variable}' = ${names.trace}[${names.position}'].${variable}`),
])}
${trace.loop === undefined ? "" : `\\* The last state leads back to state ${trace.loop + 1}.\n`}====
`,
    config: [
      ...(modelValues.size === 0 ? [] : ["CONSTANTS", ...[...modelValues].map((value) => `  ${value} = ${value}`)]),
      `INIT ${names.init}`,
      `NEXT ${names.next}`,
      "CHECK_DEADLOCK FALSE",
      "",
    ].join("\n"),
  };
}

function definition(name: string, conjuncts: readonly string[]): string {
  return `${name} ==\n${conjuncts.map((conjunct) => `  /\\ ${conjunct}`).join("\n")}`;
}

function stateText(trace: TraceData, state: readonly Value[], index: number): string {
  const title = trace.actions[index] ?? (index === 0 ? "initial state" : "a step of no action");
  const fields = trace.variables.map((name, v) => `${name} |-> ${valueText(trace.store, state[v]!, name.length)}`);
  return `  \\* ${index + 1}: ${title.replace(/\s+/g, " ")}\n  [ ${fields.join(",\n    ")} ]`;
}

/** A value broken over lines, indented to stand behind its name. */
function valueText(store: Store, value: Value, indent: number): string {
  return store.print(value, WIDTH).replaceAll("\n", `\n${" ".repeat(indent + 9)}`);
}

function comment(text: string): string {
  return text.replaceAll("(*", "( *").replaceAll("*)", "* )");
}
