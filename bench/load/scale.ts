/**
 * How a server's throughput grows with its workers: steps a second of swarms that are due more
 * often than all workers together can run them, and have no clients. The other column is what one
 * worker did, times their number.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchmarkGroup } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { Stand } from './processes/stand.ts';

/** Rooms for each worker: more of them than it can carry at 240 Hz. */
const roomsPerWorker = 24;
const drones = 8_000;
const rounds = 3;
const warmUpMs = 3_000;
const windowMs = 5_000;
const quickMs = 1_500;
/** Of the steps that are due: above it, the workers were not busy all the time. */
const carriedShareMax = 0.9;
const dashPeriodMs = 1_000 / 240;

const most = availableParallelism();
const counts = Array.from({ length: most - 1 }, (_, at) => at + 2);

async function stepsPerSecond(workers: number, quick: boolean): Promise<number> {
  return Stand.with({ side: 'ours', workers }, async (stand) => {
    const rooms = roomsPerWorker * workers;
    await stand.create('dash', rooms, { drones });
    await sleep(quick ? quickMs : warmUpMs);
    const ms = quick ? quickMs : windowMs;
    const { steps } = await stand.window(ms, dashPeriodMs);
    const due = (rooms * ms) / dashPeriodMs;
    if (steps.rooms !== rooms) throw new Error(`${steps.rooms} of ${rooms} rooms stepped`);
    if (steps.steps > due * carriedShareMax) throw new Error('the workers had time left');
    return (steps.steps * 1_000) / ms;
  });
}

export const benchmark: BenchmarkGroup = {
  name: 'scale',
  results: counts.map((workers) => ({
    name: `scale: throughput of ${workers} workers, beside ${workers} times one`,
    unit: 'steps/s',
    goal: { ratioMin: 0.9 },
  })),
  run: async ({ quick }) => {
    const sides = Object.fromEntries(
      [1, ...counts].map((workers) => [workers, () => stepsPerSecond(workers, quick)]),
    );
    const figures = await takeTurns(sides, quick ? 1 : rounds);
    return counts.map((workers) => ({
      ours: figures[workers]!,
      stock: figures[1]!.map((steps) => steps * workers),
    }));
  },
};
