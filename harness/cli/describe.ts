/** `lockstep describe FILE.tla`: what is in a specification, in the words that a system file uses for it. */
import type { StateMachine } from "../../src/compile/types.ts";
import { meaningText } from "../../src/tla/modules/config-text.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { diagnosticsText, placeJson, placeText } from "../report/diagnostics.ts";
import { ExitCode } from "./exit-codes.ts";
import { compileSpec, loadSpecification } from "./load-machine.ts";
import type { Terminal } from "./terminal.ts";

export interface DescribeOptions {
  readonly config?: string;
  readonly path?: readonly string[];
  readonly format: "text" | "json";
}

interface Described {
  readonly name: string;
  readonly detail?: string;
  readonly place: string;
  readonly json: Record<string, unknown>;
}

export function describeCommand(file: string, options: DescribeOptions, terminal: Terminal): ExitCode {
  const spec = loadSpecification({
    file,
    path: options.path ?? [],
    ...(options.config === undefined ? {} : { config: options.config }),
  });
  const { machine } = compileSpec(spec);
  terminal.err.write(diagnosticsText(spec.warnings, terminal.err.colors));
  const sections: readonly (readonly [string, readonly Described[]])[] = [
    ["constants", constants(spec)],
    [
      "variables",
      spec.variables.map(({ name, at }) => ({ name, place: placeText(at), json: { name, location: placeJson(at) } })),
    ],
    ["actions", actions(machine)],
    ["invariants", spec.invariants.map(named)],
    ["properties", spec.properties.map(named)],
  ];
  if (options.format === "json") {
    const lists = Object.fromEntries(sections.map(([title, entries]) => [title, entries.map((entry) => entry.json)]));
    terminal.out.write(`${JSON.stringify({ module: spec.root.name, file, ...lists }, null, 2)}\n`);
  } else {
    terminal.out.write(`${terminal.out.colors.bold(`module ${spec.root.name}`)}\n`);
    for (const [title, entries] of sections) terminal.out.write(sectionText(title, entries, terminal));
  }
  return ExitCode.conforms;
}

function constants(spec: ResolvedSpec): Described[] {
  return spec.root.constants.map((constant) => {
    const meaning = spec.constantValues.get(constant);
    const value = meaning === undefined ? undefined : meaningText(constant.name, meaning);
    return {
      name: constant.name,
      ...(value === undefined ? {} : { detail: `= ${value}` }),
      place: placeText(constant.at),
      json: { name: constant.name, arity: constant.arity, value: value ?? null, location: placeJson(constant.at) },
    };
  });
}

/** Actions with the same name and parameters (several disjuncts of one definition) are told once, with each place. */
function actions(machine: StateMachine): Described[] {
  return machine.actions.map((action) => {
    const writes = action.variablesWritten.map((variable) => machine.variables[variable]!);
    return {
      name: action.parameters.length === 0 ? action.name : `${action.name}(${action.parameters.join(", ")})`,
      detail: writes.length === 0 ? "changes nothing" : `changes ${writes.join(", ")}`,
      place: placeText(action.at),
      json: { name: action.name, parameters: action.parameters, writes, location: placeJson(action.at) },
    };
  });
}

function named({ name, expression }: ResolvedSpec["invariants"][number]): Described {
  return { name, place: placeText(expression.at), json: { name, location: placeJson(expression.at) } };
}

function sectionText(title: string, entries: readonly Described[], { out }: Terminal): string {
  if (entries.length === 0) return "";
  const nameWidth = Math.max(...entries.map((entry) => entry.name.length));
  const detailWidth = Math.min(50, Math.max(0, ...entries.map((entry) => entry.detail?.length ?? 0)));
  const lines = entries.map((entry) => {
    const detail = detailWidth === 0 ? "" : `  ${(entry.detail ?? "").padEnd(detailWidth)}`;
    return `  ${entry.name.padEnd(nameWidth)}${detail}  ${out.colors.dim(entry.place)}\n`;
  });
  return `\n${out.colors.bold(title)}\n${lines.join("")}`;
}
