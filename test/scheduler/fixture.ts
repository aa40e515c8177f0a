/** A scheduler whose clock stands still and whose sleeps and wake-ups are written down. */
import type { WorkerIndex } from '../../src/base/integers.ts';
import { attachViews, createMemory } from '../../src/scheduler/layout.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { realSeams, type SchedulerSeams } from '../../src/scheduler/steps.ts';

export const first = 0 as WorkerIndex;
export const second = 1 as WorkerIndex;
export const third = 2 as WorkerIndex;
export const never = Number.POSITIVE_INFINITY;

/** Records what would have been a sleep or a wake-up instead of doing it. */
export function createFixture(roomsMax = 8, workers = 2) {
  const sleeps: { index: number; timeoutMs: number }[] = [];
  const roused: number[] = [];
  const clock = { ms: 100 };
  const memory = createMemory({ roomsMax, workers });
  const views = attachViews(memory);
  const seams: SchedulerSeams = {
    ...realSeams,
    now: () => clock.ms,
    wait: (_words, index, _value, timeoutMs) => {
      sleeps.push({ index: index - views.parkOffset, timeoutMs });
    },
    notify: (_words, index) => {
      if (index >= views.parkOffset && index < views.parkOffset + workers) {
        roused.push(index - views.parkOffset);
      }
    },
  };
  return { scheduler: new Scheduler(memory, seams), memory, views, seams, clock, sleeps, roused };
}
