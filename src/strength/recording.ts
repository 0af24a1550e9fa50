/**
 * A recorded run: what a system file observes of an accepted run, event by event, and what really happened in the
 * specification, as far as the run itself tells. Mutants are made of it, and judged with or without the latter.
 */
import type { AcceptedStep, Observation } from "../conform/types.ts";
import type { ReportedWord } from "../observe/observer.ts";
import { Choices } from "../simulate/choices.ts";
import { run, type RunVerdict } from "../search/run.ts";
import type { Subject } from "../search/subject.ts";

/** What an event was in the accepted run. */
export interface Truth {
  /** For each reported step, the step that was taken; undefined where nothing happened, or not again. */
  readonly taken: readonly (AcceptedStep | undefined)[];
  /** Steps that nobody reported, each with the number of reported steps before it. */
  readonly unreported: readonly { readonly behind: number; readonly step: AcceptedStep }[];
  /** The specification's state after the event. */
  readonly state: Int32Array;
}

export interface RecordedEvent {
  readonly instance: string;
  readonly observation: Observation;
  readonly words: readonly ReportedWord[];
  readonly truth: Truth;
}

export interface RecordedRun {
  readonly seed: string;
  readonly verdict: RunVerdict;
  /** In the order in which they happened. */
  readonly instances: ReadonlyMap<string, readonly RecordedEvent[]>;
}

/** Runs a seed with the faults of the system file. A run that does not conform has no instances. Call from a macrotask. */
export function record(subject: Subject, seed: string): RecordedRun {
  const observed = new Map<string, { observation: Observation; words: readonly ReportedWord[] }[]>();
  const histories = new Map<string, () => readonly AcceptedStep[]>();
  const report = run(subject, {
    choices: new Choices({ seed }),
    faults: subject.faults,
    useProbes: true,
    isDetailed: true,
    onObservation: (instance, observation, words) => {
      const events = observed.get(instance.key) ?? [];
      events.push({ observation, words });
      observed.set(instance.key, events);
      histories.set(instance.key, () => instance.history());
    },
  });
  const instances = new Map<string, readonly RecordedEvent[]>();
  if (report.verdict !== "conforms") return { seed, verdict: report.verdict, instances };
  const initial = subject.space.state(subject.space.initialStates()[0]!);
  for (const [instance, events] of observed) {
    const history = histories.get(instance)!();
    let state = history[0]?.from ?? initial;
    const told = events.map(({ observation, words }): RecordedEvent => {
      const steps = history.filter((step) => step.observation === observation);
      state = steps.at(-1)?.to ?? state;
      return { instance, observation, words, truth: { ...aligned(observation, steps), state } };
    });
    instances.set(instance, told);
  }
  return { seed, verdict: report.verdict, instances };
}

/** Which of the taken steps was which of the reported ones. */
function aligned(observation: Observation, steps: readonly AcceptedStep[]): Omit<Truth, "state"> {
  const taken: (AcceptedStep | undefined)[] = observation.steps.map(() => undefined);
  const unreported: { behind: number; step: AcceptedStep }[] = [];
  let behind = 0;
  for (const step of steps) {
    if (step.reported === undefined) {
      unreported.push({ behind, step });
      continue;
    }
    const index = observation.steps.indexOf(step.reported);
    taken[index] = step;
    behind = index + 1;
  }
  return { taken, unreported };
}
