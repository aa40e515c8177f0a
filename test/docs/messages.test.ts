/**
 * The guide to messages as a reader would try it: its room is type-checked and served by a real
 * server, its client runs as it stands in a process of its own, and says what the guide promises.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../e2e/harness.ts';
import { GuideFolder } from './guide-folder.ts';

let guide: GuideFolder;
let running: TestServer;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add('docs/guides/messages.md', 'chat.ts', 'client.ts');
  running = await startServer([], { games: { chat: guide.url('chat.ts') } });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test('the client is told what the guide promises', async () => {
  const lines = (await guide.run('client.ts', running.url)).trim().split('\n');
  const of = (start: string) => lines.filter((line) => line.startsWith(start));
  expect(lines.filter((line) => !/^(first|second) /.test(line))).toEqual([
    'hello Ada',
    'a name is a text',
    '1',
  ]);
  expect(of('first')).toEqual([
    'first 7 "seven"',
    'first what "unheard of"',
    'first drawing {"0":1,"1":2}',
    'first drawn 3',
  ]);
  expect(of('second')).toEqual(['second said {"slot":0,"text":"HALLO"}']);
});
