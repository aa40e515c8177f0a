/** The room as players meet it: a real server, its worker threads, and the stock client. */
import { Client } from '@colyseus/sdk';
import { createServer, type HypogeumServer } from 'hypogeum';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LanternsState } from '../rooms/lanterns/state.ts';

let server: HypogeumServer;
beforeAll(async () => {
  const lanterns = new URL('../rooms/lanterns.ts', import.meta.url);
  server = await createServer({ games: { lanterns }, port: 0, host: '127.0.0.1', checked: true });
});
afterAll(() => server.close());

test('a lantern goes to a spark and gathers it', async () => {
  const room = await new Client(server.url).joinOrCreate<LanternsState>('lanterns');
  const input = room.input<{ dx: number; dy: number }>();
  const own = () => room.state.lanterns?.get(room.sessionId);
  await expect.poll(() => room.state.sparks?.size).toBe(24);

  const [goal] = room.state.sparks.values();
  const walking = setInterval(() => {
    input.data.dx = Math.sign(Math.round((goal.x - (own()?.x ?? goal.x)) / 10));
    input.data.dy = Math.sign(Math.round((goal.y - (own()?.y ?? goal.y)) / 10));
    input.send();
  }, 1000 / 30);
  await expect.poll(() => own()?.sparks, { timeout: 10_000 }).toBeGreaterThan(0);
  clearInterval(walking);
  // What was gathered has come up elsewhere.
  expect(room.state.sparks.size).toBe(24);
  await room.leave();
});

test('a player who leaves takes the lantern along', async () => {
  const client = new Client(server.url);
  const stays = await client.create<LanternsState>('lanterns');
  const goes = await client.joinById<LanternsState>(stays.roomId);
  await expect.poll(() => stays.state.lanterns?.size).toBe(2);
  await goes.leave();
  await expect.poll(() => stays.state.lanterns.size).toBe(1);
  await stays.leave();
});
