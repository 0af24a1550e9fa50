/**
 * Lines that say the same share what they say; otherwise a line means what it means when it is parsed by itself. What a line
 * means must not depend on the lines before it, so every line is read by a reader that has seen others like it.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRecord } from "../../../src/observe/log/record.ts";
import { RecordReader } from "../../../src/observe/log/record-reader.ts";

it("reads what many lines say once", () => {
  const reader = new RecordReader("app.ndjson");
  const line = (instance: string, seq: number) =>
    `{"process":"tm","instance":"${instance}","seq":${seq},"action":"Vote","args":{"rm":"rm1"}}`;
  const first = reader.read(1, line("t1", 0));
  const second = reader.read(2, line("t2", 1));
  expect(second).toMatchObject({ line: 2, process: "tm", instance: "t2", seq: 1 });
  if (first.kind !== "spec" || second.kind !== "spec") throw new Error("expected records in the specification's terms");
  expect(second.content).toBe(first.content);
  expect(first.content).toMatchObject({ action: "Vote", args: { rm: "rm1" } });
});

/** What reading comes to: the record, or the message. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

const seen = [
  '{"process":"a","instance":"i","seq":1,"action":"A","args":{"x":1}}',
  '{"action":"A","args":{"x":1},"instance":"i"}',
  '{"action":"A","instance":"i","args":{"x":1}}',
  '{"instance":"i","set":[[["v"],"]}\\""]]}',
  '{"v":1,"instance":"i","add":[[["m"],{"a":[1,2]}]],"remove":[]}',
  '{"process": "a", "instance": "i", "time": 17, "action": "A"}',
  '{"process":"a","action":"A","time":[1,2]}',
  '{"process":"a","clock":[17, 2],"action":"A","time":[ 1 ,2]}',
  '{"process":"a","clock":{"a":1},"action":"A"}',
  '{"process":"a","name":"said","data":{"x":1}}',
];

function readerThatHasSeen(): RecordReader {
  const reader = new RecordReader("log");
  seen.forEach((line, i) => reader.read(i + 1, line));
  return reader;
}

const edited = fc
  .record({
    line: fc.constantFrom(...seen),
    at: fc.nat(80),
    length: fc.nat(3),
    put: fc.constantFrom(
      "",
      '"',
      ",",
      ":",
      "{",
      "}",
      "[",
      "]",
      "\\",
      " ",
      "0",
      "01",
      "1e3",
      "-1",
      "\r",
      "\u0001",
      '"x"',
    ),
  })
  .map(({ line, at, length, put }) => line.slice(0, at) + put + line.slice(at + length));

it("means by any line, whole or damaged, what the strict way means by it", () => {
  fc.assert(
    fc.property(edited, (line) => {
      const read = outcomeOf(() => readerThatHasSeen().read(9, line));
      expect(read).toEqual(outcomeOf(() => parseRecord("log", 9, line)));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ["a missing comma", '{"action":"A""args":{"x":1},"instance":"i"}'],
  ["a member that comes twice", '{"instance":"j","action":"A","args":{"x":1},"instance":"i"}'],
  ["a number with a leading zero", '{"process":"a","instance":"i","seq":01,"action":"A","args":{"x":1}}'],
  ["a carriage return at its end", '{"process":"a","instance":"i","seq":1,"action":"A","args":{"x":1}}\r'],
  ["text behind it", '{"action":"A","args":{"x":1},"instance":"i"}}'],
])("is not misled by %s", (_, line) => {
  const read = outcomeOf(() => readerThatHasSeen().read(9, line));
  expect(read).toEqual(outcomeOf(() => parseRecord("log", 9, line)));
});

it.each([
  ['{"process":"a","process":"b","action":"A"}', "process"],
  ['{"action":"A","instance":"i","action":"B"}', "action"],
  ['{"process":"a","clock":{"a":1,"b":2,"a":3},"action":"A"}', "a"],
  ['{"name":"said","data":{"x":[{"y":1},{"y":2}],"\\u0078":3}}', "x"],
])("refuses %s, which says two things", (line, member) => {
  expect(() => readerThatHasSeen().read(9, line)).toThrow(`log:9: an object has the member "${member}" twice`);
});
