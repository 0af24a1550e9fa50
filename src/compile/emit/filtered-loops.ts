/**
 * Loops over the set in a state variable whose body begins with remembered formulas about the element, and does nothing
 * where they are false: they run through the elements that a filter leaves (`element-filters.ts`). Each unit has a filter
 * for each variable, up to its bound of formulas.
 */
import type { Block } from "./block.ts";
import { FILTER_FORMULAS_MAX, FILTER_POSITIONS } from "./element-filters.ts";
import type { Unit } from "./unit.ts";

/** Only such sets are looked at in the same state again and again; the set of a next value is looked at once. */
const VARIABLE = /^v\d+$/;

/** A statement of a loop's body that begins with a formula about one local: what comes before, the call, what comes after. */
const GUARDED = /^(if \(|\w+ \+= \()(f\d+)\((t\d+)\)(.*)$/s;

interface FilterGroup {
  readonly name: string;
  readonly variable: string;
  /** Names of memo functions. */
  readonly formulas: string[];
}

export class FilterGroups {
  private readonly groups: FilterGroup[] = [];

  /** The filter of this formula, and which of its formulas it is. */
  filterOf(variable: string, formula: string): readonly [name: string, index: number] {
    let group = this.groups.find(
      (other) =>
        other.variable === variable &&
        (other.formulas.includes(formula) || other.formulas.length < FILTER_FORMULAS_MAX),
    );
    if (group === undefined) {
      group = { name: `q${String(this.groups.length)}`, variable, formulas: [] };
      this.groups.push(group);
    }
    const known = group.formulas.indexOf(formula);
    return [group.name, known >= 0 ? known : group.formulas.push(formula) - 1];
  }

  declarations(): string[] {
    return this.groups.map(({ name, formulas }) => `const ${name} = elementFilters(${String(formulas.length)});`);
  }

  /** Statements that make the filters forget what they have read. */
  forgetting(): string[] {
    return this.groups.map(({ name }) => `${name}.forget();`);
  }
}

/** A loop `for (index = 0; index < size of set; index++)` whose body begins with the line that reads the element. */
export interface SetLoop {
  readonly index: string;
  readonly set: string;
  readonly element: string;
  /** The state variable that the set is the value of. */
  readonly variable: string;
}

/** The head of the loop over the elements that a filter leaves, its body changed accordingly; undefined for other loops. */
export function filteredLoop(loop: SetLoop, body: Block, unit: Unit): string | undefined {
  if (!VARIABLE.test(loop.variable)) return undefined;
  const [first, ...statements] = body.lines.filter(({ indent, text }) => indent === 0 && text !== undefined);
  const guarded = statements.filter(({ text }) => text !== "}");
  const matches = guarded.map(({ text }) => GUARDED.exec(text!));
  const isFiltered = matches.every((match) => match !== null && match[3] === loop.element && isSkipping(match, unit));
  if (first === undefined || guarded.length === 0 || !isFiltered) return undefined;
  const asked = new Set<string>();
  guarded.forEach((line, i) => {
    const [, before, formula, element, after] = matches[i]!;
    const [filter, index] = unit.filters.filterOf(loop.variable, formula!);
    asked.add(`${filter}.bits(${loop.set}, ${String(index)}, ${loop.index})`);
    const question = `${formula!}(${element!}) || ${filter}.exclude(${element!}, ${String(index)})`;
    line.text = after!.startsWith(") ") ? `${before!}${question}${after!}` : `${before!}(${question})${after!}`;
  });
  const number = loop.index.slice(1);
  const bits = `b${number}`;
  first.text = `const ${loop.element} = S.at(${loop.set}, ${loop.index} + 31 - Math.clz32(${bits} & -${bits}));`;
  const outer = `let ${loop.index} = 0, n${number} = S.size(${loop.set}); ${loop.index} < n${number}; ${loop.index} += ${String(FILTER_POSITIONS)}`;
  return `for (${outer}) for (let ${bits} = ${[...asked].join(" | ")}; ${bits} !== 0; ${bits} &= ${bits} - 1) {`;
}

/** Whether the statement does nothing where the formula that it begins with is false. */
function isSkipping([, before, formula, , after]: RegExpExecArray, unit: Unit): boolean {
  if (!unit.formulaMemos.has(formula!)) return false;
  if (before !== "if (") return after === " ? 1 : 0);";
  return after!.startsWith(") ") || (after!.startsWith(" && ") && !after!.includes("||"));
}
