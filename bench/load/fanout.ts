/**
 * What it costs a server to bring one patch to one client: CPU time of all its threads, by patches
 * that arrived, for a room with 512 clients and 50 things that move, 20 Hz. Once with the same
 * bytes for all, once in a game that takes input, where each client's patch has its own stamp.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuCost, costOf, cpuCost } from './processes/cpu-cost.ts';
import { demandWork } from './processes/demand-work.ts';
import { type Side, Stand } from './processes/stand.ts';

const clientsPerRoom = 512;
const warmUpMs = 2_000;
const windowMs = 6_000;
const quickMs = 1_500;
const usPerMs = 1_000;

type Room = 'fanout' | 'fanout-timed';

async function perPatch(room: Room, side: Side, quick: boolean): Promise<CpuCost> {
  return Stand.with({ side }, async (stand) => {
    await stand.open({ room, rooms: 1, clientsPerRoom });
    await sleep(quick ? quickMs : warmUpMs);
    const window = await stand.window(quick ? quickMs : windowMs);
    demandWork(window, { rooms: 1, clientsPerRoom });
    return costOf(window.clients.patches, usPerMs, window);
  });
}

function fanout(room: Room, name: string) {
  return cpuCost({
    name,
    unit: 'µs',
    goal: { ratioMax: 0.6 },
    measure: (side, quick) => perPatch(room, side, quick),
  });
}

export const benchmark = [
  fanout('fanout', 'fanout: CPU per patch and recipient, 512 clients'),
  fanout('fanout-timed', 'fanout: the same, each patch with its own stamp'),
];
