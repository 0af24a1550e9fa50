/**
 * Whether the right side of an equation needs parentheses. Only its first line is looked at, as by the reference
 * translator: later lines of a longer expression stand in a junction list or in brackets as a rule.
 */
export function needsParentheses(lines: readonly string[]): boolean {
  const line = lines[0] ?? "";
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    const next = line[at + 1] ?? " ";
    if (character === '"') {
      at = endOfString(line, at);
      continue;
    }
    if (depth === 0 && bindsLooser(line, at, character, next)) return true;
    if ("([{".includes(character)) depth++;
    else if (character === "<" && next === "<") {
      depth++;
      at++;
    } else if (")]}".includes(character) || (character === ">" && next === ">")) {
      if (depth === 0) return true;
      depth--;
      if (character === ">") at++;
    }
  }
  return false;
}

/** An operator that binds looser than `=`, or cannot stand beside it; judged by its characters. */
function bindsLooser(line: string, at: number, character: string, next: string): boolean {
  switch (character) {
    case "=":
    case "#":
      return true;
    case "<":
    case ">":
      return next !== character;
    case "|":
      return next === "-" || line[at - 1] === "-";
    case "\\":
      return ![" ", "o", "X"].includes(next);
    case "/":
      return next === "\\";
    default:
      return false;
  }
}

function endOfString(line: string, start: number): number {
  let at = start + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === "\\" ? 2 : 1;
  return at;
}
