/**
 * The visits of the last seconds, of all lanes, in columns of a fixed size: the newest replaces the
 * oldest, so a page that stays open for a week takes no more memory than in its first minute.
 * Thread-neutral; written by the stream, read by what draws.
 *
 * A visit's sequence number counts all visits ever taken. Those from `first` up to `end` are here;
 * one's columns are at `at(sequence)`.
 */
import type { Frame } from '../frames.ts';

/** Numbers a visit takes in a frame. */
const visitNumbers = 5;

/** 21 s at the 600 visits in 100 ms that a frame has at most. */
const visitsDefault = 2 ** 17;
/** 51 s at 100 ms. */
const framesDefault = 2 ** 9;

export class VisitRing {
  readonly lane: Uint16Array;
  readonly room: Int32Array;
  readonly startMs: Float64Array;
  readonly durationMs: Float32Array;
  /** Negative for a visit without a step: it took in records only. */
  readonly latenessMs: Float32Array;
  /** The worker it was stolen from, or -1. */
  readonly stolenFrom: Int16Array;
  readonly #mask: number;
  readonly #frameToMs: Float64Array;
  readonly #frameFirst: Float64Array;
  #frames = 0;
  #end = 0;

  /** Both are powers of two. */
  constructor(visits = visitsDefault, frames = framesDefault) {
    this.lane = new Uint16Array(visits);
    this.room = new Int32Array(visits);
    this.startMs = new Float64Array(visits);
    this.durationMs = new Float32Array(visits);
    this.latenessMs = new Float32Array(visits);
    this.stolenFrom = new Int16Array(visits);
    this.#mask = visits - 1;
    this.#frameToMs = new Float64Array(frames);
    this.#frameFirst = new Float64Array(frames);
  }

  /** One past the newest visit's sequence number: how many visits were ever taken. */
  get end(): number {
    return this.#end;
  }

  /** The oldest visit's sequence number. */
  get first(): number {
    return Math.max(0, this.#end - this.#mask - 1);
  }

  /** What the columns take, which never changes. */
  get bytes(): number {
    const { lane, room, startMs, durationMs, latenessMs, stolenFrom } = this;
    const columns = [lane, room, startMs, durationMs, latenessMs, stolenFrom];
    const all = [...columns, this.#frameToMs, this.#frameFirst];
    return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The newest moment that a frame has told of; 0 before the first. */
  get newestMs(): number {
    return this.#frames === 0 ? 0 : this.#toMsOf(this.#frames - 1);
  }

  /** The oldest moment of which all is here. */
  get oldestMs(): number {
    return this.#frames === 0 ? 0 : this.#toMsOf(this.#oldestFrame());
  }

  at(sequence: number): number {
    return sequence % (this.#mask + 1);
  }

  /** Gives the number of stolen visits among those taken. */
  addFrame({ fromMs, toMs, lanes }: Frame): number {
    const frame = this.#frames % this.#frameToMs.length;
    this.#frameToMs[frame] = toMs;
    this.#frameFirst[frame] = this.#end;
    this.#frames += 1;
    let stolen = 0;
    for (const { worker, visits } of lanes) {
      for (let from = 0; from + visitNumbers <= visits.length; from += visitNumbers) {
        stolen += this.#add(worker, fromMs, visits, from);
      }
    }
    return stolen;
  }

  /**
   * The sequence number from which on all visits are that frames ending after `ms` told of. A frame
   * has the visits that ended in it, so these are all that ended after `ms`.
   */
  firstSince(ms: number): number {
    let low = this.#oldestFrame();
    let high = this.#frames;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#toMsOf(middle) > ms) high = middle;
      else low = middle + 1;
    }
    if (low === this.#frames) return this.#end;
    return Math.max(this.first, this.#frameFirst[low % this.#frameFirst.length]!);
  }

  /** Forgets everything: another server's clock is another clock. */
  clear(): void {
    this.#frames = 0;
    this.#end = 0;
  }

  #add(worker: number, fromMs: number, visits: readonly number[], from: number): number {
    const at = this.at(this.#end);
    const stolenFrom = visits[from + 4]!;
    this.lane[at] = worker;
    this.room[at] = visits[from]!;
    this.startMs[at] = fromMs + visits[from + 1]! / 1000;
    this.durationMs[at] = visits[from + 2]! / 1000;
    this.latenessMs[at] = visits[from + 3]! / 1000;
    this.stolenFrom[at] = stolenFrom;
    this.#end += 1;
    return stolenFrom >= 0 ? 1 : 0;
  }

  #toMsOf(frame: number): number {
    return this.#frameToMs[frame % this.#frameToMs.length]!;
  }

  /** The oldest frame whose visits are all here still. */
  #oldestFrame(): number {
    const length = this.#frameFirst.length;
    let oldest = Math.max(0, this.#frames - length);
    while (oldest < this.#frames && this.#frameFirst[oldest % length]! < this.first) oldest += 1;
    return oldest;
  }
}
