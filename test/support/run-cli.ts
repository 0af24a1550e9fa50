/** Starts the compiled command line as a child process, as a person would, and gives back what it printed. */
import { spawn } from "node:child_process";
import { inject } from "vitest";
import { root } from "./import-graph.ts";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Working directory; the project when left out. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with what stderr and stdout have shown so far; may send a signal. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** `lockstep ...args`. */
export function lockstep(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inject("cli"), ...args], {
      cwd: options.folder ?? root,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "", ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    const seen = (): void => options.onOutput?.(out + err, (signal) => child.kill(signal));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      seen();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      seen();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
