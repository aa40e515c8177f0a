/**
 * Checksums from real threads to stock clients: at every patch a client has what the server has,
 * also one that came late or is back after its connection was cut, while two workers take the rooms
 * from each other; and the state that a client asks for is the one that it has.
 */
import { Reflection, type Schema } from '@colyseus/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import cabinet from './games/cabinet.ts';
import { errorsOf, startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';
import { comesBack, cutOnServer } from './sailor.ts';

interface ToldState {
  readonly tick: number;
  readonly state: Uint8Array;
}
type Cabinet = Schema & { readonly tick: number };

const frames = 40;
let running: TestServer;
beforeAll(async () => {
  running = await startServer(['cabinet', 'ledger'], { checksumEvery: 1 });
});
afterAll(async () => running.server.close());

/** Compares at every checksum, at once: a later frame would change the client's state. */
function watch(player: Player<Cabinet>): { checked: number; wrong: string[] } {
  const seen = { checked: 0, wrong: [] as string[] };
  player.room.onMessage('hypogeum:checksum', ([tick, sum]: [number, number]) => {
    const own = decodedChecksum(player.state);
    seen.checked++;
    if (own !== sum) seen.wrong.push(`tick ${tick}: ${sum} and not ${own}`);
  });
  return seen;
}

test('every checksum is that of the state that each client has', async () => {
  const checked = await Promise.all([1, 2, 3, 4].map(playRoom));
  expect(Math.min(...checked)).toBeGreaterThan(frames / 2);
  const { workers } = running.server.stats();
  expect(workers.reduce((steals, worker) => steals + worker.steals, 0)).toBeGreaterThan(0);
  expect(errorsOf(running.logs)).toEqual([]);
});

/** Checksums that the least lucky of the room's clients heard. */
async function playRoom(seed: number): Promise<number> {
  const host = await create<Cabinet>(running.url, 'cabinet', { seed });
  const players = [host];
  const seen = [watch(host)];
  for (let late = 0; late < 3; late++) {
    await host.frames(8);
    const player = await join<Cabinet>(running.url, host.room.roomId);
    players.push(player);
    seen.push(watch(player));
  }
  await host.frames(frames);
  await Promise.all(players.map(({ room }) => room.leave()));
  expect(seen.flatMap(({ wrong }) => wrong)).toEqual([]);
  return Math.min(...seen.map(({ checked }) => checked));
}

test('a client hears of no checksum before its state, and of one behind every patch', async () => {
  const host = await create<Cabinet>(running.url, 'cabinet', { seed: 8 });
  const late = await join<Cabinet>(running.url, host.room.roomId);
  await late.frames(10);
  await Promise.all([host, late].map(({ room }) => room.leave()));
  const [data, full, patch] = [13, 14, 15];
  for (const { codes, messages } of [host, late]) {
    const ofState = codes.filter((code) => code === full || code === patch);
    expect(ofState[0]).toBe(full);
    // The game's own message goes out before each patch, the checksum behind it.
    const first = codes.indexOf(full) + 1;
    const told = messages.filter(({ type }) => type === 'hypogeum:checksum').length;
    expect(told).toBe(codes.slice(first).filter((code) => code === patch).length);
    expect(codes.slice(first).join()).toMatch(new RegExp(`^(${data},${patch},${data},?)+`));
  }
});

test('the state that a client asks for is the one that it has when it comes', async () => {
  const host = await create<Cabinet>(running.url, 'cabinet', { seed: 9 });
  const other = await join<Cabinet>(running.url, host.room.roomId);
  const compared: number[] = [];
  host.room.onMessage('hypogeum:state', ({ tick, state }: ToldState) => {
    const decoder = Reflection.decode(encodeHandshake(cabinet.stateClass));
    decoder.decode(state);
    expect(decodedChecksum(decoder.state)).toBe(decodedChecksum(host.state));
    expect(tick).toBe(host.state.tick);
    compared.push(tick);
  });
  let others = 0;
  other.room.onMessage('hypogeum:state', () => others++);
  for (let round = 1; round <= 5; round++) {
    host.room.send('hypogeum:state');
    await host.until(() => compared.length === round);
  }
  await other.frames(2);
  expect(others).toBe(0);
  await Promise.all([host, other].map(({ room }) => room.leave()));
});

test('a client that is back after its connection was cut has what the server has', async () => {
  const host = await create<Cabinet>(running.url, 'cabinet', { seed: 10 });
  const guest = await join<Cabinet>(running.url, host.room.roomId);
  const seen = watch(guest);
  for (let round = 1; round <= 4; round++) {
    await guest.frames(10);
    const back = comesBack(guest, 100);
    cutOnServer(guest);
    await back;
    await guest.until(() => guest.fullStates === round + 1);
    const { checked } = seen;
    await guest.until(() => seen.checked > checked + 5);
  }
  expect(seen.wrong).toEqual([]);
  await Promise.all([host, guest].map(({ room }) => room.leave()));
});

test('rooms with input have them too', async () => {
  const host = await create<Cabinet>(running.url, 'ledger', { spinMs: 4 });
  const seen = [watch(host)];
  const late = await join<Cabinet>(running.url, host.room.roomId);
  seen.push(watch(late));
  for (let sent = 0; sent < 20; sent++) {
    late.input.data.dx = sent;
    late.input.send();
    await late.frames(1);
  }
  await Promise.all([host, late].map(({ room }) => room.leave()));
  expect(seen.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(Math.min(...seen.map(({ checked }) => checked))).toBeGreaterThan(10);
});
