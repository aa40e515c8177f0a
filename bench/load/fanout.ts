/**
 * What it costs a server to bring one patch to one client: CPU time of all its threads, by patches
 * that arrived, for a room with 512 clients and 50 things that move, 20 Hz. Once with the same
 * bytes for all, once in a game that takes input, where each client's patch has its own stamp.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { demandWork } from './processes/demand-work.ts';
import { type Side, Stand } from './processes/stand.ts';

const clientsPerRoom = 512;
const rounds = 5;
const warmUpMs = 2_000;
const windowMs = 6_000;
const quickMs = 1_500;
const usPerMs = 1_000;

type Room = 'fanout' | 'fanout-timed';

async function cpuUsPerPatch(side: Side, room: Room, quick: boolean): Promise<number> {
  return Stand.with({ side }, async (stand) => {
    await stand.open({ room, rooms: 1, clientsPerRoom });
    await sleep(quick ? quickMs : warmUpMs);
    const window = await stand.window(quick ? quickMs : windowMs);
    demandWork(window, { rooms: 1, clientsPerRoom });
    return (window.cpuMs * usPerMs) / window.clients.patches;
  });
}

function fanout(room: Room, name: string): Benchmark {
  return {
    name,
    unit: 'µs',
    goal: { ratioMax: 0.6 },
    run: ({ quick }) =>
      interleave({
        rounds: quick ? 1 : rounds,
        warmups: 0,
        ours: () => cpuUsPerPatch('ours', room, quick),
        stock: () => cpuUsPerPatch('stock', room, quick),
      }),
  };
}

export const benchmark: readonly Benchmark[] = [
  fanout('fanout', 'fanout: CPU per patch and recipient, 512 clients'),
  fanout('fanout-timed', 'fanout: the same, each patch with its own stamp'),
];
