/**
 * The tutorial as a reader would follow it: each step's files are put over the project that
 * `hypogeum new` makes, and type-checked; the rooms are served by the real command, players are
 * the stock SDK. The page of the last step is opened in a browser, and bots play the scenario.
 */
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { findChromium, launchChromium } from '../browser/chromium.ts';
import { CliProcess } from '../cli/run-cli.ts';
import { create, join, type Player } from '../e2e/player.ts';
import { explain } from '../house/explain.ts';
import { projectRoot } from '../house/source-files.ts';
import { blocksOf, GuideFolder } from './guide-folder.ts';

const execute = promisify(execFile);
const page = 'docs/tutorial.md';
const executable = findChromium();
const { Predict } = await loadSdk();

interface Lantern {
  readonly x: number;
  readonly y: number;
  readonly oil: number;
  readonly sparks: number;
}
interface Lanterns {
  readonly lanterns: ReadonlyMap<string, Lantern>;
  readonly sparks: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly secondsLeft: number;
  readonly bestSparks: number;
}

let guide: GuideFolder;
const started: CliProcess[] = [];

beforeAll(async () => {
  guide = await GuideFolder.create();
  for (const folder of ['rooms', 'client', 'test']) {
    await cp(joinPath(projectRoot, 'template', folder), joinPath(guide.path, folder), {
      recursive: true,
    });
  }
});

afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => guide.remove());

test('every step that has code is tested here', async () => {
  const steps = [
    '1. A project',
    '2. State, input, a step',
    '3. Rounds: a timer and random numbers',
  ];
  steps.push('4. Messages', '5. Prediction', '6. Bots', '7. An image', 'And then');
  const counts = await Promise.all(steps.map(async (step) => (await blocksOf(page, step)).length));
  expect(counts).toEqual([0, 4, 5, 5, 4, 1, 0, 0]);
  expect(await blocksOf(page)).toHaveLength(19);
});

const minute = { timeout: 60_000 };

test('2: a lantern that runs is faster, burns its oil and has it back', minute, async () => {
  await guide.addSection(page, '2. State, input, a step');
  await guide.compile('tsconfig.template.json');
  const player = await create<Lanterns>(await serve(), 'lanterns');
  const before = ownOf(player).x;
  const dx = before < 480 ? 1 : -1;
  for (let i = 0; i < 10; i++) send(player, { dx, dy: 0, run: true });
  await player.until(() => Math.abs(ownOf(player).x - before) > 120);
  const burnt = ownOf(player).oil;
  expect(burnt).toBeLessThan(90);
  for (let i = 0; i < 10; i++) send(player, { dx: 0, dy: 0, run: false });
  await player.until(() => ownOf(player).oil > burnt);
  await player.room.leave();
});

test('3: a round ends, the best is named, and all begin anew', minute, async () => {
  await guide.addSection(page, '3. Rounds: a timer and random numbers');
  await guide.compile('tsconfig.template.json');
  const url = await serve();
  const asked = await create<Lanterns>(url, 'lanterns', { roundSeconds: 'many' });
  expect(asked.state.secondsLeft).toBeGreaterThan(57);
  await asked.room.leave();
  const player = await create<Lanterns>(url, 'lanterns', { roundSeconds: 4 });
  const gathering = setInterval(() => send(player, towardSpark(player)), 1000 / 30);
  await player.until(() => player.state.bestSparks > 0, 20_000);
  clearInterval(gathering);
  await player.until(() => player.state.secondsLeft === 3);
  expect(player.state.sparks.size).toBe(24);
  await player.room.leave();
});

test('4: an emote reaches everybody, and what is none nobody', minute, async () => {
  await guide.addSection(page, '4. Messages');
  await guide.compile('tsconfig.template.json');
  const url = await serve();
  const says = await create<Lanterns>(url, 'lanterns');
  const other = await join<Lanterns>(url, says.room.roomId);
  for (const which of [99, 'x', -1, 0.5, 2]) says.room.send('emote', which);
  expect(await other.message('emote')).toEqual({ id: says.sessionId, which: 2 });
  expect(other.messages).toHaveLength(1);
  await Promise.all([says.room.leave(), other.room.leave()]);
});

test('5: what a client predicts is off by nothing', minute, async () => {
  await guide.addSection(page, '5. Prediction');
  await guide.compile('tsconfig.template.json');
  const { walk, walkerFields } = await import(guide.url('rooms/lanterns/rules.ts').href);
  const player = await create<Lanterns>(await serve(), 'lanterns');
  const corrections: number[] = [];
  const predict = Predict.get(player.room as never, { mode: 'lerp', delay: 100 });
  const me = predict.reconciler(ownOf(player) as never, {
    input: player.input,
    fields: walkerFields,
    step: (ctx: { dt: number }, lantern: Lantern, move: object) => walk(lantern, move, ctx.dt),
    onReconcile: () => void corrections.push(me.lastCorrectionMag),
  });
  let steps = 0;
  const frames = setInterval(() => {
    for (let due = predict.tick(performance.now()); due > 0; due--) {
      const [dx, dy] = [Math.round(Math.sin(steps / 9)), Math.round(Math.cos(steps / 13))];
      send(player, { dx, dy, run: steps++ % 20 > 8 });
    }
  }, 1000 / 60);
  await player.until(() => corrections.length > 30);
  clearInterval(frames);
  expect(new Set(corrections)).toEqual(new Set([0]));
  expect(ownOf(player).oil).toBeLessThan(100);
  await player.room.leave();
});

test.runIf(executable !== undefined)('5: and the page is played', minute, async () => {
  const url = await serve('--public', await buildPage());
  const browser = await launchChromium(executable ?? '');
  try {
    const watcher = await create<Lanterns>(url, 'lanterns');
    const tab = await browser.newPage({ viewport: { width: 1100, height: 720 } });
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await tab.goto(url);
    await tab.getByText(/^\d+ s left$/).waitFor();
    await watcher.until(() => watcher.state.lanterns.size === 2);
    const id = [...watcher.state.lanterns.keys()].find((key) => key !== watcher.sessionId) ?? '';
    const before = watcher.state.lanterns.get(id)?.x ?? 0;
    await tab.keyboard.down('Space');
    await tab.keyboard.down(before < 480 ? 'ArrowRight' : 'ArrowLeft');
    await watcher.until(() => (watcher.state.lanterns.get(id)?.oil ?? 100) < 80);
    expect(Math.abs((watcher.state.lanterns.get(id)?.x ?? 0) - before)).toBeGreaterThan(60);
    await tab.keyboard.press('1');
    await tab.getByText(/^\d+ you hello$/).waitFor();
    expect(await watcher.message('emote')).toEqual({ id, which: 0 });
    expect(complaints).toEqual([]);
    await watcher.room.leave();
  } finally {
    await browser.close();
  }
});

test('6: bots gather sparks without an error', minute, async () => {
  await guide.addSection(page, '6. Bots');
  await guide.compile('tsconfig.template.json');
  const files = [
    '--rooms-dir',
    `${guide.path}/rooms`,
    '--scenario',
    `${guide.path}/bots/gather.ts`,
  ];
  const load = ['--room', 'lanterns', '--rooms', '1', '--bots', '6', '--seconds', '4'];
  const { code, stdout, stderr } = await new CliProcess(['soak', ...load, ...files]).ended;
  expect([code, stderr, stdout]).toEqual([0, expect.any(String), expect.any(String)]);
  expect(stdout).toMatch(/[1-9]\d* states checked, 0 desyncs/);
});

/** `hypogeum serve` on what the guide's folder has now. */
async function serve(...more: readonly string[]): Promise<string> {
  const listen = ['--host', '127.0.0.1', '--port', '0', '--checked', ...more];
  const server = new CliProcess(['serve', joinPath(guide.path, 'rooms'), ...listen]);
  started.push(server);
  const line = JSON.parse(await server.lineWith('"listening"')) as { listening: { url: string } };
  return line.listening.url;
}

/** As `npm run page` does: for production, which vitest's own environment is not. */
async function buildPage(): Promise<string> {
  const outDir = joinPath(guide.path, 'dist');
  const vite = joinPath(projectRoot, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', joinPath(guide.path, 'client'), '--outDir', outDir];
  const env = { ...process.env, NODE_ENV: 'production' };
  await execute(process.execPath, args, { env }).catch(explain);
  return outDir;
}

function ownOf(player: Player<Lanterns>): Lantern {
  const own = player.state.lanterns.get(player.sessionId);
  if (own === undefined) throw new Error('there is no lantern');
  return own;
}

function send(player: Player<Lanterns>, held: object): void {
  Object.assign(player.input.data, held);
  player.input.send();
}

function towardSpark(player: Player<Lanterns>) {
  const { x, y } = ownOf(player);
  const [goal = { x, y }] = player.state.sparks.values();
  const dx = Math.sign(Math.round((goal.x - x) / 10));
  const dy = Math.sign(Math.round((goal.y - y) / 10));
  return { dx, dy, run: false };
}
