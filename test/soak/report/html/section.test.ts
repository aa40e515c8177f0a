/** The section: a shade for each second, and marks where something broke. */
import { describe, expect, it } from 'vitest';
import { formatSection } from '../../../../src/soak/report/html/section.ts';
import type { Sample } from '../../../../src/soak/report/soak-report.ts';
import { sampleReport } from '../sample-report.ts';

const [base] = sampleReport().samples;

function run(changes: readonly Partial<Sample>[]): string {
  const calm = { ...base!, inputAckMs: null, patchJitterMs: null, stepMs: null, errors: 0 };
  const samples = changes.map((change, index): Sample => {
    return { ...calm, phase: 'measuring', drops: 0, atSeconds: index + 1, ...change };
  });
  return formatSection(samples).text;
}

const late = (p99: number) => ({ latenessMs: { p50: p99, p99, max: p99 } });
const shades = (svg: string) =>
  [...svg.matchAll(/<rect class="s(\d)" x="(\d+)" width="(\d+)"/g)].map((found) =>
    found.slice(1).map(Number),
  );

describe('formatSection', () => {
  it('shades a second by how much worse than usual it was', () => {
    const usual = Array.from({ length: 9 }, () => late(4));
    const bad = [4, 6, 10, 20, 40, 80].map(late);
    expect(shades(run([...usual, ...bad]))).toEqual([
      ...[[0, 0, 10]],
      ...[1, 2, 3, 4, 5].map((shade) => [shade, 9 + shade, 1]),
    ]);
  });

  it('is not alarmed by many times next to nothing', () => {
    expect(shades(run([late(0.01), late(0.01), late(1.4)]))).toEqual([[0, 0, 3]]);
  });

  it('leaves a hole where nothing is known, and no layer that nobody measured', () => {
    const svg = run([late(1), { latenessMs: null }, late(1)]);
    expect(shades(svg)).toEqual([
      [0, 0, 1],
      [0, 2, 1],
    ]);
    expect(svg).toContain('tick lateness');
    expect(svg).not.toContain('patch jitter');
  });

  it('marks a second in which drops or errors were added, errors first', () => {
    const svg = run([{}, { drops: 2 }, { drops: 2 }, { drops: 3, errors: 1 }]);
    const marks = [...svg.matchAll(/<rect class="(drop|error)" x="(\d+)"/g)].map((found) =>
      found.slice(1),
    );
    expect(marks).toEqual([
      ['drop', '1'],
      ['error', '3'],
    ]);
  });

  it('says when it ends', () => {
    expect(run([{ atSeconds: 65 }])).toContain('>1:05<');
    expect(run([{ atSeconds: 7_325 }])).toContain('>2:02:05<');
  });
});
