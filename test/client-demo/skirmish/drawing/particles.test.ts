/** Particles fly, slow down and end; the pool takes the oldest one's place and never grows. */
import { describe, expect, test } from 'vitest';
import { Particles } from '../../../../client-demo/src/skirmish/drawing/particles.ts';

const world = { width: 2400, height: 1600 };

describe('particles', () => {
  test('fly the way they were sent, across the seam, and slow down', () => {
    const particles = new Particles(4);
    const row = particles.add(2390, 800, 1);
    particles.fly(row, 0, 100, 2);
    particles.advance(0.1, world);
    const first = particles.vx[row] ?? 0;
    expect(first).toBeCloseTo(100 * Math.exp(-0.2));
    particles.advance(0.2, world);
    expect(particles.vx[row]).toBeLessThan(first);
    expect(particles.x[row]).toBeLessThan(50);
    expect(particles.y[row]).toBe(800);
  });

  test('end when their time is over, and then stay where they are', () => {
    const particles = new Particles(4);
    const row = particles.add(0, 0, 0.1);
    particles.fly(row, 0, 100, 0);
    particles.advance(0.11, world);
    expect(particles.left[row]).toBeLessThanOrEqual(0);
    const x = particles.x[row];
    particles.advance(1, world);
    expect(particles.x[row]).toBe(x);
  });

  test('take the oldest one’s place when there is no room', () => {
    const particles = new Particles(3);
    const rows = [1, 2, 3, 4].map((x) => particles.add(x, 0, 1));
    expect(rows).toEqual([0, 1, 2, 0]);
    expect([...particles.x]).toEqual([4, 2, 3]);
  });
});
