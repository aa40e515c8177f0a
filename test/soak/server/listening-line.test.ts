/** The line that ties a soak to the server that it started. */
import { expect, it } from 'vitest';
import { toListening } from '../../../src/soak/server/listening-line.ts';

const listening = { url: 'http://127.0.0.1:1', workers: 2, games: ['skirmish'] };

it('finds the field in a log line, and nothing in others', () => {
  expect(toListening({ level: 30, msg: 'listening on …', listening })).toEqual(listening);
  for (const other of [undefined, null, 'listening', {}, { listening: true }, { listening: {} }]) {
    expect(toListening(other)).toBeUndefined();
  }
});
