/**
 * The README's two programs as a reader would try them: the first room is type-checked and served
 * by a real server, the client runs as it stands in a process of its own and moves its dot.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer, type HypogeumServer } from '../../src/index.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
let folder = '';
let server: HypogeumServer | undefined;

beforeAll(async () => {
  // Inside the project, so that 'hypogeum/game' is this project.
  folder = await mkdtemp(join(import.meta.dirname, 'snippets-'));
  const [room, client] = await snippets();
  await writeFile(join(folder, 'dots.ts'), room);
  await writeFile(join(folder, 'client.ts'), client);
});

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the snippets compile', async () => {
  const config = { extends: '../../../tsconfig.json', include: ['*.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await expect(run(process.execPath, [tsc, '-p', folder])).resolves.toBeDefined();
});

test('the first room has 20 lines, and a client moves a dot in it', async () => {
  const [room] = await snippets();
  expect(room.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  const url = pathToFileURL(join(folder, 'dots.ts'));
  const logger = pino({ level: 'silent' });
  server = await createServer({ games: { dots: url }, port: 0, host: '127.0.0.1', logger });
  await useAddress(server.url);
  const client = spawn(process.execPath, [join(folder, 'client.ts')], { stdio: 'inherit' });
  try {
    await until(() => {
      const [dots] = server?.stats().rooms ?? [];
      // The dot moves on, so every patch carries more than its clock.
      return dots?.clients === 1 && dots.patches > 10 && dots.patchBytes > dots.patches * 4;
    });
  } finally {
    client.kill();
    await once(client, 'exit');
  }
});

/** The README's TypeScript blocks, in order. */
async function snippets(): Promise<string[]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
}

/** The client's file names the default port; the test's server has any. */
async function useAddress(url: string): Promise<void> {
  const file = join(folder, 'client.ts');
  const text = await readFile(file, 'utf8');
  expect(text).toContain('http://localhost:2567');
  await writeFile(file, text.replace('http://localhost:2567', url));
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 200 && !holds(); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(holds()).toBe(true);
}
