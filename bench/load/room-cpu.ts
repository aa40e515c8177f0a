/**
 * What a second of a room costs a server: the CPU time of all its threads, sockets and clients
 * included, for swarms of 300 drones with two clients each, 20 Hz. Both sides carry the same rooms,
 * few enough for either to be on time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuCost, costOf, cpuCost } from './processes/cpu-cost.ts';
import { demandWork } from './processes/demand-work.ts';
import { periodMs, type Side, Stand } from './processes/stand.ts';

const rooms = 32;
const clientsPerRoom = 2;
/** Until both sides' code is compiled as well as it will be. */
const warmUpMs = 10_000;
const windowMs = 8_000;
const quickMs = 2_500;

async function perRoomSecond(side: Side, quick: boolean): Promise<CpuCost> {
  return Stand.with({ side }, async (stand) => {
    await stand.open({ room: 'swarm', options: { drones: 300 }, rooms, clientsPerRoom });
    await sleep(quick ? quickMs : warmUpMs);
    const window = await stand.window(quick ? quickMs : windowMs);
    demandWork(window, { rooms, clientsPerRoom });
    return costOf((window.steps.steps * periodMs) / 1_000, 1, window);
  });
}

export const benchmark = cpuCost({
  name: 'room-cpu: CPU of the server per room and second, swarm of 300, 2 clients',
  unit: 'ms',
  goal: { ratioMax: 1 / 8 },
  measure: perRoomSecond,
});
