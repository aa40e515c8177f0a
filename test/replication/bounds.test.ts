/**
 * The bytes that the encoder asks for are the bytes that the worst state takes: every value at its
 * widest, every key and string full, a full table replaced within one patch.
 */
import '../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import { TableCounter } from '../../src/memory/state/table-counters.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';

const rows = 33;
/** From here on refIds and indexes take five bytes. */
const wideNumber = 0x1_0000;
/** Such strings have the widest header. */
const textBytes = 256;

/** What no shorter form holds. */
const wide = Math.PI * 1e9;
const fields = () => ({
  ...{ boolean: t.boolean(), int8: t.int8(), uint8: t.uint8(), int16: t.int16() },
  ...{ uint16: t.uint16(), int32: t.int32(), uint32: t.uint32(), int64: t.int64() },
  ...{ uint64: t.uint64(), float32: t.float32(), float64: t.float64(), number: t.number() },
  ...{ bigint64: t.bigint64(), biguint64: t.biguint64(), text: t.string() },
  ...{ angle: t.angle({ bits: 32 }), share: t.quantized({ min: 0, max: 1, bits: 8 }) },
});
const Unit = schema(fields(), 'Unit');
const State = schema({ ...fields(), units: t.map(Unit), others: t.map(Unit) }, 'State');
type State = InstanceType<typeof State>;

function values(sign: 1 | -1) {
  const number = sign * wide;
  return {
    ...{ boolean: sign > 0, int8: sign, uint8: sign, int16: sign, uint16: sign, int32: sign },
    ...{ uint32: sign, int64: number, uint64: wide + sign, float32: number, float64: number },
    ...{ number, bigint64: BigInt(sign), biguint64: BigInt(2 + sign), angle: 2 + sign },
    ...{ share: 0.5 + sign / 4, text: (sign > 0 ? 'a' : 'b').repeat(textBytes) },
  };
}

test('the worst patch and the worst full state fit, with little to spare', () => {
  const plan = compilePlan(State, undefined, {
    ...{ clients: 1, units: rows, others: rows, 'units:key': textBytes, 'others:key': textBytes },
    ...{ text: textBytes, 'units.text': textBytes, 'others.text': textBytes },
  });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  memory.header.nextRefId = wideNumber;
  for (const name of ['units', 'others'] as const) {
    const { $block, $counters } = (memory.state as unknown as StateOf<State>)[name];
    $block.counters[$counters + TableCounter.NEXT_WIRE_INDEX] = wideNumber;
  }
  const state = memory.state as unknown as StateOf<State>;
  const encoder = new StateEncoder(plan, memory.root);
  const at = memory.layout.outRingOffset + 128;

  const fill = (sign: 1 | -1): void => {
    Object.assign(state, values(sign));
    for (const table of [state.units, state.others]) {
      for (const unit of table) table.delete(unit);
      for (let i = 0; i < rows; i++) table.add(`${i}`.padEnd(textBytes, '-'), values(sign));
    }
  };
  const demandTight = (used: number, most: number): void => {
    expect(used).toBeLessThanOrEqual(most);
    expect(used).toBeGreaterThan(most * 0.95);
  };

  fill(1);
  encoder.patch(at);
  fill(-1);
  const most = encoder.patchBytesMax();
  demandTight(encoder.patch(at) - at, most);
  demandTight(encoder.fullState(at) - at, encoder.fullStateBytesMax);
  expect(most).toBeLessThanOrEqual(encoder.fullStateBytesMax);
  expect(memory.outRing.reserve(encoder.fullStateBytesMax)).toBeGreaterThan(0);

  // Without the strings, which hide what a few bytes too few would do.
  for (const unit of state.units) Object.assign(unit, { ...values(1), text: unit.text });
  const numbersOnly = encoder.patchBytesMax() - rows * (5 + textBytes + 1);
  demandTight(encoder.patch(at) - at, numbersOnly);
  expect(encoder.patchBytesMax()).toBe(0);
});
