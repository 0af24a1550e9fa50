/** UNCHANGED: which variables a step or a branch leaves alone. */

/** A variable with a name of at most this length is written `x' = x`. */
const shortNameMax = 5;

/** One variable, or several in angle brackets with breaks between them. Empty for none. */
export function unchangedLines(variables: readonly string[], prefix: string, lineWidth: number): string[] {
  const [first] = variables;
  if (first === undefined) return [];
  if (variables.length === 1) return [prefix + unchangedOne(first)];
  const head = `${prefix}UNCHANGED << `;
  const groups = wrapped(variables, lineWidth - head.length);
  return groups.map((group, index) => {
    const begin = index === 0 ? head : " ".repeat(head.length);
    return `${begin}${group}${index === groups.length - 1 ? " >>" : ""}`;
  });
}

export function unchangedOne(variable: string): string {
  return variable.length > shortNameMax ? `UNCHANGED ${variable}` : `${variable}' = ${variable}`;
}

function wrapped(variables: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, variable] of variables.entries()) {
    if (index > 0) line += ", ";
    if (line.length + variable.length > width) {
      if (line !== "") lines.push(line);
      line = variable;
    } else line += variable;
  }
  return [...lines, line];
}
