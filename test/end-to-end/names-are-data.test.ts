/**
 * A specification is data: names and texts in it that mean something in JavaScript, HTML or a shell mean nothing there.
 * One module uses them as variables, constants, definitions, parameters, bound names, fields, model values and strings;
 * it is checked, its trace printed, and its values are read back from JSON.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

/** Names of JavaScript objects, of its grammar, and of what emitted code calls its own things. */
const names = (
  "constructor __proto__ prototype toString valueOf hasOwnProperty __defineGetter__ arguments eval await class function " +
  "return this null undefined NaN S K N v0 w0 t0 state next sink out process require globalThis"
).split(" ");

const texts = [
  'quote \\"',
  "back \\\\ slash",
  "line \\n break",
  "tab \\t",
  "'); process.exit(3); ('",
  '\\"); process.exit(3); (\\"',
  "</script><script>alert(1)</script>",
  "${process.exit(3)}",
  "`${1}`",
  "\u2028 and \u2029",
  "*/ process.exit(3) /*",
  "// comment",
  "%s $& $1",
  "__proto__",
  "\u{1F600} é",
];

/** A constant, a variable, a definition with a parameter, a bound name and a field by the same kind of names. */
const module = `---- MODULE Names ----
EXTENDS Naturals, Sequences, FiniteSets, TLC, Json
CONSTANTS constructor, valueOf, Models
VARIABLES __proto__, toString, hasOwnProperty

arguments(eval, await) == eval + await
class == LET function == 1 return == function + 1 IN return
null[undefined \\in 0 .. 3] == IF undefined = 0 THEN 0 ELSE null[undefined - 1] + 1
prototype(this(_), NaN) == this(NaN)

Fields == [${names.map((name) => `${name} |-> "${name}"`).join(", ")}]
Texts == {${texts.map((text) => `"${text}"`).join(", ")}}

Init == /\\ __proto__ = [${names.map((name) => `${name} |-> 0`).join(", ")}]
        /\\ toString = constructor
        /\\ hasOwnProperty = {}

process(globalThis) ==
  /\\ globalThis \\in DOMAIN __proto__ \\ hasOwnProperty
  /\\ Cardinality(hasOwnProperty) < 2
  /\\ __proto__' = [__proto__ EXCEPT ![globalThis] = arguments(@, 1)]
  /\\ hasOwnProperty' = hasOwnProperty \\cup {globalThis}
  /\\ toString' \\in Models

Next == \\E require \\in {"__proto__", "constructor", "toString"} : process(require)

TypeOK ==
  /\\ \\A S \\in DOMAIN __proto__ : __proto__[S] = IF S \\in hasOwnProperty THEN 1 ELSE 0
  /\\ \\A N, K \\in Models : N = K \\/ N # K
  /\\ __proto__.__proto__ \\in {0, 1} /\\ __proto__.constructor \\in {0, 1}
  /\\ toString \\in Models \\cup {constructor}
Never == __proto__.constructor = 0

ASSUME /\\ class = 2 /\\ null[3] = 3 /\\ prototype(LAMBDA v0 : v0 + 1, 1) = 2
       /\\ valueOf = "hasOwnProperty"
       /\\ Cardinality(DOMAIN Fields) = ${names.length}
       /\\ \\A w0 \\in DOMAIN Fields : Fields[w0] = w0
       /\\ Cardinality(Texts) = ${texts.length}
       /\\ \\A t0 \\in Texts : ToJson(t0) # t0 /\\ t0 \\o "" = t0
       /\\ JsonSerialize("texts.json", <<Texts, Fields>>)
       /\\ JsonDeserialize("texts.json") = <<JsonDeserialize("texts.json")[1], Fields>>
       /\\ {JsonDeserialize("texts.json")[1][i] : i \\in 1 .. ${texts.length}} = Texts
       /\\ PrintT(Texts)
====
`;

const config = `INIT Init
NEXT Next
INVARIANT TypeOK
CONSTANT constructor = prototype
CONSTANT valueOf = "hasOwnProperty"
CONSTANT Models = {__proto__, toString, hasOwnProperty}
CHECK_DEADLOCK FALSE
`;

describe("names and texts that mean something elsewhere", () => {
  let folder: ReturnType<typeof folderWith>;
  beforeAll(() => {
    folder = folderWith({
      "Names.tla": module,
      "Names.cfg": config,
      "Never.cfg": config.replace("INVARIANT TypeOK", "INVARIANTS TypeOK Never"),
    });
  });
  afterAll(() => folder.remove());

  it("are only names and texts", async () => {
    const { code, out, err } = await lockstep(["check", "Names.tla"], { folder: folder.path });
    expect(err).toBe("");
    // One initial state; after one step 3 x 3 states (a field, a model value); after two as many.
    expect(out).toContain("19 distinct states");
    expect(out).toContain('"</script><script>alert(1)</script>"');
    expect(code).toBe(0);
  });

  it("are whole in a trace and in JSON", async () => {
    const { code, out } = await lockstep(["check", "Names.tla", "--config", "Never.cfg", "--format", "json"], {
      folder: folder.path,
    });
    expect(code).toBe(1);
    const { verdict, property, trace } = JSON.parse(out) as {
      verdict: string;
      property: string;
      trace: { state: Record<string, string>; action: { name: string; parameters: Record<string, string> } | null }[];
    };
    expect([verdict, property]).toEqual(["invariant", "Never"]);
    const last = trace.at(-1)!;
    expect(Object.keys(last.state)).toEqual(["__proto__", "toString", "hasOwnProperty"]);
    const [fields, , seen] = Object.values(last.state);
    expect(fields).toContain("constructor |-> 1");
    expect(seen).toContain('"constructor"');
    expect(last.action?.name).toBe("process");
  });

  it("are described as they are", async () => {
    const { code, out } = await lockstep(["describe", "Names.tla", "--format", "json"], { folder: folder.path });
    expect(code).toBe(0);
    const variables = (JSON.parse(out) as { variables: { name: string }[] }).variables;
    expect(variables.map((variable) => variable.name)).toEqual(["__proto__", "toString", "hasOwnProperty"]);
  });
});
