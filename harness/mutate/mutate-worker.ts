/** The thread of a mutation run: tries numbers of a range one after another and says in shared memory which one. */
import { parentPort, workerData } from "node:worker_threads";
import { damage, tryModel, type Ending, type Model } from "./trial.ts";

export interface MutateTask {
  readonly models: readonly Model[];
  readonly seed: string;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Two slots: the number being tried, and its stage. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

export type MutateMessage =
  | { readonly kind: "fault"; readonly number: number; readonly fault: string }
  | { readonly kind: "done"; readonly endings: readonly (readonly [Ending, number])[] };

const { models, seed, first, end, progress } = workerData as MutateTask;
const endings = new Map<Ending, number>();

function report(message: MutateMessage): void {
  parentPort!.postMessage(message);
}

/** Results are sent now and then, so that a thread that is ended loses few of them. */
const reportEvery = 50;

function flush(): void {
  report({ kind: "done", endings: [...endings] });
  endings.clear();
}

for (let number = first; number < end; number++) {
  Atomics.store(progress, 0, number);
  const { model, files } = damage(models, seed, number);
  const trial = tryModel(model, files, (stage) => Atomics.store(progress, 1, stage));
  endings.set(trial.ending, (endings.get(trial.ending) ?? 0) + 1);
  if (trial.fault !== undefined) report({ kind: "fault", number, fault: trial.fault });
  if ((number - first) % reportEvery === reportEvery - 1) {
    flush();
    // Messages leave only while the thread is not busy.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
flush();
