/** What a log is held against: a system file's specification and words, or a specification with a mapping file. */
import { join } from "node:path";
import type { LogMapping, PreparedMapping } from "../../src/observe/log/log-mapping.ts";
import { prepareMapping } from "../../src/observe/log/log-mapping.ts";
import { unknownName } from "../../src/observe/name-problems.ts";
import { Translator } from "../../src/observe/translate.ts";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { certifiedSpec, type CertifiedSpec } from "../certificates/write.ts";
import { mistake } from "../cli/command-error.ts";
import { readText } from "../cli/host-files.ts";
import { compileSpec, constantValues, loadSpecification, type Machine } from "../cli/load-machine.ts";
import { bundleSystem, importMapping, placeOfWord } from "../workers/load-system.ts";
import { prepareSubject } from "../workers/prepare-subject.ts";
import { yamlMapping } from "./yaml-mapping.ts";

export interface LogSubjectRequest {
  readonly system?: string;
  readonly spec?: string;
  readonly config?: string;
  /** A file, or the mapping itself. */
  readonly mapping?: string | LogMapping;
  readonly path?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
}

export interface LogSubject extends Machine {
  readonly mapping: PreparedMapping;
  /** As reports call it. */
  readonly name: string;
  /** The specification, as a certificate names it. */
  readonly certified: CertifiedSpec;
}

/** Throws DiagnosticError with everything that is wrong with it. */
export async function logSubject(request: LogSubjectRequest): Promise<LogSubject> {
  const { system, spec } = request;
  if ((system === undefined) === (spec === undefined)) {
    throw mistake("LS7008", "a log is held against --system SYSTEM or --spec FILE.tla", {
      hint: "give one of the two",
    });
  }
  return system === undefined ? specSubject(spec!, request) : systemSubject(system, request);
}

const cacheFolder = (): string => join(process.cwd(), ".lockstep", "cache");

async function systemSubject(path: string, { mapping, set }: LogSubjectRequest): Promise<LogSubject> {
  const bundle = await bundleSystem(path, cacheFolder());
  const { subject, system, specTexts, constants } = await prepareSubject({
    bundle,
    set: set ?? {},
    variant: undefined,
  });
  const { machine, explainer, layout } = subject;
  const { steps = {}, instance, silent = [], silentInLogs = [], candidatesMax } = system.definition;
  const words: LogMapping = {
    steps,
    locate: (part) => placeOfWord(bundle.file, part.at(-1)!),
    ...(instance === undefined ? {} : { instance }),
    silent: [...silent, ...silentInLogs],
    ...(candidatesMax === undefined ? {} : { candidatesMax }),
  };
  const given = mapping === undefined ? words : await mappingOf(mapping);
  const certified = certifiedSpec(machine, specTexts, constants);
  const prepared = prepareMapping(machine, layout.translator, given);
  return { machine, explainer, mapping: prepared, name: subject.name, certified };
}

async function specSubject(spec: string, request: LogSubjectRequest): Promise<LogSubject> {
  const { config, path = [], mapping, set = {} } = request;
  const texts = new Map<string, string>();
  const constants = constantValues(set, "--set");
  const resolved = loadSpecification({
    file: spec,
    path,
    texts,
    constants,
    ...(config === undefined ? {} : { config }),
  });
  requireConstants(Object.keys(set), resolved);
  const { machine, explainer } = compileSpec(resolved);
  const words = mapping === undefined ? { steps: {} } : await mappingOf(mapping);
  const prepared = prepareMapping(machine, new Translator(machine), words);
  return { machine, explainer, mapping: prepared, name: spec, certified: certifiedSpec(machine, texts, set) };
}

function requireConstants(names: readonly string[], { root }: ResolvedSpec): void {
  const known = root.constants.map((constant) => constant.name);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => unknownName("LS5012", `--set ${name}: the specification has no constant of that name`, name, known));
  if (problems.length > 0) throw new DiagnosticError(problems);
}

async function mappingOf(path: string | LogMapping): Promise<LogMapping> {
  if (typeof path !== "string") return path;
  if (!/\.(ya?ml|json)$/.test(path)) {
    const bundle = await bundleSystem(path, cacheFolder());
    return { ...(await importMapping(bundle)), locate: (part) => placeOfWord(bundle.file, part.at(-1)!) };
  }
  const text = readText(path);
  if (text !== undefined) return yamlMapping(path, text);
  throw mistake("LS7006", `cannot read the mapping ${path}`, { hint: "it is relative to the current folder" });
}
