import { describe, expect, it } from "vitest";
import { type ConversionOptions, fromJavaScript, toJavaScript } from "../../../src/values/convert.ts";
import { createStore } from "../../../src/values/store.ts";
import { StructuralMap, StructuralSet } from "../../../src/values/structural.ts";
import { EvaluationError } from "../../../src/values/types.ts";
import {
  anyType,
  booleanType,
  functionFrom,
  integerType,
  modelValueType,
  oneOf,
  recordOf,
  sequenceOf,
  setOf,
  stringType,
  tupleOf,
  type ValueType,
} from "../../../src/values/value-type.ts";

const store = createStore();

/** The text of what `data` becomes. */
function into(data: unknown, type?: ValueType, options?: ConversionOptions): string {
  return store.print(fromJavaScript(store, data, type, options));
}

/** The message of the failure to convert. */
function refusal(data: unknown, type?: ValueType, options?: ConversionOptions): string {
  try {
    return `converted to ${into(data, type, options)}`;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    expect(error.code).toBe("LS4017");
    return error.message;
  }
}

describe("from JavaScript", () => {
  it("lets the type say what strings, arrays and objects stand for", () => {
    const message = recordOf({ type: stringType, rm: modelValueType });
    const state = recordOf({
      rmState: functionFrom(modelValueType, stringType),
      msgs: setOf(message),
      log: sequenceOf(integerType),
    });
    const data = {
      rmState: { rm1: "prepared", rm2: "working" },
      msgs: [{ type: "Prepared", rm: "rm1" }],
      log: [1, 2n],
    };
    expect(into(data, state)).toBe(
      '[log |-> <<1, 2>>, msgs |-> {[rm |-> rm1, type |-> "Prepared"]}, ' +
        'rmState |-> (rm1 :> "prepared" @@ rm2 :> "working")]',
    );
  });

  it.each<[unknown, ValueType, string]>([
    [true, booleanType, "TRUE"],
    [-0, integerType, "0"],
    [2 ** 40, integerType, "1099511627776"],
    [10n ** 20n, integerType, "100000000000000000000"],
    ["a", stringType, '"a"'],
    ["a", modelValueType, "a"],
    [new Set([2, 1]), setOf(integerType), "{1, 2}"],
    [[2, 1, 2], setOf(integerType), "{1, 2}"],
    [new StructuralSet([[1], [1]]), setOf(sequenceOf(integerType)), "{<<1>>}"],
    [[2, 1, 2], sequenceOf(integerType), "<<2, 1, 2>>"],
    [["a", 1], tupleOf(stringType, integerType), '<<"a", 1>>'],
    [{ 0: "a", "-1": "b" }, functionFrom(integerType, stringType), '(-1 :> "b" @@ 0 :> "a")'],
    [{ 1: "a", 2: "b" }, functionFrom(integerType, stringType), '<<"a", "b">>'],
    [{ true: 1 }, functionFrom(booleanType, integerType), "(TRUE :> 1)"],
    [new Map([[[1, 2], 3]]), functionFrom(tupleOf(integerType, integerType), integerType), "(<<1, 2>> :> 3)"],
    [new Map([["a", 3]]), recordOf({ a: integerType }), "[a |-> 3]"],
    [{}, functionFrom(stringType, integerType), "<<>>"],
    ["x", oneOf(integerType, modelValueType), "x"],
    [3, oneOf(integerType, modelValueType), "3"],
  ])("case %#", (data, type, text) => {
    expect(into(data, type)).toBe(text);
  });

  it("reads without a type what can be read without", () => {
    expect(into([1, { a: new Set([true]) }, new Map([[1, "x"]])])).toBe('<<1, [a |-> {TRUE}], <<"x">>>>');
    const names = { modelValues: new Set(["rm1", "Commit"]), strings: new Set(["Commit", "working"]) };
    expect(into(["rm1", "working", "other"], anyType, names)).toBe('<<rm1, "working", "other">>');
    expect(refusal(["Commit"], anyType, names)).toBe(
      'Cannot convert value[0]: "Commit" is both a string and a model value of the specification; give the type.',
    );
  });

  it("takes null for the declared Nil and nothing else", () => {
    expect(into({ leader: null }, recordOf({ leader: modelValueType }), { nil: "Nil" })).toBe("[leader |-> Nil]");
    expect(refusal({ leader: null })).toBe(
      "Cannot convert value.leader: it is null, and no model value is declared as the meaning of null.",
    );
  });

  it.each<[unknown, ValueType, string]>([
    [{ a: [1, undefined] }, anyType, "value.a[1]: it is undefined"],
    [Array(1), anyType, "value[0]: it is undefined"],
    [{ "b c": 1.5 }, anyType, 'value["b c"]: 1.5 is not an integer'],
    [2 ** 53, integerType, "value: 9007199254740992 is beyond the integers that a number holds exactly; pass a bigint"],
    [Number.NaN, integerType, "value: NaN is not an integer"],
    ["1", integerType, 'value: expected an integer, found "1"'],
    [1, stringType, "value: expected a string, found 1"],
    [1, booleanType, "value: expected a boolean, found 1"],
    [{ a: 1 }, sequenceOf(integerType), 'value: expected a sequence (array), found {"a":1}'],
    [new Set([1]), sequenceOf(integerType), "value: expected a sequence (array), found [1]"],
    [[1], tupleOf(integerType, integerType), "value: expected a tuple of 2 (array), found [1]"],
    [[1], functionFrom(integerType, integerType), "value: expected a function (object or Map), found [1]"],
    [{ x: 1 }, functionFrom(integerType, integerType), 'value.x: the key "x" is not an integer'],
    [{ "01": 1 }, functionFrom(integerType, integerType), 'value["01"]: the key "01" is not an integer'],
    [
      { a: 1 },
      functionFrom(setOf(integerType), integerType),
      "value.a: a property name cannot stand for a set (Set or array); use a Map",
    ],
    [{ a: 1 }, recordOf({ a: integerType, b: integerType }), 'value: the field b is missing in {"a":1}'],
    [{ a: 1, b: 2 }, recordOf({ a: integerType }), "value: the record has no field b"],
    [new Date(0), anyType, 'value: "1970-01-01T00:00:00.000Z" stands for no TLA+ value'],
    [() => 1, anyType, "value: a function stands for no TLA+ value"],
    ["x", oneOf(stringType, modelValueType), 'value: "x" may stand for "x" and x; give a narrower type'],
    [true, oneOf(stringType, integerType), "value: expected a string or an integer, found true"],
    [
      new Map<unknown, number>([
        [1, 1],
        [1n, 2],
      ]),
      functionFrom(integerType, integerType),
      "value[1n]: another key stands for the same value",
    ],
  ])("refuses %#, naming the place", (data, type, message) => {
    expect(refusal(data, type)).toBe(`Cannot convert ${message}.`);
  });

  it("makes no model value that the specification does not have", () => {
    const options = { modelValues: new Set(["rm1", "rm2"]) };
    expect(into("rm1", modelValueType, options)).toBe("rm1");
    expect(refusal("rm3", modelValueType, options)).toBe(
      'Cannot convert value: "rm3" is not one of the model values rm1, rm2.',
    );
    expect(into("rm1", oneOf(stringType, modelValueType), options)).toBe("rm1");
    expect(into("other", oneOf(stringType, modelValueType), options)).toBe('"other"');
  });

  it("stops at data that refers to itself", () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(refusal(loop)).toContain("CONVERT_DEPTH_MAX");
  });
});

describe("to JavaScript", () => {
  const out = (text: string, nil?: string) => toJavaScript(store, store.read(text), nil === undefined ? {} : { nil });

  it("gives numbers, strings, arrays, objects and structural sets", () => {
    expect(out('<<1, TRUE, "a", mv, Nil>>', "Nil")).toEqual([1, true, "a", "mv", null]);
    expect(out("123456789012")).toBe(123456789012);
    expect(out("12345678901234567890")).toBe(12345678901234567890n);
    expect(out('[a |-> 1, __proto__ |-> "p"]')).toEqual(
      Object.fromEntries([
        ["a", 1],
        ["__proto__", "p"],
      ]),
    );
    expect(out('(rm1 :> "prepared" @@ rm2 :> "working")')).toEqual({ rm1: "prepared", rm2: "working" });
    const msgs = out('{[type |-> "Commit"], [type |-> "Prepared", rm |-> rm1]}');
    expect(msgs).toBeInstanceOf(StructuralSet);
    if (!(msgs instanceof StructuralSet)) return;
    expect(msgs.size).toBe(2);
    expect(msgs.has({ rm: "rm1", type: "Prepared" })).toBe(true);
    expect(msgs.has({ rm: "rm2", type: "Prepared" })).toBe(false);
    const table = out("(<<0, 1>> :> 5 @@ <<0, 2>> :> 6)");
    expect(table).toBeInstanceOf(StructuralMap);
    if (table instanceof StructuralMap) expect(table.get([0, 2])).toBe(6);
    expect(out('("a" :> 1 @@ a :> 2)')).toBeInstanceOf(StructuralMap);
  });

  it("lists lazy sets, and refuses infinite ones", () => {
    expect(toJavaScript(store, store.powerSet(store.read("{1}"), -1))).toEqual(
      new StructuralSet([new StructuralSet(), new StructuralSet([1])]),
    );
    expect(() => out("Nat")).toThrow(EvaluationError);
  });
});
