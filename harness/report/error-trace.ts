/**
 * Error traces: numbered states, each with the name, arguments and place of the action that led to it, in TLA+ value
 * syntax. A star marks the variables that the step changed; the others are dimmed, or left out on request.
 */
import type { TraceState } from "../../src/check/types.ts";
import { placeJson, placeText } from "./diagnostics.ts";
import type { Stream } from "../cli/terminal.ts";
import { layOutValue } from "./values.ts";

/** `RMPrepare(rm1)`: TLA+ text of an action with its arguments. */
export function actionText(action: NonNullable<TraceState["action"]>): string {
  const values = action.parameters.map((parameter) => parameter.value);
  return values.length === 0 ? action.name : `${action.name}(${values.join(", ")})`;
}

export interface TraceTextOptions {
  /** Of each state but the first, only the variables that the step changed: TLC's `-difftrace`. */
  readonly onlyChanges?: boolean;
}

/** The whole trace; ends with a line break. */
export function traceText(trace: readonly TraceState[], stream: Stream, options: TraceTextOptions = {}): string {
  return trace.map((state) => stateText(state, stream, options)).join("\n");
}

function stateText(state: TraceState, stream: Stream, { onlyChanges = false }: TraceTextOptions): string {
  const { colors, columns } = stream;
  const title = `State ${state.number}: ${titleOf(state)}`;
  const place = state.action === undefined ? "" : `  ${colors.dim(placeText(state.action.at))}`;
  const isWhole = !onlyChanges || state.number === 1;
  const lines = state.values
    .filter(({ isChanged }) => isWhole || isChanged)
    .map(({ name, value, isChanged }) => {
      const text = layOutValue(value, columns, name.length + 8);
      const line = `${isChanged ? "*" : " "} /\\ ${name} = ${text}`;
      if (isChanged) return colors.yellow(line);
      return state.number === 1 ? line : colors.dim(line);
    });
  if (lines.length === 0) lines.push(colors.dim("  no variable changes"));
  return `${colors.bold(title)}${place}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function titleOf(state: TraceState): string {
  if (state.action !== undefined) return actionText(state.action);
  return state.number === 1 ? "initial state" : "no action gives this step";
}

/** The trace as JSON has it: values are TLA+ text. */
export function traceJson(trace: readonly TraceState[]): unknown[] {
  return trace.map((state) => ({
    number: state.number,
    action:
      state.action === undefined
        ? null
        : {
            name: state.action.name,
            parameters: Object.fromEntries(state.action.parameters.map(({ name, value }) => [name, value])),
            location: placeJson(state.action.at),
          },
    state: Object.fromEntries(state.values.map(({ name, value }) => [name, value])),
    changed: state.values.filter((value) => value.isChanged).map((value) => value.name),
  }));
}
