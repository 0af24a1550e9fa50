/** Numbers, times and TLA+ text as reports print them: the same on every machine, whatever its locale. */

/** `1146` as `1,146`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 state`, `2 states`. */
export function counted(n: number, singular: string, plural = `${singular}s`): string {
  return `${count(n)} ${n === 1 ? singular : plural}`;
}

/** Elapsed seconds: `0.42 s`, `12.3 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Virtual microseconds as seconds with milliseconds: `1.204 s`. */
export function virtualTime(micros: number): string {
  return `${(micros / 1_000_000).toFixed(3)} s`;
}

/** A share as a percentage with one digit; 100.0 % only when it is whole. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "0 %";
  if (part === whole) return "100 %";
  return `${Math.min(99.9, (part / whole) * 100).toFixed(1)} %`;
}

/** Text cut to a width, with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

/** Text in lines of at most `width` characters, broken at spaces; a longer word stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Breaks TLA+ value text after the commas of its outermost brackets, until the lines fit; what is inside strings is left
 * alone. `first` characters of the first line are taken already, later lines are indented by `indent`.
 */
export function layOutValue(text: string, width: number, indent: number): string {
  if (text.length + indent <= width) return text;
  const parts = outermostParts(text);
  if (parts === undefined) return text;
  const inner = parts.items.map((item) => layOutValue(item, width, indent + parts.open.length + 1));
  const gap = " ".repeat(indent + parts.open.length + 1);
  const lines = fill(inner, width - indent - parts.open.length - 1, parts.separator);
  return `${parts.open} ${lines.join(`\n${gap}`)} ${parts.close}`;
}

const brackets: readonly (readonly [string, string])[] = [
  ["<<", ">>"],
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
];

interface Parts {
  readonly open: string;
  readonly close: string;
  readonly items: readonly string[];
  readonly separator: string;
}

function outermostParts(text: string): Parts | undefined {
  const pair = brackets.find(([open, close]) => text.startsWith(open) && text.endsWith(close));
  if (pair === undefined) return undefined;
  const [open, close] = pair;
  const inside = text.slice(open.length, -close.length).trim();
  for (const separator of open === "(" ? [" @@ "] : [","]) {
    const items = splitOutside(inside, separator);
    if (items !== undefined && items.length > 1) return { open, close, items, separator: separator.trimEnd() };
  }
  return undefined;
}

/** Splits where no bracket and no string is open; undefined when the brackets do not match. */
function splitOutside(text: string, separator: string): string[] | undefined {
  const items: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === "\\") i++;
    } else if ("{[(".includes(character) || text.startsWith("<<", i)) {
      depth++;
      if (character === "<") i++;
    } else if ("}])".includes(character) || text.startsWith(">>", i)) {
      depth--;
      if (character === ">") i++;
      if (depth < 0) return undefined;
    } else if (depth === 0 && text.startsWith(separator, i)) {
      items.push(text.slice(from, i).trim());
      from = i + separator.length;
      i = from - 1;
    }
  }
  items.push(text.slice(from).trim());
  return depth === 0 ? items : undefined;
}

/** The elements of a set that is written out, `{a, b}`; undefined for other values. */
export function elementsOf(text: string): readonly string[] | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  const inside = text.slice(1, -1).trim();
  return inside === "" ? [] : splitOutside(inside, ",");
}

/** Puts items on as few lines as fit; an item that spans lines stands alone. */
function fill(items: readonly string[], width: number, separator: string): string[] {
  const lines: string[] = [];
  let line = "";
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item}${separator}` : item;
    if (line === "") line = text;
    else if (!item.includes("\n") && !line.includes("\n") && line.length + 1 + text.length <= width) line += ` ${text}`;
    else {
      lines.push(line);
      line = text;
    }
  });
  return [...lines, line];
}
