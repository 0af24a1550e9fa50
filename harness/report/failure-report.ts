/**
 * A failure in about twenty lines: the verdict with its seed, the step that the specification does not allow, the action
 * that comes nearest and what it lacks, who wrote the values that it reads, the steps that matter, and how to see it again.
 */
import type { Failure } from "../../src/search/types.ts";
import type { Stream } from "../cli/terminal.ts";
import { explanationLines } from "./explanation-text.ts";
import { storyLines } from "./story-table.ts";
import { counted, cut, virtualTime, wrapped } from "./values.ts";

export interface FailureContext {
  readonly system: string;
  /** Command that runs it again. */
  readonly replay: string;
}

const stackLinesMax = 6;

export function failureText(failure: Failure, context: FailureContext, stream: Stream): string {
  const { colors, columns } = stream;
  const variant = failure.setting.variant === undefined ? "" : ` (variant ${failure.setting.variant})`;
  const lines = [
    `${colors.red(colors.bold("FAIL"))}  ${colors.bold(context.system + variant)}: ${headline(failure)}, seed ${failure.setting.seed}`,
  ];
  const last = failure.story.at(-1);
  if (last !== undefined)
    lines.push(
      ...wrapped(
        `event ${last.event}, ${virtualTime(last.time)}: ${last.process} ${last.description}${lastWord(failure)}`,
        Math.max(columns, 60) - 4,
      ).map((line, i) => (i === 0 ? "  " : "    ") + line),
    );
  lines.push("", ...whyLines(failure, stream));
  lines.push("", "  steps that matter", ...storyLines(failure.story, stream));
  lines.push(
    "",
    `  shrunk   ${failure.original.events} → ${counted(failure.events, "event")}, ${failure.original.draws} → ${counted(failure.draws.length, "unusual choice")}, hash ${failure.hash}`,
  );
  if (failure.shrinkBound !== undefined)
    lines.push(`           ${colors.dim(`it may be smaller: ${failure.shrinkBound} was hit`)}`);
  lines.push(`  replay   ${colors.cyan(context.replay)}`);
  return `${lines.map((line) => (line.includes("\u001b") ? line : cut(line, Math.max(columns, 60)))).join("\n")}\n`;
}

/** Another failure that came up while one was made small: what it is, in short, and how to see it. */
export function otherFailureText(failure: Failure, replay: string, { colors, columns }: Stream): string {
  const { action, conjuncts } = failure.signature;
  const reasons = conjuncts.slice(0, 1).map((conjunct) => `${conjunct} is false`);
  const names = [action, ...reasons].filter((name) => name !== "").join(", but ");
  const what = `${headline(failure)}${names === "" ? "" : `: ${names}`} (${counted(failure.events, "event")})`;
  const lines = [`  another  ${what}`, `           ${colors.dim("came up while the failure was made small")}`];
  return `${[...lines, `  replay   ${colors.cyan(replay)}`].map((line) => (line.includes("\u001b") ? line : cut(line, Math.max(columns, 60)))).join("\n")}\n`;
}

function headline({ signature, explanation }: Failure): string {
  switch (signature.kind) {
    case "step":
      if (explanation?.fault !== undefined) return `a fault that ${signature.property} does not allow`;
      return `a step that ${signature.property} does not allow`;
    case "invariant":
      return `invariant ${signature.property} is violated`;
    case "action-property":
      return `property ${signature.property} is violated`;
    case "exception":
      return "the program throws";
  }
}

function lastWord({ signature, error, explanation }: Failure): string {
  if (explanation?.fault !== undefined) return "";
  if (error !== undefined) return ` and throws ${error.message}`;
  return signature.kind === "step" ? "; no action allows what it does" : "";
}

// ---------------------------------------------------------------------------------------------- why

function whyLines(failure: Failure, stream: Stream): string[] {
  if (failure.error !== undefined) {
    const frames = failure.error.stack.split("\n").filter((line) => /^\s+at /.test(line));
    return [`  ${failure.error.message}`, ...frames.slice(0, stackLinesMax).map((line) => `    ${line.trim()}`)];
  }
  if (failure.explanation === undefined) return [];
  return explanationLines(failure.explanation, stream);
}
