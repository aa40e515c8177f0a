/** What buttons do, and what they refuse without doing anything. */
import { describe, expect, test } from 'vitest';
import {
  BotRuns,
  type BotStarter,
  type BotWish,
} from '../../../src/main-thread/engine-view/bot-runs.ts';
import { Controls } from '../../../src/main-thread/engine-view/controls.ts';
import { game, WatchedServer } from './watched-server.ts';

/** A starter whose runs end when the test says so. */
function makeStarter() {
  const wishes: BotWish[] = [];
  const ends: ((why: string | undefined) => void)[] = [];
  let stopped = 0;
  const start: BotStarter = (wish) => {
    if (wish.seconds === 13) throw new Error('no luck');
    wishes.push(wish);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    ends.push(resolve);
    return {
      ended: promise,
      stop: () => {
        stopped++;
        resolve(undefined);
      },
    };
  };
  return { start, wishes, ends, stops: () => stopped };
}

function makeControls(start?: BotStarter) {
  const server = new WatchedServer(2);
  const bots = new BotRuns(start);
  const controls = new Controls(server.sources, [game], bots, () => 'http://here');
  return { server, bots, controls };
}

describe('heavy', () => {
  test('each step of a room takes longer, until it does not', () => {
    const { server, controls } = makeControls();
    const { index, header } = server.open('a');
    expect(controls.apply({ do: 'heavy', room: index, ms: 250 })).toBeUndefined();
    expect(header.heavyMs).toBe(250);
    expect(controls.apply({ do: 'heavy', room: index, ms: 0 })).toBeUndefined();
    expect(header.heavyMs).toBe(0);
  });

  test.each([
    [{ room: 0, ms: 251 }, 400],
    [{ room: 0, ms: -1 }, 400],
    [{ room: 0, ms: 1.5 }, 400],
    [{ room: 0, ms: '3' }, 400],
    [{ room: 0 }, 400],
    [{ room: 1, ms: 3 }, 404],
    [{ room: '0', ms: 3 }, 404],
    [{ ms: 3 }, 404],
  ])('%j is refused', (body, status) => {
    const { server, controls } = makeControls();
    const { header } = server.open('a');
    const refusal = controls.apply({ do: 'heavy', ...body });
    expect(refusal).toMatchObject({ status, error: expect.any(String) });
    expect(header.heavyMs).toBe(0);
  });
});

test('stealing is switched, and by true and false only', () => {
  const { server, controls } = makeControls();
  expect(controls.apply({ do: 'stealing', on: false })).toBeUndefined();
  expect(server.scheduler.isStealing).toBe(false);
  expect(controls.apply({ do: 'stealing', on: 1 })).toMatchObject({ status: 400 });
  expect(server.scheduler.isStealing).toBe(false);
  expect(controls.apply({ do: 'stealing', on: true })).toBeUndefined();
  expect(server.scheduler.isStealing).toBe(true);
});

test.each([undefined, null, 3, 'stop bots', [], {}, { do: 'reboot' }, { do: ['heavy'] }])(
  '%j is no control',
  (body) => {
    expect(makeControls().controls.apply(body)).toMatchObject({ status: 400 });
  },
);

describe('bots', () => {
  const bots = { do: 'bots', game: 'tag', count: 30, seconds: 60 };

  test('are started in rooms that hold them, and counted until they are gone', async () => {
    const { start, wishes, ends } = makeStarter();
    const { controls, bots: runs } = makeControls(start);
    expect(controls.apply(bots)).toBeUndefined();
    // A room of this game takes four.
    const wish = { url: 'http://here', game: 'tag', bots: 30, rooms: 8, seconds: 60 };
    expect(wishes).toEqual([wish]);
    expect([runs.count, runs.error]).toEqual([30, null]);
    ends[0]!('bots: a door was shut');
    await Promise.resolve();
    expect([runs.count, runs.error]).toEqual([0, 'bots: a door was shut']);
  });

  test('are stopped, all of them', async () => {
    const { start, stops } = makeStarter();
    const { controls, bots: runs } = makeControls(start);
    controls.apply(bots);
    controls.apply({ ...bots, count: 5 });
    expect(runs.count).toBe(35);
    expect(controls.apply({ do: 'stop bots' })).toBeUndefined();
    await Promise.resolve();
    expect([stops(), runs.count, runs.error]).toEqual([2, 0, null]);
  });

  test.each([
    [{ game: 'chess' }, 400, 'game must be one of tag'],
    [{ count: 0 }, 400, 'count must be from 1 to 500'],
    [{ count: 501 }, 400, 'count must be from 1 to 500'],
    [{ count: '7' }, 400, 'count must be'],
    [{ seconds: 601 }, 400, 'seconds must be from 1 to 600'],
    [{ seconds: null }, 400, 'seconds must be'],
    [{ seconds: 13 }, 409, 'bots could not be started: no luck'],
  ])('%j is refused', (change, status, words) => {
    const { start, wishes } = makeStarter();
    const { controls, bots: runs } = makeControls(start);
    const refusal = controls.apply({ ...bots, ...change });
    expect(refusal).toEqual({ status, error: expect.stringContaining(words) });
    expect([wishes, runs.count]).toEqual([[], 0]);
  });

  test('are 500 in all at most', () => {
    const { start } = makeStarter();
    const { controls } = makeControls(start);
    expect(controls.apply({ ...bots, count: 480 })).toBeUndefined();
    expect(controls.apply({ ...bots, count: 21 })).toEqual({
      status: 409,
      error: '480 bots run, and there may be 500',
    });
    expect(controls.apply({ ...bots, count: 20 })).toBeUndefined();
  });

  test('are refused where nobody starts them', () => {
    const { controls, bots: runs } = makeControls();
    expect(runs.canStart).toBe(false);
    expect(controls.apply(bots)).toMatchObject({ status: 409 });
  });
});
