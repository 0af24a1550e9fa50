/**
 * A thread that expands states for `lockstep check --workers`; see expander-threads.ts. It sleeps while there is nothing
 * to do, and is ended from outside.
 */
import { once } from "node:events";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { Expander } from "../../src/check/parallel/expander.ts";
import { SharedFingerprints } from "../../src/check/parallel/shared-fingerprints.ts";
import { commonValues } from "../../src/check/parallel/state-words.ts";
import { compileMachine } from "../../src/compile/compile.ts";
import { createStore } from "../../src/values/store.ts";
import type { ExpanderThreadData, ReadyMessage, StartMessage } from "./expander-threads.ts";

/** States expanded between two looks at whether the table of fingerprints is somewhere else now. */
const statesPerLook = 64;
const sleepMillis = 1;

export async function expandStates(data: unknown): Promise<never> {
  const port = parentPort;
  if (port === null) throw new Error("states are expanded in a thread");
  const { spec, options, link } = data as ExpanderThreadData;
  const machine = compileMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
  const ready: ReadyMessage = commonValues(machine.store);
  port.postMessage(ready);
  const [{ table, common }] = (await once(port, "message")) as [StartMessage];
  const known = new SharedFingerprints(table);
  const expander = new Expander({ machine, common, options, link, known });
  machine.store.keepAll();
  machine.store.hold({ visitValues: (visit) => expander.visitValues(visit) });
  for (;;) {
    if (!expander.step(statesPerLook)) expander.sleep(sleepMillis);
    for (let news = receiveMessageOnPort(port); news !== undefined; news = receiveMessageOnPort(port))
      known.move((news.message as StartMessage).table);
  }
}
