/**
 * Inputs from the package's own encoder, reliable and not, against its own decoder: what a step is
 * given, in which order, what is acknowledged, and what happens when nobody takes them.
 */
import type { Schema } from '@colyseus/schema';
import { InputEncoder, InputDecoder as StockDecoder } from '@colyseus/schema/input';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inputBacklogDefault } from '../../src/base/limits.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import {
  type FieldShape,
  fieldShapes,
  textBytesMax,
  type Value,
  type ValueSeed,
  valueFor,
  valueSeed,
} from './field-shape.ts';
import { InputRoom, slot } from './input-room.ts';

const { numRuns, timeout } = fuzzRuns(300);
const inputReliable = 19;
const inputUnreliable = 20;

const shapes = fieldShapes('i', 1, 8).map((fields) =>
  fields.map((field) => ({ ...field, isServerOnly: false })),
);

interface Turn {
  readonly changes: readonly { readonly field: number; readonly seed: ValueSeed }[];
  /** How often the network delivers the frame. */
  readonly deliveries: number;
  /** How many inputs the step takes. */
  readonly taken: number;
}

const turns = (takenMax: number): fc.Arbitrary<Turn[]> =>
  fc.array(
    fc.record({
      changes: fc.array(fc.record({ field: fc.nat(7), seed: valueSeed }), { maxLength: 3 }),
      deliveries: fc.constantFrom(0, 1, 1, 1, 2, 3),
      taken: fc.nat(takenMax),
    }),
    { maxLength: 60, size: 'max' },
  );
/** Steps that keep up, and steps that fall behind until inputs are dropped. */
const allTurns = fc.oneof(turns(3), turns(1), turns(0));

interface Queued {
  readonly values: Value[];
  readonly seq: number;
}

/** What a client's queue must hold: the stock decoder's values, and stock's bound. */
class Model {
  readonly queue: Queued[] = [];
  ack = 0;
  readonly #isReliable: boolean;

  constructor(isReliable: boolean) {
    this.#isReliable = isReliable;
  }

  push(values: Value[], seq: number): void {
    if (this.queue.length === inputBacklogDefault) this.shift();
    this.queue.push({ values, seq });
  }

  shift(): Value[] | undefined {
    const oldest = this.queue.shift();
    if (oldest !== undefined) this.ack = this.#isReliable ? this.ack + 1 : oldest.seq;
    return oldest?.values;
  }
}

describe('inputs of the stock encoder', () => {
  // It tells of the buffer that it grows for long strings.
  beforeAll(() => void vi.spyOn(console, 'warn').mockReturnValue());
  afterAll(() => void vi.restoreAllMocks());

  test('reliable: each frame is one input', { timeout }, () => {
    const property = fc.property(shapes, allTurns, (shape, played) => play(shape, played, true));
    fc.assert(property, { numRuns });
  });

  test('unreliable: lost frames are made good by later ones, repeated ones are not', {
    timeout,
  }, () => {
    const property = fc.property(shapes, allTurns, (shape, played) => play(shape, played, false));
    fc.assert(property, { numRuns });
  });

  function play(shape: readonly FieldShape[], played: readonly Turn[], isReliable: boolean): void {
    const room = new InputRoom(shape, textBytesMax);
    const client = new room.Input();
    const encoder = new InputEncoder(client, { mode: isReliable ? 'reliable' : 'unreliable' });
    const stock = new StockDecoder(new room.Input());
    const model = new Model(isReliable);
    let newestSeq = 0;
    for (const turn of played) {
      assign(client, shape, turn);
      const body = encoder.encode().slice();
      const frame = Uint8Array.of(isReliable ? inputReliable : inputUnreliable, ...body);
      const deliveries = isReliable ? 1 : turn.deliveries;
      for (let i = 0; i < deliveries; i++) {
        expect(room.receive(frame)).toBe(true);
        if (isReliable) {
          model.push(room.stockValuesOf(stock.decode(body)), 0);
          continue;
        }
        stock.decodeAll(body, (instance, seq) => {
          if (seq > newestSeq) model.push(room.stockValuesOf(instance), seq);
          newestSeq = Math.max(newestSeq, seq);
        });
      }
      take(room, model, turn.taken);
    }
    take(room, model, inputBacklogDefault + 1);
  }

  function assign(client: Schema, shape: readonly FieldShape[], { changes }: Turn): void {
    const fields = client as unknown as Record<string, Value>;
    for (const { field: index, seed } of changes) {
      const field = shape[index % shape.length];
      fields[field.name] = valueFor(field, seed);
    }
  }

  function take(room: InputRoom, model: Model, count: number): void {
    const { queues, memory } = room;
    expect(memory.slots.waiting[slot]).toBe(model.queue.length);
    const newest = model.queue.at(-1);
    if (newest) expect(room.valuesOf(queues.latest(slot))).toEqual(newest.values);
    for (let i = 0; i < count; i++) {
      expect(room.valuesOf(queues.next(slot))).toEqual(model.shift());
    }
    expect(memory.slots.ackOf(slot)).toBe(model.ack);
  }
});

describe('a queue that nobody empties', () => {
  test(`keeps the newest ${inputBacklogDefault}, and acknowledges what it drops`, () => {
    const room = roomOfOne('uint32');
    for (let i = 1; i <= 100; i++) room.receive(reliableFrame(i));
    expect(room.memory.slots.waiting[slot]).toBe(inputBacklogDefault);
    expect(room.memory.slots.ackOf(slot)).toBe(100 - inputBacklogDefault);
    for (let i = 101 - inputBacklogDefault; i <= 100; i++) {
      expect(room.valuesOf(room.queues.next(slot))).toEqual([i]);
      expect(room.memory.slots.ackOf(slot)).toBe(i);
    }
    expect(room.queues.next(slot)).toBeUndefined();
  });

  test("is the slot's own: the next client starts anew", () => {
    const room = roomOfOne('uint32');
    for (let i = 1; i <= 5; i++) room.receive(reliableFrame(i));
    room.queues.next(slot);
    room.memory.slots.leave(slot);
    room.memory.slots.take(slot, 'another');
    room.queues.open(slot);
    expect(room.memory.slots.ackOf(slot)).toBe(0);
    expect(room.queues.next(slot)).toBeUndefined();
    expect(room.valuesOf(room.queues.latest(slot))).toEqual([0]);
  });

  function reliableFrame(value: number): Uint8Array {
    return Uint8Array.of(inputReliable, 0x80, value, value >>> 8, value >>> 16, value >>> 24);
  }
});

test('an old unreliable frame that comes late does not turn inputs back', () => {
  const room = roomOfOne('uint8');
  const frame = (seq: number, ...values: number[]) =>
    Uint8Array.of(inputUnreliable, seq, ...values.flatMap((value) => [2, 0x80, value]));
  expect(room.receive(frame(5, 50, 60, 70))).toBe(true);
  expect(room.receive(frame(4, 40, 50, 60))).toBe(true);
  expect(room.valuesOf(room.queues.latest(slot))).toEqual([70]);
  const taken = [1, 2, 3, 4].map(() => room.valuesOf(room.queues.next(slot)));
  expect(taken).toEqual([[50], [60], [70], undefined]);
});

test.for([
  ['one and a half', [0xca, 0, 0, 0xc0, 0x3f]],
  ['less than nothing', [0xe0]],
  ['no number', [0xca, 0, 0, 0xc0, 0x7f]],
  ['more than there is', [3]],
] as const)('an unreliable input whose length is %s is refused', ([, length]) => {
  const room = roomOfOne('uint8');
  expect(room.receive(Uint8Array.of(inputUnreliable, 1, ...length, 0x40, 0x40))).toBe(false);
  expect(room.queues.next(slot)).toBeUndefined();
  expect(room.valuesOf(room.queues.latest(slot))).toEqual([0]);
});

test('a field that the client deletes is its default again', () => {
  const room = roomOfOne('uint8');
  expect(room.receive(Uint8Array.of(inputReliable, 0x80, 9))).toBe(true);
  expect(room.receive(Uint8Array.of(inputReliable, 0x40))).toBe(true);
  const taken = [1, 2].map(() => room.valuesOf(room.queues.next(slot)));
  expect(taken).toEqual([[9], [0]]);
});

function roomOfOne(type: 'uint8' | 'uint32'): InputRoom {
  const quantization = { min: 0, max: 1, bits: 8, mode: 'clamp' } as const;
  const field: FieldShape = {
    ...{ name: 'value', type, quantization, isServerOnly: false, defaultSeed: undefined },
  };
  return new InputRoom([field], 1);
}
