import { describe, expect, it } from "vitest";
import { tokenize } from "../../../../src/tla/syntax/lexer.ts";
import { identifiersAndStrings, parseExpression } from "../../../../src/tla/syntax/parse.ts";
import { fileOf, moduleOf, read } from "./outline.ts";

const t = String.raw;

/** The tokens of a text, divided by bars. */
function tokens(text: string): string {
  return tokenize(fileOf(text))
    .map((token) => (token.kind === "error" ? `error ${token.diagnostic!.code}` : token.text))
    .join(" | ");
}

describe("the lexer", () => {
  it("gives tokens with their kind, place and meaning", () => {
    const [name, operator, string] = tokenize(fileOf('msg \\leq "a\\"b"'));
    expect(name).toMatchObject({ kind: "identifier", text: "msg", start: 0, end: 3, column: 1 });
    expect(operator).toMatchObject({ kind: "operator", text: "\\leq", symbol: "=<" });
    expect(string).toMatchObject({ kind: "string", value: 'a"b' });
  });

  it.each([
    ["x=<1", "x | =< | 1"],
    ["x<=1", "x | <= | 1"],
    ["x<-1", "x | <- | 1"],
    ["a..b", "a | .. | b"],
    ["1..5", "1 | .. | 5"],
    ["1.5", "1.5"],
    ["1...5", "1 | ... | 5"],
    ["a-.b", "a | -. | b"],
    ["a--b", "a | -- | b"],
    ["[A]_v", "[ | A | ]_ | v"],
    ["<<A>>_v", "<< | A | >>_ | v"],
    ["WF_vars", "WF_ | vars"],
    ["WF_", "WF_"],
    ["WFx SF", "WFx | SF"],
    ["_", "_"],
    ["_+_", "_ | + | _"],
    ["_x", "_x"],
    ["1a", "1a"],
    [t`x \inS`, t`x | \in | S`],
    [t`S \T`, t`S | \ | T`],
    [t`\Ex : P`, t`\E | x | : | P`],
    [t`\EE`, t`\EE`],
    [t`\b01\O17\hfF`, t`\b01 | \O17 | \hfF`],
    ["F(+)", "F | (+)"],
    ["F( +)", "F | ( | + | )"],
    ["a (*c*)+ b", "a | + | b"],
    ["a (* (* nested *) still *) b", "a | b"],
    [t`a \* to the end (*`, "a"],
    [t`(* \* *) a`, "a"],
    ["<1>2. QED", "<1>2. | QED"],
    ["<*>a <+>", "<*>a | <+>"],
    ["a < 1", "a | < | 1"],
    ["a <1", "a | < | 1"],
    ["-----", "-----"],
    ["---", "-- | -"],
    ["=====", "====="],
    ["a === b", "a | == | = | b"],
    ["f'[x]'", "f | ' | [ | x | ] | '"],
    ["x|->y", "x | |-> | y"],
    ["a -+-> b", "a | -+-> | b"],
    ["I!!J", "I | !! | J"],
    ["::= := ::", "::= | := | ::"],
  ])("splits %s", (text, expected) => {
    expect(tokens(text)).toBe(expected);
  });

  it("expands tabs to stops of eight in columns, and counts raw offsets in places", () => {
    const [first, second] = tokenize(fileOf("a\tb"));
    expect([first!.column, second!.column]).toEqual([1, 9]);
    expect(second!.start).toBe(2);
    expect(tokenize(fileOf("1234567\tb"))[1]!.column).toBe(9);
    expect(tokenize(fileOf("12345678\tb"))[1]!.column).toBe(17);
    expect(tokenize(fileOf("(*\t*)b"))[0]!.column).toBe(11);
    expect(tokenize(fileOf("a\r\n\tb"))[1]!.column).toBe(9);
  });

  it("knows the columns of a text that it enters in the middle", () => {
    expect(tokenize(fileOf("x\n\tab"), 4)[0]).toMatchObject({ text: "b", column: 10 });
  });

  it.each([
    ["a ? b", "LS1001"],
    ["a\u00a0b", "LS1001"],
    ["(* open", "LS1002"],
    ['"open', "LS1003"],
    ['"a\nb"', "LS1003"],
    [t`"\q"`, "LS1004"],
  ])("has an error token for %j", (text, code) => {
    expect(tokens(text)).toContain(`error ${code}`);
  });

  it("resolves the escapes of strings", () => {
    const tree = parseExpression(fileOf(t`"a\"b\\c\n\t"`));
    expect(tree).toMatchObject({ kind: "string", value: 'a"b\\c\n\t' });
  });

  it("takes whatever a string says for data", () => {
    const text = "</script>${x}__proto__`'";
    expect(parseExpression(fileOf(`"${text}"`))).toMatchObject({ value: text });
  });

  it("knows the value of a number in any base, and of any size", () => {
    expect(read(t`\b101 + \o17 + \hFF`)).toBe("[[5 + 15] + 255]");
    expect(read("123456789012345678901234567890")).toBe("123456789012345678901234567890");
  });

  it("lists words and strings in text order for TLC's order of strings", () => {
    const file = moduleOf('A == x + "b" (* c *) + "a"', 'D == {"b", 3}', "---- MODULE In ----", "====", "E == 1");
    const { identifiers, strings } = identifiersAndStrings(file);
    expect(strings).toEqual(["b", "a"]);
    expect(identifiers.filter((word) => /^[A-Za-z]\w*$/.test(word))).toEqual(["MODULE", "M", "A", "x", "D", "In", "E"]);
  });
});
