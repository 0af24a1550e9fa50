/**
 * The command line: parses arguments, runs a command, and turns however it ends into an exit code. Here is the only
 * place that knows what to do with an exception.
 */
import { CommanderError } from "commander";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
import { EvaluationError } from "../../src/values/types.ts";
import { diagnosticJson, diagnosticsText } from "../report/diagnostics.ts";
import { Interrupted } from "./command-error.ts";
import { commandLineDiagnostic, helpFor, wantsJson } from "./command-line.ts";
import { ExitCode } from "./exit-codes.ts";
import { packageVersion } from "./package-version.ts";
import { commandNames, createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

function reportMistakes(diagnostics: readonly Diagnostic[], asJson: boolean, terminal: Terminal): ExitCode {
  if (asJson)
    terminal.out.write(
      `${JSON.stringify({ verdict: "error", diagnostics: diagnostics.map(diagnosticJson) }, null, 2)}\n`,
    );
  else terminal.err.write(diagnosticsText(diagnostics, terminal.err.colors));
  return ExitCode.usage;
}

/** An evaluation that failed outside any state, for which nobody knows a better place. */
function reportEvaluation({ code, message }: EvaluationError, asJson: boolean, terminal: Terminal): ExitCode {
  reportMistakes([{ code, severity: "error", message }], asJson, terminal);
  return ExitCode.unknown;
}

/** Our own fault: said as such, with what a report of it needs. */
async function reportFault(
  error: unknown,
  argv: readonly string[],
  version: string,
  asJson: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const { sourceStack } = await import("../workers/source-places.ts");
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { colors } = terminal.err;
  if (asJson) terminal.out.write(`${JSON.stringify({ verdict: "error", fault: String(error), version }, null, 2)}\n`);
  terminal.err.write(
    `${colors.red(colors.bold("Lockstep itself failed"))}; this is our mistake, not yours.\n` +
      `Please report it with these lines and the files that it read.\n\n` +
      `  lockstep ${version}, Node ${process.version}, ${process.platform}\n` +
      `  lockstep ${argv.join(" ")}\n\n${sourceStack(stack)}\n`,
  );
  return ExitCode.internal;
}

/** Runs the command that the arguments name. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const version = packageVersion();
  let code: ExitCode = ExitCode.conforms;
  const program = createProgram({ terminal, version, done: (result) => (code = result) });
  try {
    if (argv.length === 0) {
      terminal.err.write(program.helpInformation());
      return ExitCode.usage;
    }
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    const asJson = wantsJson(argv);
    if (error instanceof DiagnosticError) return reportMistakes(error.diagnostics, asJson, terminal);
    if (error instanceof EvaluationError) return reportEvaluation(error, asJson, terminal);
    if (error instanceof Interrupted) return ExitCode.interrupted;
    if (!(error instanceof CommanderError)) return await reportFault(error, argv, version, asJson, terminal);
    if (error.exitCode === 0) return ExitCode.conforms;
    return reportMistakes([commandLineDiagnostic(error, argv, helpFor(argv, commandNames))], asJson, terminal);
  }
}
