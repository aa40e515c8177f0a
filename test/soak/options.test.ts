/** Options of a soak: defaults, and refusals that name the option. */
import { describe, expect, it } from 'vitest';
import { completeOptions, type SoakOptions } from '../../src/soak/options.ts';

describe('completeOptions', () => {
  it('fills in defaults', () => {
    expect(completeOptions({ room: 'skirmish' })).toMatchObject({
      rooms: 1,
      bots: 10,
      seconds: 20,
      rampSeconds: 1,
      seed: 1,
      roomsDir: 'rooms',
    });
    expect(completeOptions({ room: 'skirmish', rooms: 40 })).toMatchObject({
      bots: 400,
      rampSeconds: 4,
    });
  });

  const refusals: [Partial<SoakOptions>, RegExp][] = [
    [{ room: '' }, /room/],
    [{ rooms: 0 }, /rooms must be from 1/],
    [{ rooms: 1.5 }, /rooms must be a whole number/],
    [{ rooms: 4, bots: 3 }, /bots \(3\) must be at least rooms \(4\)/],
    [{ seconds: -1 }, /seconds must be from 0/],
    [{ seconds: Number.NaN }, /seconds/],
    [{ rampSeconds: -1 }, /ramp/],
    [{ seed: -1 }, /seed/],
    [{ workers: 0 }, /workers/],
    [{ url: 'http://127.0.0.1:1', workers: 2 }, /url names a running server/],
  ];
  it.each(refusals)('refuses %j', (given, message) => {
    expect(() => completeOptions({ room: 'x', ...given })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
