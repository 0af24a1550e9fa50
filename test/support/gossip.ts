/**
 * A small system that uses every effect and every kind of continuation, to test the simulator itself.
 */

import { Choices } from "../../src/simulate/choices.ts";
import type { FaultProfile } from "../../src/simulate/fault-options.ts";
import type { Context, Handler } from "../../src/simulate/process.ts";
import { World } from "../../src/simulate/world.ts";

interface Rumour {
  hops: number;
  list: number[];
}

export class Gossip implements Handler<Rumour> {
  private readonly context: Context<Rumour>;

  constructor(context: Context<Rumour>) {
    this.context = context;
  }

  async start(): Promise<void> {
    this.context.disk.append("log", `start ${this.context.now()}\n`);
    await this.context.disk.sync("log");
    for (const peer of this.context.peers) this.context.send(peer, { hops: 6, list: [] });
  }

  async receive(from: string, message: Rumour): Promise<void> {
    message.list.push(this.context.randomBelow(1_000));
    if (message.hops === 0) return;
    this.context.disk.append("log", `${from} ${message.hops}\n`);
    if (message.hops % 2 === 0) await this.context.disk.sync("log");
    const timer = this.context.timer(2_000, () => this.context.send(from, { ...message, hops: message.hops - 1 }));
    if (this.context.random() < 0.1) this.context.cancel(timer);
  }
}

const PROCESSES = Object.fromEntries(["a", "b", "c"].map((id) => [id, { handler: Gossip }]));

/** Runs it to the end. Call from a macrotask. */
export function gossip(choices: Choices, profile: FaultProfile): World {
  const world = new World({ choices, processes: PROCESSES, faults: { profile, windowMicros: 100_000 } });
  world.run();
  return world;
}

/** The hashes of runs under all faults, of the seeds from 0. */
export function gossipHashes(seeds: number): string[] {
  return Array.from({ length: seeds }, (_, seed) => gossip(new Choices({ seed: String(seed) }), "chaos").hash());
}
