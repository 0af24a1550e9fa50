/**
 * An observer between the world and the one that the caller gave: it keeps the errors of hooks away from the program in the
 * middle of whose call they may happen. The first error is kept for the world to raise; later hooks are not called.
 */

import type { FaultRecord } from "./fault-ledger.ts";
import type { DropReason, Envelope, EventRecord, ProbeSpan, WorldObserver } from "./observer.ts";
import type { ProcessId } from "./process.ts";

export class GuardedObserver {
  failure: { readonly error: unknown } | undefined;
  readonly wantsPlaces: boolean;
  private inner: WorldObserver;

  constructor(inner: WorldObserver) {
    this.inner = inner;
    this.wantsPlaces = inner.wantsPlaces === true;
  }

  probe(process: ProcessId, name: string, data: unknown, span: ProbeSpan | undefined, place: string | undefined): void {
    try {
      this.inner.probe?.(process, name, data, span, place);
    } catch (error) {
      this.fail(error);
    }
  }

  send(envelope: Envelope): void {
    try {
      this.inner.send?.(envelope);
    } catch (error) {
      this.fail(error);
    }
  }

  deliver(envelope: Envelope): void {
    try {
      this.inner.deliver?.(envelope);
    } catch (error) {
      this.fail(error);
    }
  }

  drop(envelope: Envelope, reason: DropReason): void {
    try {
      this.inner.drop?.(envelope, reason);
    } catch (error) {
      this.fail(error);
    }
  }

  duplicate(envelope: Envelope): void {
    try {
      this.inner.duplicate?.(envelope);
    } catch (error) {
      this.fail(error);
    }
  }

  crash(process: ProcessId, cutAfterEffects: number | undefined): void {
    try {
      this.inner.crash?.(process, cutAfterEffects);
    } catch (error) {
      this.fail(error);
    }
  }

  restart(process: ProcessId): void {
    try {
      this.inner.restart?.(process);
    } catch (error) {
      this.fail(error);
    }
  }

  diskSync(process: ProcessId, file: string): void {
    try {
      this.inner.diskSync?.(process, file);
    } catch (error) {
      this.fail(error);
    }
  }

  fault(record: FaultRecord): void {
    try {
      this.inner.fault?.(record);
    } catch (error) {
      this.fail(error);
    }
  }

  exception(process: ProcessId, error: unknown): void {
    try {
      this.inner.exception?.(process, error);
    } catch (hookError) {
      this.fail(hookError);
    }
  }

  log(process: ProcessId, text: string): void {
    try {
      this.inner.log?.(process, text);
    } catch (error) {
      this.fail(error);
    }
  }

  eventEnd(event: EventRecord): void {
    try {
      this.inner.eventEnd?.(event);
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.inner = {};
  }
}
