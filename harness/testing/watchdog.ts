/**
 * Cuts work that does not end, in the thread that does it. A worker is ended from outside (`harness/workers/heartbeat.ts`), but
 * a test's thread belongs to its runner. V8 itself can end what it runs, from any place and past every `catch`: that is what
 * the time limit of `node:vm` does.
 *
 * Nothing that is cut tidies up, `finally` included: whoever began it must. A chain of `process.nextTick` that never ends is cut
 * too, but goes on with the next macrotask: Node keeps what is left in its queue.
 */
import inspector from "node:inspector";
import { Script } from "node:vm";

const key = Symbol.for("lockstep.watched-work");
const call = new Script("globalThis[Symbol.for('lockstep.watched-work')]()");
const shared = globalThis as { [key]?: () => void };

/** Does work, and says whether it came to its end in the time given. */
export function watchdogFor(seconds: number): (work: () => void) => boolean {
  return (work) => {
    // Whoever steps through a program takes more time.
    if (inspector.url() !== undefined) {
      work();
      return true;
    }
    shared[key] = work;
    try {
      call.runInThisContext({ timeout: seconds * 1000 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      return false;
    } finally {
      delete shared[key];
    }
  };
}
