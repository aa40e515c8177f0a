/** The ring of visits: what is in it, what falls out, and that it takes no more memory in time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VisitRing } from '../../../engine-view/src/lanes/visit-ring.ts';
import { makeFrame } from '../make-frame.ts';

const sequences = (ring: VisitRing, from = ring.first) => {
  return Array.from({ length: ring.end - from }, (_, index) => from + index);
};
const startsOf = (ring: VisitRing, from?: number) => {
  return sequences(ring, from).map((sequence) => ring.startMs[ring.at(sequence)]);
};

describe('VisitRing', () => {
  it('takes what a frame tells, in ms on the server’s clock', () => {
    const ring = new VisitRing(8, 8);
    const heavy = { startMs: 880.5, durationMs: 30.25, latenessMs: 1.5 };
    const stolen = ring.addFrame(
      makeFrame(1_000, [
        { worker: 0, room: 3, ...heavy },
        { worker: 1, room: 7, startMs: 990, durationMs: 0.25, latenessMs: 0.125, from: 0 },
      ]),
    );
    expect(stolen).toBe(1);
    expect([...ring.lane.slice(0, 2)]).toEqual([0, 1]);
    expect([...ring.room.slice(0, 2)]).toEqual([3, 7]);
    expect([...ring.startMs.slice(0, 2)]).toEqual([880.5, 990]);
    expect([...ring.durationMs.slice(0, 2)]).toEqual([30.25, 0.25]);
    expect([...ring.latenessMs.slice(0, 2)]).toEqual([1.5, 0.125]);
    expect([...ring.stolenFrom.slice(0, 2)]).toEqual([-1, 0]);
  });

  it('keeps the newest, and no more memory after an hour than at first', () => {
    const ring = new VisitRing(2 ** 12, 2 ** 6);
    const { bytes } = ring;
    const columns = [ring.lane, ring.room, ring.startMs];
    for (let frame = 1; frame <= 36_000; frame++) {
      const toMs = frame * 100;
      const visits = Array.from({ length: 60 }, (_, index) => ({ startMs: toMs - 100 + index }));
      ring.addFrame(makeFrame(toMs, visits, 1));
    }
    expect(ring.end).toBe(36_000 * 60);
    expect(ring.end - ring.first).toBe(2 ** 12);
    expect(startsOf(ring).slice(-2)).toEqual([3_599_958, 3_599_959]);
    expect(ring.bytes).toBe(bytes);
    expect([ring.lane, ring.room, ring.startMs]).toEqual(columns);
    expect(columns.map(({ length }) => length)).toEqual([4_096, 4_096, 4_096]);
  });

  it('finds all that ended after a moment, however much has fallen out', () => {
    const counts = fc.array(fc.nat(20), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(counts, fc.integer({ min: -2, max: 70 }), (frames, at) => {
        const ring = new VisitRing(64, 16);
        for (const [index, count] of frames.entries()) {
          const toMs = (index + 1) * 100;
          const visits = Array.from({ length: count }, () => ({ startMs: toMs - 50 }));
          ring.addFrame(makeFrame(toMs, visits, 1));
        }
        const ms = at * 100 + 25;
        const found = new Set(sequences(ring, ring.firstSince(ms)));
        for (const sequence of sequences(ring)) {
          const endMs = ring.startMs[ring.at(sequence)]! + 50;
          const isTold = endMs > ring.oldestMs - 100; // older frames are not known by time any more
          if (isTold) expect(found.has(sequence)).toBe(endMs > ms);
        }
        expect(ring.newestMs).toBe(frames.length * 100);
        expect(ring.oldestMs).toBeLessThanOrEqual(ring.newestMs);
      }),
    );
  });

  it('holds nothing at first and after it was cleared', () => {
    const ring = new VisitRing(8, 8);
    expect([ring.first, ring.end, ring.firstSince(0), ring.newestMs]).toEqual([0, 0, 0, 0]);
    ring.addFrame(makeFrame(1_000, [{ startMs: 950 }]));
    ring.clear();
    expect([ring.first, ring.end, ring.firstSince(0), ring.newestMs]).toEqual([0, 0, 0, 0]);
  });
});
