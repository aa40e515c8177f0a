/** Handles of a thread that looks before it writes, as in a server with `checked: true`. */
import '../../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import type { UsageError } from '../../../src/base/errors.ts';
import { ToRoom } from '../../../src/channel/records.ts';
import { defineGame } from '../../../src/game/define-game.ts';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import { checkHandles } from '../../../src/memory/state/handle-class.ts';
import type { StateOf } from '../../../src/memory/state/state-handle.ts';
import { compilePlan } from '../../../src/schema/compile-plan.ts';
import { Stage } from '../../worker-thread/stage.ts';

checkHandles();

const Hull = schema({ iron: t.uint8() }, 'Hull');
const Ship = schema(
  { name: t.string(), x: t.float32(), crew: t.uint8().optional(), hull: t.ref(Hull) },
  'Ship',
);
const Move = schema({ x: t.float32(), note: t.string() }, 'Move');
const State = schema({ round: t.uint8(), ships: t.map(Ship) }, 'State');

test('writes to what is gone and of another type throw; others do not', () => {
  const memory = RoomMemory.create(compilePlan(State, undefined, { clients: 1, ships: 1 }), 0);
  memory.initialise();
  const state = memory.state as unknown as StateOf<InstanceType<typeof State>>;
  state.round = 1;
  const argo = state.ships.add('argo', { x: 1, crew: 3, hull: { iron: 4 } });
  const { hull } = argo;
  argo.x = 2;
  hull.iron = 5;
  state.ships.delete('argo');
  const beagle = state.ships.add('beagle', { name: 'Beagle' });
  const before = beagle.toJSON();
  const writes: (() => unknown)[] = [
    () => Object.assign(argo, { x: 7 }),
    () => Object.assign(argo, { name: 'Argo' }),
    () => Object.assign(argo, { crew: 1 }),
    () => Object.assign(argo, { crew: undefined }),
    () => Object.assign(argo, { hull: { iron: 1 } }),
    () => Object.assign(hull, { iron: 9 }),
  ];
  for (const write of writes) {
    expect(write).toThrow(expect.objectContaining({ code: 'ENTITY_STALE' }));
  }
  expect(() => Object.assign(argo, { x: 7 })).toThrow(
    'ships.x: it belongs to an entity that was deleted',
  );
  expect(beagle.toJSON()).toEqual(before);
  for (const bad of [{ x: 'far' }, { x: 1n }, { x: null }, { name: 7 }, { crew: '3' }]) {
    expect(() => Object.assign(beagle, bad)).toThrow(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
  }
  expect(beagle.toJSON()).toEqual(before);
  beagle.crew = undefined;
  beagle.x = 3;
  beagle.hull.iron = 6;
  expect(beagle.toJSON()).toMatchObject({ x: 3, hull: { iron: 6 } });
});

test('inputs are of nobody, and a game may write to them', () => {
  const noted: unknown[] = [];
  const game = defineGame({
    state: State,
    input: {
      type: Move,
      sanitize(input) {
        noted.push(errorOf(() => Object.assign(input, { x: 'far' })));
        input.x = 7;
        input.note = 'seen';
      },
    },
    capacity: { clients: 1 },
    step(ctx) {
      const move = ctx.inputs.next(0);
      if (move) noted.push(move.x, move.note);
    },
  });
  const stage = new Stage(game, { checked: true });
  stage.open(1);
  // code, then field 0: a float32
  stage.tell(ToRoom.INPUT, 0, Uint8Array.of(19, 0x80, 0, 0, 128, 63));
  stage.visitOneStep();
  expect(noted).toEqual(['VALUE_INVALID', 7, 'seen']);
});

function errorOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return (error as UsageError).code;
  }
  return undefined;
}
