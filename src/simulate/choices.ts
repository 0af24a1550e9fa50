/**
 * Choices: the only source of nondeterminism of a run.
 *
 * A draw is addressed by what it means: its stream ("network/tm>rm1"), its kind there ("delay") and its ordinal among the
 * draws of that kind (3), never by its position in the run. Each stream and kind has a generator of its own, forked from
 * the seed by its name, so a draw more or less in one leaves all others alone.
 *
 * The value of a draw is its *outcome*, not the random word behind it: whether a message is lost is a draw below 2,
 * whatever the odds. And **0 is always the calm outcome** (it does not happen, the smallest delay, the first in order), since shrinking
 * pulls every draw toward 0. This addressing is final: corpora depend on it.
 */

import { hashLabel, SmallGenerator, type GeneratorState, type LabelHash } from "./generator.ts";
import { canonicalSeed, expandSeed } from "./seed.ts";

/** The largest bound of a draw: it keeps every value a small integer of the engine. */
export const CHOICE_BOUND_MAX = 0x4000_0000;

/** More recorded draws than this are not kept, and the recording says that it is incomplete. */
export const RECORDED_DRAWS_MAX = 1 << 24;

/** How many divergences of a replay are described; the rest are counted. */
export const DESCRIBED_DIVERGENCES_MAX = 32;

/** An exact probability, as a ratio of integers: `[1, 100]`. */
export type Ratio = readonly [numerator: number, denominator: number];

export interface LabelledDraw {
  readonly stream: string;
  readonly kind: string;
  /** Which draw of this stream and kind, from 0. */
  readonly ordinal: number;
  readonly bound: number;
  readonly value: number;
}

/** What a replay needs of a draw; the bound may be missing in one written by hand. */
export type ReplayedDraw = Omit<LabelledDraw, "bound"> & { readonly bound?: number };

export interface Divergence {
  readonly stream: string;
  readonly kind: string;
  readonly ordinal: number;
  /** `missing`: the run asks for a draw that has no record. `out-of-range`: the recorded value is not below the bound. */
  readonly reason: "missing" | "out-of-range";
  readonly bound: number;
  /** The recorded value, if there was one. */
  readonly recorded?: number;
  /** The value used instead. */
  readonly used: number;
}

export interface ReplayReport {
  readonly missing: number;
  readonly outOfRange: number;
  /** Recorded draws that the run never asked for. */
  readonly unread: number;
  /** The first divergences, in the order of the run. */
  readonly first: readonly Divergence[];
}

/**
 * Somebody else who decides: guided or exhaustive search. Called for every draw with what the seed would say; returns a
 * value below the bound. It is called in the middle of the program under test: if it throws, or returns something else, the draw
 * is calm and the world stops with that error after the event.
 */
export type Decide = (stream: string, kind: string, ordinal: number, bound: number, seeded: number) => number;

export interface ChoicesOptions {
  readonly seed: string;
  /** Keep the list of draws, for `draws()`. */
  readonly record?: boolean;
  /** Draws to repeat. The list may be an edited one. */
  readonly replay?: Iterable<ReplayedDraw>;
  /** What a draw without a record falls back to: the seed's stream (default), or the calm value 0. */
  readonly fallback?: "seed" | "calm";
  /** Decides instead of the seed; not together with `replay`. */
  readonly decide?: Decide;
}

/**
 * The choices of one run.
 *
 * @example
 * const choices = new Choices({ seed: "42", record: true });
 * const delay = choices.channel("network/tm>rm1", "delay");
 * delay.between(500, 1500);
 */
export class Choices {
  readonly seed: string;
  /** What went wrong in `decide`: an error of the search, not of the program in whose call it happened. */
  failure: { readonly error: unknown } | undefined;
  /** Who overrules the seed; undefined in the common case, so a plain draw tests one field. */
  readonly judge: Judge | undefined;
  readonly recorder: Recorder | undefined;
  private readonly root: GeneratorState;
  private readonly streams = new Map<string, Stream>();
  /** In the order in which they were opened. */
  private readonly channels: Channel[] = [];
  private readonly replay: Replay | undefined;

  constructor(options: ChoicesOptions) {
    this.seed = canonicalSeed(options.seed);
    this.root = expandSeed(this.seed);
    this.recorder = options.record === true ? new Recorder() : undefined;
    if (options.replay !== undefined && options.decide !== undefined) {
      throw new RangeError("choices are either replayed or decided, not both");
    }
    this.replay = options.replay === undefined ? undefined : new Replay(options.replay, options.fallback ?? "seed");
    this.judge = this.replay ?? (options.decide === undefined ? undefined : new Decider(this, options.decide));
  }

  /** A stream, by its name. Who makes many draws in it keeps it. */
  stream(name: string): Stream {
    let stream = this.streams.get(name);
    if (stream === undefined) this.streams.set(name, (stream = new Stream(this, name)));
    return stream;
  }

  /** The draws of one kind in one stream. Hot paths keep the channel. */
  channel(stream: string, kind: string): Channel {
    return this.stream(stream).channel(kind);
  }

  /** For streams: opens a channel that is not open yet. */
  openChannel(stream: Stream, kind: string): Channel {
    const generator = SmallGenerator.fork(this.root, stream.hash, kindHash(kind));
    const records = this.replay?.recordsOf(stream.name, kind);
    const channel = new Channel(this, this.channels.length, stream.name, kind, generator, records);
    this.channels.push(channel);
    return channel;
  }

  /** An integer below `bound`, the next of this label. */
  choose(stream: string, kind: string, bound: number): number {
    return this.channel(stream, kind).choose(bound);
  }

  /** The draws so far, in the order of the run. */
  draws(): LabelledDraw[] {
    if (this.recorder === undefined) throw new Error("these choices were made without `record: true`");
    return this.recorder.draws(this.channels);
  }

  /** How a replay went; undefined when nothing was replayed. */
  replayReport(): ReplayReport | undefined {
    return this.replay?.report(this.channels);
  }
}

/** The draws of one origin, such as a link or a process. */
export class Stream {
  readonly name: string;
  readonly hash: LabelHash;
  private readonly choices: Choices;
  /** Few kinds each: a search through them is cheaper than a map. */
  private readonly channels: Channel[] = [];

  constructor(choices: Choices, name: string) {
    this.choices = choices;
    this.name = name;
    this.hash = hashLabel(name);
  }

  channel(kind: string): Channel {
    for (const channel of this.channels) if (channel.kind === kind) return channel;
    const channel = this.choices.openChannel(this, kind);
    this.channels.push(channel);
    return channel;
  }
}

/** All draws of one kind in one stream. The ordinal of a draw is its position here. */
export class Channel {
  readonly stream: string;
  readonly kind: string;
  /** The order in which channels were opened; what a recording stores. */
  readonly index: number;
  /** Recorded values by ordinal, -1 where there is none; undefined if this channel has no record at all. */
  readonly records: Int32Array | undefined;
  private ordinal = 0;
  private readonly generator: SmallGenerator;
  private readonly judge: Judge | undefined;
  private readonly recorder: Recorder | undefined;

  constructor(
    choices: Choices,
    index: number,
    stream: string,
    kind: string,
    generator: SmallGenerator,
    records: Int32Array | undefined,
  ) {
    this.stream = stream;
    this.kind = kind;
    this.index = index;
    this.records = records;
    this.generator = generator;
    this.judge = choices.judge;
    this.recorder = choices.recorder;
  }

  /** How many draws were made. */
  get count(): number {
    return this.ordinal;
  }

  /** An integer from 0 to `bound - 1`, all equally likely. */
  choose(bound: number): number {
    assertBound(bound);
    return this.settle(bound, this.generator.below(bound));
  }

  /** Whether something with odds of `ratio` happens; recorded as 0 or 1. Impossible things draw nothing. */
  chance(ratio: Ratio): boolean {
    const numerator = ratio[0];
    if (numerator <= 0) return false;
    return this.settle(2, this.generator.below(ratio[1]) < numerator ? 1 : 0) === 1;
  }

  /** An integer from `min` to `max`, both included; recorded as its distance from `min`. A fixed value draws nothing. */
  between(min: number, max: number): number {
    if (max <= min) return min;
    assertBound(max - min + 1);
    return min + this.settle(max - min + 1, this.generator.below(max - min + 1));
  }

  /**
   * Like `between(min, max)`, but with odds of `slow` anywhere between `min` and `slowMax`. Recorded as the distance from `min`.
   */
  slowTail(min: number, max: number, slow: Ratio, slowMax: number): number {
    if (slow[0] <= 0 || slowMax <= max) return this.between(min, max);
    assertBound(slowMax - min + 1);
    // Two outputs for one draw, always: the ordinal still fixes the outputs.
    const isSlow = this.generator.below(slow[1]) < slow[0];
    const offset = this.generator.below((isSlow ? slowMax : max) - min + 1);
    return min + this.settle(slowMax - min + 1, offset);
  }

  /**
   * An integer below `bound`, small ones far more often: first the power of two is drawn, then a value below it. For
   * "at which event", when nobody knows how long the run is.
   */
  logarithmic(bound: number): number {
    assertBound(bound);
    const octaves = 32 - Math.clz32(bound - 1);
    const octave = this.generator.below(octaves + 1);
    const width = Math.min(2 ** octave, bound);
    return this.settle(bound, this.generator.below(width));
  }

  /** An integer below `bound`, with two thirds of the draws in its first quarter or sixteenth: most of a run happens early. */
  early(bound: number): number {
    assertBound(bound);
    const width = Math.max(1, bound >>> (2 * this.generator.below(3)));
    return this.settle(bound, this.generator.below(width));
  }

  /** One of the elements; 0 is the first. */
  pick<T>(elements: readonly T[]): T {
    return elements[this.choose(elements.length)] as T;
  }

  private settle(bound: number, seeded: number): number {
    const ordinal = this.ordinal++;
    const value = this.judge === undefined ? seeded : this.judge.settle(this, ordinal, bound, seeded);
    if (this.recorder !== undefined) this.recorder.add(this.index, bound, value);
    return value;
  }
}

interface Judge {
  settle(channel: Channel, ordinal: number, bound: number, seeded: number): number;
}

class Decider implements Judge {
  private readonly choices: Choices;
  private readonly decide: Decide;

  constructor(choices: Choices, decide: Decide) {
    this.choices = choices;
    this.decide = decide;
  }

  settle(channel: Channel, ordinal: number, bound: number, seeded: number): number {
    const { stream, kind } = channel;
    try {
      const value = this.decide(stream, kind, ordinal, bound, seeded);
      if (Number.isInteger(value) && value >= 0 && value < bound) return value;
      throw new RangeError(`decided ${value} for draw ${ordinal} of ${stream} ${kind}, which is not below ${bound}`);
    } catch (error) {
      this.choices.failure ??= { error };
      return 0;
    }
  }
}

class Replay implements Judge {
  private readonly calm: boolean;
  private readonly records = new Map<string, Int32Array>();
  private missing = 0;
  private outOfRange = 0;
  private readonly first: Divergence[] = [];

  constructor(draws: Iterable<ReplayedDraw>, fallback: "seed" | "calm") {
    this.calm = fallback === "calm";
    const byChannel = new Map<string, ReplayedDraw[]>();
    for (const draw of draws) {
      assertReplayable(draw);
      const key = channelKey(draw.stream, draw.kind);
      const list = byChannel.get(key);
      if (list === undefined) byChannel.set(key, [draw]);
      else list.push(draw);
    }
    for (const [key, list] of byChannel) {
      let last = 0;
      for (const draw of list) last = Math.max(last, draw.ordinal);
      const values = new Int32Array(last + 1).fill(-1);
      for (const draw of list) values[draw.ordinal] = draw.value;
      this.records.set(key, values);
    }
  }

  recordsOf(stream: string, kind: string): Int32Array | undefined {
    return this.records.get(channelKey(stream, kind));
  }

  settle(channel: Channel, ordinal: number, bound: number, seeded: number): number {
    const records = channel.records;
    const recorded = records !== undefined && ordinal < records.length ? (records[ordinal] as number) : -1;
    if (recorded >= 0 && recorded < bound) return recorded;
    const { stream, kind } = channel;
    if (recorded >= 0) {
      this.outOfRange++;
      const used = bound - 1;
      this.describe({ stream, kind, ordinal, reason: "out-of-range", bound, recorded, used });
      return used;
    }
    this.missing++;
    const used = this.calm ? 0 : seeded;
    this.describe({ stream, kind, ordinal, reason: "missing", bound, used });
    return used;
  }

  report(channels: readonly Channel[]): ReplayReport {
    const counts = new Map(channels.map(({ stream, kind, count }) => [channelKey(stream, kind), count]));
    let unread = 0;
    for (const [key, values] of this.records) {
      for (let ordinal = counts.get(key) ?? 0; ordinal < values.length; ordinal++) {
        if ((values[ordinal] as number) >= 0) unread++;
      }
    }
    return { missing: this.missing, outOfRange: this.outOfRange, unread, first: [...this.first] };
  }

  private describe(divergence: Divergence): void {
    if (this.first.length < DESCRIBED_DIVERGENCES_MAX) this.first.push(divergence);
  }
}

/** Draws as triples (channel, bound, value) in one growing array. Ordinals follow from the order. */
class Recorder {
  private words = new Int32Array(3 * 256);
  private length = 0;
  private complete = true;

  add(channel: number, bound: number, value: number): void {
    if (this.length === this.words.length && !this.grow()) return;
    this.words[this.length] = channel;
    this.words[this.length + 1] = bound;
    this.words[this.length + 2] = value;
    this.length += 3;
  }

  draws(channels: readonly Channel[]): LabelledDraw[] {
    if (!this.complete)
      throw new Error(`the run made more than ${RECORDED_DRAWS_MAX} draws: its recording is incomplete`);
    const ordinals = new Int32Array(channels.length);
    const draws: LabelledDraw[] = [];
    for (let at = 0; at < this.length; at += 3) {
      const index = this.words[at] as number;
      const { stream, kind } = channels[index] as Channel;
      const ordinal = ordinals[index] as number;
      ordinals[index] = ordinal + 1;
      draws.push({ stream, kind, ordinal, bound: this.words[at + 1] as number, value: this.words[at + 2] as number });
    }
    return draws;
  }

  private grow(): boolean {
    if (this.length >= 3 * RECORDED_DRAWS_MAX) {
      this.complete = false;
      return false;
    }
    const larger = new Int32Array(Math.min(this.words.length * 2, 3 * RECORDED_DRAWS_MAX));
    larger.set(this.words);
    this.words = larger;
    return true;
  }
}

/** Kinds are few words of the simulator, so their hashes are kept; bounded, should a program of ours invent many. */
const KIND_HASHES_MAX = 1_024;
const kindHashes = new Map<string, LabelHash>();

function kindHash(kind: string): LabelHash {
  const known = kindHashes.get(kind);
  if (known !== undefined) return known;
  const hash = hashLabel(kind);
  if (kindHashes.size < KIND_HASHES_MAX) kindHashes.set(kind, hash);
  return hash;
}

function channelKey(stream: string, kind: string): string {
  return `${stream}\n${kind}`;
}

function assertBound(bound: number): void {
  if (!Number.isInteger(bound) || bound < 1 || bound > CHOICE_BOUND_MAX) {
    throw new RangeError(`a choice needs a bound from 1 to ${CHOICE_BOUND_MAX}, not ${bound}`);
  }
}

function assertReplayable(draw: ReplayedDraw): void {
  const valid =
    Number.isInteger(draw.ordinal) &&
    draw.ordinal >= 0 &&
    draw.ordinal < RECORDED_DRAWS_MAX &&
    Number.isInteger(draw.value) &&
    draw.value >= 0 &&
    draw.value < CHOICE_BOUND_MAX;
  if (!valid) throw new RangeError(`${JSON.stringify(draw)} is not a draw that can be replayed`);
}
