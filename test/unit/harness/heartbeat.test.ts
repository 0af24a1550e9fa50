import { describe, expect, it } from "vitest";
import { beginSeed, createHeartbeat, Watch } from "../../../harness/workers/heartbeat.ts";

/** What the simulator does at the beginning of each event, and after the last. */
function event(heartbeat: Int32Array, process: number): void {
  heartbeat[1] = process;
  heartbeat[0] = heartbeat[0]! + 1;
}

describe("the watchdog", () => {
  it("names the seed, the process and the event of a heart that stopped", () => {
    const heartbeat = createHeartbeat();
    const watch = new Watch(heartbeat, 1_000, 0);
    beginSeed(heartbeat, 3);
    event(heartbeat, 0);
    event(heartbeat, 2);
    expect(watch.look(500)).toBeUndefined();
    expect(watch.look(1_400)).toBeUndefined();
    expect(watch.look(1_500)).toEqual({ seed: 3, process: 2, event: 1 });
  });

  it("counts events from the beginning of the seed", () => {
    const heartbeat = createHeartbeat();
    const watch = new Watch(heartbeat, 1_000, 0);
    beginSeed(heartbeat, 0);
    for (let i = 0; i < 10; i++) event(heartbeat, 0);
    beginSeed(heartbeat, 1);
    event(heartbeat, 1);
    watch.look(0);
    expect(watch.look(1_000)).toEqual({ seed: 1, process: 1, event: 0 });
  });

  it("is patient between events: loading and explaining have no heartbeat", () => {
    const heartbeat = createHeartbeat();
    const watch = new Watch(heartbeat, 1_000, 0);
    watch.look(0);
    expect(watch.look(60_000)).toBeUndefined();
    beginSeed(heartbeat, 0);
    event(heartbeat, 0);
    heartbeat[1] = -1;
    watch.look(60_000);
    expect(watch.look(120_000)).toBeUndefined();
  });
});
