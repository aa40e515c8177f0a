/**
 * The README's two programs as a reader would try them: the first room is type-checked and served
 * by a real server, the client runs as it stands in a process of its own and moves its dot.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startServer, type TestServer } from '../e2e/harness.ts';
import { GuideFolder } from './guide-folder.ts';

let guide: GuideFolder;
let running: TestServer;
let room = '';
beforeAll(async () => {
  guide = await GuideFolder.create();
  [room = ''] = await guide.add('README.md', 'dots.ts', 'client.ts');
  running = await startServer([], { games: { dots: guide.url('dots.ts') } });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test('the first room has 20 lines, and a client moves a dot in it', async () => {
  expect(room.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  await guide.startAt('client.ts', running.url);
  await eventually(() => {
    const [dots] = running.server.stats().rooms;
    // The dot moves on, so every patch carries more than its clock.
    return dots?.clients === 1 && dots.patches > 10 && dots.patchBytes > dots.patches * 4;
  });
});
