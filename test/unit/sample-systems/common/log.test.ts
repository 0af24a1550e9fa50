import { describe, expect, it } from "vitest";
import { Log } from "../../../../sample-systems/common/log.ts";
import { FakeDisk, settle } from "../two-phase-commit/bench.ts";

describe("the write-ahead log", () => {
  it("gives back after a crash what was flushed, and loses the rest", async () => {
    const disk = new FakeDisk();
    const log = new Log<string>(disk, "log");
    expect(log.recover()).toEqual([]);

    log.append("first");
    const flushed = log.flush();
    await disk.completeSyncs();
    await flushed;
    log.append("second");
    disk.crash();

    expect(new Log<string>(disk, "log").recover()).toEqual(["first"]);
  });

  it("serves everybody who waits with one sync, and those who come during a sync with the next one", async () => {
    const disk = new FakeDisk();
    const log = new Log<number>(disk, "log");
    const done: number[] = [];
    const write = async (entry: number): Promise<void> => {
      log.append(entry);
      await log.flush();
      done.push(entry);
    };

    void write(1);
    expect(disk.pendingSyncs).toBe(1);
    void write(2);
    void write(3);
    expect(disk.pendingSyncs).toBe(1);

    await disk.completeSyncs();
    expect(done).toEqual([1]);
    expect(disk.pendingSyncs).toBe(1);
    void write(4);

    await disk.completeSyncs();
    expect(done).toEqual([1, 2, 3]);
    await disk.completeSyncs();
    expect(done).toEqual([1, 2, 3, 4]);
    expect(disk.pendingSyncs).toBe(0);
  });

  it("has nothing to flush when everything is durable", async () => {
    const disk = new FakeDisk();
    await new Log<number>(disk, "log").flush();
    expect(disk.pendingSyncs).toBe(0);
  });

  it("waits for the sync that is under way when nothing was appended since it began", async () => {
    const disk = new FakeDisk();
    const log = new Log<number>(disk, "log");
    log.append(1);
    void log.flush();
    let done = false;
    void log.flush().then(() => (done = true));
    await settle();
    expect(done).toBe(false);
    await disk.completeSyncs();
    expect(done).toBe(true);
    expect(disk.pendingSyncs).toBe(0);
  });

  it("cuts off a torn last record, wherever it was torn, and goes on behind the one before", async () => {
    const disk = new FakeDisk();
    const log = new Log<{ name: string }>(disk, "log");
    log.append({ name: "whole" });
    const whole = disk.read("log") ?? "";
    log.append({ name: "torn" });
    const both = disk.read("log") ?? "";

    for (let length = whole.length; length < both.length; length += 1) {
      disk.write("log", both.slice(0, length));
      const reopened = new Log<{ name: string }>(disk, "log");
      expect(reopened.recover()).toEqual([{ name: "whole" }]);
      reopened.append({ name: "next" });
      expect(new Log<{ name: string }>(disk, "log").recover()).toEqual([{ name: "whole" }, { name: "next" }]);
    }
  });

  it("does not take what it can read after its own crash for durable", async () => {
    const disk = new FakeDisk();
    disk.write("log", "");
    new Log<number>(disk, "log").append(1);
    const reopened = new Log<number>(disk, "log");
    reopened.recover();
    void reopened.flush();
    expect(disk.pendingSyncs).toBe(1);
  });

  it("is replaced by a shorter one in one step", async () => {
    const disk = new FakeDisk();
    const log = new Log<number>(disk, "log");
    for (const entry of [1, 2, 3]) log.append(entry);
    const compacted = log.compact([6]);
    expect(new Log<number>(disk, "log").recover()).toEqual([1, 2, 3]);
    await disk.completeSyncs();
    await disk.completeSyncs();
    await compacted;
    log.append(7);
    expect(new Log<number>(disk, "log").recover()).toEqual([6, 7]);
  });
});
