/** Real workers and rooms: they write their visits while somebody watches, and then no more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { ToRoom } from '../../../src/channel/records.ts';
import { Backstage } from '../../../src/main-thread/backstage.ts';
import { FrameSampler } from '../../../src/main-thread/engine-view/frame-sampler.ts';
import { RoomTally } from '../../../src/main-thread/engine-view/room-tally.ts';
import { loadGames } from '../../../src/main-thread/load/load-games.ts';
import { planServer } from '../../../src/main-thread/options.ts';
import { RoomLink } from '../../../src/main-thread/room/room-link.ts';
import type { NamedGame } from '../../../src/main-thread/room/room-services.ts';
import { until } from '../sockets/loopback.ts';

const running: Backstage[] = [];

afterEach(async () => {
  for (const backstage of running.splice(0)) await backstage.stop();
});

/** Two workers that run `rooms` rooms for nobody. */
async function run(rooms: number, engineView: boolean): Promise<Backstage> {
  const plan = planServer({
    games: { probe: new URL('../games/probe.ts', import.meta.url) },
    workers: 2,
    logger: pino({ level: 'silent' }),
    engineView,
  });
  const { games } = await loadGames(plan.games);
  const backstage = new Backstage(plan, () => {});
  running.push(backstage);
  await backstage.start();
  for (let count = 0; count < rooms; count++) openRoom(games[0]!, backstage);
  await until(() => ticksOf(backstage) > 20);
  return backstage;
}

function openRoom(game: NamedGame, backstage: Backstage): void {
  const ignore = () => {};
  const seats = { joined: ignore, rejected: ignore, left: ignore, dropped: ignore };
  const link = new RoomLink(game, 'room', backstage, {
    seats: { ...seats, held: ignore, returned: ignore, denied: ignore },
    ...{ created: ignore, refused: ignore, kicked: ignore, listed: ignore, logged: ignore },
    ...{ failed: ignore, disposed: ignore, tooSlow: ignore, broken: ignore },
  });
  link.inbox.control(ToRoom.CREATE, 0, 0, Buffer.from('{}'));
}

function ticksOf({ engineSources: { counters } }: Backstage): number {
  return counters.reduce((sum, { ticks }) => sum + ticks, 0);
}

function headsOf({ engineSources: { traces } }: Backstage): number[] {
  return traces.map(({ head }) => head);
}

/** Some visits have begun and ended since. */
async function passVisits(backstage: Backstage): Promise<void> {
  const before = ticksOf(backstage);
  await until(() => ticksOf(backstage) > before + 20);
}

test('nothing is written while nobody watches, and all of it while somebody does', async () => {
  const backstage = await run(6, true);
  expect(headsOf(backstage)).toEqual([0, 0]);
  const sources = backstage.engineSources;
  const sampler = new FrameSampler(sources, new RoomTally(sources.scheduler.roomsMax));
  sampler.begin(0);
  const before = ticksOf(backstage);
  await passVisits(backstage);
  sampler.end();
  // A visit that was under way may still be written.
  await sleep(50);
  const heads = headsOf(backstage);
  const written = heads[0]! + heads[1]!;
  expect(written).toBeGreaterThan(20);
  // One a worker may have been counted as a tick just before.
  expect(written).toBeLessThanOrEqual(ticksOf(backstage) - before + 2);
  await passVisits(backstage);
  expect(headsOf(backstage)).toEqual(heads);
});

test('without the view there is nothing to write to', async () => {
  const backstage = await run(1, false);
  expect(backstage.engineSources.traces).toEqual([]);
});
