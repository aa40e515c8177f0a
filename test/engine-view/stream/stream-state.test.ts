/** What the page says of its stream: each way in which there is none has words of its own. */
import { expect, it } from 'vitest';
import { type StreamState, wordsOf } from '../../../engine-view/src/stream/stream-state.ts';

const retry = { attempts: 1, retryAtMs: 3_000 };
const lost = (why: 'unreachable' | 'ended' | 'silent' | 'broken', attempts = 1): StreamState => {
  return { kind: 'lost', why, attempts, retryAtMs: 3_000 };
};
const refused = (status: number, words = ''): StreamState => {
  return { kind: 'refused', status, words, ...retry };
};

it.for<[StreamState, boolean, string, string]>([
  [{ kind: 'connecting' }, false, 'connecting', 'Connecting…'],
  [{ kind: 'connecting' }, true, 'connecting', ''],
  [{ kind: 'live' }, true, 'live', ''],
  [{ kind: 'resting' }, true, 'resting', 'The stream rests while nobody looks.'],
  [{ kind: 'locked', wasTried: false }, false, 'token needed', '--engine-token'],
  [{ kind: 'locked', wasTried: true }, false, 'token needed', 'not the one'],
  [
    refused(503, '8 watchers already'),
    false,
    'refused',
    'No seat at this view: 8 watchers already.',
  ],
  [refused(503), false, 'refused', 'too many watchers'],
  [refused(404), false, 'refused', 'start it with --engine'],
  [refused(500), false, 'refused', 'status 500'],
  [lost('ended'), true, 'reconnecting', 'ended the stream. Trying again in 2 s.'],
  [lost('silent'), true, 'reconnecting', 'Nothing has come'],
  [lost('broken'), true, 'reconnecting', 'no event'],
  [lost('unreachable', 1), true, 'reconnecting', 'does not answer'],
  [lost('unreachable', 2), true, 'server gone', 'The server is gone. Trying again in 2 s.'],
  [lost('unreachable', 9), false, 'reconnecting', 'does not answer'],
])('%j, live before: %s', ([state, wasLive, status, message]) => {
  const words = wordsOf(state, wasLive, 1_000);
  expect(words.status).toBe(status);
  expect(words.message).toContain(message);
  expect(words.message === '').toBe(message === '');
});

it('counts the seconds down to now', () => {
  const at = (nowMs: number) => wordsOf(lost('ended'), true, nowMs).message;
  expect(at(2_999)).toContain('in 1 s');
  expect(at(3_000)).toContain('Trying again now');
});
