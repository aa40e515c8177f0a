/** The timer queue against a sorted list, in the hands of two workers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeLayout } from '../../../src/memory/time/time-layout.ts';
import { TimerQueue } from '../../../src/memory/time/timer-queue.ts';
import { fuzzRuns } from '../../base/fuzz-runs.ts';

const { numRuns, timeout } = fuzzRuns(300);

/** Views of one memory. */
function queues(capacity: number, tickRate: number, views = 1): TimerQueue[] {
  let bytes = 0;
  const take = (size: number): number => {
    const at = bytes;
    bytes += Math.ceil(size / 8) * 8;
    return at;
  };
  const plan = { tickRate, inputBacklog: 32, timers: capacity, rewind: undefined };
  const { timers } = timeLayout(take, plan, []);
  const memory = new SharedArrayBuffer(bytes);
  if (timers === undefined) throw new Error('no timers');
  return Array.from({ length: views }, () => new TimerQueue(memory, timers, tickRate));
}

interface Expected {
  readonly id: number;
  readonly label: number;
  readonly begun: number;
  readonly ms: number;
  readonly isPeriodic: boolean;
  fired: number;
  due: number;
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    ms: fc.oneof(fc.nat(400), fc.double({ min: 0.01, max: 400, noNaN: true })),
    isPeriodic: fc.boolean(),
  }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('tick' as const) }),
);

test('fires what a sorted list says, at its tick, by due tick and creation', { timeout }, () => {
  const property = fc.property(
    fc.array(step, { maxLength: 120, size: 'max' }),
    fc.constantFrom(1, 7, 20, 30, 60, 240),
    (steps, tickRate) => {
      const views = queues(8, tickRate, 2);
      const model: Expected[] = [];
      const ended: number[] = [];
      let tick = 0;
      steps.forEach((one, i) => {
        const queue = views[i % 2];
        if (one.do === 'add' && model.length < 8) {
          const ms = Math.max(one.ms, one.isPeriodic ? 0.01 : 0);
          const row = queue.add(tick, ms, one.isPeriodic, 0);
          const id = queue.carry(row, i, 0, 0, 0);
          const due = dueTick(tick, ms, tickRate, 1);
          model.push({
            ...{ id, label: i, begun: tick, ms, isPeriodic: one.isPeriodic, fired: 0, due },
          });
        } else if (one.do === 'cancel') {
          const at = one.which % (model.length + 1);
          const [gone] = model.splice(at, 1);
          if (gone) expect(queue.cancel(gone.id)).toBe(true);
          if (gone) ended.push(gone.id);
        } else if (one.do === 'tick') {
          tick++;
          expect(firedAt(queue, tick)).toEqual(expectedAt(model, tick, tickRate, ended));
        }
        expect(queue.size).toBe(model.length);
        for (const id of ended) expect(queue.cancel(id)).toBe(false);
      });
    },
  );
  fc.assert(property, { numRuns });
});

function firedAt(queue: TimerQueue, tick: number): number[] {
  const labels: number[] = [];
  for (let row = queue.dueRow(tick); row >= 0; row = queue.dueRow(tick)) {
    labels.push(queue.args[row * 4]);
    queue.fire(row);
  }
  return labels;
}

function expectedAt(model: Expected[], tick: number, tickRate: number, ended: number[]): number[] {
  const due = model.filter((timer) => timer.due <= tick);
  due.sort((a, b) => a.due - b.due || a.label - b.label);
  for (const timer of due) {
    timer.fired++;
    if (timer.isPeriodic) {
      timer.due = dueTick(timer.begun, timer.ms, tickRate, timer.fired + 1);
    } else {
      model.splice(model.indexOf(timer), 1);
      ended.push(timer.id);
    }
  }
  return due.map(({ label }) => label);
}

/** The first tick by which `times * ms` have passed, at most one firing a tick. */
function dueTick(begun: number, ms: number, tickRate: number, times: number): number {
  const steps = (times * ms * tickRate) / 1000;
  const whole = Math.abs(steps - Math.round(steps)) < 1e-9 ? Math.round(steps) : Math.ceil(steps);
  return begun + Math.max(times, whole);
}

describe('every', () => {
  test.for([
    [30, 50, [2, 3, 5, 6, 8, 9, 11, 12]],
    [30, 100, [3, 6, 9, 12, 15, 18, 21, 24]],
    [60, 1000 / 60, [1, 2, 3, 4, 5, 6, 7, 8]],
    [20, 10, [1, 2, 3, 4, 5, 6, 7, 8]],
  ] as const)('at %i Hz, %d ms', ([tickRate, ms, ticks]) => {
    const [queue] = queues(1, tickRate);
    queue.carry(queue.add(0, ms, true, 0), 1, 0, 0, 0);
    const fired: number[] = [];
    for (let tick = 1; fired.length < 8; tick++) {
      fired.push(...firedAt(queue, tick).map(() => tick));
    }
    expect(fired).toEqual(ticks);
  });

  test('does not drift in a day of 70 ms at 60 Hz', () => {
    const [queue] = queues(1, 60);
    queue.add(0, 70, true, 0);
    const ticks = 24 * 3_600 * 60;
    let fired = 0;
    let last = 0;
    for (let tick = 1; tick <= ticks; tick++) {
      const row = queue.dueRow(tick);
      if (row < 0) continue;
      queue.fire(row);
      fired++;
      last = tick;
    }
    expect(fired).toBe(Math.floor((24 * 3_600_000) / 70));
    expect((last * 1000) / 60 - fired * 70).toBeLessThan(1000 / 60);
  });
});

test('a full queue says which option to raise, and takes the next once one has ended', () => {
  const [queue] = queues(2, 30);
  const first = queue.carry(queue.add(0, 10, false, 0), 0, 0, 0, 0);
  queue.add(0, 10, true, 0);
  expect(() => queue.add(0, 10, false, 0)).toThrow(
    expect.objectContaining({
      code: 'TIMERS_FULL',
      message: expect.stringContaining('capacity.timers'),
    }),
  );
  expect(queue.cancel(first)).toBe(true);
  expect(queue.add(0, 10, false, 0)).toBeGreaterThanOrEqual(0);
  for (const id of [first, -1, Number.NaN, 0.5, 2 ** 40]) expect(queue.cancel(id)).toBe(false);
});

test('no id is 0, so that a field without one yet cancels nothing', () => {
  const [queue] = queues(2, 30);
  queue.add(0, 10, false, 0);
  expect(queue.cancel(0)).toBe(false);
  expect(queue.size).toBe(1);
});
