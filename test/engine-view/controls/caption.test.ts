/** The sentence over the buttons: what to look for, and only what this watcher can do. */
import { expect, it } from 'vitest';
import { captionOf } from '../../../engine-view/src/controls/caption.ts';

const usual = { rooms: 8, heavyRooms: 0, stealing: true, controls: true, workers: 2 };

it.for([
  [{ rooms: 0 }, 'Add bots'],
  [{ workers: 1 }, 'nobody to steal from'],
  [{}, 'Make a room heavy'],
  [{ heavyRooms: 1 }, 'Pause stealing, and'],
  [{ heavyRooms: 1, stealing: false }, 'Resume, and they move'],
] as const)('%j: %s', ([change, words]) => {
  expect(captionOf({ ...usual, ...change })).toContain(words);
  const watching = captionOf({ ...usual, ...change, controls: false });
  expect(watching).not.toMatch(/Add bots|Make a room|Pause|Resume/);
  expect(watching.length).toBeGreaterThan(20);
});
