/**
 * The guides to prediction and timers as a reader would try them: all programs are type-checked,
 * and they run against a real server.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../e2e/harness.ts';
import { create } from '../e2e/player.ts';
import { GuideFolder } from './guide-folder.ts';

let guide: GuideFolder;
let running: TestServer;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add('docs/guides/prediction.md');
  await guide.add('docs/guides/timers.md');
  const games = { boats: guide.url('boats.ts'), bombs: guide.url('bombs.ts') };
  running = await startServer([], { games });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test('prediction: the client’s inputs are off by nothing', async () => {
  const heard = await guide.runUntil('client.ts', running.url, /(.+\n){20}/);
  for (const line of heard.trim().split('\n')) {
    expect(line).toMatch(/^input \d+ was off by 0$/);
  }
});

test('timers: bombs are laid, explode, and can be defused', async () => {
  interface Field {
    readonly bombs: ReadonlyMap<string, object>;
    readonly blasts: number;
    readonly laid: number;
  }
  const player = await create<Field>(running.url, 'bombs', { seed: 5 });
  await player.until(() => player.state.bombs.size > 0);
  const [id] = player.state.bombs.keys();
  player.room.send('defuse', id);
  await player.until(() => player.state.blasts > 3);
  const { laid, blasts, bombs } = player.state;
  expect(laid).toBe(blasts + bombs.size + 1);
  expect(running.logs.some(({ msg, seed }) => msg === 'a field' && seed === 5)).toBe(true);
  await player.room.leave();
});
