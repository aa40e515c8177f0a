/** A client that stops reading: closed with a reason, at nobody's cost but its own. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { clientBacklogBytesMax } from '../../src/base/limits.ts';
import { addsUp, joinCrowd, openCrowd } from './crowd-player.ts';
import { eventually, startServer, type TestServer } from './harness.ts';
import { openLedger } from './ledger-player.ts';
import type { Player } from './player.ts';

const things = 10_000;
/** Bytes of a patch in which everything moved: refId, two fields. */
const patchBytesMin = things * 12;
const streamLimitMs = 15_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let running: TestServer | undefined;
afterEach(async () => running?.server.close());

function socketOf<State extends object>(player: Player<State>): WebSocket {
  return (player.room.connection.transport as unknown as { ws: WebSocket }).ws;
}

/** Bytes of buffers that are in use. */
function bufferBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}

test('a client that stops reading is closed, and others do not notice', {
  timeout: 40_000,
}, async () => {
  running = await startServer(['crowd', 'ledger']);
  const { server, url, logs } = running;
  const reader = await openCrowd(url, things);
  const sleeper = await joinCrowd(url, reader.room.roomId);
  const elsewhere = await openLedger(url);
  await reader.until(() => reader.state.guests === 2);
  const before = bufferBytes();

  // What it gets once it reads again is of no interest to it.
  sleeper.room.connection.events.onmessage = () => {};
  socketOf(sleeper).pause();
  await reader.until(() => reader.state.guests === 1, streamLimitMs);
  expect(server.stats().totals.clientsClosed).toBe(1);
  expect(logs.filter(({ level }) => level >= 40)).toMatchObject([
    { session: sleeper.sessionId, msg: expect.stringContaining('reads too slowly') },
  ]);

  // Nothing more is kept for it.
  const held = bufferBytes();
  await reader.frames(40);
  expect(bufferBytes() - held).toBeLessThan(10 * patchBytesMin);
  expect(addsUp(reader.state)).toBe(true);
  expect([reader.fullStates, reader.closing]).toEqual([1, undefined]);
  const { player, checked } = elsewhere;
  await player.frames(3);
  expect([player.fullStates, player.closing, checked.wrongTicks]).toEqual([1, undefined, []]);

  // It reads on, finds the reason at the end, and what was kept for it is gone.
  socketOf(sleeper).resume();
  expect(await sleeper.closed()).toEqual({ code: 4002, reason: 'the client reads too slowly' });
  await reader.frames(5);
  await eventually(() => bufferBytes() - before < clientBacklogBytesMax / 2);
});
