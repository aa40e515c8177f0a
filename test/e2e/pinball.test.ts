/** Stock SDK clients at rooms/pinball.ts: physics on a worker of its own, seen by everybody. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorsOf, roomStats, startServer, type TestServer } from './harness.ts';
import { create, join } from './player.ts';

interface PinballState {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly balls: ReadonlyMap<string, { readonly x: number; readonly y: number; score: number }>;
  readonly bumpers: ReadonlyMap<string, { readonly hits: number }>;
}

const raised = 0.45;
const atRest = -0.4;

let running: TestServer;
beforeAll(async () => {
  const pinball = new URL('../../rooms/pinball.ts', import.meta.url);
  running = await startServer([], { games: { pinball } });
});
afterAll(() => running.server.close());

test('a client presses the flippers and sees balls fly; others see the same', async () => {
  const host = await create<PinballState>(running.url, 'pinball');
  const guest = await join<PinballState>(running.url, host.room.roomId);
  const { state } = guest;
  await guest.until(() => state.balls.size === 2 && state.bumpers.size === 5);
  expect(state.width).toBe(10);

  // Its own ball falls, as it hears from the server.
  const ball = state.balls.get(guest.sessionId);
  const heights: number[] = [];
  await guest.until(() => heights.push(ball?.y ?? 0) > 60);
  expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(3);

  // One presses left, the other right: both flippers go up, for both.
  const keys = host.room.input<{ left: boolean; right: boolean }>();
  keys.data.left = true;
  keys.send();
  await guest.until(() => state.left > raised);
  expect(state.right).toBeLessThan(atRest);
  guest.input.data.right = true;
  guest.input.send();
  await host.until(() => host.state.right > raised && host.state.left > raised);
  keys.data.left = false;
  keys.send();
  await guest.until(() => state.left < atRest);
  expect(state.right).toBeGreaterThan(raised);

  // Bumpers are met, and give points.
  const score = () => [...state.balls.values()].reduce((sum, one) => sum + one.score, 0);
  await guest.until(() => score() > 0);
  expect([...state.bumpers.values()].some(({ hits }) => hits > 0)).toBe(true);

  expect(roomStats(running.server, host.room.roomId)).toMatchObject({ pinned: true, steals: 0 });
  await host.room.leave();
  await guest.until(() => state.balls.size === 1);
  await guest.room.leave();
  expect(errorsOf(running.logs)).toEqual([]);
});
