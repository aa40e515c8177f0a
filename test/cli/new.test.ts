/**
 * `hypogeum new` as a stranger meets it: the packed package makes a project, whose own test, build
 * and server then run, with the packed package as its `hypogeum`. Its page is opened in a browser.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../browser/chromium.ts';
import { create, join as joinRoom, type Player } from '../e2e/player.ts';
import { explain } from '../house/explain.ts';
import { packInto } from '../house/packed-package.ts';
import { projectRoot } from '../house/source-files.ts';
import { LinkedProject } from './linked-project.ts';

const run = promisify(execFile);
const makeMsMax = 120_000;
/** A page says goodbye: shorter than the seat of one that does not is held. */
const leaveMsMax = 4_000;
const executable = findChromium();

interface Lanterns {
  readonly lanterns: ReadonlyMap<string, { readonly x: number; readonly sparks: number }>;
  readonly sparks: ReadonlyMap<string, object>;
}

let folder = '';
let project: LinkedProject;
let said = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hypogeum-new-'));
  const tarball = await packInto(folder);
  await run('tar', ['-xzf', tarball, '-C', folder]).catch(explain);
  said = await hypogeum('new', 'dark-floor', '--hypogeum', `file:${tarball}`);
  project = new LinkedProject(join(folder, 'dark-floor'));
  await project.link(join(folder, 'package'));
}, makeMsMax);

afterEach(() => project.stop());
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('hypogeum new', { timeout: 60_000 }, () => {
  test('says what to do next, and names the project wherever its name belongs', async () => {
    expect(said).toContain('\n  cd dark-floor\n  npm install\n  npm run dev\n');
    const names = await readdir(project.path, { recursive: true });
    const texts = names.filter((name) => /\.(ts|json|html|css|md)$|Dockerfile|ignore$/.test(name));
    for (const name of texts.filter((one) => !one.startsWith('node_modules'))) {
      expect(await text(name), name).not.toMatch(/\{\{\w+\}\}/);
    }
    expect(names).toEqual(expect.arrayContaining(['.gitignore', '.dockerignore', 'Dockerfile']));
    expect(JSON.parse(await text('package.json')).name).toBe('dark-floor');
    expect(await text('client/index.html')).toContain('<title>dark-floor</title>');
  });

  test('depends on the version that made it, and takes an empty folder that is there', async () => {
    await mkdir(join(folder, 'other'));
    expect(await hypogeum('new', 'source/../other')).toContain('\n  cd source/../other\n');
    const ours = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
    const made = JSON.parse(await readFile(join(folder, 'other/package.json'), 'utf8'));
    expect(made.dependencies.hypogeum).toBe(ours.version);
    const [name = ''] = Object.keys(made.overrides);
    expect(made.overrides).toEqual({ [name]: ours.overrides[name] });
    expect(made.allowScripts).toEqual(ours.allowScripts);
  });

  test('makes a project whose test passes', async () => {
    expect(await project.npm('test')).toMatch(/2 passed/);
  });

  test('makes a project that builds, and fails to where a type is wrong', async () => {
    expect(await project.npm('run', 'build')).toContain('dist/index.html');
    const rules = await text('rooms/lanterns/rules.ts');
    await writeFile(join(project.path, 'rooms/lanterns/rules.ts'), `${rules}\nfloor.depth++;\n`);
    await expect(project.npm('run', 'build')).rejects.toThrow(/'depth' does not exist/);
    await writeFile(join(project.path, 'rooms/lanterns/rules.ts'), rules);
  });
});

describe('the built project, started as its image starts it', { timeout: 60_000 }, () => {
  test('serves the room to stock clients, and ends in order', async () => {
    const { url, heard } = await startAsImage();
    const player = await create<Lanterns>(url, 'lanterns');
    expect(player.state.sparks.size).toBe(24);
    const before = ownX(player, player.sessionId);
    const { input } = player;
    input.data.dx = before < 480 ? 1 : -1;
    for (let i = 0; i < 5; i++) input.send();
    await player.until(() => Math.abs(ownX(player, player.sessionId) - before) > 30);
    await player.room.leave();
    await project.stop();
    await heard(/"draining"/);
  });

  test.runIf(executable !== undefined)('serves a page on which one plays', async () => {
    const { url } = await startAsImage();
    const browser = await launchChromium(executable ?? '');
    try {
      const watcher = await create<Lanterns>(url, 'lanterns');
      const page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(url);
      await watcher.until(() => watcher.state.lanterns.size === 2);
      const id = [...watcher.state.lanterns.keys()].find((key) => key !== watcher.sessionId) ?? '';
      await page.getByText(/^\d+ you$/).waitFor();
      const before = ownX(watcher, id);
      await page.keyboard.down(before < 480 ? 'ArrowRight' : 'KeyA');
      await watcher.until(() => Math.abs(ownX(watcher, id) - before) > 100);
      // Lanterns, their light and sparks, over a floor of one color.
      expect(await page.evaluate<number>(colorsOfCanvas)).toBeGreaterThan(50);
      expect(errors).toEqual([]);
      await page.goto('about:blank');
      await watcher.until(() => watcher.state.lanterns.size === 1, leaveMsMax);
      await watcher.room.leave();
    } finally {
      await browser.close();
    }
  });
});

test('npm run dev serves the page, and starts again when a room changes', {
  timeout: 60_000,
}, async () => {
  const { heard } = project.start('npm', ['run', 'dev'], { PORT: '0', HOST: '127.0.0.1' });
  const first = await heard(/listening on (http:\S+)/);
  expect(await (await fetch(String(first.match[1]))).text()).toContain('<title>dark-floor');
  const game = await text('rooms/lanterns/play.ts');
  const changed = game.replace('sparksAtOnce = 24', 'sparksAtOnce = 7');
  await writeFile(join(project.path, 'rooms/lanterns/play.ts'), changed);
  const second = await heard(/listening on (http:\S+)/, first.end);
  const player = await create<Lanterns>(String(second.match[1]), 'lanterns');
  expect(player.state.sparks.size).toBe(7);
  const other = await joinRoom<Lanterns>(String(second.match[1]), player.room.roomId);
  await Promise.all([player.room.leave(), other.room.leave()]);
  await writeFile(join(project.path, 'rooms/lanterns/play.ts'), game);
});

const colorsOfCanvas = `(() => {
  const { width, height } = document.querySelector('canvas');
  const { data } = document.querySelector('canvas').getContext('2d')
    .getImageData(0, 0, width, height);
  return new Set(new Uint32Array(data.buffer)).size;
})()`;

/** The Dockerfile's last CMD, on a free port. */
async function startAsImage() {
  const [, command = '[]'] = /\nCMD (\[.*\])\n$/.exec(await text('Dockerfile')) ?? [];
  const [file = '', ...args] = JSON.parse(command) as string[];
  const env = { PORT: '0', HOST: '127.0.0.1', PATH: `${project.path}/node_modules/.bin` };
  const { heard } = project.start(join(project.path, file), args, env);
  const { match } = await heard(/listening on (http:\S+)/);
  return { url: String(match[1]), heard };
}

function ownX(player: Player<Lanterns>, id: string): number {
  return player.state.lanterns.get(id)?.x ?? Number.NaN;
}

function text(name: string): Promise<string> {
  return readFile(join(project.path, name), 'utf8');
}

/** The packed command, in the folder of this test. */
async function hypogeum(...args: string[]): Promise<string> {
  const main = join(folder, 'package/dist/cli/main.js');
  // Without this process's conditions: a stranger's Node has none.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, [main, ...args], { cwd: folder, env }).catch(
    explain,
  );
  return stdout;
}
