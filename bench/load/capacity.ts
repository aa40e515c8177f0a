/**
 * How many swarms of 300 drones with two clients each a machine carries: 99 of 100 steps begin no
 * more than 5 ms later than a period after the step before, and hardly one is left out. Ours in one
 * process with its default workers; stock in one process, and in as many as there are cores, with
 * the rooms spread over them. Clients share the cores at a lower priority, as they do on all sides.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchmarkGroup } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { missingWork } from './processes/demand-work.ts';
import { Stand, type StandConfig, type Window } from './processes/stand.ts';

const cores = availableParallelism();
const overdueMsMax = 5;
/** Of the steps that are due. */
const stepShareMin = 0.99;
const clientsPerRoom = 2;
const roomsMax = 4_096;
const growth = 1.6;
/** A neighbour may have spoilt a probe: it is made again before it counts as failed. */
const triesMax = 3;

interface Pace {
  readonly rounds: number;
  readonly settleMs: number;
  readonly probeMs: number;
  readonly confirmMs: number;
  /** The search ends when what is carried and what is not are so close, as a share. */
  readonly precision: number;
  /** A search that has taken so long goes on with what it knows. */
  readonly budgetMs: number;
}
const full: Pace = {
  // Four minutes: hundreds of rooms take their time to open.
  rounds: 1,
  settleMs: 700,
  probeMs: 1_500,
  confirmMs: 6_000,
  precision: 0.08,
  budgetMs: 25_000,
};
const quick: Pace = {
  rounds: 1,
  settleMs: 300,
  probeMs: 500,
  confirmMs: 500,
  precision: 0.25,
  budgetMs: 6_000,
};

/** One server and its rooms, as many as the search wants to see. */
class Search {
  readonly #stand: Stand;
  readonly #pace: Pace;
  #rooms = 0;

  constructor(stand: Stand, pace: Pace) {
    this.#stand = stand;
    this.#pace = pace;
  }

  async roomsCarried(first: number): Promise<number> {
    const { probeMs, confirmMs, precision, budgetMs } = this.#pace;
    const endMs = performance.now() + budgetMs;
    let carried = 0;
    let tooMany = first;
    while (tooMany <= roomsMax && (await this.#carries(tooMany, probeMs))) {
      carried = tooMany;
      tooMany = Math.ceil(tooMany * growth);
    }
    while (tooMany - carried > Math.max(1, carried * precision)) {
      if (carried > 0 && performance.now() > endMs) break;
      const between = Math.floor((carried + tooMany) / 2);
      if (await this.#carries(between, probeMs)) carried = between;
      else tooMany = between;
    }
    while (carried > 0 && !(await this.#carries(carried, confirmMs))) {
      carried = Math.floor(carried * (1 - precision));
    }
    if (carried === 0) throw new Error('not one room is on time: this machine is busy');
    return carried;
  }

  async #carries(rooms: number, ms: number): Promise<boolean> {
    if (!(await this.#resize(rooms))) return false;
    for (let tries = 0; tries < triesMax; tries++) {
      await sleep(this.#pace.settleMs);
      if (isCarried(await this.#stand.window(ms), rooms)) return true;
    }
    return false;
  }

  /** False where the server did not take them all. */
  async #resize(rooms: number): Promise<boolean> {
    const more = rooms - this.#rooms;
    if (more < 0) await this.#stand.close(-more);
    const request = { room: 'swarm', options: { drones: 300 }, rooms: more, clientsPerRoom };
    this.#rooms += more > 0 ? await this.#stand.tryOpen(request) : more;
    return this.#rooms === rooms;
  }
}

function isCarried(window: Window, rooms: number): boolean {
  const { steps, dueSteps, overdue } = window.steps;
  if (missingWork(window, { rooms, clientsPerRoom }) !== undefined) return false;
  // A step of each room may lie just beyond the window's end: stock drifts by up to a period.
  return overdue.p99 <= overdueMsMax && steps + rooms >= dueSteps * stepShareMin;
}

/** A side's rounds: each begins its search where the one before ended. */
function rounds(config: StandConfig, pace: Pace, first: number): () => Promise<number> {
  let begin = first;
  return async () => {
    const carried = await Stand.with(config, (stand) =>
      new Search(stand, pace).roomsCarried(begin),
    );
    begin = Math.max(1, Math.floor(carried / growth));
    return carried;
  };
}

export const benchmark: BenchmarkGroup = {
  name: 'capacity',
  results: [
    { name: 'capacity: beside one process', unit: 'rooms', goal: { ratioMin: 6 } },
    { name: `capacity: beside ${cores} processes`, unit: 'rooms', goal: { ratioMin: 3 } },
  ],
  run: async (options) => {
    const pace = options.quick ? quick : full;
    const { ours, one, many } = await takeTurns(
      {
        ours: rounds({ side: 'ours' }, pace, 64),
        one: rounds({ side: 'stock' }, pace, 32),
        many: rounds({ side: 'stock', servers: cores }, pace, 32),
      },
      pace.rounds,
    );
    return [
      { ours, stock: one },
      { ours, stock: many },
    ];
  },
};
