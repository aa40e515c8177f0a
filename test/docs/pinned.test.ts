/**
 * docs/guides/pinned.md as a reader would try it: both programs compile, the game is served, and
 * the client as it stands in a process of its own sees its crate land.
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
const address = 'http://localhost:2567';
let folder = '';
let client = '';
let server: HypogeumServer | undefined;

beforeAll(async () => {
  // Inside the project, so that 'hypogeum/game' is this project.
  folder = await mkdtemp(join(import.meta.dirname, 'snippets-'));
  const guide = await readFile(join(root, 'docs/guides/pinned.md'), 'utf8');
  const [game, program] = [...guide.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  client = program as string;
  await writeFile(join(folder, 'crates.ts'), game as string);
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

test("a client's crate falls and lands", async () => {
  const games = { crates: pathToFileURL(join(folder, 'crates.ts')) };
  const logger = pino({ level: 'silent' });
  server = await createServer({ games, port: 0, host: '127.0.0.1', workers: 2, logger });
  expect(client).toContain(address);
  await writeFile(join(folder, 'client.ts'), client.replace(address, server.url));
  const player = spawn(process.execPath, [join(folder, 'client.ts')]);
  try {
    const [said] = (await once(player.stdout, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/^landed\n/);
    expect(server.stats().rooms).toMatchObject([{ game: 'crates', pinned: true, steals: 0 }]);
  } finally {
    player.kill();
    await once(player, 'exit');
  }
});
