/** Frames as a server sends them, for tests: visits as objects, in ms. */
import type { Frame } from '../../engine-view/src/frames.ts';

export interface TestVisit {
  readonly worker?: number;
  readonly room?: number;
  readonly startMs: number;
  readonly durationMs?: number;
  readonly latenessMs?: number;
  readonly from?: number;
}

/** A frame of 100 ms that ends at `toMs`. */
export function makeFrame(toMs: number, visits: readonly TestVisit[], workers = 2): Frame {
  const fromMs = toMs - 100;
  const lanes = Array.from({ length: workers }, (_, worker) => ({
    ...{ worker, alive: true, queued: 0, skipped: 0 },
    visits: visits
      .filter((visit) => (visit.worker ?? 0) === worker)
      .flatMap(({ room = 0, startMs, durationMs = 1, latenessMs = 0, from = -1 }) => {
        const us = [startMs - fromMs, durationMs, latenessMs].map((ms) => Math.round(ms * 1000));
        return [room, ...us, from];
      }),
  }));
  return { fromMs, toMs, stealing: true, lanes, missed: 0 };
}
