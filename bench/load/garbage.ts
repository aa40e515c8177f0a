/**
 * What garbage does to a server and to who plays there: collections on the threads that run steps,
 * and how much longer than a period a client waits for a patch. 20 swarms of 300 drones with two
 * clients each. bench/gate/garbage.ts looks at one room's ticks, to the byte.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchmarkGroup } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { demandWork } from './processes/demand-work.ts';
import { type Side, Stand, type Window } from './processes/stand.ts';

const rooms = 20;
const clientsPerRoom = 2;
const rounds = 3;
/** Until the code is compiled: until then, it is what is collected. */
const warmUpMs = 15_000;
const windowMs = 20_000;
const quickMs = 3_000;

function play(side: Side, quick: boolean): Promise<Window> {
  // What clients see must not be their own waiting for a core.
  return Stand.with({ side, clientsPriority: 0 }, async (stand) => {
    await stand.open({ room: 'swarm', options: { drones: 300 }, rooms, clientsPerRoom });
    await sleep(quick ? quickMs : warmUpMs);
    const window = await stand.window(quick ? quickMs : windowMs);
    demandWork(window, { rooms, clientsPerRoom });
    return window;
  });
}

function perThousandSteps({ steps, stepCollections }: Window): number {
  return (stepCollections * 1_000) / steps.steps;
}

export const benchmark: BenchmarkGroup = {
  name: 'garbage: under load',
  results: [
    {
      name: 'garbage: collections per 1,000 steps, where steps run',
      unit: 'collections',
      goal: { oursMax: 0 },
    },
    {
      name: 'garbage: p99 of what a client waits beyond a period',
      unit: 'ms',
      goal: { ratioMax: 1 / 5 },
    },
    { name: 'garbage: the longest that a client waits beyond a period', unit: 'ms' },
  ],
  run: async ({ quick }) => {
    const { ours, stock } = await takeTurns(
      { ours: () => play('ours', quick), stock: () => play('stock', quick) },
      quick ? 1 : rounds,
    );
    const both = (of: (window: Window) => number) => ({
      ours: ours.map(of),
      stock: stock.map(of),
    });
    return [
      both(perThousandSteps),
      both(({ clients }) => clients.pause.p99),
      both(({ clients }) => clients.pause.max),
    ];
  },
};
