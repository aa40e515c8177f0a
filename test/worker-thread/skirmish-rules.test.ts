/** Skirmish: how many drones a room has, and for how long a ship that begins is shielded. */
import { expect, test } from 'vitest';
import { drone, ship } from '../../rooms/skirmish/numbers.ts';
import type { Context } from '../../rooms/skirmish/state.ts';
import skirmish from '../../rooms/skirmish.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { Stage } from './stage.ts';

function open(options: object): { stage: Stage; state: Context['state'] } {
  const stage = new Stage(skirmish);
  stage.open(0, options);
  stage.visit();
  return { stage, state: (stage.view.context as unknown as Context).state };
}

test.for([
  [{}, drone.count],
  [{ drones: 0 }, 0],
  [{ drones: 500 }, 500],
  [{ drones: 100_000 }, drone.countMax],
  [{ drones: -1 }, drone.count],
  [{ drones: 'many' }, drone.count],
] as const)('a room with %j has %i drones, and again after one was lost', ([options, count]) => {
  const { stage, state } = open(options);
  expect(state.drones.size).toBe(count);
  const [lost] = state.drones;
  if (lost !== undefined) state.drones.delete(lost);
  stage.visitLate(0);
  expect(state.drones.size).toBe(count);
});

test('tells that a ship is shielded for as long as nothing can hit it', () => {
  const { stage, state } = open({ drones: 0 });
  stage.tell(ToRoom.JOIN, 0, { sessionId: 's0', options: {} });
  stage.tell(ToRoom.READY, 0);
  stage.visit();
  const own = state.ships.get('s0');
  let steps = 0;
  while (own?.shielded === true && steps < 1_000) {
    expect(own.shield).toBeGreaterThan(0);
    stage.visitLate(0);
    steps += 1;
  }
  expect(own?.shield).toBe(0);
  expect(steps).toBeGreaterThan(ship.shield - 3);
  expect(steps).toBeLessThanOrEqual(ship.shield);
});
