/** A client that has stopped reading for good: what was kept for it goes when its time is over. */
import { matchMaker } from '@colyseus/core';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { clientBacklogBytesMax, closeGraceMs } from '../../src/base/limits.ts';
import { joinCrowd, openCrowd } from './crowd-player.ts';
import { startServer } from './harness.ts';

test('its socket is destroyed after a grace, with its backlog', { timeout: 40_000 }, async () => {
  const { server, url } = await startServer(['crowd']);
  const reader = await openCrowd(url, 10_000);
  const sleeper = await joinCrowd(url, reader.room.roomId);
  await reader.until(() => reader.state.guests === 2);
  const { clients } = matchMaker.getLocalRoomById(reader.room.roomId);
  const { ref } = clients.getById(sleeper.sessionId) as unknown as {
    ref: WebSocket & { _socket: { writableLength: number } | null; pingCount: number };
  };
  const socket = ref._socket;
  // As if it still answered pings: or the transport would end it for that, sometimes first.
  const pongs = setInterval(() => {
    ref.pingCount = 0;
  }, 100);
  const { ws } = sleeper.room.connection.transport as unknown as { ws: WebSocket };
  ws.pause();
  await reader.until(() => reader.state.guests === 1, 20_000);
  const closedAtMs = performance.now();
  expect(socket?.writableLength).toBeGreaterThan(clientBacklogBytesMax / 2);
  await new Promise((resolve) => ref.once('close', resolve));
  clearInterval(pongs);
  expect(performance.now() - closedAtMs).toBeLessThan(closeGraceMs + 2_000);
  expect(socket?.writableLength).toBe(0);
  await reader.frames(3);
  await server.close();
});
