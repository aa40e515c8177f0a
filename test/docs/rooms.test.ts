/**
 * The guides to ordinary rooms and to several processes as a reader would try them: all programs
 * are type-checked; the server of ordinary-rooms.md runs, and so do its clients; that of
 * several-processes.md runs twice, beside one Redis.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { findRedis, freePort, RedisServer } from '../cli/redis-server.ts';
import { blocksOf, GuideFolder } from './guide-folder.ts';

const { Client } = await loadSdk();
const redisPath = findRedis('a guide to several processes');
let ordinary: GuideFolder;
let several: GuideFolder;
beforeAll(async () => {
  const [dots = ''] = await blocksOf('README.md');
  ordinary = await guide('ordinary-rooms', dots);
  several = await guide('several-processes', dots);
});
afterAll(async () => {
  await ordinary.remove();
  await several.remove();
});

test('the snippets compile', async () => {
  await ordinary.compile();
  await several.compile();
});

test('a lobby tells of a game that comes and goes, a queue matches two', async () => {
  const server = ordinary.start('server.ts', { PORT: '0' });
  const url = await server.heard(/^http:\S+$/m);
  expect(await (await fetch(`${url}/motd`)).text()).toBe('Ave');
  const lobby = ordinary.start('lobby-client.ts', { SERVER_URL: url });
  await lobby.heard(/^0 rooms$/m);
  const dots = await new Client(url).create('dots');
  await lobby.heard(/^dots: 1 clients$/m);
  await dots.leave();
  await lobby.heard(/^dots is gone$/m);
  const players = [0, 1].map(() => ordinary.start('queue-client.ts', { SERVER_URL: url }));
  for (const player of players) await player.heard(/^matched into dots$/m);
  const chat = await new Client(url).create('chat', { title: 'cooks' });
  await lobby.heard(/^chat: 1 clients$/m);
  await chat.leave();
});

test.runIf(redisPath !== undefined)('two processes share their rooms', async () => {
  const redis = await RedisServer.start(redisPath ?? '');
  try {
    const ports = [await freePort(), await freePort()];
    const urls = ports.map(async (port) => {
      const env = { PORT: `${port}`, REDIS_URL: redis.url, PUBLIC_ADDRESS: `127.0.0.1:${port}` };
      await several.start('server.ts', env).heard(/^http:\S+$/m);
      return `http://127.0.0.1:${port}`;
    });
    const [one, other] = (await Promise.all(urls)).map((url) => new Client(url));
    const here = await one!.create('dots');
    const there = await other!.joinById(here.roomId);
    expect(there.roomId).toBe(here.roomId);
    await Promise.all([here.leave(), there.leave()]);
    await several.stop();
  } finally {
    await redis.stop();
  }
});

/** A page's programs beside the README's room, which they speak of. */
async function guide(name: string, dots: string): Promise<GuideFolder> {
  const folder = await GuideFolder.create();
  await folder.write('rooms/dots.ts', dots);
  await folder.add(`docs/guides/${name}.md`);
  return folder;
}
