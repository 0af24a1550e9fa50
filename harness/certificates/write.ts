/**
 * Writes a certificate while a run is validated, in constant memory: under a name of its own, and under the one that was
 * asked for only when the run is accepted. What is not accepted has no certificate.
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { CERTIFICATE_VERSION, CertificateLines, type CertificateLine } from "../../src/conform/certificate/lines.ts";
import type { AcceptedStep } from "../../src/conform/types.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import { mistake } from "../cli/command-error.ts";
import { DigestChain, fileDigest } from "./digest.ts";

/** Characters that are gathered before they are written. */
const BUFFER_SIZE = 1 << 16;

/** The specification that a certificate is about. */
export interface CertifiedSpec {
  readonly machine: StateMachine;
  readonly spec: string;
  readonly config: string | null;
  readonly constants: Readonly<Record<string, string>>;
  /** Texts of the files that were read for it, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What a certificate says of a specification that was read from these files. */
export function certifiedSpec(
  machine: StateMachine,
  texts: ReadonlyMap<string, string>,
  constants: Readonly<Record<string, string>>,
): CertifiedSpec {
  const spec = [...texts.keys()].find((path) => basename(path) === `${machine.spec.root.name}.tla`);
  const config = [...texts.keys()].find((path) => path.endsWith(".cfg"));
  return { machine, spec: spec ?? `${machine.spec.root.name}.tla`, config: config ?? null, constants, texts };
}

/** Digests of a specification's files by name; the library is part of whoever checks. */
export function fileDigests(texts: ReadonlyMap<string, string>): Record<string, string> {
  const own = [...texts].filter(([path]) => !path.startsWith("<library>"));
  return Object.fromEntries(own.map(([path, text]) => [basename(path), fileDigest(text)] as const).sort());
}

export class CertificateWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #lines: CertificateLines;
  readonly #digests = new DigestChain();
  #buffer = "";
  #instances = 0;
  #steps = 0;
  #isFinished = false;

  /** Throws DiagnosticError when the file cannot be written. */
  constructor(path: string, { machine, spec, config, constants, texts }: CertifiedSpec, lockstep: string) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.partial`;
    try {
      this.#file = openSync(this.#temporary, "w");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw mistake("LS7011", `cannot write ${path}: ${reason}`, { hint: "check that its folder exists" });
    }
    this.#lines = new CertificateLines(machine);
    const { variables } = machine;
    const files = fileDigests(texts);
    this.#write({ kind: "header", version: CERTIFICATE_VERSION, lockstep, spec, config, constants, files, variables });
  }

  /** The next step of an instance. `endBinds`: what was observed at the end of the event holds after it. */
  step(instance: string, step: AcceptedStep, isFirst: boolean, event: string, endBinds: boolean): void {
    if (isFirst) {
      this.#instances++;
      this.#write(this.#lines.start(instance, step.from));
    }
    this.#steps++;
    this.#write(this.#lines.step(instance, step, event, endBinds));
  }

  /** Completes the file. */
  finish(events: number): void {
    this.#write({ kind: "end", events, instances: this.#instances, steps: this.#steps });
    this.#flush();
    closeSync(this.#file);
    renameSync(this.#temporary, this.#path);
    this.#isFinished = true;
  }

  /** There is nothing to certify, unless it is finished. */
  discard(): void {
    if (this.#isFinished) return;
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }

  #write(line: CertificateLine): void {
    const text = JSON.stringify(line);
    this.#buffer += `${text.slice(0, -1)},"digest":"${this.#digests.next(text)}"}\n`;
    if (this.#buffer.length >= BUFFER_SIZE) this.#flush();
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer);
    this.#buffer = "";
  }
}
