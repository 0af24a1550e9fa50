import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/tla/modules/config.ts";
import type { Config, ConfigAssignment } from "../../../../src/tla/modules/core.ts";
import { configValueText } from "../../../../src/tla/modules/config-text.ts";
import { complaints } from "./support.ts";

const parse = (text: string): Config => parseConfig({ path: "M.cfg", text });

function text({ name, module, arguments: given, to }: ConfigAssignment): string {
  const left = given === undefined ? name.name : `${name.name}(${given.map(configValueText).join(", ")})`;
  const brackets = module === undefined ? "" : `[${module}]`;
  return to.kind === "value" ? `${left} =${brackets} ${configValueText(to.value)}` : `${left} <-${brackets} ${to.name}`;
}

describe("a .cfg file", () => {
  it("says which formulas to check and what the constants are", () => {
    const config = parse(`\\* Two resource managers.
SPECIFICATION Spec
CONSTANTS RM = {r1, r2}  Max = 3
INVARIANT TypeOK Consistent
PROPERTY Live
CHECK_DEADLOCK FALSE`);

    expect(config.specification?.name).toBe("Spec");
    expect(config.assignments.map(text)).toEqual(["RM = {r1, r2}", "Max = 3"]);
    expect(config.invariants.map((name) => name.name)).toEqual(["TypeOK", "Consistent"]);
    expect(config.properties.map((name) => name.name)).toEqual(["Live"]);
    expect(config.checkDeadlock).toBe(false);
  });

  it("has every kind of assignment and value", () => {
    const config = parse(`CONSTANT
  a1=a1 S = {{}, {1, "two", TRUE}, x}  Name = "q\\"uote"
  Nat <- MyNat   Ballot <-[Voting] MCBallot   Hash = [Nano] n
  Quorum <- [Voting]MCQuorum
  Op(1, a) = 3  I!N <- M (* (* nested *) comment *)`);
    expect(config.assignments.map(text)).toEqual([
      "a1 = a1",
      'S = {{}, {1, "two", TRUE}, x}',
      'Name = "q\\"uote"',
      "Nat <- MyNat",
      "Ballot <-[Voting] MCBallot",
      "Hash =[Nano] n",
      "Quorum <-[Voting] MCQuorum",
      "Op(1, a) = 3",
      "I!N <- M",
    ]);
  });

  it("has every statement, in any order; lists accumulate", () => {
    const config = parse(`INIT I NEXT N VIEW v SYMMETRY s ALIAS a POSTCONDITION p
CONSTRAINT C1 CONSTRAINTS C2 C3 ACTION_CONSTRAINT A1 INVARIANTS I1 INVARIANT I2 PROPERTIES P1 _PERIODIC x`);
    expect(
      [config.init, config.next, config.view, config.symmetry, config.alias, config.postconditions[0]].map(
        (n) => n?.name,
      ),
    ).toEqual(["I", "N", "v", "s", "a", "p"]);
    expect(config.constraints.map((name) => name.name)).toEqual(["C1", "C2", "C3"]);
    expect(config.actionConstraints.map((name) => name.name)).toEqual(["A1"]);
    expect(config.invariants.map((name) => name.name)).toEqual(["I1", "I2"]);
    expect(config.checkDeadlock).toBeUndefined();
  });

  it("may be empty", () => {
    expect(parse("\\* nothing").assignments).toEqual([]);
  });

  const mistakes: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
    [
      "a misspelt statement",
      "INVARIENT Inv\nINIT Init",
      ["LS3001 M.cfg:1:1 INVARIENT does not begin a statement of a config (did you mean INVARIANT or INVARIANTS?)"],
    ],
    ["a statement twice", "INIT A\nINIT B", ["LS3003 M.cfg:2:1 INIT appears twice"]],
    [
      "a statement without its name",
      "SPECIFICATION\nINIT A",
      ["LS3002 M.cfg:1:1 SPECIFICATION must be followed by a name"],
    ],
    [
      "a comma between names",
      "INVARIANT A, B",
      ["LS3002 M.cfg:1:12 expected a name after INVARIANT, found , (names in a list are separated by white space)"],
    ],
    [
      "a negative number",
      "CONSTANT N = -1",
      [
        "LS3004 M.cfg:1:14 - is not a value that a config can hold (a config has no negative numbers: define the value in the module and write N <- Name)",
      ],
    ],
    [
      "a tuple",
      "CONSTANT N = <<1>>",
      [
        "LS3004 M.cfg:1:14 << is not a value that a config can hold (a config has no tuples, records or functions: define the value in the module and write N <- Name)",
      ],
    ],
    [
      "no value",
      "CONSTANT N",
      ["LS3002 M.cfg:1:10 expected = or <- after N, found the end of the file (write N = value, or N <- Definition)"],
    ],
    ["an open set", "CONSTANT N = {1, 2\nINIT I", ["LS3002 M.cfg:2:1 expected }, found INIT"]],
    ["not a boolean", "CHECK_DEADLOCK MAYBE", ["LS3002 M.cfg:1:16 CHECK_DEADLOCK must be followed by TRUE or FALSE"]],
    ["several", "INVARIENT A\nCONSTANT N = -1\nINIT", ["LS3001", "LS3004", "LS3002"]],
  ];
  it.each(mistakes)("is refused with the place of %s", (_, source, expected) => {
    const found = complaints(() => parse(source));
    expect(found.map((message, index) => message.slice(0, expected[index]?.length))).toEqual(expected);
  });
});
