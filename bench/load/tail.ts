/**
 * How late steps are where rooms differ: 40 swarms of 300 drones beside a room whose step takes
 * 30 ms, each with a client. Late against an ideal schedule, and the deviation from a period after
 * the step before. Ours, ours with rooms that stay on their home worker, and stock.
 *
 * And 16 swarms beside a room whose step never ends before the next is due, on two workers: the
 * heavy room has a worker for itself, and the others the other one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, BenchmarkGroup, Samples } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { demandWork } from './processes/demand-work.ts';
import { Stand, type StandConfig } from './processes/stand.ts';
import type { StepTimes } from './processes/step-times.ts';

const workers = 2;
const rounds = 3;
/** 800 steps a second: a second of them has eight beyond p99. */
const windowMs = 20_000;
/** The first steps of all rooms run cold code. */
const warmUpMs = 4_000;
const quickMs = 2_000;

interface Scene {
  readonly swarms: number;
  readonly drones: number;
  readonly beside: 'heavy' | 'endless';
}

const heavy: Scene = { swarms: 40, drones: 300, beside: 'heavy' };
const endless: Scene = { swarms: 16, drones: 100, beside: 'endless' };

function stepTimes(config: StandConfig, scene: Scene, quick: boolean): Promise<StepTimes> {
  return Stand.with(config, async (stand) => {
    const { swarms, drones, beside } = scene;
    await stand.open({ room: 'swarm', options: { drones }, rooms: swarms, clientsPerRoom: 1 });
    await stand.open({ room: beside, options: { drones }, rooms: 1, clientsPerRoom: 1 });
    await sleep(quick ? quickMs : warmUpMs);
    const window = await stand.window(quick ? quickMs : windowMs);
    // Without stealing, and in stock, steps are dropped: that is what is shown, so it is no error.
    if (config.side === 'ours' && config.stealing !== false) demandSwarms(window, swarms);
    else if (window.steps.rooms !== swarms) throw new Error(`${window.steps.rooms} rooms stepped`);
    return window.steps;
  });
}

/** The other room's client and patches are not counted. */
function demandSwarms(window: Parameters<typeof demandWork>[0], rooms: number): void {
  const clients = { ...window.clients, clients: window.clients.clients - 1 };
  demandWork({ ...window, clients }, { rooms, clientsPerRoom: 1 });
}

const measures = ['lateness', 'deviation'] as const;
const quantiles = ['p99', 'p999'] as const;
const rivals = ['off', 'stock'] as const;
const quantileNames = { p99: 'p99', p999: 'p99.9' };
const rivalNames = { off: 'stealing off', stock: 'stock' };
const ratioMax = { off: 1 / 10, stock: 1 / 20 };

const figures = rivals.flatMap((rival) =>
  measures.flatMap((measure) =>
    quantiles.map((quantile) => ({ rival, measure, quantile, isGoal: quantile === 'p99' })),
  ),
);

const besideHeavy: BenchmarkGroup = {
  name: 'tail: beside a heavy room',
  results: figures.map(({ rival, measure, quantile, isGoal }) => ({
    name: `tail: ${quantileNames[quantile]} ${measure}, beside ${rivalNames[rival]}`,
    unit: 'ms',
    ...(isGoal && { goal: { ratioMax: ratioMax[rival] } }),
  })),
  run: async ({ quick }) => {
    const sides = await takeTurns(
      {
        ours: () => stepTimes({ side: 'ours', workers }, heavy, quick),
        off: () => stepTimes({ side: 'ours', workers, stealing: false }, heavy, quick),
        stock: () => stepTimes({ side: 'stock' }, heavy, quick),
      },
      quick ? 1 : rounds,
    );
    return figures.map(({ rival, measure, quantile }): Samples => {
      const of = (rounds: readonly StepTimes[]) => rounds.map((times) => times[measure][quantile]);
      return { ours: of(sides.ours), stock: of(sides[rival]) };
    });
  },
};

const besideEndless: Benchmark = {
  name: 'tail: beside an endless room, p99 lateness, stealing on / off',
  unit: 'ms',
  goal: { oursMax: 2 },
  run: async ({ quick }) => {
    const { ours, off } = await takeTurns(
      {
        ours: () => stepTimes({ side: 'ours', workers }, endless, quick),
        off: () => stepTimes({ side: 'ours', workers, stealing: false }, endless, quick),
      },
      quick ? 1 : rounds,
    );
    const of = (rounds: readonly StepTimes[]) => rounds.map(({ lateness }) => lateness.p99);
    return { ours: of(ours), stock: of(off) };
  },
};

export const benchmark: readonly (Benchmark | BenchmarkGroup)[] = [besideHeavy, besideEndless];
