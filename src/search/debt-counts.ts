/** What the runs of a campaign still owed at their end, by step: how often, and one of them in detail. */
import type { InstanceDebt } from "./run.ts";
import type { DebtReport } from "./types.ts";

/** Different steps of which examples are kept; more of them are not told. */
export const DEBTS_KEPT_MAX = 20;

export class DebtCounts {
  #reports: readonly DebtReport[] = [];

  /** `inDetail` runs the seed once more with its history, for the first debt of each kind. */
  add(seed: string, debts: readonly InstanceDebt[], inDetail: () => readonly InstanceDebt[]): void {
    if (debts.length === 0) return;
    const isNew = debts.some((debt) => !this.#reports.some((report) => report.steps === debt.steps));
    const told = isNew && this.#reports.length < DEBTS_KEPT_MAX ? inDetail() : debts;
    this.#reports = mergeDebts([...this.#reports, ...told.map((debt) => reportOf(seed, debt))]);
  }

  report(): readonly DebtReport[] {
    return this.#reports;
  }
}

function reportOf(seed: string, { steps, since, instance, isAtRest, breaks }: InstanceDebt): DebtReport {
  const example = { seed, instance, breaks, ...(since === undefined ? {} : { since }) };
  return { steps, instances: 1, atRest: isAtRest ? 1 : 0, ...example };
}

/** Adds up, keeping the first example of each, in the order of seeds. */
export function mergeDebts(all: readonly DebtReport[]): DebtReport[] {
  const merged = new Map<string, DebtReport>();
  for (const report of all) {
    const known = merged.get(report.steps);
    if (known === undefined) {
      if (merged.size < DEBTS_KEPT_MAX) merged.set(report.steps, report);
      continue;
    }
    const [instances, atRest] = [known.instances + report.instances, known.atRest + report.atRest];
    merged.set(report.steps, { ...known, instances, atRest });
  }
  return [...merged.values()];
}
