/**
 * The package as a stranger gets it: packed, installed from the registry into an empty project,
 * compiled against and run. Takes about half a minute, most of it npm's; it is the one test that
 * needs the registry. Runs npm and Node as child processes in a folder of its own.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { packInto } from './packed-package.ts';
import { projectRoot } from './source-files.ts';

const run = promisify(execFile);
const installMsMax = 180_000;

const game = `import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
const State = schema({ ticks: t.uint32() }, 'State');
export default defineGame({
  state: State, tickRate: 20, patchRate: 20, capacity: { clients: 2 },
  step(ctx) { ctx.state.ticks += 1; },
});
`;

const server = `import { createServer } from 'hypogeum';
const games = { counter: new URL(process.argv[2] ?? './game.js', import.meta.url) };
const server = await createServer({ games, port: 0, host: '127.0.0.1', workers: 1 });
const health = await fetch(new URL('/health', server.url.replace(/^ws/, 'http')));
console.log('health', health.status);
await server.close();
`;

const tsconfig = {
  compilerOptions: {
    target: 'ES2024',
    module: 'NodeNext',
    strict: true,
    noEmit: true,
    types: ['node'],
    skipLibCheck: false,
  },
  include: ['*.ts'],
};

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hypogeum-pack-'));
  await installInto(await packInto(folder));
}, installMsMax);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed package', { timeout: 60_000 }, () => {
  test('holds every file that its exports name', async () => {
    const home = join(folder, 'consumer/node_modules/hypogeum');
    const manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>),
    );
    await Promise.all(targets.map((target) => readFile(join(home, target))));
    await readFile(join(home, 'dist/client-demo/index.html'));
    await readFile(join(home, 'dist/engine-view/index.html'));
  });

  test('compiles for a TypeScript author, with library checks on for our types', async () => {
    const { stdout } = await node(join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', '.');
    expect(stdout).toBe('');
  });

  test('runs for a JavaScript author', async () => {
    const { stdout, stderr } = await node('server.js');
    expect(stdout + stderr).toContain('health 200');
  });

  test('runs a game in TypeScript as it is', async () => {
    const { stdout, stderr } = await node('server.js', './game.ts');
    expect(stdout + stderr).toContain('health 200');
  });

  test('brings the command', async () => {
    const { stdout } = await node('node_modules/hypogeum/dist/cli/main.js', '--version');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

function node(...args: string[]) {
  // Without this process's conditions: a stranger's Node has none.
  const env = { ...process.env, NODE_OPTIONS: '' };
  return run(process.execPath, args, { cwd: join(folder, 'consumer'), env }).catch(explain);
}

async function installInto(tarball: string): Promise<void> {
  const consumer = join(folder, 'consumer');
  const { overrides, devDependencies } = JSON.parse(
    await readFile(join(projectRoot, 'package.json'), 'utf8'),
  );
  // The overrides as README.md tells authors to take over: see there why.
  const manifest = { name: 'consumer', private: true, type: 'module', overrides };
  // Colyseus's own declarations import these two without depending on them.
  const types = [
    `@types/node@${devDependencies['@types/node']}`,
    `@types/express@${devDependencies['@types/express']}`,
    '@types/debug@4.1.12',
  ];
  await mkdir(consumer);
  await writeFile(join(consumer, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(tsconfig));
  await writeFile(join(consumer, 'game.ts'), game);
  await writeFile(join(consumer, 'game.js'), game);
  await writeFile(join(consumer, 'server.js'), server);
  await writeFile(join(consumer, 'server.ts'), server);
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...flags, tarball, ...types], { cwd: consumer }).catch(explain);
}
