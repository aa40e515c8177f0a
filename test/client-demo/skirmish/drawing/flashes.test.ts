/** Flashes die away, rings run outward, and what is over gives no light. */
import { describe, expect, test } from 'vitest';
import { Flashes } from '../../../../client-demo/src/skirmish/drawing/flashes.ts';
import { LightMap } from '../../../../client-demo/src/skirmish/drawing/light-map.ts';

const white = [1, 1, 1];

/** How bright it is at (x, 800), 0 … 1. */
function brightness(flashes: Flashes, x: number): number {
  const map = new LightMap({ width: 2400, height: 1600 });
  flashes.shine(map);
  map.develop();
  const out = new Float32Array(3);
  map.sample(x, 800, out);
  return out[0] ?? 0;
}

describe('flashes', () => {
  test('are brightest at once, and dark when their time is over', () => {
    const flashes = new Flashes(2);
    Flashes.tint(flashes.disc(1200, 800, 200, 0.5), white, 0, 1);
    const bright = brightness(flashes, 1200);
    flashes.advance(0.25);
    const half = brightness(flashes, 1200);
    flashes.advance(0.3);
    expect(half).toBeGreaterThan(0);
    expect(bright).toBeGreaterThan(half * 1.5);
    expect(brightness(flashes, 1200)).toBe(0);
  });

  test('run over the floor as rings', () => {
    const flashes = new Flashes(2);
    Flashes.tint(flashes.ring(1200, 800, 0, 300, 1), white, 0, 1);
    expect(brightness(flashes, 1200 + 250)).toBe(0);
    flashes.advance(0.6);
    expect(brightness(flashes, 1200)).toBe(0);
    expect(brightness(flashes, 1200 + 250)).toBeGreaterThan(0);
  });
});
