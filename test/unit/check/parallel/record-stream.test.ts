import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStream, RecordReader, RecordWriter } from "../../../../src/check/parallel/record-stream.ts";

describe("a stream of records", () => {
  it("gives back what was written, in order", () => {
    const stream = createStream(16);
    const [writer, reader] = [new RecordWriter(stream), new RecordReader(stream)];
    expect(reader.next()).toBe(false);
    writer.write(Int32Array.of(7, 8, 9), 2);
    writer.write(Int32Array.of(-1), 1);
    expect(reader.next()).toBe(true);
    expect([...reader.words.subarray(0, reader.length)]).toEqual([7, 8]);
    expect(reader.next()).toBe(true);
    expect([...reader.words.subarray(0, reader.length)]).toEqual([-1]);
    expect(reader.next()).toBe(false);
  });

  it("keeps what has no room, and lets long records through in pieces, whoever is faster", () => {
    const record = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.array(fc.boolean()), (records, turns) => {
        const stream = createStream(8);
        const [writer, reader] = [new RecordWriter(stream), new RecordReader(stream)];
        const read: number[][] = [];
        const take = (): boolean => {
          const isThere = reader.next();
          if (isThere) read.push([...reader.words.subarray(0, reader.length)]);
          return isThere;
        };
        records.forEach((words, i) => {
          writer.write(Int32Array.from(words), words.length);
          if (turns[i] === true) take();
        });
        for (let isSent = false; !isSent;) {
          isSent = writer.flush();
          take();
        }
        while (take());
        expect(read).toEqual(records);
      }),
    );
  });

  it("wakes nobody who has something to read", () => {
    const stream = createStream(8);
    const [writer, reader] = [new RecordWriter(stream), new RecordReader(stream)];
    writer.write(Int32Array.of(1), 1);
    reader.sleep(100_000);
    expect(reader.next()).toBe(true);
  });
});
