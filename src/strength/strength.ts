/**
 * How strong a mapping is: which share of small wrong edits of its recorded observations the validator notices.
 *
 * A mutant counts when full observation refuses it: what the specification allows even with every value known is no
 * mistake. Of those, the mapping should refuse as many as it can; what it lets through is listed with the reason. The
 * same mutants are judged from the program's words alone, which is what a log of production tells.
 *
 * Mutation analysis of tests, after R. DeMillo, R. Lipton, F. Sayward, "Hints on Test Data Selection", 1978; here the
 * mutants are of what is observed, and the test is the mapping.
 */
import { hashLabel, SmallGenerator } from "../simulate/generator.ts";
import { expandSeed } from "../simulate/seed.ts";
import { UNKNOWN } from "../compile/types.ts";
import type { AcceptedStep } from "../conform/types.ts";
import type { RunVerdict } from "../search/run.ts";
import type { Subject } from "../search/subject.ts";
import { Judge, type Judgement, type View } from "./judge.ts";
import { changeableFields, MutantMaker, MUTATION_KINDS, wordWith, type Mutant, type MutationKind } from "./mutants.ts";
import { fieldAt, Vocabulary } from "./plausible.ts";
import { record, type RecordedEvent, type RecordedRun } from "./recording.ts";

/** Mutants that full observation refuses, and how many of them are noticed. */
export interface Tally {
  counted: number;
  noticed: number;
  /** Those of them that change what the program's words say, and how many of these the words alone show. */
  inLog: number;
  noticedFromLog: number;
}

/** Why a mutant is not noticed. */
export type SurvivalReason =
  /** Steps that nobody reported make up for it. */
  | "unreported"
  /** A report that may be a repetition was taken as one. */
  | "repetition"
  /** The edited run is a behaviour of the specification too, with these very actions; only values that are not observed differ. */
  | "behaviour"
  /** Another action, or other arguments, explain what is left of the report. */
  | "otherwise"
  /** A bound was hit: not refused, but not accepted either. */
  | "bound";

export interface Survivors {
  readonly kind: MutationKind;
  readonly target: string;
  readonly reason: SurvivalReason;
  /** The steps that made up for it, or the bound. */
  readonly detail: string;
  /** One of them, in words. */
  readonly example: string;
  times: number;
}

export interface StrengthReport {
  readonly runs: number;
  readonly events: number;
  /** Edits that were tried; those that full observation accepts are not counted in the tallies. */
  readonly mutants: number;
  readonly total: Tally;
  readonly kinds: Readonly<Record<MutationKind, Tally>>;
  /** By action, for events that were moved; by field or variable, for those that were changed. */
  readonly targets: Readonly<Record<string, Tally>>;
  /** Fields of the program's words that were changed, and made no difference to what the words mean. */
  readonly unreadFields: readonly string[];
  /** Variables whose values the mapping never gives. */
  readonly unobserved: readonly string[];
  /** Observed variables without which every noticed mutant is still noticed. */
  readonly redundant: readonly string[];
  readonly survivors: readonly Survivors[];
  /** The first seed whose run was not accepted: nothing was mutated then. */
  readonly refused?: { readonly seed: string; readonly verdict: RunVerdict };
}

export interface StrengthOptions {
  /** Mutants of each kind that are made of one run. */
  readonly mutantsPerKind: number;
  /** Which edits are made. */
  readonly seed: string;
}

const NOTHING: readonly RecordedEvent[] = [];

export class Strength {
  readonly #subject: Subject;
  readonly #options: StrengthOptions;
  readonly #judge: Judge;
  readonly #vocabulary: Vocabulary;
  readonly #runs: RecordedRun[] = [];
  readonly #total: Tally = emptyTally();
  readonly #kinds = Object.fromEntries(MUTATION_KINDS.map((kind) => [kind, emptyTally()])) as Record<
    MutationKind,
    Tally
  >;
  readonly #targets = new Map<string, Tally>();
  readonly #survivors = new Map<string, Survivors>();
  /** Fields that were seen, and whether one was found to be read. */
  readonly #fields = new Map<string, boolean>();
  /** Variables that some observation has a value for; those of them that a noticed mutant needed. */
  readonly #observed = new Set<number>();
  readonly #needed = new Set<number>();
  #refused: StrengthReport["refused"];
  #events = 0;
  #mutants = 0;

  constructor(subject: Subject, options: StrengthOptions) {
    this.#subject = subject;
    this.#options = options;
    this.#judge = new Judge(subject);
    this.#vocabulary = new Vocabulary(subject.machine.store);
  }

  /** Records one run; false when it was not accepted, which ends the work. Call from a macrotask. */
  record(seed: string): boolean {
    const recorded = record(this.#subject, seed);
    if (recorded.verdict !== "conforms") {
      this.#refused = { seed, verdict: recorded.verdict };
      return false;
    }
    this.#runs.push(recorded);
    for (const event of [...recorded.instances.values()].flat()) {
      this.#events++;
      this.#vocabulary.add(event);
      event.observation.end.forEach((value, variable) => value !== UNKNOWN && this.#observed.add(variable));
      for (const step of event.observation.steps) {
        for (const { variable } of [...step.values, ...(step.changes ?? [])]) this.#observed.add(variable);
      }
    }
    return true;
  }

  /** Mutates the recorded runs, one after another; yields after each, so that there can be progress. */
  *mutate(): IterableIterator<void> {
    const { layout, machine } = this.#subject;
    for (const recorded of this.#runs) {
      const random = SmallGenerator.fork(
        expandSeed(this.#options.seed),
        hashLabel("strength"),
        hashLabel(recorded.seed),
      );
      const maker = new MutantMaker(machine, this.#vocabulary, layout.mapping.instance, random);
      this.#tryFields(recorded, random);
      for (const kind of MUTATION_KINDS) {
        for (const mutant of maker.of(recorded, kind, this.#options.mutantsPerKind)) this.#try(recorded, mutant);
      }
      yield;
    }
  }

  report(): StrengthReport {
    const { variables } = this.#subject.machine;
    const named = (which: (variable: number) => boolean) => variables.filter((_, variable) => which(variable));
    return {
      runs: this.#runs.length,
      events: this.#events,
      mutants: this.#mutants,
      total: this.#total,
      kinds: this.#kinds,
      targets: Object.fromEntries([...this.#targets].sort(([a], [b]) => (a < b ? -1 : 1))),
      unreadFields: [...this.#fields].flatMap(([field, isRead]) => (isRead ? [] : [field])).sort(),
      unobserved: named((variable) => !this.#observed.has(variable)),
      redundant: named((variable) => this.#observed.has(variable) && !this.#needed.has(variable)),
      survivors: [...this.#survivors.values()].sort((a, b) => b.times - a.times),
      ...(this.#refused === undefined ? {} : { refused: this.#refused }),
    };
  }

  // ---------------------------------------------------------------------------------------- mutants

  #try(recorded: RecordedRun, mutant: Mutant): void {
    this.#mutants++;
    if (this.#isAccepted(recorded, mutant, { kind: "everything" })) return;
    const isNoticed = !this.#isAccepted(recorded, mutant, { kind: "mapping" });
    const isNoticedFromLog = mutant.isInLog && !this.#isAccepted(recorded, mutant, { kind: "log" });
    const targets = mutant.targets.map((target) => this.#targetTally(target));
    for (const tally of [this.#total, this.#kinds[mutant.kind], ...targets]) {
      tally.counted++;
      if (isNoticed) tally.noticed++;
      if (mutant.isInLog) tally.inLog++;
      if (isNoticedFromLog) tally.noticedFromLog++;
    }
    if (isNoticed) this.#findNeeded(recorded, mutant);
    else this.#survived(recorded, mutant);
  }

  #targetTally(target: string): Tally {
    const tally = this.#targets.get(target) ?? emptyTally();
    this.#targets.set(target, tally);
    return tally;
  }

  #isAccepted(recorded: RecordedRun, mutant: Mutant, view: View): boolean {
    // A bound that was hit is no refusal: nobody would be told of anything.
    return this.#judgements(recorded, mutant, view).every((one) => one.isAccepted || one.bound !== undefined);
  }

  #judgements({ instances }: RecordedRun, { changed }: Mutant, view: View): Judgement[] {
    return [...changed].map(([key, events]) => this.#judge.judge(events, instances.get(key) ?? NOTHING, view));
  }

  /** Which variables the mapping cannot do without. */
  #findNeeded(recorded: RecordedRun, mutant: Mutant): void {
    for (const variable of this.#observed) {
      if (this.#needed.has(variable)) continue;
      if (this.#isAccepted(recorded, mutant, { kind: "without", variable })) this.#needed.add(variable);
    }
  }

  #survived(recorded: RecordedRun, mutant: Mutant): void {
    const { reason, detail } = this.#reasonOf(recorded, mutant);
    const { kind, text } = mutant;
    const target = mutant.targets.join(", ");
    const key = [kind, target, reason, detail].join("\n");
    const known = this.#survivors.get(key);
    if (known === undefined) this.#survivors.set(key, { kind, target, reason, detail, example: text, times: 1 });
    else known.times++;
  }

  #reasonOf(recorded: RecordedRun, mutant: Mutant): { readonly reason: SurvivalReason; readonly detail: string } {
    const judgements = this.#judgements(recorded, mutant, { kind: "mapping" });
    const steps = judgements.flatMap((one) => (one.isAccepted ? one.steps : []));
    const bound = judgements.find((one) => !one.isAccepted)?.bound;
    if (bound !== undefined) return { reason: "bound", detail: bound };
    const events = [...mutant.changed.keys()].flatMap((key) => recorded.instances.get(key) ?? []);
    const inferred = steps.filter((step) => step.reported === undefined).map((step) => this.#nameOf(step));
    const inferredBefore = events.flatMap(({ truth }) => truth.unreported).map(({ step }) => this.#nameOf(step));
    const extra = leftOver(inferred, inferredBefore);
    if (extra.length > 0) return { reason: "unreported", detail: [...new Set(extra)].sort().join(", ") };
    if (this.#isAccepted(recorded, mutant, { kind: "actions" })) return { reason: "behaviour", detail: "" };
    const before = events.flatMap(({ truth }) => truth.taken).filter((step) => step !== undefined);
    if (mutant.kind === "duplicate" && steps.length <= before.length) return { reason: "repetition", detail: "" };
    const others = leftOver(
      steps.map((step) => this.#nameOf(step)),
      before.map((step) => this.#nameOf(step)),
    );
    return { reason: "otherwise", detail: [...new Set(others)].sort().join(", ") };
  }

  #nameOf({ action }: AcceptedStep): string {
    return this.#subject.machine.actions[action]!.name;
  }

  // ---------------------------------------------------------------------------------------- fields

  /** Does the mapping read a field at all? Changing it must change what some word means. */
  #tryFields(recorded: RecordedRun, random: SmallGenerator): void {
    for (const word of [...recorded.instances.values()].flat().flatMap((event) => event.words)) {
      for (const path of changeableFields(word)) {
        const field = `${word.name}.${path.join(".")}`;
        if (this.#fields.get(field) === true) continue;
        const value = this.#vocabulary.otherField(word.name, path, fieldAt(word.event, path), random);
        if (value === undefined) continue;
        const isRead = this.#judge.meaning(wordWith(word, path, value)) !== this.#judge.meaning(word);
        this.#fields.set(field, isRead);
      }
    }
  }
}

function emptyTally(): Tally {
  return { counted: 0, noticed: 0, inLog: 0, noticedFromLog: 0 };
}

/** What is in the first list more often than in the second. */
function leftOver(all: readonly string[], some: readonly string[]): string[] {
  const rest = [...some];
  return all.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
