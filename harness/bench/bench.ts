/**
 * `npm run bench`: how fast the slice from a seed to a verdict is, as JSON on stdout: what was measured, on what.
 *
 * Times are CPU seconds of this process (user), medians of several rounds, since wall time says more about the machine's other work.
 * A calibration loop stands beside them, so that two machines can be compared by ratio.
 */
import { cpus } from "node:os";
import { resolve } from "node:path";
import { Exploration } from "../../src/check/exploration.ts";
import { Campaign } from "../../src/search/campaign.ts";
import type { Subject } from "../../src/search/subject.ts";
import { Choices } from "../../src/simulate/choices.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { World } from "../../src/simulate/world.ts";
import { StateSpace } from "../../src/conform/state-space.ts";
import { UNKNOWN } from "../../src/compile/types.ts";
import { bundleSystem } from "../workers/load-system.ts";
import { prepareSubject } from "../workers/prepare-subject.ts";

const ROUNDS = 5;
const RUNS = 1_500;
const STEPS = 200_000;

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - before) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Median CPU seconds of a piece of work, each round in a macrotask of its own. */
async function measure(work: () => void): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const spent = await inMacrotask(() => cpuSeconds(work));
    if (round > 0) seconds.push(spent); // the first round warms up
  }
  return median(seconds);
}

function calibration(): void {
  let x = 1;
  for (let i = 0; i < 50_000_000; i++) x = Math.imul(x ^ i, 0x9e3779b1) | 1;
  if (x === 0) throw new Error("unreachable");
}

/** The worlds alone: no observer, no specification. */
function simulate(subject: Subject): number {
  let events = 0;
  for (let i = 0; i < RUNS; i++) {
    const world = new World({
      choices: new Choices({ seed: `bench ${i}` }),
      processes: subject.processes,
      faults: subject.faults,
      horizonMicros: subject.horizonMicros,
      eventLimit: subject.eventLimit,
    });
    world.run();
    events += world.result().events;
  }
  return events;
}

function validate(subject: Subject) {
  const campaign = new Campaign(subject, {
    useProbes: true,
    variant: undefined,
    constants: {},
    faults: subject.faults,
    isCalm: false,
  });
  for (let i = 0; i < RUNS; i++) campaign.run(`bench ${i}`);
  return campaign.report();
}

/** Steps of a random walk, each asked of the emitted code by action name with all next values known. */
function* walk(subject: Subject): Generator<{ action: number; state: Int32Array; next: Int32Array }> {
  const { machine } = subject;
  let state: Int32Array | undefined;
  const generator = new Choices({ seed: "walk" }).channel("bench", "walk");
  for (;;) {
    if (state === undefined) machine.initialStates((initial) => void (state ??= initial.slice()));
    const options: { action: number; next: Int32Array }[] = [];
    machine.successors(state!, (next, action) => void options.push({ action, next: next.slice() }));
    if (options.length === 0) {
      state = undefined;
      continue;
    }
    const chosen = generator.pick(options);
    yield { action: chosen.action, state: state!, next: chosen.next };
    state = generator.choose(40) === 0 ? undefined : chosen.next;
  }
}

const bundle = await bundleSystem("sample-systems/two-phase-commit", resolve(".lockstep", "cache"));
const { subject } = await prepareSubject({ bundle, set: {}, variant: undefined });

const calibrationSeconds = await measure(calibration);
let simulatedEvents = 0;
const simulateSeconds = await measure(() => void (simulatedEvents = simulate(subject)));
let report = await inMacrotask(() => validate(subject));
const validateSeconds = await measure(() => void (report = validate(subject)));

const steps = [...take(walk(subject), STEPS)];
const stepSeconds = await measure(() => {
  for (const { action, state, next } of steps) {
    const request = {
      action,
      state,
      arguments: new Int32Array(subject.machine.actions[action]!.parameters.length).fill(UNKNOWN),
      next,
    };
    let isTaken = false;
    subject.machine.step(request, () => !(isTaken = true));
    if (!isTaken) throw new Error("a step of the specification was refused");
  }
});
const space = new StateSpace(subject.machine);
const numbered = steps.map(({ action, state, next }) => ({
  from: space.intern(state),
  named: { action, arguments: new Int32Array(subject.machine.actions[action]!.parameters.length) },
  next,
}));
const rememberedSeconds = await measure(() => {
  for (const { from, named, next } of numbered)
    if (space.stepBy(from, named, next).length === 0) throw new Error("refused");
});
const exploreSeconds = await measure(() => {
  const exploration = new Exploration(subject.machine, subject.explainer);
  while (exploration.step(10_000));
});

function* take<T>(all: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const one of all) {
    if (left-- === 0) return;
    yield one;
  }
}

const perSecond = (count: number, seconds: number) => Math.round(count / seconds);
process.stdout.write(
  `${JSON.stringify(
    {
      machine: { cpu: cpus()[0]?.model, node: process.version },
      unit: "CPU seconds (user), median of 5 rounds",
      calibrationSeconds,
      simulation: {
        runs: RUNS,
        events: simulatedEvents,
        seconds: simulateSeconds,
        eventsPerSecond: perSecond(simulatedEvents, simulateSeconds),
      },
      simulationAndValidation: {
        runs: report.runs,
        events: report.events,
        validatedSteps: report.steps,
        seconds: validateSeconds,
        eventsPerSecond: perSecond(report.events, validateSeconds),
        runsPerSecond: perSecond(report.runs, validateSeconds),
        validationMicrosPerStep: (1e6 * Math.max(0, validateSeconds - simulateSeconds)) / report.steps,
      },
      step: {
        evaluated: STEPS,
        seconds: stepSeconds,
        perSecond: perSecond(STEPS, stepSeconds),
        microsPerStep: (1e6 * stepSeconds) / STEPS,
      },
      rememberedStep: {
        asked: STEPS,
        seconds: rememberedSeconds,
        perSecond: perSecond(STEPS, rememberedSeconds),
        microsPerStep: (1e6 * rememberedSeconds) / STEPS,
      },
      exploration: { specification: subject.machine.spec.root.name, seconds: exploreSeconds },
    },
    null,
    2,
  )}\n`,
);
