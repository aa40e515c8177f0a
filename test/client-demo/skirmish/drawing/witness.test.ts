/** The witness tells each beginning and each end once, and nothing of what it was not there for. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Happenings, Witness } from '../../../../client-demo/src/skirmish/drawing/witness.ts';
import { ArenaStage } from './arena-stage.ts';

let told: string[];
let stage: ArenaStage;
let witness: Witness;
let nowMs: number;

const listener: Happenings = {
  fired: ({ key }) => told.push(`fired ${key}`),
  shotGone: ({ key }) => told.push(`shot gone ${key}`),
  droneOut: ({ key }) => told.push(`drone out ${key}`),
  shipOut: ({ key }) => told.push(`ship out ${key}`),
  shipLit: ({ key }) => told.push(`ship lit ${key}`),
  scored: (points, by) => told.push(`scored ${points} by ${by?.key}`),
};

/** Looks once more, `ms` later; gives what was told. */
function look(ms = 16): string[] {
  told = [];
  nowMs += ms;
  witness.look(stage, nowMs);
  return told;
}

beforeEach(() => {
  stage = new ArenaStage();
  witness = new Witness([listener]);
  nowMs = 1000;
});

describe('a witness', () => {
  test('tells nothing of what was there before it looked', () => {
    stage.ship('own');
    stage.drone('d1');
    stage.shot('s1');
    expect(look()).toEqual([]);
    expect(look()).toEqual([]);
  });

  test('tells shots that are fired and gone, once each', () => {
    look();
    stage.shot('s1');
    expect(look()).toEqual(['fired s1']);
    expect(look()).toEqual([]);
    stage.shots.tracks.delete('s1');
    expect(look()).toEqual(['shot gone s1']);
    expect(look()).toEqual([]);
  });

  test('tells ships that go out, come back and come in, but not those that leave', () => {
    const other = stage.ship('other');
    look();
    other.entity.alive = false;
    expect(look()).toEqual(['ship out other']);
    other.entity.alive = true;
    expect(look()).toEqual(['ship lit other']);
    stage.ship('third');
    expect(look()).toEqual(['ship lit third']);
    stage.ships.tracks.delete('other');
    expect(look()).toEqual([]);
  });

  test('tells points with what they were won by', () => {
    const own = stage.ship('own');
    const other = stage.ship('other');
    stage.drone('d1');
    look();
    stage.drones.tracks.delete('d1');
    own.entity.score = 1;
    expect(look()).toEqual(['drone out d1', 'scored 1 by d1']);
    other.entity.alive = false;
    own.entity.score = 4;
    expect(look()).toEqual(['ship out other', 'scored 3 by other']);
  });

  test('does not take the own end for what points were won by', () => {
    const own = stage.ship('own');
    look();
    own.entity.alive = false;
    own.entity.score = 1;
    expect(look()).toEqual(['ship out own', 'scored 1 by undefined']);
  });

  test('is silent about what happened while no frame was drawn, or in another room', () => {
    stage.ship('own');
    stage.drone('d1');
    look();
    stage.drones.tracks.delete('d1');
    stage.shot('s1');
    expect(look(5000)).toEqual([]);
    stage.sessionId = 'own2';
    stage.ship('own2').entity.score = 7;
    expect(look()).toEqual([]);
    stage.shots.tracks.delete('s1');
    expect(look()).toEqual(['shot gone s1']);
  });
});
