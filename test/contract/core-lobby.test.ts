/**
 * Pins what a process that takes another's rooms off the list relies on in @colyseus/core: that
 * lobbies are told by a listing alone, and the names under which processes are known.
 */
import { initializeRoomCache, LocalPresence, matchMaker, subscribeLobby } from '@colyseus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlistRoom } from '../../src/main-thread/colyseus-internals.ts';

const presence = new LocalPresence();
beforeAll(async () => {
  await matchMaker.setup(presence);
  await matchMaker.accept();
});
afterAll(async () => {
  await matchMaker.gracefullyShutdown();
  presence.shutdown();
});

test('a listing is enough to tell lobbies that its room is gone', async () => {
  const heard: [string, unknown][] = [];
  const unsubscribe = await subscribeLobby((roomId, listing) => heard.push([roomId, listing]));
  unlistRoom(initializeRoomCache({ roomId: 'r1', name: 'arena' }));
  unlistRoom(initializeRoomCache({ roomId: 'r2', name: 'arena', unlisted: true }));
  expect(heard).toEqual([['r1', null]]);
  unsubscribe();
});

test('a process has a channel and a count from its start', async () => {
  const { processId } = matchMaker;
  expect(await presence.channels('p:*')).toEqual([`p:${processId}`]);
  const counted = await matchMaker.stats.fetchAll();
  expect(counted.map((one) => one.processId)).toEqual([processId]);
  expect(await matchMaker.healthCheckProcessId(processId)).toBe(true);
});
