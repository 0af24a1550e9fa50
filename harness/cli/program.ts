/**
 * The commands and their options. Everything that a person reads in `--help` is here; what a command does is in its own
 * file, imported when the command runs, so that `--help` is quick.
 */
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { assignment, identifierText, percentage, repeated, timeSpan, wholeNumber } from "./command-line.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgramContext {
  readonly terminal: Terminal;
  readonly version: string;
  /** Receives the exit code of the command that ran. */
  readonly done: (code: ExitCode) => void;
}

const exitCodesHelp = `
Exit codes: 0 conforms, 1 violation, 2 unknown, 64 usage or unreadable input, 70 our own fault, 130 interrupted.`;

export const commandNames = [
  "check",
  "fuzz",
  "replay",
  "validate",
  "verify-certificate",
  "strength",
  "describe",
  "translate",
];

/** The program, ready for `parseAsync`. It throws CommanderError instead of exiting. */
export function createProgram(context: ProgramContext): Command {
  const { terminal } = context;
  const program = new Command("lockstep")
    .description(
      "Holds a TypeScript implementation against its TLA+ specification, step by step, under a seeded simulator.",
    )
    .version(context.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      // Mistakes are printed by main.ts, as diagnostics.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => Math.min(terminal.out.columns, 110),
    })
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep check specs/TwoPhase.tla                  does the specification hold?
  $ lockstep fuzz sample-systems/two-phase-commit      does the program do what it says?
  $ lockstep replay .lockstep/failures/step-1f2e3d.json
  $ lockstep validate production.ndjson --system sample-systems/two-phase-commit
${exitCodesHelp}`,
    );
  addCheck(program, context);
  addFuzz(program, context);
  addReplay(program, context);
  addValidate(program, context);
  addVerifyCertificate(program, context);
  addStrength(program, context);
  addDescribe(program, context);
  addTranslate(program, context);
  return program;
}

const formatOption = (): Option =>
  new Option("--format <format>", "text for people, json for programs (one document on stdout)")
    .choices(["text", "json"])
    .default("text");

const pathOption = (): Option =>
  new Option(
    "--path <dir>",
    "look for modules in this folder too, after the module's own and before those of LOCKSTEP_PATH (a:b:c); may be repeated",
  ).argParser(repeated);

function addCheck(program: Command, { terminal, done, version }: ProgramContext): void {
  program
    .command("check")
    .summary("explore a specification exhaustively")
    .description(
      "Explores every reachable state of a TLA+ specification and checks its invariants, deadlock, action properties, " +
        "refinements and temporal properties under fairness. A violation comes with the sequence of steps that leads to it.",
    )
    .argument("<file>", "the .tla file; its config is the .cfg file of the same name unless --config is given")
    .option("--config <file>", "the .cfg file")
    .addOption(pathOption())
    .option("--no-deadlock", "a state without successor is no error")
    .option("--continue", "do not stop at the first violation: report every violated property once")
    .addOption(
      new Option("--max-states <n>", "stop after this many distinct states, with verdict unknown").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--depth <n>", "do not look beyond this many states in a row; initial states have depth 1").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--time <span>", "stop after this time, with verdict unknown: 30s, 5m, 1h").argParser(timeSpan),
    )
    .addOption(
      new Option(
        "--memory <megabytes>",
        "stop when the process takes more, with verdict unknown; three quarters of the machine's memory by default",
      ).argParser(wholeNumber(1)),
    )
    .option("--dfs", "depth first: follow each behaviour to its end; error traces need not be shortest")
    .addOption(
      new Option(
        "--simulate <n>",
        "make this many random behaviours of at most --depth states (100) instead of exploring all states",
      ).argParser(wholeNumber(1)),
    )
    .option("--trace-out <file>", "write the error trace: .itf.json for trace viewers, .tla for a module with its .cfg")
    .option("--difftrace", "print of each state of an error trace only the variables that changed, as in TLC")
    .option("--dump <file>", "write the state graph: .dot, for Graphviz")
    .option(
      "--coverage",
      "print how often each action was enabled, taken, and led to a new state, and how often its conjuncts were true",
    )
    .addOption(
      new Option(
        "--workers <n>",
        "threads, or auto for as many as the machine has processors; the result does not depend on it",
      )
        .argParser((text: string) => (text === "auto" ? availableParallelism() : wholeNumber(1)(text)))
        .default(1),
    )
    .option(
      "--seed <seed>",
      "seed of --simulate, RandomElement and the module Randomization: a number or any text",
      "0",
    )
    .option("--allow-exec", "let the specification start programs (IOExec and its kind)")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Example:
  $ lockstep check specs/TwoPhase.tla
  OK  specs/TwoPhase.tla: TypeOK, Consistent, ImplementsTransactionCommit, no deadlock

  288 distinct states, 1,146 generated, depth 11, 1 initial state, 0.05 s

Too large? Bound it, and know how far it got; or look at random behaviours:
  $ lockstep check specs/TwoPhase.tla --time 5m
  $ lockstep check specs/TwoPhase.tla --simulate 1000 --depth 50 --seed 7
${exitCodesHelp}`,
    )
    .action(async (file: string, options: Parameters<typeof import("./check.ts").checkCommand>[1]) => {
      const { checkCommand } = await import("./check.ts");
      done(await checkCommand(file, { ...options, version }, terminal));
    });
}

function addFuzz(program: Command, { terminal, done, version }: ProgramContext): void {
  program
    .command("fuzz")
    .summary("run a system under the simulator and hold every step against its specification")
    .description(
      "Verifies the specification, runs the system calm, then with faults for many seeds, and checks each step of each " +
        "run. The first failure is shrunk, explained, and written to .lockstep/failures/ for `lockstep replay`.",
    )
    .argument("<system>", "a system file, or a folder with a system.ts")
    .addOption(
      new Option("--seeds <n>", "number of runs with faults (1,000 unless --time is given)").argParser(wholeNumber(1)),
    )
    .addOption(new Option("--time <span>", "stop after this time: 30s, 5m, 1h").argParser(timeSpan))
    .option("--seed <seed>", "one run with this seed: decimal, hexadecimal or any text")
    .addOption(new Option("--workers <n>", "threads; the results do not depend on it").argParser(wholeNumber(1)))
    .addOption(
      new Option("--memory <megabytes>", "memory of one thread; a run that needs more is stopped").argParser(
        wholeNumber(16),
      ),
    )
    .option("--variant <name>", "run a wrong variant that the system declares")
    .option("--list-variants", "list the wrong variants")
    .addOption(
      new Option("--set <constant=value>", "another value for a constant of the system: RM=5").argParser(assignment),
    )
    .option("--calm", "no faults and no reordering")
    .option("--no-probes", "use the state mapping only, not what the program reports")
    .option("--no-verify", "do not verify the specification first")
    .addOption(
      new Option(
        "--verify-time <span>",
        "verify it for at most this time (10s); what came of it is remembered",
      ).argParser(timeSpan),
    )
    .option("--keep-going", "do not stop at the first failure")
    .option("--fail-on-debts", "steps that fairness promises and that runs leave undone are a violation")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep fuzz sample-systems/two-phase-commit --seeds 1000
  $ lockstep fuzz sample-systems/two-phase-commit --list-variants
  $ lockstep fuzz sample-systems/two-phase-commit --seed 0x2a --set RM=5
${exitCodesHelp}`,
    )
    .action(async (system: string, options: Parameters<typeof import("./fuzz.ts").fuzzCommand>[1]) => {
      const { fuzzCommand } = await import("./fuzz.ts");
      done(await fuzzCommand(system, { ...options, version }, terminal));
    });
}

function addReplay(program: Command, { terminal, done, version }: ProgramContext): void {
  program
    .command("replay")
    .summary("run a failure again, event for event")
    .description(
      "Runs a failure file again and says whether the same thing goes wrong in the same run, by its hash. The file is " +
        "data: nothing in it is executed. The system file that it names is, so replay only failures of your own project.",
    )
    .argument("<failure>", "a file of .lockstep/failures/")
    .option("--system <path>", "use this system file instead of the one that the failure names")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Example:
  $ lockstep replay .lockstep/failures/step-1f2e3d4c5b6a.json
${exitCodesHelp}`,
    )
    .action(async (file: string, options: Parameters<typeof import("./replay.ts").replayCommand>[1]) => {
      const { replayCommand } = await import("./replay.ts");
      done(await replayCommand(file, { ...options, version }, terminal));
    });
}

function addValidate(program: Command, { terminal, done, version }: ProgramContext): void {
  program
    .command("validate")
    .summary("hold the logs of a real system against its specification")
    .description(
      "Reads what a system did from NDJSON logs (plain or .gz), as the probe writes them in production, and checks each " +
        "event against the specification. Records may also speak in the specification's terms. Several logs are merged by " +
        "their clocks. See docs/validate.md.",
    )
    .argument("<logs...>", "log files, one JSON record a line")
    .option("--system <system>", "the system file whose words and specification the log is about")
    .option("--spec <file>", "the .tla file, instead of a system")
    .option("--config <file>", "the .cfg file of --spec")
    .option("--mapping <file>", "what the words of the log mean: a TypeScript or YAML file")
    .addOption(pathOption())
    .addOption(
      new Option(
        "--set <constant=value>",
        "another value for a constant: RM=5 of a system, RM={rm1, rm2} of --spec",
      ).argParser(assignment),
    )
    .option("--follow", "wait for more at the end of the log; Ctrl-C ends it")
    .option("--fail-on-debts", "steps that fairness promises and that the log leaves undone are a violation")
    .option("--at-rest", "the log ends with the system at rest: judge temporal properties, and debts as violations")
    .option("--certificate <file>", "write how the log is accepted, step by step, for `lockstep verify-certificate`")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep validate tm.ndjson rm1.ndjson rm2.ndjson --system sample-systems/two-phase-commit
  $ lockstep validate trace.ndjson.gz --spec specs/TwoPhase.tla --mapping mapping.yaml
  $ lockstep validate --follow /var/log/app.ndjson --system . --format json
${exitCodesHelp}`,
    )
    .action(async (logs: readonly string[], options: Parameters<typeof import("./validate.ts").validateCommand>[1]) => {
      const { validateCommand } = await import("./validate.ts");
      done(await validateCommand(logs, { ...options, version }, terminal));
    });
}

function addVerifyCertificate(program: Command, { terminal, done }: ProgramContext): void {
  program
    .command("verify-certificate")
    .summary("check step by step how a log was accepted")
    .description(
      "Reads a certificate that `lockstep validate --certificate` wrote and evaluates the specification's own formulas " +
        "between the two states of each step, with the evaluator that explains: no search, no compiled code. Says which " +
        "line is wrong, and why. With --tla it also writes a TLA+ module by which TLC can do the same. A certificate is " +
        "data: nothing in it is executed. See docs/certificates.md.",
    )
    .argument("<file>", "the certificate")
    .option("--spec <file>", "the .tla file, instead of the one that the certificate names")
    .option("--config <file>", "the .cfg file, instead of the one that the certificate names")
    .addOption(pathOption())
    .option("--tla <dir>", "write a module, its config and the specification's modules into this folder")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep validate app.ndjson --system . --certificate app.certificate
  $ lockstep verify-certificate app.certificate
  $ lockstep verify-certificate app.certificate --tla certified
${exitCodesHelp}`,
    )
    .action(
      async (
        file: string,
        options: Parameters<typeof import("./verify-certificate.ts").verifyCertificateCommand>[1],
      ) => {
        const { verifyCertificateCommand } = await import("./verify-certificate.ts");
        done(await verifyCertificateCommand(file, options, terminal));
      },
    );
}

function addStrength(program: Command, { terminal, done }: ProgramContext): void {
  program
    .command("strength")
    .summary("measure which share of wrong observations a system's mapping notices")
    .description(
      "Records accepted runs of a system and edits them, one small mistake at a time: an event left out, told twice or too " +
        "late, a field with another plausible value. An edit counts when it is wrong with every value of the " +
        "specification observed; the report says how many of those the mapping notices, and why it does not notice " +
        "the others. See docs/strength.md.",
    )
    .argument("<system>", "a system file, or a folder with a system.ts")
    .addOption(new Option("--seeds <n>", "number of recorded runs").argParser(wholeNumber(1)).default(20))
    .addOption(
      new Option("--edits <n>", "edits of each of the four kinds in one run").argParser(wholeNumber(1)).default(12),
    )
    .option("--seed <seed>", "which edits are made: a number or any text", "0")
    .addOption(
      new Option("--at-least <percent>", "exit with 1 when a smaller share is noticed: for CI").argParser(percentage),
    )
    .addOption(
      new Option("--set <constant=value>", "another value for a constant of the system: RM=5").argParser(assignment),
    )
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep strength sample-systems/two-phase-commit
  $ lockstep strength sample-systems/snapshot-store --seeds 50 --at-least 90

A weak mapping accepts what it should not. It gets stronger by observing more (\`state\`, arguments of actions), and by
inferring less (\`reportsEveryStep\`, fewer \`silent\` actions and \`anyOf(..., stutter)\`).
${exitCodesHelp}`,
    )
    .action(async (system: string, options: Parameters<typeof import("./strength.ts").strengthCommand>[1]) => {
      const { strengthCommand } = await import("./strength.ts");
      done(await strengthCommand(system, options, terminal));
    });
}

function addDescribe(program: Command, { terminal, done }: ProgramContext): void {
  program
    .command("describe")
    .summary("list what is in a specification")
    .description(
      "Lists the constants, variables, actions with their parameters, invariants and properties of a specification.",
    )
    .argument("<file>", "the .tla file")
    .option("--config <file>", "the .cfg file")
    .addOption(pathOption())
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Example:
  $ lockstep describe specs/TwoPhase.tla
`,
    )
    .action(async (file: string, options: Parameters<typeof import("./describe.ts").describeCommand>[1]) => {
      const { describeCommand } = await import("./describe.ts");
      done(describeCommand(file, options, terminal));
    });
}

function addTranslate(program: Command, { terminal, done }: ProgramContext): void {
  program
    .command("translate")
    .summary("translate the PlusCal algorithm of a file into TLA+")
    .description(
      "Writes the translation of the file's PlusCal algorithm behind the comment that it stands in, between the lines " +
        "BEGIN TRANSLATION and END TRANSLATION, with the checksums that other tools compare. The rest of the file stays " +
        "as it is. `PlusCal options (...)` in the file goes before the options given here. `lockstep check` needs no " +
        "translation in the file: it makes one when there is none or the algorithm has changed.",
    )
    .argument("<file>", "the .tla file")
    .option("--check", "write nothing; exit with 1 when the translation is missing or out of date")
    .addOption(
      new Option("--fairness <kind>", "of processes that say nothing: wf, sf, wfNext, or nof for none at all").choices([
        "wf",
        "sf",
        "wfNext",
        "nof",
      ]),
    )
    .option("--termination", "the algorithm is to end: weak fairness, unless another is given")
    .option("--label", "add the labels that are missing")
    .addOption(
      new Option("--label-root <name>", "what the names of added labels begin with (Lbl_)").argParser(identifierText),
    )
    .option("--no-done-disjunct", "no action Terminating: that all processes have ended is a deadlock")
    .addOption(new Option("--line-width <columns>", "width of the translation (78)").argParser(wholeNumber(60)))
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  $ lockstep translate specs/TwoPhaseCommit.tla
  $ lockstep translate --check specs/TwoPhaseCommit.tla
${exitCodesHelp}`,
    )
    .action(async (file: string, options: Parameters<typeof import("./translate.ts").translateCommand>[1]) => {
      const { translateCommand } = await import("./translate.ts");
      done(translateCommand(file, options, terminal));
    });
}
