/**
 * The only place of the simulator that touches the host, captured once, before any program is loaded.
 *
 * A run is one synchronous stretch inside one macrotask: no host timer fires and no real I/O completes while it lasts. Promises and
 * ticks of the program are drained to the end after each event by `process._tickCallback()`, which is undocumented but the same in Node
 * 20, 22 and 24. It does nothing when called from inside a microtask, hence the self-test and `inMacrotask`.
 */

interface HostProcess {
  _tickCallback?: () => void;
  nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) => void;
  listeners(event: string): ((...args: unknown[]) => void)[];
  on(event: string, listener: (...args: unknown[]) => void): void;
  removeAllListeners(event: string): void;
}

const hostProcess = globalThis.process as unknown as HostProcess;
const hostTickCallback = hostProcess._tickCallback;
const hostNextTick = hostProcess.nextTick;
const hostSetImmediate = globalThis.setImmediate;
const HostDate = globalThis.Date;

/** Runs all pending ticks and microtasks, those that they add included, before it returns. */
export const drainMicrotasks: () => void =
  hostTickCallback === undefined
    ? () => {
        throw new Error("this JavaScript host has no process._tickCallback; Lockstep runs on Node 20, 22 and 24");
      }
    : hostTickCallback.bind(hostProcess);

/**
 * Does the work in a macrotask of its own, as every run must be.
 *
 * @example
 * const end = await inMacrotask(() => world.run());
 */
export function inMacrotask<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    hostSetImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

/** @throws Error if promises cannot be drained here and now */
export function assertDrainable(): void {
  let drained = false;
  void Promise.resolve().then(() => {
    drained = true;
  });
  drainMicrotasks();
  if (!drained) {
    throw new Error(
      "a run cannot start here: promises are not drained inside a microtask (after an `await`, or in an async test). " +
        "Start it from a macrotask: await inMacrotask(() => world.run())",
    );
  }
}

/** Who is told of errors that no handler's caller can catch. */
export interface StrayErrors {
  thrown(error: unknown): void;
  unhandledRejection(reason: unknown): void;
}

const STRAY_EVENTS = ["uncaughtException", "unhandledRejection"];

/**
 * For the time of a run: errors that escape in ticks, microtasks and promises go to `stray` and to nobody else, and the ambient clock,
 * timers and randomness refuse to work. Returns what undoes it.
 */
export function takeOverHost(stray: StrayErrors): () => void {
  const saved = STRAY_EVENTS.map((event) => [event, hostProcess.listeners(event)] as const);
  for (const event of STRAY_EVENTS) hostProcess.removeAllListeners(event);
  hostProcess.on("uncaughtException", (error) => stray.thrown(error));
  hostProcess.on("unhandledRejection", (reason) => stray.unhandledRejection(reason));
  // An exception that leaves a tick unwinds through the host's own bookkeeping and corrupts it, so it is caught inside.
  hostProcess.nextTick = (callback, ...args) => {
    hostNextTick(() => {
      try {
        callback(...args);
      } catch (error) {
        stray.thrown(error);
      }
    });
  };
  const restoreAmbient = forbidAmbient();
  return () => {
    restoreAmbient();
    hostProcess.nextTick = hostNextTick;
    for (const [event, listeners] of saved) {
      hostProcess.removeAllListeners(event);
      for (const listener of listeners) hostProcess.on(event, listener);
    }
  };
}

function refusing(what: string, instead: string): () => never {
  return () => {
    throw new Error(`${what} would make the run depend on the host; a handler uses ${instead}`);
  };
}

class RefusingDate extends HostDate {
  // The host's constructor takes any of several argument lists; only the empty one reads the clock.
  constructor(...args: unknown[]) {
    if (args.length === 0) refusing("new Date()", "context.now()")();
    super(...(args as [number]));
  }

  static override now(): number {
    return refusing("Date.now()", "context.now()")();
  }
}

interface Ambient {
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly replacement: unknown;
}

const AMBIENT: readonly Ambient[] = [
  ambient(globalThis, "Date", RefusingDate),
  ambient(globalThis, "setTimeout", refusing("setTimeout", "context.timer()")),
  ambient(globalThis, "setInterval", refusing("setInterval", "context.timer()")),
  ambient(globalThis, "setImmediate", refusing("setImmediate", "context.timer()")),
  ambient(Math, "random", refusing("Math.random()", "context.random()")),
];

function ambient(holder: object, name: string, replacement: unknown): Ambient {
  return { holder: holder as Record<string, unknown>, name, replacement };
}

function forbidAmbient(): () => void {
  const saved = AMBIENT.map(({ holder, name, replacement }) => {
    const original = holder[name];
    holder[name] = replacement;
    return original;
  });
  return () => AMBIENT.forEach(({ holder, name }, index) => (holder[name] = saved[index]));
}
