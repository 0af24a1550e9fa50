/**
 * What tells states apart: the 64-bit fingerprint of a state, of its VIEW, or of its least image under the symmetry of
 * the config. The same in every process and with every number of workers.
 */
import type { StateMachine } from "../compile/types.ts";
import { Fingerprint } from "./fingerprint.ts";
import { symmetryOf, type Symmetry } from "./symmetry.ts";

export class StateKey {
  readonly #machine: StateMachine;
  readonly #fingerprint: Fingerprint;
  readonly #symmetry: Symmetry | undefined;
  /** Neither view nor symmetry: a successor's fingerprint follows from that of the state it came from. */
  readonly #isPlain: boolean;
  /** One value, for the view. */
  readonly #single = new Int32Array(1);

  /**
   * Throws DiagnosticError for a symmetry set that is none. Symmetry is used for states and steps alone: which of several
   * symmetric states comes again and again is what temporal properties are about.
   */
  constructor(machine: StateMachine) {
    this.#machine = machine;
    this.#fingerprint = new Fingerprint(machine.store);
    const symmetry = symmetryOf(machine);
    this.#symmetry = machine.temporalProperties.length > 0 ? undefined : symmetry;
    this.#isPlain = machine.view === undefined && this.#symmetry === undefined;
  }

  get low(): number {
    return this.#fingerprint.low;
  }

  get high(): number {
    return this.#fingerprint.high;
  }

  of(state: Int32Array): void {
    const machine = this.#machine;
    if (machine.view === undefined) this.#ofValues(state);
    else {
      this.#single[0] = machine.view(state);
      this.#ofValues(this.#single);
    }
  }

  /** From now on `ofSuccessor` is asked about successors of this state. */
  expand(state: Int32Array): void {
    if (this.#isPlain) this.#fingerprint.expand(state);
  }

  /** The same as `of`, for a successor of the state being expanded. */
  ofSuccessor(next: Int32Array): void {
    if (this.#isPlain) this.#fingerprint.ofSuccessor(next);
    else this.of(next);
  }

  #ofValues(values: Int32Array): void {
    if (this.#symmetry === undefined) this.#fingerprint.ofState(values);
    else this.#fingerprint.ofLeastImage(values, this.#symmetry);
  }
}
