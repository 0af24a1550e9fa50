/**
 * Wrong: half of three servers is one.
 *
 * Why people do it: integer division rounds, and the formula was tried with an even number.
 */
import { Server } from "../server.ts";

export class HalfIsEnough extends Server {
  protected override majority(servers: number): number {
    return Math.floor(servers / 2);
  }
}
