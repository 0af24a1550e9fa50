/**
 * A thread that expands states for `lockstep check --workers`; see expander-threads.ts. It sleeps while there is nothing
 * to do, and is ended from outside.
 */
import { once } from "node:events";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { Follower } from "../../src/check/parallel/follower.ts";
import { commonValues } from "../../src/check/parallel/common-values.ts";
import { StateKey } from "../../src/check/state-key.ts";
import { compileMachine } from "../../src/compile/compile.ts";
import { createStore } from "../../src/values/store.ts";
import { Limits } from "../cli/limits.ts";
import type { ExpanderThreadData, ReadyMessage, StartMessage } from "./expander-threads.ts";

/** States expanded between two looks at whether memory has moved. */
const statesPerLook = 64;
/** It is rung for whenever there is something to do. */
const sleepMillis = 1_000;

export async function expandStates(data: unknown): Promise<never> {
  const port = parentPort;
  if (port === null) throw new Error("states are expanded in a thread");
  const { spec, options, megabytesMax, memory, thread } = data as ExpanderThreadData;
  const { hasRoomFor } = new Limits(megabytesMax === undefined ? {} : { megabytesMax });
  const machine = compileMachine(spec, { store: createStore({ stringOrder: spec.stringOrder, hasRoomFor }) });
  const key = new StateKey(machine);
  machine.store.keepAll();
  const ready: ReadyMessage = commonValues(machine.store);
  port.postMessage(ready);
  const [{ found }] = (await once(port, "message")) as [StartMessage];
  const follower = new Follower({ machine, options, memory, thread, found, key });
  for (;;) {
    const isBusy = follower.step(statesPerLook);
    for (let news = receiveMessageOnPort(port); news !== undefined; news = receiveMessageOnPort(port))
      follower.move((news.message as StartMessage).found);
    if (!isBusy) follower.sleep(sleepMillis);
  }
}
