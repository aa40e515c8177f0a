/** A worker's trace on one thread: what is written is read, in order, or counted as lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VisitTrace } from '../../src/channel/visit-trace.ts';

const { capacity } = VisitTrace;
const headWord = 1;

/** Both threads' objects over one memory, as if `head` visits had been written before. */
function makeTrace(head = 0) {
  const memory = new SharedArrayBuffer(VisitTrace.bytes);
  new Int32Array(memory)[headWord] = head;
  const main = new VisitTrace(memory);
  const worker = new VisitTrace(memory);
  main.watch(true);
  return { memory, main, worker };
}

function readAll(trace: VisitTrace, baseMs: number) {
  const visits: number[][] = [];
  const lost = trace.read(baseMs, (...visit) => visits.push(visit));
  return { visits, lost };
}

test('a visit is read as it was written, with its start after the base', () => {
  const { main, worker } = makeTrace();
  worker.record(65_535, 127, 5_000.25, 5_001.5, 0.75);
  worker.record(0, -1, 4_999.5, 5_000, -1);
  expect(readAll(main, 5_000)).toEqual({
    visits: [
      [65_535, 250, 1_250, 750, 127],
      [0, -500, 500, -1, -1],
    ],
    lost: 0,
  });
  expect(readAll(main, 5_000).visits).toEqual([]);
});

test('all that fits is read in order; what was written over is counted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3 * capacity), { maxLength: 6 }), fc.integer(), (bursts, head) => {
      const { main, worker } = makeTrace(head);
      let written = 0;
      for (const burst of bursts) {
        const from = written;
        for (let count = 0; count < burst; count++) {
          worker.record(written & 0xffff, -1, written, written + 1, 0);
          written++;
        }
        const { visits, lost } = readAll(main, 0);
        // The oldest of a full ring may be under the worker's pen.
        expect(lost).toBe(Math.max(0, burst - (capacity - 1)));
        const kept = Array.from({ length: burst - lost }, (_, at) => from + lost + at);
        expect(visits.map(([, startUs]) => startUs)).toEqual(kept.map((ms) => ms * 1_000));
      }
    }),
    { numRuns: 30 },
  );
});

test('the clock may pass a multiple of 2^32 µs between base and visit', () => {
  const wrapMs = 2 ** 32 / 1_000;
  for (const baseMs of [wrapMs - 50, 7 * wrapMs - 50, wrapMs / 2 - 50]) {
    const { main, worker } = makeTrace();
    worker.record(1, -1, baseMs + 100, baseMs + 101, 0);
    worker.record(1, -1, baseMs - 100, baseMs - 99, 0);
    const starts = readAll(main, baseMs).visits.map(([, startUs]) => startUs as number);
    expect(Math.abs(starts[0]! - 100_000)).toBeLessThanOrEqual(1);
    expect(Math.abs(starts[1]! + 100_000)).toBeLessThanOrEqual(1);
  }
});

test('what was written before somebody watched is not read', () => {
  const { main, worker } = makeTrace();
  expect(worker.isWatched).toBe(true);
  worker.record(1, -1, 1, 2, 0);
  main.watch(false);
  expect(worker.isWatched).toBe(false);
  worker.record(2, -1, 3, 4, 0);
  main.watch(true);
  worker.record(3, -1, 5, 6, 0);
  expect(readAll(main, 0).visits).toEqual([[3, 5_000, 1_000, 0, -1]]);
});

test('a successor goes on where its predecessor died', () => {
  const { memory, main, worker } = makeTrace();
  worker.record(1, -1, 1, 2, 0);
  new VisitTrace(memory).record(2, -1, 3, 4, 0);
  expect(readAll(main, 0).visits.map(([room]) => room)).toEqual([1, 2]);
});

test('a visit longer than 2^31 µs counts as one of that', () => {
  const { main, worker } = makeTrace();
  worker.record(1, -1, 0, 1e9, 1e9);
  const most = 2 ** 31 - 1;
  expect(readAll(main, 0).visits).toEqual([[1, 0, most, most, -1]]);
});
