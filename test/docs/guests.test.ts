/**
 * The guides to state and to clients as a reader would try them: all programs are type-checked,
 * the rooms are served, and the clients hear what the guides promise.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../e2e/harness.ts';
import { GuideFolder } from './guide-folder.ts';

const guides = new Map<string, GuideFolder>();
let running: TestServer;
beforeAll(async () => {
  for (const page of ['state', 'clients']) {
    const guide = await GuideFolder.create();
    guides.set(page, guide);
    await guide.add(`docs/guides/${page}.md`);
  }
  const games = {
    tavern: guideOf('state').url('tavern.ts'),
    duel: guideOf('clients').url('duel.ts'),
  };
  running = await startServer([], { games });
});
afterAll(async () => {
  await running?.server.close();
  for (const guide of guides.values()) await guide.remove();
});

const guideOf = (page: string): GuideFolder => guides.get(page) as GuideFolder;

test('the snippets compile', async () => {
  for (const guide of guides.values()) await guide.compile();
});

test('state: a guest orders, and everybody hears of it', async () => {
  const said = await guideOf('state').run('client.ts', running.url);
  expect(said.trim().split('\n').sort()).toEqual([
    '15',
    'a stranger has 1 things',
    'there is no such thing',
  ]);
});

test('clients: who has no account is refused, who was cut off comes back', async () => {
  const said = await guideOf('clients').run('client.ts', running.url);
  expect(said.trim().split('\n')).toEqual([
    expect.stringMatching(/^log in first, /),
    'back as the same',
  ]);
});
