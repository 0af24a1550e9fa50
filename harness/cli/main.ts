#!/usr/bin/env node
/**
 * Where the process begins. `check` runs in a thread of its own, so that one evaluation that takes minutes can still be
 * interrupted; everything else runs here. Only what the command needs is loaded.
 */
const argv = process.argv.slice(2);

if (argv[0] === "check") {
  const { superviseCommand } = await import("./supervise.ts");
  process.exitCode = await superviseCommand(argv);
} else {
  const [{ run }, { hostTerminal }] = await Promise.all([import("./run.ts"), import("./terminal.ts")]);
  // A reader that closes early, such as `head`, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    throw error;
  });
  process.exitCode = await run(argv, hostTerminal());
}
