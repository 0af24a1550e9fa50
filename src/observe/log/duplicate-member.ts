/** JSON lets an object name a member twice, and readers take one or the other: a log that does so says two things. */

/** The first member that an object names twice; `text` is valid JSON. */
export function duplicateMember(text: string): string | undefined {
  /** Names of the objects that are open, from the outside in; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(undefined);
    else if (character === "}" || character === "]") open.pop();
    if (character !== '"') continue;
    const start = at++;
    while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    if (!isName(text, at + 1)) continue;
    const name = JSON.parse(text.slice(start, at + 1)) as string;
    if (open.at(-1)!.has(name)) return name;
    open.at(-1)!.add(name);
  }
  return undefined;
}

/** A colon follows. */
function isName(text: string, after: number): boolean {
  let at = after;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\r") at++;
  return text[at] === ":";
}
