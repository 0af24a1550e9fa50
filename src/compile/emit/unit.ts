/**
 * A piece of JavaScript source that is turned into functions at once.
 *
 * Emitted functions are flat: none is nested in another. A function uses the locals of the place that calls it simply
 * by naming them (names are unique in a unit), and here, when everything is known, those names become parameters:
 * lambda lifting on names. Calls carry a mark where the further arguments go. So the hot path allocates no closures.
 *
 * Names: `v0` current and `w0` next value of variable 0, `t1` a local, `c1` a lazily computed local (0: not yet), `k1`
 * a constant, `f1` a function, `m1` a memo table, `g1` member masks; `sink`, `out`, `binding` what the entry was given. Nothing in the source comes from
 * the text of the specification.
 */
import type { Definition, Expr } from "../../tla/modules/core.ts";
import type { Value } from "../../values/types.ts";
import { Block } from "./block.ts";
import type { Specialisation } from "./calls.ts";
import type { Environment } from "./environment.ts";
import { MaskGroups } from "./mask-groups.ts";
import type { StateFunction } from "./state-functions.ts";

export interface EmittedFunction {
  readonly unit: Unit;
  readonly name: string;
  /** Parameters besides those that lifting adds. */
  readonly explicit: readonly string[];
  /** Entries are called from outside: they load the variables that they use from `state` and `next`. */
  readonly isEntry: boolean;
  readonly comment: string;
  body?: readonly string[];
}

const LIFTED = /\b(?:[vwtc]\d+|sink|out|binding)\b/g;
const DECLARED = /\b(?:const|let) ([vwtc]\d+)\b/g;
const ARROW = /\(((?:t\d+(?:, )?)+)\) =>/g;
const LOOP_OR_ARROW = /^ *(?:\w+: )?for \(.*\{$|=> \{$/;
const CALL = /\u0001(,?)(f\d+)\u0001/g;

export class Unit {
  readonly constants: Value[] = [];
  private readonly constantIndex = new Map<Value, number>();
  private readonly functions = new Map<string, EmittedFunction>();
  private readonly names = new Map<string, { own: Set<string>; free: Set<string>; callees: Set<string> }>();
  private readonly sources = new Map<string, string>();
  private readonly tables: { readonly name: string; readonly type: string; readonly length: number }[] = [];
  readonly masks = new MaskGroups();
  /** Cached functions of the state, by environment and expression; undefined: it cannot be one. */
  readonly stateFunctions = new Map<Environment, Map<Expr, StateFunction | undefined>>();
  /** Memo functions by the function that they remember. */
  readonly memos = new Map<string, string>();
  /** Emitted functions of definitions, to be found again. */
  readonly specialisations = new Map<Definition, Specialisation[]>();
  private counter = 0;

  fresh(prefix: string): string {
    return prefix + String(++this.counter);
  }

  /** Text of a constant: small integers as they are, other handles by name, so that the source fits any store. */
  constant(value: Value): string {
    if ((value & 1) !== 0) return value < 0 ? `(${String(value)})` : String(value);
    let index = this.constantIndex.get(value);
    if (index === undefined) {
      index = this.constants.push(value) - 1;
      this.constantIndex.set(value, index);
    }
    return "k" + String(index);
  }

  /** A memo table, indexed by interned value: a byte for formulas, a handle for operators. */
  table(type: "Uint8Array" | "Int32Array", length = 1024): string {
    const name = this.fresh("m");
    this.tables.push({ name, type, length });
    return name;
  }

  declare(explicit: readonly string[], comment: string, isEntry = false): EmittedFunction {
    const emitted: EmittedFunction = { unit: this, name: this.fresh("f"), explicit, isEntry, comment };
    this.functions.set(emitted.name, emitted);
    return emitted;
  }

  /** `caller`: the one place where the function is called from. */
  begin(emitted: EmittedFunction, caller?: Block): Block {
    return new Block(emitted, undefined, 0, caller);
  }

  finish(emitted: EmittedFunction, block: Block): void {
    emitted.body = block.text();
    const text = emitted.body.join("\n");
    const own = new Set<string>(emitted.explicit);
    for (const match of text.matchAll(DECLARED)) own.add(match[1]!);
    for (const match of text.matchAll(ARROW)) for (const parameter of match[1]!.split(", ")) own.add(parameter);
    const free = new Set<string>();
    for (const match of text.matchAll(LIFTED)) if (!own.has(match[0])) free.add(match[0]);
    const callees = new Set(Array.from(text.matchAll(CALL), (match) => match[2]!));
    this.names.set(emitted.name, { own, free, callees });
  }

  /** Text of a call. */
  call(name: string, explicit: readonly string[]): string {
    return `${name}(${explicit.join(", ")}\u0001${explicit.length > 0 ? "," : ""}${name}\u0001)`;
  }

  /** True when a finished function and all that it calls take nothing from their callers but explicit arguments. */
  isSelfContained(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return true;
    seen.add(name);
    const names = this.names.get(name);
    return (
      names !== undefined &&
      names.free.size === 0 &&
      [...names.callees].every((callee) => this.isSelfContained(callee, seen))
    );
  }

  /** All names that a finished function takes from its callers; undefined when it calls one that is not finished. */
  freeNames(name: string): string[] | undefined {
    const result = new Set<string>();
    const visit = (current: string, hidden: ReadonlySet<string>, path: ReadonlySet<string>): boolean => {
      if (path.has(current)) return true;
      const names = this.names.get(current);
      if (names === undefined) return false;
      for (const used of names.free) if (!hidden.has(used)) result.add(used);
      const inner = new Set([...hidden, ...names.own]);
      return [...names.callees].every((callee) => visit(callee, inner, new Set([...path, current])));
    };
    return visit(name, new Set(), new Set()) ? sortedNames(result) : undefined;
  }

  /** Drops a function that turned out not to be needed. */
  drop(emitted: EmittedFunction): void {
    this.functions.delete(emitted.name);
    this.names.delete(emitted.name);
  }

  /**
   * A function with the same source as this finished one, but for the numbering of names; this one is dropped if there
   * is. Unrolling gives many copies of the same predicate, and they should share their memo.
   */
  shared(emitted: EmittedFunction): string {
    const numbers = new Map<string, string>();
    const renumbered = [...emitted.explicit, ...emitted.body!]
      .join("\n")
      .replace(/\b[tcibn](\d+)\b/g, (name, digits: string) => {
        let number = numbers.get(digits);
        if (number === undefined) numbers.set(digits, (number = String(numbers.size)));
        return name[0]! + number;
      });
    const known = this.sources.get(renumbered);
    if (known !== undefined) {
      this.drop(emitted);
      return known;
    }
    this.sources.set(renumbered, emitted.name);
    return emitted.name;
  }

  /** The names that each function takes from its callers: its own and, until nothing changes, those of its callees. */
  private close(): Map<string, Set<string>> {
    const free = new Map<string, Set<string>>();
    for (const [name, names] of this.names) free.set(name, new Set(names.free));
    for (let changed = true; changed;) {
      changed = false;
      for (const [name, { own, callees }] of this.names) {
        const mine = free.get(name)!;
        for (const callee of callees) {
          for (const used of free.get(callee) ?? []) {
            if (own.has(used) || mine.has(used)) continue;
            mine.add(used);
            changed = true;
          }
        }
      }
    }
    return free;
  }

  /** The source, a function body that returns the entries by name. `isCounted`: each call and round of a loop calls `step`. */
  source(isCounted = false): string {
    const free = this.close();
    const lines: string[] = ['"use strict";'];
    this.constants.forEach((_, index) => lines.push(`const k${String(index)} = K[${String(index)}];`));
    for (const { name, type, length } of this.tables) {
      lines.push(`let ${name} = new ${type}(${String(length)});`);
    }
    const constantText = (constant: Value): string => this.constant(constant);
    lines.push(...this.masks.declarations(constantText));
    const forgetting = [...this.tables.map(({ name }) => `${name}.fill(0);`), ...this.masks.forgetting()];
    // What is remembered by handle is good until values are given back.
    if (forgetting.length > 0) lines.push(`S.hold({ forgetValues: () => { ${forgetting.join(" ")} } });`);
    const entries: string[] = [];
    for (const emitted of this.functions.values()) {
      if (emitted.body === undefined) throw new Error(`emitted function ${emitted.name} was never finished`);
      const lifted = sortedNames(free.get(emitted.name)!);
      const parameters = emitted.isEntry ? emitted.explicit : [...emitted.explicit, ...lifted];
      lines.push("", `// ${emitted.comment}`, `function ${emitted.name}(${parameters.join(", ")}) {`);
      if (emitted.isEntry) {
        entries.push(emitted.name);
        for (const name of lifted) lines.push("  " + entryLoad(name));
      }
      if (isCounted) lines.push("  step();");
      for (const line of emitted.body) {
        lines.push("  " + this.masks.settle(this.link(line, free), constantText));
        if (isCounted && LOOP_OR_ARROW.test(line)) lines.push("  step();");
      }
      lines.push("}");
    }
    lines.push("", `return { ${entries.join(", ")} };`);
    return withLocalOperations(lines);
  }

  /** Puts the lifted arguments into the calls of a line. */
  private link(line: string, free: ReadonlyMap<string, Set<string>>): string {
    return line.replace(CALL, (_, comma: string, name: string) => {
      const lifted = sortedNames(free.get(name)!);
      return lifted.length === 0 ? "" : (comma === "" ? "" : ", ") + lifted.join(", ");
    });
  }
}

/** Operations of the store become constants of the unit, which V8 can inline through. */
function withLocalOperations(lines: readonly string[]): string {
  const operations = new Set<string>();
  const body = lines.map((line) =>
    line.replace(/\bS\.(\w+)\(/g, (_, operation: string) => {
      operations.add(operation);
      return `S_${operation}(`;
    }),
  );
  const declarations = [...operations].sort().map((operation) => `const S_${operation} = S.${operation};`);
  return [body[0]!, ...declarations, ...body.slice(1)].join("\n");
}

function entryLoad(name: string): string {
  const index = name.slice(1);
  if (name.startsWith("v")) return `const ${name} = state[${index}];`;
  if (name.startsWith("w")) return `const ${name} = next[${index}];`;
  throw new Error(`an entry cannot load ${name}`);
}

const PREFIX_ORDER = "vwtcsob";

function sortedNames(names: ReadonlySet<string>): string[] {
  return [...names].sort((a, b) => {
    const order = PREFIX_ORDER.indexOf(a[0]!) - PREFIX_ORDER.indexOf(b[0]!);
    return order !== 0 ? order : Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : a > b ? 1 : 0);
  });
}
