/**
 * What the others see of a process that ends, in order or not: its rooms leave the list, and the
 * lobbies of those that go on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LobbyWatcher } from '../e2e/lobby-watcher.ts';
import { create, join } from '../e2e/player.ts';
import { type ArenaState, type ChatState, ClusterProcess, createIn } from './cluster.ts';
import { findRedis, RedisServer } from './redis-server.ts';

const executable = findRedis('test/cli/process-death');
/** The watch looks every 5 s, and gives the process 2 s more to answer. */
const unlistedMsMax = 9_000;

describe.runIf(executable !== undefined)('a process that ends', () => {
  let redis: RedisServer;
  let client: Redis;
  let survivor: ClusterProcess;
  let victim: ClusterProcess;
  let lobby: LobbyWatcher;

  beforeEach(async () => {
    redis = await RedisServer.start(executable ?? '');
    client = new Redis(redis.url);
    survivor = await ClusterProcess.start(redis);
    // Before there is another process, so that the lobby is in this one.
    lobby = await LobbyWatcher.join(survivor.url);
    victim = await ClusterProcess.start(redis);
  });
  afterEach(async () => {
    await Promise.all([survivor?.kill(), victim?.kill()]);
    client?.disconnect();
    await redis?.stop();
  });

  it('by kill -9 is noticed: its rooms are listed for some seconds at most', async () => {
    const lost = await createIn<ArenaState>(victim, 'arena', survivor);
    const kept = await createIn<ArenaState>(survivor, 'arena');
    const { roomId } = lost.room;
    await lobby.until(() => lobby.rooms.has(roomId) && lobby.rooms.has(kept.room.roomId));
    await victim.kill();
    expect((await lost.closed()).code).toBe(1006);
    expect(await client.hexists('roomcaches', roomId)).toBe(1);
    await lobby.until(() => !lobby.rooms.has(roomId), unlistedMsMax);
    expect(await client.hkeys('roomcaches')).not.toContain(roomId);
    expect(await client.hlen('roomcount')).toBe(1);
    expect(survivor.complaints).toEqual(['the rooms of a process that is gone are off the list']);
    await expect(join(survivor.url, roomId)).rejects.toThrow(/not found/);
    const { ticks } = kept.state;
    await kept.until(() => kept.state.ticks > ticks + 3);
    await create<ArenaState>(survivor.url, 'arena');
  });

  it('by kill -9 delays who asks for a seat there, and is not chosen again', async () => {
    const lost = await createIn<ArenaState>(victim, 'arena', survivor);
    await victim.kill();
    const asked = performance.now();
    const room = await create<ArenaState>(survivor.url, 'arena');
    expect(survivor.holds(room)).toBe(true);
    await lobby.until(() => lobby.rooms.has(room.room.roomId));
    await expect(join(survivor.url, lost.room.roomId)).rejects.toThrow();
    expect(performance.now() - asked).toBeLessThan(unlistedMsMax);
    await lobby.until(() => !lobby.rooms.has(lost.room.roomId));
    expect(await client.hlen('roomcount')).toBe(1);
  });

  it('only in appearance, because it stood still, has its rooms listed again', async () => {
    const stalled = await createIn<ChatState>(victim, 'chat', survivor);
    const { roomId } = stalled.room;
    await lobby.until(() => lobby.rooms.has(roomId));
    victim.cli.child.kill('SIGSTOP');
    try {
      await expect(join(survivor.url, roomId)).rejects.toThrow();
      expect(await client.hexists('roomcaches', roomId)).toBe(0);
    } finally {
      victim.cli.child.kill('SIGCONT');
    }
    await lobby.until(() => lobby.heard.includes('-chat'));
    // It looks every 5 s whether it was taken off.
    const endMs = performance.now() + unlistedMsMax;
    while (!(await client.hexists('roomcaches', roomId)) && performance.now() < endMs) {
      await sleep(100);
    }
    const guest = await join<ChatState>(survivor.url, roomId);
    expect(victim.holds(guest)).toBe(true);
    // Lobbies hear of it with its next change.
    await lobby.until(() => lobby.rooms.has(roomId));
  });

  it('by SIGTERM tells its clients, and takes its rooms with it at once', async () => {
    const lost = await createIn<ArenaState>(victim, 'arena', survivor);
    const chat = await createIn(victim, 'chat', survivor);
    const ids = [lost.room.roomId, chat.room.roomId];
    await lobby.until(() => ids.every((id) => lobby.rooms.has(id)));
    const { code, stderr, ms } = await victim.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(ms).toBeLessThan(3_000);
    expect((await lost.closed()).code).toBe(4001);
    expect((await chat.closed()).code).toBe(4001);
    await lobby.until(() => !ids.some((id) => lobby.rooms.has(id)), 500);
    const listed = await client.hkeys('roomcaches');
    expect(listed.filter((id) => ids.includes(id))).toEqual([]);
    expect(await client.hlen('roomcount')).toBe(1);
    expect([...victim.complaints, ...survivor.complaints]).toEqual([]);
  });
});
