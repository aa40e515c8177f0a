/** Where two states are not the same, in lines. */
import { expect, it } from 'vitest';
import { differencesOf } from '../../../../src/soak/bots/sdk/state-difference.ts';

it('is nothing for equal states, NaN and missing ones included', () => {
  const state = { ships: { a: { x: Number.NaN, name: undefined } }, list: [1, 2] };
  expect(differencesOf(state, structuredClone(state))).toEqual([]);
});

it('names each place by its path, from both sides', () => {
  const own = { ships: { a: { x: 1 }, b: { x: 2 } }, list: [1, 2], round: 3n };
  const server = { ships: { a: { x: -0 }, c: { x: 2, y: 1 } }, list: [1], round: 4n };
  expect(differencesOf(own, server)).toEqual([
    'ships.a.x: own 1, server 0',
    'ships.b: own { x }, server nothing',
    'ships.c: own nothing, server { x, y }',
    'list.1: own 2, server nothing',
    'round: own 3, server 4',
  ]);
});

it('stops after a few', () => {
  const own = Array.from({ length: 100 }, (_, index) => index);
  expect(differencesOf(own, [])).toHaveLength(5);
});
