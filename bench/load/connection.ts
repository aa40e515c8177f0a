/**
 * What a client costs a server in memory: resident bytes with 5,000 clients in 100 rooms less
 * those with half of them, by client. Idle: in a room where nobody moves, and nobody is sent a
 * thing. Playing: two inputs a second from each, and two patches to each: few enough for one thread
 * on a slow machine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchmarkGroup } from '../harness/benchmark.ts';
import { takeTurns } from '../harness/interleave.ts';
import { moveFrame } from './clients/move-frame.ts';
import { type Side, Stand } from './processes/stand.ts';

const clientsPerRoom = 50;
const rooms = 50;
const quickRooms = 12;
/**
 * Rooms that are there before: what a server takes once is no client's. One room is not enough for
 * that: a thread's young generation, 16 MiB and more, is only taken as joins fill it.
 */
const roomsBefore = 50;
const perSecond = 2;
const rounds = 2;
const playMs = 10_000;
const quickMs = 2_000;
const bytesPerKb = 1_024;

interface PerClient {
  readonly idleKb: number;
  readonly playingKb: number;
}

async function memoryPerClient(side: Side, quick: boolean): Promise<PerClient> {
  const count = quick ? quickRooms : rooms;
  const clients = count * clientsPerRoom;
  return Stand.with({ side }, async (stand) => {
    await stand.open({ room: 'crowd', rooms: roomsBefore, clientsPerRoom });
    const before = await stand.rssBytes();
    await stand.open({ room: 'crowd', rooms: count, clientsPerRoom });
    const idle = await stand.rssBytes();
    await stand.send(moveFrame(), perSecond);
    await sleep(quick ? quickMs : playMs);
    const window = await stand.window(quickMs, 1_000 / perSecond);
    const playing = await stand.rssBytes();
    const { lost, patches, wallMs } = window.clients;
    const players = clients + roomsBefore * clientsPerRoom;
    const duePatches = (players * perSecond * wallMs) / 1_000;
    if (lost > 0 || patches < duePatches * 0.75) {
      throw new Error(`${patches} of ${Math.round(duePatches)} patches arrived, ${lost} cut off`);
    }
    const idleKb = (idle - before) / clients / bytesPerKb;
    return { idleKb, playingKb: idleKb + (playing - idle) / players / bytesPerKb };
  });
}

export const benchmark: BenchmarkGroup = {
  name: 'connection',
  results: [
    { name: 'connection: memory per idle client', unit: 'KiB', goal: { ratioMax: 1 } },
    { name: 'connection: memory per playing client', unit: 'KiB', goal: { ratioMax: 1 } },
  ],
  run: async ({ quick }) => {
    const { ours, stock } = await takeTurns(
      { ours: () => memoryPerClient('ours', quick), stock: () => memoryPerClient('stock', quick) },
      quick ? 1 : rounds,
    );
    const both = (of: (side: PerClient) => number) => ({
      ours: ours.map(of),
      stock: stock.map(of),
    });
    return [both(({ idleKb }) => idleKb), both(({ playingKb }) => playingKb)];
  },
};
