/** What a stock client can expect of a room: joining, state, input, messages, leaving. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, roomStats, startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';

interface LobbyState {
  readonly tick: number;
  readonly opened: string;
  readonly farewells: string;
  readonly guests: ReadonlyMap<
    string,
    { readonly x: number; readonly slot: number; readonly badge: string; readonly heading: number }
  >;
}
type Guest = Player<LobbyState>;

const fullStateCode = 14;

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['lobby']);
});
afterAll(async () => running.server.close());

const open = (options: object = {}): Promise<Guest> => create(running.url, 'lobby', options);
const enter = (host: Guest, options: object = {}): Promise<Guest> =>
  join(running.url, host.room.roomId, options);

async function leaveAll(...guests: Guest[]): Promise<void> {
  await Promise.all(guests.map((guest) => guest.closing ?? guest.room.leave()));
}

describe('state', () => {
  test('comes whole exactly once, ahead of patches, which go on', async () => {
    const host = await open({ name: 'hall' });
    const guest = await enter(host, { badge: 'größe' });
    await guest.frames(5);
    const frames = guest.codes.filter((code) => code === 14 || code === 15);
    expect(frames[0]).toBe(fullStateCode);
    expect([host.fullStates, guest.fullStates]).toEqual([1, 1]);
    expect(guest.state.guests.size).toBe(2);
    expect(guest.state.guests.get(guest.sessionId)).toMatchObject({ badge: 'größe', slot: 1 });
    expect(JSON.parse(guest.state.opened)).toEqual({ name: 'hall' });
    await host.until(() => host.state.guests.has(guest.sessionId));
    const { tick } = host.state;
    await host.until(() => host.state.tick >= tick + 10);
    await leaveAll(host, guest);
  });

  test('holds what is sent into it in the very tick of a join', async () => {
    const host = await open();
    const others = await Promise.all([enter(host), enter(host), enter(host)]);
    for (const guest of others) {
      await guest.until(() => guest.state.guests.size === 4);
      expect(guest.fullStates).toBe(1);
    }
    await leaveAll(host, ...others);
  });
});

describe('input', () => {
  test('is consumed in order and acknowledged to its sender', async () => {
    const host = await open();
    const guest = await enter(host);
    for (let sent = 1; sent <= 20; sent++) {
      guest.input.data.dx = sent;
      guest.input.data.note = `step ${sent}`;
      guest.input.send();
    }
    await guest.until(() => guest.input.lastProcessed === guest.input.sentCount);
    expect(guest.input.sentCount).toBe(20);
    expect(guest.state.guests.get(guest.sessionId)?.x).toBe(210);
    expect(host.input.lastProcessed).toBe(0);
    await host.until(() => host.state.guests.get(guest.sessionId)?.x === 210);
    await leaveAll(host, guest);
  });
});

describe('messages', () => {
  test('go both ways by name, to one and to all', async () => {
    const host = await open();
    const guest = await enter(host);
    guest.room.send('say', { text: 'hallo', list: [1, 2.5, null], bytes: new Uint8Array([7]) });
    const heard = { from: guest.sessionId, payload: { text: 'hallo', list: [1, 2.5, null] } };
    expect(await host.message('say')).toMatchObject(heard);
    expect(await guest.message('say')).toMatchObject(heard);
    host.room.send('whisper', { to: guest.sessionId, text: 'psst' });
    expect(await guest.message('whisper')).toEqual({ from: host.sessionId, text: 'psst' });
    host.room.send('say');
    await host.until(() => host.messages.filter(({ type }) => type === 'say').length === 2);
    expect(host.messages.some(({ type }) => type === 'whisper')).toBe(false);
    await leaveAll(host, guest);
  });

  test('of onJoin reach the client after its join and its state', async () => {
    const host = await open();
    expect(await host.message('welcome')).toEqual({ slot: 0, guests: 1 });
    expect(await host.message('joined')).toEqual({ sessionId: host.sessionId });
    const message = 13;
    const relevant = host.codes.filter((code) => code === fullStateCode || code === message);
    expect(relevant).toEqual([fullStateCode, message, message]);
    await leaveAll(host);
  });

  test('that the game does not know close their sender, as in stock', async () => {
    const host = await open();
    const guest = await enter(host);
    guest.room.send('nonsense', {});
    expect((await guest.closed()).code).toBe(4002);
    await host.until(() => host.state.guests.size === 1);
    await host.frames(3);
    await leaveAll(host);
  });
});

describe('hostile bytes', () => {
  test.for([
    ['a message with bytes after its payload', [13, 0xa3, 0x73, 0x61, 0x79, 0x01, 0x02]],
    ['a message cut short', [13, 0xa3, 0x73, 0x61, 0x79, 0xd9, 0xff, 0x00]],
    ['a message with no type', [13]],
    ['a type longer than its frame', [13, 0xd9, 0xff, 0x61]],
  ] as const)('%s closes its sender alone', async ([, bytes]) => {
    const host = await open();
    const guest = await enter(host);
    guest.room.connection.send(Uint8Array.from(bytes));
    expect((await guest.closed()).code).toBe(4002);
    await host.until(() => host.state.guests.size === 1);
    host.room.send('say', 'still here');
    await host.message('say');
    await leaveAll(host);
  });

  test.for([
    ['reliable', [19, 0x80, 0xff, 0xff, 0xff, 0xff]],
    ['reliable, a field that is not there', [19, 0xbf, 1]],
    ['reliable, a text beyond the frame', [19, 0x81, 0xdb, 0xff, 0xff, 0xff, 0x7f]],
    ['unreliable', [20, 0xff, 0xff, 0xff]],
    ['unreliable, nothing in it', [20]],
  ] as const)('an input that is none, %s, is counted and harms nobody', async ([, bytes]) => {
    const host = await open();
    const guest = await enter(host);
    guest.room.connection.send(Uint8Array.from(bytes));
    const { roomId } = host.room;
    await eventually(
      () => guest.closing !== undefined || roomStats(running.server, roomId).inputErrors === 1,
    );
    host.input.data.dx = 3;
    host.input.send();
    await host.until(() => host.input.lastProcessed === 1);
    expect(host.state.guests.get(host.sessionId)?.x).toBe(3);
    expect(host.closing).toBeUndefined();
    await leaveAll(host, guest);
  });
});

describe('leaving', () => {
  test('with consent runs onLeave, takes the entity from others, and leaves the seat', async () => {
    const host = await open();
    const guest = await enter(host);
    expect(await guest.room.leave()).toBe(4000);
    expect(await host.message('left')).toEqual({ sessionId: guest.sessionId, code: 4000 });
    await host.until(() => host.state.farewells === '1:4000 ');
    expect(host.state.guests.has(guest.sessionId)).toBe(false);
    const again = await enter(host, { badge: 'back' });
    expect(again.sessionId).not.toBe(guest.sessionId);
    expect(again.state.guests.get(again.sessionId)).toMatchObject({ slot: 1, badge: 'back', x: 0 });
    await leaveAll(host, again);
  });

  test('without consent too, when the socket is cut', async () => {
    const host = await open();
    const guest = await enter(host);
    (guest.room.connection.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
    await host.until(() => host.state.guests.size === 1);
    expect(host.state.farewells).toMatch(/^1:\d{4} $/);
    await leaveAll(host);
  });

  test('gives a slot to the next, with nothing of its former holder in it', async () => {
    const host = await open();
    for (let round = 0; round < 8; round++) {
      const guests = await Promise.all([enter(host), enter(host), enter(host)]);
      const slots = guests.map((guest) => guest.state.guests.get(guest.sessionId)?.slot);
      expect(slots.toSorted()).toEqual([1, 2, 3]);
      const [first] = guests;
      first.input.data.dx = 5;
      first.input.send();
      await first.until(() => first.input.lastProcessed === 1);
      expect(first.state.guests.get(first.sessionId)?.x).toBe(5);
      await leaveAll(...guests);
      await host.until(() => host.state.guests.size === 1);
    }
    await leaveAll(host);
  });

  test('can be ordered by the game, with a code and a reason', async () => {
    const host = await open();
    const guest = await enter(host);
    guest.room.send('show out', { code: 4_321, reason: 'closing time' });
    expect(await guest.closed()).toEqual({ code: 4_321, reason: 'closing time' });
    await host.until(() => host.state.farewells === '1:4321 ');
    const other = await enter(host);
    other.room.send('show out', {});
    expect((await other.closed()).code).toBe(4000);
    await leaveAll(host);
  });

  test('as the last disposes of the room', async () => {
    const host = await open();
    const { roomId } = host.room;
    await leaveAll(host);
    await eventually(() => running.server.stats().rooms.every((room) => room.roomId !== roomId));
    const line = running.logs.find(({ msg, room }) => msg === 'lobby closed' && room === roomId);
    expect(line).toMatchObject({ level: 30, game: 'lobby', farewells: '0:4000 ' });
  });
});

describe('a refusal', () => {
  test('by onJoin reaches the client with the code and the text that were thrown', async () => {
    const host = await open();
    await expect(enter(host, { refuse: 'error' })).rejects.toMatchObject({
      code: 4_123,
      message: 'full of you',
    });
    await expect(enter(host, { refuse: 'object' })).rejects.toMatchObject({
      code: 4_124,
      message: 'as an object',
    });
    const guest = await enter(host);
    expect(guest.state.guests.get(guest.sessionId)?.slot).toBe(1);
    await leaveAll(host, guest);
  });

  test('is what a promise from onJoin becomes', async () => {
    const host = await open();
    await expect(enter(host, { refuse: 'promise' })).rejects.toThrow(
      /onJoin returned a promise; it must be synchronous/,
    );
    await leaveAll(host);
  });

  test('by onCreate rejects create() with the text', async () => {
    await expect(open({ fail: 'text' })).rejects.toThrow('the lobby is being cleaned');
    await expect(open({ fail: 'status' })).rejects.toMatchObject({
      code: 503,
      message: 'not today',
    });
    await leaveAll(await open());
  });

  test('comes from core when the room is full', async () => {
    const host = await open();
    const others = await Promise.all([enter(host), enter(host), enter(host)]);
    await expect(enter(host)).rejects.toThrow(/locked|full/);
    await leaveAll(others[0]);
    await host.until(() => host.state.guests.size === 3);
    const late = await enter(host);
    await leaveAll(host, late, others[1], others[2]);
  });
});
