/** Stock SDK clients at rooms/parlor.ts: two play Reversi, others watch; by messages alone. */
import { isDeepStrictEqual } from 'node:util';
import { matchMaker } from '@colyseus/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as reversi from '../../rooms/parlor/reversi.ts';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { create, join, Player } from './player.ts';
import { comesBack, cutOnServer } from './sailor.ts';

const { Client } = await loadSdk();
const { dark, light, none, opening } = reversi;

interface Person {
  readonly name: string;
  readonly disc: number;
  readonly wins: number;
  readonly isHere: boolean;
  readonly wantsRematch: boolean;
}
interface ParlorState {
  readonly phase: string;
  readonly board: Iterable<number>;
  readonly turn: number;
  readonly secondsLeft: number;
  readonly result?: { readonly winner: number; readonly by: string };
  readonly players: ReadonlyMap<string, Person>;
  readonly chat: Iterable<{ readonly from: string; readonly text: string }>;
  toJSON(): object;
}
type Guest = Player<ParlorState>;
interface Moved {
  readonly flips: number[];
  readonly turn: number;
}

let running: TestServer;
beforeAll(async () => {
  const parlor = new URL('../../rooms/parlor.ts', import.meta.url);
  running = await startServer([], { games: { parlor } });
});
afterAll(() => running.server.close());
afterEach(() => expect(errorsOf(running.logs)).toEqual([]));

test('who wants to play finds a free seat, who wants to watch a game', async () => {
  const client = new Client(running.url);
  const enter = async (options: object) =>
    new Player<ParlorState>(await client.joinOrCreate('parlor', options));
  const first = await enter({ phase: 'waiting' });
  await eventually(() => listingOf(first).phase === 'waiting');
  const second = await enter({ phase: 'waiting' });
  await eventually(() => listingOf(first).phase === 'playing');
  const third = await enter({ phase: 'waiting' });
  const watcher = new Player<ParlorState>(await client.join('parlor', { phase: 'playing' }));
  const ids = [first, second, third, watcher].map(({ room }) => room.roomId);
  expect(ids.map((id) => id === ids[0])).toEqual([true, true, false, true]);
  await watcher.until(() => watcher.state.players?.size === 3);
  expect(person(watcher, watcher)).toMatchObject({ name: 'guest 3', disc: none });
  await leave(first, second, third, watcher);
});

describe('a game', () => {
  test('is played by requests, and all see the same', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 3_600 });
    await all([ann, ben, eve], ({ state }) => state.players.size === 3);
    expect(people(eve)).toEqual({ Ann: dark, Ben: light, Eve: none });
    expect(listingOf(ann)).toEqual({ phase: 'playing', players: ['Ann', 'Ben'] });

    // Nobody moves out of turn, or where it turns nothing over, or with what is no cell.
    expect(await refusal(ben, 'move', 20)).toBe('it is not your turn');
    expect(await refusal(eve, 'move', 44)).toBe('it is not your turn');
    expect(await refusal(ann, 'move', 0)).toBe('that turns nothing over');
    expect(await refusal(ann, 'move', 28)).toBe('that turns nothing over');
    for (const cell of [64, -1, 1.5, 'e6', null]) {
      expect(await refusal(ann, 'move', cell)).toContain('a whole number from 0 to 63');
    }
    expect([...ann.state.board]).toEqual(opening);

    // The first legal move, again and again: light passes, and so does dark.
    const board = [...opening];
    let passes = 0;
    for (let turn: number = dark; turn !== none; ) {
      const cell = board.findIndex((_disc, at) => reversi.flipsOf(board, at, turn).length > 0);
      const mover = turn === dark ? ann : ben;
      const moved = await mover.room.request<number, Moved>('move', cell);
      expect(moved.flips).toEqual(reversi.flipsOf(board, cell, turn));
      for (const turned of [cell, ...moved.flips]) board[turned] = turn;
      if (moved.turn === turn) passes++;
      turn = moved.turn;
    }
    expect(passes).toBe(4);
    await all([ann, ben, eve], ({ state }) => state.phase === 'over');
    expect([...eve.state.board]).toEqual(board);
    expect(eve.state).toMatchObject({ turn: none, result: { winner: light, by: 'discs' } });
    expect([person(eve, ann).wins, person(eve, ben).wins]).toEqual([0, 1]);
    expect(await refusal(ann, 'move', 0)).toBe('there is no game on');
    await agree(ann, ben, eve);
    await leave(ann, ben, eve);
  });

  test('is played again when both want it, with colours changed', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 3_600 });
    expect(await refusal(ann, 'rematch')).toBe('there is no game to play again');
    await wipeOut(ann, ben);
    await all([ann, ben, eve], ({ state }) => state.phase === 'over');
    expect(listingOf(ann)).toEqual({ phase: 'over', players: ['Ann', 'Ben'] });
    expect(await refusal(eve, 'rematch')).toBe('you are watching');
    expect(await ann.room.request('rematch')).toBe('over');
    expect(await ann.room.request('rematch')).toBe('over');
    await eve.until(() => person(eve, ann).wantsRematch);
    expect(await ben.room.request('rematch')).toBe('playing');
    await all([ann, ben, eve], ({ state }) => state.phase === 'playing');
    expect([...eve.state.board]).toEqual(opening);
    expect(eve.state.result).toBeUndefined();
    expect(people(eve)).toEqual({ Ann: light, Ben: dark, Eve: none });
    expect(person(eve, ann)).toMatchObject({ wins: 1, wantsRematch: false });
    expect(await refusal(ann, 'move', 44)).toBe('it is not your turn');
    await wipeOut(ben, ann);
    await all([ann, ben, eve], ({ state }) => state.phase === 'over');
    await agree(ann, ben, eve);
    expect(person(eve, ben).wins).toBe(1);
    await leave(ann, ben, eve);
  });

  test('is lost by who lets the clock run out', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 2 });
    await eve.until(() => eve.state.secondsLeft === 1);
    // Each turn has the whole time.
    await ann.room.request('move', 44);
    await eve.until(() => eve.state.secondsLeft === 2 && eve.state.turn === light);
    await eve.until(() => eve.state.secondsLeft === 1);
    await all([ann, ben, eve], ({ state }) => state.phase === 'over');
    expect(eve.state).toMatchObject({ secondsLeft: 0, result: { winner: dark, by: 'time' } });
    await agree(ann, ben, eve);
    await leave(ann, ben, eve);
  });

  test('is lost by who leaves; a watcher takes the seat', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 3_600 });
    expect(await refusal(eve, 'sit')).toBe('both seats are taken');
    await ann.room.request('move', 44);
    await ann.room.leave();
    await all([ben, eve], ({ state }) => state.phase === 'waiting');
    expect(eve.state.result).toMatchObject({ winner: light, by: 'leaving' });
    await eventually(() => listingOf(ben).phase === 'waiting');
    expect(listingOf(ben).players).toEqual(['Ben']);
    expect(await refusal(ben, 'sit')).toBe('you have a seat');
    expect(await eve.room.request('sit')).toBe(dark);
    await all([ben, eve], ({ state }) => state.phase === 'playing');
    expect(people(ben)).toEqual({ Ben: light, Eve: dark });
    expect([...ben.state.board]).toEqual(opening);
    await wipeOut(eve, ben);
    await leave(ben, eve);
  });
});

describe('a player whose connection is cut', () => {
  test('comes back to its seat, and plays on', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 3_600 });
    await ann.room.request('move', 44);
    await eve.until(() => eve.state.turn === light);
    const board = [...eve.state.board];
    const back = comesBack(ben, 300);
    cutOnServer(ben);
    await eve.until(() => !person(eve, ben).isHere);
    eve.room.send('say', 'where is Ben?');
    await back;
    await ben.until(() => ben.fullStates === 2 && person(ben, ben).isHere);
    expect([...ben.state.board]).toEqual(board);
    expect([...ben.state.chat].map((line) => line.text)).toEqual(['where is Ben?']);
    expect(people(ben)).toEqual({ Ann: dark, Ben: light, Eve: none });
    await ben.room.request('move', 29);
    await all(
      [ann, ben, eve],
      ({ state }) => state.turn === dark && [...state.board][29] === light,
    );
    await eve.until(() => person(eve, ben).isHere);
    await agree(ann, ben, eve);
    await leave(ann, ben, eve);
  });

  test('loses when its time is over', async () => {
    const [ann, ben, eve] = await table({ turnSeconds: 1 });
    cutOnServer(ann);
    await ben.until(() => ben.state.phase === 'over');
    expect(ben.state.result).toMatchObject({ winner: light, by: 'time' });
    expect(person(ben, ann)).toMatchObject({ isHere: false, disc: dark });
    await leave(ben, eve);
  });
});

test('what somebody says reaches all, and the oldest lines go', async () => {
  const [ann, ben, eve] = await table({ turnSeconds: 3_600 });
  const guests = [ann, ben, eve];
  ann.room.send('say', `  ${'語'.repeat(300)}`);
  await eve.until(() => [...eve.state.chat].length === 1);
  expect([...eve.state.chat][0]).toMatchObject({ from: 'Ann', text: '語'.repeat(198) });
  const numbers = Array.from({ length: 17 }, (_none, line) => `${line}`);
  for (const line of numbers) for (const { room } of guests) room.send('say', line);
  eve.room.send('say', ' ');
  await all(
    guests,
    ({ state }) => [...state.chat].filter(({ text }) => text === '16').length === 3,
  );
  const lines = [...eve.state.chat];
  expect(lines).toHaveLength(50);
  for (const name of ['Ann', 'Ben', 'Eve']) {
    const said = lines.filter(({ from }) => from === name).map(({ text }) => text);
    expect(said).toEqual(numbers.slice(-said.length));
  }
  await agree(...guests);
  // What is no text at all costs its sender the connection.
  eve.room.send('say', { text: 'hallo' });
  expect((await eve.closed()).code).toBe(4002);
  await leave(ann, ben);
});

/** Ann and Ben play, Eve watches. */
async function table(options: object): Promise<[Guest, Guest, Guest]> {
  const ann = await create<ParlorState>(running.url, 'parlor', { name: ' Ann ', ...options });
  const { roomId } = ann.room;
  const ben = await join<ParlorState>(running.url, roomId, { name: 'Ben' });
  const eve = await join<ParlorState>(running.url, roomId, { name: 'Eve', watch: true });
  await all([ann, ben, eve], ({ state }) => state.phase === 'playing' && state.players.size === 3);
  return [ann, ben, eve];
}

/** The shortest game: who begins wins. */
async function wipeOut(first: Guest, second: Guest): Promise<void> {
  const moves = 'e6 f4 e3 f6 g5 d6 e7 f5 c5'.split(' ');
  for (const [at, name] of moves.entries()) {
    const cell = name.charCodeAt(0) - 97 + 8 * (Number(name[1]) - 1);
    await (at % 2 === 0 ? first : second).room.request('move', cell);
  }
}

async function all(guests: readonly Guest[], condition: (guest: Guest) => boolean): Promise<void> {
  await Promise.all(guests.map((guest) => guest.until(() => condition(guest))));
}

/** They come to have the same, whole state. */
async function agree(...guests: readonly Guest[]): Promise<void> {
  const jsons = () => guests.map(({ state }) => state.toJSON());
  // A map's entries may be in another order for who came later.
  await eventually(() => jsons().every((json) => isDeepStrictEqual(json, jsons()[0])));
}

function leave(...guests: readonly Guest[]): Promise<unknown> {
  return Promise.all(guests.map(({ room }) => room.leave()));
}

/** The reason or the text with which a request is refused. */
async function refusal(guest: Guest, type: string, payload?: unknown): Promise<string> {
  return guest.room.request(type, payload).then(
    (answer) => `it was answered with ${JSON.stringify(answer)}`,
    (error) => error.reason ?? error.message,
  );
}

function person(seen: Guest, whose: Guest): Person {
  const found = seen.state.players.get(whose.sessionId);
  if (found === undefined) throw new Error('it is not there');
  return found;
}

/** By name, what each plays. */
function people({ state }: Guest): Record<string, number> {
  return Object.fromEntries(Array.from(state.players.values(), ({ name, disc }) => [name, disc]));
}

function listingOf({ room }: Guest): { phase: string; players: string[] } {
  const { rooms } = matchMaker.driver as unknown as {
    rooms: { roomId: string; metadata: { phase: string; players: string[] } }[];
  };
  const found = rooms.find(({ roomId }) => roomId === room.roomId);
  if (found === undefined) throw new Error('it is not listed');
  return found.metadata;
}
