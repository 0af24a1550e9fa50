/**
 * Which next values are noted instead of made (`values/unmade.ts`): those that nobody reads before the successor is
 * delivered. Who reads them is known only when all functions are emitted, so that until then the operation stands in the
 * text with a mark, `\u00022:setAdd(` for the next value of variable 2; functions say which next values they read.
 */
const MARK = /\u0002(\d+):(\w+)\(/g;
const NOT_READING = /\bout\[(\d+)\] = w\1;|\bconst w\d+\b/g;
const NEXT_VALUE = /\bw\d+\b/g;

/** What is asked of each emitted function. */
export interface NextValueUse {
  /** Locals that it declares, and functions that it calls. */
  readonly own: ReadonlySet<string>;
  readonly callees: ReadonlySet<string>;
  /** Next values that its own text reads, be it only to pass them on. */
  readonly reads: ReadonlySet<string>;
}

/** The text, a call of the store or a line that begins with one, with its first operation marked. */
export function withLaterMark(text: string, slot: number): string {
  return text.replace("S.", `\u0002${String(slot)}:`);
}

/** The next values that a function's text reads; to deliver one is not to read it. */
export function nextValuesRead(text: string): Set<string> {
  return new Set(Array.from(text.replace(NOT_READING, "").matchAll(NEXT_VALUE), (match) => match[0]));
}

/** Adds to what each function reads what those that it calls read of its own next values. */
export function allNextValuesRead(functions: ReadonlyMap<string, NextValueUse>): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const [name, { reads }] of functions) all.set(name, new Set(reads));
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, { callees }] of functions) {
      const mine = all.get(name)!;
      for (const callee of callees) {
        for (const read of all.get(callee) ?? []) {
          if (mine.has(read) || functions.get(callee)!.own.has(read)) continue;
          mine.add(read);
          changed = true;
        }
      }
    }
  }
  return all;
}

/** A line of a function that reads these next values, with its marks settled. */
export function settleMarks(line: string, read: ReadonlySet<string>): string {
  return line.replace(MARK, (_, slot: string, operation: string) =>
    read.has(`w${slot}`) ? `S.${operation}(` : `S.${operation}Later(${slot}, `,
  );
}
