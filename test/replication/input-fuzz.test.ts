/**
 * Hostile input frames: whatever a client sends, nothing throws, no byte of the room changes but
 * the client's own input rows and counters, and every value that a step can read is in its range.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputBacklogDefault } from '../../src/base/limits.ts';
import type { InputLayout } from '../../src/memory/layout.ts';
import { elementBytes } from '../../src/memory/state/block-layout.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import { type FieldShape, fieldShapes } from './field-shape.ts';
import { InputRoom, slot } from './input-room.ts';

const { numRuns, timeout } = fuzzRuns(800);
const textBytes = 6;

const shapes = fieldShapes('i', 1, 8).map((fields) =>
  fields.map((field) => ({ ...field, isServerOnly: false, defaultSeed: undefined })),
);

/** Bytes that mean something at one place or another. */
const piece: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.nat(255).map((byte) => [byte]),
  fc.nat(10).map((index) => [0x80 | index]),
  fc.nat(10).map((index) => [0x40 | index]),
  fc.constantFrom(
    [0xff],
    [0xc0],
    [0xa3, 0x61, 0x62, 0x63],
    [0xa6, 0xf0, 0x9f, 0x9a, 0x80, 0x21, 0x21],
  ),
  fc.constantFrom(
    [0xa6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    [0xd9, 0xff],
    [0xdb, 255, 255, 255, 255],
  ),
  // Lengths and numbers: halves, NaN, infinities, the negative, the huge.
  fc.constantFrom([0xca, 0, 0, 0, 0x3f], [0xca, 0, 0, 0xc0, 0x7f], [0xca, 0, 0, 0x80, 0x7f]),
  fc.constantFrom(
    [0xcb, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f],
    [0xd0, 0xff],
    [0xe0],
    [0xce, 255, 255, 255, 255],
  ),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => [...bytes]),
);
const hostileFrame = fc
  .tuple(fc.constantFrom(19, 20, 19 | 0x20, 20 | 0x40, 19 | 0x80, 13, 0), fc.array(piece))
  .map(([code, pieces]) => Uint8Array.from([code, ...pieces.flat()]));
/** Unreliable frames whose framing holds, so that what they frame is reached. */
const framed = fc
  .tuple(fc.nat(100), fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 6 }))
  .map(([seq, inputs]) =>
    Uint8Array.from([
      20,
      seq,
      ...inputs.map((one) => one.flat()).flatMap((one) => [one.length & 0x7f, ...one]),
    ]),
  );
const frames = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), hostileFrame, framed), {
  minLength: 1,
  maxLength: 40,
});

/** Which times clients stamp on their inputs, or none. */
const stamps = fc.option(fc.record({ render: fc.boolean(), reckon: fc.boolean() }), {
  nil: undefined,
});

test('no frame throws, or touches what is not its client’s', { timeout }, () => {
  const property = fc.property(shapes, frames, stamps, (shape, all, stamped) => {
    const room = new InputRoom(shape, textBytes, { stamps: stamped });
    const before = new Uint8Array(room.memory.memory.slice(0));
    for (const frame of all) room.receive(frame);
    expect(room.memory.slots.waiting[slot]).toBeLessThanOrEqual(inputBacklogDefault);
    demandUntouched(room, before);
    for (;;) {
      const input = room.valuesOf(room.queues.next(slot));
      if (input === undefined) break;
      input.forEach((value, i) => demandInRange(shape[i], value));
    }
  });
  fc.assert(property, { numRuns });
});

function demandUntouched(room: InputRoom, before: Uint8Array): void {
  const { layout, memory } = room.memory;
  const after = new Uint8Array(memory.slice(0));
  const pardon = (at: number, bytes: number): void => {
    after.set(before.subarray(at, at + bytes), at);
  };
  const input = layout.input as NonNullable<typeof layout.input>;
  pardonRows(input, pardon);
  for (const column of [input.seqs, input.renderTimes, input.reckonTimes]) {
    pardon(column + slot * input.rowsPerSlot * 4, input.rowsPerSlot * 4);
  }
  pardon(input.stampBases + slot * 8, 8);
  pardon(input.idles + slot, 1);
  const { consumed, consumedSeqs, heads, waiting } = room.memory.slots;
  for (const column of [consumed, consumedSeqs, heads, waiting]) {
    pardon(column.byteOffset + slot * 4, 4);
  }
  // The frames themselves came through the ring.
  pardon(layout.inRingOffset, layout.inRingBytes + 128);
  expect(Buffer.compare(after, before)).toBe(0);
}

/** The rows of the slot, in every column that inputs are written to. */
function pardonRows(block: InputLayout, pardon: (at: number, bytes: number) => void): void {
  const { rowsPerSlot } = block;
  const first = slot * rowsPerSlot;
  for (const { plan, value, lengths, versions } of block.fields) {
    const bytes = plan.type === 'string' ? plan.bytesMax : elementBytes[plan.type];
    pardon(value + first * bytes, rowsPerSlot * bytes);
    if (plan.type !== 'string') continue;
    pardon(lengths + first * 2, rowsPerSlot * 2);
    pardon(versions + first * 4, rowsPerSlot * 4);
  }
}

function demandInRange({ type, quantization }: FieldShape, value: unknown): void {
  if (type === 'string') {
    expect(Buffer.byteLength(value as string)).toBeLessThanOrEqual(textBytes);
  } else if (type === 'boolean') expect(value).toBeTypeOf('boolean');
  else if (type.startsWith('big')) expect(value).toBeTypeOf('bigint');
  else expect(value).toBeTypeOf('number');
  if (type !== 'quantized') return;
  const rounding = 1e-9 * (Math.abs(quantization.min) + Math.abs(quantization.max));
  expect(value).toBeGreaterThanOrEqual(quantization.min - rounding);
  expect(value).toBeLessThanOrEqual(quantization.max + rounding);
}
