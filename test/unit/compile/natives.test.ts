/** Native operators: TLC, the community modules, and the ports through which they reach anything outside. */
import { describe, expect, test } from "vitest";
import type { FilesPort, NativePorts } from "../../../src/compile/natives/native.ts";
import { definitionBody, machineOfSpec, specOf, valueOf } from "../../support/specs.ts";

/** The value of an expression in a module that extends these modules. */
function valueWith(modules: string, expression: string, ports?: NativePorts): string {
  const spec = specOf(`---- MODULE Test ----\nEXTENDS ${modules}\nResult == ${expression}\n====`, "");
  const machine = machineOfSpec(spec, ports);
  return machine.store.print(machine.evaluate(definitionBody(spec, "Result")));
}

describe("TLC", () => {
  test("prints through the output port and gives back what it promises", () => {
    const printed: string[] = [];
    expect(valueOf('Print(<<"a", 1>>, 5)', "", { output: (text) => void printed.push(text) })).toBe("5");
    expect(valueOf("PrintT({1})", "", { output: (text) => void printed.push(text) })).toBe("TRUE");
    expect(printed).toEqual(['<<"a", 1>>  5', "{1}"]);
    expect(valueOf("PrintT(1)")).toBe("TRUE");
  });

  test("builds functions, sorts and permutes", () => {
    expect(valueOf("1 :> 2 @@ 1 :> 9 @@ 2 :> 3")).toBe("<<2, 3>>");
    expect(valueOf('"a" :> 1')).toBe("[a |-> 1]");
    expect(valueOf("SortSeq(<<<<2, 1>>, <<1, 2>>, <<2, 0>>>>, LAMBDA s, t : s[1] < t[1])")).toBe(
      "<<<<1, 2>>, <<2, 1>>, <<2, 0>>>>",
    );
    expect(valueOf("Permutations({1, 2})")).toBe("{<<1, 2>>, <<2, 1>>}");
    expect(valueOf("ToString({1, 2})")).toBe('"{1, 2}"');
    expect(() => valueOf("Permutations(1..12)")).toThrow(/PERMUTED_ELEMENTS_MAX/);
  });

  test("keeps registers, and knows names", () => {
    expect(valueOf("TLCSet(1, 42) /\\ TLCGet(1) = 42")).toBe("TRUE");
    expect(() => valueOf("TLCGet(42)")).toThrow("TLCGet(42) has no value.");
    expect(valueOf('TLCGet("level")')).toBe("0");
    expect(() => valueOf('TLCGet("constructor")')).toThrow('TLCGet("constructor") has no value.');
    expect(() => valueOf('TLCSet("bye", TRUE)')).toThrow(/not supported/);
  });

  test("asserts", () => {
    expect(valueOf('Assert(1 = 1, "no")')).toBe("TRUE");
    expect(() => valueOf('Assert(1 = 2, "boo")')).toThrow('Assert failed: "boo"');
  });

  test("draws from the seed: the same seed, the same element; a constant definition is drawn once", () => {
    const drawn = (seed: number) => valueOf("<<RandomElement(1..1000), RandomElement(1..1000)>>", "", { seed });
    expect(drawn(7)).toBe(drawn(7));
    expect(drawn(7)).not.toBe(drawn(8));
    expect(valueOf("Drawn = Drawn /\\ Drawn = Drawn", "Drawn == RandomElement(1..1000000)")).toBe("TRUE");
    expect(valueWith("Randomization, FiniteSets, Integers", "Cardinality(RandomSubset(3, 1..10))")).toBe("3");
    expect(() => valueOf("RandomElement(Nat)")).toThrow();
  });
});

describe("community modules", () => {
  test("fold", () => {
    expect(valueWith("SequencesExt, Integers", "FoldLeft(LAMBDA a, x : a * 10 + x, 0, <<1, 2, 3>>)")).toBe("123");
    expect(valueWith("SequencesExt, Integers", "FoldRight(LAMBDA x, a : a * 10 + x, <<1, 2, 3>>, 0)")).toBe("321");
    expect(valueWith("FiniteSetsExt, Integers", "FoldSet(LAMBDA x, a : a * 10 + x, 0, {3, 1, 2})")).toBe("123");
    expect(valueWith("FiniteSetsExt, Integers", "<<Max({1, 5, 3}), Min({4, 2}), kSubset(2, {1, 2, 3})>>")).toBe(
      "<<5, 2, {{1, 2}, {1, 3}, {2, 3}}>>",
    );
    expect(() => valueWith("FiniteSetsExt", 'Max({"a"})')).toThrow("Expected an integer");
    expect(valueWith("Functions, Integers", "FoldFunction(LAMBDA v, a : v + a, 0, <<1, 2, 3>>)")).toBe("6");
    expect(valueWith("SequencesExt", "SetToSeq({3, 1, 2})")).toBe("<<1, 2, 3>>");
    expect(valueWith("Bitwise", "<<12 & 10, 12 | 10, 12 ^^ 10>>")).toBe("<<8, 14, 6>>");
  });

  test("fold as the library's own text does", () => {
    const own = `LET RECURSIVE fold(_)
         fold(rest) == IF rest = {} THEN 7 ELSE LET x == CHOOSE x \\in rest : TRUE IN (x * 2) - fold(rest \\ {x})
     IN fold(S) = MapThenFoldSet(LAMBDA x, a : x - a, 7, LAMBDA x : x * 2, LAMBDA T : CHOOSE x \\in T : TRUE, S)`;
    expect(valueWith("Folds, Integers", `\\A S \\in SUBSET (1..4) : ${own}`)).toBe("TRUE");
  });

  test("Json goes through the files port, and without it is refused", () => {
    expect(valueWith("Json, TLC, Integers", 'ToJson([a |-> {2, 1}, b |-> <<"x", TRUE>>, c |-> (5 :> 6)])')).toBe(
      '"' + String.raw`{\"a\":[1,2],\"b\":[\"x\",true],\"c\":{\"5\":6}}` + '"',
    );
    const written = new Map<string, string>();
    const files = {
      read: (path: string) => (path === "log" ? '{"n": 1, "list": [true, "s"]}\n\n{"n": -2}\n' : ""),
      write: (path: string, text: string) => void written.set(path, text),
    };
    expect(valueWith("Json, Integers", 'ndJsonDeserialize("log")', { files })).toBe(
      '<<[n |-> 1, list |-> <<TRUE, "s">>], [n |-> -2]>>',
    );
    expect(valueWith("Json", 'JsonSerialize("out", <<[a |-> {}]>>)', { files })).toBe("TRUE");
    expect([...written]).toEqual([["out", '[{"a":[]}]']]);
    expect(() => valueWith("Json", 'ndJsonDeserialize("log")')).toThrow(/may not read or write files/);
    expect(() => valueWith("Json", 'JsonDeserialize("x")', { files: { ...files, read: () => "[null]" } })).toThrow(
      /has no meaning in TLA/,
    );
  });

  test("the environment is what the port says; programs are never run", () => {
    const environmentVariables = new Map([["HOME", "here"]]);
    expect(valueWith("IOUtils", "IOEnv.HOME", { environmentVariables })).toBe('"here"');
    expect(valueWith("IOUtils", 'atoi("12")')).toBe("12");
    expect(() => valueWith("IOUtils", 'IOExec(<<"true">>)')).toThrow(/refused unless --allow-exec/);
  });

  test.each([
    ["Reals", "1 / 2", "Reals!/"],
    ["Reals", "Infinity = 1", "Reals!Infinity"],
    ["TLCExt", 'TLCEvalDefinition("x")', "TLCExt!TLCEvalDefinition"],
    ["Apalache", "Gen(3)", "Apalache!Gen"],
    ["Toolbox", "_TEPosition", "Toolbox!_TEPosition"],
    ["DifferentialEquations", "Integrate(1, 2, 3, 4)", "DifferentialEquations!Integrate"],
  ])("%s: %s has no meaning and is refused by name", (modules, expression, name) => {
    expect(() => valueWith(modules, expression)).toThrow(`${name} is not supported`);
  });
});

describe("files", () => {
  /** Files in memory. */
  function memory(there: Readonly<Record<string, string>> = {}) {
    const texts = new Map(Object.entries(there));
    const files: FilesPort = {
      read: (path) => texts.get(path),
      write: (path, text, { append }) => void texts.set(path, append ? (texts.get(path) ?? "") + text : text),
    };
    return { texts, ports: { files } };
  }

  test("CSV: lines from a template, records with a header, and back as texts", () => {
    const { texts, ports } = memory();
    expect(valueWith("CSV", 'CSVWrite("%1$s#%2$-4s|%s%%", <<"a", {1}>>, "f")', ports)).toBe("TRUE");
    expect(
      valueWith("CSV, Naturals", 'CSVWriteRecord([a |-> 1, b |-> "x"], ",", CSVRecords("g") = 0, "g")', ports),
    ).toBe("TRUE");
    expect(
      valueWith("CSV, Naturals", 'CSVWriteRecord([a |-> 2, b |-> "y"], ",", CSVRecords("g") = 0, "g")', ports),
    ).toBe("TRUE");
    expect([...texts]).toEqual([
      ["f", '"a"#{1} |"a"%\n'],
      ["g", 'a,b\n1,"x"\n2,"y"\n'],
    ]);
    expect(valueWith("CSV", 'CSVRecords("g")', ports)).toBe("3");
    expect(valueWith("CSV", 'CSVRecords("missing")', ports)).toBe("0");
    const lines = memory({ h: "1;2\r\n3\n" });
    expect(valueWith("CSV", 'CSVRead(<<"p", "q">>, ";", "h")', lines.ports)).toBe(
      '<<[p |-> "1", q |-> "2"], [p |-> "3", q |-> ""]>>',
    );
    expect(valueWith("CSV", 'CSVRead(<<"p">>, ";", "missing")', lines.ports)).toBe("<<>>");
    expect(() => valueWith("CSV", 'CSVRead(<<"p">>, ";", "h")', lines.ports)).toThrow("Line 1 of h has 2 fields");
    expect(() => valueWith("CSV", 'CSVWrite("%d", <<1>>, "f")', ports)).toThrow("only %s is");
    expect(() => valueWith("CSV", 'CSVWrite("%2$s", <<1>>, "f")', ports)).toThrow("no argument for");
  });

  test("IOUtils: values as TLA+ text, and plain text with the options of Java", () => {
    const { texts, ports } = memory();
    const value = '<<1, {"a", "b"}, [x |-> TRUE]>>';
    expect(valueWith("IOUtils", `IOSerialize(${value}, "v", FALSE)`, ports)).toBe("TRUE");
    expect(valueWith("IOUtils", 'IODeserialize("v", FALSE)', ports)).toBe(value);
    const options = (open: string): string => `[format |-> "TXT", charset |-> "UTF-8", openOptions |-> <<${open}>>]`;
    const write = (text: string, open: string): string =>
      valueWith("IOUtils", `Serialize("${text}", "t", ${options(open)}).exitValue`, ports);
    expect(write("a", '"WRITE"')).toBe("1");
    expect(write("a", '"WRITE", "CREATE"')).toBe("0");
    expect(write("b", '"CREATE", "APPEND"')).toBe("0");
    expect(write("c", '"CREATE_NEW"')).toBe("1");
    expect(texts.get("t")).toBe("ab");
    expect(valueWith("IOUtils", 'Deserialize("t", [format |-> "TXT", charset |-> "UTF-8"]).stdout', ports)).toBe(
      '"ab"',
    );
    expect(valueWith("IOUtils", 'Deserialize("no", [format |-> "TXT", charset |-> "UTF-8"]).exitValue', ports)).toBe(
      "1",
    );
    expect(() => valueWith("IOUtils", 'Deserialize("t", [format |-> "XML"])', ports)).toThrow('the format "TXT" only');
  });

  test("Json: keys that mean something in JavaScript are keys like others", () => {
    const { ports } = memory({ j: '{"__proto__": 1, "constructor": {"toString": 2}, "hasOwnProperty": []}' });
    expect(
      valueWith(
        "Json, Integers",
        'JsonDeserialize("j")["__proto__"] + JsonDeserialize("j").constructor.toString',
        ports,
      ),
    ).toBe("3");
    expect(
      valueWith("Json", 'DOMAIN JsonDeserialize("j") = {"__proto__", "constructor", "hasOwnProperty"}', ports),
    ).toBe("TRUE");
    expect(() => valueWith("Json", 'JsonDeserialize("k")', memory({ k: "{" }).ports)).toThrow("k is not JSON");
    expect(() => valueWith("Json", 'ndJsonDeserialize("k")', memory({ k: "1\n\nx" }).ports)).toThrow(
      "Line 3 of k is not JSON",
    );
    expect(() => valueWith("Json", 'JsonDeserialize("k")', memory({ k: "null" }).ports)).toThrow(
      "has no meaning in TLA+",
    );
    expect(() => valueWith("Json", "JsonDeserialize(7)", ports)).toThrow("A file name is a string, not 7.");
  });

  test("Json: whole numbers are exact at any length; of a fraction the whole part is read, as in TLC", () => {
    const read = (text: string): string => valueWith("Json", 'JsonDeserialize("j")', memory({ j: text }).ports);
    expect(read('{"time": 1704067200123456789, "n": -9007199254740993}')).toBe(
      "[n |-> -9007199254740993, time |-> 1704067200123456789]",
    );
    expect(read("[1.9, -1.9, -0.5, 1e3, 12.5e-1, 1e16, 1234567890123456.7]")).toBe(
      "<<1, -1, 0, 1000, 1, 10000000000000000, 1234567890123456>>",
    );
    expect(
      read('["1704067200123456789", "a\\"1704067200123456789", "\\ue0001704067200123456789", 1704067200123456789]'),
    ).toBe('<<"1704067200123456789", "a\\"1704067200123456789", "\ue0001704067200123456789", 1704067200123456789>>');
    expect(() => read("[1704067200123456789, x]")).toThrow("j is not JSON");
  });
});
