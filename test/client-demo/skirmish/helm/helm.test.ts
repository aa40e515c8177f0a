/** A helm turns the short way, stops turning when it points there, and several act as one. */
import { describe, expect, test } from 'vitest';
import {
  type Helm,
  JointHelm,
  turnToward,
} from '../../../../client-demo/src/skirmish/helm/helm.ts';

describe('turning', () => {
  test('goes the short way round', () => {
    expect(turnToward(0, 1)).toBe(1);
    expect(turnToward(0, -1)).toBe(-1);
    expect(turnToward(0.2, Math.PI * 2 - 0.2)).toBe(-1);
    expect(turnToward(Math.PI * 2 - 0.2, 0.2)).toBe(1);
  });

  test('ends close to where it should point, without swinging back and forth', () => {
    const step = 3.6 / 30; // radians a tick: the room's
    for (let wanted = -3; wanted < 3; wanted += 0.1) {
      let heading = 0;
      for (let tick = 0; tick < 40; tick += 1) heading += turnToward(heading, wanted) * step;
      expect(turnToward(heading, wanted)).toBe(0);
    }
  });
});

describe('several helms', () => {
  const idle: Helm = { firing: false, steer: () => ({ turn: 0, thrust: false }) };
  const left: Helm = { firing: false, steer: () => ({ turn: -1, thrust: false }) };
  const right: Helm = { firing: true, steer: () => ({ turn: 1, thrust: true }) };

  test('fire and thrust if any does, and turn with the first that turns', () => {
    const joint = new JointHelm([idle, left, right]);
    expect(joint.firing).toBe(true);
    expect(joint.steer(0)).toEqual({ turn: -1, thrust: true });
    expect(new JointHelm([idle]).firing).toBe(false);
    expect(new JointHelm([idle]).steer(0)).toEqual({ turn: 0, thrust: false });
  });
});
