/**
 * Where a command writes: results on stdout, everything else on stderr. Commands get a `Terminal` and never touch
 * `process.stdout` themselves, so that tests can read what they print.
 */
import { writeSync } from "node:fs";
import { isatty, WriteStream } from "node:tty";
import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Stream {
  write(text: string): void;
  readonly colors: Colors;
  /** Characters in a line. */
  readonly columns: number;
  /** A person watches, and the cursor can be moved. */
  readonly isInteractive: boolean;
}

export interface Terminal {
  readonly out: Stream;
  readonly err: Stream;
}

/** Lines are laid out for this width when nobody says how wide the terminal is. */
const columnsDefault = 100;

/** The colours that the environment allows for a stream: NO_COLOR wins, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColor(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: terminal } = environment;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && terminal !== "dumb";
}

interface HostStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): unknown;
}

function streamOf(stream: HostStream, environment: NodeJS.ProcessEnv): Stream {
  const isTerminal = stream.isTTY;
  const inCI = environment["CI"] !== undefined && environment["CI"] !== "" && environment["CI"] !== "false";
  return {
    write: (text) => void stream.write(text),
    colors: picocolors.createColors(wantsColor(isTerminal, environment)),
    columns: Math.max(40, stream.columns || columnsDefault),
    isInteractive: isTerminal && !inCI && environment["TERM"] !== "dumb",
  };
}

/** The terminal of this process. */
export function hostTerminal(): Terminal {
  return { out: streamOf(process.stdout, process.env), err: streamOf(process.stderr, process.env) };
}

/**
 * The terminal of the process, as a thread has it: its own `process.stdout` is a pipe to the main thread, which may be
 * ended before it has passed on what is in it, and knows nothing of colours. So the thread writes to the files itself.
 */
export function threadTerminal(): Terminal {
  return { out: descriptorStream(1), err: descriptorStream(2) };
}

function descriptorStream(descriptor: 1 | 2): Stream {
  if (isatty(descriptor)) return streamOf(new WriteStream(descriptor), process.env);
  const plain = { isTTY: false, columns: 0, write: (text: string) => writeAll(descriptor, text) };
  return streamOf(plain, process.env);
}

/** Writes everything, also when the reader of a pipe is slow; a reader that closes early, such as `head`, is no error. */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") process.exit(process.exitCode ?? 0);
      if (code !== "EAGAIN") throw error;
    }
  }
}

/** A terminal that keeps what is written to it: for tests, and for texts that are wanted as strings. */
export function bufferTerminal(columns = columnsDefault): Terminal & { readonly text: { out: string; err: string } } {
  const text = { out: "", err: "" };
  const stream = (which: "out" | "err"): Stream => ({
    write: (more) => {
      text[which] += more;
    },
    colors: picocolors.createColors(false),
    columns,
    isInteractive: false,
  });
  return { out: stream("out"), err: stream("err"), text };
}
