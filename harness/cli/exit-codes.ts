/**
 * Exit codes of every command. Unknown is never 0: a run in which nothing was decided is no success.
 *
 * The numbers follow Jepsen (0, 1, 2) and sysexits(3) (64, 70); the finer kind of a violation is in the JSON.
 */
export const ExitCode = {
  conforms: 0,
  violation: 1,
  /** A bound was hit, the specification could not be evaluated, or the run was not deterministic. */
  unknown: 2,
  /** Wrong usage or unreadable input. */
  usage: 64,
  /** Lockstep itself failed. */
  internal: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
