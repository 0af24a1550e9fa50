/** Several threads that make values in one store: what one made is the other's too, under the same handle. */
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { OUT_OF_MEMORY, type SharedValues, type Store, type Value } from "../../../src/values/types.ts";

/** A store with the atoms of these tests, as each thread makes one for itself. */
function begun(): Store {
  const store = createStore();
  store.read('{"p", "q", node, 123456789012}');
  store.keepAll();
  return store;
}

/** Two threads, at work together. */
function pair(): { leader: Store; follower: Store; memory: SharedValues } {
  const [leader, follower] = [begun(), begun()];
  const memory = leader.beginSharing();
  follower.joinSharing(memory);
  return { leader, follower, memory };
}

describe("a store that threads share", () => {
  it("has one handle for equal values, whoever makes them, and both can read them", () => {
    const { leader, follower } = pair();
    const text = '[p |-> node, q |-> {<<1, "p">>, <<123456789012, "q">>}]';
    const made = follower.read(text);
    expect(leader.print(made)).toBe(text);
    expect(leader.read(text)).toBe(made);
    expect(follower.setAdd(leader.read("{1, 2}"), leader.integer(3), -1)).toBe(leader.read("{3, 2, 1}"));
  });

  const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('"p"', '"q"', "node", "1", "2", "123456789012"),
      fc.array(tie("value"), { maxLength: 3 }).map((parts) => `<<${parts.join(", ")}>>`),
      fc.array(tie("value"), { maxLength: 3 }).map((parts) => `{<<${parts.join(">>, <<")}>>}`),
      fc.tuple(tie("value"), tie("value")).map(([p, q]) => `[p |-> ${p}, q |-> ${q}]`),
    ),
  })).value;

  it("keeps values apart and together as one thread alone does", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), value), { maxLength: 40 }), (made) => {
        const { leader, follower } = pair();
        const alone = begun();
        const texts = new Map<Value, string>();
        for (const [byLeader, text] of made) {
          const handle = (byLeader ? leader : follower).read(text);
          const canonical = alone.print(alone.read(text));
          expect(texts.get(handle) ?? canonical).toBe(canonical);
          texts.set(handle, canonical);
          expect((byLeader ? follower : leader).read(text)).toBe(handle);
        }
        expect(texts.size).toBe(new Set(texts.values()).size);
      }),
    );
  });

  it("leaves new atoms to whoever is alone", () => {
    const { leader, follower, memory } = pair();
    for (const store of [leader, follower])
      for (const text of ['"new"', "other", "987654321012345"])
        expect(() => store.read(text)).toThrow(expect.objectContaining({ code: OUT_OF_MEMORY }));
    leader.endSharing(true);
    const made = leader.read('<<"new", other, 987654321012345>>');
    const after = leader.beginSharing();
    expect(after).not.toBe(memory);
    follower.joinSharing(after);
    expect(follower.print(made)).toBe('<<"new", other, 987654321012345>>');
    expect(follower.read('<<"new", other, 987654321012345>>')).toBe(made);
  });

  it("says in time that there is little room, and has more the next time", () => {
    const { leader, follower } = pair();
    const pairs = (store: Store, from: number): void => {
      for (let n = from; n < from + 100_000; n++) store.tuple([store.integer(n), store.integer(n + 1)]);
    };
    expect(follower.isFilling()).toBe(false);
    expect(() => pairs(follower, 0)).toThrow(expect.objectContaining({ code: OUT_OF_MEMORY }));
    expect(follower.isFilling()).toBe(true);
    leader.endSharing(true);
    pairs(leader, 0);
    const values = leader.statistics().values;
    follower.joinSharing(leader.beginSharing());
    expect(follower.isFilling()).toBe(false);
    pairs(follower, 0);
    expect(leader.statistics().values).toBe(values);
  });

  it("gives back what nobody holds, and then handles mean the same to all", () => {
    const { leader, follower } = pair();
    const remembered = new Map<Value, string>();
    follower.hold({ forgetValues: () => remembered.clear() });
    const held = follower.read('{<<"p", 1>>, <<"q", 2>>}');
    for (let n = 0; n < 1_000; n++) remembered.set(follower.read(`<<"p", ${n}, node>>`), "");
    const letGo = leader.hold({ visitValues: (visit) => visit(held) });
    const before = leader.statistics().words;
    leader.endSharing(true);
    leader.collect();
    expect(leader.statistics().words).toBeLessThan(before);
    follower.joinSharing(leader.beginSharing());
    expect(remembered.size).toBe(0);
    expect(follower.print(held)).toBe('{<<"p", 1>>, <<"q", 2>>}');
    // Handles that were given back are used again, for what either makes now.
    for (let n = 0; n < 1_000; n++)
      expect(follower.read(`[p |-> ${n}, q |-> node]`)).toBe(leader.read(`[q |-> node, p |-> ${n}]`));
    expect(leader.read('{<<"q", 2>>, <<"p", 1>>}')).toBe(held);
    letGo();
  });

  it("is one store for threads that make the same values at the same time", async () => {
    const { outputFiles } = buildSync({
      entryPoints: [new URL("../../../src/values/store.ts", import.meta.url).pathname],
      bundle: true,
      format: "cjs",
      platform: "node",
      write: false,
    });
    const work = `
      const { parentPort, workerData } = require("node:worker_threads");
      const store = module.exports.createStore();
      store.keepAll();
      store.joinSharing(workerData.memory);
      const handles = [];
      let set = store.EMPTY_SET;
      for (let n = 0; n < workerData.values; n++) {
        const pair = store.tuple([store.integer(n % 50), store.integer(n)]);
        set = store.size(set) < 20 ? store.setAdd(set, pair, -1) : store.EMPTY_SET;
        handles.push(pair, set);
      }
      parentPort.postMessage(handles);`;
    const leader = createStore();
    leader.keepAll();
    leader.beginSharing();
    leader.endSharing(true);
    // Room for all that they make: growing is the leader's.
    for (let n = 0; n < 60_000; n++) leader.tuple([leader.integer(-n), leader.integer(1)]);
    const workers = Array.from({ length: 3 }, () => {
      const workerData = { memory: leader.beginSharing(), values: 10_000 };
      return new Worker(`${outputFiles[0]!.text}\n${work}`, { eval: true, workerData });
    });
    const before = leader.statistics().values;
    const results = await Promise.all(
      workers.map((worker) => new Promise<Value[]>((done) => worker.once("message", done))),
    );
    await Promise.all(workers.map((worker) => worker.terminate()));
    const [first] = results;
    for (const handles of results) expect(handles).toEqual(first);
    // As many values as there are different ones, but for indices that threads took and did not use.
    const different = new Set(first).size;
    expect(leader.statistics().values - before).toBeLessThan(different + 3 * 256);
  });
});
