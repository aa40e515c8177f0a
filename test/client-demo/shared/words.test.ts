/** Why there is no game, in words: for every close code and refusal that a visitor can meet. */
import { describe, expect, test } from 'vitest';
import { endingOfClose, endingOfRefusal } from '../../../client-demo/src/shared/words.ts';

const refusal = (code: unknown, message = '') => Object.assign(new Error(message), { code });
const ending = (error: unknown) => endingOfRefusal(error, 'play.example:2567', 'skirmish');

describe('a refused join', () => {
  test.for([
    [undefined, 'fetch failed', 'unreachable', 'No answer from play.example:2567.'],
    ['ECONNREFUSED', 'connect', 'unreachable', 'No answer from play.example:2567.'],
    [520, 'no handler', 'gone', 'There is no skirmish on play.example:2567.'],
    [522, 'room "x" not found', 'gone', /^That room is gone/],
    [522, 'room "x" is locked', 'full', 'That room is full or closed.'],
    [523, 'all 64 rooms are open: raise roomsMax', 'full', /^play\.example:2567 is full/],
    [503, 'Service Unavailable', 'full', /is full/],
    [523, 'not today', 'refused', 'You were not let in: not today.'],
    [525, 'who are you?.', 'refused', 'You were not let in: who are you?.'],
    [524, 'seat reservation expired.', 'refused', /not taken in time/],
    [4_123, '', 'refused', 'You were not let in: code 4123.'],
  ] as const)('with %s, %j is %s', ([code, message, kind, words]) => {
    const told = ending(refusal(code, message));
    expect(told.kind).toBe(kind);
    expect(told.words).toMatch(words);
  });

  test.for([null, 'text', 7, undefined])('that is no error, but %j, is no answer', (thrown) => {
    expect(ending(thrown).kind).toBe('unreachable');
  });
});

describe('a close', () => {
  test.for([
    [4_001, true, 'shutdown', /^The server shut down\.$/],
    [4_002, true, 'failed', /^This room failed and was closed: a reason\.$/],
    [4_003, true, 'unseated', /restarted/],
    [4_003, false, 'unreachable', /^Connection lost: no answer/],
    [1_006, false, 'unreachable', /^Connection lost/],
    [4_000, true, 'closed', /^The server closed your seat: a reason\.$/],
    [4_321, true, 'closed', /^The server closed your seat \(4321\): a reason\.$/],
  ] as const)('with %i, answered: %s, is %s', ([code, wasAnswered, kind, words]) => {
    const told = endingOfClose({ code, reason: 'a reason', wasAnswered });
    expect(told.kind).toBe(kind);
    expect(told.words).toMatch(words);
  });

  test('without a reason says none', () => {
    const { words } = endingOfClose({ code: 4_002, reason: '', wasAnswered: true });
    expect(words).toBe('This room failed and was closed.');
  });
});
