/**
 * How V8 sizes its heap while a log is read. It lets both parts of the heap grow with what passes through them, up to a
 * multiple of what is in use: good for a program that ends soon, while a long log looks like a leak. Records live for
 * microseconds, so that the young part need not be large; and what was kept and is let go is tidied up when as much
 * again has gathered. What this saves and costs is measured in docs/validate.md.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** The young part of the heap grows no more once it has this size. */
const youngBytesMax = 8 << 20;
/** By how much the old part may grow before it is tidied up; V8 chooses up to 300. */
const growthPercent = 100;

export class SteadyHeap {
  #isFixed = false;

  constructor() {
    setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
  }

  /** To be called now and then: the young part can be kept from growing, but not be made to begin with a size. */
  look(): void {
    if (this.#isFixed) return;
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if ((young?.space_size ?? 0) < youngBytesMax) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    this.#isFixed = true;
  }
}
