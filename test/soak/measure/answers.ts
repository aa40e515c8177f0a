/** What a bot thread answers, for tests: a real measure in it, and what changes. */
import type { ThreadTaken } from '../../../src/soak/bots/threads/thread-messages.ts';
import { Measure } from '../../../src/soak/measure/measure.ts';
import type { Answers } from '../../../src/soak/measure/thread-totals.ts';

const zero = { p50: 0, p99: 0, p999: 0, max: 0 };

export function answersOf(
  measure = new Measure(),
  changes: Partial<ThreadTaken> = {},
  thread = 0,
): Answers {
  const idle = { atMs: 0, botsIn: 2, load: 0.1, loadOfWindow: 0.1, stepMs: 50, loopDelayMs: zero };
  return [{ thread, taken: { ...measure.take(), ...idle, ...changes } }];
}
