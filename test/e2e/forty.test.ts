/** Forty clients over four rooms and two workers: at every frame each has what its room had. */
import { afterEach, expect, test } from 'vitest';
import { eventually, startServer, type TestServer } from './harness.ts';
import { joinLedger, type LedgerPlayer, openLedger } from './ledger-player.ts';

const rooms = 4;
const clientsPerRoom = 10;
const inputs = 25;

let running: TestServer | undefined;
afterEach(async () => running?.server.close());

test('forty clients decode their rooms exactly, tick by tick, while rooms are stolen', async () => {
  running = await startServer(['ledger']);
  const { server, url, logs } = running;
  const everyone = await Promise.all(Array.from({ length: rooms }, () => seatTen(url)));
  const all = everyone.flat();
  expect(all).toHaveLength(rooms * clientsPerRoom);

  await Promise.all(all.map(play));
  const stats = server.stats();
  expect(stats.rooms.map((room) => room.clients)).toEqual(Array(rooms).fill(clientsPerRoom));
  expect(stats.totals.steals).toBeGreaterThan(0);
  for (const { player, checked } of all) {
    expect(checked.wrongTicks).toEqual([]);
    expect(checked.count).toBeGreaterThan(inputs / 2);
    expect(player.fullStates).toBe(1);
    expect(player.state.entries.get(player.sessionId)?.n).toBe(inputs);
  }

  await Promise.all(everyone.map(compareWithDump));
  const codes = await Promise.all(all.map(({ player }) => player.room.leave()));
  expect(codes).toEqual(Array(rooms * clientsPerRoom).fill(4000));
  await eventually(() => server.stats().rooms.length === 0);
  const goodbyes = logs.filter((line) => line.msg === 'ledger closed');
  expect(goodbyes).toHaveLength(rooms);
  expect(logs.filter((line) => line.level >= 40)).toEqual([]);
});

/** A room with ten clients that come one while others play. */
async function seatTen(url: string): Promise<LedgerPlayer[]> {
  const first = await openLedger(url, { spinMs: 8 });
  const { roomId } = first.player.room;
  const others = Array.from({ length: clientsPerRoom - 1 }, () => joinLedger(url, roomId));
  return [first, ...(await Promise.all(others))];
}

/** Sends an input per frame; resolves when the room has consumed and acknowledged all. */
async function play({ player }: LedgerPlayer): Promise<void> {
  const { input } = player;
  for (let sent = 0; sent < inputs; sent++) {
    input.data.dx = (sent % 5) - 2;
    input.send();
    await player.frames(1);
  }
  await player.until(() => input.lastProcessed === input.sentCount);
  expect(input.sentCount).toBe(inputs);
}

/** Once nothing changes any more, ten clients have the very same, which is the room's own. */
async function compareWithDump(players: readonly LedgerPlayer[]): Promise<void> {
  const [{ player: first }] = players;
  first.room.send('freeze');
  await first.message('frozen');
  await Promise.all(
    players.map(async ({ player }) => {
      player.room.send('dump');
      const dump = await player.message<{ tick: number }>('dump');
      await player.until(() => player.state.tick === dump.tick);
      expect(JSON.parse(JSON.stringify(player.state.toJSON()))).toEqual(dump);
    }),
  );
}
