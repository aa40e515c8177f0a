/** The example games as rooms/lobby.ts lists them: who plays where, and which ones are private. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './harness.ts';
import { LobbyWatcher } from './lobby-watcher.ts';
import { create, join } from './player.ts';

const names = ['skirmish', 'parlor', 'pinball', 'swarm', 'lobby'];

let running: TestServer;
let watcher: LobbyWatcher;
beforeAll(async () => {
  const games = Object.fromEntries(
    names.map((name) => [name, new URL(`../../rooms/${name}.ts`, import.meta.url)]),
  );
  running = await startServer([], { games });
  watcher = await LobbyWatcher.join(running.url);
});
afterAll(() => running.server.close());

const playersOf = (roomId: string) => {
  return (watcher.rooms.get(roomId)?.metadata as { players?: unknown } | undefined)?.players;
};

test('skirmish tells who plays, as they come, are renamed and go', async () => {
  const ada = await create(running.url, 'skirmish', { name: '  Ada ', drones: 0 });
  const { roomId } = ada.room;
  const bo = await join(running.url, roomId, {});
  const told = (expected: readonly string[]) =>
    watcher.until(() => JSON.stringify(playersOf(roomId)) === JSON.stringify(expected));
  await told(['Ada', 'pilot']);
  bo.room.send('name', { name: 'Bo' });
  await told(['Ada', 'Bo']);
  const others = [];
  for (let more = 0; more < 8; more += 1) others.push(await join(running.url, roomId, { name: 7 }));
  await watcher.until(() => watcher.clientsOf(roomId) === 10);
  expect(playersOf(roomId)).toHaveLength(8);
  await Promise.all(others.map(({ room }) => room.leave()));
  await ada.room.leave();
  await told(['Bo']);
  await bo.room.leave();
  await watcher.until(() => !watcher.rooms.has(roomId));
});

test.for(['skirmish', 'parlor', 'pinball', 'swarm'])(
  'a private %s is found by its id only',
  async (game) => {
    const host = await create(running.url, game, { private: true, drones: 4 });
    const open = await create(running.url, game, { private: 'yes', drones: 4 });
    await watcher.until(() => watcher.rooms.has(open.room.roomId));
    expect(watcher.rooms.has(host.room.roomId)).toBe(false);
    const guest = await join(running.url, host.room.roomId);
    expect(watcher.heard.filter((heard) => heard === `+${game}`).length).toBeGreaterThan(0);
    expect(watcher.rooms.has(host.room.roomId)).toBe(false);
    await Promise.all([host, open, guest].map(({ room }) => room.leave()));
  },
);
