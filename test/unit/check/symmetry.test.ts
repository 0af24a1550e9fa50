import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetryOf } from "../../../src/check/symmetry.ts";
import { StateKey } from "../../../src/check/state-key.ts";
import { checked, compiled } from "../../support/check.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** Each client asks, is served in turn, and is done; two servers. */
const QUEUE = moduleText(`
CONSTANTS Client, Server, Nobody
VARIABLES waiting, servedBy
Init == waiting = <<>> /\\ servedBy = [s \\in Server |-> Nobody]
Busy == {servedBy[s] : s \\in Server}
Ask(c) == /\\ c \\notin Busy /\\ \\A i \\in 1..Len(waiting) : waiting[i] /= c
          /\\ waiting' = Append(waiting, c) /\\ UNCHANGED servedBy
Serve(s) == /\\ waiting /= <<>> /\\ servedBy[s] = Nobody
            /\\ servedBy' = [servedBy EXCEPT ![s] = Head(waiting)] /\\ waiting' = Tail(waiting)
Leave(s) == servedBy[s] /= Nobody /\\ servedBy' = [servedBy EXCEPT ![s] = Nobody] /\\ UNCHANGED waiting
Next == (\\E c \\in Client : Ask(c)) \\/ \\E s \\in Server : Serve(s) \\/ Leave(s)
Symmetry == Permutations(Client) \\cup Permutations(Server)
Clients == Permutations(Client)
OneFree == \\E s \\in Server : servedBy[s] = Nobody
Wrong == {[c \\in Client |-> 1]}
Merging == {[c \\in Client |-> CHOOSE d \\in Client : TRUE]}
`);
const config = (extra: string): string =>
  `CONSTANTS Client = {c1, c2, c3} Server = {s1, s2} Nobody = Nobody\nINIT Init NEXT Next CHECK_DEADLOCK FALSE\n${extra}`;

describe("symmetry", () => {
  it("counts states that a permutation turns into each other once", () => {
    const plain = checked(QUEUE, config(""));
    const reduced = checked(QUEUE, config("SYMMETRY Symmetry"));
    const clientsOnly = checked(QUEUE, config("SYMMETRY Clients"));
    // By hand: k of three clients are with servers, in order of the servers; the others wait in some order or not at all.
    expect(plain.distinct).toBe(16 + 2 * 3 * 5 + 6 * 2);
    // Which clients does not matter, only how many wait; both servers free, one busy, or both.
    expect(reduced.distinct).toBe(4 + 3 + 2);
    expect(clientsOnly.distinct).toBe(4 + 2 * 3 + 2);
    expect(reduced.depth).toBe(plain.depth);
    expect(reduced.verdict).toBe("ok");
  });

  it("finds the same violation, at the same depth, with a trace of real steps", () => {
    const plain = checked(QUEUE, config("INVARIANT OneFree"));
    const reduced = checked(QUEUE, config("INVARIANT OneFree SYMMETRY Symmetry"));
    expect(reduced.verdict).toBe("invariant");
    expect(reduced.violations[0]?.trace).toEqual(plain.violations[0]?.trace);
    expect(reduced.distinct).toBeLessThan(plain.distinct);
  });

  it("completes the set to a group", () => {
    const { machine } = compiled(specOf(QUEUE, config("SYMMETRY Symmetry")));
    expect(symmetryOf(machine)?.order).toBe(6 * 2);
  });

  it("refuses what is no permutation of model values, by its place", () => {
    expect(() => checked(QUEUE, config("SYMMETRY Wrong"))).toThrow("permutes 1, which is no model value");
    expect(() => checked(QUEUE, config("SYMMETRY Merging"))).toThrow("which is no permutation");
  });

  it("gives two states one key exactly when a permutation turns one into the other", () => {
    const text = moduleText(`
CONSTANT S
VARIABLES x, y
Init == x = {} /\\ y = {}
Next == UNCHANGED <<x, y>>
Symmetry == Permutations(S)`);
    const names = ["a", "b", "c", "d"];
    const { machine } = compiled(
      specOf(text, `CONSTANT S = {${names.join(", ")}}\nINIT Init NEXT Next SYMMETRY Symmetry`),
    );
    const { store } = machine;
    const key = new StateKey(machine);
    const keyOf = (values: readonly string[]): string => {
      key.of(Int32Array.from(values, (value) => store.normalize(store.read(value), -1)));
      return `${key.low} ${key.high}`;
    };
    const permutations = permutationsOf(names);
    const leastImage = (values: readonly string[]): string =>
      permutations
        .map((images) =>
          values
            .map((value) => value.replace(/[a-d]/g, (name) => images[names.indexOf(name)]!))
            .map((value) => store.print(store.normalize(store.read(value), -1)))
            .join(" ; "),
        )
        .sort()[0]!;
    const atom = fc.constantFrom(...names, "1");
    const value = fc.oneof(
      fc.array(atom, { maxLength: 3 }).map((atoms) => `{{${atoms.join(", ")}}, {a}}`),
      fc.array(atom, { maxLength: 4 }).map((atoms) => `<<${atoms.join(", ")}>>`),
      fc.tuple(atom, atom).map(([p, q]) => `(a :> ${p} @@ b :> ${q})`),
      fc.tuple(atom, atom).map(([p, q]) => `[f |-> ${p}, g |-> {${q}}]`),
    );
    const state = fc.tuple(value, value);
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 6 }), (states) => {
        const keys = states.map(keyOf);
        const images = states.map(leastImage);
        for (const i of states.keys())
          for (const j of states.keys()) expect(keys[i] === keys[j]).toBe(images[i] === images[j]);
      }),
      { numRuns: 30 },
    );
  });
});

function permutationsOf(names: readonly string[]): string[][] {
  if (names.length === 0) return [[]];
  return names.flatMap((name) =>
    permutationsOf(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
  );
}
