/**
 * The pinball page in two real browser contexts, on a real server: either's keys move the flippers
 * that both see, and balls make points.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoServer } from './demo-server.ts';
import { GamePage } from './game-page.ts';

interface PinballState {
  readonly left: number;
  readonly right: number;
  readonly drawn: { readonly left: number; readonly right: number; readonly balls: number };
  readonly balls: Readonly<Record<string, Ball>>;
  readonly sessionId: string;
  readonly roomId: string;
}
interface Ball {
  readonly x: number;
  readonly y: number;
  readonly score: number;
  readonly name: string;
}

const executable = findChromium();
const testMsMax = 90_000;
const raised = 0.45;
const atRest = -0.4;
const small = { width: 480, height: 400 };

describe.runIf(executable !== undefined)('pinball in two browsers', () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;

  beforeAll(async () => {
    demo = await buildDemo();
    server = await DemoServer.start(demo);
    browser = await launchChromium(executable ?? '');
  }, testMsMax);

  afterAll(async () => {
    await browser?.close();
    await server?.kill();
  });

  it('shows each the keys of the other', { timeout: testMsMax }, async () => {
    const open = (name: string, hash = '') =>
      GamePage.visit<PinballState>(
        browser,
        `${server.url}/pinball/?autoplay=${name}${hash}`,
        small,
      );
    const ada = await open('Ada');
    const { roomId } = await ada.until('Ada has a ball', (state) => state.sessionId in state.balls);
    const bo = await open('Bo', `#room=${roomId}`);
    await ada.until('two balls', ({ balls, drawn }) => {
      return Object.keys(balls).length === 2 && drawn.balls === 2;
    });
    const both = [ada, bo];

    // Ada's key, in Bo's browser: up while it is held, and down again.
    await ada.page.keyboard.down('ArrowLeft');
    await bo.until('the left flipper is up', ({ left, drawn }) => {
      return left > raised && drawn.left > raised;
    });
    expect((await bo.state()).right).toBeLessThan(atRest);
    await ada.page.keyboard.up('ArrowLeft');
    await bo.until('the left flipper is down', ({ drawn }) => drawn.left < atRest);

    // Bo's finger on the right half of the screen, in Ada's.
    await bo.page.mouse.move(400, 300);
    await bo.page.mouse.down();
    await ada.until('the right flipper is up', ({ drawn }) => drawn.right > raised);
    await bo.page.mouse.up();
    await ada.until('the right flipper is down', ({ drawn }) => drawn.right < atRest);

    const scored = await ada.until('a bumper was hit', ({ balls }) => {
      return Object.values(balls).some(({ score }) => score > 0);
    });
    expect(Object.values(scored.balls).map(({ name }) => name)).toEqual(['Ada', 'Bo']);
    for (const one of both) await one.shows(/^[1-9][\d,]*00$/);
    for (const one of both) await one.shows(/^Bo$/);
    for (const one of both) expect(await colors(one)).toBeGreaterThan(20);
    expect(both.flatMap(({ errors }) => errors)).toEqual([]);

    await bo.page.context().setOffline(true);
    await bo.shows(/^Connection dropped$/);
    await bo.page.context().setOffline(false);
    await bo.until('Bo is back', (state) => state.sessionId in state.balls);
    await ada.page.close();
    await bo.until('Ada is gone', ({ balls }) => Object.keys(balls).length === 1);
  });
});

/** How many different colors the table shows: 1 where nothing is drawn. */
function colors({ page }: GamePage<PinballState>): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.getElementById('table');
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
}
