/** Input frames of raw clients, read back by @colyseus/schema's own decoder. */
import { decode, Encoder, Reflection, schema, t } from '@colyseus/schema';
import { InputDecoder } from '@colyseus/schema/input';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../../src/soak/bots/random-input.ts';
import type { Handshake } from '../../../../src/soak/bots/raw/raw-frames.ts';
import { RawInput } from '../../../../src/soak/bots/raw/raw-input.ts';

const Move = schema(
  { turn: t.int8(), fire: t.boolean(), aim: t.angle(), name: t.string(), far: t.float64() },
  'Move',
);
const reflection = Buffer.from(Reflection.encode(new Encoder(new Move())));
const seed = 7;

function rawInput(asked: Partial<Handshake> = {}): RawInput {
  const handshake: Handshake = {
    reconnectionToken: '',
    inputReflection: reflection,
    stampsRender: false,
    stampsReckon: false,
    tickRate: 30,
    patchMs: 0,
    ...asked,
  };
  return new RawInput(handshake, reflection);
}

/** Copies: the next one may be written over it. */
function draw(input: RawInput, random: Random, serverMs: number): Buffer {
  return Buffer.from(input.next(random, serverMs));
}

describe('a raw client’s inputs', () => {
  it('are whole messages of the schema, in which every field moves', () => {
    const input = rawInput();
    const random = seededRandom(seed);
    const decoder = new InputDecoder(new Move());
    const seen = new Map<string, Set<unknown>>();
    for (let sent = 1; sent <= 500; sent++) {
      const frame = draw(input, random, 0);
      expect([frame[0], input.sent], `seed ${seed}`).toEqual([19, sent]);
      decoder.decode(frame.subarray(1));
      for (const [name, value] of Object.entries(decoder.instance.toJSON())) {
        seen.set(name, (seen.get(name) ?? new Set()).add(value));
      }
    }
    expect([...seen.keys()].sort()).toEqual(['aim', 'far', 'fire', 'name', 'turn']);
    for (const [name, values] of seen) expect(values.size, name).toBeGreaterThan(1);
  });

  it('are the same from the same seed', () => {
    const frames = (from: number) => {
      const input = rawInput();
      const random = seededRandom(from);
      return Array.from({ length: 50 }, () => draw(input, random, 0).toString('hex'));
    };
    expect(frames(seed)).toEqual(frames(seed));
    expect(frames(seed)).not.toEqual(frames(seed + 1));
  });

  it('come at the room’s rate, or at 20 Hz', () => {
    expect(rawInput().stepMs).toBeCloseTo(33.33, 2);
    expect(rawInput({ tickRate: 0 }).stepMs).toBe(50);
  });

  const timelines = [
    { stampsReckon: true, stampsRender: false, tail: 0 },
    { stampsReckon: false, stampsRender: true, tail: 0 },
    { stampsReckon: true, stampsRender: true, tail: 2 },
  ];
  it.each(timelines)('carry the room’s time as changes of it: %j', ({ tail, ...asked }) => {
    const input = rawInput(asked);
    const plain = rawInput();
    const random = seededRandom(seed);
    const same = seededRandom(seed);
    let stamp = 0;
    for (const serverMs of [0, 70_000.4, 70_033.4, 70_033.4, 69_000, 4_000_000_000]) {
      const frame = draw(input, random, serverMs);
      const it = { offset: 1 };
      expect(frame[0]).toBe(19 | 0x80);
      stamp += decode.number(frame, it);
      expect(stamp).toBe(Math.round(serverMs));
      expect(frame.subarray(it.offset, it.offset + tail)).toEqual(Buffer.alloc(tail));
      expect(frame.subarray(it.offset + tail)).toEqual(draw(plain, same, 0).subarray(1));
    }
  });
});
