/** What a game says of its rooms: defaults, and mistakes that name the option. */
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { defineGame } from '../../src/game/define-game.ts';
import type { GameSpec } from '../../src/game/game-spec.ts';

const State = schema({ n: t.uint8() }, 'Options');
const define = (options: object) =>
  defineGame({ state: State, capacity: { clients: 8 }, ...options } as GameSpec<unknown, unknown>);

test('nothing said is as in stock, with as many clients as there are seats', () => {
  expect(define({}).rules).toEqual({
    authBytes: 512,
    maxClients: 8,
    autoDispose: true,
    seatReservationTimeout: undefined,
    filterBy: undefined,
    sortBy: undefined,
  });
});

test('onAuth may be async, as it runs on the main thread; the others may not', () => {
  expect(() => define({ onAuth: async () => true })).not.toThrow();
  expect(() => define({ onDrop: async () => {} })).toThrow(/onDrop: must not be async/);
  expect(() => define({ onReconnect: async () => {} })).toThrow(/onReconnect: must not be async/);
});

test.for([
  [{ maxClients: 9 }, /maxClients: 9 .* from 1 to 8; raise capacity.clients/],
  [{ maxClients: 0 }, /maxClients: 0/],
  [{ authBytes: 1e9 }, /authBytes/],
  [{ autoDispose: 'no' }, /autoDispose: true or false/],
  [{ seatReservationTimeout: 0 }, /seatReservationTimeout: 0/],
  [{ filterBy: 'mode' }, /filterBy: a list/],
  [{ sortBy: { clients: 'up' } }, /sortBy.clients: .* not up/],
  [{ onAuth: true }, /onAuth: a function was expected/],
] as const)('%o is refused', ([options, text]) => {
  expect(() => define(options)).toThrow(text);
});
