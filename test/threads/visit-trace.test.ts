/** A trace between two real threads: no visit is torn, none is told twice, none is out of order. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { VisitTrace } from '../../src/channel/visit-trace.ts';
import { numberMask, type VisitWriterStart } from './visit-writer.ts';

const runMs = 1_500;

test.each([
  ['a worker that main keeps up with', 100],
  ['a worker that writes over what main has not read', 1_000_000],
])('%s', async (_, between) => {
  const memory = new SharedArrayBuffer(VisitTrace.bytes);
  const control = new Int32Array(new SharedArrayBuffer(8));
  control[1] = between;
  const trace = new VisitTrace(memory);
  trace.watch(true);
  const workerData: VisitWriterStart = { memory, control };
  const thread = new Worker(new URL('./visit-writer.ts', import.meta.url), { workerData });
  let read = 0;
  let lost = 0;
  let last = -1;
  let torn = 0;
  const look = (): void => {
    last = -1;
    lost += trace.read(0, (room, startUs, durationUs, latenessUs, from) => {
      const number = startUs / 1_000;
      const isWhole =
        room === (number & 0xffff) &&
        Math.abs(durationUs - room) <= 1 &&
        Math.abs(latenessUs - room) <= 1 &&
        from === (room % 100) - 1;
      const isLater = last === -1 || ((number - last) & numberMask) < numberMask / 2;
      if (!isWhole || !isLater || number === last) torn++;
      last = number;
      read++;
    });
  };
  const endMs = performance.now() + runMs;
  while (performance.now() < endMs) {
    look();
    if (read % 3 === 0) await sleep(1);
  }
  const told = once(thread, 'message');
  Atomics.store(control, 0, 1);
  const [written] = (await told) as [number];
  look();
  expect(torn).toBe(0);
  expect(read + lost).toBe(written);
  expect(read).toBeGreaterThan(1_000);
  if (between > 1_000) expect(lost).toBeGreaterThan(0);
});
