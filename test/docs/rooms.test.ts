/**
 * The guides' programs as a reader would try them: each block that begins with a file's name is
 * that file. All are type-checked; the server of ordinary-rooms.md runs, and so do its clients.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/load-sdk.ts';

const run = promisify(execFile);
const { Client } = await loadSdk();
const root = join(import.meta.dirname, '../..');
const guides = ['ordinary-rooms', 'several-processes'];
const patienceMs = 10_000;
const children: ChildProcess[] = [];
let folder = '';

beforeAll(async () => {
  // Inside the project, so that 'hypogeum' is this project.
  folder = await mkdtemp(join(import.meta.dirname, 'snippets-'));
  const dots = (await blocksOf('README.md'))[0] ?? '';
  for (const guide of guides) {
    await write(guide, 'rooms/dots.ts', dots);
    for (const block of await blocksOf(`docs/guides/${guide}.md`)) {
      const name = /^\/\/ (\S+)\n/.exec(block)?.[1];
      if (name !== undefined) await write(guide, name, block);
    }
  }
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the snippets compile', async () => {
  const include = guides.map((guide) => `${guide}/**/*.ts`);
  const config = { extends: '../../../tsconfig.json', include, exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await expect(run(process.execPath, [tsc, '-p', folder])).resolves.toBeDefined();
});

test('a lobby tells of a game that comes and goes, a queue matches two', async () => {
  const server = start('server.ts', { PORT: '0' });
  const [, url = ''] = await server.line(/^(http:\S+)$/m);
  expect(await (await fetch(`${url}/motd`)).text()).toBe('Ave');
  const lobby = start('lobby-client.ts', { SERVER_URL: url });
  await lobby.line(/^0 rooms$/m);
  const dots = await new Client(url).create('dots');
  await lobby.line(/^dots: 1 clients$/m);
  await dots.leave();
  await lobby.line(/^dots is gone$/m);
  const players = [0, 1].map(() => start('queue-client.ts', { SERVER_URL: url }));
  for (const player of players) await player.line(/^matched into dots$/m);
  const chat = await new Client(url).create('chat', { title: 'cooks' });
  await lobby.line(/^chat: 1 clients$/m);
  await chat.leave();
});

function start(name: string, env: Record<string, string>) {
  const file = join(folder, 'ordinary-rooms', name);
  const args = ['--conditions=hypogeum-source', file];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return {
    async line(pattern: RegExp): Promise<RegExpExecArray> {
      const signal = AbortSignal.timeout(patienceMs);
      for (;;) {
        const match = pattern.exec(said);
        if (match !== null) return match;
        await once(child.stdout, 'data', { signal });
      }
    },
  };
}

/** The TypeScript blocks of a page, in order. */
async function blocksOf(page: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');
}

async function write(guide: string, name: string, text: string): Promise<void> {
  const file = join(folder, guide, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
