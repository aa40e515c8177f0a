/**
 * Enforces which folder may import which: the seam between the two threads, and that everything
 * below it knows nothing of rooms, sockets or threads. The table is the one in
 * docs/ARCHITECTURE.md. Runs in vitest.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, projectRoot, readSources, type SourceFile, walk } from './source-files.ts';

/**
 * `values`: folders of src/, or single files as 'memory/layout.ts'. `types`: what may be imported
 * besides, but only as types. `packages`: bare names; 'node:*' is all of Node's.
 */
interface Rule {
  readonly values: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  readonly packageTypes?: readonly string[];
}

const neutral = ['base', 'schema', 'memory', 'wire', 'replication', 'channel', 'scheduler', 'game'];

const rules: Record<string, Rule> = {
  base: { values: [] },
  schema: { values: ['base'], packages: ['@colyseus/schema'] },
  // The rings lie in the room's memory, and every size follows from the plan. What happened to an
  // array or a ref is remembered as the operation that the wire has for it.
  memory: {
    values: [
      'base',
      'schema/state-plan.ts',
      'schema/wire-bounds.ts',
      'channel/byte-ring.ts',
      'wire/operation.ts',
    ],
    types: ['schema'],
    packageTypes: ['@colyseus/schema'],
  },
  wire: { values: ['base'] },
  // WorkerStart carries a MessagePort: a type of node:worker_threads.
  channel: { values: ['base'], packageTypes: ['node:worker_threads'] },
  scheduler: { values: ['base'] },
  // The entry offers arenaRecord, which has no room behind it.
  game: { values: ['base', 'schema', 'memory/arena/arena-records.ts'], types: ['memory'] },
  replication: { values: ['base', 'schema', 'memory', 'wire'] },
  'worker-thread': { values: neutral, packages: ['msgpackr', 'node:*'] },
  'main-thread': {
    values: [
      'base',
      'schema',
      'memory/layout.ts',
      'memory/room-header.ts',
      'channel',
      'scheduler',
      // Tells a game from anything else that a module may export by default.
      'game/define-game.ts',
    ],
    types: ['game'],
    packages: [
      '@colyseus/core',
      '@colyseus/redis-driver',
      '@colyseus/redis-presence',
      '@colyseus/schema',
      '@colyseus/ws-transport',
      'express',
      'ioredis',
      'msgpackr',
      'pino',
      'ws',
      'node:*',
    ],
  },
  soak: {
    values: ['base'],
    // The schema: raw bots encode inputs of whatever shape a room's handshake tells.
    packages: ['@colyseus/schema', '@colyseus/sdk', 'hdr-histogram-js', 'ws', 'node:*'],
  },
  cli: {
    values: ['base', 'soak', 'index.ts'],
    types: ['main-thread'],
    packages: ['pino', 'pino-pretty', 'node:*'],
  },
  'index.ts': { values: ['main-thread', 'base'], types: ['game'] },
};

const socketsAndServers = ['node:http', 'node:https', 'node:net', 'node:dgram', 'node:tls'];

const sources = readSources();

describe('src: each folder imports only what the table allows', () => {
  test.for(Object.keys(rules))('src/%s', (folder) => {
    const files = sources.filter((file) => folderOf(file.path) === folder);
    expect(complaints(files, (found) => allowedBy(rules[folder]!, folder, found))).toEqual([]);
  });

  test('has no folder that the table does not know', () => {
    const folders = sources.map((file) => folderOf(file.path)).filter((name) => name !== undefined);
    expect([...new Set(folders)].filter((folder) => !(folder in rules))).toEqual([]);
  });

  test('a worker opens no socket and no server', () => {
    const files = sources.filter((file) => folderOf(file.path) === 'worker-thread');
    expect(complaints(files, (found) => !socketsAndServers.includes(found.path))).toEqual([]);
  });

  test('wire knows bytes and numbers only', () => {
    const files = sources.filter((file) => folderOf(file.path) === 'wire');
    const shared = files.filter((file) => usesName(file, 'SharedArrayBuffer'));
    expect(shared.map((file) => file.path)).toEqual([]);
  });

  test('threads are started in main-thread, and by a soak for its bots, and nowhere else', () => {
    const elsewhere = sources.filter((file) => {
      const folder = folderOf(file.path);
      if (folder === undefined || folder === 'main-thread') return false;
      return file.path !== 'src/soak/bots/threads/bot-threads.ts' && /new Worker\(/.test(file.text);
    });
    expect(elsewhere.map((file) => file.path)).toEqual([]);
  });

  test('every package that src imports is a dependency, pinned exactly', () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(projectRoot, 'package.json'), 'utf8'),
    );
    const files = sources.filter((file) => folderOf(file.path) !== undefined);
    const declared = (found: Import) =>
      found.isFile || found.path.startsWith('node:') || packageName(found) in manifest.dependencies;
    expect(complaints(files, declared)).toEqual([]);
    const ranges = Object.entries(manifest.dependencies).filter(([, at]) => !/^\d/.test(at));
    expect(ranges).toEqual([]);
  });
});

/** What the example games import of their own, at whatever version this project develops with. */
const examplePackages = ['@dimforge/rapier2d-deterministic-compat'];
const lobby = 'rooms/lobby.ts';

test('rooms import the game entry, the schema, each other and the examples’ packages', () => {
  const isRoom = (file: SourceFile) => file.path.startsWith('rooms/') && file.path !== lobby;
  const files = sources.filter(isRoom);
  const allowed = ['hypogeum/game', '@colyseus/schema', ...examplePackages];
  const isAllowed = (found: Import) =>
    found.isFile ? found.path.startsWith('rooms/') : allowed.includes(found.path);
  expect(complaints(files, isAllowed)).toEqual([]);
});

test('the lobby is an ordinary room: stock’s core, and nothing of a game', () => {
  const files = sources.filter((file) => file.path === lobby);
  expect(files).toHaveLength(1);
  expect(complaints(files, (found) => found.path === '@colyseus/core')).toEqual([]);
});

test('the image has what the example games import, and nobody else must install it', () => {
  const textOf = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
  const manifest = JSON.parse(textOf('package.json'));
  const image = textOf('Dockerfile');
  for (const name of examplePackages) {
    expect(manifest.devDependencies[name]).toMatch(/^\d/);
    expect(manifest.dependencies).not.toHaveProperty(name);
    expect(image).toContain(`mv node_modules/${name.split('/')[0]} game-packages/`);
  }
  expect(image).toContain('COPY --from=build /app/game-packages rooms/node_modules');
});

/** Rules of a game that its client runs too, to predict or to hint. They import no server. */
const sharedRules = [
  'rooms/skirmish/flight.ts',
  'rooms/skirmish/numbers.ts',
  'rooms/parlor/reversi.ts',
  'rooms/pinball/layout.ts',
];
const demoPackages = ['@colyseus/sdk', 'pixi.js', 'uplot'];

test('the demo client is built from the stock SDK, what draws, and rules shared with rooms', () => {
  const files = sources.filter((file) => file.path.startsWith('client-demo/src/'));
  const allowed = (found: Import) =>
    found.isFile
      ? found.path.startsWith('client-demo/') || sharedRules.includes(found.path)
      : demoPackages.includes(packageName(found));
  expect(complaints(files, allowed)).toEqual([]);
  const rules = sources.filter((file) => sharedRules.includes(file.path));
  expect(complaints(rules, (found) => found.path.startsWith('rooms/kit/'))).toEqual([]);
});

test('pages of the demo share one folder, and know nothing of each other', () => {
  const pageOf = (path: string) => /^client-demo\/src\/([^/]+)\//.exec(path)?.[1];
  const strangers = sources.flatMap((file) => {
    const page = pageOf(file.path);
    if (page === undefined) return [];
    const allowed = (found: Import) => {
      const other = found.isFile ? pageOf(found.path) : undefined;
      return other === undefined || other === page || (page !== 'shared' && other === 'shared');
    };
    return complaints([file], allowed);
  });
  expect(strangers).toEqual([]);
});

test('the template imports itself, and what its package.json names, which is what we have', () => {
  const manifestOf = (path: string) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));
  const { dependencies, devDependencies } = manifestOf('template/manifest.json');
  const { hypogeum, ...others } = { ...dependencies, ...devDependencies };
  const ours = manifestOf('package.json');
  expect(hypogeum).toBe('{{hypogeum}}');
  expect({ ...ours.dependencies, ...ours.devDependencies }).toMatchObject(others);
  const files = sources.filter((file) => file.path.startsWith('template/'));
  expect(files.length).toBeGreaterThan(5);
  const isDeclared = (found: Import) =>
    found.isFile
      ? found.path.startsWith('template/')
      : packageName(found) in { hypogeum, ...others };
  expect(complaints(files, isDeclared)).toEqual([]);
  // The page is built from the stock SDK alone; of the rooms it has types, and rules.
  const page = files.filter((file) => file.path.startsWith('template/client/'));
  const isOfPage = (found: Import) =>
    found.isFile
      ? found.isType || !found.path.endsWith('/state.ts')
      : found.path === '@colyseus/sdk';
  expect(complaints(page, isOfPage)).toEqual([]);
});

test('the engine view’s page is built from its own files and what plots', () => {
  const files = sources.filter((file) => file.path.startsWith('engine-view/src/'));
  const allowed = (found: Import) =>
    found.isFile ? found.path.startsWith('engine-view/') : found.path === 'uplot';
  expect(files.length).toBeGreaterThan(20);
  expect(complaints(files, allowed)).toEqual([]);
});

/** 'scheduler' for src/scheduler/lease.ts, 'index.ts' for src/index.ts, nothing outside src. */
function folderOf(path: string): string | undefined {
  return path.startsWith('src/') ? path.split('/')[1] : undefined;
}

/** Whether code, not a comment, says this name. */
function usesName(file: SourceFile, name: string): boolean {
  let used = false;
  walk(file.program, (node) => {
    if (node.type === 'Identifier' && node.name === name) used = true;
  });
  return used;
}

function packageName(found: Import): string {
  return found.path
    .split('/')
    .slice(0, found.path.startsWith('@') ? 2 : 1)
    .join('/');
}

function allowedBy(rule: Rule, folder: string, found: Import): boolean {
  if (!found.isFile) {
    const names = [...(rule.packages ?? []), ...(found.isType ? (rule.packageTypes ?? []) : [])];
    if (found.path.startsWith('node:') && names.includes('node:*')) return true;
    return names.includes(found.path) || names.includes(packageName(found));
  }
  if (!found.path.startsWith('src/')) return false;
  const targets = [folder, ...rule.values, ...(found.isType ? (rule.types ?? []) : [])];
  const inside = found.path.slice('src/'.length);
  return targets.some((target) => inside === target || inside.startsWith(`${target}/`));
}

/** One line per import that is not allowed, as an editor can open it. */
function complaints(files: readonly SourceFile[], allowed: (found: Import) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((found) => !allowed(found))
      .map((found) => {
        const what = found.isType ? `types of ${found.path}` : found.path;
        return `${file.path}:${found.line} may not import ${what}`;
      }),
  );
}
