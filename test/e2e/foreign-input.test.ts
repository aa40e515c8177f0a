/**
 * A client that sits in two rooms and sends the inputs of one to the other: they are refused as a
 * whole and counted there, nobody is closed, as in stock, and neither room nor the others notice.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorsOf, eventually, roomStats, startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';
import type { HarbourState } from './sailor.ts';

interface LobbyState {
  readonly tick: number;
  readonly guests: ReadonlyMap<string, { readonly x: number }>;
}

const frames = 8;
let running: TestServer;
beforeAll(async () => {
  running = await startServer(['lobby', 'harbour']);
});
afterAll(async () => running.server.close());

test('inputs made for another room', async () => {
  const bystander = await create<HarbourState>(running.url, 'harbour', {});
  const { roomId } = bystander.room;
  const offender = await join<HarbourState>(running.url, roomId, {});
  const elsewhere = await create<LobbyState>(running.url, 'lobby');
  // What it sends goes out over its connection to the harbour.
  elsewhere.room.connection.send = (bytes) => offender.room.connection.send(bytes);
  for (let sent = 1; sent <= frames; sent++) {
    // The harbour's inputs have no such field.
    elsewhere.input.data.dx = sent;
    elsewhere.input.data.note = `to the lobby ${sent}`;
    elsewhere.input.send();
  }
  await eventually(() => roomStats(running.server, roomId).inputErrors === frames);

  bystander.input.data.dx = 5;
  bystander.input.send();
  const xOf = ({ sessionId }: Player<HarbourState>) => bystander.state.boats.get(sessionId)?.x;
  await bystander.until(() => xOf(bystander) === 5);
  offender.input.data.dx = 3;
  offender.input.send();
  await bystander.until(() => xOf(offender) === 3);
  expect(elsewhere.state.guests.get(elsewhere.sessionId)?.x).toBe(0);
  for (const player of [bystander, offender, elsewhere]) expect(player.closing).toBeUndefined();
  expect(errorsOf(running.logs)).toEqual([]);
  await Promise.all([bystander.room.leave(), offender.room.leave()]);
});
