/** The next-state action, `Terminating`, and `Termination`. */
import type { Emission } from "./emission.ts";

/** The columns that "Next == \/ " takes, and a quantifier over all processes behind it. */
const headWidth = "Next == \\/ ".length;
const quantifier = "(\\E self \\in ProcSet: ";

function hasTerminating({ options, omissions }: Emission): boolean {
  return !options.noDoneDisjunct && !omissions.omitTermination;
}

export function emitNext(emission: Emission): void {
  const { writer, omissions, isMulti } = emission;
  // The only action of such an algorithm has the name Next.
  if (omissions.omitPc && !isMulti) return;
  if (hasTerminating(emission)) emitTerminating(emission);
  const plain = plainActions(emission);
  const procedures = isMulti ? procedureActions(emission) : [];
  const sets = setActions(emission);
  const indent = " ".repeat("Next == ".length + 2);
  let prefix = "Next == ";
  const line = (text: string): void => {
    writer.line(prefix + text);
    prefix = `${indent} \\/ `;
  };
  for (const text of plain) line(text);
  if (procedures.length > 0) {
    prefix += quantifier;
    const inner = " ".repeat(prefix.length);
    for (const [index, text] of procedures.entries()) {
      writer.line(index === 0 ? prefix + (procedures.length > 1 ? " \\/ " : "") + text : `${inner} \\/ ${text}`);
    }
    prefix = `${indent} \\/ `;
  }
  const isFirst = plain.length === 0 && procedures.length === 0;
  for (const [index, lines] of sets.entries()) {
    const follow = " ".repeat(isFirst && index === 0 ? indent.length - 2 : indent.length + 4);
    for (const [at, text] of lines.entries()) writer.line((at === 0 ? prefix : follow) + text);
    prefix = `${indent} \\/ `;
  }
  if (hasTerminating(emission)) line("Terminating");
  writer.line("");
}

function emitTerminating({ writer, isMulti }: Emission): void {
  writer.line("(* Allow infinite stuttering to prevent deadlock on termination. *)");
  if (isMulti) {
    writer.line('Terminating == /\\ \\A self \\in ProcSet: pc[self] = "Done"');
    writer.line("               /\\ UNCHANGED vars");
  } else writer.line('Terminating == pc = "Done" /\\ UNCHANGED vars');
  writer.line("");
}

/** Procedures and labels of a uniprocess algorithm; single processes of a multiprocess one. */
function plainActions({ algorithm, steps, isMulti, options }: Emission): string[] {
  const names = isMulti
    ? algorithm.processes.filter((process) => !process.isSet).map((process) => process.name)
    : [...algorithm.procedures.map((procedure) => procedure.name), ...steps.body.map((step) => step.label)];
  return disjunctions(names, options.lineWidth - headWidth, 0);
}

function procedureActions({ algorithm, options }: Emission): string[] {
  const names = algorithm.procedures.map((procedure) => `${procedure.name}(self)`);
  const width = options.lineWidth - headWidth - quantifier.length - " \\/ ".length + 1;
  const lines = disjunctions(names, width, 0);
  return lines.map((text, index) => (index === lines.length - 1 ? `${text})` : text));
}

/** Joins names, in lines of at most `width` columns. A first name that is too long leaves no empty line before it. */
function disjunctions(names: readonly string[], width: number, start: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line !== "" && name.length + " \\/ ".length + line.length + start > width) {
      lines.push(line);
      line = "";
    }
    line += (line === "" ? "" : " \\/ ") + name;
  }
  return line === "" ? lines : [...lines, line];
}

/** `(\E self \in S: p(self))` for each set of processes; the set may take several lines. */
function setActions({ algorithm }: Emission): string[][] {
  return algorithm.processes
    .filter((process) => process.isSet)
    .map((process) => {
      const head = "(\\E self \\in ";
      const set = process.id.toText();
      return set.map((text, index) => {
        const begin = index === 0 ? head : " ".repeat(head.length);
        return `${begin}${text}${index === set.length - 1 ? `: ${process.name}(self))` : ""}`;
      });
    });
}

export function emitTermination({ writer, isMulti, omissions }: Emission): void {
  if (omissions.omitPc || omissions.omitTermination) return;
  writer.line(
    isMulti ? 'Termination == <>(\\A self \\in ProcSet: pc[self] = "Done")' : 'Termination == <>(pc = "Done")',
  );
  writer.line("");
}
