/**
 * What the workers ran since the last frame: reads their traces, ten times a second while somebody
 * watches, and makes workers write them for so long only. Main thread, the traces' only reader.
 */
import type { WorkerIndex } from '../../base/integers.ts';
import type { VisitReader } from '../../channel/visit-trace.ts';
import type { Frame, Lane } from './frames.ts';
import type { RoomTally } from './room-tally.ts';
import type { EngineSources } from './sources.ts';

/** A frame tells so many visits at most, over all lanes. */
export const visitsPerFrameMax = 600;
const numbersPerVisit = 5;

/** A frame as all watchers get it. */
export type SharedFrame = Omit<Frame, 'missed'>;

export class FrameSampler {
  readonly #sources: EngineSources;
  readonly #tally: RoomTally;
  /** Per worker, what was found for this frame; the arrays are used again. */
  readonly #found: number[][];
  readonly #readers: VisitReader[];
  #fromMs = 0;

  constructor(sources: EngineSources, tally: RoomTally) {
    this.#sources = sources;
    this.#tally = tally;
    this.#found = sources.traces.map(() => []);
    this.#readers = this.#found.map((found) => (room, startUs, durationUs, latenessUs, from) => {
      this.#tally.add(room, durationUs, latenessUs);
      found.push(room, startUs, durationUs, latenessUs, from);
    });
  }

  /** Workers write from now on. `nowMs` is of base/clock, as in `take`. */
  begin(nowMs: number): void {
    this.#fromMs = nowMs;
    for (const trace of this.#sources.traces) trace.watch(true);
  }

  end(): void {
    for (const trace of this.#sources.traces) trace.watch(false);
  }

  /** To be used before the next call: its arrays are written to again. */
  take(nowMs: number): SharedFrame {
    const { traces, scheduler, startedAtMs } = this.#sources;
    const fromMs = this.#fromMs;
    this.#fromMs = nowMs;
    const lost = traces.map((trace, worker) => {
      this.#found[worker]!.length = 0;
      return trace.read(fromMs, this.#readers[worker]!);
    });
    const numbers = this.#found.reduce((sum, found) => sum + found.length, 0);
    const share = Math.min(1, (visitsPerFrameMax * numbersPerVisit) / numbers);
    return {
      fromMs: toUs(fromMs - startedAtMs),
      toMs: toUs(nowMs - startedAtMs),
      stealing: scheduler.isStealing,
      lanes: this.#found.map((found, worker) => this.#lane(worker, found, share, lost[worker]!)),
    };
  }

  #lane(worker: number, found: readonly number[], share: number, lost: number): Lane {
    const { scheduler, pool } = this.#sources;
    const visits = share < 1 ? thinned(found, share) : found;
    return {
      worker,
      alive: pool.isAlive(worker as WorkerIndex),
      queued: scheduler.queuedOf(worker as WorkerIndex),
      skipped: lost + (found.length - visits.length) / numbersPerVisit,
      visits,
    };
  }
}

/** To the microsecond: further digits would only be bytes. */
function toUs(ms: number): number {
  return Math.round(ms * 1e3) / 1e3;
}

/** So large a share of the visits, spread evenly. */
function thinned(found: readonly number[], share: number): number[] {
  const visits: number[] = [];
  for (let at = 0; at < found.length; at += numbersPerVisit) {
    const index = at / numbersPerVisit;
    if (Math.floor((index + 1) * share) === Math.floor(index * share)) continue;
    for (let part = 0; part < numbersPerVisit; part++) visits.push(found[at + part]!);
  }
  return visits;
}
