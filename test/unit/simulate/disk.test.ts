import { describe, expect, test } from "vitest";
import { Choices, type Ratio } from "../../../src/simulate/choices.ts";
import { SimulatedDisk, type DiskLoss } from "../../../src/simulate/disk.ts";

const ALWAYS: Ratio = [1, 1];
const NEVER: Ratio = [0, 1];

function sync(disk: SimulatedDisk, file: string): void {
  disk.completeSync(disk.requestSync(file));
}

/** The worst crash: everything that was not synced is lost. */
function crashLosingAll(disk: SimulatedDisk): DiskLoss[] {
  const choices = new Choices({ seed: "1", decide: (_stream, _kind, _ordinal, bound) => bound - 1 });
  return disk.crash(choices, "disk/p", { loss: ALWAYS, torn: NEVER });
}

describe("SimulatedDisk", () => {
  test("what was synced survives a crash, the rest may be lost", () => {
    const disk = new SimulatedDisk();
    disk.append("log", "one\n");
    sync(disk, "log");
    disk.append("log", "two\n");
    expect(disk.visible("log")).toBe("one\ntwo\n");
    expect(disk.durable("log")).toBe("one\n");

    expect(crashLosingAll(disk)).toEqual([{ file: "log", lostChanges: 1, torn: false }]);
    expect(disk.visible("log")).toBe("one\n");
  });

  test("a crash may tear the first lost record, and may lose nothing at all", () => {
    const left = new Set<string | undefined>();
    for (let seed = 0; seed < 200; seed++) {
      const disk = new SimulatedDisk();
      disk.append("log", "");
      sync(disk, "log");
      disk.append("log", "abc");
      disk.append("log", "XY");
      disk.crash(new Choices({ seed: String(seed) }), "disk/p", { loss: [1, 2], torn: [1, 2] });
      left.add(disk.visible("log"));
    }
    expect([...left].sort()).toEqual(["", "a", "ab", "abc", "abcX", "abcXY"]);
  });

  test("a sync covers what was there when it was asked for, in whatever order syncs complete", () => {
    const disk = new SimulatedDisk();
    disk.append("log", "1");
    const first = disk.requestSync("log");
    disk.append("log", "2");
    const second = disk.requestSync("log");
    disk.append("log", "3");
    disk.completeSync(second);
    expect(disk.durable("log")).toBe("12");
    disk.completeSync(first);
    expect(disk.durable("log")).toBe("12");
    crashLosingAll(disk);
    expect(disk.visible("log")).toBe("12");
  });

  test("write is truncation and append: in between, the file is empty", () => {
    const disk = new SimulatedDisk();
    disk.write("state", "old");
    sync(disk, "state");
    disk.write("state", "new");
    const loseOne = new Choices({ seed: "1", decide: (_stream, kind) => (kind === "loses" ? 1 : 0) });
    disk.crash(loseOne, "disk/p", { loss: [1, 2], torn: NEVER });
    expect(disk.visible("state")).toBe("");
  });

  test("rename is atomic and durable with the next sync", () => {
    const disk = new SimulatedDisk();
    disk.write("state", "old");
    sync(disk, "state");
    disk.write("state.new", "new");
    sync(disk, "state.new");
    disk.rename("state.new", "state");
    expect(disk.visible("state")).toBe("new");
    expect(disk.durable("state")).toBe("old");
    crashLosingAll(disk);
    expect([disk.visible("state"), disk.visible("state.new")]).toEqual(["old", "new"]);
    disk.rename("state.new", "state");
    sync(disk, "state");
    crashLosingAll(disk);
    expect(disk.files()).toEqual(["state"]);
    expect(disk.visible("state")).toBe("new");
  });

  test("a renamed file whose contents were never synced comes back empty", () => {
    const disk = new SimulatedDisk();
    disk.write("other", "x");
    disk.write("state.new", "new");
    disk.rename("state.new", "state");
    sync(disk, "other");
    crashLosingAll(disk);
    expect(disk.visible("state")).toBe("");
  });

  test("a removal that was not synced may come undone, with what the file held when durable", () => {
    const disk = new SimulatedDisk();
    disk.append("log", "kept");
    sync(disk, "log");
    disk.append("log", "lost");
    disk.remove("log");
    expect(disk.visible("log")).toBeUndefined();
    crashLosingAll(disk);
    expect(disk.visible("log")).toBe("kept");
    expect(disk.durable("log")).toBe("kept");
  });

  test("a file that was never synced may be gone, name and all", () => {
    const disk = new SimulatedDisk();
    disk.append("log", "x");
    crashLosingAll(disk);
    expect(disk.files()).toEqual([]);
  });

  test("truncation is a change like any other", () => {
    const disk = new SimulatedDisk();
    disk.append("log", "abcdef");
    sync(disk, "log");
    disk.truncate("log", 2);
    expect([disk.visible("log"), disk.durable("log")]).toEqual(["ab", "abcdef"]);
    sync(disk, "log");
    expect(disk.durable("log")).toBe("ab");
    expect(() => disk.truncate("log", -1)).toThrow(RangeError);
    expect(() => disk.truncate("none", 0)).toThrow("no such file: none");
  });

  test("a torn record does not end inside a surrogate pair", () => {
    for (let seed = 0; seed < 50; seed++) {
      const disk = new SimulatedDisk();
      disk.append("log", "");
      sync(disk, "log");
      disk.append("log", "😀😀");
      disk.crash(new Choices({ seed: String(seed) }), "disk/p", { loss: ALWAYS, torn: ALWAYS });
      expect(["", "😀"]).toContain(disk.visible("log"));
    }
  });
});
