/** The example of docs/systems.md: its `state`, in a system of two replicas, held against what they do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { assertConforms } from "lockstep/testing";
import { folderWith } from "../../support/folder.ts";
import { root } from "../../support/import-graph.ts";

const page = readFileSync(join(root, "docs/systems.md"), "utf8");
const state = /^```ts\n(state: [\s\S]*?)^```$/m.exec(page)![1]!;

const spec = `---- MODULE Copy ----
EXTENDS Sequences, Naturals
VARIABLES log, acked
Init == log = [r \\in {"a", "b"} |-> <<>>] /\\ acked = <<>>
Add(v) == log' = [log EXCEPT !["a"] = Append(@, v)] /\\ acked' = Append(acked, v)
Copy == /\\ Len(log["b"]) < Len(log["a"])
        /\\ log' = [log EXCEPT !["b"] = Append(@, log["a"][Len(log["b"]) + 1])]
        /\\ UNCHANGED acked
Next == Copy \\/ \\E v \\in {"x", "y"} : Add(v)
====
`;

const system = `import { defineSystem, handler, on, perNode, sends, volatile } from "lockstep";

class Replica {
  log = [];
  constructor(context) {
    this.context = context;
  }
  receive(from, { type, value }) {
    this.log = [...this.log, value];
    if (type !== "add") return;
    this.context.send("b", { type: "copy", value });
    this.context.send(from, { type: "ok", value });
  }
}
class Client {
  constructor(context) {
    this.context = context;
  }
  start() {
    for (const value of ["x", "y"]) this.context.send("a", { type: "add", value });
  }
  receive() {}
}
export default defineSystem({
  spec: "Copy.tla",
  processes: () => ({ a: handler(Replica), b: handler(Replica), client: handler(Client) }),
  faults: { profile: "calm" },
  ${state}
});
`;

describe("the state that docs/systems.md maps", () => {
  let folder: ReturnType<typeof folderWith>;
  afterEach(() => folder.remove());

  const conforms = (program: string) => {
    folder = folderWith({
      "Copy.tla": spec,
      "Copy.cfg": "INIT Init NEXT Next CHECK_DEADLOCK FALSE",
      // The page's types are the reader's; what is tested is what it does.
      "system.ts": program.replace("memory<Replica>", "memory"),
    });
    return assertConforms(folder.path, { runs: 5, failures: folder.path });
  };

  it("shows the steps of both replicas, which nobody reports", async () => {
    expect((await conforms(system)).actions).toEqual({ Add: 10, Copy: 10 });
  });

  it("shows what was acknowledged and is in no log", async () => {
    const forgetful = system.replace("this.log = [...this.log, value];", 'if (value !== "y") this.log.push(value);');
    expect(forgetful).not.toBe(system);
    await expect(conforms(forgetful)).rejects.toThrow(/a step that Next does not allow[^]*acked/);
  });
});
