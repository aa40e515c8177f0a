/**
 * Which worker a new pinned room goes to: the one with the most time to spare. Main thread; reads
 * what workers and rooms have counted.
 *
 * A worker's time to spare is what its pinned rooms leave of it, each counted with the share of its
 * step's interval that a visit has taken (the median). What else a worker is doing says little: it
 * moves to other workers when pinned rooms come. So that decides only among workers whose pinned
 * rooms leave the same, and keeps a room off a worker that is inside a very long tick just now.
 */
import { monotonicMs } from '../../base/clock.ts';
import type { RoomIndex, WorkerIndex } from '../../base/integers.ts';
import type { WorkerStats } from '../../channel/worker-stats.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { RoomLink } from '../room/room-link.ts';
import type { NamedGame } from '../room/room-services.ts';

/** Share of a worker that a pinned room counts with before its first step, and at least. */
const shareAssumed = 0.05;
const shareMin = 0.002;
/** Workers whose pinned shares differ by less are as good. */
const shareMargin = 0.02;
/** A worker that has been inside one visit for so long is taken only if all are. */
const stuckMs = 200;
/** How busy workers are is looked at over this time at least. */
const windowMs = 1_000;
const usPerMs = 1_000;

/** A GameRoom, as far as this goes. */
export interface HostedRoom {
  readonly game: NamedGame;
  readonly link: Pick<RoomLink, 'index' | 'header'> | undefined;
}

type BusyTime = Pick<WorkerStats, 'busyMs' | 'visitingSinceMs'>;

export class PinnedHomes {
  readonly #rooms: ReadonlyMap<RoomIndex, HostedRoom>;
  readonly #scheduler: Pick<Scheduler, 'homeOf'>;
  readonly #workers: readonly BusyTime[];
  /** When the window began, and what each worker had been busy for by then. */
  #windowAtMs = monotonicMs();
  #busyBeforeMs: number[];

  constructor(
    rooms: ReadonlyMap<RoomIndex, HostedRoom>,
    scheduler: Pick<Scheduler, 'homeOf'>,
    workers: readonly BusyTime[],
  ) {
    this.#rooms = rooms;
    this.#scheduler = scheduler;
    this.#workers = workers;
    this.#busyBeforeMs = workers.map(() => 0);
  }

  /** For a room that opens at once. */
  choose(): WorkerIndex {
    const nowMs = monotonicMs();
    const busy = this.#workers.map((worker) => worker.busyMs + visitMs(worker, nowMs));
    const recent = busy.map((ms, worker) => ms - (this.#busyBeforeMs[worker] as number));
    if (nowMs - this.#windowAtMs > windowMs) {
      this.#windowAtMs = nowMs;
      this.#busyBeforeMs = busy;
    }
    const free = [...this.#workers.keys()].filter(
      (worker) => visitMs(this.#workers[worker] as BusyTime, nowMs) < stuckMs,
    );
    return best(free.length > 0 ? free : [...this.#workers.keys()], this.#shares(), recent);
  }

  /** Per worker, the share of its time that its pinned rooms take. */
  #shares(): number[] {
    const shares = this.#workers.map(() => 0);
    for (const { link, game } of this.#rooms.values()) {
      if (link === undefined || game.definition.placement !== 'pinned') continue;
      const { stepTime } = link.header;
      const medianMs = stepTime.percentile(50) / usPerMs;
      const share = stepTime.count > 0 ? medianMs / game.definition.stepMs : shareAssumed;
      const home = this.#scheduler.homeOf(link.index);
      shares[home] = (shares[home] as number) + Math.max(shareMin, share);
    }
    return shares;
  }
}

/** The least busy of the candidates whose pinned rooms take least, give or take the margin. */
function best(
  candidates: readonly number[],
  shares: readonly number[],
  busyMs: readonly number[],
): WorkerIndex {
  const least = Math.min(...candidates.map((worker) => shares[worker] as number));
  const [first, ...others] = candidates.filter(
    (worker) => (shares[worker] as number) - least < shareMargin,
  );
  const chosen = others.reduce(
    (least, worker) => ((busyMs[worker] as number) < (busyMs[least] as number) ? worker : least),
    first as number,
  );
  return chosen as WorkerIndex;
}

function visitMs({ visitingSinceMs }: BusyTime, nowMs: number): number {
  return visitingSinceMs === 0 ? 0 : nowMs - visitingSinceMs;
}
