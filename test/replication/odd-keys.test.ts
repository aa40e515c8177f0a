/**
 * Keys that every object has a property of: the stock encoder throws at them, as its map keeps its
 * keys in a plain object; stock clients follow ours all the same.
 */
import '../../src/schema/server-only.ts';
import { Encoder, type MapSchema, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';

const Unit = schema({ hp: t.uint8() }, 'Unit');
type Unit = InstanceType<typeof Unit>;
const State = schema({ units: t.map(Unit) }, 'State');
type State = InstanceType<typeof State>;

const oddKeys = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'length'];

test('odd keys come and go on a stock client', () => {
  const plan = compilePlan(State, undefined, { clients: 1 });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  const encoder = new StateEncoder(plan, memory.root);
  const bytes = new Uint8Array(memory.memory);
  const at = memory.layout.outRingOffset + 128;
  const { units } = memory.state as unknown as StateOf<State>;
  const decoder = Reflection.decode<State>(encodeHandshake(State));
  decoder.decode(bytes.slice(at, encoder.fullState(at)));
  const seen = (): Map<string, number> => {
    const end = encoder.patch(at);
    if (end > at) decoder.decode(bytes.slice(at, end));
    const map: MapSchema<Unit> = decoder.state.units;
    return new Map([...map.entries()].map(([key, unit]) => [key, unit.hp]));
  };

  for (let round = 0; round < 3; round++) {
    oddKeys.forEach((key, i) => {
      units.add(key, { hp: i });
    });
    expect(seen()).toEqual(new Map(oddKeys.map((key, i) => [key, i])));
    for (const key of oddKeys) {
      const unit = units.get(key);
      if (unit) unit.hp += 10;
    }
    expect(seen()).toEqual(new Map(oddKeys.map((key, i) => [key, i + 10])));
    for (const key of oddKeys) expect(units.delete(key)).toBe(true);
    expect(seen()).toEqual(new Map());
  }
});

test('the stock encoder cannot do it, which is why the oracle leaves them out', () => {
  const state = new State();
  const encoder = new Encoder(state);
  state.units.set('constructor', new Unit());
  expect(() => encoder.encode()).toThrow(TypeError);
});
