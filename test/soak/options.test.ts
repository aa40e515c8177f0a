/** Options of a soak: defaults, and refusals that name the option. */
import { availableParallelism } from 'node:os';
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
      kind: 'sdk',
      threads: 1,
      checksumEvery: 10,
      trouble: { drop: false, slow: false, late: false, storm: false },
    });
    expect(completeOptions({ room: 'skirmish', rooms: 40 })).toMatchObject({
      bots: 400,
      rampSeconds: 4,
    });
  });

  it('checks states only where bots decode and the server is its own', () => {
    expect(completeOptions({ room: 'x', kind: 'raw' }).checksumEvery).toBe(0);
    expect(completeOptions({ room: 'x', url: 'http://127.0.0.1:1' }).checksumEvery).toBe(0);
    expect(completeOptions({ room: 'x', checksumEvery: 0 }).checksumEvery).toBe(0);
  });

  it('has no more threads than one for 50 bots', () => {
    expect(completeOptions({ room: 'x', bots: 50 }).threads).toBe(1);
    expect(completeOptions({ room: 'x', bots: 10_000 }).threads).toBe(
      Math.max(1, availableParallelism() - 1),
    );
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
    [{ threads: 0 }, /threads must be from 1/],
    [{ bots: 3, threads: 4 }, /threads must be from 1 to 3/],
    [{ kind: 'raw', checksumEvery: 5 }, /checksum-every is for bots that decode/],
    [{ kind: 'raw', scenario: 'a.ts' }, /scenario is for bots that decode/],
    [{ late: true, scenario: 'a.ts' }, /late is for bots that play at random/],
    [{ url: 'http://127.0.0.1:1', checksumEvery: 5 }, /checksum-every is for a server that soak/],
    [{ rooms: 4, bots: 7, drop: true }, /bots \(7\) must be at least two a room \(8\)/],
    [{ url: 'http://127.0.0.1:1', workers: 2 }, /url names a running server/],
  ];
  it.each(refusals)('refuses %j', (given, message) => {
    expect(() => completeOptions({ room: 'x', ...given })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
