/**
 * The guide to pinned rooms as a reader would try it: both programs compile, the game is served,
 * and the client as it stands in a process of its own sees its crate land.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../e2e/harness.ts';
import { GuideFolder } from './guide-folder.ts';

let guide: GuideFolder;
let running: TestServer;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add('docs/guides/pinned.md', 'crates.ts', 'client.ts');
  running = await startServer([], { games: { crates: guide.url('crates.ts') } });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test("a client's crate falls and lands", async () => {
  await guide.runUntil('client.ts', running.url, /^landed$/m);
  const { rooms } = running.server.stats();
  expect(rooms).toMatchObject([{ game: 'crates', pinned: true, steals: 0 }]);
});
