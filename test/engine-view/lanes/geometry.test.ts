/** Where lanes and bars lie, and which bar a pointer means. */
import { describe, expect, it } from 'vitest';
import { laneAt, layOutLanes } from '../../../engine-view/src/lanes/lane-layout.ts';
import { findVisit } from '../../../engine-view/src/lanes/visit-finder.ts';
import { VisitRing } from '../../../engine-view/src/lanes/visit-ring.ts';
import {
  curveReach,
  depthShare,
  drawnWidth,
  opacityOf,
  severityOf,
} from '../../../engine-view/src/lanes/visit-shape.ts';
import { makeFrame } from '../make-frame.ts';

describe('layOutLanes', () => {
  it.for([1, 2, 3, 8, 64])('puts %i lanes under each other, each with both bands', (workers) => {
    const layout = layOutLanes(workers);
    expect(layout.lanes).toHaveLength(workers);
    let below = layout.mainTop + layout.mainHeight;
    for (const lane of layout.lanes) {
      expect(lane.top).toBeGreaterThan(below);
      expect(lane.barTop).toBeGreaterThanOrEqual(lane.top);
      expect(lane.barHeight).toBeGreaterThanOrEqual(10);
      expect(lane.lateTop).toBeGreaterThan(lane.barTop + lane.barHeight);
      expect(lane.lateHeight).toBeGreaterThanOrEqual(5);
      below = lane.top + lane.height - 1;
      expect(lane.lateTop + lane.lateHeight).toBeLessThanOrEqual(below);
    }
    expect(layout.axisTop).toBeGreaterThan(below);
    expect(layout.height).toBeGreaterThan(layout.axisTop);
  });

  it('finds the lane of a pointer, and none over the main strip, the axis and a gap', () => {
    const layout = layOutLanes(3);
    for (const [index, { top, height }] of layout.lanes.entries()) {
      expect(laneAt(layout, top)).toBe(index);
      expect(laneAt(layout, top + height - 1)).toBe(index);
      expect(laneAt(layout, top + height)).toBe(-1);
    }
    expect(laneAt(layout, 3)).toBe(-1);
    expect(laneAt(layout, layout.axisTop + 3)).toBe(-1);
  });
});

describe('a visit’s shape', () => {
  it('hangs deeper the later it is, down to the whole band', () => {
    const depths = [0, 0.1, 0.3, 1, 2, 10, 30, 60].map(depthShare);
    expect(depths).toEqual([...depths].sort((a, b) => a - b));
    expect(new Set(depths).size).toBe(depths.length);
    expect([depths[0], depths.at(-1), depthShare(5_000), depthShare(-1)]).toEqual([0, 1, 1, 0]);
  });

  it('is late from 2 ms on, very late from 10 ms on', () => {
    expect([-1, 0, 1.9, 2, 9.9, 10, 500].map(severityOf)).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it('stays in sight when it is thinner than a pixel, and fades', () => {
    expect([0.001, 0.7, 1.6, 12].map(drawnWidth)).toEqual([1, 1, 2, 12]);
    expect([0.001, 0.5, 1, 12].map(opacityOf)).toEqual([0.34, 0.5, 1, 1]);
  });

  it('is reached by a curve from where it was due, neither too flat nor too steep', () => {
    expect(curveReach(0, 1)).toBe(11);
    expect(curveReach(30, 1)).toBe(30);
    expect(curveReach(500, 1)).toBe(48);
  });
});

describe('findVisit', () => {
  const ring = new VisitRing(64, 8);
  ring.addFrame(
    makeFrame(1_000, [
      { worker: 0, startMs: 905, durationMs: 30 },
      { worker: 0, startMs: 940, durationMs: 1 },
      { worker: 1, startMs: 920, durationMs: 1 },
    ]),
  );
  ring.addFrame(makeFrame(1_100, [{ worker: 0, startMs: 990, durationMs: 60 }]));

  it.for([
    ['inside a bar', 0, 920, 0],
    ['just beside one', 0, 904, 0],
    ['nearer to the second', 0, 938.5, 1],
    ['on another lane', 1, 920.5, 2],
    ['in a bar that began in the frame before', 0, 995, 3],
    ['where there is none', 0, 970, -1],
    ['before all', 0, 100, -1],
  ] as const)('%s', ([, lane, ms, sequence]) => {
    expect(findVisit(ring, lane, ms, 4)).toBe(sequence);
  });
});
