/**
 * The SDK's own prediction over a slow line, against skirmish: what a client predicts of its ship
 * is what the room comes to, bit for bit, so nothing is ever corrected; and what it shows of others
 * is where they were, or where they are.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Predict as PredictOf } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Flyer, flightFields, fly } from '../../rooms/skirmish/flight.ts';
import type { Move, Ship, State } from '../../rooms/skirmish/state.ts';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';
import { SlowLine } from './slow-line.ts';

const { Predict } = await loadSdk();

type Skirmish = InstanceType<typeof State>;
type ShipState = InstanceType<typeof Ship>;
type Held = Pick<InstanceType<typeof Move>, 'thrust' | 'turn' | 'fire'>;
type Pilot = Player<Skirmish>;

const frameMs = 7;
const delayMs = 150;

let running: TestServer;
let line: SlowLine;
beforeAll(async () => {
  const games = { skirmish: new URL('../../rooms/skirmish.ts', import.meta.url) };
  running = await startServer([], { games });
  // A round trip of 80 ms and what the jitter adds.
  line = await SlowLine.open(running.url, { latencyMs: 40, jitterMs: 25, seed: 5 });
});
afterAll(async () => {
  await line.close();
  await running.server.close();
});

/** Runs frames for so long: what is due is sent, then `draw` sees what a frame would. */
async function play(
  pilot: Pilot,
  predict: PredictOf<Skirmish>,
  limitMs: number,
  steer: (move: Held, step: number) => void,
  draw: () => void = () => {},
): Promise<void> {
  const input = pilot.room.input<Held>();
  const endMs = performance.now() + limitMs;
  let step = 0;
  while (performance.now() < endMs) {
    const due = predict.tick(performance.now());
    for (let i = 0; i < due; i++) {
      steer(input.data, step++);
      input.send();
    }
    draw();
    await sleep(frameMs);
  }
}

/** Turns, thrusts and lets go, as a pilot does. */
function weave(move: Held, step: number): void {
  move.thrust = step % 50 < 35 ? 1 : 0;
  move.turn = [0, 1, 0, -1, -1][Math.floor(step / 12) % 5];
  move.fire = step % 20 === 0;
}

// The machine may stop this program until the ship is taken for abandoned, and drifts: three tries.
test('the own ship needs no correction over a line of 80 ms and jitter', {
  retry: 2,
  timeout: 15_000,
}, async () => {
  const pilot: Pilot = await create(line.url, 'skirmish', { drones: 0 });
  const own = pilot.state.ships.get(pilot.sessionId) as ShipState;
  const predict = Predict.get(pilot.room);
  const input = pilot.room.input<Held>();
  const corrections: number[] = [];
  const me = predict.reconciler(own, {
    input,
    fields: flightFields,
    step: (ctx, ship: Flyer, move: Held) => fly(ship, move, ctx.dt),
    warnOnDivergence: 1e-9,
    onReconcile: () => void corrections.push(me.lastCorrectionMag),
  });
  const start = { x: own.x, y: own.y };
  await play(pilot, predict, 5_000, weave);

  expect(pilot.room.clock.smoothedRtt()).toBeGreaterThan(75);
  expect(corrections.length).toBeGreaterThan(40);
  expect(corrections.filter((size) => size !== 0)).toEqual([]);
  expect(me.drift).toEqual({ ema: 0, peak: 0 });
  // It has flown, and ahead of what the room has told so far.
  expect(Math.hypot(own.x - start.x, own.y - start.y)).toBeGreaterThan(20);
  expect(me.pendingCount).toBeGreaterThan(1);
  expect((me.state as Flyer).x).not.toBe(own.x);
  await pilot.room.leave();
});

test('a step that differs in the least from the room’s is found out', async () => {
  const pilot: Pilot = await create(line.url, 'skirmish', { drones: 0 });
  const own = pilot.state.ships.get(pilot.sessionId) as ShipState;
  const predict = Predict.get(pilot.room);
  const me = predict.reconciler(own, {
    input: pilot.room.input<Held>(),
    fields: flightFields,
    step: (ctx, ship: Flyer, move: Held) => fly(ship, move, ctx.dt * 1.000_1),
    warnOnDivergence: 1e9,
  });
  await play(pilot, predict, 1_500, weave);
  expect(me.drift.peak).toBeGreaterThan(0);
  await pilot.room.leave();
}, 15_000);

test('others are shown where they were (lerp), and where they are (reckon)', async () => {
  const other: Pilot = await create(running.url, 'skirmish', { drones: 0 });
  const viewer: Pilot = await join(line.url, other.room.roomId);
  await viewer.until(() => viewer.state.ships.has(other.sessionId));
  const seen = viewer.state.ships.get(other.sessionId) as ShipState;
  const room = viewer.room;
  const past = Predict.get(room, { mode: 'lerp', delay: delayMs });
  past.attach(seen, { x: 'lerp', y: 'lerp' });
  const present = Predict.get(room);
  present.attach(seen, {
    mode: 'reckon',
    fields: ['x', 'y', 'vx', 'vy'],
    smoothMs: 0,
    substep: 1000 / 30,
    step: (ship: ShipState, dt: number) => {
      ship.x += ship.vx * dt;
      ship.y += ship.vy * dt;
    },
  });
  const truth: { at: number; x: number }[] = [];
  const shown: { at: number; x: number; now: number; reckoned: number }[] = [];
  const mover = Predict.get(other.room);
  viewer.room.onStateChange(() => truth.push({ at: room.clock.lastServerTime(), x: seen.x }));
  const straight = (move: Held) => {
    move.thrust = 1;
  };
  await play(other, mover, 3_000, straight, () => {
    past.tick(performance.now());
    present.tick(performance.now());
    const now = room.clock.serverNow();
    const at = now - delayMs - room.clock.smoothedRtt() / 2;
    const reckoned = present.value(seen, 'x');
    shown.push({ at, x: past.value(seen, 'x'), now, reckoned });
  });
  const trueX = (at: number): number | undefined => {
    const next = truth.findIndex((sample) => sample.at >= at);
    const [from, to] = [truth[next - 1], truth[next]];
    if (from === undefined || to === undefined || Math.abs(to.x - from.x) > 1_000) return undefined;
    return from.x + ((to.x - from.x) * (at - from.at)) / (to.at - from.at);
  };
  const settled = shown.slice(Math.floor(shown.length / 3));
  const pastErrors = settled.map(({ at, x }) => Math.abs((trueX(at) ?? x) - x)).toSorted();
  const nowErrors = settled.map(({ now, reckoned }) =>
    Math.abs((trueX(now) ?? reckoned) - reckoned),
  );
  expect(settled.filter(({ at }) => trueX(at) !== undefined).length).toBeGreaterThan(100);
  expect(median(pastErrors)).toBeLessThan(1);
  // Reckoned some 100 ms ahead at up to 650 units a second, where the lerp is 65 units behind.
  expect(median(nowErrors)).toBeLessThan(15);
  await Promise.all([other.room.leave(), viewer.room.leave()]);
}, 15_000);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
