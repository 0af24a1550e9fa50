/**
 * The world's end of the probes: attributes what programs report to the process whose event runs. Programs find the sink
 * through a `Symbol.for` global (see `src/probe/probe.ts`, whose contract this repeats, since programs are bundled apart).
 */

import type { WorldCore } from "./world-core.ts";

const SINK = Symbol.for("lockstep.probe");

interface ProbeSink {
  readonly wantsPlaces: boolean;
  event(name: string, data: unknown, place: string | undefined): void;
  begin(name: string, data: unknown, place: string | undefined): number;
  end(span: number, name: string, data: unknown, failed: boolean): void;
}

/** Installs the sink for the time of a run; returns what restores the one before. */
export function installProbeSink(core: WorldCore): () => void {
  const holder = globalThis as { [SINK]?: unknown };
  const before = holder[SINK];
  holder[SINK] = core.observer === undefined ? undefined : sinkOf(core);
  return () => {
    holder[SINK] = before;
  };
}

function sinkOf(core: WorldCore): ProbeSink {
  const { observer } = core;
  const report = (
    name: string,
    data: unknown,
    span: { readonly id: number; readonly phase: "begin" | "end" | "failed" } | undefined,
    place: string | undefined,
  ): void => {
    const { running } = core;
    if (running?.alive === true) observer?.probe(running.id, name, data, span, place);
  };
  return {
    wantsPlaces: observer?.wantsPlaces === true,
    event: (name, data, place) => report(name, data, undefined, place),
    begin: (name, data, place) => {
      const id = core.spans++;
      report(name, data, { id, phase: "begin" }, place);
      return id;
    },
    end: (id, name, data, failed) => report(name, data, { id, phase: failed ? "failed" : "end" }, undefined),
  };
}
