/**
 * Structures inside structures, from real threads to stock clients: at every tick a client's
 * decoded state is what the room said it is, for those that were there and those that came later,
 * while two workers take the rooms from each other.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';

interface Cabinet {
  readonly tick: number;
  toJSON(): Json;
}
interface Truth {
  readonly tick: number;
  readonly json: Json;
}
type Json = Record<string, unknown>;

const ticks = 60;
let running: TestServer;
beforeAll(async () => {
  running = await startServer(['cabinet']);
});
afterAll(async () => running.server.close());

test('every client has what the room has, at every tick', async () => {
  const seeds = [1, 2, 3, 4, 5];
  const checked = await Promise.all(seeds.map((seed) => playRoom(seed)));
  expect(Math.min(...checked)).toBeGreaterThan(ticks / 2);
  const { workers } = running.server.stats();
  expect(workers.reduce((steals, worker) => steals + worker.steals, 0)).toBeGreaterThan(0);
});

/** Ticks at which the least lucky of the room's clients was compared. */
async function playRoom(seed: number): Promise<number> {
  const host = await create<Cabinet>(running.url, 'cabinet', { seed });
  const watched = [watch(host)];
  for (let late = 0; late < 3; late++) {
    await host.frames(15);
    watched.push(watch(await join<Cabinet>(running.url, host.room.roomId)));
  }
  await host.frames(ticks);
  const counts = await Promise.all(watched.map(({ count }) => count));
  await Promise.all(watched.map(({ player }) => player.room.leave()));
  return Math.min(...counts.map((count) => count()));
}

function watch(player: Player<Cabinet>): { player: Player<Cabinet>; count: () => number } {
  let compared = 0;
  let wrong: unknown;
  player.room.onStateChange((state) => {
    const truth = player.messages.findLast(
      ({ type, payload }) => type === 'truth' && (payload as Truth).tick === state.tick,
    );
    if (truth === undefined || wrong !== undefined) return;
    try {
      expect(sorted(state.toJSON())).toEqual(sorted((truth.payload as Truth).json));
      compared++;
    } catch (error) {
      wrong = error;
    }
  });
  const count = (): number => {
    if (wrong !== undefined) throw wrong;
    return compared;
  };
  return { player, count };
}

/** Sets have no order that both sides share. */
function sorted(json: Json): Json {
  const owners = Object.entries(json.owners as Record<string, Json>).map(([key, owner]) => {
    return [key, { ...owner, tags: [...(owner.tags as string[])].sort() }];
  });
  const doors = (json.doors as Json[]).map((door) => JSON.stringify(door)).sort();
  return { ...json, doors, owners: Object.fromEntries(owners) };
}
