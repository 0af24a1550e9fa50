/** What the main thread and the thread of a command (supervise.ts) say to each other. */

/** What the thread is started with. */
export interface CommandLine {
  readonly argv: readonly string[];
}

/** To the thread: Ctrl-C was pressed. */
export const interruptMessage = "interrupt";

/** From the thread: it was heard. */
export const heardMessage = "heard";
