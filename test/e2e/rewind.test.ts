/**
 * Lag compensation with the SDK's own stamps over a slow line: what the room reads of the past is
 * what the client had on its screen when it fired. And what else of time the SDK is told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MapSchema, Schema } from '@colyseus/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { startServer, type TestServer } from './harness.ts';
import { create, type Player } from './player.ts';
import { SlowLine } from './slow-line.ts';

const { Predict } = await loadSdk();

type Target = Schema & { x: number; vx: number };
type Gallery = Schema & { shown: MapSchema<Target>; reckoned: MapSchema<Target> };

interface Shot {
  readonly seq: number;
  readonly shown: number;
  readonly reckoned: number;
  readonly now: number;
}

const delayMs = 100;
const frameMs = 8;
const shots = 60;

let running: TestServer;
let line: SlowLine;
beforeAll(async () => {
  running = await startServer(['gallery']);
  line = await SlowLine.open(running.url, { latencyMs: 40, jitterMs: 15, seed: 9 });
});
afterAll(async () => {
  await line.close();
  await running.server.close();
});

test.for(['reliable', 'unreliable'] as const)(
  'what you see is what you hit: %s',
  {
    timeout: 20_000,
  },
  async (mode) => {
    const player: Player<Gallery> = await create(line.url, 'gallery');
    const { room } = player;
    const input = room.input<{ fire: boolean; aim: number }>({ mode, renderDelay: delayMs });
    const shown = room.state.shown.get('duck') as Target;
    const reckoned = room.state.reckoned.get('duck') as Target;
    const lerp = Predict.get(room, { mode: 'lerp', delay: delayMs });
    lerp.attach(shown, { x: 'lerp' });
    const reckon = Predict.get(room, { renderPresent: false });
    reckon.attach(reckoned, {
      ...{ mode: 'reckon', fields: ['x', 'vx'], smoothMs: 0, substep: 25 },
      step: (target: Target, dt: number) => {
        target.x += target.vx * dt;
      },
    });
    const onScreen = new Map<number, { shown: number; reckoned: number }>();
    await settle(player, () => {
      lerp.tick(performance.now());
      reckon.tick(performance.now());
      input.data.fire = room.clock.smoothedRtt() > 0;
      const drawn = { shown: lerp.value(shown, 'x'), reckoned: reckon.value(reckoned, 'x') };
      const seq = input.send();
      if (input.data.fire) onScreen.set(seq, drawn);
    });
    const heard = player.messages
      .filter(({ type }) => type === 'shot')
      .map(({ payload }) => payload);
    const errors = (heard as Shot[]).slice(shots / 2).map((shot) => {
      const drawn = onScreen.get(shot.seq);
      return {
        shown: Math.abs(shot.shown - (drawn?.shown ?? Number.NaN)),
        reckoned: Math.abs(shot.reckoned - (drawn?.reckoned ?? Number.NaN)),
        uncompensated: Math.abs(shot.now - (drawn?.shown ?? Number.NaN)),
      };
    });
    const typical = (name: keyof (typeof errors)[number]) =>
      errors.map((error) => error[name]).toSorted((a, b) => a - b)[errors.length >> 1];
    expect(errors.length).toBeGreaterThanOrEqual(shots / 2);
    // Stamps are whole ms, and a target moves 0.4 units in one.
    expect(typical('shown')).toBeLessThan(1);
    expect(typical('reckoned')).toBeLessThan(4);
    // 100 ms on purpose and two ways of 40: what a room that reads the present is wrong by.
    expect(typical('uncompensated')).toBeGreaterThan(60);
    await room.leave();
  },
);

/** Frames until the room has answered so many shots. */
async function settle(player: Player<Gallery>, frame: () => void): Promise<void> {
  const endMs = performance.now() + 15_000;
  while (player.messages.filter(({ type }) => type === 'shot').length < shots) {
    if (performance.now() > endMs) throw new Error('the room does not answer shots');
    frame();
    await sleep(frameMs);
  }
}

test('the client is told the step and its sub-steps, to the bit', async () => {
  const player: Player<Gallery> = await create(running.url, 'gallery');
  const input = player.room.input();
  const clock = await player.message<Record<string, number>>('clock');
  expect(clock).toMatchObject({
    subSteps: 4,
    dt: input.stepSeconds,
    subDt: input.subStepSeconds,
    subDtMs: input.subStepMs,
  });
  expect([input.subSteps, input.tickRate, input.patchRate]).toEqual([4, 40, 50]);
  expect(clock.seed).toBeGreaterThanOrEqual(0);
  const another: Player<Gallery> = await create(running.url, 'gallery');
  expect((await another.message<Record<string, number>>('clock')).seed).not.toBe(clock.seed);
  await Promise.all([player.room.leave(), another.room.leave()]);
});
