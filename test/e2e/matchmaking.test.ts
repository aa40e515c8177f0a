/**
 * Who is let in and how a room is found, each scenario once with a game and once with an ordinary
 * Colyseus room on the same server: what a stock client sees is the same.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { Player } from './player.ts';
import { StockDoor } from './stock-door.ts';

const { Client } = await loadSdk();

interface DoorState {
  readonly log: string;
}
type Guest = Player<DoorState>;
type Options = Record<string, unknown>;

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['door']);
  const handler = matchMaker.defineRoomType('stock', StockDoor);
  handler.filterBy(['mode'] as never[]).sortBy({ clients: -1 } as never);
});
afterAll(async () => {
  await running.server.close();
  matchMaker.removeRoomType('stock');
});

interface Doors {
  create(options?: Options): Promise<Guest>;
  join(options?: Options): Promise<Guest>;
  joinOrCreate(options?: Options): Promise<Guest>;
  enter(roomId: string, options?: Options): Promise<Guest>;
}

function doors(name: string, token?: string): Doors {
  const client = new Client(running.url, {
    headers: { 'x-agent': 'knocker', 'x-real-ip': '10.1.2.3' },
  });
  if (token !== undefined) client.auth.token = token;
  const seated = async (room: ReturnType<typeof client.create>) => {
    const guest = new Player<DoorState>((await room) as Player<DoorState>['room']);
    await guest.until(() => guest.fullStates > 0);
    return guest;
  };
  return {
    create: (options = {}) => seated(client.create(name, options)),
    join: (options = {}) => seated(client.join(name, options)),
    joinOrCreate: (options = {}) => seated(client.joinOrCreate(name, options)),
    enter: (roomId, options = {}) => seated(client.joinById(roomId, options)),
  };
}

async function leave(...guests: Guest[]): Promise<void> {
  await Promise.all(guests.map((guest) => guest.closing ?? guest.room.leave()));
  for (const { room } of guests) await eventually(() => listingOf(room.roomId) === undefined);
}

/** As matchmaking has it. */
function listingOf(roomId: string) {
  const { rooms } = matchMaker.driver as unknown as {
    rooms: { roomId: string; locked: boolean; private: boolean; unlisted: boolean }[];
  };
  return rooms.find((room) => room.roomId === roomId);
}

function shows(guest: Guest, expected: object): Promise<void> {
  const wanted = JSON.stringify(expected);
  return eventually(() => {
    const found: Record<string, unknown> = { ...listingOf(guest.room.roomId) };
    const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]));
    return JSON.stringify(seen) === wanted;
  });
}

describe.for([['a game', 'door'] as const, ['an ordinary room', 'stock'] as const])(
  '%s',
  ([, name]) => {
    describe('onAuth', () => {
      test.for([
        ['false', 525, 'onAuth failed'],
        ['null', 525, 'onAuth failed'],
        ['nobody', 525, 'onAuth failed'],
        ['coded', 401, 'members only'],
        ['plain', 523, 'the door is stuck'],
      ] as const)('refuses by %s with %i', async ([as, code, message]) => {
        const { create, joinOrCreate, enter } = doors(name);
        const host = await create();
        const { roomId } = host.room;
        const refusal = { code, message };
        await expect(create({ as })).rejects.toMatchObject(refusal);
        await expect(joinOrCreate({ as })).rejects.toMatchObject(refusal);
        await expect(enter(roomId, { as })).rejects.toMatchObject(refusal);
        // Nobody has heard of them in the room.
        expect(host.state.log).toBe('in ');
        await leave(host);
      });

      test('gives its result to onJoin and messages: token, address, headers', async () => {
        const guest = await doors(name, 'a token').create();
        const auth = { name: 'größe', token: 'a token', ip: '10.1.2.3', agent: 'knocker' };
        expect(await guest.message('auth')).toEqual(auth);
        guest.room.send('auth');
        expect(await guest.message('auth again')).toEqual(auth);
        await leave(guest);
      });

      test('lets in without data by true', async () => {
        const guest = await doors(name).create({ as: 'true' });
        expect(await guest.message('auth')).toBeUndefined();
        await leave(guest);
      });
    });

    test('onLeave runs for a client whose onJoin threw', async () => {
      const { create, enter } = doors(name);
      const host = await create();
      await expect(enter(host.room.roomId, { refuse: true })).rejects.toMatchObject({
        code: 4_123,
        message: 'full of you',
      });
      await host.until(() => host.state.log === 'in in out(4002) ');
      await leave(host);
    });

    test('a locked room lets nobody in, and an unlocked one does', async () => {
      const { create, enter, join } = doors(name);
      const host = await create();
      const { roomId } = host.room;
      host.room.send('lock');
      await shows(host, { locked: true });
      await expect(enter(roomId)).rejects.toMatchObject({
        code: 522,
        message: `room "${roomId}" is locked`,
      });
      await expect(join()).rejects.toMatchObject({ code: 521 });
      host.room.send('unlock');
      await shows(host, { locked: false });
      const guest = await enter(roomId);
      await leave(host, guest);
    });

    test('a room can be born locked, private and with metadata', async () => {
      const { create, enter } = doors(name);
      const host = await create({ secret: true });
      await shows(host, { private: true, metadata: { created: true } });
      await leave(host);
      await expect(create({ lock: true })).resolves.toMatchObject({ closing: undefined });
      const { rooms } = matchMaker.driver as unknown as { rooms: { roomId: string }[] };
      const { roomId } = rooms.at(-1) as { roomId: string };
      await expect(enter(roomId)).rejects.toMatchObject({ code: 522 });
      await matchMaker.getLocalRoomById(roomId).disconnect();
    });

    test('a private room is found by its id only', async () => {
      const { create, enter, join } = doors(name);
      const host = await create();
      host.room.send('private', true);
      await shows(host, { private: true });
      await expect(join()).rejects.toMatchObject({ code: 521 });
      const guest = await enter(host.room.roomId);
      host.room.send('private', false);
      await shows(host, { private: false });
      const other = await join();
      expect(other.room.roomId).toBe(host.room.roomId);
      await leave(host, guest, other);
    });

    test('metadata, unlisted and several at once, in the order of the calls', async () => {
      const host = await doors(name).create();
      for (let round = 0; round <= 20; round++) host.room.send('metadata', { round });
      await shows(host, { metadata: { round: 20 } });
      host.room.send('unlisted', true);
      await shows(host, { unlisted: true });
      host.room.send('lock');
      host.room.send('matchmaking', {
        metadata: { map: 'hall' },
        private: true,
        locked: false,
        unlisted: false,
        maxClients: 2,
      });
      await shows(host, {
        metadata: { map: 'hall' },
        private: true,
        locked: false,
        unlisted: false,
        maxClients: 2,
      });
      await leave(host);
    });

    test('maxClients closes the door, and who leaves opens it', async () => {
      const { create, enter } = doors(name);
      const host = await create();
      const { roomId } = host.room;
      const others = [await enter(roomId), await enter(roomId)];
      await shows(host, { locked: true, clients: 3 });
      await expect(enter(roomId)).rejects.toMatchObject({ code: 522 });
      await others[0]?.room.leave();
      await shows(host, { locked: false, clients: 2 });
      const next = await enter(roomId);
      host.room.send('matchmaking', { maxClients: 2 });
      await shows(host, { locked: true, maxClients: 2 });
      await leave(host, next, ...others);
    });

    test('filterBy tells rooms apart', async () => {
      const { joinOrCreate } = doors(name);
      const [red, blue] = [
        await joinOrCreate({ mode: 'red' }),
        await joinOrCreate({ mode: 'blue' }),
      ];
      const other = await joinOrCreate({ mode: 'red' });
      expect(red.room.roomId).not.toBe(blue.room.roomId);
      expect(other.room.roomId).toBe(red.room.roomId);
      await leave(red, blue, other);
    });

    test('sortBy prefers the fuller room', async () => {
      const { create, enter, join } = doors(name);
      const [first, second] = [await create({ mode: 'x' }), await create({ mode: 'x' })];
      const third = await enter(second.room.roomId);
      const next = await join({ mode: 'x' });
      expect(next.room.roomId).toBe(second.room.roomId);
      await leave(first, second, third, next);
    });

    test('autoDispose off keeps an empty room, and on ends it', async () => {
      const { create, enter } = doors(name);
      const host = await create({ stay: true });
      const { roomId } = host.room;
      await host.room.leave();
      await sleep(100);
      const again = await enter(roomId);
      expect(again.state.log).toBe('in out(4000) in ');
      again.room.send('stay', false);
      await leave(again);
    });

    test('a seat whose client never comes is given up', async () => {
      const { data } = await new Client(running.url).http.post(`/matchmake/create/${name}`, {
        body: {},
      });
      const { roomId } = data as { roomId: string };
      expect(listingOf(roomId)).toMatchObject({ clients: 1 });
      await eventually(() => listingOf(roomId) === undefined);
    });

    test('the whole room is closed with one code', async () => {
      const { create, enter } = doors(name);
      const host = await create();
      const guest = await enter(host.room.roomId);
      host.room.send('close', 4_444);
      expect(await host.closed()).toMatchObject({ code: 4_444 });
      expect(await guest.closed()).toMatchObject({ code: 4_444 });
      await eventually(() => listingOf(host.room.roomId) === undefined);
    });
  },
);

describe('only for games', () => {
  test('auth data that is no JSON, or too long, is refused and logged', async () => {
    const { create, enter } = doors('door');
    const host = await create();
    const { roomId } = host.room;
    await expect(enter(roomId, { as: 'bigint' })).rejects.toThrow(/onAuth: .* must be JSON/);
    await expect(enter(roomId, { as: 'long' })).rejects.toThrow(/raise authBytes/);
    const told = errorsOf(running.logs).filter(({ msg }) => /JSON/.test(msg));
    expect(told).toHaveLength(2);
    await leave(host);
  });

  test('a code that is no status of HTTP still comes with its text', async () => {
    const refused = doors('door').create({ as: 'odd' });
    await expect(refused).rejects.toMatchObject({ code: 523, message: 'odd' });
  });

  test('auth data cannot be changed', async () => {
    const host = await doors('door').create();
    host.room.send('forge');
    await eventually(() => running.logs.some(({ msg }) => /read only|read-only/.test(msg)));
    host.room.send('auth');
    expect(await host.message('auth again')).not.toMatchObject({ name: 'root' });
  });

  test('maxClients beyond the capacity is refused', async () => {
    const host = await doors('door').create();
    host.room.send('matchmaking', { maxClients: 7 });
    const line = () => running.logs.find(({ msg }) => msg.includes('raise capacity.clients'));
    await eventually(() => line() !== undefined);
    expect(line()).toMatchObject({ level: 50 });
  });
});
