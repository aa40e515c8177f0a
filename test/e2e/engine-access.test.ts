/** The engine view's addresses on a real server: where its page is, and who gets in with what. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ServerOptions } from '../../src/main-thread/options.ts';
import { projectRoot } from '../house/source-files.ts';
import { EngineWatcher, press } from './engine-watcher.ts';
import { startServer, type TestServer } from './harness.ts';

const token = 'only-those-who-have-it';
const htmlType = 'text/html; charset=utf-8';

let running: TestServer | undefined;
const watchers: EngineWatcher[] = [];

afterEach(async () => {
  for (const watcher of watchers.splice(0)) watcher.close();
  await running?.server.close();
});

async function start(engineView: ServerOptions['engineView'] = true): Promise<string> {
  running = await startServer(['ledger'], { engineView });
  return running.url;
}

async function watch(url: string, headers: Record<string, string> = {}): Promise<EngineWatcher> {
  const watcher = await EngineWatcher.open(url, headers);
  watchers.push(watcher);
  return watcher;
}

describe('with a token', () => {
  test('both watching and pressing need it', async () => {
    const url = await start({ token });
    await expect(watch(url)).rejects.toThrow('401: this view needs its token');
    await expect(watch(url, { authorization: 'Bearer wrong' })).rejects.toThrow('401');
    const off = { do: 'stealing', on: false } as const;
    expect((await press(url, off))[0]).toBe(401);
    const authorization = `Bearer ${token}`;
    const watcher = await watch(url, { authorization });
    expect(watcher.hellos[0]!.controls).toBe(true);
    const proxied = { authorization, 'x-forwarded-for': '203.0.113.9' };
    expect(await press(url, off, proxied)).toEqual([200, { ok: true }]);
    await watcher.until(() => watcher.frames.at(-1)?.stealing === false);
    expect(running!.logs.map(({ msg }) => msg)).toContain(
      `engine view at ${url}/engine/: it and its buttons need the token`,
    );
  });

  test.each(['', 'short', 'with space', 'ünicode-token', 'x'.repeat(257)])(
    'one that cannot be a token is refused: %j',
    async (bad) => {
      await expect(start({ token: bad })).rejects.toThrow('engineView.token must be 8 to 256');
    },
  );
});

describe('addresses', () => {
  test('without the option there are none', async () => {
    const url = await start(false);
    for (const path of ['/engine', '/engine/', '/engine/stream']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });

  test('the page is served where it is built, and else it is said how', async () => {
    const url = await start();
    const page = await fetch(`${url}/engine/`);
    if (existsSync(join(projectRoot, 'dist/engine-view/index.html'))) {
      expect([page.status, page.headers.get('content-type')]).toEqual([200, htmlType]);
      expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
      expect(await page.text()).toContain('<script');
    } else {
      expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run')]);
    }
    expect((await fetch(`${url}/engine/assets/none.js`)).status).toBe(404);
    const head = await fetch(`${url}/engine/stream`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const watcher = await watch(url);
    await watcher.until(() => watcher.seconds.length > 0);
    expect(watcher.seconds[0]!.view.watchers).toBe(1);
  });

  test('no page of another site can read them', async () => {
    const url = await start();
    const headers = { origin: 'http://evil.example' };
    const answer = await fetch(`${url}/engine/stream`, { headers });
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    await answer.body?.cancel();
    const redirect = await fetch(`${url}/engine`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, 'engine/']);
  });
});
