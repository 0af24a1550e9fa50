/**
 * `npm run campaign -- --examples DIR`: variants of the public models, decided by the checker and by the references of
 * test/support. Liveness: each temporal property, its negation, and each fairness condition dropped. Deadlock: each
 * disjunct of Next dropped, each action restricted. Exit code 0 only when every answer is the same.
 *
 * DIR is a checkout of tlaplus/Examples; test/conformance/tlc-outcomes.json says of which commit. A model that the slow
 * references cannot explore in the given time or states is named and left out.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import type { RecordedModel } from "../../harness/conformance/recorded-outcomes.ts";
import { campaign } from "../support/liveness-campaign.ts";
import { deadlockCampaign } from "../support/deadlock-campaign.ts";
import { specFromFiles } from "../support/specs.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";

interface Options {
  readonly examples: string;
  readonly only: string;
  readonly kind: "liveness" | "deadlock";
  readonly states: string;
  readonly seconds: string;
}

/** What came of one model: how many variants, and what each odd one said. */
interface Row {
  readonly variants: number;
  readonly violated: number;
  readonly left: number;
  readonly note: string;
  readonly odd: readonly string[];
}

const tooLarge: Row = { variants: 0, violated: 0, left: 0, note: ", too large for the references", odd: [] };

/** Larger graphs are not given to the reference that guesses: its answer would take minutes. */
const GUESSED_STATES_MAX = 300;

const options = new Command("campaign")
  .description("Holds variants of the models of tlaplus/Examples against slow reference checkers.")
  .requiredOption("--examples <dir>", "a checkout of github.com/tlaplus/Examples")
  .option("--only <text>", "only models whose path contains this", "")
  .addOption(new Option("--kind <kind>", "what is varied").choices(["liveness", "deadlock"]).default("liveness"))
  .option("--states <n>", "models with more states are left out", "50000")
  .option("--seconds <n>", "CPU time for each model; variants that are not decided by then are left out", "120")
  .parse()
  .opts<Options>();

const specifications = join(resolve(options.examples), "specifications");
if (!existsSync(specifications)) {
  console.error(`${options.examples} has no folder specifications: it is no checkout of tlaplus/Examples`);
  process.exit(64);
}
const recorded = new URL("../conformance/tlc-outcomes.json", import.meta.url);
const { models } = JSON.parse(readFileSync(recorded, "utf8")) as { readonly models: readonly RecordedModel[] };

const total = { models: 0, variants: 0, violated: 0, left: 0, odd: 0 };
for (const { tla, cfg } of models.filter((model) => `${model.tla} ${model.cfg}`.includes(options.only))) {
  const row = rowOf(specFromFiles(join(specifications, tla), join(specifications, cfg)));
  if (row === undefined) continue;
  total.models++;
  total.variants += row.variants;
  total.violated += row.violated;
  total.left += row.left;
  total.odd += row.odd.length;
  const left = row.left === 0 ? "" : `, ${row.left} left out`;
  console.log(`${cfg}: ${row.variants} variants, ${row.violated} violated${left}${row.note}`);
  for (const one of row.odd) console.log(`  DIFFERS ${one}`);
}
const { models: count, variants, violated, left, odd } = total;
console.log(`\n${count} models, ${variants} variants, ${violated} violated, ${left} left out, ${odd} differ`);
process.exitCode = odd === 0 ? 0 : 1;

/** Undefined when the model has nothing to vary. */
function rowOf(spec: ResolvedSpec): Row | undefined {
  const before = process.cpuUsage();
  const isLate = (): boolean => process.cpuUsage(before).user > Number(options.seconds) * 1e6;
  const limits = { statesMax: Number(options.states), isLate };
  return options.kind === "liveness" ? livenessRow(spec, limits) : deadlockRow(spec, limits);
}

interface Limits {
  readonly statesMax: number;
  readonly isLate: () => boolean;
}

function livenessRow(spec: ResolvedSpec, limits: Limits): Row | undefined {
  if (spec.properties.length === 0) return undefined;
  const result = campaign(spec, { ...limits, guessedStatesMax: GUESSED_STATES_MAX });
  if (result === undefined) return tooLarge;
  if (result === "no temporal property") return undefined;
  const { mutants, states } = result;
  const undecided = mutants.filter(({ expected }) => expected === undefined).length;
  const twice = mutants.filter(({ guessed }) => guessed !== undefined).length;
  return {
    variants: mutants.length - undecided,
    violated: mutants.filter(({ found }) => found).length,
    left: result.left + undecided,
    note: `; ${states} states, ${twice} decided by both references`,
    odd: mutants.flatMap(({ title, found, expected, guessed, replay }) =>
      found === (expected ?? found) && found === (guessed ?? found) && replay === undefined
        ? []
        : [`${title}: found ${found}, expected ${expected} and ${guessed}, replay: ${replay ?? "right"}`],
    ),
  };
}

function deadlockRow(spec: ResolvedSpec, { statesMax, isLate }: Limits): Row | undefined {
  if (!spec.checkDeadlock || spec.next === undefined) return undefined;
  const result = deadlockCampaign(spec, statesMax, isLate);
  if (result === undefined) return tooLarge;
  const { mutants } = result;
  return {
    variants: mutants.length,
    violated: mutants.filter(({ found }) => found.startsWith("deadlock")).length,
    left: result.left,
    note: "",
    odd: mutants.flatMap(({ title, found, expected }) =>
      found === expected ? [] : [`${title}: found ${found}, expected ${expected}`],
    ),
  };
}
