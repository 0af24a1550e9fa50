/**
 * Where a command writes: results on stdout, everything else on stderr. Commands get a `Terminal` and never touch
 * `process.stdout` themselves, so that tests can read what they print.
 */
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

function streamOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Stream {
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
