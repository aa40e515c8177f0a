/** The part of the world that a swarm's page shows: panned and zoomed, no place of it twice. */
import { expect, test } from 'vitest';
import { View } from '../../../client-demo/src/swarm/view.ts';

const world = { width: 4_000, height: 4_000 };
const viewOf = (width: number, height: number): View => {
  const view = new View(world);
  view.resize(width, height);
  return view;
};
/** The world's place at a place of the screen. */
const under = (view: View, x: number, y: number) => [
  view.x + (x - view.width / 2) / view.zoom,
  view.y + (y - view.height / 2) / view.zoom,
];

test('shows as much as it can, filling the screen', () => {
  expect(viewOf(1_000, 500).zoom).toBe(0.25);
  expect(viewOf(400, 800).zoom).toBe(0.2);
  const view = viewOf(1_000, 500);
  view.zoomBy(0.1, 500, 250);
  expect(view.zoom).toBe(0.25);
  view.zoomBy(1_000, 500, 250);
  expect(view.zoom).toBe(4);
  view.whole();
  expect(view.zoom).toBe(0.25);
});

test('what is under the pointer stays there while one zooms', () => {
  const view = viewOf(1_000, 500);
  view.zoomBy(2, 500, 250);
  const before = under(view, 800, 100);
  view.zoomBy(1.7, 800, 100);
  const after = under(view, 800, 100);
  expect(after[0]).toBeCloseTo(before[0] ?? 0);
  expect(after[1]).toBeCloseTo(before[1] ?? 0);
});

test('is dragged along with the pointer, on and on around the world', () => {
  const view = viewOf(1_000, 500);
  const [x] = under(view, 300, 200);
  view.panBy(50, 0);
  expect(under(view, 350, 200)[0]).toBeCloseTo(x ?? 0);
  for (let drag = 0; drag < 100; drag += 1) view.panBy(-400, 900);
  expect(view.x).toBeGreaterThanOrEqual(0);
  expect(view.x).toBeLessThan(world.width);
  expect(view.y).toBeGreaterThanOrEqual(0);
  expect(view.y).toBeLessThan(world.height);
});

test('a larger window is filled as well', () => {
  const view = viewOf(1_000, 500);
  view.resize(3_000, 500);
  expect(view.zoom).toBe(0.75);
});
