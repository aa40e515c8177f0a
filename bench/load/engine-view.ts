/**
 * What the engine view costs a server while one browser watches: CPU time of its main thread, and
 * of all its threads, as a share of a core, less what the same server takes unwatched. The two take
 * turns, in short windows, in one server, which runs four swarms of 50 drones at 240 Hz: 96 visits
 * a frame. Small ones, and nobody is in them: what the view costs depends on how many visits there
 * are, and what else the server does is noise here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchmarkGroup } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { demandWork } from './processes/demand-work.ts';
import { Stand, type Window } from './processes/stand.ts';

const rooms = 4;
const periodMs = 1_000 / 240;
const rounds = 30;
const warmUpMs = 10_000;
const windowMs = 2_000;
const quickMs = 2_000;
/** The first frames compile what they run. */
const settleMs = 500;

/** Shares of a core. */
interface Load {
  readonly main: number;
  readonly all: number;
}

async function measure(quick: boolean) {
  const ms = quick ? quickMs : windowMs;
  return Stand.with({ side: 'ours', engineView: true }, async (stand) => {
    await stand.create('dash', rooms, { drones: 50 });
    await watched(stand, () => sleep(quick ? quickMs : warmUpMs));
    const look = async () => loadOf(await stand.window(ms, periodMs));
    const turns = { watched: () => watched(stand, look), alone: look };
    const loads = await takeTurns(turns, quick ? 1 : rounds);
    return loads.watched.map((load, round) => {
      const alone = loads.alone[round] as Load;
      return { main: load.main - alone.main, all: load.all - alone.all };
    });
  });
}

/** What `use` finds while one watches, which reads all that it is sent and looks at none of it. */
async function watched<Result>(stand: Stand, use: () => Promise<Result>): Promise<Result> {
  const abort = new AbortController();
  const response = await fetch(`${stand.urls[0]}/engine/stream`, { signal: abort.signal });
  if (response.body === null || !response.ok) throw new Error(`the view says ${response.status}`);
  let bytes = 0;
  const reading = (async () => {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) bytes += chunk.length;
  })().catch(() => {});
  await sleep(settleMs);
  const result = await use();
  abort.abort();
  await reading;
  if (bytes === 0) throw new Error('the view told nothing');
  await sleep(settleMs);
  return result;
}

function loadOf(window: Window): Load {
  demandWork(window, { rooms, clientsPerRoom: 0 });
  const { wallMs } = window.clients;
  return { main: window.mainCpuMs / wallMs, all: window.cpuMs / wallMs };
}

export const benchmark: BenchmarkGroup = {
  name: 'engine-view: what one watcher costs at 960 visits a second',
  results: [
    {
      name: 'engine-view: CPU of a watched server, as a share of a core',
      unit: 'cores',
      goal: { oursMax: 0.01 },
    },
    { name: 'engine-view: of which on the main thread', unit: 'cores' },
  ],
  run: async ({ quick }) => {
    const costs = await measure(quick);
    return [{ ours: costs.map(({ all }) => all) }, { ours: costs.map(({ main }) => main) }];
  },
};
