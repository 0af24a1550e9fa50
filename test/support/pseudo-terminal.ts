/**
 * Runs a program on a pseudo-terminal, as a person would, with python3's `pty`: Node cannot open one by itself, and every
 * package that can is native code. Without python3 a test that needs it fails and says so.
 */
import { spawn, spawnSync } from "node:child_process";

/** Copies what the terminal shows to stdout, and stdin to the terminal's keyboard, until the program has ended. */
const RELAY = `
import fcntl, os, pty, select, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
sources = [terminal, 0]
while True:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:
            data = b""
        if source == terminal and not data:
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) % 256)
        if not data:
            sources.remove(source)
        os.write(1 if source == terminal else terminal, data)
`;

/** A shell around the program that outlives Ctrl-C, and shows the terminal's settings before and after. */
const SHELL = 'trap : INT; stty -g; "$@"; code=$?; stty -g; exit $code';

export interface OnTerminal {
  readonly code: number | null;
  /** All that was written to the terminal while the program ran. */
  readonly written: string;
  /** The terminal's settings before and after, in \`stty\`'s words. */
  readonly settings: readonly [before: string, after: string];
}

export interface TerminalOptions {
  readonly folder: string;
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with what was written so far; may press keys. */
  readonly onOutput?: (text: string, press: (keys: string) => void) => void;
}

export const CTRL_C = "\u0003";

export function onTerminal(command: readonly string[], options: TerminalOptions): Promise<OnTerminal> {
  if (spawnSync("python3", ["-c", "import pty"]).status !== 0)
    throw new Error("this test needs python3 with its module pty (a POSIX system), to have a terminal to run on");
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", RELAY, String(options.columns ?? 80), "sh", "-c", SHELL, "sh", ...command], {
      cwd: options.folder,
      env: { ...environment, TERM: "xterm-256color", ...options.environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      options.onOutput?.(text, (keys) => child.stdin.write(keys));
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const lines = text.split("\r\n");
      const [before, after] = [lines[0]!, lines.at(-2)!];
      const written = text.slice(before.length + 2, text.length - after.length - 2);
      resolve({ code, written, settings: [before, after] });
    });
  });
}

/** The lines that are left on the screen: carriage returns go back, "erase in line" erases, colours are left out. */
export function screenOf(written: string): string[] {
  const lines = [""];
  let column = 0;

  for (const [part] of written.matchAll(/\u001b\[[\d;?]*[A-Za-z]|[\s\S]/g)) {
    const line = lines.at(-1)!;
    if (part === "\r") column = 0;
    else if (part === "\n") column = lines.push("") * 0;
    else if (part === "\u001b[K") lines[lines.length - 1] = line.slice(0, column);
    else if (!part.startsWith("\u001b")) {
      lines[lines.length - 1] = line.slice(0, column) + part + line.slice(column + 1);
      column++;
    }
  }
  return lines;
}
