/**
 * What a specification reaches through `lockstep check`: it prints, asks where the exploration stands, reads files, and
 * writes below the working folder. Everything else is refused, by name.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep, type Ran } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

/** A folder with a module `Spec` that extends these modules, and its config. */
function specFolder(modules: string, body: string, config: string, more: Record<string, string> = {}): string {
  const made = folderWith({
    "Spec.tla": `---- MODULE Spec ----\nEXTENDS ${modules}\n${body}\n====\n`,
    "Spec.cfg": config,
    ...more,
  });
  folders.push(made);
  return made.path;
}

/** Checks a module that consists of one assumption. */
function assume(modules: string, formula: string, folder?: string, args: readonly string[] = []): Promise<Ran> {
  const path = folder ?? specFolder(modules, `ASSUME ${formula}`, "");
  if (folder !== undefined)
    writeFileSync(join(path, "Spec.tla"), `---- MODULE Spec ----\nEXTENDS ${modules}\nASSUME ${formula}\n====\n`);
  return lockstep(["check", "Spec.tla", ...args], { folder: path });
}

const counter = `VARIABLE x
Init == x = 0
Next == x < 2 /\\ x' = x + 1`;

describe("what a specification prints", () => {
  const body = `${counter}\nSeen == PrintT(<<"at", x>>)`;
  const config = "INIT Init\nNEXT Next\nINVARIANT Seen\nCHECK_DEADLOCK FALSE\n";

  it("comes on stdout before the verdict, once for each evaluation", async () => {
    const folder = specFolder("Naturals, TLC", body, config);
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out.startsWith('<<"at", 0>>\n<<"at", 1>>\n<<"at", 2>>\nOK  Spec.tla')).toBe(true);
    expect(code).toBe(0);
  });

  it("goes to stderr when stdout is a JSON document", async () => {
    const folder = specFolder("Naturals, TLC", body, config);
    const { out, err } = await lockstep(["check", "Spec.tla", "--format", "json"], { folder });
    expect(JSON.parse(out)).toMatchObject({ verdict: "ok", distinct: 3 });
    expect(err).toBe('<<"at", 0>>\n<<"at", 1>>\n<<"at", 2>>\n');
  });

  it("is not printed again when a trace is put together", async () => {
    const folder = specFolder(
      "Naturals, TLC",
      `VARIABLE x\nInit == x = 0\nNext == PrintT(x) /\\ x' = x + 1\nSmall == x < 2`,
      "INIT Init\nNEXT Next\nINVARIANT Small\n",
    );
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out.startsWith("0\n1\nFAIL  Spec.tla: invariant Small is violated")).toBe(true);
    expect(code).toBe(1);
  });
});

describe("TLCGet", () => {
  it("knows the level, in each place where a formula is evaluated", async () => {
    const folder = specFolder(
      "Naturals, TLC",
      `VARIABLES x, level
Init == x = 0 /\\ level = TLCGet("level")
Next == x < 3 /\\ x' = x + 1 /\\ level' = TLCGet("level")
Levels == TLCGet("level") = x + 1 /\\ level = x
Constraint == TLCGet("level") = x + 1
ActionConstraint == TLCGet("level") = x + 1 /\\ TLCGet("level") = x'
After == TLCGet("level") = 0 /\\ TLCGet("stats").distinct = 4 /\\ TLCGet("diameter") = 4 /\\ TLCGet("queue") = 0
ASSUME TLCGet("level") = 0`,
      "INIT Init\nNEXT Next\nINVARIANT Levels\nCONSTRAINT Constraint\nACTION_CONSTRAINT ActionConstraint\nPOSTCONDITION After\nCHECK_DEADLOCK FALSE\n",
    );
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out).toContain("4 distinct states, 4 generated, depth 4");
    expect(code).toBe(0);
  });

  it("says how the exploration is made and what the specification consists of", async () => {
    const folder = specFolder(
      "Naturals, TLC",
      `${counter}
ASSUME /\\ TLCGet("config").mode = "bfs"
       /\\ TLCGet("config").deadlock = FALSE
       /\\ TLCGet("config").seed = "7"
       /\\ TLCGet("revision").timestamp > 1628119427
       /\\ TLCGet("duration") \\in Nat
       /\\ {a.name : a \\in TLCGet("spec").actions} = {"Next"}
       /\\ {i.name : i \\in TLCGet("spec").invariants} = {"Small"}
Small == x < 5`,
      "INIT Init\nNEXT Next\nINVARIANT Small\nCHECK_DEADLOCK FALSE\n",
    );
    expect(await lockstep(["check", "Spec.tla", "--seed", "7"], { folder })).toMatchObject({ code: 0 });
  });

  it("keeps registers with a name, which begins with s:", async () => {
    const folder = specFolder(
      "Naturals, TLC, TLCExt",
      `${counter}
Count == TLCSet("s:seen", TLCGetOrDefault("s:seen", {}) \\cup {x})
After == TLCGet("s:seen") = 0 .. 2 /\\ TLCGet("all:named") = ("s:seen" :> <<0 .. 2>>)`,
      "INIT Init\nNEXT Next\nINVARIANT Count\nPOSTCONDITION After\nCHECK_DEADLOCK FALSE\n",
    );
    expect(await lockstep(["check", "Spec.tla"], { folder })).toMatchObject({ code: 0 });
  });

  it("keeps registers through a run, and stops it on request: that is not a confirmation", async () => {
    const folder = specFolder(
      "Naturals, TLC",
      `VARIABLE x
Init == x = 0 /\\ TLCSet(1, 0)
Next == x' = x + 1 /\\ TLCSet(1, TLCGet(1) + 1) /\\ TLCSet("exit", TLCGet(1) = 10)`,
      "INIT Init\nNEXT Next\n",
    );
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out).toContain("11 distinct states");
    expect(out).toContain("ENDED");
    expect(code).toBe(0);
  });

  it("are evaluated for the postcondition when a specification ended the search", async () => {
    const body = `VARIABLE x
Init == x = 0
Next == x' = x + 1
Stops == x < 7 \\/ TLCSet("exit", TRUE)
Accepted == TLCGet("stats").diameter >= 7
Rejected == TLCGet("stats").diameter > 8`;
    const check = (postcondition: string) => {
      const cfg = `INIT Init\nNEXT Next\nCONSTRAINT Stops\nPOSTCONDITION ${postcondition}\n`;
      return lockstep(["check", "Spec.tla"], { folder: specFolder("Naturals, TLC", body, cfg) });
    };
    expect(await check("Accepted")).toMatchObject({ code: 0 });
    const rejected = await check("Rejected");
    expect(rejected.out).toContain("postcondition Rejected is false");
    expect(rejected.code).toBe(1);
  });
});

describe("the behaviour that leads to a state", () => {
  const body = `VARIABLES x, y
Init == x = 0 /\\ y \\in {0, 1}
Up(n) == x < 4 /\\ x' = x + n /\\ UNCHANGED y
Flip == x > 0 /\\ y' = 1 - y /\\ UNCHANGED x
Next == (\\E n \\in {1, 2} : Up(n)) \\/ Flip
Here == [x |-> x, y |-> y]
Grows == /\\ Len(Trace) = TLCGet("level") /\\ Trace[Len(Trace)] = Here /\\ Trace[1].x = 0
         /\\ \\A i \\in 1 .. (Len(Trace) - 1) : Trace[i].x <= Trace[i + 1].x
Inside == Trace[Len(Trace)].x <= 5
FromHere == Trace[Len(Trace)] = Here
Small == x < 4
Shown == [x |-> x, before |-> Len(Trace)]
Unharmed == CounterExample.state = {} /\\ CounterExample.action = {}
Told == /\\ PrintT(ToTrace(CounterExample))
        /\\ \\A step \\in CounterExample.action : PrintT(<<step[1][1], step[2].name, step[3][1]>>)
Large == <>(x = 9)`;
  const modules = "Naturals, Sequences, TLC, TLCExt";
  const behaviour = "INIT Init\nNEXT Next\n";

  it("is told to invariants, constraints and ALIAS, in every kind of search", async () => {
    const folder = specFolder(
      modules,
      body,
      `${behaviour}INVARIANT Grows\nCONSTRAINT Inside\nACTION_CONSTRAINT FromHere\nPOSTCONDITION Unharmed\n`,
    );
    const search = await lockstep(["check", "Spec.tla"], { folder });
    expect(search.out).toContain("12 distinct states, 28 generated, depth 4");
    expect(search.code).toBe(0);
    for (const kind of [["--dfs"], ["--simulate", "5", "--depth", "8"]])
      expect(await lockstep(["check", "Spec.tla", ...kind], { folder })).toMatchObject({ code: 0 });
  });

  it("is a counterexample for the postcondition, which is evaluated after a violation too", async () => {
    const folder = specFolder(modules, body, `${behaviour}INVARIANT Small\nALIAS Shown\nPOSTCONDITION Told\n`);
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out).toContain("<<[x |-> 0, y |-> 0], [x |-> 2, y |-> 0], [x |-> 4, y |-> 0]>>");
    expect(out).toContain('<<1, "Up", 2>>\n<<2, "Up", 3>>\nFAIL  Spec.tla: invariant Small is violated');
    expect(out).toContain("* /\\ x = 4\n* /\\ before = 3");
    expect(code).toBe(1);
  });

  it("closes the lasso of a temporal property, and the postcondition may fail besides", async () => {
    const folder = specFolder(
      modules,
      body.replace("Told ==", "Told == FALSE /\\"),
      `${behaviour}PROPERTY Large\nPOSTCONDITION Told\nCHECK_DEADLOCK FALSE\n`,
    );
    const { code, out } = await lockstep(["check", "Spec.tla"], { folder });
    expect(out).toContain("temporal property Large is violated");
    expect(out).toContain("Told");
    expect(code).toBe(1);
  });

  it("does not exist before there is a state", async () => {
    const { code, out } = await assume(modules, "Len(Trace) = 0");
    expect(out).toContain("error LS4256: TLCExt!Trace was evaluated where there is no state yet");
    expect(code).toBe(1);
  });
});

describe("random choices", () => {
  it("follow the seed; a constant is drawn once, and a step draws the same when it is computed again", async () => {
    const folder = specFolder(
      "Naturals, FiniteSets, TLC, Randomization",
      `VARIABLE x
Drawn == RandomSubset(3, 1 .. 1000)
Init == x = RandomElement(1 .. 1000)
Next == x < 1000000 /\\ \\E step \\in RandomSubset(2, 1 .. 1000) : x' = x + step
Same == Drawn = Drawn /\\ Cardinality(Drawn) = 3
Small == x < 1500`,
      "INIT Init\nNEXT Next\nINVARIANTS Same Small\n",
    );
    const run = async (seed: string): Promise<string> =>
      (await lockstep(["check", "Spec.tla", "--seed", seed], { folder })).out.replace(/[\d.]+ m?s\n/, "");
    const first = await run("one");
    expect(first).toContain("invariant Small is violated");
    expect(first).not.toContain("no action gives this step");
    expect(await run("one")).toBe(first);
    expect(await run("two")).not.toBe(first);
  });
});

describe("files", () => {
  it("are read and written relative to the working folder", async () => {
    const folder = specFolder("Naturals", "", "", { "log.ndjson": '{"N": 2}\n{"vc": {"0": 1}}\n' });
    const formula = `/\\ ndJsonDeserialize("log.ndjson") = <<[N |-> 2], [vc |-> [0 |-> 1]]>>`
      .replace("[0 |->", '("0" :>')
      .replace("1]]>>", "1)]>>");
    expect(await assume("Json, TLC", formula, folder)).toMatchObject({ code: 0 });
    const writes = `/\\ JsonSerialize("out/made.json", [a |-> {1, 2}])
       /\\ CSVWrite("%1$s;%2$s", <<"x", {3}>>, "rows.csv") /\\ CSVWrite("%s", <<4>>, "rows.csv")
       /\\ CSVRecords("rows.csv") = 2`;
    expect(await assume("Json, CSV, TLC", writes, folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "out/made.json"), "utf8")).toBe('{"a":[1,2]}');
    expect(readFileSync(join(folder, "rows.csv"), "utf8")).toBe('"x";{3}\n4\n');
  });

  it("are not written outside of it, and the message says where that was asked", async () => {
    const folder = specFolder("Json", "", "");
    const { code, out } = await assume("Json", 'JsonSerialize("../out.json", <<1>>)', folder);
    expect(out).toContain("LS4222");
    expect(out).toContain("specification writes below the working folder only; ../out.json lies outside");
    expect(out).toContain("Spec.tla:3:8");
    expect(code).toBe(1);
  });

  it("that are not there, or are no files, are told by name", async () => {
    const { out } = await assume("Json", 'JsonDeserialize("nowhere.json") = 1');
    expect(out).toContain("here is no file nowhere.json");
    const folder = specFolder("Json", "", "");
    mkdirSync(join(folder, "folder"));
    expect((await assume("Json", 'JsonDeserialize("folder") = 1', folder)).out).toContain("not a regular file");
  });
});

describe("programs", () => {
  it("are not started unless that is allowed", async () => {
    const folder = specFolder("IOUtils", "", "");
    const { code, out } = await assume("IOUtils", 'IOExec(<<"touch", "made">>).exitValue = 0', folder);
    expect(out).toContain("LS4223");
    expect(out).toContain("--allow-exec");
    expect(code).toBe(1);
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  it("are started without a shell when the user allows it", async () => {
    const folder = specFolder("IOUtils", "", "");
    const formula = `/\\ IOExec(<<"printf", "%s", "$HOME; ls">>).stdout = "$HOME; ls"
       /\\ IOEnvExec([GREETING |-> "hi"], <<"printenv", "GREETING">>) = [exitValue |-> 0, stdout |-> "hi\\n", stderr |-> ""]`;
    expect(await assume("IOUtils", formula, folder, ["--allow-exec"])).toMatchObject({ code: 0 });
    const missing = await assume("IOUtils", 'IOExec(<<"no-such-program-here">>).exitValue = 0', folder, [
      "--allow-exec",
    ]);
    expect(missing.out).toContain("cannot be started");
  });

  it("see the environment, which is a record", async () => {
    const folder = specFolder(
      "IOUtils",
      'ASSUME IOEnv.LOCKSTEP_TEST = "some text" /\\ "NO_SUCH" \\notin DOMAIN IOEnv',
      "",
    );
    const ran = await lockstep(["check", "Spec.tla"], { folder, environment: { LOCKSTEP_TEST: "some text" } });
    expect(ran.code).toBe(0);
  });
});
