/** Ordinary Colyseus rooms beside games, in one server, for stock clients. */
import { defineRoom, LobbyRoom, type matchMaker, QueueRoom } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { LobbyWatcher } from './lobby-watcher.ts';
import chat from './mixed/games/chat.ts';
import { create, join, Player } from './player.ts';

const { Client } = await loadSdk();

interface ArenaState {
  readonly ticks: number;
  readonly fighters: ReadonlyMap<string, { readonly slot: number; readonly name: string }>;
}
interface ChatState {
  readonly lines: readonly string[];
}

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['hidden'], {
    games: {
      arena: new URL('./mixed/games/arena.ts', import.meta.url),
      hidden: new URL('./games/hidden.ts', import.meta.url),
      relay: new URL('./mixed/games/relay.ts', import.meta.url),
    },
    rooms: {
      chat,
      lobby: LobbyRoom,
      queue: defineRoom(QueueRoom, { matchRoomName: 'arena', maxPlayers: 2 }),
    },
  });
});
afterAll(async () => {
  await running.server.close();
  expect(errorsOf(running.logs)).toEqual([]);
});

const arena = (name: string) => create<ArenaState>(running.url, 'arena', { name });

async function leaveAll(...players: { room: { leave(): Promise<number> } }[]): Promise<void> {
  await Promise.all(players.map(({ room }) => room.leave()));
}

describe('an ordinary room', () => {
  test("of the author's keeps its state and messages beside games", async () => {
    expect(running.server.games).toEqual(['arena', 'hidden']);
    expect(running.server.rooms).toEqual(['chat', 'lobby', 'queue', 'relay']);
    const host = await create<ChatState>(running.url, 'chat');
    const guest = await join<ChatState>(running.url, host.room.roomId);
    const fighter = await arena('Ada');
    guest.room.send('say', 'salve');
    await host.until(() => host.state.lines.length === 1);
    expect(host.state.lines[0]).toBe('salve');
    await fighter.until(() => fighter.state.ticks > 3);
    expect(running.server.stats().rooms.map(({ game }) => game)).toEqual(['arena']);
    await leaveAll(host, guest, fighter);
  });

  test('may be the default export of a module of `games`: a relay', async () => {
    const relay = await new Client(running.url).create('relay', { name: 'Ada' });
    const ada = new Player<object>(relay as Player<object>['room']);
    const bo = await join(running.url, relay.roomId, { name: 'Bo' });
    bo.room.send('wave', { times: 2 });
    expect(await ada.message('wave')).toEqual([bo.sessionId, { times: 2 }]);
    await leaveAll(ada, bo);
  });
});

describe('a lobby', () => {
  test('lists games as they come, fill, empty and go', async () => {
    const first = await arena('Ada');
    const lobby = await LobbyWatcher.join(running.url);
    const { roomId } = first.room;
    expect(lobby.rooms.get(roomId)).toMatchObject({ name: 'arena', clients: 1, locked: false });

    const second = await join<ArenaState>(running.url, roomId);
    await lobby.until(() => lobby.rooms.get(roomId)?.locked === true);
    await lobby.until(() => lobby.clientsOf(roomId) === 2);
    await leaveAll(second);
    await lobby.until(() => lobby.clientsOf(roomId) === 1);
    await lobby.until(() => lobby.rooms.get(roomId)?.locked === false);

    const other = await arena('Bo');
    await lobby.until(() => lobby.clientsOf(other.room.roomId) === 1);
    await leaveAll(first, other);
    await lobby.until(() => lobby.rooms.size === 0);
    expect(lobby.heard.filter((text) => text.startsWith('-'))).toEqual(['-arena', '-arena']);
    expect(new Set(lobby.heard)).toEqual(new Set(['rooms', '+arena', '-arena']));
    await leaveAll(lobby.player);
  });

  test('is not told of a game with realtimeListing: false, but lists it at first', async () => {
    const before = await LobbyWatcher.join(running.url);
    const hidden = await create(running.url, 'hidden');
    const shown = await arena('Ada');
    await before.until(() => before.clientsOf(shown.room.roomId) === 1);
    expect([...before.rooms.keys()]).toEqual([shown.room.roomId]);
    await leaveAll(before.player);
    await eventually(() => running.server.stats().rooms.length === 2);
    const after = await LobbyWatcher.join(running.url);
    expect(after.rooms.has(hidden.room.roomId)).toBe(true);
    await leaveAll(after.player, hidden, shown);
  });

  test('follows metadata, private and unlisted, and filters, as stock', async () => {
    const lobby = await LobbyWatcher.join(running.url);
    const filtered = await LobbyWatcher.join(running.url, {
      filter: { name: 'chat', metadata: { title: 'cooks' } },
    });
    const room = await create<ChatState>(running.url, 'chat', { title: 'smiths' });
    const { roomId } = room.room;
    await lobby.until(() => lobby.rooms.get(roomId)?.metadata?.title === 'smiths');
    expect(filtered.rooms.size).toBe(0);

    room.room.send('list', { metadata: { title: 'cooks' } });
    await filtered.until(() => filtered.rooms.has(roomId));
    await lobby.until(() => lobby.rooms.get(roomId)?.metadata?.title === 'cooks');
    room.room.send('lock');
    await lobby.until(() => lobby.rooms.get(roomId)?.locked === true);

    room.room.send('list', { private: true });
    await lobby.until(() => !lobby.rooms.has(roomId));
    room.room.send('list', { private: false });
    await lobby.until(() => lobby.rooms.has(roomId));
    await leaveAll(room);
    await lobby.until(() => !lobby.rooms.has(roomId));
    await leaveAll(lobby.player, filtered.player);
  });

  test('never sees an unlisted room, as stock, which can be joined all the same', async () => {
    const before = await LobbyWatcher.join(running.url);
    const room = await create<ChatState>(running.url, 'chat', { unlisted: true });
    const shown = await arena('Ada');
    await before.until(() => before.clientsOf(shown.room.roomId) === 1);
    expect(before.rooms.has(room.room.roomId)).toBe(false);
    await leaveAll(before.player);
    await eventually(() => before.player.closing !== undefined);
    const after = await LobbyWatcher.join(running.url);
    expect([...after.rooms.keys()]).toEqual([shown.room.roomId]);
    const guest = await join<ChatState>(running.url, room.room.roomId);
    await leaveAll(after.player, guest, room, shown);
  });
});

test('a queue matches two players into a game', async () => {
  const names = ['Ada', 'Bo'];
  const waiting = await Promise.all(
    names.map(async (name) => {
      const room = await new Client(running.url).joinOrCreate('queue', { rank: 1, name });
      return new Player<object>(room as Player<object>['room']);
    }),
  );
  const fighters = await Promise.all(
    waiting.map(async (player) => {
      const seat = await player.message<matchMaker.ISeatReservation>('seat');
      const room = await new Client(running.url).consumeSeatReservation<ArenaState>(seat);
      player.room.send('confirm');
      return new Player<ArenaState>(room as Player<ArenaState>['room']);
    }),
  );
  const [ada, bo] = fighters as [Player<ArenaState>, Player<ArenaState>];
  expect(ada.room.roomId).toBe(bo.room.roomId);
  for (const fighter of fighters) {
    await fighter.until(() => fighter.state.fighters?.size === 2);
    const present = [...fighter.state.fighters.values()].map(({ name }) => name);
    expect(present.toSorted()).toEqual(names);
  }
  for (const player of waiting) expect((await player.closed()).code).toBe(1000);
  await leaveAll(...fighters);
});
