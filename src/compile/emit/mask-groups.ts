/**
 * The questions of a unit whether a constant is an element of the set in a state variable. Those about one variable are
 * collected, and when there are enough of them they are answered by masks (`member-masks.ts`); whether there are is known
 * only at the end, so they stand in the text as `g1.has(v2, 0, 17)` until then.
 */
import type { Value } from "../../values/types.ts";
import { MASK_CONSTANTS_MAX } from "./member-masks.ts";

/** Constants asked of one variable for masks to be worth a pass over its set. */
const MASK_CONSTANTS_MIN = 3;

const QUESTION = /\bg(\d+)\.has\(([vw]\d+), (\d+), (\d+)\)/g;

interface MaskGroup {
  readonly name: string;
  readonly variable: string;
  readonly constants: Value[];
}

export class MaskGroups {
  private readonly groups: MaskGroup[] = [];

  /** The question as text; `variable` is the local of a state variable, `constant` an interned value. */
  question(variable: string, constant: Value, site: string): string {
    const group = this.groupOf(variable, constant);
    if (!group.constants.includes(constant)) group.constants.push(constant);
    return `${group.name}.has(${variable}, ${String(group.constants.indexOf(constant))}, ${site})`;
  }

  private groupOf(variable: string, constant: Value): MaskGroup {
    const known = this.groups.find(
      (group) =>
        group.variable === variable &&
        (group.constants.includes(constant) || group.constants.length < MASK_CONSTANTS_MAX),
    );
    if (known !== undefined) return known;
    const group = { name: `g${String(this.groups.length)}`, variable, constants: [] };
    this.groups.push(group);
    return group;
  }

  /** Declarations of the masks; `constantText` names a constant of the unit. */
  declarations(constantText: (constant: Value) => string): string[] {
    return this.masked.map(
      ({ name, constants }) => `const ${name} = memberMasks([${constants.map(constantText).join(", ")}]);`,
    );
  }

  /** Statements that make the masks forget what they have read. */
  forgetting(): string[] {
    return this.masked.map(({ name }) => `${name}.forget();`);
  }

  private get masked(): readonly MaskGroup[] {
    return this.groups.filter((group) => group.constants.length >= MASK_CONSTANTS_MIN);
  }

  /** A line with the questions that have no masks put to the store. */
  settle(line: string, constantText: (constant: Value) => string): string {
    return line.replace(QUESTION, (text, group: string, variable: string, index: string, site: string) => {
      const { constants } = this.groups[Number(group)]!;
      if (constants.length >= MASK_CONSTANTS_MIN) return text;
      return `S.in(${constantText(constants[Number(index)]!)}, ${variable}, ${site})`;
    });
  }
}
