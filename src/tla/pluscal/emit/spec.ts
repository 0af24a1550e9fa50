/**
 * `Spec`: the safety part, and the fairness that options and processes ask for.
 *
 * A fair process is fair in each procedure that runs in it. A minus label is a step that may wait for ever, a plus label
 * one that is strongly fair.
 */
import type { Procedure, Process } from "../ast.ts";
import type { Emission } from "./emission.ts";

const safety = "Init /\\ [][Next]_vars";
const indent = "Spec == /\\ ".length;

export function emitSpec(emission: Emission): void {
  const { writer } = emission;
  const conjuncts = fairnessOf(emission);
  if (conjuncts.length === 0) writer.line(`Spec == ${safety}`);
  else {
    writer.line(`Spec == /\\ ${safety}`);
    for (const conjunct of conjuncts) {
      for (const [index, line] of conjunct.entries()) writer.line(index === 0 ? `        /\\ ${line}` : line);
    }
  }
  writer.line("");
}

/** The fairness conjuncts, each as lines; all but a first line have their indentation. */
function fairnessOf(emission: Emission): string[][] {
  const { algorithm, isMulti, options } = emission;
  const ofAlgorithm = algorithm.isFair && !isMulti ? "wf" : options.fairness;
  if (ofAlgorithm === "nof" || (!isMulti && ofAlgorithm === "")) return [];
  const hasNext =
    ofAlgorithm === "wfNext" || algorithm.isFair || (!isMulti && (ofAlgorithm === "wf" || ofAlgorithm === "sf"));
  const fair = algorithm.processes.filter((process) => process.fairness !== "unfair");
  return [
    ...(hasNext ? [["WF_vars(Next)"]] : []),
    ...fair.map((process) => new ProcessFairness(emission, process).lines()),
  ];
}

/** Weak or strong fairness of one body, and the strong fairness of its plus labels. */
interface BodyFairness {
  readonly main: string;
  readonly plus: string | undefined;
}

function oneLine({ main, plus }: BodyFairness): string {
  return plus === undefined ? main : `${main} /\\ ${plus}`;
}

class ProcessFairness {
  readonly #process: Process;
  readonly #lineWidth: number;
  /** The quantifier or definition of `self` before the formula; its last line goes on. */
  readonly #prefix: readonly string[];
  /** How the formula names the process. */
  readonly #self: string;
  readonly #own: BodyFairness;
  readonly #procedures: readonly BodyFairness[];

  constructor({ algorithm, options }: Emission, process: Process) {
    this.#process = process;
    this.#lineWidth = options.lineWidth;
    const id = process.id.toText();
    const isNamed = process.isSet || id.length > 1;
    this.#self = isNamed ? "self" : id[0]!;
    this.#prefix = isNamed ? prefixLines(id, process.isSet) : [];
    this.#own = this.#fairness(process, process.isSet ? "(self)" : "");
    this.#procedures = process.proceduresCalled.flatMap((name) => {
      const procedure = algorithm.procedures.find((candidate) => candidate.name === name);
      return procedure === undefined ? [] : [this.#fairness(procedure, `(${this.#self})`)];
    });
  }

  #fairness(body: Process | Procedure, argument: string): BodyFairness {
    const isStrong = this.#process.fairness === "sf";
    const main = `${isStrong ? "SF" : "WF"}_vars(${this.#except(body.minusLabels)}${body.name}${argument})`;
    const plus = body.plusLabels.map((label) => `SF_vars(${label}${argument})`).join(" /\\ ");
    return { main, plus: isStrong || plus === "" ? undefined : plus };
  }

  #except(labels: readonly string[]): string {
    if (labels.length === 0) return "";
    const quoted = labels.map((label) => `"${label}"`);
    const test = labels.length === 1 ? `# ${quoted[0]!}` : `\\notin {${quoted.join(", ")}}`;
    return `(pc[${this.#self}] ${test}) /\\ `;
  }

  /** The lines of the conjunct, on one where it fits. */
  lines(): string[] {
    const { before, last } = this.#prefixParts();
    if (this.#fitsOneLine()) {
      return [...before, last + [this.#own, ...this.#procedures].map(oneLine).join(" /\\ ")];
    }
    const column = indent + (this.#prefix.at(-1)?.length ?? 0);
    const conjuncts = [this.#own, ...this.#procedures].flatMap((part) => this.#broken(part, column));
    const [first = "", ...rest] = conjuncts.map((text) => `/\\ ${text}`);
    return [...before, last + first, ...rest.map((text) => " ".repeat(column) + text)];
  }

  #broken(part: BodyFairness, column: number): string[] {
    const whole = oneLine(part);
    if (column + whole.length + 3 <= this.#lineWidth || part.plus === undefined) return [whole];
    return [part.main, part.plus];
  }

  #prefixParts(): { before: string[]; last: string } {
    const padded = this.#prefix.map((line, index) => (index === 0 ? line : " ".repeat(indent) + line));
    return { before: padded.slice(0, -1), last: padded.at(-1) ?? "" };
  }

  /** The measure leaves out a prefix of one line and the signs between the parts, as the reference translator's does. */
  #fitsOneLine(): boolean {
    if (this.#own.plus === undefined && this.#procedures.length === 0) return true;
    const prefixWidth = this.#prefix.length > 1 ? this.#prefix.at(-1)!.length : 0;
    const parts = this.#own.main.length + (this.#own.plus?.length ?? 0);
    const procedures = this.#procedures.reduce((sum, part) => sum + oneLine(part).length, 0);
    const before = Math.max(0, ...this.#prefix.slice(0, -1).map((line) => line.length));
    return indent + Math.max(before, prefixWidth + parts + procedures) <= this.#lineWidth;
  }
}

function prefixLines(id: readonly string[], isSet: boolean): string[] {
  const begin = isSet ? "\\A self \\in " : "LET self == ";
  const lines = id.map((text, index) => {
    const end = isSet && index === id.length - 1 ? " : " : "";
    return `${index === 0 ? begin : " ".repeat(begin.length)}${text}${end}`;
  });
  return isSet ? lines : [...lines, "IN "];
}
