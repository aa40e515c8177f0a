/**
 * The swarm's page in a real browser, on a real server: as many lights as were asked for, that move
 * in the state and on the screen. The windows are small: these machines draw WebGL without a GPU.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoServer } from './demo-server.ts';
import { GamePage } from './game-page.ts';

interface SwarmState {
  readonly drones: number;
  readonly x: readonly number[];
  readonly view: { readonly x: number; readonly zoom: number };
  readonly figures: { readonly patchBytes: number; readonly decodeMs: number };
  readonly roomId: string;
  readonly connected: boolean;
}
type SwarmPage = GamePage<SwarmState>;

const executable = findChromium();
const testMsMax = 90_000;
const tiny = { width: 320, height: 240 };
const small = { width: 480, height: 640 };

describe.runIf(executable !== undefined)('the swarm in browsers', () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;

  beforeAll(async () => {
    demo = await buildDemo();
    server = await DemoServer.start(demo);
    browser = await launchChromium(executable ?? '');
  }, testMsMax);

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.kill();
  });

  const open = (path: string, window = tiny): Promise<SwarmPage> =>
    GamePage.visit(browser, `${server.url}/swarm/${path}`, window);

  it('draws the drones of the state, and they move', { timeout: testMsMax }, async () => {
    const ada = await open('?autoplay=Ada&drones=300');
    const first = await ada.until('300 drones', (state) => state.drones === 300);
    const moved = await ada.until('they move', ({ x }) => {
      return x.filter((place, at) => Math.abs(place - (first.x[at] ?? 0)) > 5).length > 20;
    });
    expect(moved.roomId).toBe(first.roomId);
    await ada.until('patches are measured', ({ figures }) => {
      return figures.patchBytes > 2_000 && figures.decodeMs > 0;
    });

    await ada.page.keyboard.press('f'); // the figures, which would cover most of this window
    let lights: number[] = [];
    const countLights = async () => {
      lights = await lit(ada);
      return lights.length;
    };
    await expect.poll(countLights, { timeout: 20_000 }).toBeGreaterThan(40);
    await expect
      .poll(async () => overlap(lights, await lit(ada)), { timeout: 20_000 })
      .toBeLessThan(0.5);

    const { view } = await ada.state();
    await ada.page.mouse.move(160, 120);
    await ada.page.mouse.wheel(0, -500);
    await ada.until('the wheel zooms', (state) => state.view.zoom > view.zoom * 1.5);
    expect(ada.errors).toEqual([]);
  });

  it('is of the size that was chosen; links lead to it', { timeout: testMsMax }, async () => {
    const ada = await open('', small);
    await ada.page.getByLabel('Your name').fill('Ada');
    await ada.page.getByRole('button', { name: '300', exact: true }).click();
    await ada.page.getByRole('button', { name: 'Quick play' }).click();
    const first = await ada.until('300 drones', (state) => state.connected && state.drones === 300);
    await ada.shows(/^300 drones$/);
    await ada.shows(/the stock SDK takes .* to decode each patch|own script takes/);

    // Another size is another room; a link leads to this one, whatever size was chosen before.
    await ada.page.getByRole('button', { name: '1,000', exact: true }).click();
    const second = await ada.until('1,000 drones', ({ drones }) => drones === 1_000);
    expect(second.roomId).not.toBe(first.roomId);
    const bo = await open(`?autoplay=Bo&drones=5000#room=${second.roomId}`);
    const seen = await bo.until('the same swarm', ({ drones }) => drones === 1_000);
    expect(seen.roomId).toBe(second.roomId);
    // Who asks for this size comes to the room that is there.
    await ada.page.close();
    const cy = await open('?autoplay=Cy&drones=1000');
    const third = await cy.until('that size', ({ drones }) => drones === 1_000);
    expect(third.roomId).toBe(second.roomId);
    expect([ada, bo, cy].flatMap(({ errors }) => errors)).toEqual([]);
  });
});

/** Runs in the page: from a screenshot, the squares of 8 pixels where something is bright. */
const findLit = `async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const found = new Set();
  for (let at = 0; at < width * height; at += 1) {
    const isBright = Math.max(data[at * 4], data[at * 4 + 2]) > 110;
    if (isBright) found.add((Math.floor(at / width) >> 3) * 1000 + (at % width >> 3));
  }
  return [...found];
}`;

async function lit({ page }: SwarmPage): Promise<number[]> {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate<number[]>(`(${findLit})('${png}')`);
}

/** The share of places that are among the others, too. */
function overlap(places: readonly number[], others: readonly number[]): number {
  return places.filter((place) => others.includes(place)).length / places.length;
}
