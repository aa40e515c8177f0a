/**
 * One room takes a worker for itself: with work stealing no other room loses a step, without it
 * those that share its worker do not tick on time. How late they are is bench/load/tail.ts's to
 * say: figures in milliseconds are no business of a test beside other programs.
 */
import { afterEach, expect, test } from 'vitest';
import type { RoomStats } from '../../src/index.ts';
import { startServer, type TestServer } from './harness.ts';
import { type LedgerPlayer, openLedger } from './ledger-player.ts';
import { create } from './player.ts';

const lightRooms = 6;
/** 2.5 s of steps at 20 Hz. */
const ticksWatched = 50;
/** A worker is inside the heavy step for 200 ms at a time. */
const heldUpMs = 50;

let running: TestServer | undefined;
afterEach(async () => running?.server.close());

/** The light rooms' statistics after some seconds beside the heavy one. */
async function runBesideHeavy(
  stealing: boolean,
): Promise<{ heavy: RoomStats; light: RoomStats[] }> {
  running = await startServer(['ledger', 'heavy'], { stealing });
  const { server, url } = running;
  const heavy = await create(url, 'heavy');
  const ledgers: LedgerPlayer[] = [];
  for (let count = 0; count < lightRooms; count++) ledgers.push(await openLedger(url));
  await Promise.all(
    ledgers.map(async ({ player }) => {
      const { tick } = player.state;
      await player.until(() => player.state.tick > tick + ticksWatched);
    }),
  );
  for (const { checked } of ledgers) expect(checked.wrongTicks).toEqual([]);
  const { rooms } = server.stats();
  const isHeavy = (room: RoomStats) => room.roomId === heavy.room.roomId;
  return {
    heavy: rooms.find(isHeavy) as RoomStats,
    light: rooms.filter((room) => !isHeavy(room)),
  };
}

// The machine may stop any program for so long that steps are dropped: three tries.
test('with stealing the others keep every step', { retry: 2 }, async () => {
  const { light } = await runBesideHeavy(true);
  expect(light).toHaveLength(lightRooms);
  expect(light.map((room) => room.droppedSteps)).toEqual(Array(lightRooms).fill(0));
  expect(light.some((room) => room.steals > 0)).toBe(true);
  expect(Math.min(...light.map((room) => room.latenessMs.p99))).toBeLessThan(heldUpMs);
});

test('without it, those that share the heavy room’s worker are late', async () => {
  const { heavy, light } = await runBesideHeavy(false);
  const beside = light.filter((room) => room.home === heavy.home);
  expect(beside).toHaveLength(lightRooms / 2);
  for (const room of light) expect(room.steals).toBe(0);
  for (const room of beside) expect(room.latenessMs.p99).toBeGreaterThan(heldUpMs);
});
