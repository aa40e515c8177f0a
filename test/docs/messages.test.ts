/**
 * The guide to messages as a reader would try it: its room is type-checked and served by a real
 * server, its client runs as it stands in a process of its own, and says what the guide promises.
 */
import { execFile } from 'node:child_process';
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
  const guide = await readFile(join(root, 'docs/guides/messages.md'), 'utf8');
  const [room, client] = [...guide.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  await writeFile(join(folder, 'chat.ts'), room);
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

test('the client is told what the guide promises', async () => {
  const url = pathToFileURL(join(folder, 'chat.ts'));
  const logger = pino({ level: 'silent' });
  server = await createServer({ games: { chat: url }, port: 0, host: '127.0.0.1', logger });
  const file = join(folder, 'client.ts');
  const text = await readFile(file, 'utf8');
  expect(text).toContain('http://localhost:2567');
  await writeFile(file, text.replace('http://localhost:2567', server.url));
  const { stdout } = await run(process.execPath, [file], { timeout: 15_000 });
  const lines = stdout.trim().split('\n');
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
