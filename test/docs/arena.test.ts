/**
 * The guide to scratch memory and caches as a reader would try it: its programs are type-checked,
 * its game runs in a server that checks uses of the arena, and so does the one that errs. Its
 * figures are those of the committed run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../bench/harness/report.ts';
import { errorsOf, eventually, startServer, type TestServer } from '../e2e/harness.ts';
import { create } from '../e2e/player.ts';
import { projectRoot } from '../house/source-files.ts';
import { GuideFolder } from './guide-folder.ts';

const page = 'docs/guides/arena-and-caches.md';

let guide: GuideFolder;
let running: TestServer;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add(page);
  const games = { fireflies: guide.url('fireflies.ts'), late: guide.url('late.ts') };
  running = await startServer([], { games, checked: true });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test('fireflies gather and are lit, and nothing is used late', async () => {
  expect(await guide.run('client.ts', running.url)).toMatch(/^some are lit\n/);
  expect(errorsOf(running.logs)).toEqual([]);
});

test('what was kept past its tick fails loudly', async () => {
  const player = await create(running.url, 'late');
  expect((await player.closed()).code).toBe(4002);
  await eventually(() => JSON.stringify(errorsOf(running.logs)).includes('ARENA_RESET'));
});

test('the figures are those of the committed run', () => {
  const json = readFileSync(join(projectRoot, 'bench/results/two-cores.json'), 'utf8');
  const { results } = JSON.parse(json) as Report;
  const text = readFileSync(join(projectRoot, page), 'utf8');
  const rows = [...text.matchAll(/\| ([\d.,]+)(?: \w+)? \| ([\d.,]+)(?: \w+)? \| `(.+)` \|/g)];
  expect(rows).toHaveLength(7);
  for (const [, ours = '', stock = '', name] of rows) {
    const row = results.find((result) => result.name === name);
    const measured = [row?.ours ?? undefined, row?.stock ?? undefined].map((value) =>
      rounded(value),
    );
    expect(
      [ours, stock].map((shown) => Number(shown.replace(',', ''))),
      name,
    ).toEqual(measured);
  }
});

/** Three digits, as the page of benchmarks shows them; whole numbers whole. */
function rounded(value = Number.NaN): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
