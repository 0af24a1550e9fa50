/**
 * A sequence of emitted statements. A block knows the function that it belongs to, how many loops it is inside of, and
 * which lazily computed locals have certainly been computed when control reaches its end.
 *
 * Lines are objects, so that a line reserved early (the declaration of a local that may turn out to be needed) can be
 * filled in later, wherever nesting has carried it.
 */
import type { Condition } from "./operand.ts";
import type { EmittedFunction } from "./unit.ts";

export interface Line {
  indent: number;
  /** The condition of the `if` that begins here. */
  readonly condition?: Condition;
  /** The result that the local declared here holds. */
  readonly result?: Result;
  /** Absent: reserved, and so far not needed. */
  text?: string;
}

/** The local that holds the result of an operation whose operands never change, and what the operation is known by. */
export interface Result {
  readonly key: string;
  readonly name: string;
}

/** What a block begins with: locals that hold results, and a condition. */
export interface Guard {
  readonly results: readonly Line[];
  readonly condition: Condition;
}

export class Block {
  readonly owner: EmittedFunction;
  readonly loops: number;
  readonly lines: Line[] = [];
  private readonly parent: Block | undefined;
  private readonly evaluated = new Set<string>();
  /** Locals that hold the result of a pure operation, by its text. */
  private readonly results = new Map<string, string>();
  /** Where the function is called: what locals hold there can be handed to it. */
  private readonly caller: Block | undefined;

  constructor(owner: EmittedFunction, parent?: Block, loops = 0, caller?: Block) {
    this.owner = owner;
    this.parent = parent;
    this.loops = loops;
    this.caller = caller;
  }

  /** A block to be nested in this one, whose statements may not run; or to be spliced in, or thrown away. */
  child(): Block {
    return new Block(this.owner, this, this.loops);
  }

  /** A block to be nested in this one as the body of a loop. */
  loop(): Block {
    return new Block(this.owner, this, this.loops + 1);
  }

  /** True when no statement was emitted. */
  get isEmpty(): boolean {
    return this.lines.every((line) => line.text === undefined);
  }

  add(text: string): void {
    this.lines.push({ indent: 0, text });
  }

  /** Statements for when the condition holds. */
  nestIf(condition: Condition, inner: Block): void {
    this.lines.push({ indent: 0, text: `if (${condition.text}) {`, condition });
    this.#indent(inner);
    this.add("}");
  }

  /** A line that may be filled in later. */
  reserve(): Line {
    const line: Line = { indent: 0 };
    this.lines.push(line);
    return line;
  }

  nest(opening: string, inner: Block, closing = "}"): void {
    this.add(opening);
    this.#indent(inner);
    this.add(closing);
  }

  #indent(inner: Block): void {
    for (const line of inner.lines) {
      line.indent++;
      this.lines.push(line);
    }
  }

  /** Takes over the statements of a child: they run whenever this block does. */
  splice(child: Block): void {
    this.lines.push(...child.lines);
    for (const name of child.evaluated) this.evaluated.add(name);
    for (const [key, name] of child.results) this.results.set(key, name);
  }

  /** Declares a local that holds the result of an operation. */
  declareResult(result: Result, text: string): void {
    this.#takeResult({ indent: 0, text: `const ${result.name} = ${text};`, result });
  }

  #takeResult(line: Line): void {
    this.lines.push(line);
    this.results.set(line.result!.key, line.result!.name);
  }

  resultOf(key: string): string | undefined {
    for (let block: Block | undefined = this; block !== undefined; block = block.parent ?? block.caller) {
      const name = block.results.get(key);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  markEvaluated(name: string): void {
    this.evaluated.add(name);
  }

  isEvaluated(name: string): boolean {
    for (let block: Block | undefined = this; block !== undefined; block = block.parent) {
      if (block.evaluated.has(name)) return true;
    }
    return false;
  }

  /** When the block is one `if`, but for locals that hold results, those and its condition; the block is then what stands inside. */
  takeGuard(): Guard | undefined {
    const lines = this.lines.filter((line) => line.text !== undefined);
    const start = lines.findIndex(({ result }) => result === undefined);
    const condition = lines[start]?.condition;
    const outer = lines.slice(start).filter((line) => line.indent === 0);
    if (condition === undefined || outer.length !== 2 || outer[1]!.text !== "}") return undefined;
    const inner = lines.slice(start + 1, -1);
    for (const line of inner) line.indent--;
    this.lines.splice(0, this.lines.length, ...inner);
    return { results: lines.slice(0, start), condition };
  }

  /** Statements for when the guard of another block holds, whose results are held here from now on. */
  nestGuarded({ results, condition }: Guard, inner: Block): void {
    for (const line of results) this.#takeResult(line);
    this.nestIf(condition, inner);
  }

  text(): string[] {
    const result: string[] = [];
    for (const line of this.lines) if (line.text !== undefined) result.push("  ".repeat(line.indent) + line.text);
    return result;
  }
}
