/** Frames: what workers wrote since the last one, at most so many visits, the rest counted. */
import { expect, test } from 'vitest';
import type { WorkerIndex } from '../../../src/base/integers.ts';
import {
  FrameSampler,
  visitsPerFrameMax,
} from '../../../src/main-thread/engine-view/frame-sampler.ts';
import { RoomTally } from '../../../src/main-thread/engine-view/room-tally.ts';
import { WatchedServer } from './watched-server.ts';

function watch(workers: number) {
  const server = new WatchedServer(workers);
  const tally = new RoomTally(16);
  const sampler = new FrameSampler(server.sources, tally);
  sampler.begin(5_000);
  return { server, tally, sampler, writers: server.writers };
}

test('a frame has each visit that ended in it, by worker, on the clock of the server', () => {
  const { server, tally, sampler, writers } = watch(2);
  server.dead.add(1 as WorkerIndex);
  server.scheduler.setStealing(false);
  writers[0]!.record(3, -1, 5_010, 5_012, 0.5);
  writers[0]!.record(4, 1, 5_020, 5_021, -1);
  writers[1]!.record(5, -1, 4_990, 5_040, 3);
  expect(sampler.take(5_100)).toEqual({
    fromMs: 4_000,
    toMs: 4_100,
    stealing: false,
    lanes: [
      {
        worker: 0,
        alive: true,
        queued: 0,
        skipped: 0,
        visits: [3, 10_000, 2_000, 500, -1, 4, 20_000, 1_000, -1, 1],
      },
      { worker: 1, alive: false, queued: 0, skipped: 0, visits: [5, -10_000, 50_000, 3_000, -1] },
    ],
  });
  expect(tally.busyUsOf(5)).toBe(50_000);
  writers[0]!.record(3, -1, 5_150, 5_151, 0);
  const next = sampler.take(5_250);
  expect([next.fromMs, next.toMs]).toEqual([4_100, 4_250]);
  expect(next.lanes.map(({ visits }) => visits)).toEqual([[3, 50_000, 1_000, 0, -1], []]);
});

test('rooms that are due and wait are told, pinned ones as well', () => {
  const { server, sampler } = watch(2);
  const { scheduler } = server;
  for (const isPinned of [false, true, false]) scheduler.open(0, 1 as WorkerIndex, isPinned);
  // Moves what is due to queues, and takes one.
  scheduler.take(0 as WorkerIndex);
  expect(sampler.take(5_100).lanes.map(({ queued }) => queued)).toEqual([0, 2]);
});

test('of too many visits an even share is told, in order, and the rest is counted', () => {
  const { tally, sampler, writers } = watch(2);
  const written = [1_500, 300];
  for (const [worker, count] of written.entries()) {
    for (let visit = 0; visit < count; visit++) {
      writers[worker]!.record(worker, -1, 5_000 + visit / 100, 5_000 + visit / 100, 0);
    }
  }
  const { lanes } = sampler.take(5_100);
  const told = lanes.map(({ visits }) => visits.length / 5);
  expect(told).toEqual([500, 100]);
  expect(told[0]! + told[1]!).toBe(visitsPerFrameMax);
  expect(lanes.map(({ skipped }) => skipped)).toEqual([1_000, 200]);
  const starts = lanes[0]!.visits.filter((_, at) => at % 5 === 1);
  const gaps = starts.slice(1).map((start, at) => start - starts[at]!);
  expect(new Set(gaps.map((gap) => Math.round(gap / 10)))).toEqual(new Set([3]));
  expect(tally.latenessP99MsOf(0)).toBe(0);
});

test('what was written over before main came is counted', () => {
  const { sampler, writers } = watch(1);
  for (let visit = 0; visit < 3_000; visit++) writers[0]!.record(0, -1, 5_000, 5_000, 0);
  const [lane] = sampler.take(5_100).lanes;
  expect(lane!.visits.length / 5 + lane!.skipped).toBe(3_000);
});

test('workers write while a session lasts, and neither before nor after', () => {
  const { server, sampler, writers } = watch(2);
  expect(writers.map(({ isWatched }) => isWatched)).toEqual([true, true]);
  sampler.end();
  expect(writers.map(({ isWatched }) => isWatched)).toEqual([false, false]);
  expect(new WatchedServer(1).writers[0]!.isWatched).toBe(false);
  expect(server.traces.map(({ head }) => head)).toEqual([0, 0]);
});
