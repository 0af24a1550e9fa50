/** `lockstep validate --certificate` and `lockstep verify-certificate` as a person runs them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";
import { counterFiles, counterSpec, rightCounter } from "../support/tiny-system.ts";

const counted = (count: number): string =>
  `${JSON.stringify({ process: "counter", name: "incremented", data: { count } })}\n`;
const right = [1, 2, 3].map(counted).join("");
const wrong = [1, 3].map(counted).join("");

describe("a certificate", () => {
  let folder: ReturnType<typeof folderWith>;
  const cli = (...args: string[]) => lockstep(args, { folder: folder.path });
  const file = (name: string) => join(folder.path, name);
  const certify = (log = "right.ndjson") => cli("validate", log, "--system", ".", "--certificate", "app.certificate");
  const tamper = (from: string, to: string) =>
    writeFileSync(file("app.certificate"), readFileSync(file("app.certificate"), "utf8").replace(from, to));
  beforeEach(() => {
    folder = folderWith({ ...counterFiles(rightCounter), "right.ndjson": right, "wrong.ndjson": wrong });
  });
  afterEach(() => folder.remove());

  it("is written for an accepted log and verified without it", async () => {
    expect((await certify()).code).toBe(0);
    const lines = readFileSync(file("app.certificate"), "utf8").trimEnd().split("\n");
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(["header", "start", "step", "step", "step", "end"]);
    const { code, out } = await cli("verify-certificate", "app.certificate");
    expect(out).toMatch(/^OK {2}app\.certificate: 3 steps of Counter in 1 behaviour, each checked\n/);
    expect(code).toBe(0);
  });

  it("is not written for a log that is refused", async () => {
    const { code, err } = await certify("wrong.ndjson");
    expect(code).toBe(1);
    expect(err).toBe("not written: app.certificate, since the log is not accepted\n");
    expect(readdirSync(folder.path).filter((name) => name.includes("certificate"))).toEqual([]);
  });

  it("is refused at the line that was tampered with, with the reason", async () => {
    await certify();
    tamper('"next":{"count":"2"}', '"next":{"count":"3"}');
    const { code, out } = await cli("verify-certificate", "app.certificate");
    expect(code).toBe(1);
    expect(out).toContain("FAIL  app.certificate:4: Increment does not lead from the state before to the one after");
    expect(out).toContain("`count' = count + 1` is false: 2 = 3");
    const json = await cli("verify-certificate", "app.certificate", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({ verdict: "violates", line: 4 });
  });

  it("is only good for the specification that it was written for", async () => {
    await certify();
    writeFileSync(file("Counter.tla"), counterSpec.replace("count + 1", "count + 2"));
    const { code, err } = await cli("verify-certificate", "app.certificate");
    expect(code).toBe(64);
    expect(err).toContain("error LS7014: app.certificate is about another specification: Counter.tla changed");
  });

  it("becomes a module that lockstep check accepts, and refuses when a step of it is changed", async () => {
    await certify();
    const { out } = await cli("verify-certificate", "app.certificate", "--tla", "certified");
    expect(out).toContain("written: certified/CounterCertificate.tla");
    expect(readdirSync(file("certified")).sort()).toEqual([
      "Counter.tla",
      "CounterCertificate.cfg",
      "CounterCertificate.tla",
      "CounterCertificateData.tla",
    ]);
    const module = file("certified/CounterCertificateData.tla");
    expect((await cli("check", "certified/CounterCertificate.tla")).code).toBe(0);
    writeFileSync(module, readFileSync(module, "utf8").replace("count |-> 2", "count |-> 3"));
    const refused = await cli("check", "certified/CounterCertificate.tla");
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("deadlock");
    writeFileSync(module, readFileSync(module, "utf8").replace("count |-> 0", "count |-> 1"));
    const begins = await cli("check", "certified/CounterCertificate.tla");
    expect(begins.out).toContain("BeginsInInit");
  });

  it("becomes a module also of a specification that has its own Len, + and :>", async () => {
    await certify();
    const own = `---- MODULE Own ----
CONSTANTS Node, None
VARIABLE owner
Len(s) == DOMAIN s
a + b == {a, b}
a :> b == [x \\in {a} |-> b]
Init == owner = [n \\in Node |-> None]
Take(n) == owner' = [owner EXCEPT ![n] = n] /\\ n + n = {n}
Next == \\E n \\in Node : Take(n)
====
`;
    writeFileSync(file("Own.tla"), own);
    writeFileSync(file("Own.cfg"), "CONSTANTS\n  Node = {n1, n2}\n  None = None\nINIT Init\nNEXT Next\n");
    writeFileSync(file("own.ndjson"), '{"action":"Take","args":{"n":"n2"}}\n');
    await cli("validate", "own.ndjson", "--spec", "Own.tla", "--certificate", "own.certificate");
    await cli("verify-certificate", "own.certificate", "--tla", "own");
    const { code, out } = await cli("check", "own/OwnCertificate.tla");
    expect(out).toMatch(/^OK .*\n\n2 distinct states/);
    expect(code).toBe(0);
  });

  it("reads and writes nothing that it should not", async () => {
    await certify();
    tamper('"spec":"Counter.tla"', '"spec":"../../etc/Counter.tla"');
    const outside = await cli("verify-certificate", "app.certificate");
    expect(outside.code).toBe(64);
    expect(outside.err).toContain("error LS7014: app.certificate names a file outside the current folder");
    writeFileSync(file("app.certificate"), '{"kind":"program"}\n');
    const none = await cli("verify-certificate", "app.certificate");
    expect(none.code).toBe(64);
    expect(none.err).toContain("error LS7013: app.certificate is no certificate");
    await certify();
    mkdirSync(file("mine"));
    writeFileSync(file("mine/Counter.tla"), "mine");
    const taken = await cli("verify-certificate", "app.certificate", "--tla", "mine");
    expect(taken.code).toBe(64);
    expect(taken.err).toContain("error LS7011: mine/Counter.tla is there already, and is another file");
    expect(readFileSync(file("mine/Counter.tla"), "utf8")).toBe("mine");
    expect(existsSync(file("mine/CounterCertificate.tla"))).toBe(false);
  });
});
