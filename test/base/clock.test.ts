/** The clock on this thread and on others, against the system's own: within a small error. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { monotonicMs } from '../../src/base/clock.ts';

/** The tightest of many: a preemption between the two calls only ever adds. */
const source = `
  const { parentPort, workerData } = await import('node:worker_threads');
  const { monotonicMs } = await import(workerData);
    let best = Infinity;
  for (let i = 0; i < 1000; i++) {
    const system = Number(process.hrtime.bigint()) / 1e6;
    const off = monotonicMs() - system;
    if (Math.abs(off) < Math.abs(best)) best = off;
  }
  parentPort.postMessage(best);
`;

test('it never goes back', () => {
  let last = monotonicMs();
  for (let i = 0; i < 10_000; i++) {
    const now = monotonicMs();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
});

test('every thread reads CLOCK_MONOTONIC to within 50 us', async () => {
  const clock = new URL('../../src/base/clock.ts', import.meta.url).href;
  const workers = Array.from(
    { length: 4 },
    () => new Worker(source, { eval: true, workerData: clock, execArgv: ['--input-type=module'] }),
  );
  const offsets = await Promise.all(
    workers.map(async (worker) => (await once(worker, 'message'))[0]),
  );
  for (const offsetMs of offsets) expect(Math.abs(offsetMs)).toBeLessThan(0.05);
});
