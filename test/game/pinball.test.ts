/** rooms/pinball.ts: the same keys at the same steps make the same game, wherever it is played. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { PinballRun, play, type Script } from './pinball-run.ts';

/** Half a minute of play. */
const script: Script = { seed: 7, ticks: 1_800 };
const condition = '--conditions=hypogeum-source';

test('the same keys at the same steps give the same poses, also on another thread', async () => {
  const here = play(script);
  const worker = new Worker(new URL('./pinball-run.ts', import.meta.url), {
    workerData: script,
    execArgv: [condition],
  });
  const [there] = (await once(worker, 'message')) as [Float64Array];
  expect(there.length).toBe(here.length);
  expect(Buffer.from(there.buffer).equals(Buffer.from(here.buffer))).toBe(true);
  // It was a game: balls were lost and points were made, and other keys make another one.
  expect(here.at(-1)).toBeGreaterThan(0);
  expect(here.at(-2)).toBeGreaterThan(0);
  expect(play({ ...script, seed: 8 })).not.toEqual(here);
});

test('rooms that take turns on one thread do not touch each other', () => {
  const alone = play(script);
  const rooms = [new PinballRun(script.seed), new PinballRun(1), new PinballRun(script.seed)];
  for (let tick = 0; tick < script.ticks; tick++) for (const room of rooms) room.step();
  const [first, , last] = rooms.map(({ poses }) => poses);
  expect(first).toEqual(alone);
  expect(last).toEqual(alone);
  for (const room of rooms) room.free();
});
