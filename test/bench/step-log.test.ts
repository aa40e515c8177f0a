/** The log that steps write while a benchmark runs. Runs in vitest, with a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { roomKey, StepLog } from '../../bench/load/processes/step-log.ts';
import { monotonicMs } from '../../src/base/clock.ts';

const file = new URL('../../bench/load/processes/step-log.ts', import.meta.url).href;

test('what threads record between two marks is read by room, in order of time', async () => {
  const log = StepLog.find();
  log.record(1);
  const from = log.mark();
  log.record(1);
  const worker = new Worker(
    `import(${JSON.stringify(file)}).then(({ StepLog }) => {
      const log = StepLog.find();
      for (let step = 0; step < 3; step++) log.record(1);
      log.record(2);
      log.countInputs(5);
    });`,
    { eval: true, execArgv: ['--conditions=hypogeum-source'] },
  );
  expect(await once(worker, 'exit')).toEqual([0]);
  log.record(1);
  log.countInputs(2);
  const to = log.mark();
  log.record(2);
  const rooms = log.read(from, to);
  expect([...rooms].map(([room, times]) => [room, times.length])).toEqual([
    [1, 5],
    [2, 1],
  ]);
  const times = rooms.get(1)!;
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  expect(times[0]).toBeGreaterThanOrEqual(from.atMs);
  expect(times[4]).toBeLessThanOrEqual(monotonicMs());
  expect(to.inputs - from.inputs).toBe(7);
});

test('rooms have keys of their own', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `room${at.toString(36)}`);
  expect(new Set(ids.map(roomKey)).size).toBe(ids.length);
});
