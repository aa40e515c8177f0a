/**
 * The guide to the engine view as a reader would try it: its program compiles, runs as it stands,
 * and can be watched with its token; the flags that it names are the command line's.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { EngineWatcher } from '../e2e/engine-watcher.ts';
import { projectRoot } from '../house/source-files.ts';
import { GuideFolder } from './guide-folder.ts';

const page = 'docs/guides/engine-view.md';
const token = 'only-those-who-have-it';

let guide: GuideFolder;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add(page, 'server.ts');
  const game = await readFile(join(projectRoot, 'test/cli/games/tiny.ts'), 'utf8');
  await guide.write('dots.ts', game);
});
afterAll(() => guide.remove());

test('the snippet compiles', () => guide.compile());

test('the program serves the view to whoever has its token', async () => {
  const program = guide.start('server.ts', { PORT: '0', ENGINE_TOKEN: token });
  const said = await program.heard(/http:\S+\/engine\/$/m);
  const [url] = /http:\S+(?=\/engine\/$)/m.exec(said) as [string];
  await expect(EngineWatcher.open(url)).rejects.toThrow('401');
  const watcher = await EngineWatcher.open(url, { authorization: `Bearer ${token}` });
  expect(watcher.hellos).toMatchObject([{ games: ['dots'], controls: true, bots: false }]);
  watcher.close();
});

test('the flags that it names are those of serve', async () => {
  const text = await readFile(join(projectRoot, page), 'utf8');
  const { stdout } = await runCli(['serve', '--help']);
  const flags = [...text.matchAll(/(?<=[ `])--(engine[a-z-]*|stats|no-stealing)/g)];
  expect(flags.length).toBeGreaterThan(3);
  for (const [flag] of flags) expect(stdout).toContain(`  ${flag} `);
});
