/** A soak's progress, on a terminal and in a log. */
import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../src/cli/soak-progress.ts';
import type { SoakProgress } from '../../src/soak/options.ts';

function stream(isTTY: boolean, columns = 200) {
  let text = '';
  const write = (added: string) => {
    text += added;
    return true;
  };
  const stderr = { isTTY, columns, write } as unknown as NodeJS.WriteStream;
  return { stderr, text: () => text };
}

function at(seconds: number, changes: Partial<SoakProgress> = {}): SoakProgress {
  return {
    ...{ phase: 'measuring', seconds, bots: 8, joins: 8, errors: 0, desyncs: 0, drops: 0 },
    ...{ patchesPerSecond: 160.4, bytesPerSecond: 32_000, botLoad: 0.123 },
    ...changes,
  };
}

describe('a soak’s progress', () => {
  it('is a line every 5 s in a log, and at the begin of a phase', () => {
    const { stderr, text } = stream(false);
    const line = new ProgressLine(stderr);
    for (let second = 1; second <= 3; second++) line.show(at(second, { phase: 'joining' }));
    for (let second = 1; second <= 12; second++) line.show(at(second));
    line.end();
    const phases = text()
      .split('\n')
      .map((one) => one.split(':')[0]);
    expect(phases).toEqual([
      ...['joining 1 s', 'measuring 1 s', 'measuring 6 s', 'measuring 11 s', ''],
    ]);
  });

  it('is one line on a terminal, written over, and gone at the end', () => {
    const { stderr, text } = stream(true, 60);
    const line = new ProgressLine(stderr);
    line.show(at(1));
    line.show(at(2, { desyncs: 1, drops: 3 }));
    line.say('stopping');
    line.end();
    const [, first = '', second = '', end] = text().split('\r\u001b[2K');
    expect(first).toBe(
      'measuring 1 s: 8 bots, 160 patches/s, 32 kB/s, 0 errors, bots'.slice(0, 59),
    );
    expect(second).toHaveLength(59);
    expect(end).toBe('stopping\n');
  });

  it('speaks of desyncs and drops only where there are any', () => {
    const { stderr, text } = stream(false);
    const line = new ProgressLine(stderr);
    line.show(at(1));
    line.show(at(6, { desyncs: 1, drops: 3 }));
    expect(text()).toBe(
      "measuring 1 s: 8 bots, 160 patches/s, 32 kB/s, 0 errors, bots' threads 12 % busy\n" +
        'measuring 6 s: 8 bots, 160 patches/s, 32 kB/s, 0 errors, 1 DESYNCS, 3 drops, ' +
        "bots' threads 12 % busy\n",
    );
  });
});
