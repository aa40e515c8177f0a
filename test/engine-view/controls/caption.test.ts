/** The sentence over the buttons: what to look for, and only what this watcher can do. */
import { expect, it } from 'vitest';
import { captionOf } from '../../../engine-view/src/controls/caption.ts';

const usual = { rooms: 8, heavy: undefined, stealing: true, controls: true, workers: 2 };
const crowded = { worker: 1, neighbours: 4 };
const alone = { worker: 0, neighbours: 0 };

it.for([
  [{ rooms: 0 }, 'Add bots'],
  [{ workers: 1 }, 'nobody to steal from'],
  [{}, 'Pause stealing, then make a room heavy'],
  [{ stealing: false }, 'Make a room heavy: its neighbours turn late'],
  [{ heavy: crowded }, 'Pause stealing to see them wait'],
  [{ heavy: crowded, stealing: false }, '4 rooms share worker 1 with the heavy one'],
  [{ heavy: { ...crowded, neighbours: 1 }, stealing: false }, '1 room shares'],
  [{ heavy: crowded, stealing: false }, 'Resume, and another worker takes over'],
  [{ heavy: alone, stealing: false }, 'is alone on worker 0. Make another room heavy'],
] as const)('%j: %s', ([change, words]) => {
  expect(captionOf({ ...usual, ...change })).toContain(words);
  const watching = captionOf({ ...usual, ...change, controls: false });
  expect(watching).not.toMatch(/Add bots|Make a|Pause|Resume/);
  expect(watching.length).toBeGreaterThan(20);
});
