/**
 * The compatibility proof: stock @colyseus/sdk in two real browsers, playing `skirmish` on a real
 * server that was started as its users start it.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoPage, type DemoShip } from './demo-page.ts';
import { DemoServer } from './demo-server.ts';

const executable = findChromium();
const farUnits = 40; // a ship that thrusts is this far away within a second

const small = { width: 420, height: 360 }; // drawn without a graphics card, so less is faster
const testMs = 90_000;

describe.runIf(executable !== undefined)('skirmish in two browsers', { timeout: testMs }, () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;
  let ada: DemoPage;
  let bo: DemoPage;

  beforeAll(async () => {
    demo = await buildDemo();
    browser = await launchChromium(executable ?? '');
  }, testMs);

  afterAll(async () => {
    await browser?.close();
  });

  beforeEach(async () => {
    server = await DemoServer.start(demo);
    ada = await DemoPage.play(browser, server.url, 'Ada', '', small);
    bo = await DemoPage.play(browser, server.url, 'Bo', '', small);
  }, testMs);

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server?.kill();
  });

  it('shows each the other, its flight, its words and its end', async () => {
    const adaId = (await ada.state()).sessionId;
    const boId = (await bo.state()).sessionId;
    await ada.until('Ada sees Bo by name', ({ ships }) => ships[boId]?.name === 'Bo');
    const seen = await bo.until('Bo sees Ada by name', ({ ships }) => ships[adaId]?.name === 'Ada');
    expect(Object.keys(seen.ships)).toHaveLength(2);
    expect(seen.drones.length).toBeGreaterThan(0);

    expect(seen.ships[adaId]?.thrusting).toBe(false);
    await ada.page.keyboard.down('ArrowUp');
    const thrusting = await bo.until("Bo sees Ada's ship thrust", ({ ships }) => {
      return ships[adaId]?.thrusting === true;
    });
    await bo.until("Ada's ship moves in Bo's browser", ({ ships }) => {
      return isFar(thrusting.ships[adaId], ships[adaId]);
    });
    await ada.page.keyboard.down('Space');
    await bo.until("Bo sees Ada's shots", ({ shots }) => shots.length > 0);
    await ada.page.keyboard.up('Space');
    await ada.page.keyboard.up('ArrowUp');

    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('<b>salve</b>');
    await ada.page.keyboard.press('Enter');
    await bo.shows(/<b>salve<\/b>/);

    expect(await ada.colors()).toBeGreaterThan(20);
    expect(await bo.colors()).toBeGreaterThan(20);
    expect([...ada.errors, ...bo.errors]).toEqual([]);

    await bo.page.close();
    await ada.until('Bo is gone', ({ ships }) => !(boId in ships));
    expect(ada.errors).toEqual([]);
  });

  it('says in words that the server died', async () => {
    await server.kill();
    await Promise.all([ada, bo].map((demoPage) => demoPage.shows(/Connection (dropped|lost)/)));
    expect((await ada.state()).connected).toBe(false);
  });

  it('says in words that the server shut down', async () => {
    const ended = server.kill('SIGTERM');
    await Promise.all([ada, bo].map((demoPage) => demoPage.shows(/The server shut down/)));
    expect(await ended).toBe(0);
  });
});

function isFar(from: DemoShip | undefined, to: DemoShip | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return to.thrusting && Math.hypot(to.x - from.x, to.y - from.y) > farUnits;
}
