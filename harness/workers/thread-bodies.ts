/**
 * What the threads of `lockstep check` run. It is one script for all of them, so that the code kept of it serves each
 * (code-cache.ts). A new kind of thread is a line here and a name in start-thread.ts; it is started with `startThread`.
 */
import type { BodyName } from "./start-thread.ts";

/** A body gets what it was started with; it may keep the code once the functions that every run needs have run. */
export type Body = (data: unknown, keepCode: () => void) => Promise<void>;

export const bodies = {
  command: async (): Promise<Body> => (await import("../cli/command-thread.ts")).runCommand,
  expander: async (): Promise<Body> => (await import("./expander-thread.ts")).expandStates,
} satisfies Record<BodyName, () => Promise<Body>>;
