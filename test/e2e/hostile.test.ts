/**
 * Clients that send what no SDK would: the offender gets what a stock room gives it, and nobody
 * else notices. Each assault is made on a game and on its stock twin, beside a client that plays.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guest, host, joining } from './beside-stock.ts';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import {
  cutTypes,
  cycle,
  deep,
  frame,
  oddPayloads,
  oddTypes,
  wholeFrames,
} from './hostile-frames.ts';
import { closeStockRooms, openStockRooms } from './stock-parlour.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['parlour', 'annex']);
  openStockRooms();
});
afterAll(async () => {
  await running.server.close();
  closeStockRooms();
});

interface Outcome {
  readonly code: number | undefined;
  readonly reason: string | undefined;
  /** What the offender was sent, patches left out. */
  readonly codes: readonly number[];
  readonly heard: readonly unknown[];
}

/** Sends `frames` to a room where somebody else plays, who must not notice. */
async function assault(name: string, frames: readonly Uint8Array[]): Promise<Outcome> {
  const bystander = await host(running.url, name);
  const offender = await joining(running.url, bystander);
  await Promise.all([offender.mark(), bystander.mark()]);
  offender.codes.length = 0;
  offender.heard.length = 0;
  for (const bytes of frames) offender.room.connection.send(bytes);
  await offender.mark();
  const { closing, codes, heard } = offender;
  await expectPlaying(bystander);
  await Promise.all([bystander.leave(), offender.leave()]);
  const isPatch = (code: number) => code === 15;
  return {
    code: closing?.[0],
    reason: closing?.[1],
    codes: codes.filter((code) => !isPatch(code)),
    heard: heard.map(textOf),
  };
}

function textOf(message: unknown): string {
  try {
    return JSON.stringify(message, withoutBigInts);
  } catch {
    return 'too deep';
  }
}

const withoutBigInts = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

async function expectPlaying(bystander: Guest): Promise<void> {
  for (let turn = 1; turn <= 3; turn++) bystander.room.send('turn', {});
  await eventually(() => (bystander.room.state as { turns: number }).turns === 3);
  await bystander.hears('turned', 3);
  expect(bystander.closing).toBeUndefined();
}

function both(frames: readonly Uint8Array[]): Promise<[game: Outcome, stock: Outcome]> {
  return Promise.all([assault('parlour', frames), assault('stock-parlour', frames)]);
}

describe('one frame', () => {
  test.for(Array.from({ length: 32 }, (_, code) => code))(
    'of nothing but the code %i',
    async (code) => {
      const [game, stock] = await both([Uint8Array.of(code)]);
      expect([game.code, game.codes]).toEqual([stock.code, stock.codes]);
    },
  );

  test.for(Object.entries(wholeFrames))('%s, cut at every byte', async ([, whole]) => {
    for (let length = 1; length <= whole.length; length++) {
      const [game, stock] = await both([whole.subarray(0, length)]);
      expect([game.code, game.codes], `cut at ${length}`).toEqual([stock.code, stock.codes]);
    }
  });

  test.for(Object.entries(oddTypes))('whose type is %s', async ([, bytes]) => {
    const [game, stock] = await both([bytes]);
    expect([game.code, game.heard]).toEqual([stock.code, stock.heard]);
    expect(game.code).toBe(4002);
  });

  test('whose type is cut is refused, where stock takes what is there', async () => {
    for (const bytes of cutTypes) {
      expect(await assault('parlour', [bytes])).toMatchObject({ code: 4002, heard: [] });
    }
  });

  test.for(Object.entries(oddPayloads))('whose payload is: %s', async ([, payload]) => {
    for (const code of [13, 21]) {
      const [game, stock] = await both([frame(code, 'a', payload)]);
      expect(game).toEqual(stock);
    }
  });

  test('whose payload contains itself is refused, where stock would never end', async () => {
    expect(await assault('parlour', [frame(13, 'a', cycle)])).toMatchObject({ code: 4002 });
    expect(await assault('parlour', [frame(21, 'a', cycle)])).toMatchObject({ code: undefined });
  });

  test('whose payload is 4,000 lists deep: handled, where stock loses its socket', async () => {
    expect(await assault('parlour', [frame(13, 'a', deep)])).toMatchObject({ code: undefined });
  });

  test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '*', '_'])(
    'of the type %s, as message, bytes and request',
    async (type) => {
      for (const code of [13, 17, 21]) {
        const [game, stock] = await both([frame(code, type, Uint8Array.of(1))]);
        expect([game.code, game.reason, game.codes]).toEqual([
          stock.code,
          stock.reason,
          stock.codes,
        ]);
      }
    },
  );

  test('with modifiers that messages do not have', async () => {
    for (const modifier of [0x20, 0x40, 0x80, 0xe0]) {
      const [game, stock] = await both([frame(13 | modifier, 'a', Uint8Array.of(1))]);
      expect(game).toEqual(stock);
    }
  });

  test('larger than a frame may be', async () => {
    const [game, stock] = await both([frame(17, 'echo', new Uint8Array(5_000))]);
    expect([game.code, game.codes]).toEqual([stock.code, stock.codes]);
    expect(game.code).toBe(1009);
  });

  test('with an unknown type longer than a close reason', async () => {
    // Stock throws out of its socket here, so it is not asked.
    const { code, reason } = await assault('parlour', [frame(13, '💬'.repeat(50))]);
    expect(code).toBe(4002);
    expect(reason).toMatch(/^room onMessage for "(💬)+$/u);
  });
});

describe('inputs', () => {
  test('to a game without input are ignored', async () => {
    const [game, stock] = await both([
      Uint8Array.of(19, 0x80, 1),
      Uint8Array.of(20, 1, 0x80),
      Uint8Array.of(0x80 | 19, 1, 2, 3),
    ]);
    expect([game.code, game.codes]).toEqual([stock.code, stock.codes]);
    expect(game.code).toBeUndefined();
  });
});

describe('many frames', () => {
  test('more a second than the game allows', async () => {
    const frames = Array.from({ length: 300 }, () => frame(13, 'a'));
    const [game, stock] = await both(frames);
    expect([game.code, stock.code]).toEqual([4002, 4002]);
  });

  test('10,000 at once: the room and its other client go on; nothing piles up', async () => {
    const linesBefore = running.logs.length;
    const rssBefore = process.memoryUsage().rss;
    const known = frame(13, 'known');
    const unknown = frame(17, 'photo', new Uint8Array(64));
    for (let round = 0; round < 3; round++) {
      const bystander = await host(running.url, 'annex');
      const offender = await joining(running.url, bystander);
      let answered = 0;
      for (let n = 0; n < 10_000; n++) {
        offender.room.connection.send(n % 2 === 0 ? known : unknown);
        if (n % 500 !== 0) continue;
        bystander.room.send('known');
        answered++;
      }
      await bystander.hears('known', answered);
      const { turns } = bystander.room.state as { turns: number };
      const state = bystander.room.state as { turns: number };
      await eventually(() => state.turns >= turns + 5);
      expect(bystander.closing).toBeUndefined();
      await eventually(() => offender.closing !== undefined || offender.heard.length === 10_000);
      expect(offender.closing?.[0] ?? 4002).toBe(4002);
      await Promise.all([bystander.leave(), offender.leave()]);
    }
    expect(running.logs.length - linesBefore).toBeLessThan(50);
    const grownBytes = process.memoryUsage().rss - rssBefore;
    expect(grownBytes).toBeLessThan(256 * 1024 * 1024);
  });

  test('that make a handler throw: the log tells of some, and how many more', async () => {
    const linesBefore = running.logs.length;
    const offender = await host(running.url, 'parlour');
    for (let n = 0; n < 150; n++) offender.room.send('stumble');
    await offender.mark();
    expect(offender.closing).toBeUndefined();
    await eventually(() => running.logs.length > linesBefore);
    await offender.mark();
    expect(running.logs.length - linesBefore).toBeLessThan(40);
    await offender.leave();
  });
});

test('any bytes at all: the other client keeps playing', async () => {
  const bystander = await host(running.url, 'annex');
  let offender = await joining(running.url, bystander);
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
    fc
      .tuple(fc.constantFrom(13, 17, 21, 19, 20), fc.uint8Array({ maxLength: 60 }))
      .map(([code, rest]) => Uint8Array.of(code, ...rest)),
    fc
      .tuple(fc.constantFrom(13, 21), fc.uint8Array({ maxLength: 60 }))
      .map(([code, payload]) => frame(code, 'known', payload)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 20 }), async (frames) => {
      for (const one of frames) offender.room.connection.send(one);
      const answered = bystander.heard.length;
      bystander.room.send('known');
      await eventually(() => bystander.heard.length > answered);
      if (offender.closing !== undefined) offender = await joining(running.url, bystander);
    }),
    { numRuns: 150 },
  );
  expect(bystander.closing).toBeUndefined();
  await Promise.all([bystander.leave(), offender.leave()]);
});

test('no room has failed, and nothing is an error but what handlers threw', () => {
  const own = errorsOf(running.logs).filter(({ from }) => from !== 'colyseus');
  expect(own.filter(({ msg }) => !/^messages\.\w+ threw/.test(msg))).toEqual([]);
});
