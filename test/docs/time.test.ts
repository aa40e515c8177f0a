/**
 * The guides' programs as a reader would try them: each block whose first line names a file is
 * written to it, all are type-checked, and they run against a real server.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../e2e/harness.ts';
import { create } from '../e2e/player.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const guides = ['prediction', 'timers'];
const address = 'http://localhost:2567';
const named = /```ts\n\/\/ (\S+\.ts)\n(.*?)```/gs;

let folder = '';
let running: TestServer;

beforeAll(async () => {
  // Inside the project, so that 'hypogeum/game' is this project.
  folder = await mkdtemp(join(import.meta.dirname, 'snippets-'));
  for (const guide of guides) {
    const text = await readFile(join(root, `docs/guides/${guide}.md`), 'utf8');
    const blocks = [...text.matchAll(named)];
    expect(blocks.length).toBe(text.split('```ts').length - 1);
    for (const [, name, code] of blocks) await writeFile(join(folder, name), code);
  }
  const games = { boats: fileUrl('boats.ts'), bombs: fileUrl('bombs.ts') };
  running = await startServer([], { games });
});

afterAll(async () => {
  await running?.server.close();
  await rm(folder, { recursive: true, force: true });
});

const fileUrl = (name: string): URL => pathToFileURL(join(folder, name));

test('the snippets compile', async () => {
  const config = { extends: '../../../tsconfig.json', include: ['*.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await expect(run(process.execPath, [tsc, '-p', folder])).resolves.toBeDefined();
});

test('prediction: the client’s inputs are off by nothing', async () => {
  const file = join(folder, 'client.ts');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(address);
  await writeFile(file, text.replace(address, running.url));
  const client = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  client.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
    if (heard.split('\n').length > 20) client.kill();
  });
  await once(client, 'exit');
  const lines = heard.trim().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(20);
  for (const line of lines) expect(line).toMatch(/^input \d+ was off by 0$/);
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
