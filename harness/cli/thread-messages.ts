/** What the main thread and the thread of a command (supervise.ts) say to each other. */

/** What the thread is started with. */
export interface CommandLine {
  readonly argv: readonly string[];
}

/** To the thread: Ctrl-C was pressed. */
export const interruptMessage = "interrupt";

/** To the thread: the time that it said is up. */
export const timeUpMessage = "time is up";

/** From the thread: one of the two was heard, and it stops by itself. */
export const heardMessage = "heard";

/** From the thread: for how long it means to work, or, when `millis` is absent, that it is to be left in peace. */
export interface WorkingTime {
  readonly kind: "working time";
  readonly millis?: number;
}

export function isWorkingTime(message: unknown): message is WorkingTime {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "working time";
}
