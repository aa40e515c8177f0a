/** What the whole server did in the last second, while somebody watches. Main thread. */
import type { WorkerIndex } from '../../base/integers.ts';
import { LogHistogram } from '../../base/log-histogram.ts';
import { MainWatch } from '../main-watch.ts';
import type { LatenessCounts, Rooms, Second } from './frames.ts';
import { RoomTable } from './room-table.ts';
import type { RoomTally } from './room-tally.ts';
import type { EngineSources } from './sources.ts';
import { ThreadLoads } from './thread-loads.ts';

/** Of the lateness that is told, ms. */
const boundsMs = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];
const usPerMs = 1_000;
/** At the main thread's event loop: twenty times a second are enough for what is shown. */
const lookEveryMs = 50;

/** What only the view itself knows of the second. */
export type OwnFigures = Pick<Second, 'view' | 'bots' | 'botsError'>;

export class SecondSampler {
  readonly #sources: EngineSources;
  readonly #watch = new MainWatch(lookEveryMs);
  readonly #threads: ThreadLoads;
  readonly #table: RoomTable;
  #lateness = emptyHistogram();
  #ticks: number;
  #steals: number;

  /** Watches and counts from now on, until `end`. */
  constructor(sources: EngineSources, tally: RoomTally, nowMs: number) {
    this.#sources = sources;
    this.#watch.start();
    this.#threads = new ThreadLoads(sources.counters, this.#watch, nowMs);
    this.#table = new RoomTable(sources, tally);
    this.#ticks = this.#ticksSoFar();
    this.#steals = this.#stealsSoFar();
    this.#lateness = this.#latenessSoFar();
  }

  end(): void {
    this.#watch.stop();
  }

  /** Ends a second. */
  take(nowMs: number, own: OwnFigures): { second: Second; rooms: Rooms } {
    const rooms = this.#table.take();
    const [ticks, steals] = [this.#ticksSoFar(), this.#stealsSoFar()];
    const second = {
      clockMs: nowMs - this.#sources.startedAtMs,
      threads: this.#threads.take(nowMs),
      lateness: this.#takeLateness(),
      ticks: ticks - this.#ticks,
      steals: steals - this.#steals,
      ...this.#table.totals,
      mainDelayMs: this.#watch.loopDelayMs().p99,
      ...own,
    };
    this.#ticks = ticks;
    this.#steals = steals;
    this.#watch.resetLoopDelay();
    return { second, rooms };
  }

  #takeLateness(): LatenessCounts {
    const soFar = this.#latenessSoFar();
    const lately = emptyHistogram();
    lately.merge(soFar);
    lately.subtract(this.#lateness);
    this.#lateness = soFar;
    const counts = new Array<number>(boundsMs.length + 1).fill(0);
    for (const [upperUs, count] of lately.bucketCounts()) {
      const at = boundsMs.findIndex((boundMs) => upperUs <= boundMs * usPerMs);
      counts[at === -1 ? boundsMs.length : at]! += count;
    }
    return {
      boundsMs,
      counts,
      p50Ms: lately.percentile(50) / usPerMs,
      p99Ms: lately.percentile(99) / usPerMs,
      maxMs: lately.maxUs / usPerMs,
    };
  }

  #latenessSoFar(): LogHistogram {
    const all = emptyHistogram();
    for (const { lateness } of this.#sources.counters) all.merge(lateness);
    return all;
  }

  #ticksSoFar(): number {
    return this.#sources.counters.reduce((sum, { ticks }) => sum + ticks, 0);
  }

  #stealsSoFar(): number {
    const { counters, scheduler } = this.#sources;
    return counters.reduce((sum, _, worker) => sum + scheduler.stealsOf(worker as WorkerIndex), 0);
  }
}

function emptyHistogram(): LogHistogram {
  return new LogHistogram(new Uint32Array(LogHistogram.words));
}
