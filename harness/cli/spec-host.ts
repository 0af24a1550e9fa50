/**
 * What a specification reaches while `lockstep check` evaluates it: where its prints go, its files, the environment,
 * the clock, and programs only when the user allows them.
 */
import { spawnSync } from "node:child_process";
import { Refusal, type Executed, type NativePorts } from "../../src/compile/natives/native.ts";
import { compiledFile } from "../workers/compiled-file.ts";
import { specFiles } from "./spec-files.ts";

export interface SpecHostOptions {
  /** What PrintT prints, with its line break. */
  readonly print: (text: string) => void;
  /** `IOExec` and its kind may start programs. */
  readonly allowExec: boolean;
  /** Any text; the same text, the same random choices. */
  readonly seed: string;
  readonly version: string;
  readonly checksDeadlock: boolean;
  readonly mode: "bfs" | "simulate";
}

/** Ports with everything but `formulas`, which needs the machine that is made with them. */
export function specHost(options: SpecHostOptions): NativePorts {
  const started = performance.now();
  return {
    output: (text) => options.print(`${text}\n`),
    files: specFiles(process.cwd()),
    ...(options.allowExec ? { execute: runProgram } : {}),
    checker: {
      mode: options.mode,
      deadlock: options.checksDeadlock,
      workers: 1,
      version: options.version,
      install: compiledFile("").pathname,
    },
    clock: { now: () => Date.now(), elapsed: () => performance.now() - started },
    environmentVariables: new Map(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    ),
    seed: seedNumber(options.seed),
  };
}

/** A program that prints more than this is stopped. */
const programOutputBytesMax = 64 * 1024 * 1024;

function runProgram(command: readonly string[], environment: ReadonlyMap<string, string>): Executed {
  const [program = "", ...args] = command;
  const ended = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...Object.fromEntries(environment) },
    maxBuffer: programOutputBytesMax,
    shell: false,
  });
  if (ended.error !== undefined) throw new Refusal("LS4223", `${program} cannot be started: ${ended.error.message}.`);
  return { exitValue: ended.status ?? 128, stdout: ended.stdout, stderr: ended.stderr };
}

/** A number below 2^31: small numbers are themselves, everything else is hashed (FNV-1a). */
export function seedNumber(seed: string): number {
  if (/^\d{1,9}$/.test(seed)) return Number(seed);
  let hash = 0x811c9dc5;
  for (const character of seed) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash & 0x7fffffff;
}
