/** The benchmarks' clients find every frame, however the bytes arrive. Runs in vitest. */
import { expect, test } from 'vitest';
import { FrameReader } from '../../bench/load/clients/frame-reader.ts';
import { seededRandom } from '../../src/soak/bots/random-input.ts';

const seed = 7;
/** Around the lengths at which a frame's head grows. */
const lengths = [0, 1, 2, 125, 126, 127, 1_000, 65_535, 65_536, 70_000];

type Frame = readonly [opcode: number, code: number, bytes: number];

/** A server's frame of `bytes` bytes: RFC 6455, not masked. */
function frameOf(opcode: number, code: number, bytes: number): Buffer {
  const payload = Buffer.alloc(bytes, 0xff);
  if (bytes > 0) payload[0] = code;
  const head = Buffer.alloc(bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = bytes < 126 ? bytes : bytes < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(bytes, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(bytes), 2);
  return Buffer.concat([head, payload]);
}

/** What the reader tells of `bytes` that arrive in pieces of up to `pieceMax`. */
function read(bytes: Buffer, pieceMax: number): Frame[] {
  const random = seededRandom(seed);
  const frames: Frame[] = [];
  const reader = new FrameReader({ onFrame: (...frame) => frames.push(frame) });
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + Math.floor(random() * pieceMax));
    reader.read(bytes, at, end);
    at = end;
  }
  return frames;
}

test.for([1, 3, 200, 1_000_000])(`in pieces of up to %i bytes (seed ${seed})`, (pieceMax) => {
  const sent = lengths.map((bytes, at): Frame => [2, bytes === 0 ? -1 : at + 1, bytes]);
  const bytes = Buffer.concat(sent.map((frame) => frameOf(...frame)));
  expect(read(bytes, pieceMax)).toEqual(sent);
});

test('control frames are told from data', () => {
  const bytes = Buffer.concat([frameOf(9, 0, 0), frameOf(2, 15, 40), frameOf(8, 0x03, 2)]);
  expect(read(bytes, 8)).toEqual([
    [9, -1, 0],
    [2, 15, 40],
    [8, 3, 2],
  ]);
});
