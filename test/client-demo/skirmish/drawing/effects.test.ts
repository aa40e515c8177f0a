/** What happens is seen: sparks, light and a kick that is weaker far away, and the points won. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Camera } from '../../../../client-demo/src/skirmish/drawing/camera.ts';
import { Effects } from '../../../../client-demo/src/skirmish/drawing/effects.ts';
import { LightMap } from '../../../../client-demo/src/skirmish/drawing/light-map.ts';
import { ArenaStage } from './arena-stage.ts';

let stage: ArenaStage;
let camera: Camera;

beforeEach(() => {
  stage = new ArenaStage();
  camera = new Camera();
  camera.resize(1280, 800, stage.world);
  camera.jump(1200, 800);
});

const burning = ({ particles }: Effects) => particles.left.filter((left) => left > 0).length;
const half = () => 0.5;

function brightnessAt(effects: Effects, x: number, y: number): number {
  const map = new LightMap(stage.world);
  effects.shine(map);
  map.develop();
  const out = new Float32Array(3);
  map.sample(x, y, out);
  return Math.max(...out);
}

/** How far the view is pushed by a ship that goes out at (x, y). */
function kickOf(x: number, y: number, isCalm = false): number {
  const effects = new Effects(camera, isCalm, half);
  effects.shipOut(stage.ship('other', x, y));
  let most = 0;
  for (let frame = 0; frame < 120; frame += 1) {
    camera.tremble(1 / 60);
    most = Math.max(most, Math.hypot(camera.kickX, camera.kickY));
  }
  return most;
}

describe('effects', () => {
  test('of a ship that goes out: a flash on the floor and many sparks, all over in the end', () => {
    const effects = new Effects(camera, false, half);
    effects.shipOut(stage.ship('other', 1200, 800));
    expect(burning(effects)).toBeGreaterThan(50);
    expect(brightnessAt(effects, 1200, 800)).toBeGreaterThan(0.9);
    for (let frame = 0; frame < 180; frame += 1) effects.advance(stage, 1 / 60);
    expect(burning(effects)).toBe(0);
    expect(brightnessAt(effects, 1200, 800)).toBe(0);
  });

  test('of a drone are smaller than those of a ship', () => {
    const [small, large] = [new Effects(camera, false, half), new Effects(camera, false, half)];
    small.droneOut(stage.drone('d', 1200, 800));
    large.shipOut(stage.ship('s', 1200, 800));
    expect(burning(small)).toBeGreaterThan(0);
    expect(burning(large)).toBeGreaterThan(2 * burning(small));
  });

  test('push the view nearby, less farther off, not at all far away', () => {
    const near = kickOf(1200, 820);
    const off = kickOf(1200 + 350, 800);
    expect(near).toBeGreaterThan(2 * off);
    expect(off).toBeGreaterThan(0);
    expect(kickOf(0, 0)).toBe(0);
  });

  test('do not push the view of who asked for less motion', () => {
    expect(kickOf(1200, 800, true)).toBe(0);
  });

  test('come out of a ship’s engine while it thrusts and is in sight', () => {
    const effects = new Effects(camera, false, half);
    const seen = stage.ship('seen', 1200, 800);
    stage.ship('far', 0, 0).entity.thrusting = true;
    for (let frame = 0; frame < 6; frame += 1) effects.advance(stage, 1 / 60);
    expect(burning(effects)).toBe(0);
    seen.entity.thrusting = true;
    for (let frame = 0; frame < 6; frame += 1) effects.advance(stage, 1 / 60);
    expect(burning(effects)).toBeGreaterThan(1);
  });

  test('show points where they were won, for a while', () => {
    const effects = new Effects(camera, false, half);
    effects.scored(3, stage.drone('d', 70, 80));
    effects.scored(1, undefined);
    const shown = () => effects.popups.filter(({ left }) => left > 0);
    expect(shown()).toEqual([expect.objectContaining({ text: '+3', x: 70, y: 80 })]);
    for (let frame = 0; frame < 90; frame += 1) effects.advance(stage, 1 / 60);
    expect(shown()).toEqual([]);
  });
});
