/**
 * Messages and raw bytes as a stock SDK client sees them: each scene is played once with a game
 * and once with its stock twin, and both must end alike.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guest, host, joining, likeStock } from './beside-stock.ts';
import { roomStats, startServer, type TestServer } from './harness.ts';
import { typesTaken } from './parlour-script.ts';
import { closeStockRooms, openStockRooms } from './stock-parlour.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['parlour', 'annex'], { checked: true });
  openStockRooms();
});
afterAll(async () => {
  await running.server.close();
  closeStockRooms();
});

describe('messages from a client', () => {
  test('by name and by number, with a payload and without', async () => {
    const seen = await likeStock(running.url, 'parlour', async (guest) => {
      for (const type of typesTaken) {
        guest.room.send(type, { text: 'hallo', list: [1, 2.5, null, true], at: new Date(0) });
        guest.room.send(type);
        if (Number.isFinite(Number(type)) && type.trim() !== '') guest.room.send(Number(type), 1n);
      }
      guest.room.sendUnreliable(typesTaken[0] as string, 'in time or not');
      await guest.mark();
    });
    expect(seen.heard.filter(([type]) => type === 'took')).toHaveLength(22);
  });

  test('of many shapes arrive as stock unpacks them', () =>
    likeStock(running.url, 'parlour', async (guest) => {
      const point = { x: 1, y: 2 };
      for (const payload of [
        ...[0, -1, 1.5, 2 ** 40, 2n ** 60n, '', 'ä'.repeat(300), null, true, [], {}],
        ...[[point, point, point, point, point], { __proto__: null, constructor: 1, toString: 2 }],
        ...[JSON.parse('{"__proto__": {"isAdmin": true}}'), '\ud800 lone', new Date(5)],
        ...[Uint8Array.of(1, 2, 3), [Uint8Array.of(4)]].map((bytes) => [bytes]),
      ]) {
        guest.room.send('a', payload);
      }
      await guest.mark();
    }));

  test('that no handler takes close their sender, with the reason', async () => {
    for (const type of [
      'nonsense',
      8,
      -1,
      1e300,
      '__proto__',
      'constructor',
      'toString',
      'mark ',
    ]) {
      const seen = await likeStock(running.url, 'parlour', async (guest) => {
        guest.room.send(type, 1);
        await guest.mark();
      });
      const reason = `room onMessage for "${type}" not registered.`;
      expect(seen).toMatchObject({ closing: [4002, reason] });
    }
  });

  test("go to '*' where no other handler takes them", () =>
    likeStock(running.url, 'annex', async (guest) => {
      guest.room.send('known', 1);
      for (const type of ['other', 5, -1, 1.5, '__proto__', 'constructor']) {
        guest.room.send(type, { type });
        guest.room.sendBytes(type, Uint8Array.of(1, 2, 3));
      }
      guest.room.sendBytes('known', Uint8Array.of());
      await guest.hears('rest', 13);
      // A fallback answers no request.
      const error = await guest.room.request('other').catch((thrown) => thrown as Error);
      return [error.name, (error as Error).message.replace(/"(stock-)?annex"/, '')];
    }));

  test('whose handler throws: the sender stays, the error is logged with its stack', async () => {
    for (const name of ['parlour', 'stock-minder']) {
      const guest = await host(running.url, name);
      guest.room.send('stumble');
      await guest.mark();
      expect([guest.closing, guest.heard.at(-1)?.[0]]).toEqual([undefined, 'mark']);
      await guest.leave();
    }
    const line = running.logs.find(({ msg }) => msg === 'messages.stumble threw: stumbled');
    expect(line).toMatchObject({ level: 50, stack: expect.stringContaining('parlour.ts') });
  });
});

describe('formats', () => {
  test('hand the handler what the schema made of the payload', async () => {
    const seen = await likeStock(running.url, 'parlour', async (guest) => {
      guest.room.send('move', { x: 1, more: 'than asked' });
      guest.room.send('move', { x: -0.5, name: 'me', list: [1] });
      await guest.mark();
    });
    expect(seen.heard).toContainEqual(['moved', { x: 1, name: 'anon' }]);
  });

  test.for([
    ['a field of another type', { x: '1' }],
    ['nothing', undefined],
    ['a list', [1]],
  ])('close the sender of %s', async ([, payload]) => {
    const seen = await likeStock(running.url, 'parlour', async (guest) => {
      guest.room.send('move', payload);
      await guest.mark();
    });
    expect(seen).toMatchObject({ closing: [4002, ''] });
  });

  test('that are async close the sender, and the log says why', async () => {
    const seen = await likeStock(running.url, 'parlour', async (guest) => {
      guest.room.send('hush', 'x');
      await guest.mark();
    });
    expect(seen).toMatchObject({ closing: [4002, ''] });
    const line = running.logs.find(({ msg }) => msg.startsWith('messages.hush refuses'));
    expect(line?.msg).toContain('Schema validation must be synchronous');
  });
});

describe('bytes', () => {
  test('by name and by number, empty and as long as a frame, there and back', () =>
    likeStock(running.url, 'parlour', async (guest) => {
      for (const length of [0, 1, 200, 4_000]) {
        guest.room.sendBytes('echo', new Uint8Array(length).fill(length & 0xff));
      }
      guest.room.sendBytes(7, Uint8Array.of(9, 8, 7));
      guest.room.sendBytes('short', Uint8Array.of(1, 2));
      await guest.mark();
    }));

  test('that a format refuses, or nobody takes, close their sender', async () => {
    for (const [type, reason] of [
      ['short', ''],
      ['a', 'room onMessage for "a" not registered.'],
    ] as const) {
      const seen = await likeStock(running.url, 'parlour', async (guest) => {
        guest.room.sendBytes(type, Uint8Array.of(1, 2, 3));
        await guest.mark();
      });
      expect(seen).toMatchObject({ closing: [4002, reason] });
    }
  });
});

describe('messages to clients', () => {
  test('by types of every form, as messages and as bytes', async () => {
    const seen = await likeStock(running.url, 'parlour', async (guest) => {
      guest.room.send('types');
      await guest.mark();
    });
    expect(seen.heard.length).toBeGreaterThan(40);
  });

  test('of every kind; a Uint8Array that is broadcast goes as bytes', () =>
    likeStock(running.url, 'parlour', async (guest) => {
      guest.room.send('kinds');
      await guest.mark();
    }));

  test('of a join wait for the full state, in order', () =>
    likeStock(running.url, 'parlour', async (guest) => {
      await guest.hears('welcome', 2);
      return guest.codes.filter((code) => code !== 15);
    }));

  test('reach everybody but those excepted', async () => {
    for (const name of ['parlour', 'stock-parlour']) {
      const first = await host(running.url, name);
      const second = await joining(running.url, first);
      await second.mark();
      for (const except of ['me', 'all', undefined]) first.room.send('turn', { except });
      first.room.send('turn', { except: 'me', afterNextPatch: true });
      await second.hears('turned', 3);
      await Promise.all([first.mark(), second.mark()]);
      const turns = (guest: Guest) => guest.heard.filter(([type]) => type === 'turned');
      expect(turns(first), name).toEqual([['turned', 3]]);
      expect(turns(second), name).toEqual([1, 3, 4].map((turn) => ['turned', turn]));
      await Promise.all([first.leave(), second.leave()]);
    }
  });

  test('come before the patch of their step, or after the next when asked', async () => {
    for (const name of ['parlour', 'stock-parlour']) {
      const guest = await host(running.url, name);
      await guest.hears('welcome', 2);
      guest.codes.length = 0;
      guest.room.send('turn', {});
      await guest.hears('turned', 1);
      guest.room.send('tell', 'turn');
      await guest.hears('later', 2);
      const [data, bytes, patch] = [13, 17, 15];
      expect(guest.codes.slice(-4), name).toEqual([data, patch, data, bytes]);
      expect(guest.heard.slice(-3)).toEqual([
        ['sooner', undefined],
        ['later', 1],
        ['later', ['bytes', 2]],
      ]);
      await guest.leave();
    }
  });

  test('after the next patch come also when nothing changes', async () => {
    for (const name of ['parlour', 'stock-parlour']) {
      const guest = await host(running.url, name);
      guest.room.send('tell');
      await guest.hears('later', 2);
      // What stock had yet to send of its first state has gone out by now.
      const before = guest.codes.filter((code) => code === 15).length;
      guest.room.send('tell');
      await guest.hears('later', 4);
      expect(guest.codes.filter((code) => code === 15).length, name).toBe(before);
      await guest.leave();
    }
  });
});

test('what one handler sends beyond the outbox is dropped, and the statistics say so', async () => {
  const guest = await host(running.url, 'parlour');
  const { roomId } = guest.room;
  expect(roomStats(running.server, roomId).messagesDropped).toBe(0);
  guest.room.send('rant');
  await guest.mark();
  const { messagesDropped } = roomStats(running.server, roomId);
  expect(messagesDropped).toBeGreaterThan(0);
  expect(guest.heard.filter(([type]) => type === 'rant')).toHaveLength(200 - messagesDropped);
  expect(running.server.stats().totals.messagesDropped).toBe(messagesDropped);
  await guest.leave();
});
