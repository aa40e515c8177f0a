/**
 * Two `hypogeum serve` processes and a Redis: one server to stock clients. A seat may be in
 * another process than the one that was asked for it.
 */
import type { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { LobbyWatcher } from '../e2e/lobby-watcher.ts';
import { join, Player } from '../e2e/player.ts';
import {
  type ArenaState,
  type ChatState,
  ClusterProcess,
  comesBack,
  createIn,
  cutOff,
} from './cluster.ts';
import { findRedis, RedisServer } from './redis-server.ts';

const { Client } = await loadSdk();
const executable = findRedis('test/cli/several-processes');

describe.runIf(executable !== undefined)('two processes', () => {
  let redis: RedisServer;
  let a: ClusterProcess;
  let b: ClusterProcess;

  beforeAll(async () => {
    redis = await RedisServer.start(executable ?? '');
    [a, b] = await Promise.all([ClusterProcess.start(redis), ClusterProcess.start(redis)]);
  });
  afterAll(async () => {
    const ends = await Promise.all([a?.stop(), b?.stop()]);
    await redis?.stop();
    for (const { code, stderr, ms } of ends) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(ms).toBeLessThan(3_000);
    }
    expect([...a.complaints, ...b.complaints]).toEqual([]);
  });

  it('seat clients of one in rooms of the other, whose game they play there', async () => {
    for (const [holder, other] of [[a, b] as const, [b, a] as const]) {
      const host = await createIn<ArenaState>(holder, 'arena', other);
      const guest = await join<ArenaState>(other.url, host.room.roomId);
      expect(holder.holds(guest)).toBe(true);
      await host.until(() => host.state.fighters.size === 2);
      guest.room.send('say', 'salve');
      expect(await host.message('say')).toMatchObject({ payload: 'salve' });
      await guest.frames(3);
      await guest.room.leave();
      await host.until(() => host.state.fighters.size === 1);
      await host.room.leave();
    }
  });

  it('fill each other’s rooms by joinOrCreate', async () => {
    const host = await createIn<ArenaState>(a, 'arena');
    const room = await new Client(b.url).joinOrCreate<ArenaState>('arena');
    expect(room.roomId).toBe(host.room.roomId);
    await host.until(() => host.state.fighters.size === 2);
    await Promise.all([room.leave(), host.room.leave()]);
  });

  it('share a lobby, which sees the rooms of both as they come and go', async () => {
    const lobbies = [await LobbyWatcher.join(a.url), await LobbyWatcher.join(b.url)];
    const hosts = [await createIn<ArenaState>(a, 'arena'), await createIn<ArenaState>(b, 'arena')];
    for (const lobby of lobbies) {
      for (const { room } of hosts) await lobby.until(() => lobby.clientsOf(room.roomId) === 1);
    }
    const guest = await join<ArenaState>(a.url, hosts[1]?.room.roomId ?? '');
    for (const lobby of lobbies) {
      await lobby.until(() => lobby.clientsOf(guest.room.roomId) === 2);
      await lobby.until(() => lobby.rooms.get(guest.room.roomId)?.locked === true);
    }
    await Promise.all([guest, ...hosts].map(({ room }) => room.leave()));
    for (const lobby of lobbies) {
      for (const { room } of hosts) await lobby.until(() => !lobby.rooms.has(room.roomId));
      await lobby.player.room.leave();
    }
  });

  it('match the players of a queue, whichever process they asked', async () => {
    const seats = await Promise.all(
      [a, b].map(async ({ url }) => {
        const room = await new Client(url).joinOrCreate('queue', { rank: 1 });
        const player = new Player<object>(room as Player<object>['room']);
        return player.message<matchMaker.ISeatReservation>('seat');
      }),
    );
    const [one, two] = await Promise.all(
      seats.map((seat, index) => {
        const { url } = index === 0 ? a : b;
        return new Client(url).consumeSeatReservation<ArenaState>(seat);
      }),
    );
    expect(one?.roomId).toBe(two?.roomId);
    await Promise.all([one?.leave(), two?.leave()]);
  });

  it('take a client back into its game, by itself and by its token', async () => {
    const player = await createIn<ArenaState>(a, 'arena', b);
    const { sessionId } = player;
    await comesBack(player);
    expect(a.holds(player)).toBe(true);
    const { ticks } = player.state;
    await player.until(() => player.state.ticks > ticks + 3);
    player.room.send('say', 'again');
    expect(await player.message('say')).toMatchObject({ from: sessionId });
    const { reconnectionToken } = player.room;
    cutOff(player);
    await player.closed();
    const room = await new Client(b.url).reconnect<ArenaState>(reconnectionToken);
    const back = new Player<ArenaState>(room as Player<ArenaState>['room']);
    expect([back.sessionId, a.holds(back)]).toEqual([sessionId, true]);
    await back.until(() => back.state.fighters?.has(sessionId));
    await room.leave();
  });

  it('see in their lobby what a game says of itself', async () => {
    const lobby = await LobbyWatcher.join(b.url);
    const player = await createIn<ArenaState>(a, 'arena', b);
    const { roomId } = player.room;
    player.room.send('title', 'finals');
    await lobby.until(() => lobby.rooms.get(roomId)?.metadata?.title === 'finals');
    await player.room.leave();
    await lobby.until(() => !lobby.rooms.has(roomId));
    await lobby.player.room.leave();
  });

  it('take a client back into its room by itself', async () => {
    const player = await createIn<ChatState>(a, 'chat', b);
    const { room } = player;
    await comesBack(player);
    expect(a.holds(player)).toBe(true);
    room.send('say', 'again');
    await player.until(() => room.state.lines.length === 1);
    await room.leave();
  });

  it('take a client back by its token, asked of the other process', async () => {
    const player = await createIn<ChatState>(a, 'chat');
    const { sessionId, reconnectionToken, roomId } = player.room;
    cutOff(player);
    await player.closed();
    const room = await new Client(b.url).reconnect<ChatState>(reconnectionToken);
    expect([room.sessionId, room.roomId]).toEqual([sessionId, roomId]);
    const back = new Player<ChatState>(room as Player<ChatState>['room']);
    expect(a.holds(back)).toBe(true);
    room.send('say', 'again');
    await back.until(() => room.state.lines?.length === 1);
    await room.leave();
  });
});
