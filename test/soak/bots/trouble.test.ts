/** Who meets which trouble: from the seed, and never the bot that keeps a room. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bot } from '../../../src/soak/bots/bot.ts';
import { seededRandom } from '../../../src/soak/bots/random-input.ts';
import { Trouble, type TroublePlan, type Victim } from '../../../src/soak/bots/trouble.ts';

const none: TroublePlan = { drop: false, slow: false, late: false, storm: false };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notes down what happens to it. */
function victimsOf(count: number, log: string[]): Victim[] {
  return Array.from({ length: count }, (_, index): Victim => {
    let isIn = true;
    const note = (what: string) => log.push(`${index} ${what}`);
    const bot: Bot = {
      join: async () => '',
      sendDue: () => {},
      leave: async () => {
        isIn = false;
        note('leaves');
      },
      cut: () => note('cut'),
      pause: (ms) => note(ms >= 1_000 && ms < 2_000 ? 'paused' : `paused for ${ms} ms`),
      get isIn() {
        return isIn;
      },
      stepMs: 50,
    };
    const enter = async () => {
      isIn = true;
      note('enters');
    };
    return { bot, index, enter };
  });
}

async function pass(plan: Partial<TroublePlan>, bots: number, seconds: number, seed = 1) {
  const log: string[] = [];
  const trouble = new Trouble({ ...none, ...plan }, victimsOf(bots, log), bots, seededRandom(seed));
  trouble.start();
  await vi.advanceTimersByTimeAsync(seconds * 1e3);
  await trouble.stop();
  const soFar = log.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(log.length).toBe(soFar);
  return { log, who: [...new Set(log.map((line) => Number(line.split(' ')[0])))].sort() };
}

describe('trouble', () => {
  it('drops one of ten bots every 5 s, the same ones for the same seed', async () => {
    const { log } = await pass({ drop: true }, 10, 26);
    expect(log).toHaveLength(5);
    expect((await pass({ drop: true }, 10, 26)).log).toEqual(log);
    expect((await pass({ drop: true }, 10, 26, 2)).log).not.toEqual(log);
    expect((await pass({ drop: true }, 0, 26)).log).toEqual([]);
  });

  it('pauses a tenth, at least one, for 1 to 2 s', async () => {
    const { log, who } = await pass({ slow: true }, 20, 30);
    expect(who).toEqual([0, 10]);
    expect(new Set(log)).toEqual(new Set(['0 paused', '10 paused']));
    expect(log.length).toBeGreaterThanOrEqual(6);
    expect((await pass({ slow: true }, 1, 30)).who).toEqual([0]);
  });

  it('has a quarter, at least one, come and go', async () => {
    const { log, who } = await pass({ late: true }, 8, 40);
    expect(who).toEqual([1, 5]);
    const first = log.filter((line) => line.startsWith('1 '));
    expect(first.slice(0, 4)).toEqual(['1 leaves', '1 enters', '1 leaves', '1 enters']);
    expect((await pass({ late: true }, 1, 40)).who).toEqual([0]);
  });

  it('storms over all', () => {
    const log: string[] = [];
    new Trouble({ ...none, storm: true }, victimsOf(3, log), 3, seededRandom(1)).storm();
    expect(log).toEqual(['0 cut', '1 cut', '2 cut']);
  });
});
