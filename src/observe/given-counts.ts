/**
 * What the step functions of a mapping give, counted: arguments and values that are `undefined` in every report.
 *
 * One that is undefined in some reports is a partial observation. One that always is was probably meant to be observed
 * and reads a field that the program does not report (`event.too`): whatever the program does there conforms, so that
 * must be told. What a function leaves out altogether is left out on purpose.
 */
import { stepsIn } from "./layout.ts";
import type { Step, StepResult } from "./mapping.ts";
import { isParts, isPlainObject } from "./step-reading.ts";

/** An argument of an action, or a variable whose value after it is given, by one step function. */
export interface Given {
  /** The word, or `faultSteps.crash`, `messageSteps.sent`. */
  readonly word: string;
  readonly action: string;
  readonly kind: "argument" | "value";
  /** Of the argument or variable. */
  readonly name: string;
}

/** How often it was given, and how often with something defined in it. */
export interface GivenCount extends Given {
  readonly reports: number;
  readonly defined: number;
}

/** What none of its reports tell. */
export interface NeverObserved extends Given {
  readonly reports: number;
}

interface Count {
  reports: number;
  defined: number;
}

/** Counts by name, for one action in one step function. */
interface ActionCounts {
  readonly argument: Map<string, Count>;
  readonly value: Map<string, Count>;
}

export class GivenCounts {
  readonly #byWord = new Map<string, Map<string, ActionCounts>>();

  /** What a step function gave for one report. */
  add(word: string, result: StepResult): void {
    if (result.kind === "step") this.#addStep(word, result);
    else for (const step of stepsIn(result)) this.#addStep(word, step);
  }

  /** The counts, sorted, so that equal counts give equal lists. */
  list(): GivenCount[] {
    const all: GivenCount[] = [];
    for (const [word, actions] of this.#byWord) {
      for (const [action, counts] of actions) {
        for (const kind of ["argument", "value"] as const)
          for (const [name, count] of counts[kind]) all.push({ word, action, kind, name, ...count });
      }
    }
    return all.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  #addStep(word: string, { action, args, values }: Step): void {
    const counts = this.#countsOf(word, action);
    for (const name of Object.keys(args)) count(counts.argument, name, args[name] !== undefined);
    for (const name of Object.keys(values)) count(counts.value, name, isDefined(values[name]));
  }

  #countsOf(word: string, action: string): ActionCounts {
    let actions = this.#byWord.get(word);
    if (actions === undefined) this.#byWord.set(word, (actions = new Map<string, ActionCounts>()));
    let counts = actions.get(action);
    if (counts === undefined) actions.set(action, (counts = { argument: new Map(), value: new Map() }));
    return counts;
  }
}

function count(counts: Map<string, Count>, name: string, isGiven: boolean): void {
  let found = counts.get(name);
  if (found === undefined) counts.set(name, (found = { reports: 0, defined: 0 }));
  found.reports++;
  if (isGiven) found.defined++;
}

/** Something is known of a variable: all of it, or a part. */
function isDefined(value: unknown): boolean {
  if (isParts(value)) return value.parts.some(([, part]) => part !== undefined);
  if (!isPlainObject(value)) return value !== undefined;
  const parts = Object.values(value);
  return parts.length === 0 || parts.some((part) => part !== undefined);
}

function keyOf({ word, action, kind, name }: Given): string {
  return JSON.stringify([word, action, kind, name]);
}

/** Adds up lists of counts: the same sum in whatever way the reports were divided. */
export function mergeGiven(lists: readonly (readonly GivenCount[])[]): GivenCount[] {
  const sums = new Map<string, GivenCount>();
  for (const one of lists.flat()) {
    const { reports, defined } = sums.get(keyOf(one)) ?? { reports: 0, defined: 0 };
    sums.set(keyOf(one), { ...one, reports: reports + one.reports, defined: defined + one.defined });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** What was given in reports, and undefined in each of them. */
export function neverObserved(counts: readonly GivenCount[]): NeverObserved[] {
  return counts
    .filter(({ defined }) => defined === 0)
    .map(({ word, action, kind, name, reports }) => ({ word, action, kind, name, reports }));
}
