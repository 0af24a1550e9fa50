/**
 * @module lockstep/testing
 *
 * Lockstep inside tests of any runner (vitest, node:test, jest): conformance as an assertion.
 */
export { assertConforms, type Conformance, type ConformanceOptions } from "./assert-conforms.ts";
export { ConformanceError, type ConformanceDetails } from "./conformance-error.ts";
export {
  watchProbes,
  type ProbeWatcher,
  type Watched,
  type WatchedSpecification,
  type WatchOptions,
} from "./watch-probes.ts";
