/** The report of `npm run conformance`: a line for each model as it finishes, then a summary; or JSON. */
import type { Colors } from "../cli/terminal.ts";
import { count, counted } from "../report/values.ts";
import type { Difference } from "./compare.ts";
import type { Outcome, RecordedModel } from "./recorded-outcomes.ts";
import type { ModelRun } from "./run-model.ts";

export interface Row {
  readonly model: RecordedModel;
  readonly run: ModelRun;
  readonly differences: readonly Difference[];
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (outcome: Outcome) => string;
}

const columns: readonly Column[] = [
  { title: "outcome", width: 26, cell: ({ outcome, violated }) => [outcome, violated ?? ""].join(" ").trim() },
  { title: "distinct", width: 9, cell: ({ distinct }) => count(distinct) },
  { title: "depth", width: 5, cell: ({ depth }) => String(depth) },
  { title: "trace", width: 5, cell: ({ traceLength }) => (traceLength === undefined ? "" : String(traceLength)) },
  { title: "generated", width: 10, cell: ({ generated }) => count(generated) },
];

export function headerText(models: readonly RecordedModel[]): string {
  const titles = columns.map(({ title, width }) => title.padEnd(width));
  return `${["same ", "model".padEnd(nameWidth(models)), ...titles, "seconds"].join("  ")}\n`;
}

export function rowText(row: Row, models: readonly RecordedModel[], colors: Colors): string {
  const { model, run } = row;
  const mark = { same: colors.green("same "), explained: colors.yellow("known"), different: colors.red("DIFF ") };
  const cells = columns.map(({ width, cell }) => cell(run.found).padEnd(width));
  const line = [mark[standing(row)], model.cfg.padEnd(nameWidth(models)), ...cells, run.seconds.toFixed(1)].join("  ");
  const details = row.differences.map(
    ({ part, recorded, found, reason }) =>
      `       ${part}: TLC ${recorded}, here ${found}${reason === undefined ? "" : ` (${reason})`}`,
  );
  if (row.differences.length > 0 && run.note !== undefined) details.push(`       ${run.note}`);
  return `${[line, ...details].join("\n")}\n`;
}

/** `same` in everything, `explained` in what differs, or `different`. */
function standing(row: Row): "same" | "explained" | "different" {
  if (row.differences.length === 0) return "same";
  return row.differences.every((one) => one.reason !== undefined) ? "explained" : "different";
}

export function summaryText(rows: readonly Row[]): string {
  const of = (wanted: ReturnType<typeof standing>): number => rows.filter((row) => standing(row) === wanted).length;
  const verdicts = rows.filter((row) => !row.differences.some(({ part }) => part === "outcome" || part === "violated"));
  return [
    `\n${counted(rows.length, "model")}: ${of("same")} the same in everything, ${of("explained")} explained, ${of("different")} different;`,
    `the same outcome and violated name in ${verdicts.length}\n`,
  ].join(" ");
}

export function json(rows: readonly Row[]): unknown {
  return rows.map((row) => ({
    tla: row.model.tla,
    cfg: row.model.cfg,
    standing: standing(row),
    found: row.run.found,
    differences: row.differences,
    ...(row.run.note === undefined ? {} : { note: row.run.note }),
    seconds: Number(row.run.seconds.toFixed(3)),
  }));
}

function nameWidth(models: readonly RecordedModel[]): number {
  return Math.max(...models.map(({ cfg }) => cfg.length));
}
