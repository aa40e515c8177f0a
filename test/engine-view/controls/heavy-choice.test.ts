/** Which room becomes heavy: one that has neighbours to keep waiting. */
import { describe, expect, it } from 'vitest';
import { chooseHeavy, heavyOf } from '../../../engine-view/src/controls/heavy-choice.ts';
import type { RoomRow } from '../../../engine-view/src/frames.ts';

function room(index: number, worker: number, clients: number, heavyMs = 0): RoomRow {
  const rest = { tickUs: 1, latenessP99Ms: 1, steals: 0, bytesOut: 0, pinned: false };
  return { index, id: `room${index}`, game: 'swarm', worker, clients, heavyMs, ...rest };
}

const light = [room(0, 0, 9), room(1, 1, 2), room(2, 1, 5), room(3, 1, 4)];
const alone = [room(0, 0, 9, 30), room(1, 1, 2), room(2, 1, 5), room(3, 1, 4)];
const crowded = [room(0, 0, 9), room(1, 1, 2, 30), room(2, 1, 5), room(3, 1, 4)];

describe('chooseHeavy', () => {
  it('takes the fullest room of the worker that has most, or the selected one', () => {
    expect(chooseHeavy(light, -1, true)).toMatchObject({ burden: 2, lighten: [] });
    expect(chooseHeavy(light, 0, true)).toMatchObject({ burden: 0, words: 'Make it heavy' });
    expect(chooseHeavy([], -1, true)).toMatchObject({ burden: -1, lighten: [] });
  });

  it('does not count on rooms that nobody may steal', () => {
    const pin = (one: RoomRow): RoomRow => ({ ...one, pinned: true });
    const pinned = light.map((one) => (one.worker === 1 ? pin(one) : one));
    expect(chooseHeavy(pinned, -1, true)).toMatchObject({ burden: 0 });
    expect(chooseHeavy(pinned.slice(1), -1, true)).toMatchObject({ burden: 1 });
    expect(heavyOf([...pinned, room(9, 1, 1, 30)])).toEqual({ worker: 1, neighbours: 0 });
  });

  it('makes a heavy room light, and all of them', () => {
    expect(chooseHeavy(alone, -1, true)).toMatchObject({ burden: -1, lighten: [0] });
    expect(chooseHeavy(crowded, -1, false)).toMatchObject({ burden: -1, lighten: [1] });
    const both = [...alone.slice(0, 2), room(2, 1, 5, 10)];
    expect(chooseHeavy(both, -1, true)).toMatchObject({
      words: 'Lighten 2 rooms',
      lighten: [0, 2],
    });
  });

  it('gives the load of a room that keeps nobody waiting to one that does', () => {
    const moved = chooseHeavy(alone, -1, false);
    expect(moved).toEqual({ words: 'Make another heavy', lighten: [0], burden: 2 });
    expect(chooseHeavy([room(0, 0, 9, 30)], -1, false).words).toBe('Lighten the room');
  });
});

it('tells where the heaviest room runs, and beside how many', () => {
  expect(heavyOf(light)).toBeUndefined();
  expect(heavyOf(alone)).toEqual({ worker: 0, neighbours: 0 });
  expect(heavyOf(crowded)).toEqual({ worker: 1, neighbours: 2 });
  expect(heavyOf([...alone, room(9, 1, 1, 250)])).toEqual({ worker: 1, neighbours: 3 });
});
