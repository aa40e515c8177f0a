/**
 * The engine view in a real browser, on a real server with real bots: it shows rooms at work, and
 * its buttons show what stealing does.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CliProcess } from '../cli/run-cli.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { buildEngineView, EnginePage } from './engine-page.ts';

const executable = findChromium();
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
/** Bots are a process that starts, and then joins one by one. */
const botsMsMax = 40_000;
/** A machine that is busy with other things starts a server, or a page, in so long. */
const slowMsMax = 40_000;
const rooms = 10;
/** Ground and guides are two. */
const barColorsMin = 8;
/** What is to be drawn may be a few frames away. */
const patience = { timeout: 8_000 };

async function start(...flags: readonly string[]): Promise<{ server: CliProcess; url: string }> {
  const listen = ['--host', '127.0.0.1', '--port', '0', '--workers', '2'];
  const server = new CliProcess(['serve', 'rooms', ...listen, ...flags]);
  const line: unknown = JSON.parse(await server.lineWith('"listening"'));
  return { server, url: (line as { listening: { url: string } }).listening.url };
}

async function stop(server: CliProcess | undefined): Promise<void> {
  server?.child.kill('SIGKILL');
  await server?.ended;
}

describe.runIf(executable !== undefined)('the engine view', { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    await buildEngineView();
    browser = await launchChromium(executable ?? '');
  }, slowMsMax);

  afterAll(() => browser?.close());

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  describe('with bots', () => {
    let server: CliProcess;
    let url: string;
    let engine: EnginePage;

    beforeAll(async () => {
      ({ server, url } = await start('--engine'));
      const first = await EnginePage.open(browser, url);
      await first.shows('No room is open. Add bots');
      await first.frames(2);
      expect(await first.barColors()).toBe(2);
      await first.press('Add 100 bots');
      await first.until('rooms', (state) => state.rooms === rooms, botsMsMax);
      expect(first.errors).toEqual([]);
      await first.page.context().close();
    }, botsMsMax + slowMsMax);

    afterAll(() => stop(server));

    beforeEach(async () => {
      engine = await EnginePage.open(browser, url);
      await engine.until('rooms', (state) => state.rooms === rooms);
    }, slowMsMax);

    afterEach(() => {
      expect(engine.errors).toEqual([]);
    });

    it('shows visits as bars in the lanes, and each room in the table', async () => {
      await engine.until('visits', ({ visits }) => visits > 200);
      await expect.poll(() => engine.barColors(), patience).toBeGreaterThan(barColorsMin);
      expect(await engine.page.locator('#room-rows tr').count()).toBe(rooms);
      const plots = await engine.colors('.plot canvas');
      expect(plots).toHaveLength(6);
      expect(Math.min(...plots)).toBeGreaterThan(8);
      const before = await engine.pixels();
      await engine.frames(2);
      await expect.poll(() => engine.pixels(), patience).not.toBe(before);
    });

    it('stands still when it is paused, and moves on', async () => {
      await engine.until('visits', ({ visits }) => visits > 100);
      await engine.page.keyboard.press('Space');
      await engine.shows('Resume');
      await engine.frames(4); // what was still to come for the window has come
      const still = await engine.pixels();
      await engine.frames(3);
      expect(await engine.pixels()).toBe(still);
      await engine.page.keyboard.press('1');
      await expect.poll(() => engine.pixels(), patience).not.toBe(still);
      await engine.page.keyboard.press('Space');
      await engine.frames(3);
      expect(await engine.page.locator('#pause').textContent()).toBe('Pause');
    });

    it('shows what stealing does: none while it is paused, some with a heavy room', async () => {
      await engine.press('Pause stealing');
      await engine.until('stealing is paused', ({ stealing }) => !stealing);
      const paused = await engine.frames(2);
      await engine.press('Make a room heavy');
      await engine.until('a heavy room', ({ heavyRooms }) => heavyRooms === 1);
      await engine.shows(/Stealing is paused: \d rooms? shares? worker \d with the heavy one/);
      await engine.page.getByRole('button', { name: 'Lighten', exact: true }).waitFor();
      const late = await engine.until('late', ({ latenessP99Ms }) => latenessP99Ms > 10);
      expect(late.stolen).toBe(paused.stolen);

      await engine.press('Resume stealing');
      await engine.until('steals', ({ stolen }) => stolen > paused.stolen + 3);
      await engine.shows('move to another lane');
      await engine.press('Lighten the room');
      await engine.until('no heavy room', ({ heavyRooms }) => heavyRooms === 0);
    });

    it('sorts rooms, filters them, and makes one stand out', async () => {
      const { page } = engine;
      const shown = () => page.locator('#room-rows .id').allTextContents();
      await page.getByRole('button', { name: 'room', exact: true }).click();
      const header = page.getByRole('columnheader', { name: 'room', exact: true });
      expect(await header.getAttribute('aria-sort')).toBe('ascending');
      const ids = await shown();
      expect(ids).toEqual([...ids].sort());
      await page.getByRole('button', { name: 'room', exact: true }).press('Enter');
      expect(await header.getAttribute('aria-sort')).toBe('descending');
      expect(await shown()).toEqual(ids.toReversed());

      await page.getByLabel('Show rooms of').selectOption('parlor');
      await engine.shows('No rooms.');
      await page.getByLabel('Show rooms of').selectOption('');

      const pick = page.locator('#room-rows .pick').first();
      await pick.press('Enter');
      expect(await pick.getAttribute('aria-pressed')).toBe('true');
      await engine.shows('Make it heavy');
      await page.keyboard.press('Escape');
      expect(await pick.getAttribute('aria-pressed')).toBe('false');
    });

    it('fits a phone', async () => {
      const small = await EnginePage.open(browser, url, phone);
      await small.until('visits', ({ visits }) => visits > 100);
      await expect.poll(() => small.barColors(), patience).toBeGreaterThan(barColorsMin);
      const overflow = 'document.documentElement.scrollWidth - innerWidth';
      expect(await small.page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
      expect(small.errors).toEqual([]);
    });
  });

  it('asks for the token that its server wants', async () => {
    const { server, url } = await start('--engine-token', 'thumbs-up');
    try {
      const engine = await EnginePage.open(browser, url);
      await engine.shows('asks for the token');
      await engine.page.getByLabel('Token').fill('thumbs-down');
      await engine.page.keyboard.press('Enter');
      await engine.shows('not the one');
      await engine.page.getByLabel('Token').fill('thumbs-up');
      await engine.press('Open');
      await engine.frames(2);
      await engine.press('Pause stealing');
      await engine.until('stealing is paused', ({ stealing }) => !stealing);
      await engine.page.reload(); // the tab remembers it
      await engine.frames(2);
      expect(await engine.page.getByLabel('Token').isVisible()).toBe(false);
    } finally {
      await stop(server);
    }
  });

  it('says in words that the server ended, and that it is gone', async () => {
    const { server, url } = await start('--engine');
    const engine = await EnginePage.open(browser, url);
    await engine.frames(2);
    expect(engine.errors).toEqual([]);
    server.child.kill('SIGTERM');
    await engine.shows(/The server (ended the stream|does not answer|is gone)/);
    await engine.shows('The server is gone. Trying again');
    await stop(server);
  });
});
