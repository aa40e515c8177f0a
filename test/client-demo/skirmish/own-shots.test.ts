/** Own shots fly where the room's do, as often as the room lets them, and end with the room's. */
import { describe, expect, test } from 'vitest';
import { OwnShots } from '../../../client-demo/src/skirmish/own-shots.ts';
import { ship, shot } from '../../../rooms/skirmish/numbers.ts';

const world = { width: 2_400, height: 1_600 };
const seconds = 1 / 30;
const fire = { thrust: 0, turn: 0, fire: true };
const muzzle = { x: 100, y: 50, heading: 0 };
const missesAll = () => false;

/** Runs so many steps; fires from the muzzle whenever that is allowed. */
function run(shots: OwnShots, steps: number, move = fire, isAlive = true): number {
  let fired = 0;
  for (let step = 0; step < steps; step += 1) {
    if (!shots.step(move, isAlive, seconds, world)) continue;
    shots.fire(muzzle, 7, 0, seconds, world);
    fired += 1;
  }
  return fired;
}

describe('own shots', () => {
  test('are fired as often as the room fires', () => {
    expect(run(new OwnShots(), ship.reload * 3 + 1)).toBe(4);
  });

  test('are not fired by who is out, or does not want to', () => {
    expect(run(new OwnShots(), 20, fire, false)).toBe(0);
    expect(run(new OwnShots(), 20, { ...fire, fire: false })).toBe(0);
  });

  test('have gone one stride in the step that fires them, and are drawn on the way', () => {
    const shots = new OwnShots();
    run(shots, 1);
    const stride = shot.speed * seconds;
    shots.advance(0.5, world, missesAll);
    expect(shots.shots[0]?.x).toBeCloseTo(muzzle.x + stride / 2);
    run(shots, 1, { ...fire, fire: false });
    shots.advance(1, world, missesAll);
    expect(shots.shots[0]?.x).toBeCloseTo(muzzle.x + stride * 2);
  });

  test('take the place of the room’s, the oldest first, and end with them', () => {
    const shots = new OwnShots();
    run(shots, ship.reload + 1);
    shots.confirm(['s1']);
    expect([shots.has('s1'), shots.has('s2')]).toEqual([true, false]);
    shots.confirm(['s1', 's2']);
    shots.confirm(['s2']);
    expect(shots.shots.map(({ confirmed }) => confirmed)).toEqual(['s2']);
    expect(shots.has('s1')).toBe(false);
    shots.confirm([]);
    expect(shots.shots).toEqual([]);
  });

  test('leave alone what the room fired and this page did not', () => {
    const shots = new OwnShots();
    shots.confirm(['s1']);
    expect(shots.has('s1')).toBe(false);
  });

  test('are taken back where the room fired none', () => {
    const shots = new OwnShots();
    run(shots, 1);
    run(shots, 31, { ...fire, fire: false });
    expect(shots.shots).toEqual([]);
  });

  test('go out where they meet somebody, and still stand for the room’s', () => {
    const shots = new OwnShots();
    run(shots, 1);
    shots.advance(1, world, () => true);
    expect(shots.shots[0]?.isOut).toBe(true);
    shots.confirm(['s1']);
    expect(shots.has('s1')).toBe(true);
  });

  test('go out at the end of their life, though the room’s is heard of later', () => {
    const shots = new OwnShots();
    run(shots, 1);
    shots.confirm(['s1']);
    run(shots, shot.life - 1, { ...fire, fire: false });
    shots.advance(1, world, missesAll);
    expect(shots.shots[0]?.isOut).toBe(false);
    run(shots, 1, { ...fire, fire: false });
    shots.advance(1, world, missesAll);
    expect(shots.shots[0]?.isOut).toBe(true);
  });
});
