/** The pinball table between two patches: balls and flippers glide, bumpers glow, points pop up. */
import { describe, expect, test } from 'vitest';
import { HeldKeys } from '../../../client-demo/src/pinball/held-keys.ts';
import type { Ball, Bumper, PinballState } from '../../../client-demo/src/pinball/pinball-state.ts';
import { standingsOf } from '../../../client-demo/src/pinball/standings.ts';
import { ageOf, glowOf, TableScene } from '../../../client-demo/src/pinball/table-scene.ts';
import { flipper, launch } from '../../../rooms/pinball/layout.ts';

const patchMs = 1000 / 30;

const ball = (more: Partial<Ball> = {}): Ball => ({
  ...{ x: 5, y: 10, angle: 0, score: 0, lost: 0, name: 'Ada', hue: 0 },
  ...more,
});
const stateOf = (
  balls: Record<string, Ball>,
  bumpers: Record<string, Bumper> = {},
  left = flipper.rest,
): PinballState => ({
  ...{ left, right: flipper.rest },
  balls: new Map(Object.entries(balls)),
  bumpers: new Map(Object.entries(bumpers)),
});

describe('a scene', () => {
  test('glides a ball from where it was drawn, and goes a little past a late patch', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball() }), 0);
    scene.patch(stateOf({ ada: ball({ x: 6 }) }), patchMs);
    const at = (ms: number) => {
      scene.advance(patchMs + ms);
      return scene.balls.get('ada')?.x ?? 0;
    };
    expect(at(0)).toBe(5);
    expect(at(patchMs / 2)).toBeCloseTo(5.5, 1);
    expect(at(patchMs)).toBeCloseTo(6, 1);
    expect(at(patchMs * 9)).toBeCloseTo(6.25, 1);
  });

  test('puts a ball that came in again where it is, without a trail across the table', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball({ y: 0 }) }), 0);
    for (let frame = 0; frame < 4; frame += 1) scene.trace(frame * 16);
    expect(scene.balls.get('ada')?.trail).toHaveLength(12);
    scene.patch(stateOf({ ada: ball({ y: 18.5, lost: 1 }) }), patchMs);
    scene.advance(patchMs);
    expect(scene.balls.get('ada')).toMatchObject({ y: 18.5, fromY: 18.5, trail: [] });
  });

  test('forgets a trail as it gets old', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball() }), 0);
    for (let frame = 0; frame < 100; frame += 1) scene.trace(frame * 10);
    const { trail = [] } = scene.balls.get('ada') ?? {};
    expect(trail.length / 3).toBeGreaterThan(15);
    expect(trail.length / 3).toBeLessThan(20);
  });

  test('has a ball that was not placed yet come in where all do', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball({ x: 0, y: 0 }) }), 0);
    expect(scene.balls.get('ada')).toMatchObject({ x: launch.x, y: launch.y });
  });

  test('turns flippers on their way, and not past their end', () => {
    const scene = new TableScene();
    scene.patch(stateOf({}), 0);
    scene.patch(stateOf({}, {}, flipper.raised), patchMs);
    scene.advance(patchMs * 1.5);
    expect(scene.left).toBeGreaterThan(flipper.rest);
    expect(scene.left).toBeLessThan(flipper.raised);
    scene.advance(patchMs * 5);
    expect(scene.left).toBeCloseTo(flipper.raised);
    expect(scene.right).toBe(flipper.rest);
  });

  test('lets a bumper glow when it is hit, not when it is first seen', () => {
    const bumper = (hits: number) => ({ b0: { x: 3, y: 14, radius: 0.8, hits } });
    const scene = new TableScene();
    const glow = (ms: number) => glowOf(scene.bumpers.get('b0') as never, ms);
    scene.patch(stateOf({}, bumper(5)), 0);
    expect(glow(0)).toBe(0);
    scene.patch(stateOf({}, bumper(6)), 1_000);
    expect(glow(1_000)).toBe(1);
    expect(glow(1_100)).toBeLessThan(1);
    expect(glow(1_500)).toBe(0);
  });

  test('shows points where they were made, for a while', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball({ score: 300 }) }), 0);
    expect(scene.pops).toEqual([]);
    scene.patch(stateOf({ ada: ball({ score: 500, hue: 9 }) }), 100);
    expect(scene.pops).toMatchObject([{ points: 200, x: 5, y: 10 }]);
    const [pop] = scene.pops;
    expect(pop && [ageOf(pop, 100), ageOf(pop, 5_000)]).toEqual([0, 1]);
    scene.advance(5_000);
    expect(scene.pops).toEqual([]);
  });

  test('loses the ball of who leaves', () => {
    const scene = new TableScene();
    scene.patch(stateOf({ ada: ball(), bo: ball() }), 0);
    scene.patch(stateOf({ bo: ball() }), patchMs);
    expect([...scene.balls.keys()]).toEqual(['bo']);
    scene.clear();
    expect(scene.balls.size).toBe(0);
    expect(scene.bumpers.size).toBeGreaterThan(0);
  });
});

test('keys are told when what is held changes, whatever holds it', () => {
  const told: object[] = [];
  const held = new HeldKeys((keys) => told.push(keys));
  held.press('ArrowLeft', 'left');
  held.press('KeyA', 'left');
  held.press('ArrowLeft', 'left'); // a key that repeats
  held.release('ArrowLeft');
  held.press(7, 'right');
  held.release('KeyA');
  held.release('unknown');
  held.releaseAll();
  expect(told).toEqual([
    { left: true, right: false },
    { left: true, right: true },
    { left: false, right: true },
    { left: false, right: false },
  ]);
});

test('the best is first, and equals keep their places', () => {
  const balls = { c: ball({ score: 100 }), a: ball(), b: ball(), d: ball({ score: 900 }) };
  expect(standingsOf(stateOf(balls)).map(({ key }) => key)).toEqual(['d', 'c', 'a', 'b']);
  expect(standingsOf({})).toEqual([]);
});
