/** The camera sees across the world's seams, follows its ship the short way, and comes to rest. */
import { describe, expect, test } from 'vitest';
import { Camera } from '../../../../client-demo/src/skirmish/drawing/camera.ts';

const world = { width: 2400, height: 1600 };

function cameraAt(x: number, y: number, width = 1280, height = 800): Camera {
  const camera = new Camera();
  camera.resize(width, height, world);
  camera.jump(x, y);
  return camera;
}

describe('a camera', () => {
  test('has what it is on in the middle, and its neighbours across the seam beside it', () => {
    const camera = cameraAt(10, 800);
    expect(camera.screenX(10)).toBe(640);
    expect(camera.screenX(2390)).toBeCloseTo(640 - 20 * camera.zoom);
    expect(camera.screenY(820)).toBeCloseTo(400 + 20 * camera.zoom);
  });

  test.for([
    [390, 844],
    [844, 390],
    [1280, 800],
    [5120, 1440],
  ] as const)('shows no place twice on a screen of %s by %s', ([width, height]) => {
    const camera = cameraAt(0, 0, width, height);
    expect(width / camera.zoom).toBeLessThanOrEqual(world.width);
    expect(height / camera.zoom).toBeLessThanOrEqual(world.height);
  });

  test('follows the short way round, and is there within half a second', () => {
    const camera = cameraAt(2390, 1590);
    camera.follow(20, 30, 1 / 60);
    expect(camera.x > 2390 || camera.x < 20).toBe(true);
    for (let frame = 0; frame < 30; frame += 1) camera.follow(20, 30, 1 / 60);
    expect(camera.x).toBeCloseTo(20, 0);
    expect(camera.y).toBeCloseTo(30, 0);
  });

  test('trembles after a blow, more after a heavy one, and then comes to rest', () => {
    const reach = (strength: number): number => {
      const camera = cameraAt(0, 0);
      camera.kick(strength);
      let most = 0;
      for (let frame = 0; frame < 90; frame += 1) {
        camera.tremble(1 / 60);
        most = Math.max(most, Math.abs(camera.kickX), Math.abs(camera.kickY));
      }
      expect(Math.abs(camera.kickX) + Math.abs(camera.kickY)).toBe(0);
      return most;
    };
    expect(reach(0.3)).toBeGreaterThan(0);
    expect(reach(1)).toBeGreaterThan(3 * reach(0.3));
  });
});
