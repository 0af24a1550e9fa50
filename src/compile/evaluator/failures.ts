/**
 * Evaluation errors of the evaluator, and the chain of definitions that led to one.
 *
 * The chain is collected while the error travels outwards, so that an evaluation that succeeds pays nothing for it.
 */
import { EvaluationError } from "../../values/types.ts";
import type { Location } from "../../tla/syntax/source.ts";
import type { SiteTable } from "../sites.ts";

/** One definition on the way to an error, with its parameters as far as they had been evaluated. */
export interface ChainLink {
  readonly name: string;
  readonly at: Location;
}

/** Links kept of one chain, half of them at either end: a deep recursion repeats itself in between. */
export const CHAIN_LINKS_MAX = 50;

const chains = new WeakMap<Error, ChainLink[]>();

/** Adds the next outer definition to the chain of an error. */
export function addLink(error: unknown, link: () => ChainLink): void {
  if (!(error instanceof EvaluationError) || sealed.has(error)) return;
  let chain = chains.get(error);
  if (chain === undefined) {
    chain = [];
    chains.set(error, chain);
  }
  if (chain.length >= CHAIN_LINKS_MAX) chain.splice(CHAIN_LINKS_MAX / 2, 1);
  chain.push(link());
}

/** Innermost first. */
export function chainOf(error: Error): readonly ChainLink[] {
  return chains.get(error) ?? [];
}

/** The host's own stack ran out: the specification recurses too deep, which is the user's to know. */
export function asEvaluationError(error: unknown, site = -1): unknown {
  if (error instanceof RangeError && error.message.includes("call stack"))
    return new EvaluationError(
      "LS4251",
      "The evaluation is nested too deep: a recursive definition does not end, or needs more stack than there is.",
      site,
    );
  return error;
}

/** Fails at a place. */
export function fail(sites: SiteTable, code: string, message: string, at: Location): never {
  throw new EvaluationError(code, message, sites.siteOf(at));
}

const sealed = new WeakSet<Error>();

/** Ends the chain of an error that comes from outside: the definitions still to be left did not lead to it. */
export function sealChain(error: unknown): void {
  if (error instanceof Error) sealed.add(error);
}
