/** The smallest system worth running: a counter that counts to three, and its specification. For end-to-end tests. */

export const counterSpec = `---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Max
VARIABLE count
Init == count = 0
Increment == count < Max /\\ count' = count + 1
Next == Increment
Spec == Init /\\ [][Next]_count
TypeOK == count \\in 0..Max
====
`;

export const counterConfig = `CONSTANT Max = 3
SPECIFICATION Spec
INVARIANT TypeOK
CHECK_DEADLOCK FALSE
`;

/** A system file; \`receive\` is the body of what the counter does with each message. */
export function counterSystem(receive: string): string {
  return `import { defineSystem, handler, modelValue, stutter } from "lockstep";
import { probe } from "lockstep/probe";

interface Context {
  send(to: string, message: unknown): void;
  timer(delayMicros: number, callback: () => void): number;
}

class Counter {
  count = 0;
  receive(from: string): void {
    ${receive}
  }
}

class Clock {
  readonly context: Context;
  constructor(context: Context) {
    this.context = context;
  }
  start(): void {
    for (let i = 1; i <= 3; i++) this.context.timer(i * 1_000, () => this.context.send("counter", { type: "tick" }));
  }
  receive(): void {}
}

export default defineSystem({
  name: "counter",
  spec: "Counter.tla",
  processes: () => ({ counter: handler(Counter), clock: handler(Clock) }),
  steps: { incremented: (e, { act }) => act.Increment({}, { count: e.count as number }) },
  faults: { profile: "reorder" },
  variants: { idle: { summary: "never counts", processes: (right) => right } },
});
void modelValue;
void stutter;
`;
}

export const rightCounter = counterSystem('probe.event("incremented", { count: ++this.count });');
/** Counts the second tick twice. */
export const wrongCounter = counterSystem(
  'this.count += this.count === 1 ? 2 : 1;\n    probe.event("incremented", { count: this.count });',
);

/** The files of a folder with a counter. */
export function counterFiles(system: string): Record<string, string> {
  return {
    "Counter.tla": counterSpec,
    "Counter.cfg": counterConfig,
    "system.ts": system,
    "package.json": '{"type":"module"}\n',
  };
}
