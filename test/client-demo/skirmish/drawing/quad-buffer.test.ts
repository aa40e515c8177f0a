/** Pictures lie in the buffer as the shader reads them, in order, and no more than fit. */
import { describe, expect, test } from 'vitest';
import { QuadBuffer, quadWords } from '../../../../client-demo/src/skirmish/drawing/quad-buffer.ts';

const frames = {
  corners: Uint32Array.of(1, 2, 3, 4),
  halfWidths: Float32Array.of(10, 20),
  halfHeights: Float32Array.of(5, 8),
};
const wordsOf = (quads: QuadBuffer) => new Uint32Array(quads.floats.buffer);

describe('a quad buffer', () => {
  test('holds middle, half axes, part of the atlas and colour of each picture', () => {
    const quads = new QuadBuffer(4);
    quads.use(1, 0.5, 0, 1, 0);
    quads.put(frames, 1, 100, 50, Math.PI / 2, 2, 3);
    expect(quads.count).toBe(1);
    const [x = 0, y = 0, alongX = 0, alongY = 0, acrossX = 0, acrossY = 0] = quads.floats;
    expect([x, y]).toEqual([100, 50]);
    expect(alongX).toBeCloseTo(0);
    expect(alongY).toBeCloseTo(20 * 2);
    expect(acrossX).toBeCloseTo(-8 * 3);
    expect(acrossY).toBeCloseTo(0);
    expect([...wordsOf(quads).subarray(6, quadWords)]).toEqual([3, 4, 0xff_00_80_ff]);
  });

  test('has colours that cover, and colours that only add light', () => {
    const quads = new QuadBuffer(2);
    quads.tint([0, 1, 1, 1], 1, 0.5, 0);
    quads.put(frames, 0, 0, 0, 0, 1, 1);
    quads.tint([0, 1, 1, 1], 1, 0.5, 1);
    quads.put(frames, 0, 0, 0, 0, 1, 1);
    const words = wordsOf(quads);
    expect(words[8]).toBe(0x80_80_80_80);
    expect(words[quadWords + 8]).toBe(0x00_80_80_80);
  });

  test('leaves out what does not fit, and begins anew when cleared', () => {
    const quads = new QuadBuffer(2);
    for (const x of [1, 2, 3]) quads.put(frames, 0, x, 0, 0, 1, 1);
    expect(quads.count).toBe(2);
    expect(quads.floats[quadWords]).toBe(2);
    quads.clear();
    quads.put(frames, 0, 9, 0, 0, 1, 1);
    expect([quads.count, quads.floats[0]]).toEqual([1, 9]);
  });
});
