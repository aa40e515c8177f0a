/** A server that closes waits for nobody who is not there. */
import { expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { errorsOf, startServer } from './harness.ts';
import { boatOf, cut, sail } from './sailor.ts';

const { Client } = await loadSdk();
/** Far below the 2 s that rooms have, and the 15 s of a reservation. */
const soonMs = 900;

test('for a seat whose client never came, beside one who did', async () => {
  const { server, url, logs } = await startServer(['harbour']);
  const host = await sail(url, 0);
  const path = `/matchmake/joinById/${host.room.roomId}`;
  const { data } = await new Client(url).http.post(path, { body: {} });
  const startMs = performance.now();
  await server.close();
  expect(performance.now() - startMs).toBeLessThan(soonMs);
  expect(await host.closed()).toMatchObject({ code: 4001 });
  expect(data).toMatchObject({ roomId: host.room.roomId });
  expect(logs.filter(({ level }) => level >= 40)).toEqual([]);
});

test('for a client that is away: its onLeave runs, then onDispose', async () => {
  const { server, url, logs } = await startServer(['harbour']);
  const host = await sail(url, 0);
  const guest = await sail(url, -1, host);
  const alone = await sail(url, -1);
  cut(guest);
  cut(alone);
  await host.until(() => boatOf(host, guest).moored);
  const startMs = performance.now();
  await server.close();
  expect(performance.now() - startMs).toBeLessThan(soonMs);
  const diaries = logs.filter(({ msg }) => msg === 'harbour closed').map(({ diary }) => diary);
  expect(diaries).toHaveLength(2);
  for (const diary of diaries) expect(diary).toMatch(/drop\(1006,true\) .*out\(1006,false\)/);
  expect(errorsOf(logs)).toEqual([]);
});
