/**
 * Logs of any length that a specification allows, in its own terms: random behaviours of many instances at a time, each
 * step a record. What is measured on them is reading and holding against the specification, not a program.
 */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { RandomSource } from "../../src/check/random-source.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import type { Translator } from "../../src/observe/translate.ts";

export interface LogShape {
  readonly events: number;
  /** Every variable's value after the step; otherwise the action's name and arguments alone. */
  readonly isFull: boolean;
  /** Instances that are under way at the same time. */
  readonly instancesAtOnce?: number;
}

const usualInstancesAtOnce = 50;
/** Steps after which an instance is left as it is. */
const stepsMax = 60;

interface Instance {
  readonly key: string;
  state: Int32Array;
  steps: number;
}

/** Writes the log; the same for the same machine and shape. */
export async function writeLog(
  path: string,
  machine: StateMachine,
  translator: Translator,
  shape: LogShape,
): Promise<void> {
  const out = createWriteStream(path);
  for (const line of logLines(machine, translator, shape)) if (!out.write(line)) await once(out, "drain");
  out.end();
  await once(out, "finish");
}

/** The lines of the log. */
export function* logLines(
  machine: StateMachine,
  translator: Translator,
  { events, isFull, instancesAtOnce = usualInstancesAtOnce }: LogShape,
): Generator<string> {
  const random = new RandomSource("log", 0);
  let begun = 0;
  const begin = (): Instance => ({ key: `t${begun++}`, state: initialState(machine), steps: 0 });
  const instances = Array.from({ length: instancesAtOnce }, begin);
  for (let written = 0; written < events;) {
    const at = random.below(instances.length);
    const instance = instances[at]!;
    const step = instance.steps++ < stepsMax ? nextStep(machine, instance.state, random) : undefined;
    if (step === undefined) {
      instances[at] = begin();
      continue;
    }
    instance.state = step.next;
    const { name, parameters } = machine.actions[step.action]!;
    const args = Object.fromEntries(parameters.map((one, i) => [one, translator.toJavaScript(step.binding[i]!)]));
    const set = Object.entries(translator.stateToJavaScript(step.next)).map(([variable, value]) => [[variable], value]);
    const record = { process: "log", instance: instance.key, action: name, args, ...(isFull ? { set } : {}) };
    yield `${JSON.stringify(record)}\n`;
    written++;
  }
}

function initialState(machine: StateMachine): Int32Array {
  let first: Int32Array | undefined;
  machine.initialStates((state) => void (first ??= state.slice()));
  return first!;
}

/** One of the steps that change something, with its arguments; undefined where there is none. */
function nextStep(machine: StateMachine, state: Int32Array, random: RandomSource) {
  const choices: { readonly action: number; readonly next: Int32Array }[] = [];
  machine.successors(state, (next, action) => {
    if (next.some((value, v) => value !== state[v])) choices.push({ action, next: next.slice() });
  });
  if (choices.length === 0) return undefined;
  const { action, next } = choices[random.below(choices.length)]!;
  let binding = new Int32Array(0);
  const request = { action, state, arguments: new Int32Array(machine.actions[action]!.parameters.length), next };
  machine.step(request, (_, found) => {
    binding = found.slice();
    return false;
  });
  return { action, next, binding };
}
