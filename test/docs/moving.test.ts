/**
 * The guide to moving from a Room class: its room and its game are served by its server, its
 * client plays in either, in a process of its own, and says the same of both.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GuideFolder } from './guide-folder.ts';

const whole = /^.*^done$/ms;

let guide: GuideFolder;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add('docs/guides/moving-from-a-room.md');
});
afterAll(() => guide.remove());

test('the snippets compile', () => guide.compile());

test('the same client sees the same, before and after', async () => {
  const server = guide.start('server.ts', { PORT: '0' });
  const SERVER_URL = await server.heard(/^http:\S+$/m);
  const [before, after] = await Promise.all(
    ['garden-before', 'garden'].map((ROOM) =>
      guide.start('client.ts', { SERVER_URL, ROOM }).heard(whole),
    ),
  );
  // One client's words are in order; between the two there is none.
  const lines = [before, after].map((said) => said?.split('\n').sort());
  expect(lines[1]).toEqual(lines[0]);
  expect(lines[1]).toEqual([
    'Ada has picked',
    'Ada is at 20',
    'done',
    'in all: {"name":"a stranger","x":0,"plums":0}',
    'left with 4000',
    'picked 3',
  ]);
});
